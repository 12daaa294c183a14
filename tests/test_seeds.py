"""The two articles the project was created from: what must be found in them, and what must not be drawn."""

import re
from typing import Any

import pytest
from project import SHARED

from gazetteer.index import Gazetteer
from gazetteer.place import Point
from pipeline.analyse import analyse
from pipeline.geodesy import destination, inverse
from pipeline.model import Document, Report
from pipeline.read import read_reports
from pipeline.statements import statements_of

SEEDS = SHARED / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared is not here")

BAKHMUT = Point(lat=48.594, lon=37.999)
AVDIIVKA = Point(lat=48.140, lon=37.750)
NEVER_PLACED = [
    "March",
    "Vladimir",
    "Vladislav",
    "Roman",
    "Mary",
    "Harper",
    "University",
    "Jack",
    "eastern",
    "Eastern",
    "south",
    "South",
    "Western",
    "City",
    "Times",
]


@pytest.fixture(scope="module")
def reports(gazetteer: Gazetteer) -> list[Report]:
    """Analyse both articles once."""
    documents = [item for item in read_reports([str(SEEDS)]) if isinstance(item, Document)]
    return [analyse(document, gazetteer) for document in documents]


def choices(reports: list[Report], name: str) -> list[Any]:
    """List the choices whose words begin with *name*."""
    return [
        choice
        for report in reports
        for choice in report.choices
        if re.match(rf"{name}\b", choice.toponym.span.of(report.document.text))
    ]


@pytest.mark.parametrize(("name", "mentions", "point"), [("Bakhmut", 38, BAKHMUT), ("Avdiivka", 9, AVDIIVKA)])
def test_every_mention_of_the_two_towns_is_found_and_placed(
    reports: list[Report], name: str, mentions: int, point: Point
) -> None:
    """All mentions are there, almost all as locations, each within 3 km of the town."""
    written = sum(len(re.findall(rf"\b{name}\b", report.document.text)) for report in reports)
    found = choices(reports, name)

    assert written == len(found) == mentions
    assert sum(choice.toponym.role == "location" for choice in found) >= mentions - 3
    assert all(inverse(choice.place.point, point)[0] <= 3000 for choice in found)


@pytest.mark.parametrize("word", NEVER_PLACED)
def test_what_is_no_place_is_not_placed(reports: list[Report], word: str) -> None:
    """Months, people, universities and directions are not on the map."""
    drawn = [choice for choice in choices(reports, word) if choice.toponym.role == "location" and choice.place]

    assert drawn == []


@pytest.mark.parametrize(
    ("article", "words", "role"),
    [
        (0, "Kyiv is preparing", "metonym"),
        (1, "shows Moscow", "metonym"),
        (0, "based in New York", "byline"),
        (1, "based in Kuala Lumpur", "byline"),
    ],
)
def test_governments_and_authors_have_their_roles(reports: list[Report], article: int, words: str, role: str) -> None:
    """A capital that acts is its government; an author's home is no news."""
    report = reports[article]
    start = report.document.text.index(words)
    roles = [
        choice.toponym.role for choice in report.choices if start <= choice.toponym.span.start < start + len(words)
    ]

    assert roles == [role]


def test_exactly_three_claims(reports: list[Report]) -> None:
    """Three distances place something; every 10 meters, each meter and 10 days do not."""
    assert [[statement.quote for statement in statements_of(report)] for report in reports] == [
        [
            next(s.quote for s in statements_of(reports[0]) if "13 miles" in s.quote),
            next(s.quote for s in statements_of(reports[0]) if "90km" in s.quote),
        ],
        [next(s.quote for s in statements_of(reports[1]) if "60 miles" in s.quote)],
    ]


@pytest.mark.parametrize(("article", "number", "ratio", "implied"), [(0, 1, 1.67, True), (1, 0, 1.80, False)])
def test_both_claims_about_avdiivka_are_off(
    reports: list[Report], article: int, number: int, ratio: float, implied: bool
) -> None:
    """Stated 90 km and 60 miles, measured 53.7 km at 200 degrees."""
    finding = reports[article].findings[number]

    assert finding.check.verdict == "distance off"
    assert finding.check.measured_m == pytest.approx(53_700, abs=500)
    assert finding.check.measured_bearing_deg == pytest.approx(200, abs=1)
    assert finding.check.ratio == pytest.approx(ratio, abs=0.02)
    assert finding.grounded.implied is implied


def test_the_highway_becomes_a_point(reports: list[Report]) -> None:
    """13 miles to the southwest is 20,921.5 m at 225 degrees from Bakhmut's point."""
    finding = reports[0].findings[0]
    expected = destination(finding.grounded.anchor.point, 225.0, 20_921.5)

    assert finding.check is None
    assert inverse(finding.location.point, expected)[0] <= 100
