// The quiet ground of the map: Belgium and its neighbours, cut from world-atlas (Natural Earth, public domain).
import { feature, mesh } from "topojson-client";

const BELGIUM = "056";
const NEIGHBOURS = new Set([BELGIUM, "528", "250", "276", "442", "826"]);

// What can come into view at the farthest zoom, in degrees WGS84.
const WINDOW = { west: -1.5, south: 48.6, east: 9.5, north: 53.3 };
// What the still map shows; circulairwerkt.base.still_map projects points with the same numbers.
export const STILL = { west: 2.48, east: 5.98, south: 50.63, north: 51.56, width: 1000 };
const DECIMALS = 3;

function round(value) {
  return Number(value.toFixed(DECIMALS));
}

/** Cuts a closed ring at one side of the window (Sutherland-Hodgman). */
function cutAt(ring, inside, crossing) {
  const out = [];
  for (let i = 0; i < ring.length; i += 1) {
    const [from, to] = [ring[(i + ring.length - 1) % ring.length], ring[i]];
    if (inside(to)) {
      if (!inside(from)) out.push(crossing(from, to));
      out.push(to);
    } else if (inside(from)) out.push(crossing(from, to));
  }
  return out;
}

function atLongitude(limit) {
  return ([x1, y1], [x2, y2]) => [limit, y1 + ((y2 - y1) * (limit - x1)) / (x2 - x1)];
}

function atLatitude(limit) {
  return ([x1, y1], [x2, y2]) => [x1 + ((x2 - x1) * (limit - y1)) / (y2 - y1), limit];
}

function cutRing(ring, { west, south, east, north }) {
  let points = ring.slice(0, -1);
  points = cutAt(points, ([x]) => x >= west, atLongitude(west));
  points = cutAt(points, ([x]) => x <= east, atLongitude(east));
  points = cutAt(points, ([, y]) => y >= south, atLatitude(south));
  points = cutAt(points, ([, y]) => y <= north, atLatitude(north));
  const rounded = points.map(([x, y]) => [round(x), round(y)]);
  const distinct = rounded.filter(([x, y], i) => i === 0 || x !== rounded[i - 1][0] || y !== rounded[i - 1][1]);
  return distinct.length >= 3 ? [...distinct, distinct[0]] : null;
}

function polygonsOf(geometry, window) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons
    .map((rings) => rings.map((ring) => cutRing(ring, window)).filter(Boolean))
    .filter((rings) => rings.length > 0);
}

/** Parts of a line inside the window; a border is not drawn along the edge of the cut. */
function linesOf(multiLine, { west, south, east, north }) {
  const parts = [];
  for (const line of multiLine.coordinates) {
    let part = [];
    for (const [x, y] of line) {
      if (x >= west && x <= east && y >= south && y <= north) part.push([round(x), round(y)]);
      else if (part.length) {
        parts.push(part);
        part = [];
      }
    }
    if (part.length) parts.push(part);
  }
  return parts.filter((part) => part.length > 1);
}

function countriesIn(atlas) {
  return atlas.objects.countries.geometries.filter(({ id }) => NEIGHBOURS.has(id));
}

function landBorders(atlas) {
  const countries = { type: "GeometryCollection", geometries: countriesIn(atlas) };
  return mesh(atlas, countries, (a, b) => a !== b);
}

/** The ground as GeoJSON: a feature for Belgium, one for the rest, one with the borders on land. */
export function outlinesGeoJson(atlas) {
  const multi = (part, polygons) => ({
    type: "Feature",
    properties: { part },
    geometry: { type: "MultiPolygon", coordinates: polygons },
  });
  const shapes = countriesIn(atlas).map((country) => [country.id, feature(atlas, country).geometry]);
  const of = (wanted) => shapes.filter(([id]) => wanted(id)).flatMap(([, shape]) => polygonsOf(shape, WINDOW));
  return {
    type: "FeatureCollection",
    features: [
      multi("belgium", of((id) => id === BELGIUM)),
      multi("neighbours", of((id) => id !== BELGIUM)),
      {
        type: "Feature",
        properties: { part: "borders" },
        geometry: { type: "MultiLineString", coordinates: linesOf(landBorders(atlas), WINDOW) },
      },
    ],
  };
}

function mercator(lat) {
  return Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
}

/** Longitude and latitude to the still map's units (Web Mercator, x to the right, y down). */
export function project([lon, lat]) {
  const scale = STILL.width / (((STILL.east - STILL.west) * Math.PI) / 180);
  const x = ((lon - STILL.west) * Math.PI * scale) / 180;
  return [x, (mercator(STILL.north) - mercator(lat)) * scale];
}

/** Height of the still map in its own units. */
export function stillHeight() {
  return Math.round(project([STILL.west, STILL.south])[1]);
}

// As high as wide and a fifth more: a map of any usual shape is filled from edge to edge.
const STILL_HEIGHT = 1200;

/** The still map's ground in given colours: `land`, `landFar`, `borderFar`; the sea is left open. */
export function outlinesSvg(atlas, { land, landFar, borderFar }) {
  const top = stillHeight() / 2 - STILL_HEIGHT / 2;
  const around = { west: STILL.west, east: STILL.east, south: STILL.south - 2, north: STILL.north + 2 };
  const path = (points) => points.map((point) => project(point).map((n) => n.toFixed(1)).join(" ")).join("L");
  const shapes = countriesIn(atlas).map((country) => [country.id, feature(atlas, country).geometry]);
  const fill = (wanted) =>
    shapes
      .filter(([id]) => wanted(id))
      .flatMap(([, shape]) => polygonsOf(shape, around))
      .flatMap((rings) => rings.map((ring) => `M${path(ring)}Z`))
      .join("");
  const lines = linesOf(landBorders(atlas), around).map((line) => `M${path(line)}`).join("");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 ${top} ${STILL.width} ${STILL_HEIGHT}">`,
    `<path fill="${landFar}" d="${fill((id) => id !== BELGIUM)}"/>`,
    `<path fill="${land}" d="${fill((id) => id === BELGIUM)}"/>`,
    `<path fill="none" stroke="${borderFar}" stroke-width="1.5" d="${lines}"/>`,
    "</svg>\n",
  ].join("");
}
