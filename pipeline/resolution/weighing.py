"""Weigh what every name of a report may mean against all the others."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from gazetteer.place import Candidate, Place
from pipeline.names.containment import lies_in
from pipeline.names.mentions import SETTLED
from pipeline.resolution.calibration import calibrated
from pipeline.resolution.senses import Sense
from pipeline.resolution.setting import Setting

Floats = NDArray[np.float64]

_KIND = {
    "country": 4.0,
    "continent": 4.0,
    "capital": 1.2,
    "division": 1.6,
    "region": 1.6,
    "sea": 1.5,
    "island": 0.2,
    "county": -0.3,
    "water": -0.3,
    "mountain": -0.3,
    "facility": -0.3,
}
_PEOPLE = 0.5
"""What a factor e in population is worth."""

_ROUNDS = 3
_NEAR_KM = 60.0
_FAR_KM = 350.0
_RADIUS_KM = 6371.0
_POINTLIKE_KM = 60.0
"""Places wider than this pull others from their edge on, and only from afar."""

_MOST_PULLING = 150
"""Names that pull others at most: those the report names most often, so that long reports stay quick."""

_SMALL = 50_000
_LOST = 1.6
"""What it costs a place of few people to lie far from all the others."""

_HAMLET = 2_000
_ALONE_KM = 150.0
_ALONE = 2.5
"""What it costs a village that nothing else of the report lies within some 150 km of it."""

_LITTLE_KNOWN = 8_000
"""People up to which a claim says more of which place is meant than the name does."""

_BESIDE_KM = 60.0
"""How far apart two places are at most when a text says but on which side of the other one lies."""

_OFF_KM = 20.0
"""What a claim about a place, three times over, may be off besides."""

_OWN_NAME = 0.95
"""The fit from which a name is a place's own."""

_SAME_SPOT_KM = 8.0
"""Distance under which the centres of two places say little about their bearing."""

_CONTRADICTED = -10.0
"""What it costs a little known place to be where the text says it is not."""

_LISTED_KM = 40.0
_LISTED = 1.5
"""What it is worth to lie near one's neighbour in a list."""

_APART_KM = 100.0
_APART = 2.0
"""What it costs a village to lie far from its neighbour in a list."""

_SAME_PLACE_KM = 5.0
"""How far apart two records of one place may lie."""

_NONE = 3.5
"""The weight of "none of these"."""

_SHOWN = 5
"""Candidates that are kept for the record."""

