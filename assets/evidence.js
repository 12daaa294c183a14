/*
 * The evidence on the map: points and their groups, areas, lines, and what is chosen.
 *
 * Part of window.conflictMap, which pipeline/maps.py and page.js call. All that comes from reports arrives as data and is
 * shown with textContent or on a canvas; nothing here builds markup from text.
 */
(() => {
  "use strict";

  const { COLOURS, DASHES, element, markOf, groupMarkOf, clustered, put } = window.conflictMap;

  /* From this many spots a layer is grouped, below this zoom; cells of that many pixels. */
  const MANY = 300;
  const GROUPED_BELOW = 14;
  const CELL = 64;

  // Where so many claims are shown, their areas would be one stain: an area shows when its claim is chosen.
  const MANY_AREAS = 300;

  /*
   * Draw the features of one layer into a group, as `conflictMap.unpack` gives them. Those on the very same
   * spot come together as one mark. `window.conflictMap.show` narrows what is drawn.
   */
  function addEvidence(map, group, { layer, features }) {
    const state = stateOf(map);
    const spots = spotsOf(features);
    const drawn = { group, layer, features, spots, marks: [], names: [] };
    drawn.refresh = () => refresh(map, drawn);
    drawn.moved = () => drawn.grouped && drawMarks(map, drawn);
    state.layers.set(layer, drawn);
    group.on("add", () => map.on("moveend", drawn.moved));
    group.on("remove", () => map.off("moveend", drawn.moved));
    if (map.hasLayer(group)) {
      map.on("moveend", drawn.moved);
    }
    drawn.refresh();
    map.fire("conflictlegend");
  }

  /* For pipeline/maps.py: call a function whose features still lie in columns. */
  function addPacked(name, map, group, data) {
    window.conflictMap[name](map, group, { ...data, features: window.conflictMap.unpack(data.features) });
  }

  function stateOf(map) {
    map.conflictMap ||= { layers: new Map(), highlight: L.layerGroup().addTo(map), shown: null };
    return map.conflictMap;
  }

  /* Show only the features of that set, on every layer; null shows all. */
  function show(map, features) {
    const state = stateOf(map);
    if (state.shown === null && features === null) {
      return;
    }
    state.shown = features;
    for (const drawn of state.layers.values()) {
      drawn.refresh();
    }
    map.fire("conflictshow", { features });
  }

  function spotsOf(features) {
    const spots = new Map();
    for (const feature of features) {
      const { coordinates } = feature.geometry;
      const key = `${feature.part} ${feature.verdict || ""} ${coordinates.length === 2 ? coordinates : JSON.stringify(coordinates)}`;
      put(spots, key, feature);
    }
    return [...spots.values()].map((members) => ({
      members, shown: members, geometry: members[0].geometry, at: middleOf(members[0].geometry),
    }));
  }

  function refresh(map, drawn) {
    const { shown } = stateOf(map);
    for (const spot of drawn.spots) {
      spot.shown = shown === null ? spot.members : spot.members.filter((feature) => shown.has(feature));
    }
    drawn.visible = drawn.spots.filter((spot) => spot.shown.length);
    drawMarks(map, drawn);
  }

  function drawMarks(map, drawn) {
    const points = drawn.visible.filter((spot) => spot.geometry.type === "Point");
    const others = drawn.visible.filter((spot) => spot.geometry.type !== "Point");
    drawn.grouped = points.length > MANY;
    for (const mark of drawn.marks) {
      drawn.group.removeLayer(mark);
    }
    const bounds = map.getBounds().pad(0.5);
    const groups = drawn.grouped && map.getZoom() < GROUPED_BELOW
      ? groupsOf(map, points) : points.map((spot) => ({ items: [spot] }));
    const inView = drawn.grouped ? groups.filter(({ at, items }) => bounds.contains(at || items[0].at)) : groups;
    const alone = inView.filter(({ items }) => items.length === 1).map(({ items: [spot] }) => spot);
    const areas = others.length > MANY_AREAS && drawn.layer === "claims" ? [] : others;
    drawn.marks = [
      ...areas.map((spot) => shapeOf(map, spot)),
      ...alone.map((spot) => pointOf(map, spot)),
      ...inView.filter(({ items }) => items.length > 1).map((found) => groupOf(map, found, drawn.layer)),
    ];
    for (const mark of drawn.marks) {
      drawn.group.addLayer(mark);
    }
    const named = drawn.layer === "checks" ? areas : alone;
    window.conflictMap.setLabels(map, drawn.layer, named.flatMap((spot) => labelOf(spot, drawn.group)));
  }

  function groupsOf(map, spots) {
    const zoom = map.getZoom();
    const points = spots.map((spot) => ({ ...pick(map.project(spot.at, zoom)), count: spot.shown.length, item: spot }));
    return clustered(points, CELL).map((group) => ({ ...group, at: map.unproject([group.x, group.y], zoom) }));
  }

  function pick({ x, y }) {
    return { x, y };
  }

  function groupOf(map, found, layer) {
    const mark = groupMarkOf(found, layer);
    const near = [...new Set(found.items.map((spot) => spot.shown[0].name))].slice(0, 3).join(", ");
    mark.on("click", () => {
      const bounds = L.latLngBounds(found.items.map((spot) => spot.at));
      map.fitBounds(bounds, { padding: [40, 40], maxZoom: Math.max(GROUPED_BELOW, map.getZoom()) });
    });
    return hinted(mark, `${found.count} mentions at ${found.items.length} places: ${near} …`);
  }

  function pointOf(map, spot) {
    const [first] = spot.shown;
    const count = spot.shown.length;
    return clickable(map, hinted(markOf(spot), count > 1 ? `${first.name}: ${count} mentions` : first.name), spot);
  }

  function shapeOf(map, spot) {
    return clickable(map, spot.members[0].layer === "checks" ? lineOf(spot) : areaOf(spot), spot);
  }

  function areaOf(spot) {
    const area = L.polygon(latLngsOf(spot.geometry), {
      color: COLOURS.claims, weight: 1.5, dashArray: "3 5", fillColor: COLOURS.claims, fillOpacity: 0.14, fillBelow: true,
    });
    return hinted(area, spot.shown[0].name);
  }

  function lineOf(spot) {
    const [first] = spot.shown;
    const line = L.polyline(latLngsOf(spot.geometry), {
      color: COLOURS[first.verdict] || COLOURS["cannot check"], weight: 4,
      dashArray: DASHES[first.verdict] || "", lineCap: "butt", fillBelow: true,
    });
    return line.bindTooltip(element("span", "", lineLabel(spot)), { sticky: true });
  }

  function lineLabel({ shown }) {
    const said = [...new Set(shown.map((feature) => feature.stated))];
    const more = said.length > 2 ? ` and ${said.length - 2} more` : "";
    return `stated ${said.slice(0, 2).join(", ")}${more} · measured ${shown[0].measured || "nothing"}`;
  }

  function clickable(map, layer, spot) {
    // The first feature's id identifies the mark to whoever listens to clicks.
    layer.feature = { type: "Feature", geometry: null, properties: { id: spot.shown[0].id } };
    layer.toGeoJSON = () => layer.feature;
    layer.on("click", () => {
      // A number tells one click from the next, also on the same mark.
      layer.feature.properties.click = (clicks += 1);
      choose(map, spot.shown[0], spot);
      map.fire("conflictclick", { feature: layer.feature });
    });
    layer.on("add", () => layer.options.fillBelow && layer.bringToBack());
    return layer;
  }

  function hinted(layer, text) {
    return layer.bindTooltip(element("span", "", text), { direction: "top", offset: [0, -6], sticky: false });
  }

  function labelOf(spot, group) {
    const [first] = spot.shown;
    if (first.layer === "places") {
      return [{ kind: "place", text: first.name, at: spot.at, from: 4, to: 25, group }];
    }
    if (first.layer === "checks") {
      const points = latLngsOf(spot.geometry).flat();
      const along = [points[0], points[points.length - 1]];
      return [{ kind: "line", text: lineLabel(spot), at: spot.at, from: 0, to: 25, group, along }];
    }
    return [];
  }

  // ---------------------------------------------------------------- geometry

  const DEPTHS = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 };

  let clicks = 0;

  // Where the map is cut: what lies west of it is drawn once round the globe, beside what lies east of 180 degrees.
  let seam = -180;

  function cutAt(degrees) {
    seam = degrees;
  }

  function placeOf([lon, lat]) {
    return L.latLng(lat, lon < seam ? lon + 360 : lon);
  }

  function latLngsOf(geometry) {
    return L.GeoJSON.coordsToLatLngs(geometry.coordinates, DEPTHS[geometry.type], placeOf);
  }

  function middleOf(geometry) {
    if (geometry.type === "Point") {
      return placeOf(geometry.coordinates);
    }
    const points = latLngsOf(geometry).flat(3);
    return geometry.type === "LineString" ? points[Math.floor(points.length / 2)] : L.latLngBounds(points).getCenter();
  }

  // ---------------------------------------------------------------- what is chosen

  /* Choose a feature: mark it and tell whoever listens, with those that share its spot. */
  function choose(map, feature, spot) {
    highlight(map, feature);
    map.fire("conflictselect", { feature, spot: spot.shown });
  }

  /*
   * Show where the truth may lie: the circle of doubt round what is chosen, or the line made strong
   * beside the area in which the claim puts its subject.
   */
  function highlight(map, feature) {
    const group = stateOf(map).highlight.clearLayers();
    const quiet = { interactive: false, color: "#111111" };
    const { geometry } = feature;
    if (geometry.type === "Point") {
      const at = middleOf(geometry);
      if (feature.uncertainty_m > 0 && feature.layer !== "claims") {
        group.addLayer(L.circle(at, {
          ...quiet, radius: feature.uncertainty_m, weight: 1.5, dashArray: "2 4", fillOpacity: 0.06,
        }));
      }
      group.addLayer(L.circleMarker(at, { ...quiet, radius: 15, weight: 3, fill: false }));
    } else {
      const shape = feature.layer === "checks" ? L.polyline : L.polygon;
      below(group, shape(latLngsOf(geometry), { ...quiet, color: "#f5b800", weight: 12, opacity: 0.6, fill: false }));
    }
    const area = feature.stated_area || areaBeside(map, feature);
    if (area) {
      below(group, statedArea(area));
    }
  }

  function below(group, layer) {
    group.addLayer(layer);
    layer.bringToBack();
  }

  function areaBeside(map, { layer, id, part }) {
    const area = layer === "claims" && part === "point" && featureOf(map, `${id}-area`);
    return area ? area.geometry : null;
  }

  function statedArea(area) {
    return L.polygon(latLngsOf(area), {
      interactive: false, color: COLOURS.claims, weight: 1.5, dashArray: "3 5",
      fillColor: COLOURS.claims, fillOpacity: 0.1,
    });
  }

  function featureOf(map, id) {
    for (const drawn of stateOf(map).layers.values()) {
      drawn.byId ||= new Map(drawn.features.map((feature) => [feature.id, feature]));
      if (drawn.byId.has(id)) {
        return drawn.byId.get(id);
      }
    }
    return null;
  }

  /* Choose a feature by its id; the view moves only when it lies outside, never with *still*, and keeps its zoom. */
  function select(map, id, { still = false } = {}) {
    const feature = featureOf(map, id);
    if (!feature) {
      stateOf(map).highlight.clearLayers();
      return false;
    }
    const { spots } = stateOf(map).layers.get(feature.layer);
    const spot = spots.find(({ members }) => members.includes(feature));
    if (!still && !map.getBounds().pad(-0.05).contains(spot.at)) {
      map.panTo(spot.at, { animate: false });
    }
    choose(map, feature, spot);
    return true;
  }

  function unselect(map) {
    stateOf(map).highlight.clearLayers();
  }

  Object.assign(window.conflictMap, { addEvidence, addPacked, cutAt, latLngsOf, placeOf, select, show, unselect });
})();
