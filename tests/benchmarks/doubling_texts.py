"""Show that the whole analysis of a text takes time that grows with the text, and no faster, up to 16 MB.

    PYTHONPATH=. python tests/benchmarks/doubling_texts.py [--most MB] [NAME ...]

Each kind of text is made at 1, 2, 4, 8 ... MB and analysed in full; a line a size. The last column is the time
for the text by the time for half of it: 2 is linear. News are made-up reports, one after another; the others
repeat what is worst for a part of the analysis: one name, ever new names, lists, claims, figures, marks.
By default news grow to 16 MB and the others from a sixteenth of that to an eighth. Times are of this process alone.
"""

# ruff: noqa: T201 - a script prints

import argparse
import os
import resource
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from make_corpus import THEATRES, report

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.model import Document

TOWNS = [town for towns in THEATRES for town in towns]
KINDS: dict[str, Callable[[int], str]] = {
    "news": lambda number: report(number)["text"] + "\n\n",
    "one name": lambda _: "Bakhmut ",
    "towns": lambda number: f"{TOWNS[number % len(TOWNS)]}, ",
    "new names": lambda number: f"the village of Qar{number}ivka, ",
    "claims": lambda number: (
        f"{TOWNS[number % len(TOWNS)]} lies {number % 90} km north of {TOWNS[(number * 7 + 1) % len(TOWNS)]}. "
    ),
    "claims without end": lambda _: "5 km north of ",
    "pointing back": lambda _: "10 km south of the city. ",
    "claims in Ukrainian": lambda _: "13 км південніше Бахмута, ",
    "coordinates": lambda _: "48.5956, 37.9999 ",
    "dates": lambda _: "3 May 2023 ",
    "initials": lambda _: "A. ",
    "digits": lambda _: "1",
    "letters": lambda _: "a",
    "blanks": lambda _: " ",
    "lines": lambda _: "\n",
    "brackets": lambda _: "(",
    "quotes": lambda _: '"',
}
MB = 1_000_000


def text_of(kind: str, size: int) -> str:
    """Make a text of *size* characters."""

    def pieces() -> Iterator[str]:
        length = 0
        for number in count():
            piece = KINDS[kind](number)
            length += len(piece)
            yield piece
            if length >= size:
                return

    if len({KINDS[kind](number) for number in range(3)}) == 1:
        piece = KINDS[kind](0)
        return (piece * (size // len(piece) + 1))[:size]
    return "".join(pieces())[:size]


def seconds(text: str, gazetteer: Gazetteer) -> float:
    """Time one analysis."""
    begun = time.process_time()
    analyse(Document(id="x", text=text), gazetteer)
    return time.process_time() - begun


def main() -> None:
    """Print a line a text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=float, default=16.0, help="MB of the longest news")
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], help="all by default")
    chosen = parser.parse_args()
    gazetteer = open_gazetteer(Path(os.environ.get("GAZETTEER_DIR", "build/gazetteer")))
    print(f"{'text':20} {'MB':>7} {'seconds':>8} {'MB/s':>6} {'by half':>7}")
    for kind in chosen.kinds or KINDS:
        most = chosen.most if kind == "news" else chosen.most / 8
        sizes = [most / 16, most / 8, most / 4, most / 2, most] if kind == "news" else [most / 2, most]
        half = 0.0
        for size in sizes:
            took = seconds(text_of(kind, int(size * MB)), gazetteer)
            ratio = f"{took / half:7.2f}" if half else ""
            print(f"{kind:20} {size:7.3f} {took:8.2f} {size / took:6.2f} {ratio}", flush=True)
            half = took
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB of memory")


if __name__ == "__main__":
    main()
