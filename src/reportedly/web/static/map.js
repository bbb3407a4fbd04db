// The map: places of events over an offline base map. The table beside it says the same, so nothing here is needed to read.
// Every address comes from the page; nothing is asked of any other machine.

let root = null; // the element of the map that is on the page now
const dark = matchMedia("(prefers-color-scheme: dark)");
const SHAPES = {
  contested: ["fill", "M1 2.5 7 8l-6 5.5zM15 2.5 9 8l6 5.5z"],
  "agreed across parties": ["stroke", "M10 8a4.4 4.4 0 1 1-8.8 0a4.4 4.4 0 1 1 8.8 0zM14.8 8a4.4 4.4 0 1 1-8.8 0a4.4 4.4 0 1 1 8.8 0z"],
  corroborated: ["fill", "M7.2 8a3.2 3.2 0 1 1-6.4 0a3.2 3.2 0 1 1 6.4 0zM15.2 8a3.2 3.2 0 1 1-6.4 0a3.2 3.2 0 1 1 6.4 0z"],
  "single origin": ["fill", "M11.4 8a3.4 3.4 0 1 1-6.8 0a3.4 3.4 0 1 1 6.8 0z"],
  unattributed: ["dash", "M13.5 8a5.5 5.5 0 1 1-11 0a5.5 5.5 0 1 1 11 0z"],
  withdrawn: ["stroke", "M13.5 8a5.5 5.5 0 1 1-11 0a5.5 5.5 0 1 1 11 0zM4 12 12 4"],
  confirmed: ["stroke", "m2.5 8.5 3.5 4 7.5-9"],
  refuted: ["stroke", "m3 3 10 10M13 3 3 13"],
};
const COLOURS = {
  contested: "contested", refuted: "contested", "agreed across parties": "agreed", confirmed: "agreed",
  corroborated: "corroborated", "single origin": "single", unattributed: "unattributed", withdrawn: "withdrawn",
};

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const byStanding = () => ["match", ["get", "standing"], ...Object.entries(COLOURS).flatMap(([k, v]) => [k, colour(v)]), colour("ink")];
const collection = (features) => ({ type: "FeatureCollection", features });
const at = (coordinates, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates }, properties });

/** The mark of a standing as a picture: its shape in its colour on a white disc, at twice the size for sharp screens. */
function picture(standing) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 48, height: 48 });
  const draw = canvas.getContext("2d");
  const [way, path] = SHAPES[standing];
  draw.fillStyle = colour("sheet");
  draw.strokeStyle = colour(COLOURS[standing]);
  draw.lineWidth = 3;
  draw.beginPath();
  draw.arc(24, 24, 22, 0, 7);
  draw.fill();
  draw.stroke();
  draw.translate(10, 10);
  draw.scale(1.75, 1.75);
  draw.fillStyle = colour(COLOURS[standing]);
  draw.lineWidth = 2;
  if (way === "dash") draw.setLineDash([3, 3]);
  draw[way === "fill" ? "fill" : "stroke"](new Path2D(path));
  return draw.getImageData(0, 0, 48, 48);
}

function sources() {
  const { land, borders } = root.dataset;
  return {
    land: { type: "geojson", data: land },
    borders: { type: "geojson", data: borders },
    names: { type: "geojson", data: collection([]) },
    areas: { type: "geojson", data: collection([]) },
    titles: { type: "geojson", data: collection([]) },
    spots: { type: "geojson", data: collection([]), cluster: true, clusterRadius: 42, clusterMaxZoom: 11, clusterProperties: { events: ["+", ["get", "count"]] } },
  };
}

const text = (size, more = {}) => ({ "text-font": ["sans-serif"], "text-size": size, "text-padding": 3, ...more });
const ink = (name) => ({ "text-color": colour(name), "text-halo-color": colour("land"), "text-halo-width": 1.4 });
const kind = (name) => ["==", ["get", "kind"], name];
const line = (id, filter, paint) => ({ id, type: "line", source: "borders", filter: kind(filter), paint });
const label = (id, filter, layout, paint) => ({ id, type: "symbol", source: "names", filter: kind(filter), layout: { "text-field": ["get", "name"], "symbol-sort-key": ["-", ["get", "people"]], ...layout }, paint });

