"""Weigh what every name of a report may mean against all the others."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from gazetteer.place import Candidate, Place
from pipeline.resolution.agreement import Link, claimed
from pipeline.resolution.calibration import calibrated
from pipeline.resolution.field import RADIUS_KM, Floats, lay_out
from pipeline.resolution.nearness import beside, pull
from pipeline.resolution.senses import Sense
from pipeline.resolution.setting import Setting
from pipeline.resolution.terms import static_terms

_ROUNDS = 3

_SAME_PLACE_KM = 5.0
"""How far apart two records of one place may lie."""

_NONE = 3.5
"""The weight of "none of these"."""

_SHOWN = 5
"""Candidates that are kept for the record."""

_LEAST = 0.2
"""The score under which a place is not given: three in four of those would be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a sense came to: its candidates best first, the choice, its score and what made it."""

    candidates: tuple[Candidate, ...]
    place: Place | None
    score: float
    terms: tuple[tuple[str, float], ...]


def weigh(
    senses: Sequence[Sense], setting: Setting, links: Sequence[Link], listed: Sequence[tuple[int, int]] = ()
) -> list[Scored]:
    """Give each sense its place: the one that fits its name, the report's setting and the other places best.

    *listed* holds the pairs of senses that stand side by side in a list of places.
    """
    if not any(sense.candidates for sense in senses):
        return [Scored(candidates=(), place=None, score=0.0, terms=()) for _ in senses]
    field = lay_out(senses)
    terms = static_terms(senses, setting)
    still: Floats = np.sum(list(terms.values()), axis=0)
    total = still
    moving: dict[str, Floats] = {}
    for _ in range(_ROUNDS):
        share = _shares(total, field.owner, len(senses))
        picks = _picks(field.owner, share)
        moving = {
            "near": pull(field, share, picks, senses),
            "claim": claimed(field, share, picks, links),
            "list": beside(field, share, picks, listed),
        }
        total = still + np.sum(list(moving.values()), axis=0)
    share = _shares(total, field.owner, len(senses))
    terms |= moving
    return [
        _scored(sense, field.rows(number), total, share, vectors=field.vectors, terms=terms)
        for number, sense in enumerate(senses)
    ]


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


def _own_share(vectors: Floats, rows: range, share: Floats, best: int) -> float:
    """Add up the shares of all records of the place at row *best*: rivals on the same spot are no rivals."""
    if len(rows) == 1:
        return float(share[best])
    same = vectors[rows] @ vectors[best] > math.cos(_SAME_PLACE_KM / RADIUS_KM)
    return float(share[rows][same].sum())


def _scored(  # noqa: PLR0913 - the columns of one table
    sense: Sense,
    rows: range,
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
