/*
 * The tables of the exported page, drawn anew from the data: what passes the filter, page by page, sorted as asked.
 *
 * Part of window.conflictMap. Without script the tables stand as pipeline/web/tables.py wrote them.
 */
(() => {
  "use strict";

  const { append, button, element, quoteOf } = window.conflictMap;

  const PAGE = 100;

  /* On paper a table has no pages to turn: so many rows are printed. */
  const PRINTED = 1000;

  /*
   * Take over the table in *section*. `columns` is a list of {head, key}, `facts` the keys kept on one line; `cellOf(feature, key)` gives the
   * text of a cell, `onSelect` is told which feature a reader picks. Gives {show, mark}.
   */
  function tableIn(section, { columns, facts, cellOf, onSelect }) {
    const table = section.querySelector("table");
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const pager = element("div", "pager");
    const counted = section.querySelector(".n");
    const note = section.querySelector(".cut");
    const state = { features: [], at: 0, by: null, falling: false, selected: null };
    section.querySelector(".scroll").after(pager);
    if (note) {
      note.remove();
    }

    function draw(most = PAGE) {
      const { at, features } = state;
      body.replaceChildren(...features.slice(at, at + most).map((feature) => rowOf(feature)));
      counted.textContent = features.length.toLocaleString("en");
      drawPager();
    }

    function rowOf(feature) {
      const row = element("tr");
      row.dataset.id = feature.id;
      for (const { head, key } of columns) {
        append(row, cell(feature, head, key));
      }
      if (feature.id === state.selected) {
        row.setAttribute("aria-current", "true");
      }
      return row;
    }

    function cell(feature, head, key) {
      if (key === "@quote") {
        const quote = quoteOf(feature, "td");
        quote.className = "quote";
        return quote;
      }
      const said = cellOf(feature, key);
      const node = element("td");
      node.dataset.head = head;
      if (key === "@name") {
        const show = button("show", said, () => onSelect(feature, show));
        show.dir = "auto";
        show.setAttribute("aria-label", `Show ${window.conflictMap.visible(said)} on the map`);
        return append(node, show);
      }
      if (key === "@source") {
        const link = element("a", "", said);
        link.href = `#${feature.listed}`;
        return append(node, link);
      }
      if (key === "Verdict") {
        return append(node, element("span", `verdict ${verdictClass(said)}`, said));
      }
      node.textContent = window.conflictMap.visible(said);
      node.className = facts.includes(key) ? "fact" : "";
      return node;
    }

    function drawPager() {
      const total = state.features.length;
      pager.hidden = total <= PAGE;
      if (pager.hidden) {
        return;
      }
      const last = Math.min(total, state.at + PAGE);
      const back = button("", "‹ Previous rows", () => turn(-PAGE));
      const next = button("", "Next rows ›", () => turn(PAGE));
      back.disabled = state.at === 0;
      next.disabled = last === total;
      const where = element("span", "", `Rows ${(state.at + 1).toLocaleString("en")} to ${last.toLocaleString("en")} of ${total.toLocaleString("en")}`);
      pager.replaceChildren(back, where, next);
    }

    function turn(step) {
      state.at = Math.max(0, state.at + step);
      draw();
      table.scrollIntoView({ block: "start" });
    }

    function show(features) {
      state.features = state.by === null ? features : sorted(features);
      state.at = 0;
      draw();
    }

    function sorted(features) {
      const { key } = columns[state.by];
      const order = new Intl.Collator("en", { numeric: true });
      const value = (feature) => sortValue(feature, key) ?? cellOf(feature, key);
      const compare = (one, two) => (typeof one === "number" && typeof two === "number" ? one - two : order.compare(String(one), String(two)));
      const found = [...features].sort((one, two) => compare(value(one), value(two)) || one.row - two.row);
      return state.falling ? found.reverse() : found;
    }

    function sortBy(column) {
      state.falling = state.by === column && !state.falling;
      state.by = column;
      for (const [number, head] of heads.entries()) {
        head.removeAttribute("aria-sort");
        if (number === column) {
          head.setAttribute("aria-sort", state.falling ? "descending" : "ascending");
        }
      }
      show(state.features);
    }

    const names = heads.map((head) => head.textContent);
    const sorters = names.map((name, number) => button("sort", name, () => sortBy(number)));
    setHeads(sorters);

    function setHeads(contents) {
      for (const [number, head] of heads.entries()) {
        head.replaceChildren(contents[number]);
      }
    }

    /* Mark the row of a feature; the page that holds it is turned to. */
    function mark(id) {
      state.selected = id;
      const at = state.features.findIndex((feature) => feature.id === id);
      if (at >= 0 && (at < state.at || at >= state.at + PAGE)) {
        state.at = Math.floor(at / PAGE) * PAGE;
        draw();
        return;
      }
      for (const row of body.rows) {
        if (row.dataset.id === id) {
          row.setAttribute("aria-current", "true");
        } else {
          row.removeAttribute("aria-current");
        }
      }
    }

    window.addEventListener("beforeprint", () => {
      // A head is written again on each page, but not the buttons in it.
      setHeads(names);
      state.at = 0;
      draw(PRINTED);
      pager.hidden = state.features.length <= PRINTED;
      pager.replaceChildren(element("span", "", `The first ${PRINTED.toLocaleString("en")} of ${state.features.length.toLocaleString("en")} rows are printed; all are in the file.`));
    });
    window.addEventListener("afterprint", () => {
      setHeads(sorters);
      draw();
    });

    return { mark, show };
  }

  const NUMBERS = { Doubt: "uncertainty_m", Score: "score", Ratio: "ratio", "Stated / measured": "ratio", Measured: "measured_m", Stated: "stated_low_m", When: "date_from" };

  function sortValue(feature, key) {
    const name = NUMBERS[key];
    return name ? feature[name] ?? (name === "date_from" ? "" : -1) : undefined;
  }

  function verdictClass(verdict) {
    return { holds: "holds", "cannot check": "open" }[verdict] || "off";
  }

  Object.assign(window.conflictMap, { tableIn });
})();
