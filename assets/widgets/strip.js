/*
 * How many records each stretch of time has, and a brush that chooses some of it: drag over the bars, drag an end, or
 * move an end with the arrow keys. Days arrive as ISO texts.
 */
const HEIGHT = 56;
const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, value);
  }
  return node;
}

function element(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  if (text !== undefined) {
    node.textContent = text;
  }
  return node;
}

/* The bins that a choice of days covers: [first, last], all of them without a choice. */
function covered(bins, first, last) {
  const from = first ? bins.findIndex((bin) => bin.last >= first) : 0;
  let to = bins.length - 1;
  while (last && to > 0 && bins[to].first > last) {
    to -= 1;
  }
  return [from < 0 ? bins.length - 1 : from, Math.max(to, 0)];
}

/* What stands under an end of the strip: its day, or how many records lie beyond it, as the axis is cut there. */
function edge(bin, atEnd = false) {
  return bin.rest ? `${bin.label}: ${bin.count}` : atEnd ? bin.last : bin.first;
}

function draw(told) {
  const { data, parentElement, setTriggerValue } = told;
  const root = parentElement.querySelector(".strip") || parentElement.appendChild(element("div", "strip"));
  if (root.held) {
    // A brush in hand is not taken away; what came meanwhile is drawn once it is let go.
    root.held = told;
    return;
  }
  const { bins, first, last } = data;
  const chosen = Boolean(first || last);
  let [from, to] = covered(bins, first, last);
  const most = Math.max(...bins.map((bin) => bin.count), 1);
  const width = 1000;
  const step = width / bins.length;

  const chart = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: "none", class: "bars", "aria-hidden": "true" });
  const bars = bins.map((bin, number) => {
    const high = bin.count ? Math.max(3, (bin.count / most) * (HEIGHT - 4)) : 0;
    const bar = svg("rect", { x: number * step + step * 0.08, width: step * 0.84, y: HEIGHT - high, height: high });
    if (bin.rest) {
      const at = number ? number * step : (number + 1) * step;
      chart.append(svg("line", { x1: at, x2: at, y1: 0, y2: HEIGHT, class: "cut" }));
    }
    const hit = svg("rect", { x: number * step, width: step, y: 0, height: HEIGHT, class: "hit" });
    const title = svg("title", {});
    title.textContent = `${bin.label}: ${bin.count}`;
    hit.appendChild(title);
    chart.append(bar, hit);
    return bar;
  });
  const track = element("div", "track");
  const window_ = element("div", "window");
  const ends = ["from", "to"].map((name) => {
    const end = element("div", `end ${name}`);
    end.tabIndex = 0;
    end.setAttribute("role", "slider");
    end.setAttribute("aria-label", name === "from" ? "First day shown" : "Last day shown");
    end.setAttribute("aria-valuemin", "0");
    end.setAttribute("aria-valuemax", String(bins.length - 1));
    return end;
  });
  track.append(chart, window_, ...ends);

  function show() {
    bars.forEach((bar, number) => bar.setAttribute("class", number >= from && number <= to ? "in" : "out"));
    window_.style.left = `${(from / bins.length) * 100}%`;
    window_.style.width = `${((to - from + 1) / bins.length) * 100}%`;
    window_.hidden = from === 0 && to === bins.length - 1;
    ends[0].style.left = `${(from / bins.length) * 100}%`;
    ends[1].style.left = `${((to + 1) / bins.length) * 100}%`;
    ends[0].setAttribute("aria-valuenow", String(from));
    ends[0].setAttribute("aria-valuetext", bins[from].first);
    ends[1].setAttribute("aria-valuenow", String(to));
    ends[1].setAttribute("aria-valuetext", bins[to].last);
  }

  function tell() {
    const all = from === 0 && to === bins.length - 1;
    setTriggerValue("brushed", all ? { first: null, last: null } : { first: bins[from].first, last: bins[to].last });
  }

  const binAt = (event) => {
    const box = track.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.min(bins.length - 1, Math.max(0, Math.floor(share * bins.length)));
  };

  track.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const end = ends.indexOf(event.target);
    const anchor = end === 0 ? to : end === 1 ? from : binAt(event);
    const drag = (moved) => {
      const at = binAt(moved);
      [from, to] = [Math.min(anchor, at), Math.max(anchor, at)];
      show();
    };
    track.setPointerCapture(event.pointerId);
    root.held = told;
    if (end < 0) {
      drag(event);
    }
    track.addEventListener("pointermove", drag);
    const release = (ended) => {
      for (const kind of ["pointerup", "pointercancel"]) {
        track.removeEventListener(kind, release);
      }
      track.removeEventListener("pointermove", drag);
      const waiting = root.held;
      root.held = null;
      if (ended.type === "pointerup") {
        tell();
      }
      if (waiting !== told || ended.type === "pointercancel") {
        draw(waiting);
      }
    };
    track.addEventListener("pointerup", release);
    track.addEventListener("pointercancel", release);
  });

  ends.forEach((end, which) => end.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!by) {
      return;
    }
    event.preventDefault();
    if (which === 0) {
      from = Math.min(to, Math.max(0, from + by));
    } else {
      to = Math.max(from, Math.min(bins.length - 1, to + by));
    }
    show();
    // Keys come in quick succession; the page is told once they rest.
    window.clearTimeout(root.waiting);
    root.waiting = window.setTimeout(tell, 500);
  }));

  const foot = element("div", "foot");
  const clear = element("button", "clear", "All days");
  clear.type = "button";
  clear.hidden = !chosen;
  clear.addEventListener("click", () => setTriggerValue("brushed", { first: null, last: null }));
  foot.append(
    element("span", "day", edge(bins[0])),
    element("span", "said", data.said),
    clear,
    element("span", "day", edge(bins[bins.length - 1], true)),
  );
  root.replaceChildren(track, foot);
  show();
}

export default draw;
