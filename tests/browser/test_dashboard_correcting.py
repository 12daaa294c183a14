"""Putting records right in the app, in a real browser: what leaves the map, what moves with it, and by which keys."""

import pytest
from playwright.sync_api import Page, expect
from posted import ANCHOR, CLAIM, EVERY, FIRST
from using import MAP, READY, at_rest, map_counts, map_of, open_on, showing, tab_to, type_coordinates
from visiting import Visit

pytestmark = pytest.mark.browser

MOVED = "With it: “5 km north of Avdiivka” moved 82.2 km with the place it counts from."


def save(page: Page) -> None:
    """Save what was chosen, and see that it was kept."""
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Put right by hand")).to_be_visible(timeout=READY)
    at_rest(page)


def position(page: Page) -> str:
    """Give the decimal degrees of the selected record."""
    return page.locator(".row", has_text="DD").locator(".value").inner_text()


def test_what_is_no_place_leaves_the_map_until_that_is_undone(visitor: Visit, three_posts: str) -> None:
    """It is one record less everywhere, told as not placed, and one Undo brings it back."""
    page = visitor.page
    open_on(page, three_posts, FIRST)
    showing(page, EVERY, EVERY)
    page.get_by_text("Not a place", exact=True).click()
    at_rest(page)
    save(page)
    showing(page, EVERY - 1, EVERY - 1)
    map_counts(page, EVERY - 1)
    expect(page.locator(".cm-card .cm-kind")).to_have_text("Not placed")
    page.get_by_role("button", name="Undo").click()
    showing(page, EVERY, EVERY)
    map_counts(page, EVERY)
    expect(page.locator(".cm-card .cm-kind")).to_have_text("Place", timeout=READY)


def test_what_is_counted_from_a_place_moves_with_it(visitor: Visit, three_posts: str) -> None:
    """A claim's point follows its anchor, and the page says how far."""
    page = visitor.page
    open_on(page, three_posts, ANCHOR)
    type_coordinates(page, "47.5001, 37.2001")
    save(page)
    expect(page.get_by_text(MOVED)).to_be_visible(timeout=READY)
    open_on(page, three_posts, CLAIM)

    assert position(page) == "47.545, 37.200"


def test_a_place_lies_where_its_pin_was_left(visitor: Visit, three_posts: str) -> None:
    """A click sets the pin, a drag moves it, and where it was left is where the place is kept."""
    page = visitor.page
    open_on(page, three_posts, FIRST)
    frame = map_of(page)
    frame.evaluate("window.token = 1")
    page.get_by_text("On the map", exact=True).click()
    frame.locator(".cm-pin").wait_for(timeout=READY)
    box = page.locator(MAP).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 320, box["y"] + 200)
    echo = page.get_by_text("Understood as")
    expect(echo).to_be_visible(timeout=READY)
    at_rest(page)
    clicked = echo.inner_text()
    pin = frame.locator(".cm-pin").bounding_box()
    assert pin is not None
    page.mouse.move(pin["x"] + 14, pin["y"] + 10)
    page.mouse.down()
    page.mouse.move(pin["x"] + 90, pin["y"] + 60, steps=5)
    page.mouse.up()
    expect(echo).not_to_have_text(clicked, timeout=READY)
    at_rest(page)
    left = echo.inner_text()
    save(page)

    assert position(page) in left
    assert frame.evaluate("window.token") == 1
    assert frame.locator(".cm-pin").count() == 0


def test_the_keyboard_alone_puts_right(visitor: Visit, three_posts: str) -> None:
    """From the record's buttons to its saved place every step is a Tab, an Enter or typing."""
    page = visitor.page
    open_on(page, three_posts, FIRST)
    tab_to(page, "Next ›")
    tab_to(page, "Choose")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Coordinates")).to_be_visible(timeout=READY)
    at_rest(page)
    tab_to(page, "Coordinates")
    page.keyboard.type("47.5001, 37.2001")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Understood as")).to_be_visible(timeout=READY)
    at_rest(page)
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Put right by hand")).to_be_visible(timeout=READY)
    at_rest(page)

    assert position(page).startswith("47.5")
