// Fetches the map's library only when a map comes near the screen, and never where data is dear.
//
// <figure class="map" data-map data-module data-worker data-outlines data-points ...>: see components/map.html.

import { whenNear } from "./near.js";

function wantsLittleData() {
  return navigator.connection?.saveData === true || matchMedia("(prefers-reduced-data: reduce)").matches;
}

function hasWebGl() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2"));
}

async function open(element) {
  element.dataset.state = "loading";
  try {
    const { openMap } = await import(element.dataset.module);
    await openMap(element);
    element.dataset.state = "open";
  } catch (error) {
    // The still map and the list beside it say the same; the reason is for whoever looks into it.
    element.dataset.state = "still";
    console.warn("map stays still:", error);
  }
}

/** Opens each `[data-map]` in `root` when it comes near the screen; before that the still map stands there. */
export function startMaps(root) {
  const waiting = [...root.querySelectorAll("[data-map]:not([data-state])")];
  if (waiting.length === 0 || wantsLittleData() || !hasWebGl()) return;
  whenNear(waiting, open);
}

/** Tells maps that the list beside them changed, so that they show the same, moving or still. */
export function followLists() {
  for (const element of document.querySelectorAll("[data-map][data-list]")) {
    const list = document.querySelector(element.dataset.list);
    for (const dot of element.querySelectorAll("[data-still] [data-dot]")) {
      dot.classList.toggle("is-out", !list?.querySelector(`[data-point="${CSS.escape(dot.dataset.dot)}"]`));
    }
    element.dispatchEvent(new CustomEvent("map:list"));
  }
}
