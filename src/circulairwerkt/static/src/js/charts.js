// Fetches the library of flow diagrams only when one comes near the screen; until then the still drawing stands there.

import { whenNear } from "./near.js";

async function open(element) {
  try {
    const { openSankey } = await import(element.dataset.module);
    openSankey(element);
    element.dataset.state = "open";
  } catch (error) {
    element.dataset.state = "still";
    console.warn("diagram stays still:", error);
  }
}

/** Opens each `[data-sankey]` in `root` when it comes near the screen; on paper the still drawing is printed. */
export function startCharts(root) {
  const waiting = [...root.querySelectorAll("[data-sankey]:not([data-state])")];
  if (waiting.length === 0 || navigator.connection?.saveData === true) return;
  whenNear(waiting, open);
}
