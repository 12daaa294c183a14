"""Weigh how near each place lies to what the other names of the report most likely mean."""

from collections.abc import Sequence

import numpy as np

from pipeline.names.mentions import SETTLED
from pipeline.resolution.field import RADIUS_KM, Field, Floats
from pipeline.resolution.senses import Sense

_NEAR_KM = 60.0
_FAR_KM = 350.0
"""Distances over which what is near, and what lies in the same land, fades by a factor e."""

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

_APART_KM = 100.0
_APART = 2.0
"""What it costs a village to lie far from its neighbour in a list."""


def pull(field: Field, share: Floats, likeliest: Sequence[int], senses: Sequence[Sense]) -> Floats:
    """Weigh how near each candidate lies to what the other names most likely mean."""
    places, owner = field.places, field.owner
    picks = [pick for pick in likeliest if places[pick].kind != "continent" and senses[owner[pick]].in_report]
    if len(picks) > _MOST_PULLING:
        often = sorted(picks, key=lambda pick: (-len(senses[int(owner[pick])].members), -share[pick], pick))
        picks = sorted(often[:_MOST_PULLING])
    if not picks:
        return np.zeros(len(places))
    km = RADIUS_KM * np.arccos(np.clip(field.vectors @ field.vectors[picks].T, -1.0, 1.0))
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


def beside(field: Field, share: Floats, likeliest: Sequence[int], listed: Sequence[tuple[int, int]]) -> Floats:
    """Weigh how near each settlement lies to the likeliest place of its neighbours in a list."""
    weight = np.zeros(len(field.places))
    if not listed:
        return weight
    picks = {int(field.owner[pick]): pick for pick in likeliest if field.places[pick].kind in SETTLED}
    for left, right in listed:
        for here, there in ((left, right), (right, left)):
            if there in picks:
                rows = field.rows(here)
                km = RADIUS_KM * np.arccos(np.clip(field.vectors[rows] @ field.vectors[picks[there]], -1.0, 1.0))
                away = field.little[rows] * (1.0 - np.exp(-((km / _APART_KM) ** 2)))
                weight[rows] += share[picks[there]] * (_LISTED * np.exp(-km / _LISTED_KM) - _APART * away)
    return weight
