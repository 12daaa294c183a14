"""Turn what speaks for a choice into a score that is right as often as it says."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazetteer.place import Candidate

_KNOWN = frozenset(["country", "continent", "capital", "division", "region", "sea"])
"""Kinds of places that are known by themselves; others need neighbours in the report."""

_SUPPORTING = ("near", "division", "claim", "qualifier", "list", "county", "institution")
_NO_SUPPORT, _FULL_SUPPORT = 0.75, 3.0
"""Weights of neighbours from which a town counts as supported a little, and fully."""

_NO_SETTING, _FULL_SETTING = 1.0, 1.5
"""The same for the weight of the country in the report, where a place is known by itself."""

_COMPANY = 4
"""Other names in a report from which on it says enough to expect support."""

_SUREST = 0.9995
"""The share over which nothing more is learnt from it."""

FIGURES = (1.87, 1.04, 1.82, 1.0)
"""The constant of the curve, and what the share, missing support and a namesake count.

Fitted by `tests/benchmarks/toponyms_calibration.py`; see `MODEL_CARD.md`.
"""

_CEILING = 0.965
"""Chosen, not learnt: names are misread now and then whatever speaks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What tells how far to trust a choice.

    `share` (0..1) is what it has among its rivals, times the belief that a place is meant;
    `unsupported` (0..1) how much a report that names other places leaves it alone; `has_namesake`
    tells whether another place bears the name.
    """

    share: float
    unsupported: float
    has_namesake: bool


def evidence(
    share: float, candidate: Candidate, terms: Mapping[str, float], *, others: int, has_namesake: bool
) -> Evidence:
    """Sum up what speaks for *candidate*: `terms` as it was weighed, `others` counts the other names of the report.

    In a report of one name nothing can support it, so nothing is missed.
    """
    expected = min(1.0, others / _COMPANY)
    return Evidence(share=share, unsupported=expected * (1.0 - _support(candidate, terms)), has_namesake=has_namesake)


def features(given: Evidence) -> tuple[float, float, float, float]:
    """Give what the four figures of the curve are multiplied with."""
    share = min(_SUREST, max(1.0 - _SUREST, given.share))
    return 1.0, math.log(share / (1.0 - share)), -given.unsupported, -float(given.has_namesake)


def calibrated(given: Evidence) -> float:
    """Give the probability (0..1) that a choice is right.

    It rises with the share, and falls where the report names other places of which none supports it,
    or where another place bears the name.
    """
    return curve(features(given), FIGURES)


def curve(given: Sequence[float], figures: Sequence[float]) -> float:
    """Give the height (0..1) of a logistic curve under a ceiling; *given* as `features` gives it."""
    weight = sum(a * b for a, b in zip(figures, given, strict=True))
    return _CEILING / (1.0 + math.exp(-weight))


def _support(candidate: Candidate, terms: Mapping[str, float]) -> float:
    """Say how far (0..1) the rest of the report supports a choice: by its country, or by neighbours."""
    place = candidate.place
    if place.kind in _KNOWN:
        setting = terms.get("country", 0.0) if place.country is not None else _FULL_SETTING
        return _between(setting, _NO_SETTING, _FULL_SETTING)
    support = sum(max(0.0, terms.get(name, 0.0)) for name in _SUPPORTING)
    return _between(support, _NO_SUPPORT, _FULL_SUPPORT)


def _between(value: float, low: float, high: float) -> float:
    """Say how far *value* has come from *low* (0) to *high* (1)."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
