/*
 * The time slider of the exported page: a histogram, two handles on it, and buttons that step and play.
 *
 * Part of window.conflictMap. The window between the handles is in whole days, weeks, months or years.
 */
(() => {
  "use strict";

  const { append, button, element, histogram } = window.conflictMap;

  const TICK_MS = 900;
  const HEIGHT = 48;

  /*
   * Build the slider into *root* for bins of `conflictMap.calendar`. `undated` is how many features have no
   * date; `onChange` is told {from, to, undated} whenever the window changes. Gives {draw, pause, reset, setDays, state}.
   */
  function timeline(root, { unit, bins, undated, onChange }) {
    const last = bins.length;
    const at = { low: 0, high: last, undated: true, timer: null };
    const chart = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const play = button("play", "▶ Play", () => (at.timer ? pause() : start()));
    const said = element("output", "time-said");
    const low = handle("First day shown", 0, last - 1, 0, (value) => set(Math.min(value, at.high - 1), at.high));
    const high = handle("Last day shown", 1, last, last, (value) => set(at.low, Math.max(value, at.low + 1)));
    const whole = button("", "All dates", () => set(0, last));
    chart.setAttribute("viewBox", `0 0 ${last} ${HEIGHT}`);
    chart.setAttribute("preserveAspectRatio", "none");
    chart.setAttribute("aria-hidden", "true");

    function handle(label, least, most, value, onInput) {
      const input = element("input");
      Object.assign(input, { type: "range", min: 0, max: last, step: 1, value });
      input.setAttribute("aria-label", label);
      input.addEventListener("input", () => {
        pause();
        onInput(Math.max(least, Math.min(most, Number(input.value))));
      });
      return input;
    }

    function set(from, to) {
      at.low = Math.max(0, Math.min(from, last - 1));
      at.high = Math.max(at.low + 1, Math.min(to, last));
      tell();
    }

    function tell() {
      reflect();
      onChange(state());
    }

    function isWhole() {
      return at.low === 0 && at.high === last;
    }

    function state() {
      const whole = isWhole() && at.undated;
      return { from: whole ? null : bins[at.low].from, to: whole ? null : bins[at.high - 1].to, undated: at.undated, whole: isWhole() };
    }

    function reflect() {
      const [from, to] = [bins[at.low].from, bins[at.high - 1].to];
      low.value = at.low;
      high.value = at.high;
      low.setAttribute("aria-valuetext", from);
      high.setAttribute("aria-valuetext", to);
      said.textContent = from === to ? from : `${from} to ${to}`;
      whole.disabled = isWhole();
      for (const [number, bar] of [...chart.children].entries()) {
        bar.setAttribute("class", number >= at.low && number < at.high ? "in" : "out");
      }
    }

    /* Move the window one bin on or back; it keeps its width. */
    function step(by) {
      const width = at.high - at.low;
      if (isWhole()) {
        set(by > 0 ? 0 : last - 1, by > 0 ? 1 : last);
      } else if (at.low + by >= 0 && at.high + by <= last) {
        set(at.low + by, at.low + by + width);
      } else {
        set(by > 0 ? 0 : last - width, by > 0 ? width : last);
      }
    }

    function start() {
      play.textContent = "❚❚ Pause";
      if (isWhole() || at.high === last) {
        const width = isWhole() ? 1 : at.high - at.low;
        set(0, width);
      }
      at.timer = window.setInterval(() => (at.high < last ? step(1) : pause()), TICK_MS);
    }

    function pause() {
      window.clearInterval(at.timer);
      at.timer = null;
      play.textContent = "▶ Play";
    }

    /* Draw the histogram of these features. */
    function draw(features) {
      const counts = histogram(features, bins);
      const most = Math.max(1, ...counts);
      chart.replaceChildren(...counts.map((count, number) => barOf(count, number, most)));
      reflect();
    }

    function barOf(count, number, most) {
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const height = count ? Math.max(3, (count / most) * HEIGHT) : 0;
      const shape = { x: number + 0.06, width: 0.88, y: HEIGHT - height, height };
      for (const [name, value] of Object.entries(shape)) {
        bar.setAttribute(name, value);
      }
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = `${bins[number].from}: ${count}`;
      bar.append(title);
      bar.addEventListener("click", () => set(number, number + 1));
      return bar;
    }

    const head = append(element("div", "time-head"), element("h2", "", "Time"), play,
      button("", "‹ Earlier", () => step(-1)), button("", "Later ›", () => step(1)), whole, said);
    if (undated) {
      append(head, undatedBox(at, undated, tell));
    }
    const ends = append(element("div", "time-ends"), element("span", "", bins[0].from), element("span", "", `one bar: one ${unit}`),
      element("span", "", bins[last - 1].to));
    append(root, head, append(element("div", "brush"), chart, low, high), ends);
    root.hidden = false;

    /* Set the window to days; for an address that names them. */
    function setDays(from, to) {
      const first = bins.findIndex((bin) => bin.to >= from);
      const after = bins.findIndex((bin) => bin.to >= to);
      set(first < 0 ? 0 : first, after < 0 ? last : after + 1);
    }

    /* Show all dates, and what has none. */
    function reset() {
      pause();
      at.undated = true;
      const box = root.querySelector(".undated input");
      if (box) {
        box.checked = true;
      }
      set(0, last);
    }

    return { draw, pause, reset, setDays, state };
  }

  function undatedBox(at, undated, tell) {
    const box = element("input");
    Object.assign(box, { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      at.undated = box.checked;
      tell();
    });
    return append(element("label", "undated"), box, ` also the ${undated.toLocaleString("en")} without a date`);
  }

  Object.assign(window.conflictMap, { timeline });
})();
