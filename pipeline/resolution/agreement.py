"""Weigh how well each place agrees with what claims say of its distance and direction."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer.place import Candidate, Place
from pipeline.names.mentions import SETTLED
from pipeline.resolution.field import RADIUS_KM, Field
from pipeline.resolution.known import Floats

_BESIDE_KM = 60.0
"""How far apart two places are at most when a text says but on which side of the other one lies."""

_OFF_KM = 20.0
"""What a claim about a place, three times over, may be off besides."""

_SAME_SPOT_KM = 8.0
"""Distance under which the centres of two places say little about their bearing."""

_LITTLE_KNOWN = 8_000
"""People up to which a claim says more of which place is meant than the name does."""

_OWN_NAME = 0.95
"""The fit from which a name is a place's own."""

_CONTRADICTED = -10.0
"""What it costs a little known place to be where the text says it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A claim between two senses: metres and bearing from *anchor* to *subject*, None where not said."""

    anchor: int
    subject: int
    low_m: float | None
    high_m: float | None
    bearing_deg: float | None


def claimed(field: Field, share: Floats, likeliest: Sequence[int], links: Sequence[Link]) -> Floats:
    """Weigh how well each candidate of a claim's ends agrees with the likeliest place of the other end."""
    places, owner = field.places, field.owner
    weight = np.zeros(len(places))
    if not links:
        return weight
    picks = {int(owner[pick]): pick for pick in likeliest}
    for link in links:
        for here, there, forward in ((link.subject, link.anchor, False), (link.anchor, link.subject, True)):
            if there not in picks or here not in picks:
                continue
            for number in field.rows(here):
                start, end = (number, picks[there]) if forward else (picks[there], number)
                agreement = _agreement(places[start], places[end], link)
                less_sure = share[number] <= share[picks[there]]
                if less_sure and _is_refuted(field.candidates[number], places[start], places[end], link):
                    agreement = _CONTRADICTED
                weight[number] += share[picks[there]] * agreement
    return weight


def _is_refuted(candidate: Candidate, anchor: Place, subject: Place, link: Link) -> bool:
    """Tell whether a claim shows that *candidate*, one of its ends, is not meant: the better known, the harder."""
    if _obscure(candidate):
        return _contradicts(anchor, subject, link)
    place = candidate.place
    if place.kind not in SETTLED or place.population >= _WELL_KNOWN or link.high_m is None:
        return False
    return _course(anchor, subject)[0] > _FAR_OFF_KM + _TIMES_FAR_OFF * link.high_m / 1000.0


_WELL_KNOWN = 50_000
_FAR_OFF_KM = 60.0
_TIMES_FAR_OFF = 4.0
"""People from which no claim says that a town is not the one meant, and what a claim of a smaller one may be off."""


def _obscure(candidate: Candidate) -> bool:
    """Tell whether a claim may speak against a candidate: a place few know, or that bears the name only nearly."""
    place = candidate.place
    return place.kind in SETTLED and (place.population < _LITTLE_KNOWN or candidate.fit < _OWN_NAME)


def _contradicts(anchor: Place, subject: Place, link: Link) -> bool:
    """Tell whether a claim shows that a little known place is not the one meant.

    What is said of a well known place may be wrong, and is shown as such; a village that lies on the
    other side of what it is measured from, or several times as far away, or both off, is a namesake.
    """
    km, bearing = _course(anchor, subject)
    if link.bearing_deg is not None and km > _SAME_SPOT_KM and _turn(bearing, link.bearing_deg) > 90.0:
        return True
    if link.high_m is None:
        return km > _BESIDE_KM
    return km > _OFF_KM + 3.0 * link.high_m / 1000.0 or _is_off_twice(km, bearing, link)


def _is_off_twice(km: float, bearing: float, link: Link) -> bool:
    """Tell whether a place is off in distance and in direction: then it is rather a namesake than badly described."""
    if link.bearing_deg is None or link.low_m is None or link.high_m is None:
        return False
    far, near = link.high_m / 1000.0 * _TIMES_OFF + _LITTLE_KM, link.low_m / 1000.0 / _TIMES_OFF - _LITTLE_KM
    return _turn(bearing, link.bearing_deg) > _TURNED and not near <= km <= far


_TIMES_OFF = 1.4
_LITTLE_KM = 5.0
_TURNED = 50.0
"""How many times a distance may be off and by how many kilometres, and how many degrees a direction."""


def _agreement(anchor: Place, subject: Place, link: Link) -> float:
    """Weigh a pair of places against a claim: 4 for a perfect fit, -2 for none."""
    km, bearing = _course(anchor, subject)
    fit = 1.0
    if link.low_m is not None and link.high_m is not None:
        low, high = max(link.low_m / 1000.0, 0.3), max(link.high_m / 1000.0, 0.3)
        off = math.log(low / km) if km < low else math.log(km / high) if km > high else 0.0
        slack = 0.35 + 3.0 / high
        fit *= math.exp(-0.5 * (off / slack) ** 2)
    elif km > _BESIDE_KM:
        fit *= _BESIDE_KM / km
    if link.bearing_deg is not None and km > 1.0:
        fit *= math.exp(-0.5 * (_turn(bearing, link.bearing_deg) / 35.0) ** 2)
    return 6.0 * fit - 2.0


def _turn(bearing: float, other: float) -> float:
    """Give the angle (0..180 degrees) between two bearings."""
    return abs((bearing - other + 180.0) % 360.0 - 180.0)


def _course(start: Place, end: Place) -> tuple[float, float]:
    """Give kilometres (at least 0.1) and bearing in degrees on the sphere."""
    lat1, lat2 = math.radians(start.point.lat), math.radians(end.point.lat)
    turn = math.radians(end.point.lon - start.point.lon)
    half = math.sin((lat2 - lat1) / 2.0) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(turn / 2.0) ** 2
    y = math.sin(turn) * math.cos(lat2)
    x = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(turn)
    return max(2.0 * RADIUS_KM * math.asin(min(1.0, math.sqrt(half))), 0.1), math.degrees(math.atan2(y, x)) % 360.0
