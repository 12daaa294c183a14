"""What is laid over the app's map beside the evidence, in a real browser with every outside request refused."""

import re

import pytest
from playwright.sync_api import Frame, Locator, expect
from posted import FIRST, MENTIONS
from using import MAP, READY, at_rest, choose, choose_one, hints, map_of, open_on, unfold
from visiting import Visit

pytestmark = pytest.mark.browser

MIDDLES = """(words) => Object.values(window.map._layers)
  .filter((layer) => layer.getBounds && layer.getTooltip && layer.getTooltip())
  .filter((layer) => layer.openTooltip().getTooltip().getElement().textContent === words)
  .map((layer) => layer.getBounds().getCenter())
  .map(({ lat, lng }) => [lat.toFixed(1), lng.toFixed(1)])"""


def offered(frame: Frame, name: str | re.Pattern[str]) -> Locator:
    """Wait until the map's own control offers a layer, and give its label."""
    label = frame.locator(".leaflet-control-layers-overlays label").filter(has_text=name)
    expect(label).to_have_count(1, timeout=READY)
    return label


def test_mentions_are_counted_by_division_and_by_hexagon(visitor: Visit, three_posts: str) -> None:
    """Each mention is counted in one cell, whose name and count are said; the counts follow the filter."""
    page = visitor.page
    open_on(page, three_posts, FIRST)
    frame = map_of(page)
    frame.evaluate("window.token = 1")
    unfold(page, "Map layers")
    choose_one(page, "Mentions counted by", "oblast, state or province")
    offered(frame, f"Mentions by oblast, state or province ({MENTIONS} of {MENTIONS})")
    by_division = hints(frame)
    choose_one(page, "Mentions counted by", "hexagon")
    offered(frame, f"Mentions by hexagon ({MENTIONS} of {MENTIONS})")
    by_hexagon = [int(said.rpartition(" ")[2]) for said in hints(frame) if said.startswith("Hexagon ")]
    choose(page, "Source", "Post One")
    offered(frame, "Mentions by hexagon (2 of 2)")

    assert [said for said in by_division if said.endswith(f": {MENTIONS}")] == [f"Donetsk: {MENTIONS}"]
    assert len(by_hexagon) > 1
    assert sum(by_hexagon) == MENTIONS
    assert frame.evaluate("window.token") == 1
    assert visitor.complaints == []


def test_density_divisions_and_rings_are_laid_over_the_map(visitor: Visit, three_posts: str) -> None:
    """Each can be switched on and off; rings lie round what is selected, or round the coordinate that is typed."""
    page = visitor.page
    open_on(page, three_posts, FIRST)
    frame = map_of(page)
    fold = unfold(page, "Map layers")
    fold.get_by_text("Density of mentions").click()
    offered(frame, "Density of mentions")
    expect(frame.locator("canvas.leaflet-heatmap-layer")).to_have_count(1, timeout=READY)
    at_rest(page)
    fold.get_by_text("Oblasts, states or provinces touched").click()
    offered(frame, "Divisions touched")
    outlines = hints(frame)
    at_rest(page)
    page.get_by_label("Range rings, km").fill("5, 25")
    page.get_by_label("Range rings, km").press("Enter")
    offered(frame, "Range rings")
    round_selected = frame.evaluate(MIDDLES, "25.0 km")
    at_rest(page)
    page.get_by_label("Rings round").fill("37U DP 10000 20000")
    page.get_by_label("Rings round").press("Enter")
    frame.wait_for_function(f"(middle) => String(({MIDDLES})('25.0 km')) === middle", arg="48.0,37.8", timeout=READY)
    at_rest(page)
    fold.get_by_text("Density of mentions").click()
    expect(frame.locator("canvas.leaflet-heatmap-layer")).to_have_count(0, timeout=READY)

    assert "Donetsk: 6" in outlines
    assert round_selected == [["48.6", "38.0"]]
    assert {"5.0 km", "25.0 km"} <= set(hints(frame))
    assert visitor.complaints == []


def test_a_distance_is_measured_on_the_map_and_selects_nothing(visitor: Visit, three_posts: str) -> None:
    """Two clicks give kilometres, miles and the bearing; what is selected stays."""
    page = visitor.page
    open_on(page, three_posts, FIRST)
    frame = map_of(page)
    frame.get_by_role("button", name="Measure").click()
    box = page.locator(MAP).bounding_box()
    assert box is not None
    for x, y in ((200, 250), (200, 350)):
        page.mouse.click(box["x"] + x, box["y"] + y)
    said = frame.locator(".cm-measured")
    expect(said).to_have_text(re.compile(r"^[\d.]+ km \([\d.]+ mi\), bearing 180°$"), timeout=READY)
    at_rest(page)

    expect(page.locator(".cm-card h3")).to_have_text("Bakhmut")
