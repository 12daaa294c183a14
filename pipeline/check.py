"""Hold a claim about two known places against the map."""

import math
from dataclasses import dataclass, replace

from gazetteer.place import WIDE, Place
from pipeline.claims.compass import compass_name
from pipeline.claims.doubt import ROAD_CIRCUITY
from pipeline.claims.precision import HALF_ANGLES, precision_m
from pipeline.geodesy import inverse, turn
from pipeline.measures import METRES, is_upper_bound, vague_range_m
from pipeline.model import ClaimCheck, DistanceClaim, GroundedClaim, Heading, Length, Verdict

_HEDGED_SHARE = 0.1
_OPPOSITE_DEG = 150.0
_SURE, _FAIRLY_SURE, _GUESSED = 0.9, 0.7, 0.5
"""Scores from which a choice of place is sure enough to call a claim off: against a namesake that fits, without a
word of doubt, and at all."""
_LEAST_HALF_ANGLE = 5.0
"""Degrees either side: no bearing is called off for less, since nobody says whether it is true or magnetic north."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """What the map says of two places: metres between their points, the bearing, metres their extents add up to."""

    metres: float
    bearing_deg: float
    reach_m: float


def check(grounded: GroundedClaim) -> ClaimCheck | None:
    """
    Judge distance and bearing apart, against what the words claim and the extents of both places.

    A distance holds if some spot of the one place is as far from some spot of the other as the
    words allow: the number give or take half its last written step, and a tenth more if it is
    hedged. One that is said to be by road holds for a straight line up to one and a half times as
    short. A direction holds within the angle of its point of the compass, widened by the extents.
    The ratio is the claimed distance to the measured one. None without a named subject.

    A report is not called wrong for a namesake that may have been chosen wrongly. Where a claim is
    off, but would hold for another place of the same name, it "cannot be checked" unless the place
    was chosen with a score of at least 0.9; nor can it where either score is under 0.5. Under 0.7,
    and where a namesake would fit a sure choice, the note says so.
    """
    claim = grounded.claim
    if claim.subject is None:
        return None
    anchor, subject = grounded.anchor, grounded.subject
    if anchor is None or subject is None or subject.kind in WIDE:
        return _cannot(obstacle(grounded))
    metres, bearing = inverse(anchor.point, subject.point)
    if anchor.id == subject.id or metres < 1.0:
        return _cannot("Both names lead to the same place.")
    if claim.across or (claim.distance is None and claim.heading is None):
        return _cannot("A claim of this form is not checked.")
    measured = _Measured(metres=metres, bearing_deg=bearing, reach_m=anchor.radius_m + subject.radius_m)
    distance_note = _judge_distance(claim, measured)
    direction_note = _judge_direction(claim.heading, measured)
    verdict = _VERDICTS[bool(distance_note), bool(direction_note)]
    is_doubtful, doubt_note = (False, "") if verdict == Verdict.HOLDS else _doubt(grounded, anchor, subject)
    return ClaimCheck(
        verdict=Verdict.CANNOT_CHECK if is_doubtful else verdict,
        measured_m=metres,
        measured_bearing_deg=bearing,
        ratio=_ratio(claim.distance, metres),
        note=" ".join(note for note in (distance_note, direction_note, doubt_note) if note),
    )


def _doubt(grounded: GroundedClaim, anchor: Place, subject: Place) -> tuple[bool, str]:
    """Tell whether the choice of the places is too doubtful to call a claim off, and what a note says of that."""
    least, place = min(
        ((1.0 if score is None else score), place)
        for score, place in ((grounded.anchor_score, anchor.name), (grounded.subject_score, subject.name))
    )
    rival = _fitting_rival(grounded, anchor, subject)
    if rival:
        return least < _SURE, f"Measured to another {rival.name}, {_whereabouts(rival)}, it would hold."
    if least < _FAIRLY_SURE:
        return least < _GUESSED, f"It is not certain which {place} is meant (score {least:.2f})."
    return False, ""


def _fitting_rival(grounded: GroundedClaim, anchor: Place, subject: Place) -> Place | None:
    """Give the first place of the same name for which the claim would hold."""
    pairs = [
        *((anchor, rival, rival) for rival in grounded.subject_rivals),
        *((rival, subject, rival) for rival in grounded.anchor_rivals),
    ]
    return next((rival for start, end, rival in pairs if _would_hold(grounded.claim, start, end)), None)


def _would_hold(claim: DistanceClaim, anchor: Place, subject: Place) -> bool:
    """Tell whether a claim holds between two places."""
    metres, bearing = inverse(anchor.point, subject.point)
    measured = _Measured(metres=metres, bearing_deg=bearing, reach_m=anchor.radius_m + subject.radius_m)
    if metres < 1.0:
        return False
    return not (_judge_distance(claim, measured) or _judge_direction(claim.heading, measured))


def _whereabouts(place: Place) -> str:
    """Say where a namesake lies: "in Kharkiv (UA)"."""
    country = f"({place.country})" if place.region and place.country else place.country
    return " ".join(part for part in ("in", place.region, country) if part)


_VERDICTS = {
    (False, False): Verdict.HOLDS,
    (True, False): Verdict.DISTANCE_OFF,
    (False, True): Verdict.DIRECTION_OFF,
    (True, True): Verdict.BOTH_OFF,
}


def _cannot(note: str) -> ClaimCheck:
    return ClaimCheck(verdict=Verdict.CANNOT_CHECK, measured_m=None, measured_bearing_deg=None, ratio=None, note=note)


def obstacle(grounded: GroundedClaim) -> str:
    """Say why nothing can be measured: an end without a place, or one that no point can stand for."""
    if grounded.edge:
        return f"Counted from {grounded.edge}, which the gazetteer has no line for."
    if grounded.anchor is None and (grounded.anchor_span is None or grounded.claim.points_back):
        return "The report does not say what it counts from."
    if grounded.anchor is None and grounded.subject is None and grounded.claim.subject:
        return "Neither place is in the gazetteer."
    if grounded.anchor is None:
        return "The place it counts from is not in the gazetteer."
    if grounded.subject is None:
        return "The place it is about is not in the gazetteer."
    return f"{grounded.subject.name} is too wide to be measured to."


def _ratio(length: Length | None, metres: float) -> float | None:
    """Give the claimed distance, or the nearer end of a range, as a multiple of the measured one."""
    if length is None or (length.low_m is None and length.high_m is None):
        return None
    low = length.low_m or 0.0
    high = math.inf if length.high_m is None else length.high_m
    return min(max(metres, low), high) / metres


def _allowed(length: Length, *, by_road: bool) -> tuple[float, float]:
    """Give the nearest and farthest metres in a straight line that the words allow."""
    near, far = _said(length)
    return (near / ROAD_CIRCUITY[1] if by_road else near), far


def _said(length: Length) -> tuple[float, float]:
    """Give the nearest and farthest metres the words allow."""
    if length.low_m is None and length.high_m is None:
        low, high = vague_range_m(length)
        return low / 2.0, high * 2.0
    hedge = _HEDGED_SHARE * (length.high_m or length.low_m or 0.0) if length.hedge else 0.0
    slack = precision_m(length, "w2004") + hedge
    far = math.inf if length.high_m is None else length.high_m + slack
    return (0.0 if is_upper_bound(length) else max(0.0, (length.low_m or 0.0) - slack)), far


def _fits(length: Length, measured: _Measured, *, by_road: bool) -> bool:
    """Tell whether a distance can hold between some spots of the two places."""
    near, far = _allowed(length, by_road=by_road)
    return measured.metres - measured.reach_m <= far and measured.metres + measured.reach_m >= near


def _judge_distance(claim: DistanceClaim, measured: _Measured) -> str:
    """Say what is wrong with a distance, nothing if it holds."""
    length, by_road = claim.distance, claim.kind == "along"
    if length is None or _fits(length, measured, by_road=by_road):
        return ""
    slip = _slip_of_unit(length, measured, by_road=by_road)
    too_long = _allowed(length, by_road=by_road)[0] > measured.metres
    ratio = _ratio(length, measured.metres) or 0.0
    if not too_long:
        note = f"No way is shorter than the straight line of {measured.metres / 1000.0:.1f} km."
    elif ROAD_CIRCUITY[0] <= ratio <= ROAD_CIRCUITY[1]:
        note = f"Possibly a road distance: {ratio:.1f} times the straight line."
    elif ratio < ROAD_CIRCUITY[0]:
        note = f"Longer than the straight line of {measured.metres / 1000.0:.1f} km by a little."
    else:
        note = f"A road would have to be {ratio:.1f} times as long as the straight line."
    return f"{note} {slip}".strip()


def _slip_of_unit(length: Length, measured: _Measured, *, by_road: bool) -> str:
    """Say so if the same number would hold in miles instead of kilometres, or the reverse."""
    other = {"km": "mi", "mi": "km"}.get(length.unit)
    if other is None or length.low_m is None or length.high_m is None:
        return ""
    factor = METRES[other] / METRES[length.unit]
    swapped = replace(length, unit=other, low_m=length.low_m * factor, high_m=length.high_m * factor)
    if not _fits(swapped, measured, by_road=by_road):
        return ""
    right, wrong = ("miles", "kilometres") if other == "mi" else ("kilometres", "miles")
    return f"{length.number} {right} would fit: {wrong} may have been written for {right}."


def _judge_direction(heading: Heading | None, measured: _Measured) -> str:
    """Say what is wrong with a direction, nothing if it holds."""
    if heading is None or measured.reach_m >= measured.metres:
        return ""
    off = turn(heading.bearing_deg, measured.bearing_deg)
    half_angle = max(HALF_ANGLES[heading.points], _LEAST_HALF_ANGLE)
    if off <= half_angle + math.degrees(math.asin(measured.reach_m / measured.metres)):
        return ""
    lies = f"It lies to the {compass_name(measured.bearing_deg)} ({measured.bearing_deg:.0f} degrees)"
    if off >= _OPPOSITE_DEG:
        return f"{lies}, the opposite direction: the two places may have been exchanged."
    return f"{lies}, not to the {compass_name(heading.bearing_deg)}."
