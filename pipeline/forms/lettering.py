"""Find room for names on a picture, so that none runs into another or over a mark."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Kind = Literal["place", "claim", "line", "coordinate", "country", "locator", "town"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Words for a spot, in pixels from the lower left; `gap` keeps them off the mark there, 0 sets them on it."""

    text: str
    kind: Kind
    x: float
    y: float
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A name with the lower left corner it was given, in pixels."""

    name: Name
    x: float
    y: float


Measure = Callable[[Name], tuple[float, float]]
"""Gives the width and height of a name in pixels."""


def placed(names: Iterable[Name], taken: Sequence[Box], frame: Box, measure: Measure) -> Iterator[Set]:
    """Set each name, the first first, where it is free within *frame*; one without room is left out.

    *taken* are boxes (left, bottom, right, top) that names must keep off; each that is set is added.
    """
    room: npt.NDArray[np.float64] = np.array([*taken], dtype=float).reshape(-1, 4)
    for name in names:
        wide, high = measure(name)
        for x, y in _corners(name, wide, high):
            box = (x - 2.0, y - 2.0, x + wide + 2.0, y + high + 2.0)
            if _within(box, frame) and not _meets(box, room):
                room = np.vstack([room, box])
                yield Set(name=name, x=x, y=y)
                break


def _corners(name: Name, wide: float, high: float) -> Iterator[tuple[float, float]]:
    """Give the lower left corners to try, the best first: right, left, above, below, and between them."""
    middle, level = name.x - wide / 2.0, name.y - high / 2.0
    if not name.gap:
        yield middle, level
        if name.kind in {"line", "locator"}:
            yield from ((middle, level + share * high) for share in (0.8, -0.8))
            yield from ((middle + share * wide, level) for share in (0.55, -0.55))
        return
    right, left = name.x + name.gap, name.x - name.gap - wide
    above, below = name.y + name.gap, name.y - name.gap - high
    yield from ((right, level), (left, level), (middle, above), (middle, below))
    yield from ((right, above - name.gap / 2), (right, below + name.gap / 2))
    yield from ((left, above - name.gap / 2), (left, below + name.gap / 2))


def _within(box: Box, frame: Box) -> bool:
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _meets(box: Box, room: npt.NDArray[np.float64]) -> bool:
    left, bottom, right, top = box
    return bool(np.any((left < room[:, 2]) & (room[:, 0] < right) & (bottom < room[:, 3]) & (room[:, 1] < top)))
