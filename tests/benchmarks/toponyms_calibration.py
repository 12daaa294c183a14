"""Print how often places that come with a given score are right: `python toponyms_calibration.py GOLD.jsonl`.

GOLD is an annotated corpus with `text` and `mentions` (`start`, `end`, `lat`, `lon`, `type`, `demonym`, `wide`), such
as those beside the project. Names found where none is annotated count as wrong.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer, distance_m
from gazetteer.place import Point
from pipeline.distances import find_distance_claims
from pipeline.model import Choice
from pipeline.resolve import resolve
from pipeline.sentences import find_sentences
from pipeline.toponyms import add_claimed, find_toponyms

_WIDE_KM = 161.0


def choices(text: str, gazetteer: Gazetteer) -> tuple[Choice, ...]:
    """Find and resolve the names of *text*."""
    sentences = tuple(find_sentences(text))
    toponyms = tuple(find_toponyms(text, sentences, gazetteer))
    claims = tuple(find_distance_claims(text, sentences, [toponym.span for toponym in toponyms]))
    return resolve(text, add_claimed(text, toponyms, claims), claims, gazetteer)


def judged(document: dict[str, Any], made: tuple[Choice, ...], km: float) -> Iterator[tuple[float, bool]]:
    """Yield score and rightness of every place drawn; names annotated without a point or as associative are skipped."""
    gold = {(mention["start"], mention["end"]): mention for mention in document["mentions"]}
    for choice in made:
        if choice.toponym.role != "location" or choice.place is None:
            continue
        span = choice.toponym.span
        mention = gold.get((span.start, span.end))
        if mention is None:
            if not any(start < span.end and span.start < end for start, end in gold):
                yield choice.score, False
            continue
        if mention["lat"] is None or mention.get("type") in ("associative", "nontoponym") or mention.get("demonym"):
            continue
        reach = max(km, _WIDE_KM) if mention.get("wide") else km
        truth = Point(lat=mention["lat"], lon=mention["lon"])
        yield choice.score, distance_m(truth, choice.place.point) <= 1000.0 * reach


def table(pairs: list[tuple[float, bool]]) -> Iterator[str]:
    """Yield the lines of the reliability table and the expected calibration error."""
    error = 0.0
    for tenth in range(10):
        rows = [(score, right) for score, right in pairs if min(9, int(score * 10)) == tenth]
        if not rows:
            continue
        said = sum(score for score, _ in rows) / len(rows)
        right = sum(right for _, right in rows) / len(rows)
        error += abs(said - right) * len(rows) / len(pairs)
        yield f"{tenth / 10:.1f}  n {len(rows):5}  said {said:.3f}  right {right:.3f}"
    yield f"expected calibration error {error:.4f} of {len(pairs)} places"


def main() -> None:
    """Read the corpus, print the table and the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--km", type=float, default=_WIDE_KM)
    arguments = parser.parse_args()
    documents = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").split("\n") if line.strip()]
    gazetteer = open_gazetteer()
    choices(documents[0]["text"], gazetteer)
    started = time.process_time()
    made = [choices(document["text"], gazetteer) for document in documents]
    seconds = time.process_time() - started
    pairs = [
        pair for document, own in zip(documents, made, strict=True) for pair in judged(document, own, arguments.km)
    ]
    print("\n".join(table(pairs)))  # noqa: T201 - a benchmark prints
    print(f"{len(documents) / seconds:.0f} documents a second of processor time")  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
