// The small script of every page. Each page works without it; it only makes some steps shorter.
import "htmx.org";

import { startCharts } from "./charts.js";
import { startComboboxes } from "./combobox.js";
import { followLists, startMaps } from "./maps.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";
import { startTheme } from "./theme.js";
import { startTicks } from "./ticks.js";

function start(root) {
  startComboboxes(root);
  startMaps(root);
  startCharts(root);
  startTicks(root);
}

startTheme();
startMenus();
startPalette();
start(document);
// What htmx brings in gets the same treatment as what came with the page.
document.addEventListener("htmx:after:swap", () => {
  start(document);
  followLists();
});
