"""The app for those who cannot see, cannot point, or hold a phone, in a real browser."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from using import MAP, READY, at_rest, map_of, open_app, open_on
from visiting import Visit

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
CHECK = "sample-1-highway#checks-664-689"
TEXT = "Shelling was heard 5 km north of Avdiivka. Bakhmut, about 90 km north of Avdiivka, was quiet."
SHOWN = {
    "Claim check": "The checks as a table",
    "Evidence": "The evidence as a table",
    "Not placed": "The missing as a table",
}
LIGHTNESS = """(name) => getComputedStyle(document.querySelector(".stApp"))[name]
  .match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((sum, part) => sum + part, 0) / 765"""


def serious(page: Page) -> list[tuple[str, list[object]]]:
    """List what axe-core finds serious or critical on the page as it is now."""
    at_rest(page)
    # What passes is not described, which takes longer than to find it; every rule is checked.
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        (violation["id"], [(node["target"], node["failureSummary"]) for node in violation["nodes"]])
        for violation in found.response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_trouble_in_any_tab(visitor: Visit, app_url: str, scheme: Scheme) -> None:
    """axe-core finds nothing serious in any tab, in either theme, with a record and its correction open."""
    page = visitor.page
    page.emulate_media(color_scheme=scheme)
    open_on(page, app_url, CHECK, "Claim check")
    page.get_by_text("Type", exact=True).click()
    expect(page.get_by_label("Coordinates")).to_be_visible(timeout=READY)
    found = {}
    tabs = page.get_by_role("radiogroup", name="Table")
    for tab in ("Claim check", "Evidence", "Text", "Not placed", "Log"):
        tabs.get_by_text(tab, exact=True).click()
        if tab in SHOWN:
            expect(page.get_by_role("region", name=SHOWN[tab])).to_be_visible(timeout=READY)
        elif tab == "Text":
            page.locator("mark.chosen").wait_for(timeout=READY)
        else:
            expect(page.get_by_text("Nothing was added, corrected or judged yet.")).to_be_visible(timeout=READY)
        found[tab] = serious(page)

    assert {where: troubles for where, troubles in found.items() if troubles} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_trouble_in_what_opens_over_the_page(visitor: Visit, app_url: str, scheme: Scheme) -> None:
    """axe-core finds nothing serious in the export, the folded parts and the help, in either theme."""
    page = visitor.page
    page.emulate_media(color_scheme=scheme)
    open_app(page, app_url)
    at_rest(page)
    for fold in page.get_by_test_id("stExpander").all():
        fold.locator("summary").click()
        at_rest(page)
    expect(page.get_by_label("Rings round")).to_be_visible(timeout=READY)
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_test_id("stDownloadButton").get_by_role("button")).to_be_visible(timeout=READY)
    found = {"export": serious(page)}
    page.keyboard.press("Escape")
    at_rest(page)
    page.get_by_role("button", name="Help", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=READY)
    found["help"] = serious(page)

    assert {where: troubles for where, troubles in found.items() if troubles} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_is_that_of_the_system(visitor: Visit, app_url: str, scheme: Scheme) -> None:
    """Who has a dark system sees light words on a dark page, the others the reverse."""
    page = visitor.page
    page.emulate_media(color_scheme=scheme)
    open_app(page, app_url)
    at_rest(page)
    page_is, words_are = (page.evaluate(LIGHTNESS, name) for name in ("backgroundColor", "color"))

    assert min(page_is, words_are) < 0.2
    assert max(page_is, words_are) > 0.8
    assert (page_is < words_are) is (scheme == "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_a_phone(visitor: Visit, app_url: str, scheme: Scheme) -> None:
    """At 390 pixels, in either theme, nothing is wider than the screen, and the next step is in sight."""
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    frame = open_app(page, app_url)
    at_rest(page)
    box = page.locator(MAP).bounding_box()
    begin = page.get_by_role("button", name="Begin with the most doubtful").bounding_box()
    panel = page.locator(".st-key-detail").bounding_box()
    guide = page.locator(".st-key-detail").get_by_text("Choose anything on the map").bounding_box()

    assert box is not None
    assert begin is not None
    assert panel is not None
    assert guide is not None
    # Nothing stands empty: neither between the map and what it is about, nor below or beside that.
    assert panel["y"] - (box["y"] + box["height"]) < 20
    assert panel["y"] + panel["height"] - (guide["y"] + guide["height"]) < 30
    assert begin["width"] > panel["width"] - 50
    assert box["width"] > 320
    assert box["y"] + box["height"] < begin["y"] < 844 - 44
    assert begin["height"] >= 40
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert frame.locator(".leaflet-control-layers-expanded").count() == 0
    assert frame.locator(".cm-legend[open]").count() == 0
    # The whole first view is on the map, however late its size was known.
    expect(frame.locator(".leaflet-container")).to_have_js_property("clientHeight", int(box["height"]))


def test_a_phone_takes_a_report_in(visitor: Visit, own_app_url: str) -> None:
    """Reports are behind a door that says so; what is pasted there is mapped, and its detail lies below the map."""
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    open_app(page, own_app_url)
    at_rest(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("radiogroup", name="Add reports").get_by_text("Paste", exact=True).click()
    page.get_by_label("Text of a report").fill(TEXT)
    page.get_by_role("button", name="Map it").click()
    expect(page.get_by_text("1 report,")).to_be_attached(timeout=READY)
    at_rest(page)
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    map_of(page)
    page.get_by_role("button", name="Begin with the most doubtful").click()
    expect(page.locator(".cm-card h3")).to_have_text("Avdiivka to Bakhmut", timeout=READY)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visitor.complaints == []
