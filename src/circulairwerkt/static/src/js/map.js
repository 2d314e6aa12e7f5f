// The map that moves. Markers are links in reading order; what it shows stands in the list beside it too.
import { Map as LibreMap, setWorkerUrl } from "maplibre-gl";

import { colour } from "./ink.js";
import { Markers } from "./markers.js";

// As the still map has it, so that nothing jumps when this one takes its place.
const FLANDERS = [
  [2.48, 50.63],
  [5.98, 51.56],
];
const FONT = ["Atkinson Hyperlegible Next Variable"];
// A property that is not there counts as no.
const SERVED = ["boolean", ["get", "served"], false];
// A phone of 320 px shows all of Flanders with room around it.
const FARTHEST_ZOOM = 5.2;
const NEAREST_ZOOM = 12;
// Marks a movement that somebody pressed a button for.
const ASKED = { asked: true };

function paints() {
  return {
    sea: { "background-color": colour("sea") },
    neighbours: { "fill-color": colour("land-far") },
    belgium: { "fill-color": colour("land") },
    borders: { "line-color": colour("border-far"), "line-width": 1.25 },
    places: {
      "circle-color": ["case", SERVED, colour("primary"), colour("edge")],
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 7, ["case", SERVED, 3.2, 1.9], 11, ["case", SERVED, 8, 5]],
      "circle-opacity": ["case", SERVED, 0.85, 0.45],
    },
    loops: { "line-color": colour("accent"), "line-width": 3, "line-opacity": 0.9 },
    hexagons: {
      "fill-color": colour("closed"),
      "fill-opacity": ["interpolate", ["linear"], ["get", "least"], 5, 0.22, 100, 0.55],
      "fill-outline-color": colour("edge"),
    },
    "place-names": {
      "text-color": colour("muted"),
      "text-halo-color": colour("land"),
      "text-halo-width": 1.5,
    },
  };
}

function style(outlines, places, { hexagons, loops }, tiles) {
  const paint = paints();
  const part = (name) => ["==", ["get", "part"], name];
  const tileSource = tiles ? { tiles: { type: "raster", tiles: [tiles], tileSize: 256 } } : {};
  return {
    version: 8,
    sources: {
      outlines: { type: "geojson", data: outlines },
      places: { type: "geojson", data: places },
      hexagons: { type: "geojson", data: hexagons },
      loops: { type: "geojson", data: loops },
      ...tileSource,
    },
    layers: [
      { id: "sea", type: "background", paint: paint.sea },
      { id: "neighbours", type: "fill", source: "outlines", filter: part("neighbours"), paint: paint.neighbours },
      { id: "belgium", type: "fill", source: "outlines", filter: part("belgium"), paint: paint.belgium },
      { id: "borders", type: "line", source: "outlines", filter: part("borders"), paint: paint.borders },
      ...(tiles ? [{ id: "tiles", type: "raster", source: "tiles" }] : []),
      { id: "hexagons", type: "fill", source: "hexagons", paint: paint.hexagons },
      { id: "loops", type: "line", source: "loops", layout: { "line-cap": "round" }, paint: paint.loops },
      { id: "places", type: "circle", source: "places", paint: paint.places },
      {
        id: "place-names",
        type: "symbol",
        source: "places",
        minzoom: 8.6,
        layout: {
          "text-field": ["get", "name"],
          "text-font": FONT,
          "text-size": 12.5,
          "text-offset": [0, 0.8],
          "text-anchor": "top",
          "symbol-sort-key": ["case", SERVED, 0, 1],
        },
        paint: paint["place-names"],
      },
    ],
  };
}

function repaint(map) {
  for (const [layer, properties] of Object.entries(paints())) {
    for (const [name, value] of Object.entries(properties)) map.setPaintProperty(layer, name, value);
  }
}

function addZoom(map, element, still) {
  const buttons = element.querySelector("[data-zoom]");
  if (!buttons) return;
  buttons.hidden = false;
  const options = { animate: !still };
  buttons.querySelector("[value=in]").addEventListener("click", () => map.zoomIn(options, ASKED));
  buttons.querySelector("[value=out]").addEventListener("click", () => map.zoomOut(options, ASKED));
  buttons.querySelector("[value=all]")?.addEventListener("click", () => map.fitBounds(FLANDERS, options, ASKED));
}

