"""Hold a claim about two known places against the map."""

import math

from gazetteer.place import Place
from pipeline.geodesy import inverse, turn
from pipeline.measures import written_precision_m
from pipeline.model import ClaimCheck, GroundedClaim, Heading, Length, Verdict

_HEDGED_SHARE = 0.1
HALF_ANGLES = {4: 45.0, 8: 22.5, 16: 11.25, 32: 5.625, 360: 5.0}
"""Half the angle that a direction covers, by the number of points of the compass it is one of (Wieczorek et al. 2004)."""
_MILE = 1.609344


def check(grounded: GroundedClaim) -> ClaimCheck | None:
    """
    Judge distance and bearing apart, against what the words claim and the extents of both places.

    None without a named subject. The ratio is the claimed distance to the measured one.
    """
    claim = grounded.claim
    if claim.subject is None:
        return None
    if grounded.anchor is None or grounded.subject is None:
        return _cannot(_missing(grounded))
    metres, bearing = inverse(grounded.anchor.point, grounded.subject.point)
    if grounded.anchor.id == grounded.subject.id or metres < 1.0:
        return _cannot("both names lead to the same place")
    far, ratio, distance_note = _judge_distance(claim.distance, metres, grounded.anchor, grounded.subject)
    astray, direction_note = _judge_direction(claim.heading, bearing, metres, grounded.anchor, grounded.subject)
    verdict = {
        (False, False): Verdict.HOLDS,
        (True, False): Verdict.DISTANCE_OFF,
        (False, True): Verdict.DIRECTION_OFF,
        (True, True): Verdict.BOTH_OFF,
    }[far, astray]
    note = "; ".join(part for part in (distance_note, direction_note) if part)
    return ClaimCheck(verdict=verdict, measured_m=metres, measured_bearing_deg=bearing, ratio=ratio, note=note)


def _cannot(note: str) -> ClaimCheck:
    return ClaimCheck(verdict=Verdict.CANNOT_CHECK, measured_m=None, measured_bearing_deg=None, ratio=None, note=note)


def _missing(grounded: GroundedClaim) -> str:
    """Say which end of a claim has no place."""
    if grounded.anchor is None and grounded.subject is None:
        return "neither place was found in the gazetteer"
    return (
        "the place it counts from was not found" if grounded.anchor is None else "the place it is about was not found"
    )


def _judge_distance(
    length: Length | None, metres: float, anchor: Place, subject: Place
) -> tuple[bool, float | None, str]:
    """Tell whether the distance is off, its ratio to the measured one, and what to say of it."""
    if length is None or (length.low_m is None and length.high_m is None):
        return False, None, ""
    slack = written_precision_m(length) + (
        _HEDGED_SHARE * (length.high_m or length.low_m or 0.0) if length.hedge else 0.0
    )
    near = max(0.0, (length.low_m or 0.0) - slack)
    far = math.inf if length.high_m is None else length.high_m + slack
    reach = anchor.radius_m + subject.radius_m
    stated = min(max(metres, length.low_m or 0.0), math.inf if length.high_m is None else length.high_m)
    ratio = stated / metres
    if metres - reach > far:
        return True, ratio, _too_short(ratio)
    if metres + reach < near:
        return True, ratio, _too_long(ratio)
    return False, ratio, ""


def _too_long(ratio: float) -> str:
    """Say what may be behind a distance that is too long."""
    if abs(ratio / _MILE - 1.0) < 0.08:
        return f"{ratio:.1f} times the measured distance: kilometres may have been written as miles"
    if 1.2 <= ratio <= 1.5:
        return "possibly a road distance"
    return f"a road would have to be {ratio:.1f} times as long as the straight line"


def _too_short(ratio: float) -> str:
    """Say what may be behind a distance that is too short."""
    if abs(ratio * _MILE - 1.0) < 0.08:
        return "shorter than the straight line: miles may have been written as kilometres"
    return f"only {ratio:.1f} of the straight line: no road can be that short"


def _judge_direction(
    heading: Heading | None, bearing: float, metres: float, anchor: Place, subject: Place
) -> tuple[bool, str]:
    """Tell whether the direction is off, and what to say of it."""
    if heading is None:
        return False, ""
    reach = anchor.radius_m + subject.radius_m
    extent = 180.0 if reach >= metres else math.degrees(math.asin(reach / metres))
    off = turn(heading.bearing_deg, bearing)
    if off <= HALF_ANGLES[heading.points] + extent:
        return False, ""
    if off >= 150.0:
        return True, "the direction is the opposite one"
    return True, f"it lies {off:.0f} degrees off the stated direction"
