/*
 * Draws the offline basemap and the evidence layers on a Leaflet map.
 *
 * All that comes from reports arrives as data and is shown with textContent or on a canvas; nothing
 * here builds markup from text. Python calls the functions of window.conflictMap (pipeline/maps.py).
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
  const MAX_LINE_LABELS = 12;

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

  // ---------------------------------------------------------------- basemap

  /* Undo TopoJSON's whole-number deltas: lines of [lat, lon]. */
  function decodeArcs(topology) {
    const [scaleX, scaleY] = topology.transform.scale;
    return topology.arcs.map(function (arc) {
      let x = 0;
      let y = 0;
      return arc.map(function ([dx, dy]) {
        x += dx;
        y += dy;
        return [y * scaleY, x * scaleX];
      });
    });
  }

  function ringOf(indices, arcs) {
    const ring = [];
    for (const index of indices) {
      const line = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
      ring.push(...(ring.length ? line.slice(1) : line));
    }
    return ring;
  }

  function linesOf(object, arcs) {
    return object.arcs.map((indices) => ringOf(indices, arcs));
  }

  const Basemap = L.LayerGroup.extend({
    options: { attribution: "" },

    initialize: function (topology, options) {
      L.LayerGroup.prototype.initialize.call(this, [], options);
      this._topology = topology;
    },

    getAttribution: function () {
      return this.options.attribution;
    },

    onAdd: function (map) {
      if (!this.getLayers().length) {
        this._build(map);
      }
      L.LayerGroup.prototype.onAdd.call(this, map);
    },

    _build: function (map) {
      const arcs = decodeArcs(this._topology);
      const objects = this._topology.objects;
      const renderer = L.canvas({ pane: pane(map, "basemap", 150), padding: 0.3 });
      const style = (more) => Object.assign({ renderer, interactive: false, smoothFactor: 1 }, more);
      const land = objects.countries.geometries.flatMap((country) =>
        country.arcs.map((polygon) => polygon.map((ring) => ringOf(ring, arcs))));
      this.addLayer(L.polygon(land, style({ stroke: false, fillColor: "#f4f1ea", fillOpacity: 1 })));
      this.addLayer(L.polyline(linesOf(objects.divisions, arcs),
        style({ color: "#c9c1b2", weight: 1, dashArray: "4 3" })));
      this.addLayer(L.polyline(linesOf(objects.coasts, arcs), style({ color: "#a9bac6", weight: 1 })));
      this.addLayer(L.polyline(linesOf(objects.borders, arcs), style({ color: "#8f8672", weight: 1.4 })));
      this.addLayer(new Labels(labelsOf(this._topology)));
    },
  });

  function pane(map, name, zIndex) {
    if (!map.getPane(name)) {
      map.createPane(name).style.zIndex = zIndex;
      map.getPane(name).style.pointerEvents = "none";
    }
    return name;
  }

  function labelsOf(topology) {
    const countries = topology.objects.countries.geometries.map(function ({ properties }) {
      const size = Math.sqrt(properties.size);
      return { text: properties.name, at: L.latLng(properties.label), from: Math.max(2, 7 - Math.log2(size + 1)), to: 7 };
    });
    const towns = topology.towns.map(function ([text, lat, lon, thousands]) {
      const from = 11.5 - Math.log2(Math.max(thousands, 1)) * 0.62;
      return { text, at: L.latLng(lat, lon), from: Math.max(4, from), to: 25, town: true, thousands };
    });
    return [...countries, ...towns];
  }

  /* Names on a canvas of their own; one that would run into another is left out. */
  const Labels = L.Layer.extend({
    initialize: function (labels) {
      this._labels = labels;
    },

    redraw: function () {
      window.cancelAnimationFrame(this._request);
      this._request = window.requestAnimationFrame(() => this._map && this._draw());
    },

    onAdd: function (map) {
      this._canvas = element("canvas", "cm-labels leaflet-zoom-hide");
      map.getPane(pane(map, "labels", 350)).appendChild(this._canvas);
      map.on("moveend zoomend resize viewreset", this._draw, this);
      map.on("overlayadd overlayremove", this.redraw, this);
      stateOf(map).labels = this;
      this._draw();
    },

    onRemove: function (map) {
      this._canvas.remove();
      map.off("moveend zoomend resize viewreset", this._draw, this);
      map.off("overlayadd overlayremove", this.redraw, this);
      stateOf(map).labels = null;
    },

    _draw: function () {
      const map = this._map;
      const size = map.getSize();
      const ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint([0, 0]));
      this._canvas.width = size.x * ratio;
      this._canvas.height = size.y * ratio;
      this._canvas.style.width = `${size.x}px`;
      this._canvas.style.height = `${size.y}px`;
      const context = this._canvas.getContext("2d");
      context.scale(ratio, ratio);
      context.lineJoin = "round";
      const taken = [];
      const zoom = map.getZoom();
      const bounds = map.getBounds().pad(0.05);
      // The places of the evidence come first; a town of the basemap that is one of them is not named twice.
      const evidence = stateOf(map).names.filter((label) => map.hasLayer(label.group));
      const named = new Set(evidence.map((label) => label.text));
      for (const label of [...evidence, ...this._labels]) {
        const wanted = zoom >= label.from && zoom <= label.to && bounds.contains(label.at);
        if (wanted && (label.group || !named.has(label.text))) {
          place(context, label, map.latLngToContainerPoint(label.at), taken);
        }
      }
    },
  });

  function place(context, label, point, taken) {
    context.font = label.town ? fontOf(label) : "600 13px system-ui, sans-serif";
    const width = context.measureText(label.text).width;
    const box = label.town
      ? [point.x - 4, point.y - 8, point.x + width + 9 + (label.offset || 0), point.y + 8]
      : [point.x - width / 2 - 4, point.y - 10, point.x + width / 2 + 4, point.y + 10];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) {
      return;
    }
    taken.push(box);
    context.strokeStyle = "rgba(255, 255, 255, 0.85)";
    context.lineWidth = 3;
    context.textBaseline = "middle";
    context.fillStyle = label.group ? "#12263f" : label.town ? "#4a4a45" : "#7b7361";
    if (label.town && !label.group) {
      context.beginPath();
      context.arc(point.x, point.y, 2, 0, 7);
      context.fill();
    }
    context.textAlign = label.town ? "left" : "center";
    const x = label.town ? point.x + 5 + (label.offset || 0) : point.x;
    context.strokeText(label.text, x, point.y);
    context.fillText(label.text, x, point.y);
  }

  function fontOf(label) {
    if (label.group) {
      return "700 12px system-ui, sans-serif";
    }
    return label.thousands >= 500 ? "600 12px system-ui, sans-serif" : "11px system-ui, sans-serif";
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
        context.fillStyle = "#ffffff";
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
   * lie on the very same spot come together, and their cards are leafed through.
   */
  function addEvidence(map, group, { layer: name, popups, drawn: all }) {
    const state = stateOf(map);
    const byId = new Map();
    state.layers.set(name, byId);
    state.popups = popups;
    const labelled = all.length <= MAX_LINE_LABELS;
    state.names = state.names.filter((label) => label.layer !== name);
    for (const drawn of all) {
      const layer = layerOf(drawn, labelled);
      // The first card's id identifies the mark to whoever listens to clicks.
      layer.feature = { type: "Feature", geometry: null, properties: { id: drawn.cards[0].id } };
      layer.toGeoJSON = () => layer.feature;
      layer.on("click", (event) => choose(map, drawn, event.latlng));
      layer.on("add", () => layer.options.fillBelow && layer.bringToBack());
      group.addLayer(layer);
      for (const card of drawn.cards) {
        byId.set(card.id, drawn);
      }
      if (name === "places") {
        state.names.push(nameOf(drawn, group, name));
      }
    }
    if (state.labels) {
      state.labels.redraw();
    }
  }

  function nameOf(drawn, group, layer) {
    const at = L.GeoJSON.coordsToLatLng(drawn.geometry.coordinates);
    return { text: drawn.cards[0].heading, at, from: 5, to: 25, town: true, offset: 8, group, layer };
  }

  function stateOf(map) {
    map.conflictMap = map.conflictMap || { layers: new Map(), highlight: L.layerGroup().addTo(map), names: [], labels: null };
    return map.conflictMap;
  }

  function layerOf(drawn, labelled) {
    const first = drawn.cards[0];
    if (first.layer === "checks") {
      return lineOf(drawn, labelled);
    }
    if (drawn.geometry.type !== "Point") {
      return withHint(L.polygon(latLngsOf(drawn.geometry), {
        color: COLOURS.claims, weight: 1.5, dashArray: "3 5", fillColor: COLOURS.claims, fillOpacity: 0.14, fillBelow: true,
      }), first.heading);
    }
    const count = drawn.cards.length;
    return withHint(new Mark(L.GeoJSON.coordsToLatLng(drawn.geometry.coordinates), {
      shape: SHAPES[first.layer], count, radius: count > 1 ? 10 : 7,
      color: "#ffffff", weight: 2, fillColor: COLOURS[first.layer], fillOpacity: 0.95,
    }), count > 1 ? `${first.heading}: ${count} mentions` : first.heading);
  }

  const DEPTHS = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 };

  function latLngsOf(geometry) {
    return L.GeoJSON.coordsToLatLngs(geometry.coordinates, DEPTHS[geometry.type]);
  }

  function lineOf(drawn, labelled) {
    const first = drawn.cards[0];
    const line = L.polyline(latLngsOf(drawn.geometry), {
      color: COLOURS[first.verdict] || COLOURS["cannot check"], weight: 3.5,
      dashArray: DASHES[first.verdict] || "", lineCap: "butt", fillBelow: true,
    });
    const text = element("span", "cm-line-label", drawn.label);
    return line.bindTooltip(text, { permanent: labelled, direction: "center", className: "cm-line", sticky: !labelled });
  }

  function withHint(layer, text) {
    return layer.bindTooltip(element("span", "", text), { direction: "top", offset: [0, -6], sticky: false });
  }

  function choose(map, drawn, latlng) {
    highlight(map, drawn);
    if (stateOf(map).popups) {
      L.popup({ maxWidth: 340, minWidth: 220, maxHeight: 360, autoPanPadding: [16, 16] })
        .setLatLng(latlng).setContent(leaves(drawn.cards)).openOn(map);
    }
  }

  /* Show where the truth may lie: the circle of doubt round what is chosen, or the line made strong. */
  function highlight(map, drawn) {
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
      group.addLayer(shape(latLngsOf(drawn.geometry), { ...quiet, weight: 3, fill: false, dashArray: "" }));
    }
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

  function leaves(cards) {
    const root = element("div", "cm-card");
    const body = element("div");
    let at = 0;
    const show = function (step) {
      at = (at + step + cards.length) % cards.length;
      body.replaceChildren(cardOf(cards[at]));
      where.textContent = `${at + 1} of ${cards.length}`;
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
      append(list, element("dt", "", label), element("dd", "", value));
    }
    const quote = element("blockquote");
    quote.dir = "auto";
    append(quote, element("span", "", card.before), element("mark", "", card.words), element("span", "", card.after));
    const cite = element("p", "cm-cite");
    if (card.url) {
      const link = element("a", "", card.cite);
      link.href = card.url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      append(cite, link);
    } else {
      cite.textContent = card.cite;
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

  function sample(...shapes) {
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
    return sample(shapes[SHAPES[layer]]());
  }

  function areaSample() {
    return sample(svg("rect", {
      x: 3, y: 2, width: 28, height: 12, fill: COLOURS.claims, "fill-opacity": 0.18,
      stroke: COLOURS.claims, "stroke-dasharray": "3 3",
    }));
  }

  function lineSample(verdict) {
    return sample(svg("line", {
      x1: 1, y1: 8, x2: 33, y2: 8, stroke: COLOURS[verdict], "stroke-width": 3.5, "stroke-dasharray": DASHES[verdict],
    }));
  }

  // On a narrow screen the list of layers would hide the map: it folds.
  L.Control.Layers.addInitHook(function () {
    this.options.collapsed = window.innerWidth <= 700;
  });

  /* Set a map up: the view, a neutral line of credit, the legend. */
  function prepare(map, bounds) {
    map.attributionControl.setPrefix("Leaflet");
    map.fitBounds(bounds, { padding: [40, 40], maxZoom: 10 });
    addLegend(map);
  }

  window.conflictMap = {
    basemap: (options) => new Basemap(window.CONFLICT_MAP_BASEMAP, options),
    addEvidence,
    prepare,
    select,
  };
})();
