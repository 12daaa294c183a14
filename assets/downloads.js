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

  /* Give one collection (RFC 7946) of features, with the columns of `kinds` as properties. */
  function geojson(features, { title, kinds }) {
    const collection = { type: "FeatureCollection" };
    if (title) {
      collection.title = title;
    }
    collection.features = features.map((feature) => ({
      type: "Feature",
      id: feature.id,
      geometry: { type: feature.geometry.type, coordinates: exact(feature.geometry.coordinates) },
      properties: Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, property(feature[name], kind)])),
    }));
    const text = JSON.stringify(collection, null, 1);
    return `${text.replace(/"\\u0000([^"]*)"/g, "$1")}\n`;
  }

  function exact(coordinates) {
    return Array.isArray(coordinates) ? coordinates.map(exact) : EXACT + floatText(coordinates);
  }

  function property(value, kind) {
    return kind === "float" && value !== null ? EXACT + floatText(value) : value;
  }

  /* Give one row a feature, safe for spreadsheets; areas only as their point. */
  function csv(features, { kinds }) {
    const columns = Object.keys(kinds);
    const rows = features.filter(({ part }) => part !== "area")
      .map((feature) => columns.map((name) => csvCell(feature[name], kinds[name])));
    return BYTE_ORDER_MARK + [columns, ...rows].map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
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

  Object.assign(window.conflictMap, { copy, csv, csvCell, floatText, geojson, save });
})();
