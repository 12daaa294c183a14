"""Reckon once what holds of the places of a name whatever a report says of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gazetteer.place import Candidate, Place
from pipeline.names.mentions import SETTLED, Name

Floats = NDArray[np.float64]

MOST = 100
"""Namesakes that are weighed at most."""

_COUNTED = SETTLED | {"county"}
"""Kinds of place that are the less known the fewer live there."""

_SMALL = 50_000
_HAMLET = 2_000
"""People of the largest place that counts as small, and of the largest that counts as smallest."""

_SPREAD = math.log(_SMALL / _HAMLET)

_PEOPLE = 0.5
"""What a factor e in population is worth."""

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """What is known of candidates by themselves.

    `spots` has a row for each: the unit vector from the centre of the earth, whether few live there (0 or 1), and how
    few (0..1). `plain` holds what each is worth by the fit of its name, and by its people.
    """

    candidates: tuple[Candidate, ...]
    spots: Floats
    plain: Sequence[tuple[float, float]]


@lru_cache(maxsize=20_000)
def known(name: Name) -> Known:
    """Give what is known of the likeliest candidates of a name; kept for other reports."""
    return known_of(name.candidates[:MOST])


def known_of(candidates: tuple[Candidate, ...]) -> Known:
    """Reckon what is known of candidates."""
    spots = np.array([_spot(candidate.place) for candidate in candidates]).reshape(-1, 5)
    plain = [((candidate.fit - 1.0) * 10.0, _people_term(candidate.place)) for candidate in candidates]
    return Known(candidates=candidates, spots=spots, plain=plain)


def _spot(place: Place) -> tuple[float, float, float, float, float]:
    """Give the row of a place: most names have too few for numpy to be quicker."""
    lat, lon = math.radians(place.point.lat), math.radians(place.point.lon)
    small = 1.0 if place.population < _SMALL and place.kind in _COUNTED else 0.0
    across = math.cos(lat)
    return across * math.cos(lon), across * math.sin(lon), math.sin(lat), small, _littleness(place)


def _littleness(place: Place) -> float:
    """Tell how little a settlement is: 1 up to 2,000 people, 0 from 50,000."""
    if place.population >= _SMALL or place.kind not in SETTLED:
        return 0.0
    return math.log(_SMALL / max(place.population, _HAMLET)) / _SPREAD


def _people_term(place: Place) -> float:
    """Weigh how many people know a place; one without people is known as widely as its sort."""
    return _PEOPLE * math.log(max(place.population, _AS_IF.get(place.kind, 0)) + 150.0)
