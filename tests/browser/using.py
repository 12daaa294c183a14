"""What a visitor of the app does, and what he waits for; nothing here waits for a fixed time."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Frame, Locator, Page, expect
from playwright.sync_api import TimeoutError as WaitedTooLong

READY = 180_000
MAP = 'iframe[title="streamlit_folium.st_folium"]'
MIDDLE_MARK = """() => {
  const middle = window.map.getSize().divideBy(2);
  const points = Object.values(window.map._layers)
    .filter((layer) => layer.feature && layer.options.shape)
    .map((layer) => window.map.latLngToContainerPoint(layer.getLatLng()));
  points.sort((one, other) => one.distanceTo(middle) - other.distanceTo(middle));
  return [points[0].x, points[0].y];
}"""
HINTS = """() => Object.values(window.map._layers)
  .filter((layer) => layer.getTooltip && layer.getTooltip())
  .map((layer) => layer.openTooltip().getTooltip().getElement().textContent)"""
COUNTED_ON_MAP = """(wanted) =>
  [...document.querySelectorAll(".leaflet-control-layers-overlays label")]
    .map((label) => /\\((\\d+)\\)\\s*$/.exec(label.textContent))
    .filter(Boolean).reduce((sum, found) => sum + Number(found[1]), 0) === wanted"""
FOCUSED = """() => {
  const focused = document.activeElement;
  return [focused.innerText, focused.ariaLabel].map((words) => (words || "").trim());
}"""
MOST_TABS = 60
MOST_OPENINGS = 5
LONGEST_LIST_MS = 8_000
"""How often a list of options is opened, and how long it is waited for, before it is taken for closed."""

LONGEST_TIMER_MS = 500
"""Longer than any timer of the map's page: streamlit-folium waits 250 ms before it tells of a change."""


def open_app(page: Page, address: str) -> Frame:
    """Open the app and wait until its map is drawn."""
    page.goto(address)
    return map_of(page)


def open_on(page: Page, address: str, record: str, tab: str = "Evidence", more: str = "") -> None:
    """Open the app on a record and a tab, by its address."""
    open_app(page, f"{address}/?show={record.replace('#', '%23')}&tab={tab.replace(' ', '+')}{more}")
    expect(page.locator(".cm-card h3")).to_be_visible(timeout=READY)
    at_rest(page)


def map_of(page: Page) -> Frame:
    """Wait until the map is drawn, its layers on it."""
    page.frame_locator(MAP).locator(".leaflet-control-layers").wait_for(timeout=READY)
    (frame,) = (frame for frame in page.frames if "streamlit_folium" in frame.url)
    return frame


def at_rest(page: Page) -> None:
    """Wait until the page is made: before that, what was there and what will be stand side by side."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=READY)


def let_timers_run(frame: Frame) -> None:
    """Wait until every timer that runs in the map's page by now has run out.

    That nothing comes of something cannot be waited for. What could still come waits for a timer of that page,
    and timers run out in their order however busy the machine: this one is set last, and is the longest.
    """
    frame.evaluate(f"new Promise((done) => setTimeout(done, {LONGEST_TIMER_MS}))")


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


def type_coordinates(page: Page, words: str) -> None:
    """Put the selected record right by typed coordinates."""
    at_rest(page)
    page.get_by_text("Type", exact=True).click()
    page.get_by_label("Coordinates").fill(words)
    page.get_by_label("Coordinates").press("Enter")
    expect(page.get_by_text("Understood as")).to_be_visible(timeout=READY)


def showing(page: Page, some: int, every: int) -> None:
    """Wait until the page says how much the filter leaves."""
    expect(page.get_by_text(f"Showing {some} of {every}", exact=True)).to_be_visible(timeout=READY)


def map_counts(page: Page, left: int) -> None:
    """Wait until the layers on the map count so many."""
    map_of(page).wait_for_function(COUNTED_ON_MAP, arg=left, timeout=READY)


def hints(frame: Frame) -> list[str]:
    """Give what is said of all that lies on the map when one points at it."""
    found: list[str] = frame.evaluate(HINTS)
    return found


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what has these words, as its text or its label."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    pytest.fail(f"no Tab leads to {words}")


def choose(page: Page, label: str, option: str) -> None:
    """Choose one option of a control that takes several, and close its list.

    A run of the page may close the list before the option is pressed: it is opened again, as a visitor would.
    """
    control = page.get_by_label(label, exact=True)
    offered = page.get_by_role("option", name=option, exact=True)
    for _ in range(MOST_OPENINGS):
        at_rest(page)
        if control.get_attribute("aria-expanded") != "true":
            control.click()
        with suppress(WaitedTooLong):
            offered.click(timeout=LONGEST_LIST_MS)
            break
    else:
        offered.click()
    control.press("Escape")
    # An open list would take the next click for itself.
    expect(control).to_have_attribute("aria-expanded", "false", timeout=READY)
    at_rest(page)


def unfold(page: Page, title: str) -> Locator:
    """Open what is folded at the side, and give it."""
    at_rest(page)
    fold = page.get_by_test_id("stExpander").filter(has=page.get_by_text(title, exact=True))
    fold.locator("summary").click()
    return fold


def switch_on(page: Page, label: str) -> None:
    """Switch something on with the keyboard: what unfolds may still move under a pointer."""
    switch = page.get_by_label(label, exact=True)
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_be_checked(timeout=READY)
    at_rest(page)


def shown_on_map(frame: Frame) -> int:
    """Add up the counts that the map's own control gives beside its layers."""
    labels = frame.locator(".leaflet-control-layers-overlays label").all_inner_texts()
    found = (re.search(r"\(([\d,]+)\)\s*$", label) for label in labels)
    return sum(int(hit[1].replace(",", "")) for hit in found if hit)


def choose_one(page: Page, label: str, option: str) -> None:
    """Choose the option of a control that takes one, by its name, with the keyboard alone: Escape would clear it."""
    at_rest(page)
    control = page.get_by_label(label, exact=True)
    control.focus()
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=option, exact=True)).to_be_visible(timeout=READY)
    page.keyboard.press("Enter")
    expect(control).to_have_value(option, timeout=READY)
    at_rest(page)