/** Shows the same again in a map of another size, as when a tablet is turned, until somebody moves the map. */
function keepInFrame(map, { bounds, fitBoundsOptions }) {
  let isMoved = false;
  map.on("movestart", ({ originalEvent, asked }) => {
    isMoved ||= Boolean(originalEvent ?? asked);
  });
  map.on("resize", () => {
    if (!isMoved) map.fitBounds(bounds, { ...fitBoundsOptions, animate: false });
  });
}

/** GeoJSON from an address, or from the JSON block of the page that "#id" names. */
async function json(address) {
  if (address.startsWith("#")) return JSON.parse(document.querySelector(address).textContent);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** What the map shows first: the points marked `frame`, or all of Flanders. */
function frameOf(features, element) {
  const wanted = features.filter(({ properties }) => properties.frame);
  if (wanted.length === 0) return { bounds: FLANDERS };
  const [lons, lats] = [0, 1].map((axis) => wanted.map(({ geometry }) => geometry.coordinates[axis]));
  const bounds = [
    [Math.min(...lons), Math.min(...lats)],
    [Math.max(...lons), Math.max(...lats)],
  ];
  // Where the buttons stand in a row above, nothing that one can press lies under them.
  const top = element.matches(".map-row") ? 80 : 40;
  return { bounds, fitBoundsOptions: { padding: { top, bottom: 40, left: 40, right: 40 }, maxZoom: 10 } };
}

/** The municipalities to draw: those that a hub of the list beside the map serves, and those of no hub. */
function placesOf(features, { dataset }) {
  const list = dataset.list ? document.querySelector(dataset.list) : null;
  const listed = ({ hub }) => !list || !hub || list.querySelector(`[data-point="${CSS.escape(hub)}"]`);
  return {
    type: "FeatureCollection",
    features: features.filter(({ properties }) => properties.sort === "place" && listed(properties)),
  };
}

/** What a sort of feature is drawn from. */
function ofSort(features, sort) {
  return { type: "FeatureCollection", features: features.filter(({ properties }) => properties.sort === sort) };
}

/** What stands over the map as links: everything that is not drawn on it. */
function marked(features) {
  return features.filter(({ properties }) => !["place", "hexagon", "loop"].includes(properties.sort));
}

/** Where the list beside the map says that its points are; the same as before where it says nothing. */
function pointsOf(element) {
  const list = element.dataset.list ? document.querySelector(element.dataset.list) : null;
  return list?.dataset.points ?? element.dataset.points;
}

/** Opens the map in `element`; resolves when it has drawn for the first time. */
export async function openMap(element) {
  const { worker, outlines, points, tiles, label } = element.dataset;
  setWorkerUrl(new URL(worker, location.href).href);
  const [ground, { features }] = await Promise.all([json(outlines), json(points)]);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const canvas = Object.assign(document.createElement("div"), { className: "map-canvas" });
  element.prepend(canvas);
  const frame = frameOf(features, element);
  const map = new LibreMap({
    container: canvas,
    style: style(
      ground,
      placesOf(features, element),
      { hexagons: ofSort(features, "hexagon"), loops: ofSort(features, "loop") },
      tiles,
    ),
    ...frame,
    minZoom: FARTHEST_ZOOM,
    maxZoom: NEAREST_ZOOM,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: still ? 0 : 150,
    // One finger scrolls the page, two move the map; a wheel needs Ctrl. Nothing is caught in passing.
    cooperativeGestures: true,
    locale: { "Map.Title": label },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  addZoom(map, element, still);
  keepInFrame(map, frame);
  const markers = new Markers({ map, element });
  markers.set(marked(features));
  element.addEventListener("map:list", async () => {
    const address = pointsOf(element);
    if (address !== element.dataset.points) {
      // Another search: its points. A slow answer to an older search is let go.
      element.dataset.points = address;
      const found = await json(address);
      if (element.dataset.points === address) markers.set(marked(found.features));
      return;
    }
    markers.keepToList();
    map.getSource("places")?.setData(placesOf(features, element));
  });
  const again = () => repaint(map);
  document.addEventListener("theme:change", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  await map.once("load");
  for (const still of element.querySelectorAll("[data-still]")) still.remove();
}
