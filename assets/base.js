/*
 * The offline basemap, and names on the map that never run into each other.
 *
 * Part of window.conflictMap, which pipeline/maps.py calls; the data is assets/basemap.js.
 */
(() => {
  "use strict";

  /* Undo TopoJSON's whole-number steps, each arc a string (see steps): lines of positions that shapes share. */
  function decodeArcs(topology) {
    const [scaleX, scaleY] = topology.transform.scale;
    return topology.arcs.map((text) => {
      let x = 0;
      let y = 0;
      const numbers = steps(text);
      const line = [];
      for (let at = 0; at < numbers.length; at += 2) {
        x += numbers[at];
        y += numbers[at + 1];
        line.push(L.latLng(y * scaleY, x * scaleX));
      }
      return line;
    });
  }

  /* Undo the encoded polyline format: five bits a letter, the lowest first, 32 added to all but a number's last. */
  function steps(text) {
    const numbers = [];
    let value = 0;
    let shift = 0;
    for (let at = 0; at < text.length; at += 1) {
      const bits = text.charCodeAt(at) - 63;
      value |= (bits & 31) << shift;
      shift += 5;
      if (bits < 32) {
        numbers.push(value & 1 ? ~(value >> 1) : value >> 1);
        value = shift = 0;
      }
    }
    return numbers;
  }

  function ringOf(indices, arcs) {
    const ring = [];
    for (const index of indices) {
      const line = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
      ring.push(...(ring.length ? line.slice(1) : line));
    }
    return ring;
  }

  const Basemap = L.LayerGroup.extend({
    options: { attribution: "", seam: -180 },

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
      map.on("zoomend", this._thin, this);
      this._thin();
      setLabels(map, "basemap", labelsOf(this._topology, this.options.seam));
    },

    onRemove: function (map) {
      map.off("zoomend", this._thin, this);
      setLabels(map, "basemap", []);
      L.LayerGroup.prototype.onRemove.call(this, map);
    },

    _build: function (map) {
      const arcs = decodeArcs(this._topology);
      const objects = this._topology.objects;
      const renderer = L.canvas({ pane: pane(map, "basemap", 150), padding: 0.3 });
      const style = (more) => ({ renderer, interactive: false, smoothFactor: 1, ...more });
      const land = objects.countries.geometries.flatMap((country) =>
        country.arcs.map((polygon) => polygon.map((ring) => ringOf(ring, arcs))));
      const lines = (object, more) => L.polyline(this._again(object.arcs.map((indices) => ringOf(indices, arcs))), style(more));
      this._divisions = lines(objects.divisions, { color: "#c4bcab", dashArray: "4 3" });
      this._borders = lines(objects.borders, { color: "#978d77" });
      this.addLayer(L.polygon(this._again(land), style({ stroke: false, fillColor: "#f4f1ea", fillOpacity: 1 })));
      this.addLayer(this._divisions);
      this.addLayer(lines(objects.coasts, { color: "#a9bac6", weight: 1 }));
      this.addLayer(this._borders);
    },

    /* Where the map goes on beyond 180 degrees, draw there what lies on the other side of the world. */
    _again: function (shapes) {
      const moved = (part) => (Array.isArray(part) ? part.map(moved) : L.latLng(part.lat, part.lng + 360));
      return this.options.seam > -180 ? [...shapes, ...shapes.map(moved)] : shapes;
    },

    /* From afar borders are thin, and those within a country are not drawn. */
    _thin: function () {
      const zoom = this._map.getZoom();
      this._divisions.setStyle({ weight: 1, opacity: zoom < 5 ? 0 : 1 });
      this._borders.setStyle({ weight: zoom < 5 ? 0.8 : 1.5 });
    },
  });

  function pane(map, name, zIndex) {
    if (!map.getPane(name)) {
      map.createPane(name).style.zIndex = zIndex;
      map.getPane(name).style.pointerEvents = "none";
    }
    return name;
  }

  function labelsOf(topology, seam) {
    const placed = ([lat, lon]) => L.latLng(lat, lon < seam ? lon + 360 : lon);
    const countries = topology.objects.countries.geometries.map(({ properties }) => {
      const size = Math.sqrt(properties.size);
      const from = Math.max(2, 7 - Math.log2(size + 1));
      return { kind: "country", text: properties.name, at: placed(properties.label), from, to: 7 };
    });
    const towns = topology.towns.map(([text, lat, lon, thousands]) => {
      const from = 11.5 - Math.log2(Math.max(thousands, 1)) * 0.62;
      return { kind: "town", text, at: placed([lat, lon]), from: Math.max(4, from), to: 25, thousands };
    });
    return [...countries, ...towns];
  }

  // ---------------------------------------------------------------- names

  /* Give the map the labels of one owner; those it had before are forgotten. */
  function setLabels(map, owner, labels) {
    map.conflictLabels ||= new Map();
    map.conflictLabels.set(owner, labels);
    map.fire("conflictlabels");
  }

  /*
   * Write the labels on two canvases, below the marks and above them. A label is {text, at, from, to}
   * and, as wanted, {kind: "country" | "town" | "place" | "line", thousands, group, along}: `from` and
   * `to` are zooms, a label of a `group` shows with it, one with `along` only on a line long enough.
   */
  const Labels = L.Layer.extend({
    onAdd: function (map) {
      this._below = this._canvas(map, "labels", 350);
      this._above = this._canvas(map, "linelabels", 620);
      map.on("moveend resize", this._draw, this);
      map.on("conflictlabels overlayadd overlayremove", this._soon, this);
      this._draw();
    },

    onRemove: function (map) {
      this._below.remove();
      this._above.remove();
      map.off("moveend resize", this._draw, this);
      map.off("conflictlabels overlayadd overlayremove", this._soon, this);
    },

    _canvas: function (map, name, zIndex) {
      const canvas = document.createElement("canvas");
      canvas.className = "cm-labels leaflet-zoom-hide";
      map.getPane(pane(map, name, zIndex)).appendChild(canvas);
      return canvas;
    },

    _soon: function () {
      window.cancelAnimationFrame(this._request);
      this._request = window.requestAnimationFrame(() => this._map && this._draw());
    },

    _draw() {
      const map = this._map;
      const below = this._clear(this._below);
      const above = this._clear(this._above);
      const shown = this._shown();
      const named = new Set(shown.filter((label) => label.kind === "place").map((label) => label.text));
      const room = new Room();
      const { left, top } = map.getContainer().getBoundingClientRect();
      for (const control of map.getContainer().querySelectorAll(".cm-legend, .leaflet-control-scale, .leaflet-control-zoom, .cm-all")) {
        const box = control.getBoundingClientRect();
        room.take([box.left - left, box.top - top, box.right - left, box.bottom - top]);
      }
      for (const label of shown.filter(({ kind }) => kind === "place")) {
        room.take(around(map, label));
      }
      for (const label of shown) {
        if (label.kind !== "town" || !named.has(label.text)) {
          write(ABOVE.has(label.kind) ? above : below, label, map.latLngToContainerPoint(label.at), room);
        }
      }
    },

    /* The labels in view at this zoom, the more important first. */
    _shown: function () {
      const map = this._map;
      const zoom = map.getZoom();
      const bounds = map.getBounds().pad(0.02);
      return [...(map.conflictLabels || new Map()).values()].flat()
        .filter((label) => zoom >= label.from && zoom <= label.to && bounds.contains(label.at))
        .filter((label) => !label.group || map.hasLayer(label.group))
        .filter((label) => !label.along || longEnough(map, label.along))
        .sort((one, other) => RANKS[one.kind] - RANKS[other.kind]);
    },

    _clear: function (canvas) {
      const size = this._map.getSize();
      const ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(canvas, this._map.containerPointToLayerPoint([0, 0]));
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      context.lineJoin = "round";
      context.textBaseline = "middle";
      return context;
    },
  });

  const CELL = 80;

  /* The boxes already taken, kept by cell so that thousands of names stay quick. */
  class Room {
    constructor() {
      this.cells = new Map();
    }

    take(box) {
      for (const key of this.keys(box)) {
        if (!this.cells.has(key)) {
          this.cells.set(key, []);
        }
        this.cells.get(key).push(box);
      }
    }

    isFree([left, top, right, bottom]) {
      const near = this.keys([left, top, right, bottom]).flatMap((key) => this.cells.get(key) || []);
      return !near.some((other) => left < other[2] && other[0] < right && top < other[3] && other[1] < bottom);
    }

    keys([left, top, right, bottom]) {
      const keys = [];
      for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1) {
        for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) {
          keys.push(`${x},${y}`);
        }
      }
      return keys;
    }
  }

  const RANKS = { line: 0, place: 1, country: 2, town: 3 };
  const INKS = { line: "#222222", place: "#12263f", country: "#7b7361", town: "#4a4a45" };
  // The evidence's own names stay readable on areas, shades and lines.
  const ABOVE = new Set(["line", "place"]);
  const LEAST_LINE = 70;
  const LINE_HEIGHT = 15;

  function longEnough(map, [start, end]) {
    return map.latLngToContainerPoint(start).distanceTo(map.latLngToContainerPoint(end)) >= LEAST_LINE;
  }

  function around(map, label) {
    const { x, y } = map.latLngToContainerPoint(label.at);
    return [x - 9, y - 9, x + 9, y + 9];
  }

  function fontOf(label) {
    const weight = label.kind === "town" && label.thousands < 500 ? 400 : label.kind === "place" ? 700 : 600;
    const size = label.kind === "country" ? 13 : label.kind === "town" && label.thousands < 500 ? 11 : 12;
    return `${weight} ${size}px system-ui, sans-serif`;
  }

  /* Write one label where there is room: beside its point, or in the middle of it. */
  function write(context, label, point, room) {
    context.font = fontOf(label);
    const lines = linesOf(context, label);
    const width = Math.max(...lines.map((line) => context.measureText(line).width));
    const half = 9 + ((lines.length - 1) * LINE_HEIGHT) / 2;
    const beside = { town: 5, place: 19 }[label.kind];
    const wanted = beside === undefined ? point.x - width / 2 : point.x + beside;
    // A line's label is moved into view where it would be cut.
    const left = label.kind === "line" ? Math.max(8, Math.min(wanted, context.canvas.clientWidth - width - 8)) : wanted;
    const box = [left - 5, point.y - half, left + width + 5, point.y + half];
    const isCut = left < 0 || left + width > context.canvas.clientWidth;
    if (!room.isFree(box) || (isCut && RANKS[label.kind] >= RANKS.country)) {
      return;
    }
    room.take(box);
    context.fillStyle = INKS[label.kind];
    context.strokeStyle = "rgba(255, 255, 255, 0.85)";
    context.lineWidth = 3;
    if (label.kind === "line") {
      plate(context, box);
    } else if (label.kind === "town") {
      context.beginPath();
      context.arc(point.x, point.y, 2, 0, 7);
      context.fill();
    }
    lines.forEach((line, number) => {
      const y = point.y + (number - (lines.length - 1) / 2) * LINE_HEIGHT;
      context.strokeText(line, left, y);
      context.fillText(line, left, y);
    });
  }

  /* Break a line's label where the map is too narrow for it. */
  function linesOf(context, label) {
    const most = context.canvas.clientWidth - 16;
    const lines = [""];
    for (const word of label.text.split(" ")) {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (label.kind !== "line" || context.measureText(longer).width <= most) {
        lines[lines.length - 1] = longer;
      } else {
        lines.push(word);
      }
    }
    return lines;
  }

  function plate(context, [left, top, right, bottom]) {
    context.save();
    context.fillStyle = "rgba(255, 255, 255, 0.94)";
    context.strokeStyle = "#777777";
    context.lineWidth = 1;
    context.fillRect(left, top, right - left, bottom - top);
    context.strokeRect(left, top, right - left, bottom - top);
    context.restore();
  }

  Object.assign(window.conflictMap, {
    basemap: (options) => new Basemap(window.CONFLICT_MAP_BASEMAP, options),
    labels: () => new Labels(),
    setLabels,
    steps,
  });
})();
