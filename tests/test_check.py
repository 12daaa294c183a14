"""Claims held against the map."""

import math
from dataclasses import replace

import pytest
from places_by_hand import AVDIIVKA, BAKHMUT, grounded, place

from gazetteer.index import Gazetteer
from gazetteer.place import Place
from pipeline.analyse import analyse
from pipeline.check import check
from pipeline.geodesy import destination
from pipeline.model import Document, Verdict

# From Bakhmut it is 53.7 km at 200 degrees to Avdiivka; both have a radius of 3 km.
CHECKED = [
    ("Avdiivka lies 54 km south-southwest of Bakhmut.", "holds", ""),
    ("Avdiivka lies 50 km south of Bakhmut.", "holds", ""),
    ("Avdiivka lies about 60 km south of Bakhmut.", "holds", ""),
    ("Avdiivka lies 34 miles south of Bakhmut.", "holds", ""),
    ("Avdiivka lies 50-60 km from Bakhmut.", "holds", ""),
    ("Avdiivka lies more than 40 km from Bakhmut.", "holds", ""),
    ("Avdiivka lies less than 60 km from Bakhmut.", "holds", ""),
    ("Avdiivka lies south of Bakhmut.", "holds", ""),
    (
        "Avdiivka lies 90 km south of Bakhmut.",
        "distance off",
        "A road would have to be 1.7 times as long as the straight line.",
    ),
    (
        "Avdiivka lies 60 miles south of Bakhmut.",
        "distance off",
        (
            "A road would have to be 1.8 times as long as the straight line. "
            "60 kilometres would fit: miles may have been written for kilometres."
        ),
    ),
    ("Avdiivka lies 72 km south of Bakhmut.", "distance off", "Possibly a road distance: 1.3 times the straight line."),
    ("Avdiivka lies 72 km by road from Bakhmut.", "holds", ""),
    ("Avdiivka lies 72 km south of Bakhmut by road.", "holds", ""),
    (
        "Avdiivka lies 110 km by road from Bakhmut.",
        "distance off",
        "A road would have to be 2.0 times as long as the straight line.",
    ),
    (
        "Avdiivka lies 30 km by road from Bakhmut.",
        "distance off",
        (
            "No way is shorter than the straight line of 53.7 km. "
            "30 miles would fit: kilometres may have been written for miles."
        ),
    ),
    ("Avdiivka lies 61 km south of Bakhmut.", "distance off", "Longer than the straight line of 53.7 km by a little."),
    (
        "Avdiivka lies 32 km south of Bakhmut.",
        "distance off",
        (
            "No way is shorter than the straight line of 53.7 km. "
            "32 miles would fit: kilometres may have been written for miles."
        ),
    ),
    ("Avdiivka lies 5 km south of Bakhmut.", "distance off", "No way is shorter than the straight line of 53.7 km."),
    ("Avdiivka lies within 20 km of Bakhmut.", "distance off", "No way is shorter than the straight line of 53.7 km."),
    (
        "Avdiivka lies 54 km north of Bakhmut.",
        "direction off",
        "It lies to the south-southwest (200 degrees), the opposite direction: the two places may have been exchanged.",
    ),
    (
        "Avdiivka lies 54 km west of Bakhmut.",
        "direction off",
        "It lies to the south-southwest (200 degrees), not to the west.",
    ),
    (
        "Avdiivka lies east of Bakhmut.",
        "direction off",
        "It lies to the south-southwest (200 degrees), not to the east.",
    ),
    (
        "Avdiivka lies 90 km east of Bakhmut.",
        "both off",
        (
            "A road would have to be 1.7 times as long as the straight line. "
            "It lies to the south-southwest (200 degrees), not to the east."
        ),
    ),
    ("Avdiivka lies 5 km south of Abu Zahr.", "cannot check", "The place it counts from is not in the gazetteer."),
    ("Abu Zahr lies 5 km south of Bakhmut.", "cannot check", "The place it is about is not in the gazetteer."),
    ("Abu Zahr lies 5 km south of Umm Sayala.", "cannot check", "Neither place is in the gazetteer."),
    (
        "Avdiivka lies 15 km south of the Syria border.",
        "cannot check",
        "Counted from a border, which the gazetteer has no line for.",
    ),
    ("Avdiivka lies 20 km to the south.", "cannot check", "The report does not say what it counts from."),
    ("Avdiivka lies 20 km south of the city.", "cannot check", "The report does not say what it counts from."),
    ("The Oskil, 20 km south of Kharkiv, froze.", "cannot check", "Oskil is too wide to be measured to."),
]


