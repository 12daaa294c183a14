"""Turn the share of a choice among its rivals into a score that is right as often as it says."""

from collections.abc import Mapping

from gazetteer.place import Candidate

_KNOWN = frozenset(["country", "continent", "capital", "division", "region", "sea"])
"""Kinds of places that are known by themselves; others need neighbours in the report."""

_SUPPORTING = ("near", "division", "claim", "qualifier", "list")
_NO_SUPPORT, _FULL_SUPPORT = 0.75, 3.0
"""Weights of neighbours from which a town counts as supported a little, and fully."""

_NO_SETTING, _FULL_SETTING = 1.0, 1.5
"""The same for the weight of the country in the report, where a place is known by itself."""

_CEILING = 0.98
"""Names are misread now and then whatever speaks for them."""

_DOUBT_LEFT = {True: 0.5, False: 0.3}
"""What support leaves of the doubt in a known place, and in a town."""

_ALONE = {True: (0.97, 2.5), False: (0.95, 1.8)}
"""Factor and power of the share where nothing supports a known place, or a town."""

_OTHER_NAME = 0.7
"""What is left to a small town that nothing supports and that bears the name only nearly."""

_WELL_KNOWN = 20_000
"""People from which the other names of a town are known as well."""

_OWN_NAME = 0.95
"""The fit from which a name is a place's own."""


def calibrated(share: float, candidate: Candidate, terms: Mapping[str, float]) -> float:
    """Give the probability (0..1) that *candidate* is right.

    *share* is what it has among its rivals, *terms* what speaks for it. A town that something in the
    report lies near, or a country the report also speaks of otherwise, is wrong less often than its
    share says; one without such support more often, the more so the less its share. The score rises
    with the share and with the support. The figures were set by hand on our passages of conflict
    reports and checked on local news: `tests/benchmarks/toponyms_calibration.py` prints both tables.
    """
    place = candidate.place
    known = place.kind in _KNOWN
    factor, power = _ALONE[known]
    alone: float = factor * share**power
    if not known and candidate.fit < _OWN_NAME and place.population < _WELL_KNOWN:
        alone *= _OTHER_NAME
    supported = _CEILING * (1.0 - (1.0 - share) * _DOUBT_LEFT[known])
    if known:
        setting = terms.get("country", 0.0) if place.country is not None else _FULL_SETTING
        backing = _between(setting, _NO_SETTING, _FULL_SETTING)
    else:
        support = sum(max(0.0, terms.get(name, 0.0)) for name in _SUPPORTING)
        backing = _between(support, _NO_SUPPORT, _FULL_SUPPORT)
    return alone + backing * max(0.0, supported - alone)


def _between(value: float, low: float, high: float) -> float:
    """Say how far *value* has come from *low* (0) to *high* (1)."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
