// Suggestions under a text field, after the ARIA pattern "editable combobox with list autocomplete".
// The field stays a plain field: who ignores the list, or has no script, sends what was typed and gets an answer.
//
// <div class="combobox" data-combobox data-src="/plaatsen/" data-none="Geen plaats gevonden"
//      data-one="1 plaats gevonden" data-many="{n} plaatsen gevonden" data-label="Plaatsen"><input ...></div>
// data-src answers ?q=... with {"suggestions": [{"value": "8500 Kortrijk", "label": "Kortrijk", "detail": "8500"}]}.
import { choose, optionOf } from "./listbox.js";

const PAUSE_MS = 120;
const LEAST_LETTERS = 2;
// A hand on the mouse moves it a little; further than this it goes somewhere.
const LEAVES_PX = 8;
let made = 0;

class Combobox {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input");
    this.at = -1;
    this.isWaiting = false;
    this.options = [];
    made += 1;
    this.id = `combobox-${made}`;
    this.build();
    this.listen();
  }

  build() {
    const { box, input, id } = this;
    this.list = Object.assign(document.createElement("ul"), { className: "combobox-list", id, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.label);
    this.said = Object.assign(document.createElement("div"), { className: "visually-hidden" });
    this.said.setAttribute("role", "status");
    box.append(this.list, this.said);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
    })) input.setAttribute(name, value);
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("input", () => this.ask());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // A click in the field that waits asks anew: a list that was let go is one press away.
    input.addEventListener("click", () => !this.isOpen && this.ask());
    document.addEventListener("mousemove", (event) => this.follow(event));
    // Before blur: the press itself must not take the focus away from the field.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take([...list.children].indexOf(option));
    });
  }

  ask() {
    clearTimeout(this.timer);
    this.under?.abort();
    this.gone = 0;
    const words = this.input.value.trim();
    if (words.length < LEAST_LETTERS) return this.close();
    this.isWaiting = !this.isOpen;
    this.timer = setTimeout(() => this.fetch(words), PAUSE_MS);
  }

  async fetch(words) {
    this.under = new AbortController();
    const address = new URL(this.box.dataset.src, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: this.under.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return this.close();
      this.show((await answer.json()).suggestions);
    } catch (error) {
      // Without an answer the field is still a field; an abort means that a newer question is under way.
      if (error.name !== "AbortError") this.close();
    }
  }

  // Who takes the mouse from the field after typing is on the way to what a late list would cover.
  follow(event) {
    if (!this.isWaiting || this.box.contains(event.target)) return;
    this.gone += Math.abs(event.movementX) + Math.abs(event.movementY);
    if (this.gone > LEAVES_PX) this.close();
  }

  show(options) {
    this.isWaiting = false;
    this.options = options;
    this.list.replaceChildren(...options.map((option, i) => optionOf(`${this.id}-${i}`, option)));
    this.move(-1);
    const open = options.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    const { none, one, many } = this.box.dataset;
    if (options.length === 0) this.said.textContent = none;
    else this.said.textContent = options.length === 1 ? one : many.replace("{n}", options.length);
  }

  get isOpen() {
    return !this.list.hidden;
  }

  move(to) {
    choose(this.input, this.list, this.at, to);
    this.at = to;
  }

  take(index) {
    this.input.value = this.options[index].value;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.under?.abort();
    this.isWaiting = false;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(-1);
  }

  press(event) {
    const { key, altKey } = event;
    const last = this.options.length - 1;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!this.isOpen) {
        if (last < 0) return this.ask();
        this.list.hidden = false;
        this.input.setAttribute("aria-expanded", "true");
        if (altKey) return;
      }
      const step = key === "ArrowDown" ? 1 : -1;
      if (this.at < 0) this.move(step > 0 ? 0 : last);
      else this.move((this.at + step + last + 1) % (last + 1));
    } else if (key === "Enter" && this.isOpen && this.at >= 0) {
      event.preventDefault();
      this.take(this.at);
    } else if (key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (key === "Escape") {
      this.input.value = "";
    } else if (key === "Tab" && this.isOpen && this.at >= 0) {
      this.take(this.at);
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) {
      this.move(-1);
    }
  }
}

/** Makes a combobox of every `[data-combobox]` in `root` that is not one yet. */
export function startComboboxes(root) {
  for (const box of root.querySelectorAll("[data-combobox]:not([data-ready])")) {
    box.dataset.ready = "";
    new Combobox(box);
  }
}
