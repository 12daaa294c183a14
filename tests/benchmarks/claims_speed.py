"""Measure how fast claims and coordinates are read, and how the time grows with the text.

    python tests/benchmarks/claims_speed.py

Plain news and claim-dense text are made here; the hostile texts repeat what patterns may stumble on.
The last column is the time for twice the text by the time for the text: 2 is linear.
"""

# ruff: noqa: T201 - a script prints

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.coordinates import find_coordinates
from pipeline.distances import find_distance_claims
from pipeline.model import Span
from pipeline.sentences import find_sentences

NEWS = (
    "The ministry said on Tuesday that repairs to the power line would take two weeks. Officials in the capital asked "
    "people to save water and to keep off the roads at night, as they had done in the winter before. The mayor, who "
    "took office in March, said that 12 of 40 schools had opened again and that buses were running. "
)
DENSE = (
    "Shells hit a depot 5 km north of Siversk. Riznykivka (7 km northwest of Siversk) was quiet. Troops came within "
    "3 km of Lyman, and a post some 20 km (12 miles) to the south-east of Kupiansk burned at 48.5956, 37.9999. "
)
HOSTILE = (
    " ", "1", "a", "(", "km ", "5 km ", "(5 km ", "5 km north of ", "NORTH OF ", "one two ", "between A and B ",
    "5–7 km, ", "al-", "X-", "1,", ", a village ", "48.5956, ", "48 ", "37U DQ 12345 ", "48°35'44\" ",
)  # fmt: skip
HALF = 25_000
REPEATS = 3


def best(read: Callable[[str], object], text: str) -> float:
    """Give the shortest of some runs, in seconds of this process alone: others may be busy."""
    times = []
    for _ in range(REPEATS):
        begun = time.process_time()
        read(text)
        times.append(time.process_time() - begun)
    return min(times)


def read_claims(text: str) -> object:
    """Read the claims of a text, sentence by sentence."""
    return list(find_distance_claims(text, tuple(find_sentences(text)), []))


def read_one_sentence(text: str) -> object:
    """Read the claims of a text that is a single sentence."""
    return list(find_distance_claims(text, (Span(start=0, end=len(text)),), []))


def read_coordinates(text: str) -> object:
    """Read the coordinates of a text."""
    return list(find_coordinates(text))


def main() -> None:
    """Print the figures."""
    for name, text in (("news", NEWS), ("claim-dense", DENSE)):
        long = text * (200_000 // len(text))
        for what, read in (("claims", read_claims), ("coordinates", read_coordinates)):
            print(f"{name:12} {what:12} {len(long) / best(read, long) / 1e6:6.2f} MB/s")
    for unit in HOSTILE:
        for what, read in (("claims", read_one_sentence), ("coordinates", read_coordinates)):
            once, twice = (best(read, (unit * size)[:size]) for size in (HALF, 2 * HALF))
            print(f"{unit!r:22} {what:12} {once:8.3f} s {twice:8.3f} s {twice / once:6.2f}")


if __name__ == "__main__":
    main()
