"""The app in a real browser with every outside request refused."""

import json
import re
from pathlib import Path

import pytest
from payloads import PAYLOADS
from playwright.sync_api import Browser, Frame, Page, WebSocket, expect
from visiting import Visit

pytestmark = pytest.mark.browser

READY = 180_000
MAP = 'iframe[title="streamlit_folium.st_folium"]'
TABLES = {"Evidence": "The evidence as a table", "Not placed": "The missing as a table"}
MIDDLE_MARK = """() => {
  const middle = window.map.getSize().divideBy(2);
  const points = Object.values(window.map._layers)
    .filter((layer) => layer.feature && layer.options.shape)
    .map((layer) => window.map.latLngToContainerPoint(layer.getLatLng()));
  points.sort((one, other) => one.distanceTo(middle) - other.distanceTo(middle));
  return [points[0].x, points[0].y];
}"""


def open_app(page: Page, address: str) -> Frame:
    """Open the app and wait until its map is drawn."""
    page.goto(address)
    return map_of(page)


def map_of(page: Page) -> Frame:
    """Wait until the map is drawn, its layers on it."""
    page.frame_locator(MAP).locator(".leaflet-control-layers").wait_for(timeout=READY)
    (frame,) = (frame for frame in page.frames if "streamlit_folium" in frame.url)
    return frame


def at_rest(page: Page) -> None:
    """Wait until the page is made: before that, what was there and what will be stand side by side."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=READY)


def click_mark(page: Page, frame: Frame) -> None:
    """Click the mark nearest to the middle of the map, where a user would."""
    box = page.locator(MAP).bounding_box()
    assert box is not None
    x, y = frame.evaluate(MIDDLE_MARK)
    page.mouse.click(box["x"] + x, box["y"] + y)


def use(page: Page, *files: dict[str, object]) -> None:
    """Hand files in through the sidebar."""
    page.get_by_text("Files", exact=True).first.click()
    place = page.get_by_test_id("stFileUploader").filter(has_text="Files of reports")
    place.locator('input[type="file"]').set_input_files(list(files))  # type: ignore[arg-type]


def test_opens_offline_with_a_finished_map(visit: Visit, app_url: str) -> None:
    """The first page has the samples' marks and the basemap; nothing outside is asked for, nothing complains."""
    frame = open_app(visit.page, app_url)
    marks = frame.evaluate("Object.values(window.map._layers).filter((layer) => layer.feature).length")

    assert marks > 20
    assert frame.locator(".leaflet-basemap-pane canvas").count() == 1
    assert visit.outside == []
    assert visit.complaints == []


def test_a_click_selects_and_costs_one_message_zoom_costs_none(visit: Visit, app_url: str) -> None:
    """Pan and zoom send nothing to the server, a click sends one message, and the map is never mounted anew."""
    sent: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: sent.append(data))  # noqa: PLW0108  (Playwright wants a Python function)

    visit.page.on("websocket", listen)
    frame = open_app(visit.page, app_url)
    frame.evaluate("window.token = 'the same map'")
    visit.page.wait_for_timeout(1500)
    sent.clear()
    frame.evaluate("void window.map.setZoom(8)")
    frame.evaluate("void window.map.panBy([40, 30])")
    visit.page.wait_for_timeout(1500)
    by_zoom = len(sent)
    frame.evaluate("void window.map.setView([48.14, 37.75], 10, { animate: false })")
    visit.page.wait_for_timeout(800)
    sent.clear()
    click_mark(visit.page, frame)
    expect(visit.page.locator(".cm-card h3")).to_be_visible(timeout=READY)
    visit.page.wait_for_timeout(1000)

    assert by_zoom == 0
    assert len(sent) == 1
    assert frame.evaluate("[window.token, window.map.getZoom()]") == ["the same map", 10]
    assert frame.locator(".leaflet-control-layers").count() == 1


def test_next_moves_the_map_and_keeps_its_zoom(visit: Visit, app_url: str) -> None:
    """Walking through the doubtful features marks each on the map without losing the zoom."""
    frame = open_app(visit.page, app_url)
    frame.evaluate("window.token = 1; void window.map.setView([0, 0], 7, { animate: false })")
    visit.page.get_by_role("button", name="Begin with the most doubtful").click()
    expect(visit.page.locator(".cm-card h3")).to_be_visible(timeout=READY)
    visit.page.wait_for_timeout(1000)

    assert frame.evaluate("[window.token, window.map.getZoom()]") == [1, 7]
    assert frame.evaluate("window.map.getCenter().lat") != 0
    assert frame.evaluate("window.map.conflictMap.highlight.getLayers().length") > 0


def test_a_row_of_the_table_selects(visit: Visit, app_url: str) -> None:
    """Ticking a row shows its card."""
    open_app(visit.page, app_url)
    grid = visit.page.locator('[data-testid="stDataFrame"]').first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 16, "y": 52})

    expect(visit.page.locator(".cm-card h3")).to_be_visible(timeout=READY)


