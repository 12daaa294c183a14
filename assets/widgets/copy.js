/* Rows of a label, a value and a button that copies the value. All text arrives as data and is shown with textContent. */
const SAID_FOR_MS = 1500;

function element(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

async function copied(value, holder) {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    // Without a secure context the browser offers no clipboard: select the value, so that a key copies it.
    const range = document.createRange();
    range.selectNodeContents(holder);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return "Press Ctrl+C";
  }
  return "Copied";
}

function rowOf([label, value]) {
  const row = element("div", "row", "");
  const shown = element("span", "value", value);
  const button = element("button", "copy", "Copy");
  button.type = "button";
  button.setAttribute("aria-label", `Copy ${label}`);
  button.addEventListener("click", async () => {
    button.textContent = await copied(value, shown);
    window.setTimeout(() => { button.textContent = "Copy"; }, SAID_FOR_MS);
  });
  row.append(element("span", "label", label), shown, button);
  return row;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".rows") || parentElement.appendChild(element("div", "rows", ""));
  root.replaceChildren(...data.rows.map(rowOf));
}
