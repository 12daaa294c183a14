"""Say how finely a distance and a direction were written, by the rules of the georeferencing guides."""

from typing import Literal

from pipeline.claims.numbers import plain_digits
from pipeline.measures import METRES
from pipeline.model import Length

Policy = Literal["bp2020", "w2004"]
"""How a written number's precision is taken: as the Best Practices of 2020 have it, or Wieczorek et al. of 2004."""
POLICIES: tuple[Policy, ...] = ("bp2020", "w2004")

HALF_ANGLES = {4: 45.0, 8: 22.5, 16: 11.25, 32: 5.625, 360: 1.0}
"""Half the angle a direction covers, by the points of the compass it is one of (Wieczorek et al. 2004, 3.3.3.2)."""
_DENOMINATORS = (2, 3, 4, 8, 10, 100)


def precision_m(length: Length, policy: Policy) -> float:
    """Give half the step that a number was written in, the finest one of a range, in metres; words step by one unit."""
    steps = [implied_step(written, policy) for written in plain_digits(length.number)]
    return min(steps, default=1.0) / 2.0 * METRES[length.unit]


def implied_step(written: str, policy: Policy) -> float:
    """
    Give the step implied by a number in digits: 10 for "90" by w2004, 1 by bp2020; a quarter for "1.75".

    An integer's step is ten to its trailing zeros (w2004), but never coarser than two significant
    figures (bp2020, whose table of fourteen rows this reproduces). A fraction's is one over the
    least of 2, 3, 4, 8, 10 and 100 that gives it; thirds within a hundredth.
    """
    whole, _, decimals = written.partition(".")
    if decimals:
        fraction = float(f"0.{decimals}")
        return 1.0 / next((part for part in _DENOMINATORS if _is_multiple(fraction, part)), 10.0 ** len(decimals))
    coarse = 10.0 ** (len(whole) - len(whole.rstrip("0"))) if int(whole) else 1.0
    return min(coarse, max(1.0, 10.0 ** (len(whole) - 2))) if policy == "bp2020" else coarse


def _is_multiple(fraction: float, part: int) -> bool:
    """Tell whether a fraction is a number of parts."""
    return abs(fraction * part - round(fraction * part)) < (0.015 if part == 3 else 1e-9) and round(fraction * part) > 0
