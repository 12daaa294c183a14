/*
 * The data of the exported page as files: the same GeoJSON and CSV that pipeline/export.py writes.
 *
 * Part of window.conflictMap.
 */
(() => {
  "use strict";

  const BYTE_ORDER_MARK = "\ufeff";
  const FORMULA = /^\s*[=+\-@|%\t\r\n\uff0b\uff0d\uff1d\uff20]/;
  const NUMBER = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;

  // Stands before a number that is to be written as Python does; no text holds a NUL.
  const EXACT = "\u0000";

  /* Write a float as Python's repr does: 5.0, 1e-05. */
  function floatText(value) {
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
      return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
    }
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }

  /*
   * Give one collection (RFC 7946) of features, with the columns of `kinds` as properties; `about` is what the file says
   * of itself, as a list of names with their values.
   */
  function geojson(features, { about, kinds }) {
    const known = Object.fromEntries(about.filter(([, value]) => value !== null));
    const said = ["title", "description"].filter((name) => name in known).map((name) => [name, known[name]]);
    const box = bbox(features.map(({ geometry }) => geometry));
    const collection = { type: "FeatureCollection", ...Object.fromEntries(said), about: known, ...(box ? { bbox: box.map(exact) } : {}) };
    const lines = features.map((feature) => json({
      type: "Feature",
      id: feature.id,
      geometry: { type: feature.geometry.type, coordinates: exact(feature.geometry.coordinates) },
      properties: Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, property(feature[name], kind)])),
    }));
    return `${json(collection).slice(0, -1)}, "features": [\n${lines.join(",\n")}\n]}\n`;
  }

  /* Write JSON as Python does: a blank behind each comma and colon. */
  function json(value) {
    if (Array.isArray(value)) {
      return `[${value.map(json).join(", ")}]`;
    }
    if (value === null || typeof value !== "object") {
      return typeof value === "string" && value.startsWith(EXACT) ? value.slice(1) : JSON.stringify(value);
    }
    return `{${Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${json(item)}`).join(", ")}}`;
  }

  function exact(coordinates) {
    return Array.isArray(coordinates) ? coordinates.map(exact) : EXACT + floatText(coordinates);
  }

  function property(value, kind) {
    return kind === "float" && value !== null ? EXACT + floatText(value) : value;
  }

  /*
   * Give one row a feature, safe for spreadsheets, the area of a claim in the row of its point: the columns of `kinds`,
   * the square of the military grid, and `terms`, which pipeline/darwin_core.py defines.
   */
  function csv(features, { kinds, terms }) {
    const columns = Object.keys(kinds);
    const areas = new Map(features.filter(({ part }) => part === "area").map((feature) => [ofPoint(feature.id), feature.geometry]));
    const rows = features.filter(({ part }) => part !== "area").map((feature) => {
      const shape = feature.part === "line" ? feature.geometry : areas.get(feature.id);
      const read = (name) => name === "footprint" ? shape && wkt(shape) : feature[name];
      return [...columns.map((name) => csvCell(feature[name], kinds[name])), csvCell(feature.mgrs, "text"),
        ...terms.map((term) => termCell(term, feature.layer, read, kinds))];
    });
    const head = [...columns, "mgrs", ...terms.map(({ name }) => name)];
    return BYTE_ORDER_MARK + [head, ...rows].map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
  }

  /* Give the id of the point that the area of that id belongs to: "x-area~2" is of "x~2". */
  function ofPoint(id) {
    return id.replace(/-area(?=~\d+$|$)/, "");
  }

  function termCell({ columns, layers, words, constant }, layer, read, kinds) {
    if (constant !== null || !layers.includes(layer)) {
      return csvCell(constant, "text");
    }
    const found = [...new Set(columns.map(read).filter((value) => value !== null && value !== undefined))];
    if (found.length > 1) {
      return csvCell(found.join("/"), "text");
    }
    return csvCell(words && found.length ? words[found[0]] : found[0], kinds[columns[0]]);
  }

  /* Write a shape as text (WKT). */
  function wkt({ type, coordinates }) {
    const text = (part) => typeof part[0] === "number" ? part.join(" ") : `(${part.map(text).join(", ")})`;
    return `${type.toUpperCase()} ${text(coordinates)}`;
  }

  /*
   * Give [west, south, east, north] of shapes, null for none: the narrowest box, its west greater than its east where it
   * holds the antimeridian (RFC 7946, section 5.2), as pipeline/geojson.py does.
   */
  function bbox(shapes) {
    const boxes = shapes.flatMap(partsOf).map(boundsOf);
    if (!boxes.length) {
      return null;
    }
    const spans = joined(boxes.map(([west, , east]) => [west, east]).sort((one, two) => one[0] - two[0] || one[1] - two[1]));
    const gaps = spans.slice(1).map(([west], at) => [west - spans[at][1], west, spans[at][1]]);
    gaps.push([spans[0][0] + 360 - spans[spans.length - 1][1], spans[0][0], spans[spans.length - 1][1]]);
    const [, west, east] = gaps.reduce((most, gap) => (gap[0] > most[0] || (gap[0] === most[0] && gap[1] > most[1]) ? gap : most));
    const least = (side) => boxes.reduce((found, box) => Math.min(found, box[side]), Infinity);
    const most = (side) => boxes.reduce((found, box) => Math.max(found, box[side]), -Infinity);
    return [west, least(1), east, most(3)];
  }

  function partsOf({ type, coordinates }) {
    return type.startsWith("Multi") ? coordinates : [coordinates];
  }

  function boundsOf(coordinates) {
    const numbers = coordinates.flat(2);
    const bounds = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < numbers.length; at += 1) {
      const side = at % 2;
      bounds[side] = Math.min(bounds[side], numbers[at]);
      bounds[side + 2] = Math.max(bounds[side + 2], numbers[at]);
    }
    return bounds;
  }

  /* Join sorted spans of longitudes that touch. */
  function joined(spans) {
    const found = [];
    for (const [west, east] of spans) {
      const last = found[found.length - 1];
      if (last && west <= last[1]) {
        last[1] = Math.max(last[1], east);
      } else {
        found.push([west, east]);
      }
    }
    return found;
  }

  function csvCell(value, kind) {
    if (value === null || value === undefined) {
      return "";
    }
    if (kind === "float") {
      return floatText(value);
    }
    if (kind === "bool") {
      return value ? "True" : "False";
    }
    const text = String(value);
    return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  }

  function quoted(cell) {
    return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }

  /* Hand a text to the reader as a file. */
  function save(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  /* Put a text on the clipboard; resolves to whether that worked. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const copied = document.execCommand("copy");
      area.remove();
      return copied;
    }
  }

  Object.assign(window.conflictMap, { bbox, copy, csv, csvCell, floatText, geojson, ofPoint, save, wkt });
})();
