"""Print documents a second, stage by stage: `python toponyms_speed.py GOLD.jsonl`.

GOLD holds reports with a `text` a line, such as those beside the project. Every figure is processor time on one core.
`peers.py` sets the whole way beside other geoparsers.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.coordinates import find_coordinates
from pipeline.dates import find_dates
from pipeline.distances import find_distance_claims
from pipeline.ground import ground_claims
from pipeline.locate import locate
from pipeline.model import Document
from pipeline.resolve import resolve
from pipeline.sentences import find_sentences
from pipeline.toponyms import add_claimed, find_toponyms

T = TypeVar("T")


class Clock:
    """Add up the processor time of each stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def time(self, stage: str, work: Callable[..., T], *arguments: object) -> T:
        """Do a stage's *work* and give back what it made."""
        started = time.process_time()
        made = work(*arguments)
        self.spent[stage] = self.spent.get(stage, 0.0) + time.process_time() - started
        return made


def stages(texts: list[str], gazetteer: Gazetteer) -> dict[str, float]:
    """Give the seconds each stage of the way took for all *texts*; each works on what those before it made."""
    clock = Clock()
    for text in texts:
        sentences = clock.time("sentences", lambda t: tuple(find_sentences(t)), text)
        clock.time("coordinates", lambda t: list(find_coordinates(t)), text)
        clock.time("dates", lambda t: list(find_dates(t, None)), text)
        found = clock.time("toponyms", lambda t, s: tuple(find_toponyms(t, s, gazetteer)), text, sentences)
        spans = [toponym.span for toponym in found]
        claims = clock.time("claims", lambda t, s, n: tuple(find_distance_claims(t, s, n)), text, sentences, spans)
        names = add_claimed(text, found, claims)
        chosen = clock.time("resolve", resolve, text, names, claims, gazetteer)
        grounded = clock.time("ground", ground_claims, text, sentences, claims, chosen)
        clock.time("areas", lambda claims: [locate(claim, confidence=0.9) for claim in claims], grounded)
    return clock.spent


def whole(texts: list[str], gazetteer: Gazetteer) -> float:
    """Give the seconds the whole way takes for all *texts*."""
    started = time.process_time()
    for number, text in enumerate(texts):
        analyse(Document(id=str(number), text=text), gazetteer)
    return time.process_time() - started


def rate(count: int, seconds: float) -> str:
    """Write documents a second."""
    return f"{count / max(seconds, 1e-9):8.0f} documents a second"


def lines(texts: list[str], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the lines of the table."""
    analyse(Document(id="warm", text=texts[0]), gazetteer)
    for stage, seconds in stages(texts, gazetteer).items():
        yield f"{stage:14}{rate(len(texts), seconds)}"
    yield f"{'whole way':14}{rate(len(texts), whole(texts, gazetteer))}"


def main() -> None:
    """Read the corpus and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    arguments = parser.parse_args()
    rows = arguments.gold.read_text(encoding="utf-8").split("\n")
    texts = [json.loads(row)["text"] for row in rows if row.strip()]
    for line in lines(texts, open_gazetteer()):
        print(line)  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
