"""Weigh what every name of a report may mean against all the others."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

import numpy as np

from gazetteer.index import distance_m
from gazetteer.place import Candidate, Place
from pipeline.names.mentions import SETTLED
from pipeline.resolution.agreement import Link, claimed
from pipeline.resolution.calibration import Evidence, calibrated, evidence
from pipeline.resolution.field import RADIUS_KM, Field, lay_out
from pipeline.resolution.holding import holding
from pipeline.resolution.known import Floats
from pipeline.resolution.nearness import Nearness, beside
from pipeline.resolution.senses import Sense
from pipeline.resolution.setting import Setting
from pipeline.resolution.terms import STATIC, Row, static_terms

_ROUNDS = 3

_SAME_PLACE_KM = 5.0
_SAME_PLACE = math.cos(_SAME_PLACE_KM / RADIUS_KM)
"""How far apart two records of one place may lie."""

_NONE = 3.5
"""The weight of "none of these"."""

_TERMS = (*STATIC, "near", "claim", "list", "county")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """What all candidates came to, a row each; `others` counts the names of the report but one."""

    vectors: Sequence[Sequence[float]]
    share: Sequence[float]
    weights: Sequence[float]
    static: Sequence[Row]
    moving: Sequence[Sequence[float]]
    others: int

    def terms(self, row: int) -> tuple[tuple[str, float], ...]:
        """Give the terms of a row that say anything, rounded."""
        values = (*self.static[row], *[column[row] for column in self.moving])
        said = zip(_TERMS, values, strict=True)
        return tuple([(name, round(value, 2)) for name, value in said if abs(value) >= 0.005])


def weigh(
    senses: Sequence[Sense], setting: Setting, links: Sequence[Link], listed: Sequence[tuple[int, int]] = ()
) -> list[Scored]:
    """Give each sense its place: the one that fits its name, the report's setting and the other places best.

    *listed* holds the pairs of senses that stand side by side in a list of places.
    """
    if not any(sense.candidates for sense in senses):
        return [Scored(candidates=(), place=None, score=0.0, terms=()) for _ in senses]
    field = lay_out(senses)
    static = static_terms(senses, setting)
    held = holding(field, senses)
    still = np.array([sum(row) for row in static]) + held
    near = Nearness(field, senses)
    total = still
    moving = [np.zeros(len(still))] * 3
    for _ in range(_ROUNDS if len(field.firsts) > 1 else 0):
        share = _shares(total, field)
        picks = _picks(field.starts, share)
        moving = [near.pull(share, picks), claimed(field, share, picks, links), beside(field, share, picks, listed)]
        total = still + (moving[0] + moving[1] + moving[2])
    share = _shares(total, field)
    # Numbers are taken out of their arrays at once: one by one, each would take longer than what is done with it.
    table = _Table(
        vectors=field.vectors.tolist(),
        share=share.tolist(),
        weights=total.round(9).tolist(),
        static=static,
        moving=[values.tolist() for values in (*moving, held)],
        others=sum(sense.in_report and bool(sense.candidates) for sense in senses) - 1,
    )
    return [_scored(sense, field.rows(number), table) for number, sense in enumerate(senses)]


def _shares(total: Floats, field: Field) -> Floats:
    """Turn weights into probabilities within each sense, "none of these" counted in."""
    firsts, group = field.firsts, field.group
    top = np.maximum(np.maximum.reduceat(total, firsts), _NONE)
    raw = np.exp(total - top[group])
    sums = np.add.reduceat(raw, firsts) + np.exp(_NONE - top)
    return np.asarray(raw / sums[group])


def _picks(starts: Sequence[int], share: Floats) -> list[int]:
    """Give the likeliest candidate of every sense that has one, the first of equals; *starts* are those of `Field`."""
    shares = share.tolist()
    return [max(range(start, end), key=shares.__getitem__) for start, end in pairwise(starts) if start < end]


def _are_same(sense: Sense, rows: range, best: int, vectors: Sequence[Sequence[float]]) -> list[bool]:
    """Tell which of *rows* are no rivals of the one at *best*: records of one place, a town and its land."""
    chosen = sense.candidates[best - rows.start].place
    x, y, z = vectors[best]
    return [
        x * east + y * north + z * up > _SAME_PLACE or _is_of_one_name(candidate.place, chosen)
        for candidate, (east, north, up) in zip(sense.candidates, vectors[rows.start : rows.stop], strict=True)
    ]


def _is_of_one_name(place: Place, chosen: Place) -> bool:
    """Tell whether a place is the land round the chosen town of one name, the town in it, or the same land."""
    if chosen.kind in SETTLED:
        return place.kind in _ROUND and _holds(place, chosen)
    return _holds(place, chosen) or _holds(chosen, place)


def _holds(outer: Place, inner: Place) -> bool:
    """Tell whether a county or an island is the land round a town of its name, or two records are of one land."""
    if outer.kind not in _LANDS or outer.country != inner.country or outer.country is None:
        return False
    same_land = inner.kind in _LANDS
    round_town = inner.kind in SETTLED and outer.kind in _ROUND
    widest = _WIDEST_LAND_M if same_land else _WIDEST_ROUND_M
    near = (same_land or round_town) and outer.radius_m <= widest
    return near and distance_m(outer.point, inner.point) <= outer.radius_m


_ROUND = frozenset(["county", "island"])
_LANDS = _ROUND | {"division", "region"}
_WIDEST_ROUND_M = 60_000.0
_WIDEST_LAND_M = 150_000.0
"""How far the land reaches at most that a town may stand for, and that may have two records."""


def _scored(sense: Sense, rows: range, table: _Table) -> Scored:
    """Order the candidates of a sense, which stand at *rows* of *table*, by their weights, and choose."""
    if not rows:
        return Scored(candidates=(), place=None, score=0.0, terms=())
    weights, offset = table.weights, rows.start
    ranked = [(-weights[row], sense.candidates[row - offset].place.id, row) for row in rows]
    ranked.sort()
    order = [row for _, _, row in ranked[:_SHOWN]]
    best = order[0]
    made = table.terms(best)
    shown = tuple([sense.candidates[row - offset] for row in order])
    if weights[best] < _NONE:
        return Scored(candidates=shown, place=None, score=0.0, terms=made)
    same = _are_same(sense, rows, best, table.vectors)
    own_share, alone = sum(compress(table.share[rows.start : rows.stop], same)), all(same)
    given = evidence(own_share * sense.belief, shown[0], dict(made), others=table.others, has_namesake=not alone)
    score = calibrated(given)
    if score < LEAST:
        return Scored(candidates=shown, place=None, score=0.0, terms=made, evidence=given)
    return Scored(candidates=shown, place=shown[0].place, score=round(score, 3), terms=made, evidence=given)
