/*
 * A report's text with all that was found in it marked by role; a click or Enter chooses a mark, and words that are
 * selected can be handed over. Text and marks arrive as data and are shown with textContent.
 */
const LEGEND = [
  ["place", "place on the map"],
  ["claim", "distance claim"],
  ["claim off", "claim that is off"],
  ["coordinate", "coordinate"],
  ["missing", "not placed"],
  ["aside", "left out on purpose"],
  ["date", "date"],
];

function element(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  if (text !== undefined) {
    node.textContent = text;
  }
  return node;
}

/* Cut the text wherever a mark begins or ends; each piece knows the marks that cover it, the smallest last. */
function piecesOf(text, marks) {
  const edges = new Set([0, text.length]);
  for (const mark of marks) {
    edges.add(mark.start);
    edges.add(mark.end);
  }
  const cuts = [...edges].sort((one, other) => one - other);
  const sorted = [...marks].sort((one, other) => one.start - other.start || other.end - one.end);
  const pieces = [];
  let open = [];
  let next = 0;
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const [start, end] = [cuts[at], cuts[at + 1]];
    while (next < sorted.length && sorted[next].start <= start) {
      open.push(sorted[next]);
      next += 1;
    }
    open = open.filter((mark) => mark.end > start);
    const covers = [...open].sort((one, other) => (other.end - other.start) - (one.end - one.start));
    pieces.push({ start, end, covers });
  }
  return pieces;
}

function nodeOf(text, { start, end, covers }, chosen, choose) {
  const words = text.slice(start, end);
  if (!covers.length) {
    return document.createTextNode(words);
  }
  const inner = covers[covers.length - 1];
  const kinds = covers.map((mark) => mark.kind).join(" ");
  const isChosen = covers.some((mark) => mark.id && mark.id === chosen);
  const node = element("mark", `${kinds}${isChosen ? " chosen" : ""}`, words);
  node.title = inner.hint;
  if (inner.id) {
    node.dataset.id = inner.id;
    // A mark in several pieces is one stop of the Tab key: its first.
    const first = covers.find((mark) => mark.start === start && mark.id);
    if (first) {
      node.tabIndex = 0;
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", `${text.slice(first.start, first.end)}: ${first.hint}`);
      node.setAttribute("aria-pressed", String(isChosen));
    }
    node.addEventListener("click", () => window.getSelection().isCollapsed && choose((first || inner).id));
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose((first || inner).id);
      }
    });
  }
  return node;
}

function legend() {
  const list = element("div", "legend");
  for (const [kind, words] of LEGEND) {
    list.append(element("mark", kind, words));
  }
  return list;
}

/* Where a selection begins and ends within *body*, in UTF-16 units; null when there is none. */
function stretchOf(root, body) {
  const selection = (root.getSelection ? root : document).getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) {
    return null;
  }
  const range = selection.getRangeAt(0);
  if (!body.contains(range.startContainer) || !body.contains(range.endContainer)) {
    return null;
  }
  const before = document.createRange();
  before.selectNodeContents(body);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".text") || parentElement.appendChild(element("div", "text"));
  const body = element("div", "body");
  body.dir = "auto";
  body.tabIndex = 0;
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", "Text of the report");
  const choose = (id) => setTriggerValue("chosen", id);
  body.append(...piecesOf(data.text, data.marks).map((piece) => nodeOf(data.text, piece, data.chosen, choose)));
  const add = element("button", "add", "Place these words");
  add.type = "button";
  add.hidden = true;
  const onSelect = () => { add.hidden = stretchOf(parentElement, body) === null; };
  // The button must not take the selection away that it is for.
  add.addEventListener("mousedown", (event) => event.preventDefault());
  add.addEventListener("click", () => {
    const stretch = stretchOf(parentElement, body);
    if (stretch) {
      setTriggerValue("added", stretch);
    }
  });
  document.addEventListener("selectionchange", onSelect);
  const place = root.querySelector(".body");
  const scrolled = place && root.dataset.report === data.report ? place.scrollTop : 0;
  const turned = root.dataset.chosen !== String(data.chosen) || root.dataset.report !== data.report;
  root.replaceChildren(legend(), body, add);
  root.dataset.report = data.report;
  root.dataset.chosen = String(data.chosen);
  body.scrollTop = scrolled;
  const chosen = body.querySelector(".chosen");
  if (turned && chosen && (chosen.offsetTop < body.scrollTop || chosen.offsetTop > body.scrollTop + body.clientHeight - 40)) {
    body.scrollTop = Math.max(0, chosen.offsetTop - body.clientHeight / 3);
  }
  return () => document.removeEventListener("selectionchange", onSelect);
}
