/*
 * The exported page: one filter and one choice for map, slider, search, card and tables.
 *
 * The data stands in the page as JSON that pipeline/web/packed.py made. Without script the tables stand as they are.
 */
(() => {
  "use strict";

  const {
    addEvidence, addHeat, addShapes, append, basemap, button, calendar, cardOf, citation, copy, csv, element, geojson, ofPoint,
    passing, prepare, put, reportWords, save, select, show, tableIn, timeline, unpack, unselect, wordsOf,
  } = window.conflictMap;

  const RESULTS = 30;
  const TYPING_MS = 150;
  const HEAT_FROM = 200;

  const data = JSON.parse(document.getElementById("data").textContent);
  const features = unpack(data, {
    listed: ({ report }) => sourceOf(report)[0],
    url: ({ report }) => sourceOf(report)[1],
    mgrs: ({ row }) => (data.mgrs[row] === null ? null : data.strings[data.mgrs[row]]),
  });
  const listed = features.filter(({ part }) => part !== "area");
  const state = { words: [], searched: data.searched, query: "", from: null, to: null, undated: true, shown: listed, selected: null, spot: [] };
  const byId = (id) => document.getElementById(id);

  /* Where a report stands in the list of sources, and its address if it may be followed. */
  function sourceOf(report) {
    return data.sources[report] || ["", null];
  }

  /* What a card says beside one of its labels. */
  function saidOf({ layer, row }, label) {
    const number = data.labels[layer].indexOf(label);
    return number < 0 ? "" : data.strings[data.cards[row][number]];
  }

  function cellOf(feature, key) {
    const special = {
      "@kind": () => data.words[feature.layer],
      "@name": () => feature.name,
      "@method": () => feature.method,
      "@source": () => reportWords(feature),
    }[key];
    return special ? special() : saidOf(feature, key);
  }

  // ---------------------------------------------------------------- the map

  function drawMap() {
    const map = L.map("map", {
      preferCanvas: true, maxZoom: 18, minZoom: 2, worldCopyJump: true, zoomSnap: 0.5, zoomControl: true,
      fadeAnimation: !still(), zoomAnimation: !still(), markerZoomAnimation: !still(),
    });
    L.control.scale().addTo(map);
    const bases = { "Offline map": basemap({ attribution: data.credit, seam: data.view.seam }).addTo(map) };
    for (const { name, url, credit, max_zoom: maxZoom } of data.tiles) {
      bases[name] = L.tileLayer(url, { attribution: credit, maxZoom, referrerPolicy: "origin-when-cross-origin" });
    }
    prepare(map, data.view);
    const overlays = {};
    const layers = byLayer();
    for (const [layer, title] of Object.entries(data.titles)) {
      const own = layers.get(layer);
      if (own) {
        const group = L.featureGroup().addTo(map);
        addEvidence(map, group, { layer, features: own });
        overlays[`${title} (${own.filter(({ part }) => part !== "area").length.toLocaleString("en")})`] = group;
      }
    }
    addMore(map, overlays);
    L.control.layers(data.tiles.length ? bases : {}, overlays, { collapsed: window.innerWidth <= 700 }).addTo(map);
    map.on("conflictselect", ({ feature, spot }) => choose(feature, spot));
    return map;
  }

  function byLayer() {
    const layers = new Map();
    for (const feature of features) {
      put(layers, feature.layer, feature);
    }
    return layers;
  }

  function addMore(map, overlays) {
    for (const { label, ...shapes } of data.more) {
      const group = L.featureGroup();
      addShapes(map, group, shapes);
      overlays[label] = group;
    }
    if (listed.length >= HEAT_FROM) {
      overlays["Density of mentions"] = heatIn(map);
    }
  }

  function heatIn(map) {
    const group = L.layerGroup();
    addHeat(map, group, { features: listed });
    return group;
  }

  function still() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  // ---------------------------------------------------------------- the filter

  function apply() {
    state.shown = passing(listed, state);
    show(map, isWhole() ? null : withAreas(state.shown));
    for (const { table, rows } of tables) {
      table.show(rows(state.shown));
    }
    if (time) {
      time.draw(passing(listed, { words: state.words, searched: data.searched }));
    }
    showResults();
    const [shown, all] = [state.shown.length, listed.length].map((count) => count.toLocaleString("en"));
    byId("count").textContent = isWhole() ? `All ${all} shown` : `${shown} of ${all} shown`;
    reset.hidden = isWhole();
    writeAddress();
  }

  function isWhole() {
    return !state.words.length && !state.from;
  }

  function withAreas(shown) {
    const ids = new Set(shown.map(({ id }) => `${id}-area`));
    return new Set([...shown, ...features.filter(({ part, id }) => part === "area" && ids.has(id))]);
  }

  // ---------------------------------------------------------------- search

  function addSearch() {
    const box = element("input");
    Object.assign(box, { type: "search", id: "search", placeholder: "Search names and quotes", autocomplete: "off" });
    box.setAttribute("aria-label", "Search names and quotes");
    box.setAttribute("aria-controls", "results");
    let waiting = null;
    box.addEventListener("input", () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => search(box.value), TYPING_MS);
    });
    const form = append(element("form", "search"), box);
    form.setAttribute("role", "search");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search(box.value);
    });
    byId("tools").append(form);
    return box;
  }

  function search(query) {
    state.query = query;
    state.words = wordsOf(query);
    apply();
  }

  function showResults() {
    const list = byId("results");
    list.hidden = !state.words.length;
    if (list.hidden) {
      list.replaceChildren();
      return;
    }
    const rows = state.shown.slice(0, RESULTS).map(resultOf);
    const more = state.shown.length - rows.length;
    const words = more > 0 ? `and ${more.toLocaleString("en")} more; all are in the tables and on the map` : "";
    list.replaceChildren(...rows, ...(rows.length ? [] : [element("li", "", "Nothing fits these words.")]),
      ...(words ? [element("li", "", words)] : []));
  }

  function resultOf(feature) {
    const found = button("", "", () => selectAndShow(feature));
    append(found, element("strong", "", feature.name), element("span", "", ` ${data.words[feature.layer]} · ${reportWords(feature)}`));
    return append(element("li"), found);
  }

  // ---------------------------------------------------------------- what is chosen

  function selectAndShow(feature) {
    select(map, feature.id);
    byId("map").scrollIntoView({ block: "nearest" });
  }

  /* A feature was chosen on the map, in a table, in the search, by the card's buttons or by the address. */
  function choose(feature, spot) {
    const point = feature.part === "area" ? listed.find(({ id }) => id === ofPoint(feature.id)) || feature : feature;
    state.selected = point;
    state.spot = spot.includes(point) ? spot : [point];
    showCard();
    markRow(point.id);
    writeAddress();
  }

  function markRow(id) {
    for (const { table } of tables) {
      table.mark(id);
    }
  }

  function showCard() {
    const feature = state.selected;
    const box = byId("card");
    const lines = data.labels[feature.layer].map((label) => [label, saidOf(feature, label)]).filter(([, value]) => value);
    const told = { kind: data.words[feature.layer], lines, made: data.made };
    const tools = [
      ["Copy citation", (event) => copied(event.currentTarget, citation(feature, told))],
      ["Copy link", (event) => copied(event.currentTarget, window.location.href)],
      ["Close", close],
    ];
    box.replaceChildren(turner(), cardOf(feature, { ...told, tools }));
    if (state.spot.length > 1) {
      box.firstChild.append(element("span", "cm-where", `${state.spot.indexOf(feature) + 1} of ${state.spot.length} mentions here`));
    }
    box.scrollTop = 0;
  }

  /* Previous and next: through the mentions on one spot first, else through all that is shown. */
  function turner() {
    const list = state.spot.length > 1 ? state.spot : state.shown;
    const at = list.indexOf(state.selected);
    const go = (by) => {
      const next = list[(at + by + list.length) % list.length];
      const words = by < 0 ? "‹ Previous" : "Next ›";
      select(map, next.id);
      [...byId("card").querySelectorAll(".cm-turn button")].find((node) => node.textContent === words).focus();
    };
    const turn = append(element("div", "cm-turn"), button("", "‹ Previous", () => go(-1)), button("", "Next ›", () => go(1)));
    if (state.spot.length <= 1 && at >= 0) {
      turn.append(element("span", "cm-where", `${(at + 1).toLocaleString("en")} of ${list.length.toLocaleString("en")}`));
    }
    return turn;
  }

  async function copied(node, text) {
    const before = node.textContent;
    node.textContent = (await copy(text)) ? "Copied" : "Could not copy";
    window.setTimeout(() => {
      node.textContent = before;
    }, 1500);
  }

  function close() {
    state.selected = null;
    unselect(map);
    byId("card").replaceChildren(...howToRead.map((node) => node.cloneNode(true)));
    markRow(null);
    writeAddress();
  }

  // ---------------------------------------------------------------- the address

  /* The part behind # holds what is chosen and shown, so that a link leads to it. */
  function writeAddress() {
    const said = new URLSearchParams();
    if (state.selected) {
      said.set("id", state.selected.id);
    }
    if (state.query.trim()) {
      said.set("words", state.query.trim());
    }
    if (time && !time.state().whole) {
      said.set("from", time.state().from);
      said.set("to", time.state().to);
    }
    const hash = said.size ? `#${said}` : "";
    if (hash !== window.location.hash && !window.location.hash.startsWith("#source-")) {
      window.history.replaceState(null, "", hash || window.location.pathname + window.location.search);
    }
  }

  function readAddress(hash) {
    const said = new URLSearchParams(hash.slice(1));
    if (said.get("words")) {
      box.value = said.get("words");
      search(box.value);
    }
    if (time && said.get("from") && said.get("to")) {
      time.setDays(said.get("from"), said.get("to"));
    }
    if (said.get("id")) {
      select(map, said.get("id"));
    }
  }

  // ---------------------------------------------------------------- files

  function addDownloads() {
    const group = append(element("div", "downloads"), element("span", "", "Data shown:"));
    const files = { GeoJSON: ["geojson", "application/geo+json", geojson], CSV: ["csv", "text/csv", csv] };
    for (const [name, [suffix, type, make]] of Object.entries(files)) {
      append(group, button("", name, () => save(`${data.file}.${suffix}`, type, make(shownInOrder(), { ...data, about: aboutNow() }))));
    }
    append(group, button("", "Print", () => window.print()));
    byId("tools").append(group);
  }

  /* What a file says of itself: of which filter, too, and how much it lets through. */
  function aboutNow() {
    if (isWhole()) {
      return data.about;
    }
    const own = Object.fromEntries(data.about);
    const now = { filter: [own.filter, ...filterInWords()].filter(Boolean).join("; "), shown: state.shown.length, total: own.total ?? listed.length };
    return data.about.map(([name, value]) => [name, now[name] ?? value]);
  }

  /* The same words as those of pipeline/filters.py. */
  function filterInWords() {
    const { from, to, undated, query } = state;
    const days = from === to ? from : `${from} to ${to}`;
    const without = undated && listed.some(({ date_from: first }) => first === null) ? " or without a day" : "";
    return [from ? `${days}${without}` : "", query.trim() ? `with the words \u201c${query.trim()}\u201d` : ""];
  }

  /* What is shown, areas too, in the order of the layers: that of every file. */
  function shownInOrder() {
    return isWhole() ? features : [...withAreas(state.shown)].sort((one, two) => one.row - two.row);
  }

  // ---------------------------------------------------------------- setting it up

  function addTables() {
    const made = [];
    for (const [id, { layers, columns }] of Object.entries(data.tables)) {
      const section = byId(id);
      if (section?.querySelector("table")) {
        const rows = (shown) => layers.flatMap((layer) => shown.filter((feature) => feature.layer === layer));
        made.push({ rows, table: tableIn(section, { columns, facts: data.facts, cellOf, onSelect: selectAndShow }) });
      }
    }
    return made;
  }

  function addTimeline() {
    const found = calendar(listed);
    const root = byId("time");
    if (!found) {
      root.append(element("p", "note", "There is no time slider: fewer than two dates are known."));
      root.hidden = false;
      return null;
    }
    const undated = listed.filter(({ date_from: from }) => from === null).length;
    return timeline(root, { ...found, undated, onChange: (window) => {
      Object.assign(state, { from: window.from, to: window.to, undated: window.undated });
      apply();
    } });
  }

  const howToRead = [...byId("card").children].map((node) => node.cloneNode(true));
  byId("tools").hidden = false;
  const box = addSearch();
  const reset = button("", "Show all again", () => {
    box.value = "";
    Object.assign(state, { words: [], query: "" });
    if (time) {
      time.reset();
    }
    apply();
  });
  byId("counts").append(reset);
  addDownloads();
  const tables = addTables();
  const map = drawMap();
  const time = addTimeline();
  const asked = window.location.hash;
  apply();
  readAddress(asked);
  window.addEventListener("hashchange", () => readAddress(window.location.hash));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.selected) {
      close();
    } else if (event.key === "/" && !event.target.closest("input, textarea")) {
      event.preventDefault();
      box.focus();
    }
  });

  // On paper the map is as wide as the page, not as the screen was, and shows what the screen showed.
  window.matchMedia("print").addEventListener("change", ({ matches }) => {
    setLegendApart(matches);
    const bounds = map.getBounds();
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, { animate: false });
    flatten(matches);
  });

  /* On paper the legend stands below the map, where it hides nothing, folded on the screen or not. */
  function setLegendApart(printing) {
    const box = map.getContainer();
    document.querySelector(".cm-printed")?.remove();
    if (printing) {
      const legend = box.querySelector(".cm-legend").cloneNode(true);
      legend.className = "cm-legend cm-printed";
      legend.open = true;
      box.closest(".explore").after(legend);
    }
  }

  /* On paper canvases cover each other, see-through or not: there the map is one canvas made of all of them. */
  function flatten(printing) {
    const box = map.getContainer();
    box.querySelector(".cm-flat")?.remove();
    if (!printing) {
      return;
    }
    const flat = element("canvas", "cm-flat");
    const { width, height } = box.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    Object.assign(flat, { width: width * ratio, height: height * ratio });
    const context = flat.getContext("2d", { alpha: false });
    context.scale(ratio, ratio);
    context.fillStyle = window.getComputedStyle(box).backgroundColor;
    context.fillRect(0, 0, width, height);
    const order = (canvas) => Number(window.getComputedStyle(canvas.parentNode).zIndex);
    const { left, top } = box.getBoundingClientRect();
    for (const canvas of [...box.querySelectorAll("canvas")].sort((one, two) => order(one) - order(two))) {
      const at = canvas.getBoundingClientRect();
      context.drawImage(canvas, at.left - left, at.top - top, at.width, at.height);
    }
    box.append(flat);
  }

  window.conflictMap.page = { data, features, listed, map, state, time };
})();