/** Base map below, places of events above; lands have one colour all, so that no fill says whose a place is. */
function layers(codes) {
  const named = { "text-field": ["get", "name"], ...text(13), "text-max-width": 12 };
  return [
    { id: "sea", type: "background", paint: { "background-color": colour("water") } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land") } },
    { id: "countries", type: "fill", source: "land", filter: ["in", ["get", "code"], ["literal", codes]], paint: { "fill-color": colour("accent"), "fill-opacity": 0.1 } },
    { id: "country-edges", type: "line", source: "land", filter: ["in", ["get", "code"], ["literal", codes]], paint: { "line-color": colour("accent"), "line-dasharray": [4, 3], "line-width": 1.2 } },
    line("agreed", "border", { "line-color": colour("border"), "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 7, 1.6] }),
    line("disputed", "disputed", { "line-color": colour("border"), "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.8, 7, 1.8], "line-dasharray": [2.5, 2.5] }),
    line("disputed-near", "disputed", { "line-color": colour("border"), "line-opacity": 0, "line-width": 12 }),
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": byStanding(), "fill-opacity": 0.13 } },
    { id: "area-edges", type: "line", source: "areas", paint: { "line-color": byStanding(), "line-width": 2, "line-dasharray": [3, 2.5] } },
    label("villages", "settlement", text(11.5), ink("soft")),
    label("capitals", "capital", text(12.5), ink("ink")),
    label("regions", "region", text(12, { "text-letter-spacing": 0.06 }), ink("soft")),
    label("lands", "country", text(13, { "text-letter-spacing": 0.08, "text-transform": "uppercase" }), ink("soft")),
    { id: "clusters", type: "circle", source: "spots", filter: ["has", "point_count"], paint: { "circle-color": colour("sheet"), "circle-stroke-color": colour("ink"), "circle-stroke-width": 2, "circle-radius": ["step", ["get", "events"], 14, 10, 18, 100, 24] } },
    { id: "cluster-counts", type: "symbol", source: "spots", filter: ["has", "point_count"], layout: { "text-field": ["to-string", ["get", "events"]], ...text(13), "text-allow-overlap": true }, paint: { "text-color": colour("ink") } },
    { id: "spots", type: "symbol", source: "spots", filter: ["!", ["has", "point_count"]], layout: { "icon-image": ["get", "standing"], "icon-allow-overlap": true, ...named, "text-offset": [0, 1.2], "text-anchor": "top", "text-optional": true }, paint: ink("ink") },
    { id: "titles", type: "symbol", source: "titles", layout: { "icon-image": ["get", "standing"], "icon-size": 0.8, "icon-allow-overlap": true, ...named, "text-offset": [0, 1], "text-anchor": "top", "text-allow-overlap": true }, paint: ink("ink") },
  ];
}

/** The words of a place, as elements: nothing from outside is ever read as HTML. */
function words({ name, precision, events }) {
  const box = document.createElement("div");
  box.className = "map-words";
  const head = box.appendChild(document.createElement("strong"));
  head.textContent = name;
  box.appendChild(document.createElement("p")).textContent = precision;
  const list = box.appendChild(document.createElement("ul"));
  for (const one of events.slice(0, 8)) {
    const item = list.appendChild(document.createElement("li"));
    const link = item.appendChild(document.createElement("a"));
    link.href = `/event/${encodeURIComponent(one.id)}`;
    link.textContent = one.title;
    item.append(` ${one.standing}; ${one.outlets} ${one.outlets === 1 ? "outlet" : "outlets"}, ${one.origins} ${one.origins === 1 ? "origin" : "origins"}`);
  }
  if (events.length > 8) list.appendChild(document.createElement("li")).textContent = `and ${events.length - 8} more`;
  return box;
}

function bounds(places, library) {
  const found = new library.LngLatBounds();
  for (const { geometry, properties } of places) {
    if (geometry?.type === "Polygon") geometry.coordinates[0].forEach((point) => found.extend(point));
    else if (properties.mark !== "country" && properties.centre) found.extend(properties.centre);
  }
  if (found.isEmpty()) places.forEach(({ properties }) => properties.centre && found.extend(properties.centre));
  return found.isEmpty() ? null : found;
}

function fill(map, places) {
  const told = (one) => ({ id: one.id, name: one.properties.name.split(",")[0], standing: one.properties.standing, count: one.properties.events.length });
  const drawn = places.filter((one) => one.properties.centre);
  map.getSource("areas").setData(collection(drawn.filter((one) => one.geometry?.type === "Polygon").map((one) => ({ ...one, properties: told(one) }))));
  map.getSource("titles").setData(collection(drawn.filter((one) => one.geometry?.type !== "Point").map((one) => at(one.properties.centre, told(one)))));
  map.getSource("spots").setData(collection(drawn.filter((one) => one.geometry?.type === "Point").map((one) => at(one.geometry.coordinates, told(one)))));
}

/** The names of the part that is looked at; a newer look calls an older one off. */
function naming(map) {
  let asked = new AbortController();
  return async () => {
    asked.abort();
    asked = new AbortController();
    const box = map.getBounds();
    const part = new URLSearchParams({ west: Math.max(-180, box.getWest()), south: box.getSouth(), east: Math.min(180, box.getEast()), north: box.getNorth(), zoom: map.getZoom().toFixed(1) });
    try {
      const answer = await fetch(`${root.dataset.names}?${part}`, { signal: asked.signal });
      if (answer.ok) map.getSource("names").setData(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
}

function opener(map, library, places) {
  const known = new Map(places.map((one) => [one.id, one]));
  return (id) => {
    const { properties } = known.get(id);
    new library.Popup({ maxWidth: "20rem", focusAfterOpen: true }).setLngLat(properties.centre).setDOMContent(words(properties)).addTo(map);
  };
}

/** Buttons in the table that move the map to a place: the way of the keyboard to what the pointer clicks. */
function buttons(map, library, places, open) {
  for (const row of document.querySelectorAll("[data-spot]")) {
    const place = places.find((one) => one.id === row.dataset.spot && one.properties.centre);
    if (!place) continue;
    const button = row.appendChild(document.createElement("button"));
    Object.assign(button, { type: "button", className: "small", textContent: "Show on map" });
    button.setAttribute("aria-label", `Show ${place.properties.name} on the map`);
    button.addEventListener("click", () => {
      map.fitBounds(bounds([place], library), { maxZoom: 8, padding: 60, animate: false });
      root.scrollIntoView({ block: "nearest" });
      open(place.id);
    });
  }
}

function listen(map, library, open) {
  for (const layer of ["spots", "titles", "areas"]) {
    map.on("click", layer, (event) => event.originalEvent.seen ||= (open(event.features[0].properties.id), true));
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  map.on("click", "disputed-near", ({ originalEvent, lngLat, features: [line] }) => {
    originalEvent.seen ||= Boolean(new library.Popup({ maxWidth: "20rem" }).setLngLat(lngLat).setText(`Disputed or not agreed. ${line.properties.why}`).addTo(map));
  });
  map.on("click", "clusters", async ({ features: [found] }) => {
    const zoom = await map.getSource("spots").getClusterExpansionZoom(found.properties.cluster_id);
    map.easeTo({ center: found.geometry.coordinates, zoom });
  });
}

async function show() {
  const library = await import(root.dataset.library);
  library.setWorkerUrl(root.dataset.worker);
  const places = (await (await fetch(root.dataset.places)).json()).features;
  const codes = places.map((one) => one.properties.code).filter(Boolean);
  const look = bounds(places, library);
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  const map = new library.Map({
    container: canvas,
    style: { version: 8, sources: sources(), layers: layers(codes) },
    ...(look ? { bounds: look, fitBoundsOptions: { padding: 50, maxZoom: Number(root.dataset.zoom || 7) } } : { center: [25, 25], zoom: 1.3 }),
    maxZoom: 11, dragRotate: false, pitchWithRotate: false, touchPitch: false, attributionControl: false, renderWorldCopies: false,
  });
  root.replaceChildren(canvas);
  map.resize();
  if (look) map.fitBounds(look, { padding: 50, maxZoom: Number(root.dataset.zoom || 7), animate: false });
  map.getCanvas().setAttribute("aria-label", root.dataset.label);
  map.addControl(new library.NavigationControl({ showCompass: false }));
  map.addControl(new library.ScaleControl());
  await map.once("load");
  for (const standing of Object.keys(SHAPES)) map.addImage(standing, picture(standing), { pixelRatio: 2 });
  fill(map, places);
  const open = opener(map, library, places);
  const name = naming(map);
  listen(map, library, open);
  buttons(map, library, places, open);
  map.on("moveend", name);
  await name();
  await map.once("idle");
  map.getContainer().closest(".map").dataset.ready = "true";
}

function start() {
  const found = document.querySelector(".map[data-places]");
  if (!found || found === root) return;
  root = found;
  show().catch((error) => {
    root.dataset.failed = String(error.message || error);
    document.querySelector(".map-failed")?.removeAttribute("hidden");
  });
}

document.addEventListener("htmx:afterSettle", start);
dark.addEventListener("change", () => location.reload());
start();
