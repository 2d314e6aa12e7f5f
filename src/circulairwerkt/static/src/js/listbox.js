// The list of a combobox after the ARIA pattern: its options, and which one is chosen.

/** Makes one option that says `label`, with `detail` beside it. */
export function optionOf(id, { label, detail }) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.append(label);
  if (detail) {
    const more = Object.assign(document.createElement("span"), { className: "detail", textContent: detail });
    item.append(" ", more);
  }
  return item;
}

/** Chooses the option at place `to` of `list` instead of the one at `from`; a place outside the list chooses none. */
export function choose(input, list, from, to) {
  list.children[from]?.setAttribute("aria-selected", "false");
  const option = list.children[to];
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}
