"""The point-radius circle of the georeferencing guides."""

import math

import pytest
from places_by_hand import grounded

from pipeline.circle import circle_radius_m
from pipeline.claims.precision import Policy, implied_step, precision_m
from pipeline.measures import find_lengths

# The table of the Best Practices of 2020, and what Wieczorek et al. of 2004 say of the same numbers.
STEPS = [
    ("5", 1, 1), ("13", 1, 1), ("15", 1, 1), ("10", 1, 10), ("20", 1, 10), ("90", 1, 10), ("100", 10, 100),
    ("200", 10, 100), ("120", 10, 10), ("140", 10, 10), ("750", 10, 10), ("1000", 100, 1000), ("2000", 100, 1000),
    ("1200", 100, 100), ("1.5", 1 / 2, 1 / 2), ("10.5", 1 / 2, 1 / 2), ("1.25", 1 / 4, 1 / 4), ("9.75", 1 / 4, 1 / 4),
    ("1.33", 1 / 3, 1 / 3), ("1.67", 1 / 3, 1 / 3), ("1.125", 1 / 8, 1 / 8), ("10.1", 1 / 10, 1 / 10),
    ("12.3", 1 / 10, 1 / 10), ("1.01", 1 / 100, 1 / 100),
]  # fmt: skip


@pytest.mark.parametrize(("written", "bp2020", "w2004"), STEPS, ids=[row[0] for row in STEPS])
def test_the_step_of_a_number_is_that_of_the_guides(written: str, bp2020: float, w2004: float) -> None:
    """Both policies give the steps of their tables."""
    assert math.isclose(implied_step(written, "bp2020"), bp2020)
    assert math.isclose(implied_step(written, "w2004"), w2004)


PRECISIONS = {
    "0 km": 500, "13 km": 500, "90 km": 5_000, "100 km": 50_000, "140 km": 5_000, "2,000 m": 500, "1 200 m": 50,
    "1\u202f200 m": 50, "2.5 km": 250, "2,5 km": 250, "5,25 km": 125, "12.3 km": 50,
    "13 miles": 804.672, "thirteen km": 500, "5-10 km": 500, "5 km to 7.5 km": 250,
}  # fmt: skip


@pytest.mark.parametrize(("text", "metres"), PRECISIONS.items())
def test_the_number_as_written_sets_its_precision(text: str, metres: float) -> None:
    """Half the last written step, whatever sets off thousands and decimals; of a range the finer end's."""
    ((length, _),) = find_lengths(text)

    assert precision_m(length, "w2004") == pytest.approx(metres)


def by_formula(metres: float, precision: float, half_deg: float) -> float:
    """Restate the formula for an anchor of 3 km."""
    half = math.radians(half_deg)
    return math.hypot(metres + precision - metres * math.cos(half), metres * math.sin(half)) + 3_000.0


@pytest.mark.parametrize(
    ("text", "policy", "radius"),
    [
        ("A depot burned 90 km south of Bakhmut.", "w2004", by_formula(90_000, 5_000, 45.0)),
        ("A depot burned 90 km south of Bakhmut.", "bp2020", by_formula(90_000, 500, 45.0)),
        ("A depot burned 13 miles southwest of Bakhmut.", "bp2020", by_formula(20_921.472, 804.672, 22.5)),
        ("A depot burned 5 km from Bakhmut.", "bp2020", 8_500.0),
        ("A depot burned 5-7 km from Bakhmut.", "bp2020", 10_500.0),
        ("Rebels came within 5 km of Bakhmut.", "bp2020", 8_500.0),
    ],
)
def test_the_radius_is_that_of_the_formula(text: str, policy: Policy, radius: float) -> None:
    """Distance, precision, direction and extent add up as the guides have them."""
    (claim,) = grounded(text)

    assert circle_radius_m(claim, policy) == pytest.approx(radius)


def test_a_claim_without_a_number_has_no_circle() -> None:
    """What has no distance, or nothing to count from, has no radius."""
    for text in (
        "Fighting was heavy north of Bakhmut.",
        "It is more than 5 km from Bakhmut.",
        "Wells 5 km east of Abu Zahr.",
    ):
        (claim,) = grounded(text)

        assert circle_radius_m(claim, "w2004") is None
