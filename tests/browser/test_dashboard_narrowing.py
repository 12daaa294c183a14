"""How the app narrows what it shows, and how far a correction reaches, in a real browser."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from posted import EVERY as OF_THREE_POSTS
from using import (
    READY,
    at_rest,
    choose,
    choose_one,
    map_counts,
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
    more = "&source=Post+Two&method=gazetteer&words=Bakhmut&least-score=0.9"
    open_on(page, two_posts, "b#places-22-29", "Not placed", more)
    showing(page, 2, EVERY)
    map_counts(page, 2)

    expect(page.locator(".cm-card h3")).to_have_text("Bakhmut")
    expect(page.locator(".cm-walk")).to_have_text(re.compile(r"^\d of 2, "))
    expect(page.get_by_role("radio", name="Not placed")).to_be_checked()
    expect(page.get_by_label("With the words")).to_have_value("Bakhmut")
    for chosen in ("Post Two", "name in the gazetteer"):
        expect(page.get_by_test_id("stMultiSelect").get_by_text(chosen, exact=True)).to_be_visible()
    for part in ("show=b", "tab=Not", "source=Post", "method=gazetteer", "words=Bakhmut", "least-score=0.9"):
        assert part in page.url
    unfold(page, "Review")
    expect(page.get_by_text("2 new, 0 accepted")).to_be_visible(timeout=READY)
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("what is shown (2)")).to_be_visible(timeout=READY)
    expect(page.get_by_text(f"everything ({EVERY})")).to_be_visible(timeout=READY)


def test_a_correction_reaches_as_far_as_is_said_and_is_taken_back(visitor: Visit, two_posts: str) -> None:
    """Put right for itself, its report, all of them: every mention there moves, and one Undo brings all back."""
    page = visitor.page
    open_on(page, two_posts, FIRST, more="&method=by+hand")
    for scope, reached in (("this mention", 1), ("this report", 2), ("all reports", 4)):
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


def test_days_narrow_map_counts_and_address(visitor: Visit, three_posts: str) -> None:
    """A first and a last day leave what was said on these days, everywhere, until all days are asked for."""
    page = visitor.page
    frame = open_app(page, three_posts)
    frame.evaluate("window.token = 1")
    for name, left in (("From", 7), ("To", 4)):
        at_rest(page)
        page.get_by_role("spinbutton", name=f"year, {name}").focus()
        page.keyboard.type("20240304")
        # A day counts once its calendar is closed.
        page.keyboard.press("Escape")
        showing(page, left, OF_THREE_POSTS)
        map_counts(page, left)
    expect(page).to_have_url(re.compile("from=2024-03-04.*to=2024-03-04"), timeout=READY)
    at_rest(page)
    page.get_by_role("button", name="All days").click()
    showing(page, OF_THREE_POSTS, OF_THREE_POSTS)
    map_counts(page, OF_THREE_POSTS)

    assert frame.evaluate("window.token") == 1


def test_methods_are_chosen_among_the_controls(visitor: Visit, three_posts: str) -> None:
    """Each way of placing leaves the records that were placed by it."""
    page = visitor.page
    open_app(page, three_posts)
    for method in ("written coordinate", "distance and direction"):
        choose(page, "Placed by", method)
        showing(page, 1, OF_THREE_POSTS)
        map_counts(page, 1)
        at_rest(page)
        page.get_by_role("button", name="Reset").click()
        showing(page, OF_THREE_POSTS, OF_THREE_POSTS)


def test_what_is_shown_leaves_and_all_on_request(visitor: Visit, three_posts: str, tmp_path: Path) -> None:
    """A file holds the records that the filter leaves; with everything chosen it holds them all."""
    page = visitor.page
    open_app(page, f"{three_posts}/?source=Post+One")
    showing(page, 2, OF_THREE_POSTS)
    at_rest(page)
    page.get_by_role("button", name="Export").click()
    choose_one(page, "Form", "CSV table")
    rows = []
    for which in ("what is shown (2)", f"everything ({OF_THREE_POSTS})"):
        page.get_by_text(which).click()
        expect(page.get_by_role("radio", name=which)).to_be_checked(timeout=READY)
        at_rest(page)
        with page.expect_download() as caught:
            page.get_by_test_id("stDownloadButton").get_by_role("button").click()
        caught.value.save_as(tmp_path / "map.csv")
        with (tmp_path / "map.csv").open(encoding="utf-8-sig", newline="") as file:
            rows.append(len([row for row in csv.DictReader(file) if row["part"] != "area"]))

    assert rows == [2, OF_THREE_POSTS]
