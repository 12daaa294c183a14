"""How the app narrows what it shows, and how far a correction reaches, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from using import (
    READY,
    at_rest,
    choose,
    map_of,
    open_app,
    open_on,
    showing,
    type_coordinates,
    unfold,
)
from visiting import Visit

from pipeline.model import Document
from pipeline.project.store import Project

pytestmark = pytest.mark.browser

TEXTS = (
    ("a", "Post One", "Shells fell on Bakhmut at dawn. Later in the day Bakhmut was quiet, the post wrote."),
    ("b", "Post Two", "A drone was seen over Bakhmut. Avdiivka, about 90 km south of Bakhmut, was quiet."),
)
EVERY = 6
"""Bakhmut four times, Avdiivka, and the check of how far apart they lie."""
FIRST = "a#places-15-22"


COUNTED_ON_MAP = """(wanted) =>
  [...document.querySelectorAll(".leaflet-control-layers-overlays label")]
    .map((label) => /\\((\\d+)\\)\\s*$/.exec(label.textContent))
    .filter(Boolean).reduce((sum, found) => sum + Number(found[1]), 0) === wanted"""


def map_counts(page: Page, left: int) -> None:
    """Wait until the layers on the map count so many."""
    map_of(page).wait_for_function(COUNTED_ON_MAP, arg=left, timeout=READY)


@pytest.fixture
def two_posts(working_app: tuple[str, Path], own_app_url: str) -> str:
    """Give the app with a report of each of two sources."""
    documents = [Document(id=name, title=name, source=source, text=text) for name, source, text in TEXTS]
    with Project.open(working_app[1]) as project:
        project.add_reports(documents)
    return own_app_url


def test_sources_and_verdicts_are_chosen_among_the_controls(visitor: Visit, two_posts: str) -> None:
    """What is chosen narrows counts, map and address alike, and Reset lets it go; the map is never mounted anew."""
    page = visitor.page
    frame = open_app(page, two_posts)
    frame.evaluate("window.token = 1")
    showing(page, EVERY, EVERY)
    choose(page, "Source", "Post One")
    showing(page, 2, EVERY)
    map_counts(page, 2)
    expect(page).to_have_url(re.compile(r"source=Post(\+|%20)One"), timeout=READY)
    page.get_by_role("button", name="Reset").click()
    showing(page, EVERY, EVERY)
    map_counts(page, EVERY)
    choose(page, "Verdict", "distance off")
    showing(page, 1, EVERY)
    map_counts(page, 1)
    expect(page).to_have_url(re.compile(r"verdict=distance(\+|%20)off"), timeout=READY)

    assert frame.evaluate("window.token") == 1
    assert visitor.complaints == []


def test_an_address_brings_back_selection_filters_and_tab(visitor: Visit, two_posts: str) -> None:
    """All that the address holds stands in the controls, in the counts and on the map, and stays in the address."""
    page = visitor.page
    more = "&source=Post+Two&method=gazetteer&words=Bakhmut&least-score=0.8"
    open_on(page, two_posts, "b#places-22-29", "Not placed", more)
    showing(page, 2, EVERY)
    map_counts(page, 2)

    expect(page.locator(".cm-card h3")).to_have_text("Bakhmut")
    expect(page.locator(".cm-walk")).to_have_text(re.compile(r"^\d of 2, "))
    expect(page.get_by_role("radio", name="Not placed")).to_be_checked()
    expect(page.get_by_label("With the words")).to_have_value("Bakhmut")
    for chosen in ("Post Two", "name in the gazetteer"):
        expect(page.get_by_test_id("stMultiSelect").get_by_text(chosen, exact=True)).to_be_visible()
    for part in ("show=b", "tab=Not", "source=Post", "method=gazetteer", "words=Bakhmut", "least-score=0.8"):
        assert part in page.url
    unfold(page, "Review")
    expect(page.get_by_text("2 new, 0 accepted")).to_be_visible(timeout=READY)
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("what is shown (2)")).to_be_visible(timeout=READY)
    expect(page.get_by_text(f"everything ({EVERY})")).to_be_visible(timeout=READY)


def test_a_correction_reaches_as_far_as_is_said_and_is_taken_back(visitor: Visit, two_posts: str) -> None:
    """Put right for its report, then for all of them: every mention there moves, and one Undo brings all back."""
    page = visitor.page
    open_on(page, two_posts, FIRST, more="&method=by+hand")
    for scope, reached in (("this report", 2), ("all reports", 4)):
        showing(page, 0, EVERY)
        type_coordinates(page, "48.2001, 37.7001")
        page.get_by_label("Note", exact=True).fill("the hamlet, not the town")
        page.get_by_role("radiogroup", name="Applies to").get_by_text(scope).click()
        page.get_by_role("button", name="Save").click()
        showing(page, reached, EVERY)
        map_counts(page, reached)
        expect(page.get_by_text("the hamlet, not the town")).to_be_visible(timeout=READY)
        at_rest(page)
        page.get_by_role("button", name="Undo").click()
        showing(page, 0, EVERY)
        map_counts(page, 0)
