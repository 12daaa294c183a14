"""Give the point-radius circle of the georeferencing guides, to set beside the area of a claim."""

import math
import re
from typing import Literal

from pipeline.measures import METRES, is_upper_bound
from pipeline.model import GroundedClaim, Length

Policy = Literal["bp2020", "w2004"]
"""How a written number's precision is taken: as the Best Practices of 2020 have it, or Wieczorek et al. of 2004."""
POLICIES: tuple[Policy, ...] = ("bp2020", "w2004")

HALF_ANGLES = {4: 45.0, 8: 22.5, 16: 11.25, 32: 5.625, 360: 1.0}
_DENOMINATORS = (2, 3, 4, 8, 10, 100)


def circle_radius_m(grounded: GroundedClaim, policy: Policy) -> float | None:
    """
    Give the radius in metres of the circle round the end of a distance, or round the anchor without a direction.

    This is Darwin Core's `coordinateUncertaintyInMeters` by the formula of Wieczorek, Guo and
    Hijmans 2004, with the extent of the anchor outside the root, where it belongs to hold the
    anchor's own breadth sideways. None for a claim without an anchor's place, or without a number.
    """
    claim, anchor = grounded.claim, grounded.anchor
    if anchor is None or claim.distance is None or claim.distance.high_m is None:
        return None
    low = 0.0 if is_upper_bound(claim.distance) else claim.distance.low_m or 0.0
    middle, spare = (low + claim.distance.high_m) / 2.0, (claim.distance.high_m - low) / 2.0
    doubt = spare + precision_m(claim.distance, policy)
    if claim.heading is None:
        return middle + doubt + anchor.radius_m
    half = math.radians(HALF_ANGLES[claim.heading.points])
    return math.hypot(middle + doubt - middle * math.cos(half), middle * math.sin(half)) + anchor.radius_m


def precision_m(length: Length, policy: Policy) -> float:
    """Give half the step that a number was written in, the finest one of a range, in metres."""
    digits = re.findall(r"\d[\d,]{0,12}(?:\.\d{1,6})?", length.number)
    steps = [implied_step(written.replace(",", ""), policy) for written in digits]
    return min(steps, default=1.0) / 2.0 * METRES[length.unit]


def implied_step(written: str, policy: Policy) -> float:
    """
    Give the step implied by a number in digits: 10 for "90" by w2004, 1 by bp2020; a quarter for "1.75".

    An integer's step is ten to its trailing zeros (w2004), but never coarser than two significant
    figures (bp2020, whose table of fourteen rows this reproduces). A fraction's is one over the
    least of 2, 3, 4, 8, 10 and 100 that gives it; thirds within a hundredth.
    """
    whole, _, decimals = written.partition(".")
    if decimals:
        fraction = float(f"0.{decimals}")
        return 1.0 / next((part for part in _DENOMINATORS if _is_multiple(fraction, part)), 10.0 ** len(decimals))
    coarse = 10.0 ** (len(whole) - len(whole.rstrip("0")))
    return min(coarse, max(1.0, 10.0 ** (len(whole) - 2))) if policy == "bp2020" else coarse


def _is_multiple(fraction: float, part: int) -> bool:
    """Tell whether a fraction is a number of parts."""
    return abs(fraction * part - round(fraction * part)) < (0.015 if part == 3 else 1e-9) and round(fraction * part) > 0
