"""Lay out all that the names of a report may mean as one table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from gazetteer.place import Candidate, Place
from pipeline.names.mentions import SETTLED
from pipeline.resolution.senses import Sense

Floats = NDArray[np.float64]

RADIUS_KM = 6371.0
"""The earth's mean radius."""

_SMALL = 50_000
_HAMLET = 2_000
"""People of the largest place that counts as small, and of the largest that counts as smallest."""

_SPREAD = math.log(_SMALL / _HAMLET)

_LITTLE_KNOWN = 8_000
"""People up to which a claim says more of which place is meant than the name does."""

_OWN_NAME = 0.95
"""The fit from which a name is a place's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """All candidates of a report, one row each.

    `owner` numbers the sense of each, `starts` holds the first row of each sense and the end of the
    last, `vectors` unit vectors from the centre of the earth, `small` tells whether few live there,
    `little` how few (0..1), `obscure` whether a claim may speak against it.
    """

    places: Sequence[Place]
    owner: NDArray[np.intp]
    starts: Sequence[int]
    vectors: Floats
    small: Floats
    little: Floats
    obscure: Sequence[bool]

    def rows(self, sense: int) -> range:
        """Give the rows of a sense's candidates."""
        return range(self.starts[sense], self.starts[sense + 1])


def lay_out(senses: Sequence[Sense]) -> Field:
    """Make the table of all candidates of *senses*, in their order."""
    candidates = [candidate for sense in senses for candidate in sense.candidates]
    places = [candidate.place for candidate in candidates]
    counts = [len(sense.candidates) for sense in senses]
    return Field(
        places=places,
        owner=np.repeat(np.arange(len(senses), dtype=np.intp), counts),
        starts=list(accumulate(counts, initial=0)),
        vectors=_unit_vectors(places),
        small=np.array([1.0 if place.population < _SMALL else 0.0 for place in places]),
        little=np.array([_littleness(place) for place in places]),
        obscure=[_obscure(candidate) for candidate in candidates],
    )


def _unit_vectors(places: Sequence[Place]) -> Floats:
    lat = np.radians([place.point.lat for place in places])
    lon = np.radians([place.point.lon for place in places])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _littleness(place: Place) -> float:
    """Tell how little a settlement is: 1 up to 2,000 people, 0 from 50,000."""
    if place.population >= _SMALL or place.kind not in SETTLED:
        return 0.0
    return math.log(_SMALL / max(place.population, _HAMLET)) / _SPREAD


def _obscure(candidate: Candidate) -> bool:
    """Tell whether a claim may speak against a candidate: a place few know, or that bears the name only nearly."""
    place = candidate.place
    return place.kind in SETTLED and (place.population < _LITTLE_KNOWN or candidate.fit < _OWN_NAME)
