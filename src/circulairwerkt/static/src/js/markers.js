// Markers over the map: links in reading order, moved apart where they would hide each other, named where there is room.
// A marker and its row in the list beside the map light up together; a row that leaves the list takes its marker along.

/** Width of a mark in CSS pixels; a target has at least 24. */
const DOT = 28;
/** Corner to corner the squares of two marks then share 4 pixels: each keeps a target of 24. */
const APART = 34;
/** Margin of a name on both sides, as drawings.css has it. */
const NAME_MARGIN = 6;
const NAME_HEIGHT = 24;
const ROUNDS = 12;

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const SIDES = ["right", "left", "top", "bottom"];

/** The box of a mark at a spot together with its name of `width` at `side` (none: the mark alone). */
function boxAt({ x, y }, side, width = 0) {
  const half = DOT / 2;
  const box = { left: x - half, right: x + half, top: y - half, bottom: y + half };
  if (side === "right") box.right += width;
  else if (side === "left") box.left -= width;
  else if (side === "top" || side === "bottom") {
    box.left = Math.min(box.left, x - width / 2);
    box.right = Math.max(box.right, x + width / 2);
    if (side === "top") box.top -= NAME_HEIGHT;
    else box.bottom += NAME_HEIGHT;
  }
  return box;
}

/** Pushes points that are closer than a mark's width apart, each half of the way. */
export function spread(points) {
  const spots = points.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (let i = 0; i < spots.length; i += 1) {
      for (let j = i + 1; j < spots.length; j += 1) {
        const [dx, dy] = [spots[j].x - spots[i].x, spots[j].y - spots[i].y];
        const distance = Math.hypot(dx, dy);
        if (distance >= APART) continue;
        moved = true;
        const push = (APART - distance) / 2;
        const [ux, uy] = distance > 0 ? [dx / distance, dy / distance] : [1, 0];
        spots[i].x -= ux * push;
        spots[i].y -= uy * push;
        spots[j].x += ux * push;
        spots[j].y += uy * push;
      }
    }
    if (!moved) break;
  }
  return spots;
}

/** For each spot where its name can stand: one of SIDES, or "none" where it would hide something. */
export function nameSides(spots, widths, frame, taken) {
  const occupied = [...taken, ...spots.map((spot) => boxAt(spot, "none"))];
  return spots.map((spot, i) => {
    const own = taken.length + i;
    const free = SIDES.find((side) => {
      const box = boxAt(spot, side, widths[i] + NAME_MARGIN);
      const inside = box.left >= 4 && box.right <= frame.width - 4 && box.top >= 0 && box.bottom <= frame.height;
      if (!inside || occupied.some((other, at) => at !== own && overlap(box, other))) return false;
      occupied[own] = box;
      return true;
    });
    return free ?? "none";
  });
}

/** A number that fits a mark: 12, 345, then 1k, 23k. */
function short(count) {
  return count < 1000 ? String(count) : `${Math.floor(count / 1000)}k`;
}

export class Markers {
  constructor({ map, element }) {
    this.map = map;
    this.element = element;
    this.template = element.querySelector("template[data-marker]");
    this.layer = Object.assign(document.createElement("div"), { className: "map-markers" });
    element.querySelector(".map-canvas").after(this.layer);
    this.all = [];
    map.on("move", () => this.follow());
    map.on("moveend", () => this.arrange());
    map.on("resize", () => this.arrange());
    document.fonts.ready.then(() => this.arrange());
    this.listen();
  }

  get list() {
    return this.element.dataset.list ? document.querySelector(this.element.dataset.list) : null;
  }

  listen() {
    for (const [event, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
      document.addEventListener(event, ({ target }) => this.light(target, on));
    }
    this.layer.addEventListener("focusin", ({ target }) => this.bring(target));
  }

  /** Lights a marker and its row when either is pointed at or focused. */
  light(target, on) {
    const row = this.list?.contains(target) ? target.closest("[data-point]") : null;
    const marker = this.layer.contains(target) ? target.closest(".marker") : null;
    const id = row?.dataset.point ?? marker?.dataset.id;
    if (id === undefined) return;
    this.all.find((one) => one.id === id)?.link.classList.toggle("is-lit", on);
    this.list?.querySelector(`[data-point="${CSS.escape(id)}"]`)?.classList.toggle("is-lit", on);
  }

  /** Who comes by keyboard to a marker outside the frame sees the map follow. */
  bring(target) {
    this.element.scrollTo(0, 0);
    const one = this.all.find(({ link }) => link === target.closest(".marker"));
    if (!one) return;
    const { x, y } = this.map.project(one.at);
    const { clientWidth, clientHeight } = this.element;
    if (x < DOT || y < DOT || x > clientWidth - DOT || y > clientHeight - DOT) this.map.jumpTo({ center: one.at });
  }

  set(features) {
    this.all = features.map((feature) => this.make(feature));
    this.layer.replaceChildren(...this.all.map(({ link }) => link));
    this.keepToList();
  }

  make({ geometry, properties: { id, name, url, detail, unsure, count } }) {
    const link = this.template.content.firstElementChild.cloneNode(true);
    link.href = url;
    link.dataset.id = id;
    const label = link.querySelector("[data-name]");
    label.textContent = name;
    // A cluster shows how many; its full number is said with its name.
    const number = link.querySelector("[data-count]");
    if (number) number.textContent = short(count);
    if (detail) label.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: `, ${detail}` }));
    link.classList.toggle("marker-unsure", Boolean(unsure));
    return { id: String(id), link, at: geometry.coordinates, shift: { x: 0, y: 0 } };
  }

  /** Shows the markers whose row stands in the list; all of them where there is no list. */
  keepToList() {
    const list = this.list;
    if (list) {
      const listed = new Set([...list.querySelectorAll("[data-point]")].map((row) => row.dataset.point));
      for (const { id, link } of this.all) link.hidden = !listed.has(id);
    }
    this.arrange();
  }

  /** Finds each shown marker its spot and, where there is room, a place for its name. */
  arrange() {
    const shown = this.all.filter(({ link }) => !link.hidden);
    if (shown.length === 0) return;
    for (const { link } of shown) link.dataset.side = "right";
    const widths = shown.map(({ link }) => link.querySelector("[data-name]").offsetWidth);
    const points = shown.map(({ at }) => this.map.project(at));
    const spots = spread(points);
    const frame = this.element.getBoundingClientRect();
    const taken = [...this.element.querySelectorAll("[data-zoom]:not([hidden])")].map((box) => {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      return { left: left - frame.left, right: right - frame.left, top: top - frame.top, bottom: bottom - frame.top };
    });
    const sides = nameSides(spots, widths, frame, taken);
    shown.forEach((one, i) => {
      one.shift = { x: spots[i].x - points[i].x, y: spots[i].y - points[i].y };
      one.link.dataset.side = sides[i];
    });
    this.follow();
  }

  follow() {
    for (const { link, at, shift } of this.all) {
      const { x, y } = this.map.project(at);
      link.style.transform = `translate(${Math.round(x + shift.x - DOT / 2)}px, ${Math.round(y + shift.y - DOT / 2)}px)`;
    }
  }
}
