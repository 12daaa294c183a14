"""The app in a real browser with every outside request refused."""

import json
import re
from pathlib import Path

import pytest
from payloads import PAYLOADS
from playwright.sync_api import WebSocket, expect
from using import READY, at_rest, click_mark, let_timers_run, map_of, open_app, use
from visiting import Visit

pytestmark = pytest.mark.browser

TABLES = {"Evidence": "The evidence as a table", "Not placed": "The missing as a table"}


def test_opens_offline_with_a_finished_map(visitor: Visit, app_url: str) -> None:
    """The first page has the samples' marks and the basemap; nothing outside is asked for, nothing complains."""
    frame = open_app(visitor.page, app_url)
    marks = frame.evaluate("Object.values(window.map._layers).filter((layer) => layer.feature).length")

    assert marks > 20
    assert frame.locator(".leaflet-basemap-pane canvas").count() == 1
    assert visitor.outside == []
    assert visitor.complaints == []


def test_a_click_selects_and_costs_one_message_zoom_costs_none(visitor: Visit, app_url: str) -> None:
    """Pan and zoom send nothing to the server, a click sends one message, and the map is never mounted anew."""
    sent: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: sent.append(data))  # noqa: PLW0108  (Playwright wants a Python function)

    visitor.page.on("websocket", listen)
    frame = open_app(visitor.page, app_url)
    frame.evaluate("window.token = 'the same map'")
    at_rest(visitor.page)
    let_timers_run(frame)
    sent.clear()
    for move in ("setZoom(8)", "panBy([40, 30])"):
        frame.evaluate(f"new Promise((done) => window.map.once('moveend', () => done()).{move})")
    frame.evaluate("void window.map.setView([48.14, 37.75], 10, { animate: false })")
    let_timers_run(frame)
    by_zoom = len(sent)
    click_mark(visitor.page, frame)
    expect(visitor.page.locator(".cm-card h3")).to_be_visible(timeout=READY)
    at_rest(visitor.page)
    let_timers_run(frame)

    assert by_zoom == 0
    assert len(sent) == 1
    assert visitor.page.locator(".cm-card h3").inner_text() == "Avdiivka"
    assert re.search(r"show=sample-\d[^&]*places-", visitor.page.url)
    assert frame.evaluate("[window.token, window.map.getZoom()]") == ["the same map", 10]
    assert frame.locator(".leaflet-control-layers").count() == 1


def test_next_moves_the_map_and_keeps_its_zoom(visitor: Visit, app_url: str) -> None:
    """Walking through the doubtful features marks each on the map without losing the zoom."""
    frame = open_app(visitor.page, app_url)
    frame.evaluate("window.token = 1; void window.map.setView([0, 0], 7, { animate: false })")
    visitor.page.get_by_role("button", name="Begin with the most doubtful").click()
    frame.wait_for_function("window.map.conflictMap.highlight.getLayers().length > 0", timeout=READY)

    assert frame.evaluate("[window.token, window.map.getZoom()]") == [1, 7]
    assert frame.evaluate("window.map.getCenter().lat") != 0


def test_a_row_of_the_table_selects(visitor: Visit, app_url: str) -> None:
    """Ticking the first row, a claim that is off, shows its card, marks it on the map and is in the address."""
    frame = open_app(visitor.page, app_url)
    at_rest(visitor.page)
    grid = visitor.page.locator('[data-testid="stDataFrame"]').first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 16, "y": 52})
    expect(visitor.page.locator(".cm-card h3")).to_have_text("Bakhmut to Avdiivka", timeout=READY)
    frame.wait_for_function("window.map.conflictMap.highlight.getLayers().length > 0", timeout=READY)

    assert "checks" in visitor.page.url


def test_tiles_are_asked_for_only_when_chosen(visitor: Visit, app_url: str) -> None:
    """Not one tile is requested before a reader picks the online map."""
    frame = open_app(visitor.page, app_url)
    at_rest(visitor.page)
    before = list(visitor.outside)
    frame.locator(".leaflet-control-layers-toggle").press("Enter")
    # Leaflet ignores a click in the very moment in which the pointer comes in.
    frame.get_by_text("OpenStreetMap (online)").hover()
    let_timers_run(frame)
    with visitor.page.expect_request(lambda request: request.url.startswith("https:"), timeout=READY):
        frame.get_by_text("OpenStreetMap (online)").click()

    assert before == []
    assert visitor.outside
    assert {address.split("/")[2] for address in visitor.outside} == {"tile.openstreetmap.org"}


def test_the_map_can_be_downloaded(visitor: Visit, app_url: str, tmp_path: Path) -> None:
    """The export gives a whole page that opens without a request."""
    open_app(visitor.page, app_url)
    visitor.page.get_by_role("button", name="Export").click()
    with visitor.page.expect_download() as caught:
        visitor.page.get_by_role("button", name="Download Map in one HTML file").click()
    target = tmp_path / "map.html"
    caught.value.save_as(target)
    visitor.requests.clear()
    visitor.page.goto(target.as_uri())
    # The page's own script makes the tables: on a busy machine that takes longer than any fixed pause.
    expect(visitor.page.locator("table")).to_have_count(2, timeout=READY)

    assert caught.value.suggested_filename == "conflict-map.html"
    assert visitor.requests == [target.as_uri()]


def test_nothing_hostile_runs(visitor: Visit, own_app_url: str) -> None:
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
    frame = open_app(visitor.page, own_app_url)
    use(
        visitor.page,
        {"name": f"{name}.jsonl", "mimeType": "text/plain", "buffer": data},
        {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b""},
    )
    expect(visitor.page.get_by_text(f"{len(PAYLOADS)} reports").first).to_be_visible(timeout=READY)
    # Other reports have another first view, hence another map; until the page is at rest both are there.
    at_rest(visitor.page)
    frame = map_of(visitor.page)
    visitor.page.get_by_role("button", name="Begin with the most doubtful").click()
    for number in range(1, 13):
        expect(visitor.page.locator(".cm-walk")).to_have_text(re.compile(rf"{number} of .*"), timeout=READY)
        at_rest(visitor.page)
        visitor.page.get_by_role("button", name="Next").click()
    expect(visitor.page.get_by_text("13 of ")).to_be_visible(timeout=READY)
    frame.evaluate(
        """() => Object.values(window.map._layers).forEach((layer) =>
             layer.feature && layer.fire("mouseover", { latlng: window.map.getCenter() }))"""
    )
    for table in ("Evidence", "Not placed"):
        visitor.page.get_by_text(table, exact=True).click()
        expect(visitor.page.get_by_role("region", name=TABLES[table])).to_be_visible(timeout=READY)
    visitor.page.get_by_text("Text", exact=True).click()
    expect(visitor.page.get_by_role("group", name="Text of the report")).to_be_visible(timeout=READY)
    at_rest(visitor.page)
    visitor.page.get_by_text("Not a place", exact=True).click()
    visitor.page.get_by_label("Note").fill(" ".join(PAYLOADS.values())[:500])
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.page.get_by_text("Put right by hand").first).to_be_visible(timeout=READY)
    visitor.page.get_by_text("Log", exact=True).click()
    expect(visitor.page.get_by_role("region", name="What was done, as a table")).to_be_visible(timeout=READY)
    at_rest(visitor.page)

    assert visitor.attacks() == []
    assert visitor.outside == []
    assert visitor.complaints == []
    assert visitor.page.locator('.stApp img[src*="outside"], .stApp a[href^="javascript"]').count() == 0
