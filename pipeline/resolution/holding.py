"""Weigh which towns of a report lie in which counties that it names."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.names.mentions import SETTLED
from pipeline.resolution.field import RADIUS_KM, Field
from pipeline.resolution.known import Floats
from pipeline.resolution.senses import Sense

_FITS = 4.0
"""What it is worth for a town to lie in a county of the report, and for the county to hold it, where only one
pair of their namesakes is such: seldom by chance."""

_MOST = 6.0
"""What it is worth at most to fit with several."""

_REACH = 1.3
_EDGE_KM = 3.0
"""How many times its radius a county may reach, and by how many kilometres more."""


def holding(field: Field, senses: Sequence[Sense]) -> Floats:
    """Weigh each town by the counties that the report names and it may lie in, and each such county by its towns.

    "Paris" beside "Henry County" is the one in Tennessee: of all their namesakes no other two fit.
    """
    weight = np.zeros(len(field.places))
    counties = [number for number, sense in enumerate(senses) if "county" in sense.kinds and sense.in_report]
    if not counties:
        return weight
    towns = np.array([place.kind in SETTLED for place in field.places])
    towns &= np.array([sense.in_report for sense in senses])[field.owner]
    for number in counties:
        rows = [row for row in field.rows(number) if field.places[row].kind == "county"]
        if rows:
            held = _held(field, rows) & towns & (field.owner != number)
            _weigh(weight, field, rows, held)
    return np.minimum(weight, _MOST)


def _held(field: Field, rows: Sequence[int]) -> NDArray[np.bool_]:
    """Tell for each county at *rows* which candidates lie in it."""
    reach = np.array([[_REACH * field.places[row].radius_m / 1000.0 + _EDGE_KM] for row in rows])
    apart = RADIUS_KM * np.arccos((field.vectors[rows] @ field.vectors.T).clip(-1.0, 1.0))
    return np.asarray(apart <= reach)


def _weigh(weight: Floats, field: Field, rows: Sequence[int], held: NDArray[np.bool_]) -> None:
    """Add to *weight* what it is worth to fit: the less, the more pairs of the same two names do."""
    fits = np.add.reduceat(held.sum(axis=0), field.firsts)[field.group]
    worth = np.where(held, _FITS / np.maximum(fits, 1), 0.0)
    weight += worth.max(axis=0)
    weight[rows] += np.maximum.reduceat(worth, field.firsts, axis=1).sum(axis=1)
