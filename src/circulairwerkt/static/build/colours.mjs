// Colours of the tokens: read for what is drawn at bundling, and written out for older browsers.
const PAIR = /(--[\w-]+):\s*light-dark\((#[\da-fA-F]{3,8}|rgba?\([^)]*\)|[a-z]+),\s*([^;{}]+?)\)(?=[;}])/g;

/** The light and the dark value of the token `name` (without its dashes) in a style sheet. */
export function colourPair(css, name) {
  for (const [, found, light, dark] of css.matchAll(PAIR)) if (found === `--${name}`) return [light, dark];
  throw new Error(`tokens.css gives no pair of colours for ${name}`);
}

/** Returns `css` with a block of the light values for browsers from before light-dark() (2024). */
export function withLightFallback(css) {
  const light = new Map();
  for (const [, name, value] of css.matchAll(PAIR)) if (!light.has(name)) light.set(name, value);
  if (light.size < 20) throw new Error(`only ${light.size} colour pairs found in the bundled style sheet`);
  const body = [...light].map(([name, value]) => `${name}:${value}`).join(";");
  return `${css.trimEnd()}\n@supports not (color:light-dark(#000,#fff)){:root{${body}}}\n`;
}
