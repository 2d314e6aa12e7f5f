// One SVG with the icons that the pages use, and no other.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

const TAG = /\{%\s*icon\s+"([a-z0-9-]+)"/g;

async function* filesUnder(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["node_modules", "dist", "dist.new", "static"].includes(entry.name)) yield* filesUnder(path);
    } else if (/\.(html|txt)$/.test(entry.name)) yield path;
  }
}

/** Names of icons: those in `{% icon "name" %}` of any template, and those that code chooses (icons.json). */
export async function iconNames({ package: folder, source }) {
  const chosen = JSON.parse(await readFile(join(source, "icons.json"), "utf8"));
  const names = new Set(Object.values(chosen).flat());
  for await (const path of filesUnder(folder)) {
    for (const [, name] of (await readFile(path, "utf8")).matchAll(TAG)) names.add(name);
  }
  return [...names].sort();
}

/** Returns the sprite; fails on a name that the icon set does not know. */
export async function drawSprite({ package: folder, source, modules }) {
  const symbols = [];
  for (const name of await iconNames({ package: folder, source })) {
    let svg;
    try {
      svg = await readFile(join(modules, "lucide-static", "icons", `${name}.svg`), "utf8");
    } catch {
      throw new Error(`no icon is called "${name}" in Lucide; see a template's {% icon %} or icons.json`);
    }
    const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s*\n\s*/g, "")}</symbol>`);
  }
  const mark = await readFile(join(source, "mark", "mark.svg"), "utf8");
  const strokes = mark.slice(mark.indexOf("</title>") + 8, mark.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
  const drawn = `<symbol id="mark" viewBox="0 0 64 64"><g fill="none" stroke="currentColor" stroke-width="6.2" stroke-linecap="round" stroke-linejoin="round">${strokes}</g></symbol>`;
  return `<svg xmlns="http://www.w3.org/2000/svg">${drawn}${symbols.join("")}</svg>\n`;
}
