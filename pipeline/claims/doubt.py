"""Say how far a claimed distance and direction may be from the truth, at a given confidence."""

import math
from dataclasses import dataclass
from itertools import pairwise

# The error model of claims, learnt from 64 published claims of which both places are known; MODEL_CARD.md
# says how, and how well it holds. The figures are those that tests/benchmarks/claims_calibrate.py prints.
_PLACE_M = 3_500.0
"""How far the points of two places are from the spots a writer counts between, whatever the distance."""
_ANCHOR_SHARE = 0.2
"""The part of the anchor's radius that comes on top of it."""
_DISTANCE_SHARE = 0.099
"""The part of the distance by which a place is farther than said, for an anchor of 5 km radius."""
_TOO_LONG = 3.0
"""How many times as far a place may be nearer than said as farther: claims are too long (roads, guesses) oftener."""
_USUAL_SHARE = 0.97
"""What true distances are, on the whole, of the claimed ones."""
_BEARING_DEG = 23.5
"""How far directions are off, for an anchor of 5 km radius."""
_GROWTH = 0.715
"""Power of the anchor's radius with which errors grow: of a capital, people speak more loosely."""
ROAD_CIRCUITY = (1.2, 1.5)
"""How many times as long as the straight line roads are, as a rule (Newell 1980: 1.2; the means of countries in
Ballou, Rahardja and Sakai 2002 lie between these two but for lands of mountains, deserts or islands)."""
_ANCHOR_M = 5_000.0
_LARGEST_ANCHOR_M = 30_000.0
_SCORES = (
    (0.0, 0.0),
    (0.5, 0.80),
    (0.6, 0.84),
    (0.7, 1.04),
    (0.8, 1.14),
    (0.85, 1.26),
    (0.9, 1.52),
    (0.95, 2.08),
)
"""Confidence, and the number of spreads that hold the truth with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Where the truth may lie: between two distances in metres, within an angle either side of the direction."""

    near_m: float
    far_m: float
    half_angle_deg: float


def spreads(confidence: float) -> float:
    """
    Give the number of spreads that hold the truth with a probability of *confidence* (0..1).

    Between the figures of the table it is drawn straight; above the last it grows as the tail of
    Student's t with two degrees of freedom. Raises `ValueError` for what is no probability.
    """
    if not 0.0 < confidence < 1.0:
        message = f"confidence {confidence} is not between 0 and 1"
        raise ValueError(message)
    for (low, low_score), (high, high_score) in pairwise(_SCORES):
        if confidence <= high:
            return low_score + (high_score - low_score) * (confidence - low) / (high - low)
    last, score = _SCORES[-1]
    return score * math.sqrt((1.0 - last) / (1.0 - confidence))


def one_spread(metres: float, anchor_radius_m: float) -> tuple[float, float, float]:
    """Give one spread of a claim of *metres*: metres nearer, metres farther, degrees to either side."""
    looseness = (min(anchor_radius_m, _LARGEST_ANCHOR_M) / _ANCHOR_M) ** _GROWTH
    places = math.hypot(_PLACE_M, _ANCHOR_SHARE * anchor_radius_m)
    farther = math.hypot(places, _DISTANCE_SHARE * looseness * metres)
    nearer = math.hypot(places, _DISTANCE_SHARE * looseness * metres * _TOO_LONG)
    sideways = math.hypot(_BEARING_DEG * looseness, math.degrees(math.atan2(places, metres)))
    return nearer, farther, sideways


def spread_of(low_m: float, high_m: float, anchor_radius_m: float, *, confidence: float) -> Spread:
    """Give the spread of a claim from *low_m* to *high_m* at a confidence."""
    times = spreads(confidence)
    middle = (low_m + high_m) / 2.0
    nearer, farther, sideways = one_spread(middle, anchor_radius_m)
    return Spread(
        near_m=max(0.0, low_m * _USUAL_SHARE - times * nearer),
        far_m=high_m * _USUAL_SHARE + times * farther,
        half_angle_deg=min(180.0, times * sideways),
    )
