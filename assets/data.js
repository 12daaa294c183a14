/*
 * Features as data: unpacked from columns, folded for search, filtered, and told when they were.
 *
 * Part of window.conflictMap. Nothing here touches the page, so that each function can be tested alone.
 */
(() => {
  "use strict";

  const DAY = 86_400_000;

  // Controls, and the marks that turn the direction of what follows: they can make a name read as another.
  const HIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

  /* Give text fit for eyes, every offset kept: what hides or turns text becomes U+FFFD. */
  function visible(text) {
    return String(text).replace(HIDDEN, "\ufffd");
  }

  /*
   * Give features as objects. `packed` holds columns: a list with a value each, or {"all": value} where
   * all have the same; where `kinds` says "text" the values are numbers that count in `strings`.
   * Geometries are shared likewise; a point's is made from its degrees. `more` holds further properties,
   * each a function of the feature. A feature reads a column when it is asked: of most it never is.
   */
  function unpack(packed, more = {}) {
    class Feature {
      constructor(row) {
        this.row = row;
        const { geometry } = packed.columns;
        const number = Array.isArray(geometry) ? geometry[row] : geometry.all;
        this.geometry = number === null ? pointOf(this) : packed.geometries[number];
      }
    }
    const { geometry: _, stated_area: areas, ...columns } = packed.columns;
    for (const [name, column] of Object.entries(columns)) {
      property(Feature, name, column, packed.kinds[name] === "text" ? packed.strings : null);
    }
    property(Feature, "stated_area", areas, packed.geometries);
    for (const [name, of] of Object.entries(more)) {
      Object.defineProperty(Feature.prototype, name, { get() { return of(this); } });
    }
    return Array.from({ length: packed.count }, (_unused, row) => new Feature(row));
  }

  /* Let features read a column; its values count in `shared` where there is one. */
  function property(Feature, name, column, shared) {
    const list = Array.isArray(column) ? column : null;
    Object.defineProperty(Feature.prototype, name, { get() {
      const value = list ? list[this.row] : column.all;
      return shared && value !== null ? shared[value] : value;
    } });
  }

  function pointOf({ lat, lon }) {
    return { type: "Point", coordinates: [rounded(lon), rounded(lat)] };
  }

  function rounded(degrees) {
    return Math.round(degrees * 1e6) / 1e6;
  }

  /* Give text as it is searched: without case, accents and the many forms of an apostrophe. */
  function folded(text) {
    return String(text).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/[\u02bc\u02b9\u2018\u2019\u0060\u00b4\u2032]/g, "'").replace(/\u0131/g, "i").replace(/\u0142/g, "l")
      .replace(/\u00f8/g, "o").replace(/\u0111/g, "d").replace(/\u00df/g, "ss");
  }

  /* Tell whether all words of a query stand in some columns of a feature; `feature.folded` is kept for the next time. */
  function matches(feature, words, searched) {
    feature.folded ??= folded(searched.map((name) => feature[name] || "").join("\n"));
    return words.every((word) => feature.folded.includes(word));
  }

  function wordsOf(query) {
    return folded(query).split(/\s+/).filter(Boolean);
  }

  // ---------------------------------------------------------------- time

  const UNITS = [
    { name: "day", most: 62, next: (date) => date.setUTCDate(date.getUTCDate() + 1) },
    { name: "week", most: 450, next: (date) => date.setUTCDate(date.getUTCDate() + 7) },
    { name: "month", most: 3800, next: (date) => date.setUTCMonth(date.getUTCMonth() + 1) },
    { name: "year", most: Infinity, next: (date) => date.setUTCFullYear(date.getUTCFullYear() + 1) },
  ];

  function startOf(unit, time) {
    const date = new Date(time);
    if (unit === "week") {
      date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    } else if (unit === "month") {
      date.setUTCDate(1);
    } else if (unit === "year") {
      date.setUTCMonth(0, 1);
    }
    return date;
  }

  function iso(time) {
    return new Date(time).toISOString().slice(0, 10);
  }

  /*
   * Cut the time that features cover into days, weeks, months or years: {unit, bins: [{from, to}]} with
   * ISO days, both included. Null where fewer than two days are told apart.
   */
  function calendar(features) {
    const dated = features.filter((feature) => feature.date_from);
    if (new Set(dated.map((feature) => feature.date_from + feature.date_to)).size < 2) {
      return null;
    }
    const first = dated.reduce((least, { date_from: from }) => (from < least ? from : least), "9999");
    const last = dated.reduce((most, { date_to: to }) => (to > most ? to : most), "0000");
    const days = (Date.parse(last) - Date.parse(first)) / DAY + 1;
    const unit = UNITS.find(({ most }) => days <= most);
    const bins = [];
    for (const date = startOf(unit.name, Date.parse(first)); iso(date) <= last; ) {
      const from = iso(date);
      unit.next(date);
      bins.push({ from, to: iso(date.getTime() - DAY) });
    }
    return { unit: unit.name, bins };
  }

  function within(feature, from, to) {
    return feature.date_from !== null && feature.date_from <= to && feature.date_to >= from;
  }

  /* Count, bin by bin, the features that each touches. */
  function histogram(features, bins) {
    return bins.map(({ from, to }) => features.filter((feature) => within(feature, from, to)).length);
  }

  // ---------------------------------------------------------------- filter

  /*
   * Give the features that a state lets through: {words, searched, from, to, undated}. Words are looked for in the columns
   * `searched`. Without `from` time does not count; `undated` says whether what has no date stays.
   */
  function passing(features, { words, searched, from, to, undated }) {
    return features.filter((feature) =>
      (!words.length || matches(feature, words, searched))
      && (!from || within(feature, from, to) || (undated && feature.date_from === null)));
  }

  window.conflictMap = { calendar, folded, histogram, matches, passing, unpack, visible, within, wordsOf };
})();