@pytest.mark.parametrize(("text", "verdict", "note"), CHECKED, ids=[row[0] for row in CHECKED])
def test_judges_what_is_said(text: str, verdict: str, note: str) -> None:
    """Distance and direction are judged apart, and the note says what is wrong in words to print."""
    (claim,) = grounded(text)
    result = check(claim)

    assert result is not None
    assert (result.verdict, result.note) == (verdict, note)


def test_measures_from_point_to_point() -> None:
    """The figures are those of the geodesic, the ratio that of the claimed distance to it."""
    (claim,) = grounded("Avdiivka lies 90 km south of Bakhmut.")
    result = check(claim)

    assert result is not None
    assert result.measured_m is not None
    assert result.measured_bearing_deg is not None
    assert result.ratio is not None
    assert math.isclose(result.measured_m, 53_749, abs_tol=1)
    assert math.isclose(result.measured_bearing_deg, 200.17, abs_tol=0.01)
    assert math.isclose(result.ratio, 1.674, abs_tol=0.001)


def test_without_a_subject_there_is_nothing_to_check() -> None:
    """A thing without a name is placed, not checked."""
    (claim,) = grounded("A depot burned 5 km south of Bakhmut.")

    assert check(claim) is None


def test_a_vague_distance_has_no_ratio() -> None:
    """Words such as "a few kilometres" are judged, but there is no number to divide."""
    (claim,) = grounded("Avdiivka lies a few kilometres south of Bakhmut.")
    result = check(claim)

    assert result is not None
    assert (result.verdict, result.ratio) == (Verdict.DISTANCE_OFF, None)


def test_the_sector_is_what_counts_and_not_the_circle() -> None:
    """The circle of "90 km south" would hold Avdiivka, 54 km away; the claim is off all the same."""
    (claim,) = grounded("Avdiivka lies 90 km south of Bakhmut.")
    end = destination(BAKHMUT.point, 180.0, 90_000)
    result = check(claim)

    assert math.dist((end.lat, end.lon), (AVDIIVKA.point.lat, AVDIIVKA.point.lon)) < 0.65
    assert result is not None
    assert result.verdict == Verdict.DISTANCE_OFF


def test_wide_places_leave_room() -> None:
    """What a town of 3 km cannot be, a city of 30 km may."""
    (claim,) = grounded("Avdiivka lies 72 km south of Bakhmut.")
    wide = place("Bakhmut", 48.594, 37.999, radius_m=30_000.0)
    result = check(type(claim)(**{name: getattr(claim, name) for name in claim.__slots__} | {"anchor": wide}))

    assert result is not None
    assert result.verdict == Verdict.HOLDS


AVDIIVKA_2 = place("Avdiivka", 47.79, 38.0)
"""Another village of the name, 89 km south of Bakhmut."""
DOUBTS = [
    (0.95, (), "distance off", ""),
    (0.6, (), "distance off", "It is not certain which Avdiivka is meant (score 0.60)."),
    (0.4, (), "cannot check", "It is not certain which Avdiivka is meant (score 0.40)."),
    (0.95, (AVDIIVKA_2,), "distance off", "Measured to another Avdiivka, in UA, it would hold."),
    (0.8, (AVDIIVKA_2,), "cannot check", "Measured to another Avdiivka, in UA, it would hold."),
]


@pytest.mark.parametrize(("score", "rivals", "verdict", "doubt"), DOUBTS)
def test_a_doubtful_choice_accuses_no_report(score: float, rivals: tuple[Place, ...], verdict: str, doubt: str) -> None:
    """Where a namesake may be meant, the note says so, and the verdict is no accusation."""
    (claim,) = grounded("Avdiivka lies 90 km south of Bakhmut.")
    result = check(replace(claim, subject_score=score, subject_rivals=rivals))

    assert result is not None
    assert result.verdict == verdict
    assert result.note == f"A road would have to be 1.7 times as long as the straight line. {doubt}".strip()


def test_what_holds_is_not_doubted() -> None:
    """A claim that fits the place that was chosen speaks for that choice itself."""
    (claim,) = grounded("Avdiivka lies 54 km south of Bakhmut.")
    result = check(replace(claim, subject_score=0.3))

    assert result is not None
    assert (result.verdict, result.note) == (Verdict.HOLDS, "")


@pytest.mark.parametrize(
    "text",
    [
        "Авдіївка, за 90 км на південь від Бахмута, під вогнем.",
        "Авдеевка, в 90 км южнее Бахмута, под огнём.",
    ],
)
def test_ukrainian_and_russian_claims_are_checked_as_english_ones(text: str, gazetteer: Gazetteer) -> None:
    """Monitors write the claims in the language of the place."""
    (finding,) = analyse(Document(id="note", text=text), gazetteer).findings

    assert finding.check is not None
    assert finding.check.verdict == Verdict.DISTANCE_OFF
    assert finding.check.ratio == pytest.approx(1.67, abs=0.02)
