/*
 * The evidence on the map: marks, areas, lines, their cards, and the legend.
 *
 * Part of window.conflictMap, which pipeline/maps.py calls. All that comes from reports arrives as data and is shown with textContent or on a canvas; nothing
 * here builds markup from text.
 */
(function () {
  "use strict";

  const COLOURS = {
    places: "#1f4e8c",
    claims: "#b35900",
    coordinates: "#00705a",
    "holds": "#1f6fb4",
    "distance off": "#c2410c",
    "direction off": "#8a3ffc",
    "both off": "#a3123f",
    "cannot check": "#5c6670",
  };

  // A verdict is told by its dash as well as by its colour.
  const DASHES = {
    "holds": "",
    "distance off": "12 6",
    "direction off": "2 7",
    "both off": "14 5 2 5",
    "cannot check": "5 9",
  };

  const SHAPES = { places: "circle", claims: "diamond", coordinates: "square" };

  // From this doubt on a place is a region or a country: its point is only its middle, drawn hollow.
  const WIDE_M = 40000;

  // ---------------------------------------------------------------- elements

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) {
      node.className = className;
    }
    if (text !== undefined && text !== null) {
      node.textContent = text;
    }
    return node;
  }

  function append(parent, ...children) {
    for (const child of children) {
      parent.appendChild(child);
    }
    return parent;
  }

  // ---------------------------------------------------------------- markers

  L.Canvas.include({
    /* A mark whose shape tells the layer; a number in it tells how many mentions share the point. */
    _updateMark: function (layer) {
      if (!this._drawing || layer._empty()) {
        return;
      }
      const context = this._ctx;
      const { x, y } = layer._point;
      const r = layer._radius;
      context.beginPath();
      if (layer.options.shape === "diamond") {
        context.moveTo(x, y - r * 1.2);
        context.lineTo(x + r * 1.2, y);
        context.lineTo(x, y + r * 1.2);
        context.lineTo(x - r * 1.2, y);
        context.closePath();
      } else if (layer.options.shape === "square") {
        context.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
      } else {
        context.arc(x, y, r, 0, 2 * Math.PI);
      }
      this._fillStroke(context, layer);
      if (layer.options.count > 1) {
        context.globalAlpha = 1;
        context.fillStyle = layer.options.fillColor === "#ffffff" ? layer.options.color : "#ffffff";
        context.font = "700 11px system-ui, sans-serif";
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(layer.options.count > 999 ? "999+" : String(layer.options.count), x, y + 0.5);
      }
    },
  });

  const Mark = L.CircleMarker.extend({
    _updatePath: function () {
      this._renderer._updateMark(this);
    },
  });

  // ---------------------------------------------------------------- evidence

  /*
   * Draw a layer's features into a group. `drawn` is a list of {geometry, label, cards}: features that
   * lie on the very same spot come together, and their cards are leafed through. A card holds numbers
   * for what it has in common with others; `shared` is the list that they count in.
   */
  function addEvidence(map, group, { layer: name, kind, popups, shared, drawn: all }) {
    const state = stateOf(map);
    const byId = new Map();
    state.layers.set(name, byId);
    state.popups = popups;
    for (const drawn of all) {
      drawn.cards.forEach((card) => Object.assign(card, { layer: name, kind, shared }));
      const layer = layerOf(drawn);
      // The first card's id identifies the mark to whoever listens to clicks.
      layer.feature = { type: "Feature", geometry: null, properties: { id: drawn.cards[0].id } };
      layer.toGeoJSON = () => layer.feature;
      layer.on("click", (event) => choose(map, drawn, event.latlng));
      layer.on("add", () => layer.options.fillBelow && layer.bringToBack());
      group.addLayer(layer);
      for (const card of drawn.cards) {
        byId.set(card.id, drawn);
      }
    }
    window.conflictMap.setLabels(map, name, all.flatMap((drawn) => labelOf(drawn, group)));
  }

  function stateOf(map) {
    map.conflictMap ||= { layers: new Map(), highlight: L.layerGroup().addTo(map) };
    return map.conflictMap;
  }

  function labelOf(drawn, group) {
    const first = drawn.cards[0];
    if (first.layer === "places") {
      const at = L.GeoJSON.coordsToLatLng(drawn.geometry.coordinates);
      return [{ kind: "place", text: first.heading, at, from: 4, to: 25, group }];
    }
    if (first.layer === "checks") {
      const points = latLngsOf(drawn.geometry).flat();
      const along = [points[0], points[points.length - 1]];
      return [{ kind: "line", text: drawn.label, at: middleOf(drawn.geometry), from: 0, to: 25, group, along }];
    }
    return [];
  }

  function layerOf(drawn) {
    const first = drawn.cards[0];
    if (first.layer === "checks") {
      return lineOf(drawn);
    }
    if (drawn.geometry.type !== "Point") {
      return withHint(L.polygon(latLngsOf(drawn.geometry), {
        color: COLOURS.claims, weight: 1.5, dashArray: "3 5", fillColor: COLOURS.claims, fillOpacity: 0.14, fillBelow: true,
      }), first.heading);
    }
    const count = drawn.cards.length;
    const wide = first.uncertainty_m >= WIDE_M && first.layer === "places";
    return withHint(new Mark(L.GeoJSON.coordsToLatLng(drawn.geometry.coordinates), {
      shape: SHAPES[first.layer], count, radius: count > 1 ? 10 : 7,
      color: wide ? COLOURS.places : "#ffffff", weight: wide ? 2.5 : 2,
      fillColor: wide ? "#ffffff" : COLOURS[first.layer], fillOpacity: 0.95,
    }), count > 1 ? `${first.heading}: ${count} mentions` : first.heading);
  }

  function lineOf(drawn) {
    const first = drawn.cards[0];
    const line = L.polyline(latLngsOf(drawn.geometry), {
      color: COLOURS[first.verdict] || COLOURS["cannot check"], weight: 4,
      dashArray: DASHES[first.verdict] || "", lineCap: "butt", fillBelow: true,
    });
    return line.bindTooltip(element("span", "", drawn.label), { sticky: true });
  }

  const DEPTHS = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 };

  function latLngsOf(geometry) {
    return L.GeoJSON.coordsToLatLngs(geometry.coordinates, DEPTHS[geometry.type]);
  }

  function withHint(layer, text) {
    return layer.bindTooltip(element("span", "", text), { direction: "top", offset: [0, -6], sticky: false });
  }

  function choose(map, drawn, latlng) {
    highlight(map, drawn, drawn.cards[0]);
    if (stateOf(map).popups) {
      const content = leaves(drawn.cards, (card) => highlight(map, drawn, card));
      L.popup({ maxWidth: 340, minWidth: 220, maxHeight: 360, autoPanPadding: [16, 16] })
        .setLatLng(latlng).setContent(content).openOn(map);
    }
  }

  /*
   * Show where the truth may lie: the circle of doubt round what is chosen, or the line made strong
   * beside the area in which the claim of that card puts its subject.
   */
  function highlight(map, drawn, card) {
    const group = stateOf(map).highlight.clearLayers();
    const quiet = { interactive: false, color: "#111111" };
    const doubt = Math.max(...drawn.cards.map((card) => card.uncertainty_m || 0));
    if (drawn.geometry.type === "Point") {
      const at = L.GeoJSON.coordsToLatLng(drawn.geometry.coordinates);
      if (doubt > 0) {
        group.addLayer(L.circle(at, { ...quiet, radius: doubt, weight: 1.5, dashArray: "2 4", fillOpacity: 0.06 }));
      }
      group.addLayer(L.circleMarker(at, { ...quiet, radius: 15, weight: 3, fill: false }));
    } else {
      const shape = drawn.cards[0].layer === "checks" ? L.polyline : L.polygon;
      const halo = shape(latLngsOf(drawn.geometry), { ...quiet, color: "#f5b800", weight: 12, opacity: 0.6, fill: false });
      group.addLayer(halo);
      halo.bringToBack();
    }
    if (card.stated !== null) {
      const area = statedArea(card);
      group.addLayer(area);
      area.bringToBack();
    }
  }

  function statedArea(card) {
    const area = card.shared[card.stated];
    return L.polygon(latLngsOf(area), {
      interactive: false, color: COLOURS.claims, weight: 1.5, dashArray: "3 5",
      fillColor: COLOURS.claims, fillOpacity: 0.1,
    });
  }

  /* Choose a feature by its id; the view moves only when it lies outside, and keeps its zoom. */
  function select(map, id) {
    const state = stateOf(map);
    const drawn = [...state.layers.values()].map((byId) => byId.get(id)).find(Boolean);
    if (!drawn) {
      state.highlight.clearLayers();
      return false;
    }
    const first = drawn.cards.findIndex((card) => card.id === id);
    const turned = { ...drawn, cards: [...drawn.cards.slice(first), ...drawn.cards.slice(0, first)] };
    const at = middleOf(drawn.geometry);
    if (!map.getBounds().pad(-0.05).contains(at)) {
      map.panTo(at, { animate: false });
    }
    choose(map, turned, at);
    return true;
  }

  function middleOf(geometry) {
    if (geometry.type === "Point") {
      return L.GeoJSON.coordsToLatLng(geometry.coordinates);
    }
    const points = latLngsOf(geometry).flat(3);
    return geometry.type === "LineString" ? points[Math.floor(points.length / 2)] : L.latLngBounds(points).getCenter();
  }

  // ---------------------------------------------------------------- cards

  function leaves(cards, onTurn) {
    const root = element("div", "cm-card");
    const body = element("div");
    let at = 0;
    const show = function (step) {
      at = (at + step + cards.length) % cards.length;
      body.replaceChildren(cardOf(cards[at]));
      where.textContent = `${at + 1} of ${cards.length}`;
      onTurn(cards[at]);
    };
    const where = element("span", "cm-where");
    append(root, body);
    if (cards.length > 1) {
      const back = element("button", "", "‹ Previous");
      const next = element("button", "", "Next ›");
      back.type = next.type = "button";
      back.addEventListener("click", () => show(-1));
      next.addEventListener("click", () => show(1));
      append(root, append(element("div", "cm-turn"), back, where, next));
    }
    show(0);
    return root;
  }

  function cardOf(card) {
    const root = element("div");
    append(root, element("div", "cm-kind", card.kind), element("h3", "", card.heading));
    const list = element("dl");
    for (const [label, value] of card.lines) {
      append(list, element("dt", "", card.shared[label]), element("dd", "", card.shared[value]));
    }
    const text = card.shared[card.quote];
    const [start, end] = card.words;
    const quote = element("blockquote");
    quote.dir = "auto";
    append(quote, element("span", "", text.slice(0, start)), element("mark", "", text.slice(start, end)),
      element("span", "", text.slice(end)));
    const [said, url] = card.shared[card.source];
    const cite = element("p", "cm-cite");
    if (url) {
      const link = element("a", "", said);
      link.href = url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      append(cite, link);
    } else {
      cite.textContent = said;
    }
    return append(root, list, quote, cite);
  }

  // ---------------------------------------------------------------- controls

  /* The legend draws its samples with the same colours, shapes and dashes as the map. */
  function addLegend(map) {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = function () {
      const box = element("details", "cm-legend leaflet-control");
      box.open = window.innerWidth > 700;
      append(box, element("summary", "", "Legend"));
      const list = element("ul");
      append(list,
        legendRow(markSample("places"), "Place named (number: mentions)"),
        legendRow(hollowSample(), "Region or country: its middle"),
        legendRow(markSample("claims"), "Best guess for a claim"),
        legendRow(areaSample(), "Where that claim may lie"),
        legendRow(markSample("coordinates"), "Coordinate as written"));
      for (const verdict of Object.keys(DASHES)) {
        append(list, legendRow(lineSample(verdict), `Claim: ${verdict}`));
      }
      L.DomEvent.disableClickPropagation(box);
      return append(box, list);
    };
    control.addTo(map);
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
    const root = svg("svg", { width: 34, height: 16, viewBox: "0 0 34 16", "aria-hidden": "true" });
    return append(root, ...shapes);
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

  function areaSample() {
    return swatch(svg("rect", {
      x: 3, y: 2, width: 28, height: 12, fill: COLOURS.claims, "fill-opacity": 0.18,
      stroke: COLOURS.claims, "stroke-dasharray": "3 3",
    }));
  }

  function lineSample(verdict) {
    return swatch(svg("line", {
      x1: 1, y1: 8, x2: 33, y2: 8, stroke: COLOURS[verdict], "stroke-width": 3.5, "stroke-dasharray": DASHES[verdict],
    }));
  }

  // On a narrow screen the list of layers would hide the map: it folds.
  L.Control.Layers.addInitHook(function () {
    this.options.collapsed = window.innerWidth <= 700;
  });

  /* A button that brings everything into view; where the first view leaves things out, it says so. */
  function addShowAll(map, bounds, outside) {
    const control = L.control({ position: "topleft" });
    control.onAdd = function () {
      const text = outside ? `Show all (${outside} more)` : "Show all";
      const button = element("button", "cm-all", text);
      button.type = "button";
      button.title = "Bring everything on the map into view";
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => map.fitBounds(bounds, FITTED));
      return button;
    };
    control.addTo(map);
  }

  const FITTED = { padding: [36, 36], maxZoom: 10, animate: false };

  /* Set a map up: the first view, a neutral line of credit, names, legend. */
  function prepare(map, { focus, all, outside }) {
    map.attributionControl.setPrefix("Leaflet");
    map.fitBounds(focus, FITTED);
    map.addLayer(window.conflictMap.labels());
    addShowAll(map, all, outside);
    addLegend(map);
  }

  Object.assign(window.conflictMap, { addEvidence, prepare, select });
})();
