// Makes everything the browser gets, from src/ and node_modules/, into dist/. Run by script/bundle.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { drawMarkPng } from "./build/picture.mjs";
import { drawSprite } from "./build/sprite.mjs";
import { outlinesGeoJson, outlinesSvg } from "./build/outlines.mjs";
import { colourPair, withLightFallback } from "./build/colours.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const source = join(here, "src");
const modules = join(root, "node_modules");
// Built beside the old one and put in its place at the end: a build that fails leaves a working site.
const dist = join(here, "dist");
const fresh = join(here, "dist.new");

async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: [join(source, "css", "app.css"), join(source, "js", "app.js"), join(source, "js", "map.js"), join(source, "js", "sankey.js"), join(source, "js", "voice.js")],
    outdir: fresh,
    entryNames: "[name]",
    assetNames: "[name]",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome111", "firefox113", "safari16.4"],
    loader: { ".woff2": "file" },
    // Drawn by this bundle too, beside the style sheet.
    external: ["./outlines-*.svg"],
    legalComments: "none",
    logLevel: "warning",
  });
  const css = join(fresh, "app.css");
  await writeFile(css, withLightFallback(await readFile(css, "utf8")));
  const worker = await readFile(join(modules, "maplibre-gl", "dist", "maplibre-gl-worker.mjs"), "utf8");
  await writeFile(join(fresh, "map-worker.mjs"), worker.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

async function draw() {
  const atlas = JSON.parse(await readFile(join(modules, "world-atlas", "countries-10m.json"), "utf8"));
  await writeFile(join(fresh, "outlines.json"), JSON.stringify(outlinesGeoJson(atlas)));
  const tokens = await readFile(join(source, "css", "tokens.css"), "utf8");
  for (const [at, theme] of ["light", "dark"].entries()) {
    const [land, landFar, borderFar] = ["land", "land-far", "border-far"].map((name) => colourPair(tokens, name)[at]);
    await writeFile(join(fresh, `outlines-${theme}.svg`), outlinesSvg(atlas, { land, landFar, borderFar }));
  }
  await writeFile(join(fresh, "icons.svg"), await drawSprite({ package: join(here, ".."), source, modules }));
  for (const name of ["mark.svg", "favicon.svg"]) await copyFile(join(source, "mark", name), join(fresh, name));
  await writeFile(join(fresh, "favicon.png"), drawMarkPng({ width: 48, height: 48, mark: 46, ground: null }));
  await writeFile(join(fresh, "touch-icon.png"), drawMarkPng({ width: 180, height: 180, mark: 124 }));
  await writeFile(join(fresh, "social.png"), drawMarkPng({ width: 1200, height: 630, mark: 420 }));
}

async function noteLicences() {
  const { dependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const lines = [];
  for (const name of Object.keys(dependencies).sort()) {
    const { version, license } = JSON.parse(await readFile(join(modules, name, "package.json"), "utf8"));
    lines.push(`${name} ${version} (${license})`);
  }
  await writeFile(join(fresh, "licences.txt"), `${lines.join("\n")}\n`);
}

async function report() {
  for (const name of (await readdir(fresh)).sort()) {
    const content = await readFile(join(fresh, name));
    const wire = /\.(woff2|png)$/.test(name) ? content.length : brotliCompressSync(content).length;
    console.log(`${name.padEnd(62)} ${kilo(content.length)} kB, ${kilo(wire)} kB over the wire`);
  }
}

function kilo(bytes) {
  return (bytes / 1000).toFixed(1).padStart(7);
}

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
await Promise.all([bundle(), draw(), noteLicences()]);
await report();
await rm(dist, { recursive: true, force: true });
await rename(fresh, dist);
console.log(`bundled into ${relative(root, dist)}`);
