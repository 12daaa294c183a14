"""The exported file by keyboard, on paper, on a phone, without script, and for a checker of accessibility."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from exported import opened
from playwright.sync_api import Browser
from visiting import Visit

pytestmark = pytest.mark.browser

FLAT = """() => {
  const canvas = document.querySelector(".cm-flat");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  for (let at = 0; at < pixels.length; at += 4) { colours.add(pixels.slice(at, at + 3).join()); }
  return colours.size;
}"""


def test_keyboard_alone_is_enough(visit: Visit, plain: str) -> None:
    """A row's name is reached with Tab, opens its card with Enter, and Escape closes it; / leads to the search."""
    visit.page.goto(plain)
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.className") == "show":
            break
    visit.page.keyboard.press("Enter")
    chosen = visit.page.locator(".cm-card").count()
    visit.page.keyboard.press("Escape")
    closed = visit.page.locator(".cm-card").count()
    visit.page.keyboard.press("/")

    assert (chosen, closed) == (1, 0)
    assert visit.page.evaluate("document.activeElement.id") == "search"


def test_readable_without_javascript(browser: Browser, plain: str) -> None:
    """With scripts off the tables stand, and no dead buttons."""
    with opened(browser, java_script_enabled=False) as page:
        page.goto(plain)

        assert page.locator("table").count() == 3
        assert "The map needs JavaScript" in page.content()
        assert page.locator("button:visible, input:visible").count() == 0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_prints_map_and_tables(visit: Visit, plain: str, paper: str) -> None:
    """On paper the map has its height, its buttons are gone, and the tables follow."""
    visit.page.goto(plain)
    visit.page.set_viewport_size({"width": 720, "height": 1040})
    visit.page.emulate_media(media="print")
    visit.page.locator(".cm-flat").wait_for(state="attached")
    box = visit.page.locator("#map").bounding_box()
    colours = visit.page.evaluate(FLAT)
    pages = len(re.findall(rb"/Type\s*/Page[^s]", visit.page.pdf(format=paper)))

    assert box is not None
    assert box["height"] > 300
    assert colours > 50
    assert not visit.page.locator(".leaflet-control-zoom").is_visible()
    assert not visit.page.locator("#map .cm-legend").is_visible()
    assert "Claim: distance off" in visit.page.locator(".cm-printed").inner_text()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 720
    assert 1 <= pages <= 3


def test_after_printing_all_is_as_before(visit: Visit, plain: str) -> None:
    """On paper heads are plain words, which a browser repeats on each page; then they sort, and the legend is back."""
    visit.page.goto(plain)
    sorters = visit.page.locator("button.sort")
    heads = (visit.page.locator("#evidence thead").inner_text(), sorters.count())
    visit.page.evaluate("void window.dispatchEvent(new Event('beforeprint'))")
    printing = sorters.count()
    visit.page.evaluate("void window.dispatchEvent(new Event('afterprint'))")
    visit.page.emulate_media(media="print")
    visit.page.locator(".cm-printed").wait_for()
    visit.page.emulate_media(media="screen")
    visit.page.locator(".cm-printed").wait_for(state="detached")

    assert printing == 0
    assert (visit.page.locator("#evidence thead").inner_text(), sorters.count()) == heads
    assert visit.page.locator("#map .cm-legend").is_visible()
    assert visit.page.locator(".cm-flat").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_a_phone(browser: Browser, plain: str, scheme: str) -> None:
    """At 390 pixels nothing is wider than the screen, layers and legend are folded, and fingers find the buttons."""
    phone = {"width": 390, "height": 844}
    with opened(browser, viewport=phone, color_scheme=scheme, has_touch=True) as page:
        page.goto(plain)
        page.get_by_role("button", name="Show Bakhmut to Avdiivka").tap()
        page.locator(".cm-tools button").first.wait_for()
        buttons = page.locator("#tools button, .cm-tools button")
        heights = buttons.evaluate_all("found => found.map((b) => b.offsetHeight)")

        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator(".leaflet-control-layers-expanded").count() == 0
        assert page.locator(".cm-legend[open]").count() == 0
        assert min(heights) >= 40


def test_meets_wcag(visit: Visit, three_days: str) -> None:
    """A checker of accessibility (axe) finds nothing against WCAG 2.1 A and AA, in light and dark."""
    visit.page.goto(three_days)
    visit.page.locator("#evidence button.show").first.click()
    found = []
    for scheme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
        results = Axe().run(visit.page, options=options)
        found += [
            (scheme, each["id"], [node["target"] for node in each["nodes"]][:3])
            for each in results.response["violations"]
        ]

    assert found == []
