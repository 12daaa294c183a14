"""Weigh how near each place lies to what the other names of the report most likely mean."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.names.mentions import SETTLED
from pipeline.resolution.field import RADIUS_KM, Field
from pipeline.resolution.known import Floats
from pipeline.resolution.senses import Sense

_NEAR_KM = 60.0
_FAR_KM = 350.0
"""Distances over which what is near, and what lies in the same land, fades by a factor e."""

_NEAR_AND_FAR = np.array([1.8, 0.8])
"""What it is worth to lie near others, and in the same land."""

_POINTLIKE_KM = 60.0
"""Places wider than this pull others from their edge on, and only from afar."""

_MOST_PULLING = 150
"""Names that pull others at most: those the report names most often, so that long reports stay quick."""

_LOST = 1.6
"""What it costs a place of few people to lie far from all the others."""

_ALONE_KM = 150.0
_ALONE = 2.5
"""What it costs a village that nothing else of the report lies within some 150 km of it."""

_LISTED_KM = 40.0
_LISTED = 1.5
"""What it is worth to lie near one's neighbour in a list."""

_COMPATRIOT = 0.8
"""What it is worth for a city to lie in the country of its neighbour in a list: Monterrey and Guadalajara."""

_APART_KM = 100.0
_APART = 2.0
"""What it costs a village to lie far from its neighbour in a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Distances:
    """What the distances of all candidates from some of them come to.

    `picks` are the rows that pull, `belief` how sure it is that each of them is a place. `pulls` holds five tables
    with a row for each pick and a column for each candidate, 0 where both are of one name. The first two say how close
    they are, and how far in the same land; the others whether the pick is no wide place, and then how far in the same
    land and how far beside it. They are one array: what a small report costs is the calls of numpy, not the sums.
    """

    picks: NDArray[np.intp]
    belief: Floats
    pulls: Floats


class Nearness:
    """How near the candidates of a report lie to one another; what was reckoned for some names' places is kept."""

    def __init__(self, field: Field, senses: Sequence[Sense]) -> None:
        self._field = field
        self._senses = senses
        self._in_report = np.array([sense.in_report for sense in senses])[field.owner]
        self._cost = np.array([_LOST * field.small, _ALONE * field.little])
        self._kept: dict[tuple[int, ...], _Distances] = {}

    def pull(self, share: Floats, likeliest: Sequence[int]) -> Floats:
        """Weigh how near each candidate lies to what the other names most likely mean."""
        picks = self._pulling(share, likeliest)
        if not picks:
            return np.zeros(len(self._field.places))
        # From one round to the next most names keep their place, and so their distances.
        if (kept := self._kept.get(tuple(picks))) is None:
            kept = self._kept[tuple(picks)] = self._distances(picks)
        pulled = kept.pulls * (share[kept.picks] * kept.belief)[:, None]
        weight = _NEAR_AND_FAR @ np.log1p(2.0 * np.add.reduce(pulled[:2], axis=1))
        most = np.maximum.reduce(pulled[2:], axis=1)
        weight -= np.add.reduce(self._cost * (most[0] - most[1:]), axis=0)
        return np.asarray(self._in_report * weight)

    def _pulling(self, share: Floats, likeliest: Sequence[int]) -> list[int]:
        """Choose the rows that pull others."""
        places, owner, senses = self._field.places, self._field.owner, self._senses
        picks = [pick for pick in likeliest if places[pick].kind != "continent" and self._in_report[pick]]
        if len(picks) > _MOST_PULLING:
            often = sorted(picks, key=lambda pick: (-len(senses[int(owner[pick])].members), -share[pick], pick))
            picks = sorted(often[:_MOST_PULLING])
        return picks

    def _distances(self, picks: list[int]) -> _Distances:
        """Reckon the distances of all candidates from *picks*."""
        field = self._field
        pulling = np.array(picks)
        owners = field.owner[pulling]
        wide = np.array([[field.places[pick].radius_m / 1000.0] for pick in picks])
        pointlike = wide < _POINTLIKE_KM
        wide[pointlike] = 0.0
        km = np.maximum(0.0, _apart_km(field.vectors[pulling], field.vectors.T) - wide)
        others = owners[:, None] != field.owner
        points = others & pointlike
        fading, alone = np.exp(km / -_FAR_KM), km / _ALONE_KM
        pulls = np.empty((5, *km.shape))
        np.multiply(points, np.exp(km / -_NEAR_KM), out=pulls[0])
        np.multiply(others, fading, out=pulls[1])
        pulls[2] = points
        np.multiply(points, fading, out=pulls[3])
        np.multiply(points, np.exp(alone * -alone), out=pulls[4])
        return _Distances(
            picks=pulling,
            belief=np.array([self._senses[owner].belief for owner in owners.tolist()]),
            pulls=pulls,
        )


def _apart_km(vectors: Floats, others: Floats) -> Floats:
    """Give the distances between unit vectors in kilometres on the sphere."""
    # Two calls instead of "clip", which takes several times as long to begin.
    return np.asarray(RADIUS_KM * np.arccos(np.maximum(np.minimum(vectors @ others, 1.0), -1.0)))


def beside(field: Field, share: Floats, likeliest: Sequence[int], listed: Sequence[tuple[int, int]]) -> Floats:
    """Weigh how near each settlement lies to the likeliest place of its neighbours in a list, in which country."""
    weight = np.zeros(len(field.places))
    if not listed:
        return weight
    picks = {int(field.owner[pick]): pick for pick in likeliest if field.places[pick].kind in SETTLED}
    for left, right in listed:
        for here, there in ((left, right), (right, left)):
            if there in picks:
                rows = slice(*field.starts[here : here + 2])
                km = _apart_km(field.vectors[rows], field.vectors[picks[there]])
                away = field.little[rows] * (1.0 - np.exp(-((km / _APART_KM) ** 2)))
                country = field.places[picks[there]].country
                same = np.array([place.country == country for place in field.places[rows]])
                near = _LISTED * np.exp(-km / _LISTED_KM) + _COMPATRIOT * same * (1.0 - field.small[rows])
                weight[rows] += share[picks[there]] * (near - _APART * away)
    return weight
