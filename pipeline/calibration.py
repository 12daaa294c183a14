"""Turn the share of a choice among its rivals into a score that is right as often as it says."""

from collections.abc import Mapping

from gazetteer.place import Place

_KNOWN = frozenset(["country", "continent", "capital", "division", "region", "sea"])
"""Kinds of places that are known by themselves; others need neighbours in the report."""

_SUPPORTING = ("near", "division", "claim", "qualifier")
_SUPPORTED = 1.5
"""The weight of neighbours from which a choice counts as supported."""

_CEILING = 0.975
"""Names are misread now and then whatever speaks for them."""


def calibrated(share: float, place: Place, terms: Mapping[str, float]) -> float:
    """Give the probability (0..1) that *place* is right.

    *share* is what it has among its rivals, *terms* what speaks for it. A town that nothing else in
    the report lies near is wrong a third more often than its share says, one with neighbours less
    often; a country or a capital of a land the report does not speak of otherwise is so a little.
    The figures were set by hand on the open corpora: `tests/benchmarks/toponyms_calibration.py`.
    """
    if place.kind in _KNOWN:
        return _CEILING * share * (1.0 if terms.get("country", 0.0) > 1.2 or place.country is None else 0.9)
    support = sum(max(0.0, terms.get(name, 0.0)) for name in _SUPPORTING)
    return _CEILING * (share * 0.72 if support < _SUPPORTED else 1.0 - (1.0 - share) * 0.65)
