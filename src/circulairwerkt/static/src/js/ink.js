// Colours of the tokens for what draws on a canvas.

/** The colour that the tokens give a name, as the theme of now has it. */
export function colour(name) {
  // A probe, because light-dark() in a custom property is only resolved where it is used.
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.className = `map-ink map-ink-${name}`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
