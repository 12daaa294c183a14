"""Print size, time to build and time to draw of the one-file map, beside plain folium's with the same points.

python tests/benchmarks/file_map.py

Building is measured as CPU time from the layers on; drawing as what a headless Chromium needs from
opening the file until two frames after it is ready, the network refused. Folium's own file needs the
network for its scripts: only its size and the time to build it are printed.
"""
# ruff: noqa: T201  (printing figures is what a benchmark does)

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import folium  # noqa: E402
from folium.plugins import MarkerCluster  # noqa: E402
from many import reports_of  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from pipeline.about import About  # noqa: E402
from pipeline.encode import html_text  # noqa: E402
from pipeline.layers import Layers, rows_of, to_layers  # noqa: E402
from pipeline.model import Report  # noqa: E402
from pipeline.web.page import html_page  # noqa: E402

SIZES = (10, 1_000, 10_000)
CHROMIUM = "/usr/bin/chromium"
FRAMES = (
    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
)


def built(layers: Layers, reports: Sequence[Report]) -> tuple[float, str]:
    """Give the seconds of CPU that our page takes, and the page."""
    started = time.process_time()
    page = html_page(layers, reports, About())
    return time.process_time() - started, page


def built_by_folium(layers: Layers) -> tuple[float, str]:
    """Give the same for folium's markers in a cluster, each with a popup of its name and quote."""
    started = time.process_time()
    drawing = folium.Map()
    cluster = MarkerCluster().add_to(drawing)
    for row in rows_of(layers["places"]):
        text = f"<b>{html_text(row['name'])}</b><br>{html_text(row['quote'])}"
        folium.Marker((row["lat"], row["lon"]), popup=text).add_to(cluster)
    page = drawing.get_root().render()
    return time.process_time() - started, page


def drawn(browser: Browser, page: str) -> tuple[float, int]:
    """Give the seconds until the map is drawn and the number of requests beside the file itself."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
        file.write(page)
        file.flush()
        tab.goto(Path(file.name).as_uri())
        milliseconds: float = tab.evaluate(FRAMES)
    context.close()
    return milliseconds / 1000, len(asked) - 1


def main() -> None:
    """Print one line a size."""
    built(to_layers([]), [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for size in SIZES:
            reports = list(reports_of(size))
            layers = to_layers(reports)
            seconds, page = built(layers, reports)
            ready, asked = drawn(browser, page)
            theirs, their_page = built_by_folium(layers)
            print(
                f"{size:6,} mentions: {len(page.encode()) / 1e6:.2f} MB, built in {seconds:.2f} s, "
                f"drawn in {ready:.2f} s, {asked} requests; "
                f"folium {len(their_page.encode()) / 1e6:.2f} MB, built in {theirs:.2f} s"
            )
        browser.close()


if __name__ == "__main__":
    main()
