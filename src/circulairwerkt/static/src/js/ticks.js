// Ticking who is there, and writing down who comes in: each is kept in the phone until the platform has it, so
// that a hall without a connection costs nothing. Without this script each is a form of its own.

const TICKS = "agenda.ticks";
const WALK_INS = "agenda.walk-ins";
const AGAIN = 15000;

const read = (store) => JSON.parse(localStorage.getItem(store) || "{}");
const write = (store, rows) => localStorage.setItem(store, JSON.stringify(rows));
const refused = () => Object.entries(read(WALK_INS)).filter(([, row]) => row.refused);
const waitingTicks = () => Object.values(read(TICKS)).filter((tick) => !tick.known);
const howMany = () => waitingTicks().length + Object.keys(read(WALK_INS)).length - refused().length;
const freshKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

/**
 * What was ticked here and this page may not know of. A page that was asked for before the platform knew of a tick
 * can come after it, so a known tick stays until a page was asked for later.
 */
function ticksOfPage() {
  const news = Object.entries(read(TICKS)).filter(([, tick]) => !tick.known || tick.known >= performance.timeOrigin);
  write(TICKS, Object.fromEntries(news));
  return Object.fromEntries(news);
}

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

function count() {
  let came = document.querySelectorAll("[data-walk-ins] > li").length;
  for (const form of document.querySelectorAll("[data-ticks] [data-tick]")) {
    // Not what a list of numbers proposes: of who was not ticked yet, nobody came.
    came += Number(form.dataset.came);
  }
  const total = document.querySelector("[data-total]");
  if (total) total.textContent = String(came);
  const line = document.querySelector("[data-waiting-ticks]");
  const waiting = howMany();
  if (line) line.textContent = !waiting ? "" : waiting === 1 ? line.dataset.one : line.dataset.many.replace("{n}", waiting);
  showRefused();
}

/** Says whom the platform did not take, until somebody has read it: a name on a phone is nowhere else. */
function showRefused() {
  const box = document.querySelector("[data-refused]");
  if (!box) return;
  const rows = refused();
  box.hidden = !rows.length;
  box.querySelector("ul").replaceChildren(...rows.map(([, row]) => Object.assign(document.createElement("li"), { textContent: row.name })));
  box.querySelector("button").onclick = () => {
    write(WALK_INS, Object.fromEntries(Object.entries(read(WALK_INS)).filter(([, row]) => !row.refused)));
    count();
  };
}

/** Sends what waits in a store, one after another; what does not arrive waits on. */
async function drain(store, fields) {
  for (const [key, row] of Object.entries(read(store))) {
    if (row.refused || row.known) continue;
    const body = new URLSearchParams(fields(key, row));
    const token = document.querySelector("main [name=csrfmiddlewaretoken]").value;
    let answer;
    try {
      answer = await fetch(row.to, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json", "X-CSRFToken": token } });
    } catch {
      break;
    }
    // Known now, or never to be known: a seat that is gone. Anything else, such as a sign-in page, waits.
    if (![204, 404, 422].includes(answer.status)) break;
    const rows = read(store);
    if (rows[key]?.at === row.at) {
      if (store === TICKS) rows[key].known = Date.now();
      else if (answer.status !== 204) rows[key].refused = true;
      else delete rows[key];
      write(store, rows);
    }
  }
}

async function send() {
  await drain(TICKS, (seat, tick) => ({ plaats: seat, hoeveel: tick.came, wanneer: tick.at }));
  await drain(WALK_INS, (key, row) => ({ key, name: row.name, organisation: row.organisation, wanneer: row.at }));
  count();
}

function keepSending() {
  count();
  if (document.body.dataset.sending) return send();
  document.body.dataset.sending = "on";
  addEventListener("online", send);
  setInterval(() => howMany() && send(), AGAIN);
  return send();
}

function startWalkIns(form) {
  const list = document.querySelector("[data-walk-ins]");
  const add = (name) => {
    const line = document.querySelector("[data-walk-in-line]").content.cloneNode(true);
    line.querySelector("[data-name]").textContent = name;
    list.append(line);
    list.hidden = false;
  };
  for (const row of Object.values(read(WALK_INS))) if (row.to === form.action && !row.refused) add(row.name);
  form.addEventListener("submit", (event) => {
    const { name, organisation, key } = form.elements;
    // An empty name: let the platform say what is wrong.
    if (!name.value.trim()) return;
    event.preventDefault();
    const rows = read(WALK_INS);
    rows[key.value] = { name: name.value.trim(), organisation: organisation.value, at: new Date().toISOString(), to: form.action };
    write(WALK_INS, rows);
    add(name.value.trim());
    form.reset();
    key.value = freshKey();
    name.focus();
    count();
    send();
  });
}

export function startTicks(root) {
  for (const form of root.querySelectorAll("[data-walk-in]:not([data-state])")) {
    form.dataset.state = "on";
    startWalkIns(form);
    keepSending();
  }
  for (const list of root.querySelectorAll("[data-ticks]:not([data-state])")) {
    list.dataset.state = "on";
    const ticked = ticksOfPage();
    for (const form of list.querySelectorAll("[data-tick]")) {
      const seat = form.dataset.tick;
      if (ticked[seat]) show(form, ticked[seat].came);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const came = Number(event.submitter?.value || form.querySelector("select").value);
        const ticks = read(TICKS);
        ticks[seat] = { came, at: new Date().toISOString(), to: form.action };
        write(TICKS, ticks);
        show(form, came);
        count();
        send();
      });
    }
    keepSending();
  }
}
