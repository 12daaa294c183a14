"""Print how long the dashboard takes: to start, to map reports, to open a record, to draw many points.

Usage: PYTHONPATH=. python tests/benchmarks/dashboard_speed.py [REPORTS OF 100 PLACES ...]

Each further number adds a project of so many reports with a hundred places each: 100 gives 10,000
points, 1000 gives 100,000. What Streamlit takes for a page of a title, a button and a table is measured in
turn with it: no page of Streamlit is faster on the same machine. Needs Chromium and Playwright, as the
browser tests do.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from running import ARGUMENTS, free_port, running_app

from gazetteer.build import open_gazetteer
from gazetteer.place import Point

SMALLEST = Path(__file__).with_name("smallest_app.py")
PATIENCE_MS = 1_200_000
STARTS = ("by a browser that was never here", "by one that was here once", "by one that was here twice")
"""Where a browser has been before it has the page's files; it keeps them compiled from the second visit on."""
MAP = 'iframe[title="streamlit_folium.st_folium"]'
REDRAW = """() => new Promise((done) => {
  const since = performance.now();
  window.feature_group.forEach((group) => window.map.removeLayer(group));
  window.eval(window.__GLOBAL_DATA__.last_feature_group);
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - since)));
})"""
POINTS = "() => Object.values(window.map._layers).some((layer) => layer.feature)"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""What was drawn before it is on the screen after it."""
TEXT = (
    "Shelling was heard 5 km north of Avdiivka. Bakhmut, about 90 km north of Avdiivka, was quiet. "
    "Fires were seen in Kharkiv and Sumy, and at 48.5621, 37.9104."
)


def say(what: str, seconds: float, least: float | None = None) -> None:
    """Write a line; *least* is what Streamlit itself took for the like."""
    times = f"   {seconds / least:.1f} times Streamlit's own {least:.2f} s" if least else ""
    sys.stdout.write(f"{what:<50}{seconds:8.2f} s{times}\n")
    sys.stdout.flush()


def map_drawn(page: Page) -> None:
    """Wait until the page is at rest and its map, of which there are two until then, shows its points."""
    page.frame_locator(MAP).last.locator(".leaflet-control-layers").wait_for(timeout=PATIENCE_MS)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=PATIENCE_MS)
    page.frame_locator(MAP).locator(".leaflet-control-layers").wait_for(timeout=PATIENCE_MS)
    (frame,) = (frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.wait_for_function(POINTS, timeout=PATIENCE_MS)
    frame.evaluate(TWO_FRAMES)


def started(page: Page, project: Path, port: int) -> float:
    """Start the app as `make run` does, and give the seconds until the samples are on its map."""
    since = time.perf_counter()
    with running_app(project, port=port) as address:
        page.goto(address)
        map_drawn(page)
        taken = time.perf_counter() - since
        page.goto("about:blank")
        return taken


def smallest(page: Page, project: Path, port: int) -> tuple[float, float]:
    """Give the seconds until the smallest page is there, and from a click on it to its answer."""
    since = time.perf_counter()
    with running_app(project, app=SMALLEST, port=port) as address:
        page.goto(address)
        page.locator("canvas").first.wait_for()
        page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        taken = time.perf_counter() - since
        since = time.perf_counter()
        page.get_by_role("button", name="Choose").click()
        page.locator(".chosen").wait_for()
        answered = time.perf_counter() - since
        page.goto("about:blank")
        return taken, answered


def redrawn(page: Page) -> float:
    """Let the map draw its layers anew, and give the seconds until two frames of them were shown."""
    (frame,) = (frame for frame in page.frames if "streamlit_folium" in frame.url)
    return float(frame.evaluate(REDRAW)) / 1000.0


def reports(count: int, *, places: int = 0) -> bytes:
    """Write reports as lines of JSON: two short ones are like a user's, many places fill the map."""
    names = list(_names()) if places else []
    lines = []
    for number in range(count):
        some = [names[(number * places + place) % len(names)] for place in range(places)]
        text = " ".join([f"Report {number}.", TEXT, *(f"Shelling hit {name}." for name in some)])
        lines.append(
            json.dumps({"id": f"report-{number}", "text": text, "published": f"2023-03-{number % 28 + 1:02d}"})
        )
    return "\n".join(lines).encode()


def _names() -> Iterator[str]:
    """Give the names of towns round Donetsk, as many as there are within 300 km."""
    found = open_gazetteer().near(Point(lat=48.0, lon=37.8), 300_000.0)
    yield from dict.fromkeys(place.name for place, _ in found if place.kind in {"town", "city"})


def take_in(page: Page, count: int, *, places: int = 0) -> float:
    """Hand reports in, and give the seconds until they are on the map."""
    page.get_by_text("Files", exact=True).first.click()
    data = reports(count, places=places)
    uploader = page.get_by_test_id("stFileUploader").filter(has_text="Files of reports").locator("input")
    uploader.wait_for(state="attached")
    since = time.perf_counter()
    uploader.set_input_files({"name": "reports.jsonl", "mimeType": "text/plain", "buffer": data})
    expect(page.get_by_text(f"{count:,} reports,")).to_be_visible(timeout=PATIENCE_MS)
    map_drawn(page)
    return time.perf_counter() - since


def clicked(page: Page) -> float:
    """Select a record, and give the seconds until its detail stands there."""
    since = time.perf_counter()
    page.get_by_role("button", name="Begin with the most doubtful").click()
    expect(page.locator(".cm-card h3")).to_be_visible(timeout=PATIENCE_MS)
    return time.perf_counter() - since


def main() -> None:
    """Print a line a measurement."""
    sizes = [int(words) for words in sys.argv[1:]]
    # A user's Python keeps what it compiled; where it must not, every start compiles anew what has changed.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch_persistent_context(
            Path(folder) / "profile",
            executable_path="/usr/bin/chromium",
            args=list(ARGUMENTS),
            viewport={"width": 1400, "height": 900},
        )
        (page,) = browser.pages
        page.set_default_timeout(PATIENCE_MS)
        port, other = free_port(), free_port()
        answer = 0.0
        for number, visited in enumerate(STARTS):
            least, answer = smallest(page, Path(folder) / "none.sqlite", other)
            say(f"start to map, {visited}", started(page, Path(folder) / f"{number}.sqlite", port), least)
        with running_app(Path(folder) / "small.sqlite") as address:
            page.goto(address)
            map_drawn(page)
            say("2 reports handed in, to their map", take_in(page, 2))
            say("a record chosen, to its detail", clicked(page), answer)
        with running_app(Path(folder) / "many.sqlite") as address:
            page.goto(address)
            map_drawn(page)
            say("200 reports handed in, to their map", take_in(page, 200))
            say("a record chosen, to its detail", clicked(page))
        for size in sizes:
            with running_app(Path(folder) / f"{size}.sqlite") as address:
                page.goto(address)
                map_drawn(page)
                say(f"{size * 100:,} places handed in, to their map", take_in(page, size, places=100))
                say("their layers drawn anew", redrawn(page))
                say("a record chosen, to its detail", clicked(page))
        browser.close()


if __name__ == "__main__":
    main()
