/*
 * Marks: the colours and shapes that tell layers and verdicts apart, drawn on a canvas, grouped when many.
 *
 * Part of window.conflictMap.
 */
(() => {
  "use strict";

  const COLOURS = {
    places: "#1f4e8c",
    claims: "#b35900",
    coordinates: "#00705a",
    holds: "#1f6fb4",
    "distance off": "#c2410c",
    "direction off": "#8a3ffc",
    "both off": "#a3123f",
    "cannot check": "#5c6670",
  };

  // A verdict is told by its dash as well as by its colour.
  const DASHES = {
    holds: "",
    "distance off": "12 6",
    "direction off": "2 7",
    "both off": "14 5 2 5",
    "cannot check": "5 9",
  };

  const SHAPES = { places: "circle", claims: "diamond", coordinates: "square" };

  // From this doubt on a place is a region or a country: its point is only its middle, drawn hollow.
  const WIDE_M = 40000;

  // ---------------------------------------------------------------- elements

  /* Make an element; its text is only ever text. */
  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) {
      node.className = className;
    }
    if (text !== undefined && text !== null) {
      node.textContent = window.conflictMap.visible(text);
    }
    return node;
  }

  function append(parent, ...children) {
    parent.append(...children);
    return parent;
  }

  function button(className, text, onClick) {
    const node = element("button", className, text);
    node.type = "button";
    node.addEventListener("click", onClick);
    return node;
  }

  // ---------------------------------------------------------------- canvas

  const OUTLINES = {
    circle: (context, x, y, r) => context.arc(x, y, r, 0, 2 * Math.PI),
    square: (context, x, y, r) => context.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7),
    diamond: (context, x, y, r) => {
      context.moveTo(x, y - r * 1.2);
      context.lineTo(x + r * 1.2, y);
      context.lineTo(x, y + r * 1.2);
      context.lineTo(x - r * 1.2, y);
      context.closePath();
    },
  };

  L.Canvas.include({
    /* A mark whose shape tells the layer; a number in it tells how many mentions it stands for. */
    _updateMark(layer) {
      if (!this._drawing || layer._empty()) {
        return;
      }
      const context = this._ctx;
      const { shape, count, color, fillColor, halo } = layer.options;
      const { x, y } = layer._point;
      if (halo) {
        context.beginPath();
        OUTLINES[shape](context, x, y, layer._radius + 5);
        context.globalAlpha = 0.3;
        context.fillStyle = fillColor;
        context.fill();
      }
      context.beginPath();
      OUTLINES[shape](context, x, y, layer._radius);
      this._fillStroke(context, layer);
      if (count > 1) {
        context.globalAlpha = 1;
        context.fillStyle = fillColor === "#ffffff" ? color : "#ffffff";
        context.font = "700 11px system-ui, sans-serif";
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(count > 9999 ? `${Math.floor(count / 1000)}k` : String(count), x, y + 0.5);
      }
    },
  });

  const Mark = L.CircleMarker.extend({
    _updatePath() {
      this._renderer._updateMark(this);
    },
  });

  function isWide({ layer, uncertainty_m: doubt }) {
    return layer === "places" && doubt >= WIDE_M;
  }

  /* Mark the point of a spot: features of one layer that lie at the very same place. */
  function markOf(spot) {
    const first = spot.shown[0];
    const count = spot.shown.length;
    const wide = isWide(first);
    return new Mark(spot.at, {
      shape: SHAPES[first.layer], count, radius: count > 99 ? 14 : count > 1 ? 10 : 7,
      color: wide ? COLOURS.places : "#ffffff", weight: wide ? 2.5 : 2,
      fillColor: wide ? "#ffffff" : COLOURS[first.layer], fillOpacity: 0.95,
    });
  }

  /* Mark a group of spots: the same shape, larger and with a halo. */
  function groupMarkOf(group, layer) {
    return new Mark(group.at, {
      shape: SHAPES[layer], count: group.count, radius: 11 + Math.min(9, 2.2 * Math.log10(group.count)), halo: true,
      color: "#ffffff", weight: 2, fillColor: COLOURS[layer], fillOpacity: 0.95,
    });
  }

  // ---------------------------------------------------------------- groups

  const MERGED = 0.75;

  /*
   * Group points that would run into each other: [{x, y, count, item}] in pixels of one zoom give
   * [{x, y, count, items}]. Cells are fixed to the world, so that groups stay as they are when the map is moved.
   */
  function clustered(points, cell) {
    const cells = new Map();
    for (const point of points) {
      const key = keyOf(point, cell);
      const group = cells.get(key);
      if (group) {
        absorb(group, { ...point, items: [point.item] });
      } else {
        cells.set(key, { x: point.x, y: point.y, count: point.count, items: [point.item] });
      }
    }
    const kept = new Map();
    const largestFirst = [...cells.values()].sort((one, two) => two.count - one.count || one.x - two.x || one.y - two.y);
    for (const group of largestFirst) {
      const near = neighbours(kept, group, cell).find((other) =>
        Math.hypot(other.x - group.x, other.y - group.y) < cell * MERGED);
      if (near) {
        absorb(near, group);
      } else {
        put(kept, keyOf(group, cell), group);
      }
    }
    return [...kept.values()].flat();
  }

  function keyOf({ x, y }, cell) {
    return `${Math.floor(x / cell)},${Math.floor(y / cell)}`;
  }

  function put(groups, key, value) {
    if (groups.has(key)) {
      groups.get(key).push(value);
    } else {
      groups.set(key, [value]);
    }
  }

  function neighbours(kept, { x, y }, cell) {
    const found = [];
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        found.push(...(kept.get(keyOf({ x: x + dx * cell, y: y + dy * cell }, cell)) || []));
      }
    }
    return found;
  }

  function absorb(group, other) {
    const count = group.count + other.count;
    group.x = (group.x * group.count + other.x * other.count) / count;
    group.y = (group.y * group.count + other.y * other.count) / count;
    group.count = count;
    group.items.push(...other.items);
  }

  Object.assign(window.conflictMap, {
    COLOURS, DASHES, SHAPES, append, button, clustered, element, groupMarkOf, isWide, markOf, put,
  });
})();
