// The mark as PNG, for those who cannot read SVG: old bookmarks, phones' home screens, social networks.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";

const markFile = join(dirname(fileURLToPath(import.meta.url)), "..", "src", "mark", "mark.svg");
const GREEN = [0x0b, 0x5f, 0x4a];
const PAPER = [0xfb, 0xf8, 0xf1];
const SIDE = 64;
const STEPS = 48;

/** Points along an SVG arc of a circle (radius r, from p to q; sweep 0 is anticlockwise on screen). */
function arcPoints([x1, y1], r, large, sweep, [x2, y2]) {
  const [mx, my, half] = [(x1 + x2) / 2, (y1 + y2) / 2, Math.hypot(x2 - x1, y2 - y1) / 2];
  const away = Math.sqrt(Math.max(0, r * r - half * half)) * (large === sweep ? -1 : 1);
  const [cx, cy] = [mx - (away * (y2 - y1)) / (2 * half), my + (away * (x2 - x1)) / (2 * half)];
  const start = Math.atan2(y1 - cy, x1 - cx);
  let turn = Math.atan2(y2 - cy, x2 - cx) - start;
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const angle = start + (turn * i) / STEPS;
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  });
}

/** The straight pieces that a path of M, A, V, H and Q amounts to. */
function segmentsOf(path) {
  const segments = [];
  let at = [0, 0];
  const goTo = (points) => {
    for (const point of points) {
      segments.push([...at, ...point]);
      at = point;
    }
  };
  for (const [, command, rest] of path.matchAll(/([MAVHQ])([^MAVHQ]*)/g)) {
    const n = rest.trim().split(/[\s,]+/).map(Number);
    if (command === "M") at = n;
    else if (command === "V") goTo([[at[0], n[0]]]);
    else if (command === "H") goTo([[n[0], at[1]]]);
    else if (command === "A") goTo(arcPoints(at, n[0], n[3], n[4], [n[5], n[6]]).slice(1));
    else {
      const [from, [cx, cy, x, y]] = [at, n];
      goTo(
        Array.from({ length: 12 }, (_, i) => {
          const t = (i + 1) / 12;
          const u = 1 - t;
          return [u * u * from[0] + 2 * u * t * cx + t * t * x, u * u * from[1] + 2 * u * t * cy + t * t * y];
        }),
      );
    }
  }
  return segments;
}

function distance(x, y, [x1, y1, x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const t = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function encode(width, height, pixels) {
  const rows = Buffer.alloc((width * 4 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    pixels.copy(rows, y * (width * 4 + 1) + 1, y * width * 4, (y + 1) * width * 4);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

/** Draws the mark, `mark` pixels wide, in the middle of a `ground` (null: see-through, mark in green). */
export function drawMarkPng({ width, height, mark, ground = GREEN }) {
  const svg = readFileSync(markFile, "utf8");
  const stroke = Number(svg.match(/stroke-width="([\d.]+)"/)[1]);
  const segments = [...svg.matchAll(/<path d="([^"]+)"/g)].flatMap(([, path]) => segmentsOf(path));
  const scale = mark / SIDE;
  const [left, top] = [(width - mark) / 2, (height - mark) / 2];
  const colour = ground ? PAPER : GREEN;
  const pixels = Buffer.alloc(width * height * 4);
  for (let py = 0; py < height; py += 1) {
    for (let px = 0; px < width; px += 1) {
      const [x, y] = [(px + 0.5 - left) / scale, (py + 0.5 - top) / scale];
      let nearest = Infinity;
      if (x > -4 && x < SIDE + 4 && y > -4 && y < SIDE + 4) {
        for (const segment of segments) nearest = Math.min(nearest, distance(x, y, segment));
      }
      const cover = Math.max(0, Math.min(1, (stroke / 2 - nearest) * scale + 0.5));
      const at = (py * width + px) * 4;
      for (let c = 0; c < 3; c += 1) {
        pixels[at + c] = ground ? Math.round(colour[c] * cover + ground[c] * (1 - cover)) : colour[c];
      }
      pixels[at + 3] = ground ? 255 : Math.round(255 * cover);
    }
  }
  return encode(width, height, pixels);
}
