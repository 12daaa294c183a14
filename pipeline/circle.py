"""Give the point-radius circle of the georeferencing guides, to set beside the area of a claim."""

import math

from pipeline.claims.precision import HALF_ANGLES, Policy, precision_m
from pipeline.measures import is_upper_bound
from pipeline.model import GroundedClaim


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
