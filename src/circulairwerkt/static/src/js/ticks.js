// Ticking who is there: each tick is kept in the phone until the platform has it, so that a hall without a
// connection costs nothing. Without this script every tick is a form of its own.

const KEY = "agenda.ticks";
const AGAIN = 15000;

const read = () => JSON.parse(localStorage.getItem(KEY) || "{}");
const write = (ticks) => localStorage.setItem(KEY, JSON.stringify(ticks));

/** Shows what was ticked, before and after the platform knows. */
function show(form, came) {
  const button = form.querySelector("button[name=hoeveel]");
  form.dataset.came = came;
  if (!button) {
    form.querySelector("select").value = String(came);
    return;
  }
  button.value = came ? "0" : "1";
  button.classList.toggle("button-primary", came > 0);
  button.setAttribute("aria-pressed", String(came > 0));
}

function count(list) {
  let came = 0;
  for (const form of list.querySelectorAll("[data-tick]")) {
    const button = form.querySelector("button[name=hoeveel]");
    came += Number(form.dataset.came ?? (button ? button.getAttribute("aria-pressed") === "true" : form.querySelector("select").value));
  }
  const total = document.querySelector("[data-came]");
  if (total) total.textContent = String(came);
  const line = document.querySelector("[data-waiting-ticks]");
  const waiting = Object.keys(read()).length;
  if (line) line.textContent = !waiting ? "" : waiting === 1 ? line.dataset.one : line.dataset.many.replace("{n}", waiting);
}

/** Sends what waits, one after another; what does not arrive waits on. */
async function send(list) {
  for (const [seat, tick] of Object.entries(read())) {
    const body = new URLSearchParams({ plaats: seat, hoeveel: tick.came, wanneer: tick.at });
    const token = list.querySelector("[name=csrfmiddlewaretoken]").value;
    let answer;
    try {
      answer = await fetch(tick.to, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json", "X-CSRFToken": token } });
    } catch {
      break;
    }
    // Known now, or never to be known: a seat that is gone. Anything else, such as a sign-in page, waits.
    if (![204, 404, 422].includes(answer.status)) break;
    const ticks = read();
    if (ticks[seat]?.at === tick.at) {
      delete ticks[seat];
      write(ticks);
    }
  }
  count(list);
}

export function startTicks(root) {
  for (const list of root.querySelectorAll("[data-ticks]:not([data-state])")) {
    list.dataset.state = "on";
    const waiting = read();
    for (const form of list.querySelectorAll("[data-tick]")) {
      const seat = form.dataset.tick;
      if (waiting[seat]) show(form, waiting[seat].came);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const came = Number(event.submitter?.value || form.querySelector("select").value);
        const ticks = read();
        ticks[seat] = { came, at: new Date().toISOString(), to: form.action };
        write(ticks);
        show(form, came);
        count(list);
        send(list);
      });
    }
    addEventListener("online", () => send(list));
    setInterval(() => Object.keys(read()).length && send(list), AGAIN);
    count(list);
    send(list);
  }
}
