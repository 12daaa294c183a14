"""Lay out all that the names of a report may mean as one table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gazetteer.place import Candidate, Place
from pipeline.names.mentions import SETTLED
from pipeline.resolution.senses import Sense

Floats = NDArray[np.float64]

RADIUS_KM = 6371.0
"""The earth's mean radius."""

_COUNTED = SETTLED | {"county"}
"""Kinds of place that are the less known the fewer live there."""

_SMALL = 50_000
_HAMLET = 2_000
"""People of the largest place that counts as small, and of the largest that counts as smallest."""

_SPREAD = math.log(_SMALL / _HAMLET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """All candidates of a report, one row each.

    `owner` numbers the sense of each, `starts` holds the first row of each sense and the end of the
    last, `firsts` the first rows of the senses that have any, `group` numbers each row's among these,
    `vectors` are unit vectors from the centre of the earth, `small` tells whether few live there,
    `little` how few (0..1).
    """

    candidates: Sequence[Candidate]
    places: Sequence[Place]
    owner: NDArray[np.intp]
    starts: Sequence[int]
    firsts: NDArray[np.intp]
    group: NDArray[np.intp]
    vectors: Floats
    small: Floats
    little: Floats

    def rows(self, sense: int) -> range:
        """Give the rows of a sense's candidates."""
        return range(self.starts[sense], self.starts[sense + 1])


def lay_out(senses: Sequence[Sense]) -> Field:
    """Make the table of all candidates of *senses*, in their order."""
    candidates = [candidate for sense in senses for candidate in sense.candidates]
    places = [candidate.place for candidate in candidates]
    counts = np.array([len(sense.candidates) for sense in senses])
    filled = counts.nonzero()[0]
    starts = [0, *counts.cumsum().tolist()]
    return Field(
        candidates=candidates,
        places=places,
        owner=filled.repeat(counts[filled]),
        starts=starts,
        firsts=np.array(starts)[filled],
        group=np.arange(len(filled)).repeat(counts[filled]),
        vectors=_unit_vectors(places),
        small=np.array([1.0 if place.population < _SMALL and place.kind in _COUNTED else 0.0 for place in places]),
        little=np.array([_littleness(place) for place in places]),
    )


def _unit_vectors(places: Sequence[Place]) -> Floats:
    points = [place.point for place in places]
    lat, lon = np.radians([[point.lat for point in points], [point.lon for point in points]])
    vectors = np.empty((len(points), 3))
    vectors[:, 0] = np.cos(lat) * np.cos(lon)
    vectors[:, 1] = np.cos(lat) * np.sin(lon)
    vectors[:, 2] = np.sin(lat)
    return vectors


def _littleness(place: Place) -> float:
    """Tell how little a settlement is: 1 up to 2,000 people, 0 from 50,000."""
    if place.population >= _SMALL or place.kind not in SETTLED:
        return 0.0
    return math.log(_SMALL / max(place.population, _HAMLET)) / _SPREAD
