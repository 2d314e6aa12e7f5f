// Browsers from before light-dark() (2024) get the light colours instead of none.
const PAIR = /(--[\w-]+):\s*light-dark\((#[\da-fA-F]{3,8}|rgba?\([^)]*\)|[a-z]+),\s*[^;{}]+?\)(?=[;}])/g;

/** Returns `css` with a block of the light values for browsers that do not know light-dark(). */
export function withLightFallback(css) {
  const light = new Map();
  for (const [, name, value] of css.matchAll(PAIR)) if (!light.has(name)) light.set(name, value);
  if (light.size < 20) throw new Error(`only ${light.size} colour pairs found in the bundled style sheet`);
  const body = [...light].map(([name, value]) => `${name}:${value}`).join(";");
  return `${css.trimEnd()}\n@supports not (color:light-dark(#000,#fff)){:root{${body}}}\n`;
}
