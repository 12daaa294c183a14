"""The files that the exported file gives are, byte for byte, those of the exporters."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from exported import of_days, saved
from payloads import PAYLOADS, hostile_report
from playwright.sync_api import Page
from reports_by_hand import across_the_antimeridian, report
from visiting import Visit

from pipeline.about import About, Precision
from pipeline.export import as_bytes, write
from pipeline.filters import Filter, counted, described, narrowed
from pipeline.layers import to_layers
from pipeline.model import Report

pytestmark = pytest.mark.browser

ABOUT = About(
    title="Front, in “three” days",
    description="What was said\nof Bakhmut & Avdiivka.",
    generated=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)
FORMS = ("GeoJSON", "CSV")


def files_of(page: Page) -> list[bytes]:
    """Press both buttons."""
    return [saved(page, name) for name in FORMS]


def exported(reports: Sequence[Report], about: About, chosen: Filter | None = None) -> list[bytes]:
    """Give what the exporters write for the same reports, of which a filter may leave some features out."""
    layers = to_layers(reports)
    if chosen:
        shown = narrowed(layers, chosen)
        counts = [sum(counted(found).values()) for found in (shown, layers)]
        about = replace(about, filter_words=described(chosen), shown=counts[0], total=counts[1])
        layers = shown
    return [as_bytes(reports, f".{name.lower()}", about=about, layers=layers) for name in FORMS]


ON_A_GRID = replace(ABOUT, precision=Precision(step=10_000.0, unit="m"))


@pytest.mark.parametrize(
    ("reports", "about"),
    [
        ([report()], About()),
        (of_days(), ABOUT),
        (of_days(), ON_A_GRID),
        ([across_the_antimeridian()], About()),
        ([across_the_antimeridian()], ON_A_GRID),
    ],
    ids=["one", "three, all said", "three, on a grid", "seam", "seam, on a grid"],
)
def test_gives_what_the_exporters_write(visit: Visit, tmp_path: Path, reports: Sequence[Report], about: About) -> None:
    """Both files with all features: what is said of them, the box, every column, grid squares, Darwin Core terms."""
    write(reports, tmp_path / "map.html", about=about)
    visit.page.goto((tmp_path / "map.html").as_uri())

    assert files_of(visit.page) == exported(reports, about)


@pytest.mark.parametrize(
    "chosen",
    [
        Filter(words="crater"),
        Filter(words="southwest"),
        Filter(first=date(2023, 1, 3), last=date(2023, 1, 3)),
        Filter(words="Avdiivka", first=date(2023, 1, 3), last=date(2023, 1, 3)),
    ],
    ids=["words", "words of a claim", "a day", "both"],
)
def test_gives_what_the_exporters_write_for_a_filter(visit: Visit, tmp_path: Path, chosen: Filter) -> None:
    """What is shown, and only that; both say in the same words which filter was on, and how much it let through."""
    reports = of_days()
    write(reports, tmp_path / "map.html", about=ABOUT)
    visit.page.goto((tmp_path / "map.html").as_uri())
    if chosen.words:
        visit.page.get_by_label("Search names and quotes").fill(chosen.words)
        visit.page.locator("#results li").first.wait_for()
    if chosen.first:
        visit.page.get_by_role("button", name="Later ›").click()

    assert files_of(visit.page) == exported(reports, ABOUT, chosen)


def test_hostile_text_leaves_in_files_as_it_was(visit: Visit, hostile: str, hostile_about: About) -> None:
    """Text is unchanged, no cell a formula."""
    reports = [hostile_report(payload) for payload in PAYLOADS.values()]
    visit.page.goto(hostile)
    found = files_of(visit.page)
    cells = [cell for row in csv.reader(io.StringIO(found[1].decode("utf-8-sig"), newline="")) for cell in row]

    assert found == exported(reports, hostile_about)
    assert not [cell for cell in cells if re.match(r"\s*[=+@\t\r]", cell)]