_LEAST = 0.2
"""The score under which a place is not given: three in four of those would be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A claim between two senses: metres and bearing from *anchor* to *subject*, None where not said."""

    anchor: int
    subject: int
    low_m: float | None
    high_m: float | None
    bearing_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a sense came to: its candidates best first, the choice, its score and what made it."""

    candidates: tuple[Candidate, ...]
    place: Place | None
    score: float
    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """All candidates of a report, one row each.

    `owner` numbers the sense of each, `vectors` holds unit vectors from the centre of the earth,
    `small` tells whether few live there, `little` how few (0..1), `obscure` whether a claim may speak
    against it.
    """

    places: Sequence[Place]
    owner: NDArray[np.intp]
    vectors: Floats
    small: Floats
    little: Floats
    obscure: Sequence[bool]


def _field(senses: Sequence[Sense]) -> _Field:
    candidates = [candidate for sense in senses for candidate in sense.candidates]
    places = [candidate.place for candidate in candidates]
    return _Field(
        places=places,
        owner=np.repeat(np.arange(len(senses), dtype=np.intp), [len(sense.candidates) for sense in senses]),
        vectors=_unit_vectors(places),
        small=np.array([1.0 if place.population < _SMALL else 0.0 for place in places]),
        little=np.array([_littleness(place) for place in places]),
        obscure=[_obscure(candidate) for candidate in candidates],
    )


def weigh(
    senses: Sequence[Sense], setting: Setting, links: Sequence[Link], listed: Sequence[tuple[int, int]] = ()
) -> list[Scored]:
    """Give each sense its place: the one that fits its name, the report's setting and the other places best.

    *listed* holds the pairs of senses that stand side by side in a list of places.
    """
    if not any(sense.candidates for sense in senses):
        return [Scored(candidates=(), place=None, score=0.0, terms=()) for _ in senses]
    field = _field(senses)
    terms = _static_terms(senses, setting)
    still: Floats = np.sum(list(terms.values()), axis=0)
    total = still
    moving: dict[str, Floats] = {}
    for _ in range(_ROUNDS):
        share = _shares(total, field.owner, len(senses))
        picks = _picks(field.owner, share)
        moving = {
            "near": _pull(field, share, picks, senses),
            "claim": _claimed(field, share, picks, links),
            "list": _beside(field, share, picks, listed),
        }
        total = still + np.sum(list(moving.values()), axis=0)
    share = _shares(total, field.owner, len(senses))
    terms |= moving
    ends = np.searchsorted(field.owner, np.arange(len(senses) + 1))
    return [
        _scored(sense, np.arange(ends[number], ends[number + 1]), total, share, vectors=field.vectors, terms=terms)
        for number, sense in enumerate(senses)
    ]


def _static_terms(senses: Sequence[Sense], setting: Setting) -> dict[str, Floats]:
    """Weigh each candidate by itself and by the setting."""
    rows = [row for number, sense in enumerate(senses) for row in _static_rows(sense, number, setting, senses)]
    names = ("name", "people", "kind", "class", "country", "division", "qualifier", "region")
    return dict(zip(names, np.array(rows, dtype=np.float64).T, strict=True))


def _static_rows(
    sense: Sense, number: int, setting: Setting, senses: Sequence[Sense]
) -> Iterator[tuple[float, float, float, float, float, float, float, float]]:
    """Yield the terms of each candidate of a sense; what holds for all of them is looked at once."""
    countries = {candidate.place.country for candidate in sense.candidates} if sense.in_report else ()
    country = {code: _country_term(setting.share(code, number)) for code in countries}
    wider = _wider(sense, senses)
    for candidate in sense.candidates:
        place = candidate.place
        yield (
            (candidate.fit - 1.0) * 10.0,
            _people_term(place),
            _kind_term(sense, candidate),
            _class_term(sense, candidate) if sense.kinds else 0.0,
            country.get(place.country, 0.0),
            _division_term(setting, place) if sense.in_report and setting.divisions else 0.0,
            _qualifier_term(place, wider) if wider is not None else 0.0,
            _region_term(setting, place) if setting.region is not None else 0.0,
        )


def _people_term(place: Place) -> float:
    """Weigh how many people know a place; one without people is known as widely as its sort."""
    return _PEOPLE * math.log(max(place.population, _AS_IF.get(place.kind, 0)) + 150.0)


_AS_IF = {
    "region": 1_000_000,
    "sea": 1_000_000,
    "continent": 10_000_000,
    "island": 20_000,
    "mountain": 20_000,
    "water": 20_000,
    "county": 20_000,
    "facility": 5_000,
}
"""People that stand for the renown of places where nobody lives, or nobody was counted."""


def _kind_term(sense: Sense, candidate: Candidate) -> float:
    """Weigh the sort of place: the known ones are named more often than their size says."""
    place = candidate.place
    if not sense.kinds and place.id in sense.seats:
        return -2.5
    if place.population < _KNOWN.get(place.kind, 0) and not (place.kind == "country" and candidate.fit >= 1.0):
        return 0.3
    return _KIND.get(place.kind, 0.0) + (_GOVERNING if sense.governs and place.kind in ("country", "capital") else 0.0)


_GOVERNING = 1.2
"""What it is worth for a country or a capital that the text tells what its government does."""

_KNOWN = {"country": 1_000_000, "capital": 100_000, "division": 1_000_000}
"""People from which a place of a kind is known by its kind."""


def _class_term(sense: Sense, candidate: Candidate) -> float:
    """Weigh whether a place is what the class word says; a town may bear a class word in its very name."""
    if candidate.place.kind in sense.kinds:
        return 3.0
    if sense.kinds == {"facility"} and candidate.place.kind in SETTLED:
        return -0.5
    return (
        0.0
        if candidate.fit >= 1.0
        and candidate.name.casefold() == candidate.place.name.casefold()
        and sense.named_by_class
        else -4.0
    )


def _country_term(share: float) -> float:
    return 4.0 * share + (1.0 if share > 0.03 else 0.0)


def _division_term(setting: Setting, place: Place) -> float:
    if place.region is None or place.kind == "division":
        return 0.0
    return 1.6 if (place.country or "", place.region) in setting.divisions else 0.0


def _wider(sense: Sense, senses: Sequence[Sense]) -> list[Place] | None:
    """List the places that the qualifier of a name may mean; None where it has none."""
    if sense.qualifier is None:
        return None
    return [c.place for other in senses if other.name == sense.qualifier for c in other.candidates]


def _qualifier_term(place: Place, wider: Sequence[Place]) -> float:
    return 6.0 if any(lies_in(place, outer) for outer in wider) else -2.0


def _region_term(setting: Setting, place: Place) -> float:
    inside = setting.prefers(place)
    if inside is None or place.kind in ("country", "continent"):
        return 0.0
    return 3.0 if inside else -3.0


def _unit_vectors(places: Sequence[Place]) -> Floats:
    lat = np.radians([place.point.lat for place in places])
    lon = np.radians([place.point.lon for place in places])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _shares(total: Floats, owner: NDArray[np.intp], count: int) -> Floats:
    """Turn weights into probabilities within each sense, "none of these" counted in."""
    top = np.full(count, _NONE)
    np.maximum.at(top, owner, total)
    raw = np.exp(total - top[owner])
    sums = np.exp(_NONE - top)
    np.add.at(sums, owner, raw)
    return np.asarray(raw / sums[owner])


def _picks(owner: NDArray[np.intp], share: Floats) -> list[int]:
    """Give the likeliest candidate of every sense that has one."""
    order = np.lexsort((-share, owner))
    owners = owner[order]
    first = np.concatenate(([True], owners[1:] != owners[:-1]))
    picks: list[int] = order[first].tolist()
    return picks


def _pull(field: _Field, share: Floats, likeliest: Sequence[int], senses: Sequence[Sense]) -> Floats:
    """Weigh how near each candidate lies to what the other names most likely mean."""
    places, owner = field.places, field.owner
    picks = [pick for pick in likeliest if places[pick].kind != "continent" and senses[owner[pick]].in_report]
    if len(picks) > _MOST_PULLING:
        often = sorted(picks, key=lambda pick: (-len(senses[int(owner[pick])].members), -share[pick], pick))
        picks = sorted(often[:_MOST_PULLING])
    if not picks:
        return np.zeros(len(places))
    km = _RADIUS_KM * np.arccos(np.clip(field.vectors @ field.vectors[picks].T, -1.0, 1.0))
    wide = np.array([places[pick].radius_m / 1000.0 for pick in picks])
    pointlike = wide < _POINTLIKE_KM
    km = np.where(pointlike, km, np.maximum(0.0, km - wide))
    sure = share[picks] * np.array([senses[owner[pick]].belief for pick in picks])
    others = np.where(owner[:, None] == owner[picks][None, :], 0.0, sure)
    points = others * pointlike
    near = points * np.exp(-km / _NEAR_KM)
    fading = np.exp(-km / _FAR_KM)
    far = others * fading
    surest = points.max(axis=1)
    lost = field.small * (surest - (points * fading).max(axis=1))
    alone = field.little * (surest - (points * np.exp(-((km / _ALONE_KM) ** 2))).max(axis=1))
    weight = 1.8 * np.log1p(2.0 * near.sum(axis=1)) + 0.8 * np.log1p(2.0 * far.sum(axis=1))
    weight -= _LOST * lost + _ALONE * alone
    return np.asarray(np.array([sense.in_report for sense in senses])[owner] * weight)


def _littleness(place: Place) -> float:
    """Tell how little a settlement is: 1 up to 2,000 people, 0 from 50,000."""
    if place.kind not in SETTLED:
        return 0.0
    return max(0.0, math.log(_SMALL / max(place.population, _HAMLET)) / math.log(_SMALL / _HAMLET))


def _claimed(field: _Field, share: Floats, likeliest: Sequence[int], links: Sequence[Link]) -> Floats:
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
            for number in map(int, np.flatnonzero(owner == here)):
                start, end = (number, picks[there]) if forward else (picks[there], number)
                agreement = _agreement(places[start], places[end], link)
                doubted = field.obscure[number] and share[number] <= share[picks[there]]
                if doubted and _contradicts(places[start], places[end], link):
                    agreement = _CONTRADICTED
                weight[number] += share[picks[there]] * agreement
    return weight


def _contradicts(anchor: Place, subject: Place, link: Link) -> bool:
    """Tell whether a claim shows that a little known place is not the one meant.

    What is said of a well known place may be wrong, and is shown as such; a village that lies on the
    other side of what it is measured from, or several times as far away, is a namesake.
    """
    km, bearing = _course(anchor, subject)
    if link.bearing_deg is not None and km > _SAME_SPOT_KM and _turn(bearing, link.bearing_deg) > 90.0:
        return True
    if link.high_m is None:
        return km > _BESIDE_KM
    return km > _OFF_KM + 3.0 * link.high_m / 1000.0


def _obscure(candidate: Candidate) -> bool:
    """Tell whether a claim may speak against a candidate: a place few know, or that bears the name only nearly."""
    place = candidate.place
    return place.kind in SETTLED and (place.population < _LITTLE_KNOWN or candidate.fit < _OWN_NAME)


def _beside(field: _Field, share: Floats, likeliest: Sequence[int], listed: Sequence[tuple[int, int]]) -> Floats:
    """Weigh how near each settlement lies to the likeliest place of its neighbours in a list."""
    weight = np.zeros(len(field.places))
    if not listed:
        return weight
    picks = {int(field.owner[pick]): pick for pick in likeliest if field.places[pick].kind in SETTLED}
    for left, right in listed:
        for here, there in ((left, right), (right, left)):
            if there in picks:
                rows = np.flatnonzero(field.owner == here)
                km = _RADIUS_KM * np.arccos(np.clip(field.vectors[rows] @ field.vectors[picks[there]], -1.0, 1.0))
                away = field.little[rows] * (1.0 - np.exp(-((km / _APART_KM) ** 2)))
                weight[rows] += share[picks[there]] * (_LISTED * np.exp(-km / _LISTED_KM) - _APART * away)
    return weight


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
    return max(2.0 * _RADIUS_KM * math.asin(min(1.0, math.sqrt(half))), 0.1), math.degrees(math.atan2(y, x)) % 360.0


def _own_share(vectors: Floats, rows: NDArray[np.intp], share: Floats, best: int) -> float:
    """Add up the shares of all records of the place at row *best*: rivals on the same spot are no rivals."""
    if len(rows) == 1:
        return float(share[best])
    same = vectors[rows] @ vectors[best] > math.cos(_SAME_PLACE_KM / _RADIUS_KM)
    return float(share[rows][same].sum())


def _scored(  # noqa: PLR0913 - the columns of one table
    sense: Sense,
    rows: NDArray[np.intp],
    total: Floats,
    share: Floats,
    *,
    vectors: Floats,
    terms: dict[str, Floats],
) -> Scored:
    """Order the candidates of a sense, which stand at *rows*, and choose."""
    if not len(rows):
        return Scored(candidates=(), place=None, score=0.0, terms=())
    offset = int(rows[0])
    weights = np.round(total[rows], 9).tolist()
    order = [
        row
        for _, _, row in nsmallest(
            _SHOWN,
            (
                (-weights[number], candidate.place.id, offset + number)
                for number, candidate in enumerate(sense.candidates)
            ),
        )
    ]
    best = order[0]
    made = tuple((name, round(float(values[best]), 2)) for name, values in terms.items() if abs(values[best]) >= 0.005)
    own = _own_share(vectors, rows, share, best)
    score = calibrated(own * sense.belief, sense.candidates[best - offset], dict(made))
    shown = tuple(sense.candidates[row - offset] for row in order)
    if total[best] < _NONE or score < _LEAST:
        return Scored(candidates=shown, place=None, score=0.0, terms=made)
    return Scored(candidates=shown, place=shown[0].place, score=round(score, 3), terms=made)
