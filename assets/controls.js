/*
 * What stands on the map beside the evidence: legend, first view, further layers, heat, and a measuring line.
 *
 * Part of window.conflictMap, which pipeline/maps.py and page.js call.
 */
(() => {
  "use strict";

  const { COLOURS, DASHES, SHAPES, append, button, element, cutAt, isWide, latLngsOf, placeOf } = window.conflictMap;

  const NARROW = 700;

  /* How a view is fitted; on a phone the lines of credit at the bottom are high. */
  function fitted() {
    const bottom = window.innerWidth > 500 ? 36 : 72;
    return { paddingTopLeft: [36, 36], paddingBottomRight: [36, bottom], maxZoom: 10, animate: false };
  }

  // ---------------------------------------------------------------- legend

  /* The legend draws its samples with the same colours, shapes and dashes as the map. */
  function addLegend(map) {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      const box = element("details", "cm-legend leaflet-control");
      const summary = element("summary", "", "Legend");
      // It folds where the map gets narrow, as that of the app does once the sidebar is there, until a reader decides.
      const fold = () => { box.open = window.innerWidth > NARROW; };
      summary.addEventListener("click", () => map.off("resize", fold));
      map.on("resize", fold);
      fold();
      append(box, summary);
      const body = append(box, element("div")).lastChild;
      const fill = () => body.replaceChildren(evidenceLegend(map), ...[...legends(map).values()].flat());
      map.on("conflictlegend", fill);
      fill();
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
  }

  /* Only what is on this map is explained. */
  function evidenceLegend(map) {
    const found = [...(map.conflictMap?.layers.values() || [])].flatMap(({ features }) => features);
    const has = (layer) => found.some((feature) => feature.layer === layer);
    const verdicts = new Set(found.map(({ verdict }) => verdict));
    const rows = [
      [has("places"), markSample("places"), "Place named (number: mentions)"],
      [found.some(isWide), hollowSample(), "Region or country: its middle"],
      [has("claims"), markSample("claims"), "Best guess for a claim"],
      [has("claims"), swatch(boxSample(COLOURS.claims, 0.18, "3 3")), "Where that claim may lie"],
      [has("coordinates"), markSample("coordinates"), "Coordinate as written"],
      ...Object.keys(DASHES).map((verdict) =>
        [has("checks") && verdicts.has(verdict), lineSample(verdict), `Claim: ${verdict}`]),
    ];
    return append(element("ul"), ...rows.filter(([shown]) => shown).map(([, sample, words]) => legendRow(sample, words)));
  }

  function legends(map) {
    map.conflictLegends ||= new Map();
    return map.conflictLegends;
  }

  function legendRow(sample, text) {
    return append(element("li"), sample, element("span", "", text));
  }

  function svg(tag, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) {
      node.setAttribute(name, value);
    }
    return node;
  }

  function swatch(...shapes) {
    return append(svg("svg", { width: 34, height: 16, viewBox: "0 0 34 16", "aria-hidden": "true" }), ...shapes);
  }

  function markSample(layer) {
    const fill = COLOURS[layer];
    const shapes = {
      circle: () => svg("circle", { cx: 17, cy: 8, r: 6, fill }),
      diamond: () => svg("path", { d: "M17 1 24 8 17 15 10 8Z", fill }),
      square: () => svg("rect", { x: 11.5, y: 2.5, width: 11, height: 11, fill }),
    };
    return swatch(shapes[SHAPES[layer]]());
  }

  function hollowSample() {
    return swatch(svg("circle", { cx: 17, cy: 8, r: 5.5, fill: "#ffffff", stroke: COLOURS.places, "stroke-width": 2.5 }));
  }

  function boxSample(colour, opacity, dashes) {
    return svg("rect", {
      x: 3, y: 2, width: 28, height: 12, fill: colour, "fill-opacity": opacity, stroke: colour, "stroke-dasharray": dashes,
    });
  }

  function lineSample(verdict) {
    return swatch(svg("line", {
      x1: 1, y1: 8, x2: 33, y2: 8, stroke: COLOURS[verdict], "stroke-width": 3.5, "stroke-dasharray": DASHES[verdict],
    }));
  }

  // ---------------------------------------------------------------- the first view

  // On a narrow screen the list of layers would hide the map: it folds.
  L.Control.Layers.addInitHook(function () {
    this.options.collapsed ||= window.innerWidth <= NARROW;
  });

  /* A button that brings everything into view; where the first view leaves things out, it says so. */
  function addShowAll(map) {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const shown = button("cm-all", "", () => map.fitBounds(map.conflictHome.all, fitted()));
      const tell = () => {
        const { outside } = map.conflictHome;
        shown.textContent = outside ? `Show all (${outside.toLocaleString("en")} more)` : "Show all";
      };
      map.on("conflicthome", tell);
      tell();
      shown.title = "Bring everything on the map into view";
      L.DomEvent.disableClickPropagation(shown);
      return shown;
    };
    control.addTo(map);
  }

  /* Say which view is the first and what "Show all" shows. The map goes to another first view, not to the same again. */
  function setHome(map, { focus, all, outside }) {
    const isKept = String(map.conflictHome?.focus) === String(focus);
    map.conflictHome = { focus, all, outside };
    map.fire("conflicthome");
    if (!isKept) {
      const fit = () => map.fitBounds(focus, fitted());
      fit();
      map.fire("conflictfitted", { fit });
    }
  }

  /* Set a map up: the first view, a neutral line of credit, names, legend, a measuring line. */
  function prepare(map, view) {
    cutAt(view.seam);
    map.attributionControl.setPrefix("Leaflet");
    setHome(map, view);
    map.addLayer(window.conflictMap.labels());
    addShowAll(map);
    addRuler(map);
    addLegend(map);
  }

  // ---------------------------------------------------------------- further layers

  // From light to dark; told apart without colour by lightness alone.
  const STEPS = ["#eef3f8", "#c9d9ea", "#94b5d6", "#5a8bbd", "#2b5f97", "#12335c"];

  /*
   * Draw named shapes into a group: divisions, hexagons, a front line, rings. `shapes` is a list of
   * {geometry, name, count}; those with a count are graduated, with a legend of their own under `title`.
   */
  function addShapes(map, group, { title, colour, shapes, fill = true }) {
    const limits = limitsOf(shapes.map(({ count }) => count).filter((count) => count > 0));
    for (const { geometry, name, count } of shapes) {
      const text = count === null || count === undefined ? name : `${name}: ${count.toLocaleString("en")}`;
      group.addLayer(drawnShape(geometry, shapeStyle(colour, fill, count, limits)).bindTooltip(element("span", "", text), { sticky: true }));
    }
    const owner = `shapes ${title}`;
    group.on("add", () => legends(map).set(owner, legendOf(title, limits)) && map.fire("conflictlegend"));
    group.on("remove", () => legends(map).delete(owner) && map.fire("conflictlegend"));
    if (map.hasLayer(group)) {
      legends(map).set(owner, legendOf(title, limits));
      map.fire("conflictlegend");
    }
  }

  function drawnShape(geometry, style) {
    if (geometry.type === "Point" || geometry.type === "MultiPoint") {
      const points = geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates;
      return L.featureGroup(points.map((at) => L.circleMarker(placeOf(at), { ...style, radius: 5, fill: true, fillOpacity: 0.8 })));
    }
    const line = geometry.type.endsWith("LineString");
    const layer = line ? L.polyline(latLngsOf(geometry), { ...style, fill: false }) : L.polygon(latLngsOf(geometry), style);
    return layer.on("add", () => layer.bringToBack());
  }

  function shapeStyle(colour, fill, count, limits) {
    if (count === null || count === undefined) {
      return { color: colour, weight: 2, fill, fillOpacity: 0.08 };
    }
    return { color: "#12335c", weight: 0.8, opacity: 0.6, fillColor: STEPS[stepOf(count, limits)], fillOpacity: 0.65 };
  }

  /* Give the upper limits of up to six classes with about as many shapes in each. */
  function limitsOf(counts) {
    const sorted = [...counts].sort((one, two) => one - two);
    const limits = STEPS.map((_, step) => sorted[Math.ceil(((step + 1) * sorted.length) / STEPS.length) - 1]);
    return [...new Set(limits)].filter((limit) => limit !== undefined);
  }

  function stepOf(count, limits) {
    const step = limits.findIndex((limit) => count <= limit);
    return Math.min(STEPS.length - 1, (step < 0 ? limits.length - 1 : step) + STEPS.length - limits.length);
  }

  function legendOf(title, limits) {
    if (!limits.length) {
      return [];
    }
    const list = element("ul");
    limits.forEach((limit, step) => {
      const least = step === 0 ? 1 : limits[step - 1] + 1;
      const words = least >= limit ? limit.toLocaleString("en") : `${least.toLocaleString("en")} – ${limit.toLocaleString("en")}`;
      append(list, legendRow(swatch(boxSample(STEPS[stepOf(limit, limits)], 0.9, "")), words));
    });
    return [element("p", "cm-legend-title", title), list];
  }

  /* Draw how close together features lie, each counted once; it follows what is shown. */
  function addHeat(map, group, { features }) {
    const pointsOf = (shown) => features
      .filter((feature) => feature.geometry.type === "Point" && (shown === null || shown.has(feature)))
      .map(({ lat, lon }) => ({ ...placeOf([lon, lat]), alt: 1 }));
    const heat = L.heatLayer(pointsOf(null), { radius: 16, blur: 20, maxZoom: 9, minOpacity: 0.25 });
    group.addLayer(heat);
    map.on("conflictshow", ({ features: shown }) => {
      heat._latlngs = pointsOf(shown);
      if (heat._map) {
        heat.redraw();
      }
    });
  }

  // ---------------------------------------------------------------- measuring

  const A = 6378137;
  const F = 1 / 298.257223563;
  const B = A * (1 - F);

  /*
   * Metres between two points and the bearing from the first, on the WGS84 ellipsoid (Vincenty 1975, inverse
   * solution). Null where the iteration does not settle: points nearly opposite each other on the globe.
   */
  function inverse(from, to) {
    const rad = Math.PI / 180;
    const reduced = (lat) => Math.atan((1 - F) * Math.tan(lat * rad));
    const [u1, u2] = [reduced(from.lat), reduced(to.lat)];
    const [sin1, cos1, sin2, cos2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    const apart = (to.lng - from.lng) * rad;
    let lambda = apart;
    for (let turn = 0; turn < 100; turn += 1) {
      const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
      const sinS = Math.hypot(cos2 * sinL, cos1 * sin2 - sin1 * cos2 * cosL);
      if (sinS === 0) {
        return { metres: 0, bearing: 0 };
      }
      const cosS = sin1 * sin2 + cos1 * cos2 * cosL;
      const sigma = Math.atan2(sinS, cosS);
      const sinA = (cos1 * cos2 * sinL) / sinS;
      const cosA2 = 1 - sinA ** 2;
      const cosM = cosA2 === 0 ? 0 : cosS - (2 * sin1 * sin2) / cosA2;
      const c = (F / 16) * cosA2 * (4 + F * (4 - 3 * cosA2));
      const before = lambda;
      lambda = apart + (1 - c) * F * sinA * (sigma + c * sinS * (cosM + c * cosS * (2 * cosM ** 2 - 1)));
      if (Math.abs(lambda - before) < 1e-12) {
        const bearing = Math.atan2(cos2 * Math.sin(lambda), cos1 * sin2 - sin1 * cos2 * Math.cos(lambda)) / rad;
        return { metres: arcOf(sigma, sinS, cosS, cosA2, cosM), bearing: (bearing + 360) % 360 };
      }
    }
    return null;
  }

  function arcOf(sigma, sinS, cosS, cosA2, cosM) {
    const u = (cosA2 * (A ** 2 - B ** 2)) / B ** 2;
    const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
    const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
    const more = b * sinS * (cosM + (b / 4) * (cosS * (2 * cosM ** 2 - 1)
      - (b / 6) * cosM * (4 * sinS ** 2 - 3) * (4 * cosM ** 2 - 3)));
    return B * a * (sigma - more);
  }

  /* A measuring line: two clicks give kilometres, miles and the bearing; the button or Escape ends it. */
  function addRuler(map) {
    const drawn = L.layerGroup();
    const control = L.control({ position: "topleft" });
    let ends = null;
    control.onAdd = () => {
      const toggle = button("cm-all", "Measure", () => (ends ? stop() : start()));
      const said = element("output", "cm-measured");
      toggle.title = "Measure a distance and a bearing between two clicks";
      toggle.setAttribute("aria-pressed", "false");
      said.hidden = true;
      const start = () => {
        ends = [];
        told("Click the first point");
        map.addLayer(drawn).on("click", clicked).doubleClickZoom.disable();
        map.getContainer().classList.add("cm-measuring");
      };
      const stop = () => {
        ends = null;
        told("");
        drawn.clearLayers().remove();
        map.off("click", clicked).doubleClickZoom.enable();
        map.getContainer().classList.remove("cm-measuring");
      };
      const told = (words) => {
        said.textContent = words;
        said.hidden = !words;
        toggle.setAttribute("aria-pressed", String(Boolean(ends)));
      };
      const clicked = ({ latlng }) => {
        ends = ends.length === 2 ? [latlng] : [...ends, latlng];
        drawRule(drawn, ends);
        told(ends.length === 2 ? ruleWords(inverse(...ends)) : "Click the second point");
      };
      document.addEventListener("keydown", (event) => event.key === "Escape" && ends && stop());
      const box = append(element("div", "cm-ruler"), toggle, said);
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    control.addTo(map);
  }

  function drawRule(drawn, ends) {
    drawn.clearLayers();
    const quiet = { interactive: false, color: "#111111", weight: 2 };
    for (const at of ends) {
      drawn.addLayer(L.circleMarker(at, { ...quiet, radius: 4, fillColor: "#ffffff", fillOpacity: 1 }));
    }
    if (ends.length === 2) {
      drawn.addLayer(L.polyline(ends, { ...quiet, dashArray: "6 4" }));
    }
  }

  function ruleWords(measured) {
    if (!measured) {
      return "These points are too nearly opposite to measure";
    }
    const km = measured.metres / 1000;
    const digits = km < 10 ? 2 : km < 100 ? 1 : 0;
    return `${km.toFixed(digits)} km (${(km / 1.609344).toFixed(digits)} mi), bearing ${measured.bearing.toFixed(0)}°`;
  }

  Object.assign(window.conflictMap, { addHeat, addShapes, inverse, limitsOf, prepare, setHome });
})();
