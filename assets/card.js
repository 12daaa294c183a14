/*
 * The card of what is chosen: what it is, its quote with the words marked, where it is from.
 *
 * Part of window.conflictMap; the exported page only. The lines of a card were worded by pipeline/web/cards.py.
 */
(() => {
  "use strict";

  const { append, button, element } = window.conflictMap;

  /* Give the card of a feature: {kind, lines, tools} say what it is, its labelled lines, and its buttons. */
  function cardOf(feature, { kind, lines, tools }) {
    const root = element("div", "cm-card");
    const heading = element("h3", "", feature.name);
    heading.dir = "auto";
    append(root, element("div", "cm-kind", kind), heading, quoteOf(feature), citeOf(feature), listOf(lines));
    return append(root, append(element("div", "cm-tools"), ...tools.map(([words, act]) => button("", words, act))));
  }

  function listOf(lines) {
    const list = element("dl");
    for (const [label, value] of lines) {
      const said = element("dd", "", value);
      said.dir = "auto";
      append(list, element("dt", "", label), said);
    }
    return list;
  }

  /* The three parts of a quote: before the words, the words, after them. */
  function partsOf({ quote, quote_start: from, start, words }) {
    // Offsets count characters, JavaScript's strings count halves of those beyond the basic plane.
    const characters = [...quote];
    const length = [...words].length;
    const at = start - from;
    return [characters.slice(0, at), characters.slice(at, at + length), characters.slice(at + length)].map((part) => part.join(""));
  }

  function quoteOf(feature, tag = "blockquote") {
    const [before, words, after] = partsOf(feature);
    const quote = element(tag);
    quote.dir = "auto";
    return append(quote, element("span", "", before), element("mark", "", words), element("span", "", after));
  }

  function reportWords({ title, report, page }) {
    return page ? `${title || report}, p. ${page}` : title || report;
  }

  function citeWords(feature) {
    return [reportWords(feature), feature.source, feature.published].filter(Boolean).join(", ");
  }

  function citeOf(feature) {
    const cite = element("p", "cm-cite");
    const url = feature.url;
    if (!url) {
      cite.textContent = window.conflictMap.visible(citeWords(feature));
      return cite;
    }
    const link = element("a", "", citeWords(feature));
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return append(cite, link);
  }

  /* A citation for an article: the quote, its source, where it was placed and how surely. */
  function citation(feature, { kind, lines, made }) {
    const said = lines.filter(([label]) => CITED.has(label)).map(([label, value]) => `${label}: ${value}`).join("; ");
    return window.conflictMap.visible(`“${feature.quote.trim()}” — ${citeWords(feature)}. ${kind}: ${feature.name}. ${said}. ${made}`);
  }

  const CITED = new Set(["Verdict", "Stated", "Measured", "Position", "Grid (MGRS)", "Doubt", "Placed by", "When"]);

  Object.assign(window.conflictMap, { cardOf, citation, partsOf, quoteOf, reportWords });
})();
