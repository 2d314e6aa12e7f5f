// The quick list: Ctrl or Cmd with K, or the button of the header, opens a dialog that searches and jumps.
// Without script the button is a link to the page of results. The dialog is the browser's own: Escape closes
// it and the focus goes back to where it was.
import { choose, optionOf } from "./listbox.js";

const PAUSE_MS = 120;

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input");
    this.list = dialog.querySelector("[role=listbox]");
    this.said = dialog.querySelector("[role=status]");
    this.help = dialog.querySelector("details");
    this.at = -1;
    this.listen();
  }

  listen() {
    const { dialog, input, list } = this;
    document.addEventListener("keydown", (event) => {
      const isOurs = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isOurs || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      if (dialog.open) dialog.close();
      else this.open();
    });
    for (const button of document.querySelectorAll("[data-palette]")) {
      button.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.open();
      });
    }
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    // A press beside the dialog lands on the dialog itself.
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => this.stop());
    input.addEventListener("input", () => this.ask());
    input.addEventListener("keydown", (event) => this.press(event));
    input.form.addEventListener("submit", (event) => {
      if (!input.value.trim()) event.preventDefault();
    });
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.go(option);
    });
  }

  open() {
    if (this.dialog.open || document.querySelector("dialog[open]")) return;
    this.input.value = "";
    this.help.open = false;
    this.dialog.showModal();
    this.input.focus();
    this.fetch("");
  }

  stop() {
    clearTimeout(this.timer);
    this.under?.abort();
    this.show([], { silent: true });
  }

  ask() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(this.input.value.trim()), PAUSE_MS);
  }

  async fetch(words) {
    this.under?.abort();
    this.under = new AbortController();
    const address = new URL(this.dialog.dataset.src, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: this.under.signal, headers: { Accept: "application/json" } });
      if (answer.ok && this.dialog.open) this.show((await answer.json()).suggestions, { silent: !words });
    } catch (error) {
      // Without an answer Enter still opens the page of results; an abort means that a newer question is under way.
      if (error.name !== "AbortError") this.show([], { silent: true });
    }
  }

  show(lines, { silent }) {
    this.list.replaceChildren(...lines.map((line, i) => this.row(line, i)));
    this.input.setAttribute("aria-expanded", String(lines.length > 0));
    this.move(-1);
    const { none, one, many } = this.dialog.dataset;
    if (silent) this.said.textContent = "";
    else this.said.textContent = lines.length === 0 ? none : lines.length === 1 ? one : many.replace("{n}", lines.length);
  }

  row(line, i) {
    const item = optionOf(`palet-${i}`, line);
    item.dataset.url = line.url;
    return item;
  }

  move(to) {
    choose(this.input, this.list, this.at, to);
    this.at = to;
  }

  go(option) {
    // Only pages of this site: what the server sends is a path.
    const address = new URL(option.dataset.url, location.href);
    this.dialog.close();
    if (address.origin === location.origin) location.assign(address);
  }

  press(event) {
    const last = this.list.children.length - 1;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && last >= 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.at < 0) this.move(step > 0 ? 0 : last);
      else this.move((this.at + step + last + 1) % (last + 1));
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.go(this.list.children[this.at]);
    } else if (event.key === "?" && !this.input.value) {
      event.preventDefault();
      this.help.open = !this.help.open;
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      this.move(-1);
    }
  }
}

export function startPalette() {
  const dialog = document.getElementById("palet");
  if (!dialog?.showModal) return;
  new Palette(dialog);
  for (const hint of document.querySelectorAll("[data-palette-hint]")) hint.hidden = false;
}
