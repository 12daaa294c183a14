"""Show that the whole analysis of a text takes time that grows with the text, and no faster, from 1 to 16 MB.

    PYTHONPATH=. python tests/benchmarks/doubling_texts.py [--most MB] [--seconds S] [NAME ...]

Each kind of text is made at 1, 2, 4, 8 and 16 MB (a report may have 20) and analysed in full; a line a size. News are
made-up reports, one after another, also in capitals, without blanks, and as one sentence; the others repeat what is
worst for a part of the analysis: one name, ever new names, lists, claims, figures, marks. "by half" is the time by the
time for half the text: 2 is linear. The slope is that of the logarithm of the time over that of the size: 1 is linear.
A kind has so many seconds of the processor, and its last line says where it ran out of them. Times are of this process
alone.
"""

# ruff: noqa: T201 - a script prints

import argparse
import os
import resource
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import growth
from make_corpus import THEATRES, report

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.model import Document

TOWNS = [town for towns in THEATRES for town in towns]
STOPS = str.maketrans(".!?", ",,,")
KINDS: dict[str, Callable[[int], str]] = {
    "news": lambda number: report(number)["text"] + "\n\n",
    "capitals": lambda number: report(number)["text"].upper() + "\n\n",
    "no blanks": lambda number: "".join(report(number)["text"].split()),
    "one sentence": lambda number: " ".join(report(number)["text"].translate(STOPS).split()) + ", ",
    "one name": lambda _: "Bakhmut ",
    "towns": lambda number: f"{TOWNS[number % len(TOWNS)]}, ",
    "new names": lambda number: f"the village of Qar{number}ivka, ",
    "claims": lambda number: (
        f"{TOWNS[number % len(TOWNS)]} lies {number % 90} km north of {TOWNS[(number * 7 + 1) % len(TOWNS)]}. "
    ),
    "claims without end": lambda _: "5 km north of ",
    "pointing back": lambda _: "10 km south of the city. ",
    "claims in Ukrainian": lambda _: "13 км південніше Бахмута, ",
    "Arabic": lambda number: f"قصفت الطائرات حلب وريف إدلب، على بعد {number % 90} كم جنوب غرب مدينة حماة. ",
    "claims in Arabic without end": lambda _: "5 كم شمال ",
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


def seconds(kind: str, gazetteer: Gazetteer, size: float) -> float:
    """Time one analysis of a text of *size* MB."""
    document = Document(id="x", text=text_of(kind, int(size * growth.MB)))
    return growth.seconds(lambda: analyse(document, gazetteer))


def main() -> None:
    """Print a line a text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=float, default=16.0, help="MB of the longest text")
    parser.add_argument("--seconds", type=float, default=600.0, help="of the processor, for each kind")
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], help="all by default")
    chosen = parser.parse_args()
    gazetteer = open_gazetteer(Path(os.environ.get("GAZETTEER_DIR", "build/gazetteer")))
    sizes = growth.sizes(chosen.most)
    seconds("news", gazetteer, 0.01)  # what is made once is made before
    print(f"{'text':20} {'MB':>7} {'seconds':>8} {'MB/s':>6} {'by half':>7}")
    for kind in chosen.kinds or KINDS:
        took = growth.times(partial(seconds, kind, gazetteer), sizes, chosen.seconds)
        for at, (size, time) in enumerate(zip(sizes, took, strict=False)):
            ratio = f"{time / took[at - 1]:7.2f}" if at else ""
            print(f"{kind:20} {size:7.3f} {time:8.2f} {size / time:6.2f} {ratio}")
        left = f"; no time for {sizes[len(took)]:g} MB" if len(took) < len(sizes) else ""
        print(f"{kind:20} slope {growth.slope(sizes, took):.2f}{left}", flush=True)
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB of memory")


if __name__ == "__main__":
    main()
