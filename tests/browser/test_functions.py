"""The pure functions of our JavaScript, each alone, in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from gazetteer.place import Point
from pipeline.geodesy import inverse
from pipeline.web.scripts import PAGE_SCRIPTS, text_of

pytestmark = pytest.mark.browser

DAYS = "(days) => conflictMap.calendar(days.map(([date_from, date_to]) => ({ date_from, date_to })))"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Load every script but the one that sets a page up into an empty page."""
    opened = browser.new_page()
    for name in PAGE_SCRIPTS[:-1]:
        opened.add_script_tag(content=text_of(name))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("folded('Chornomors’k ŁÓDŹ')", "chornomors'k lodz"),
        ("folded('Бахмут')", "бахмут"),
        ("visible('a\\u202eb\\u0000c\\ud800')", "a\ufffdb\ufffdc\ufffd"),
        ("visible('\\u{1f525}')", "\N{FIRE}"),
        ("floatText(5)", "5.0"),
        ("floatText(0.00001)", "1e-05"),
        ("floatText(1.25e-7)", "1.25e-07"),
        ("floatText(-13.5)", "-13.5"),
        ("csvCell('=1+1', 'text')", "'=1+1"),
        ("csvCell('-13.5', 'text')", "-13.5"),
        ("csvCell(null, 'float')", ""),
        ("bbox([])", None),
        ("bbox([{ type: 'Point', coordinates: [37.5, -1] }])", [37.5, -1, 37.5, -1]),
        (
            "bbox([{ type: 'LineString', coordinates: [[80, 1], [99, 2]] }, { type: 'Point', coordinates: [-99, 3] }])",
            [80, 1, -99, 3],
        ),
        (
            "wkt({ type: 'LineString', coordinates: [[37.5, 48], [38, -0.000001]] })",
            "LINESTRING (37.5 48, 38 -0.000001)",
        ),
        ("wkt({ type: 'Polygon', coordinates: [[[1, 2], [3, 4], [1, 2]]] })", "POLYGON ((1 2, 3 4, 1 2))"),
        ("ofPoint('a-area#claims-1-area~2')", "a-area#claims-1~2"),
        ("steps('_p~iF~ps|U_ulLnnqC')", [3850000, -12020000, 220000, -75000]),
        ("limitsOf([])", []),
        ("limitsOf([1, 1, 1])", [1]),
        ("limitsOf([1, 2, 3, 4, 5, 60])", [1, 2, 3, 4, 5, 60]),
        ("wordsOf('  Two  words ')", ["two", "words"]),
        (
            "partsOf({ quote: '🔥 in Bakhmut now', quote_start: 10, start: 15, words: 'Bakhmut' })",
            ["🔥 in ", "Bakhmut", " now"],
        ),
    ],
)
def test_gives_what_python_gives(page: Page, call: str, expected: Any) -> None:
    """A call and its answer."""
    assert page.evaluate(f"conflictMap.{call}") == expected


@pytest.mark.parametrize(
    ("last", "unit", "bins"),
    [("2023-01-03", "day", 2), ("2023-06-01", "week", 22), ("2026-01-01", "month", 37), ("2043-01-01", "year", 21)],
)
def test_time_is_cut_into_units_that_fit(page: Page, last: str, unit: str, bins: int) -> None:
    """The longer the time, the wider the bars; the first and the last day lie within them."""
    found = page.evaluate(DAYS, [["2023-01-02", "2023-01-02"], [last, last]])

    assert (found["unit"], len(found["bins"])) == (unit, bins)
    assert found["bins"][0]["from"] <= "2023-01-02"
    assert found["bins"][-1]["to"] >= last


def test_one_day_is_no_time(page: Page) -> None:
    """Where all have the same day, or none, there is nothing to slide over."""
    assert page.evaluate(DAYS, [["2023-01-02", "2023-01-02"], ["2023-01-02", "2023-01-02"], [None, None]]) is None


@pytest.mark.parametrize("end", [(48.14, 37.75), (-33.9, 18.4), (0.0, -179.5), (48.594, 37.999)])
def test_measures_as_the_pipeline_does(page: Page, end: tuple[float, float]) -> None:
    """Distance and bearing on the ellipsoid agree with the pipeline's to a millimetre and a thousandth of a degree."""
    start = Point(lat=48.594, lon=37.999)
    metres, bearing = inverse(start, Point(lat=end[0], lon=end[1]))
    found = page.evaluate("(end) => conflictMap.inverse(L.latLng(48.594, 37.999), L.latLng(end))", list(end))

    assert found["metres"] == pytest.approx(metres, abs=1e-3)
    assert found["bearing"] == pytest.approx(bearing % 360, abs=1e-3) or metres == 0


def test_groups_lose_nothing_and_stand_apart(page: Page) -> None:
    """Every point is in one group, whatever the cells, and no two groups lie closer than they may."""
    groups = page.evaluate(
        """() => conflictMap.clustered(Array.from({ length: 500 },
             (_, n) => ({ x: (n * 37) % 401, y: (n * 91) % 397, count: 1 + n % 3, item: n })), 64)"""
    )
    items = sorted(item for group in groups for item in group["items"])

    assert items == list(range(500))
    assert sum(group["count"] for group in groups) == sum(1 + n % 3 for n in range(500))
    assert len(groups) < 60