def test_tiles_are_asked_for_only_when_chosen(visit: Visit, app_url: str) -> None:
    """Not one tile is requested before a reader picks the online map."""
    frame = open_app(visit.page, app_url)
    before = list(visit.outside)
    frame.locator(".leaflet-control-layers-toggle").press("Enter")
    # Leaflet ignores a click in the very moment in which the pointer comes in.
    frame.get_by_text("OpenStreetMap (online)").hover()
    visit.page.wait_for_timeout(200)
    frame.get_by_text("OpenStreetMap (online)").click()
    visit.page.wait_for_timeout(1500)

    assert before == []
    assert visit.outside
    assert {address.split("/")[2] for address in visit.outside} == {"tile.openstreetmap.org"}


def test_the_map_can_be_downloaded(visit: Visit, app_url: str, tmp_path: Path) -> None:
    """The export gives a whole page that opens without a request."""
    open_app(visit.page, app_url)
    visit.page.get_by_role("button", name="Export").click()
    with visit.page.expect_download() as caught:
        visit.page.get_by_role("button", name="Download Map in one HTML file").click()
    target = tmp_path / "map.html"
    caught.value.save_as(target)
    visit.requests.clear()
    visit.page.goto(target.as_uri())
    # The page's own script makes the tables: on a busy machine that takes longer than any fixed pause.
    expect(visit.page.locator("table")).to_have_count(2, timeout=READY)

    assert caught.value.suggested_filename == "conflict-map.html"
    assert visit.requests == [target.as_uri()]


def test_nothing_hostile_runs(visit: Visit, own_app_url: str) -> None:
    """Reports, titles, sources, names, file names and notes full of payloads run nothing and ask for nothing."""
    lines = [
        {
            "id": text,
            "title": text,
            "source": text,
            "text": f"{text} near Bakhmut {text}, 5 km north of Avdiivka {text}",
        }
        for text in PAYLOADS.values()
    ]
    data = "\n".join(json.dumps(line) for line in lines).encode()
    name = '<img src=x onerror="window.PWNED=99">![x](http:__outside.invalid_x.png){{7*191}}'
    frame = open_app(visit.page, own_app_url)
    use(
        visit.page,
        {"name": f"{name}.jsonl", "mimeType": "text/plain", "buffer": data},
        {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b""},
    )
    expect(visit.page.get_by_text(f"{len(PAYLOADS)} reports").first).to_be_visible(timeout=READY)
    # Other reports have another first view, hence another map; until the page is at rest both are there.
    at_rest(visit.page)
    frame = map_of(visit.page)
    visit.page.get_by_role("button", name="Begin with the most doubtful").click()
    for number in range(1, 13):
        expect(visit.page.locator(".cm-walk")).to_have_text(re.compile(rf"{number} of .*"), timeout=READY)
        at_rest(visit.page)
        visit.page.get_by_role("button", name="Next").click()
    expect(visit.page.get_by_text("13 of ")).to_be_visible(timeout=READY)
    frame.evaluate(
        """() => Object.values(window.map._layers).forEach((layer) =>
             layer.feature && layer.fire("mouseover", { latlng: window.map.getCenter() }))"""
    )
    for table in ("Evidence", "Not placed"):
        visit.page.get_by_text(table, exact=True).click()
        expect(visit.page.get_by_role("region", name=TABLES[table])).to_be_visible(timeout=READY)
    visit.page.get_by_text("Text", exact=True).click()
    expect(visit.page.get_by_role("group", name="Text of the report")).to_be_visible(timeout=READY)
    at_rest(visit.page)
    visit.page.get_by_text("Not a place", exact=True).click()
    visit.page.get_by_label("Note").fill(" ".join(PAYLOADS.values())[:500])
    visit.page.get_by_role("button", name="Save").click()
    expect(visit.page.get_by_text("Put right by hand").first).to_be_visible(timeout=READY)
    visit.page.get_by_text("Log", exact=True).click()
    expect(visit.page.get_by_role("region", name="What was done, as a table")).to_be_visible(timeout=READY)
    at_rest(visit.page)

    assert visit.attacks() == []
    assert visit.outside == []
    assert visit.complaints == []
    assert visit.page.locator('.stApp img[src*="outside"], .stApp a[href^="javascript"]').count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_a_phone(browser: Browser, app_url: str, scheme: str) -> None:
    """At 390 pixels, in either theme, nothing is wider than the screen and the map comes first."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    frame = open_app(page, app_url)
    page.wait_for_timeout(800)
    box = page.locator(MAP).bounding_box()

    assert box is not None
    assert box["width"] > 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert frame.locator(".leaflet-control-layers-expanded").count() == 0
    context.close()
