"""Lay out all that the names of a report may mean as one table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gazetteer.place import Candidate, Place
from pipeline.resolution.known import Floats
from pipeline.resolution.senses import Sense

RADIUS_KM = 6371.0
"""The earth's mean radius."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """All candidates of a report, one row each.

    `owner` numbers the sense of each, `starts` holds the first row of each sense and the end of the
    last, `firsts` the first rows of the senses that have any, `group` numbers each row's among these,
    `vectors` are unit vectors from the centre of the earth, `small` tells whether few live there,
    `little` how few (0..1).
    """

    candidates: Sequence[Candidate]
    places: Sequence[Place]
    owner: NDArray[np.intp]
    starts: Sequence[int]
    firsts: NDArray[np.intp]
    group: NDArray[np.intp]
    vectors: Floats
    small: Floats
    little: Floats

    def rows(self, sense: int) -> range:
        """Give the rows of a sense's candidates."""
        return range(self.starts[sense], self.starts[sense + 1])


def lay_out(senses: Sequence[Sense]) -> Field:
    """Make the table of all candidates of *senses*, in their order; one of them has some."""
    candidates = [candidate for sense in senses for candidate in sense.candidates]
    counts = np.array([len(sense.candidates) for sense in senses])
    filled = counts.nonzero()[0]
    starts = [0, *counts.cumsum().tolist()]
    spots = np.concatenate([sense.known.spots for sense in senses])
    return Field(
        candidates=candidates,
        places=[candidate.place for candidate in candidates],
        owner=filled.repeat(counts[filled]),
        starts=starts,
        firsts=np.array(starts)[filled],
        group=np.arange(len(filled)).repeat(counts[filled]),
        vectors=spots[:, :3],
        small=spots[:, 3],
        little=spots[:, 4],
    )
