"""Weigh what every name of a report may mean against all the others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gazetteer.place import Candidate, Place
from pipeline.resolution.agreement import Link, claimed
from pipeline.resolution.calibration import Evidence, calibrated, evidence
from pipeline.resolution.field import RADIUS_KM, Floats, lay_out
from pipeline.resolution.nearness import Nearness, beside
from pipeline.resolution.senses import Sense
from pipeline.resolution.setting import Setting
from pipeline.resolution.terms import static_terms

_ROUNDS = 3

_SAME_PLACE_KM = 5.0
_SAME_PLACE = math.cos(_SAME_PLACE_KM / RADIUS_KM)
"""How far apart two records of one place may lie."""

_NONE = 3.5
"""The weight of "none of these"."""

_SHOWN = 5
"""Candidates that are kept for the record."""

LEAST = 0.5
"""The score under which a place is not given: it would be wrong more often than right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a sense came to: its candidates best first, the choice, its score and what made it.

    `evidence` is what the score was made of; None where no candidate outweighs "none of these".
    """

    candidates: tuple[Candidate, ...]
    place: Place | None
    score: float
    terms: tuple[tuple[str, float], ...]
    evidence: Evidence | None = None


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
    near = Nearness(field, senses)
    total = still
    moving: dict[str, Floats] = {}
    for _ in range(_ROUNDS):
        share = _shares(total, field.owner, len(senses))
        picks = _picks(field.starts, share)
        moving = {
            "near": near.pull(share, picks),
            "claim": claimed(field, share, picks, links),
            "list": beside(field, share, picks, listed),
        }
        total = still + (moving["near"] + moving["claim"] + moving["list"])
    share = _shares(total, field.owner, len(senses))
    # Numbers are taken out of their arrays at once: one by one, each would take longer than what is done with it.
    table = {name: values.tolist() for name, values in (terms | moving).items()}
    weights = np.round(total, 9).tolist()
    others = sum(sense.in_report and bool(sense.candidates) for sense in senses) - 1
    return [
        _scored(sense, field.rows(number), weights, share, vectors=field.vectors, terms=table, others=others)
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


def _picks(starts: Sequence[int], share: Floats) -> list[int]:
    """Give the likeliest candidate of every sense that has one, the first of equals; *starts* are those of `Field`."""
    shares = share.tolist()
    return [max(range(start, end), key=shares.__getitem__) for start, end in pairwise(starts) if start < end]


def _on_the_spot(vectors: Floats, rows: range, best: int) -> NDArray[np.bool_]:
    """Tell which of *rows* are records of the place at row *best*: rivals on the same spot are no rivals."""
    return np.asarray(vectors[rows.start : rows.stop] @ vectors[best] > _SAME_PLACE)


def _scored(  # noqa: PLR0913 - the columns of one table
    sense: Sense,
    rows: range,
    weights: Sequence[float],
    share: Floats,
    *,
    vectors: Floats,
    terms: Mapping[str, Sequence[float]],
    others: int,
) -> Scored:
    """Order the candidates of a sense, which stand at *rows*, by their *weights*, and choose."""
    if not rows:
        return Scored(candidates=(), place=None, score=0.0, terms=())
    offset = rows.start
    ranked = ((-weights[row], sense.candidates[row - offset].place.id, row) for row in rows)
    order = [row for _, _, row in nsmallest(_SHOWN, ranked)]
    best = order[0]
    made = tuple((name, round(values[best], 2)) for name, values in terms.items() if abs(values[best]) >= 0.005)
    shown = tuple(sense.candidates[row - offset] for row in order)
    if weights[best] < _NONE:
        return Scored(candidates=shown, place=None, score=0.0, terms=made)
    own_share, alone = float(share[best]), True
    if len(rows) > 1:
        same = _on_the_spot(vectors, rows, best)
        own_share, alone = float(share[rows.start : rows.stop][same].sum()), bool(same.all())
    given = evidence(own_share * sense.belief, shown[0], dict(made), others=others, has_namesake=not alone)
    score = calibrated(given)
    if score < LEAST:
        return Scored(candidates=shown, place=None, score=0.0, terms=made, evidence=given)
    return Scored(candidates=shown, place=shown[0].place, score=round(score, 3), terms=made, evidence=given)
