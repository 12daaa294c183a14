"""Fit the curve of the scores of places, and print how often places that come with a score are right.

    python tests/benchmarks/toponyms_calibration.py FOLDER [--gazetteer DIR ...]

FOLDER holds the annotated corpora, as `../shared/data` does. The curve is learnt from passages of conflict reports,
each of them whole and each of its sentences alone, and from the places of distance claims; with several indexes, from
what comes of each. LGL is never learnt from: its table shows how the curve does on text of another kind.
"""

# ruff: noqa: T201 - a benchmark prints

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from annotated import WIDE_KM, counts, kilometres, read
from numpy.typing import NDArray

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from gazetteer.place import Place
from pipeline.distances import find_distance_claims
from pipeline.model import Span
from pipeline.resolution import calibration
from pipeline.resolution.weighing import LEAST
from pipeline.resolve import weighed
from pipeline.sentences import find_sentences
from pipeline.toponyms import add_claimed, find_toponyms

FOLDS = 8
RIDGE, STEPS = 1.0, 40
ENDS_KM = {"anchor": 10.0, "subject": 5.0}
"""How near the place of a claim's end must be to count as right."""

Floats = NDArray[np.float64]
Judge = Callable[[Span, Place], bool | None]
"""Tells whether a name was given its place; None where nothing is known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One place that was chosen: in which report, on what evidence, and whether it is right."""

    report: str
    given: calibration.Evidence
    right: bool


def cases(report: str, text: str, judge: Judge, gazetteer: Gazetteer) -> Iterator[Case]:
    """Yield what became of the names of a text that would be drawn if their scores allowed."""
    sentences = tuple(find_sentences(text))
    found = tuple(find_toponyms(text, sentences, gazetteer))
    claims = tuple(find_distance_claims(text, sentences, [toponym.span for toponym in found]))
    toponyms = add_claimed(text, found, claims)
    for toponym, result in zip(toponyms, weighed(text, toponyms, claims, gazetteer), strict=True):
        if toponym.role == "location" and result.evidence is not None:
            right = judge(toponym.span, result.candidates[0].place)
            if right is not None:
                yield Case(report=report, given=result.evidence, right=right)


def of_names(mentions: Sequence[dict[str, Any]], km: float, start: int = 0) -> Judge:
    """Judge by annotated names, which count from *start*: a name where none is annotated is wrong."""
    gold = {(mention["start"] - start, mention["end"] - start): mention for mention in mentions}

    def judge(span: Span, place: Place) -> bool | None:
        mention = gold.get((span.start, span.end))
        if mention is None:
            return None if any(first < span.end and span.start < last for first, last in gold) else False
        if mention["lat"] is None or not counts(mention):
            return None
        reach = max(km, WIDE_KM) if mention.get("wide") else km
        return _near(mention, place, reach)

    return judge


def of_claim(row: dict[str, Any]) -> Judge:
    """Judge by the two ends of an annotated claim; nothing is known of other names."""

    def judge(span: Span, place: Place) -> bool | None:
        for end, km in ENDS_KM.items():
            truth, words = (row["ground_truth"] or {}).get(end), (row[end] or {}).get("span")
            beyond_doubt = (
                truth and not truth.get("rejected") and truth.get("candidates_near", truth["candidates"]) == 1
            )
            if words and beyond_doubt and words[0] < span.end and span.start < words[1]:
                return _near(truth, place, km)
        return None

    return judge


def _near(truth: dict[str, Any], place: Place, km: float) -> bool:
    return kilometres((truth["lat"], truth["lon"]), (place.point.lat, place.point.lon)) <= km


def passages(path: Path, km: float, gazetteer: Gazetteer) -> Iterator[Case]:
    """Yield the cases of whole reports."""
    for document in read(path):
        yield from cases(document["id"], document["text"], of_names(document["mentions"], km), gazetteer)


def sentences_alone(path: Path, km: float, gazetteer: Gazetteer) -> Iterator[Case]:
    """Yield the cases of reports of one sentence each."""
    for document in read(path):
        for span in find_sentences(document["text"]):
            own = [m for m in document["mentions"] if span.start <= m["start"] < span.end]
            yield from cases(document["id"], span.of(document["text"]), of_names(own, km, span.start), gazetteer)


def ends_of_claims(path: Path, gazetteer: Gazetteer) -> Iterator[Case]:
    """Yield the cases of the places of distance claims."""
    for row in read(path):
        yield from cases(row["id"], row["snippet"], of_claim(row), gazetteer)


def fitted(learnt: Sequence[Case]) -> Floats:
    """Fit the curve's figures: logistic regression with a small penalty, by Newton's method."""
    rows = np.array([calibration.features(case.given) for case in learnt])
    right = np.array([case.right for case in learnt], dtype=np.float64)
    penalty = RIDGE * np.diag([0.0, 1.0, 1.0, 1.0])
    figures: Floats = np.zeros(4)
    for _ in range(STEPS):
        likely = 1.0 / (1.0 + np.exp(-rows @ figures))
        slope = rows.T @ (right - likely) - penalty @ figures
        bend = (rows * (likely * (1.0 - likely))[:, None]).T @ rows + penalty
        figures = figures + np.linalg.solve(bend, slope)
    return figures


def scores(judged: Sequence[Case], figures: Floats) -> list[tuple[float, bool]]:
    """Give score and rightness of the cases that are good enough to be shown."""
    pairs = ((calibration.curve(calibration.features(case.given), figures.tolist()), case.right) for case in judged)
    return [(score, right) for score, right in pairs if score >= LEAST]


def unseen(judged: Sequence[Case], learnt: Sequence[Case]) -> list[tuple[float, bool]]:
    """Score *judged* by curves learnt from reports other than their own: each eighth from the other seven."""
    reports = sorted({case.report for case in learnt})
    fold = {report: number % FOLDS for number, report in enumerate(reports)}
    pairs = []
    for held in range(FOLDS):
        figures = fitted([case for case in learnt if fold[case.report] != held])
        pairs += scores([case for case in judged if fold[case.report] == held], figures)
    return pairs


def error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Give the expected calibration error over tenths."""
    return sum(abs(sum(score - right for score, right in rows)) for _, rows in tenths(pairs)) / len(pairs)


def tenths(pairs: Sequence[tuple[float, bool]]) -> Iterator[tuple[int, list[tuple[float, bool]]]]:
    """Yield each tenth of the scores that occurs, with its pairs."""
    for tenth in range(10):
        rows = [(score, right) for score, right in pairs if min(9, int(score * 10)) == tenth]
        if rows:
            yield tenth, rows


def table(title: str, pairs: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """Yield the lines of a reliability table."""
    yield f"{title}: {len(pairs)} places, expected calibration error {error(pairs):.3f}"
    for tenth, rows in tenths(pairs):
        said = sum(score for score, _ in rows) / len(rows)
        right = sum(right for _, right in rows) / len(rows)
        yield f"  .{tenth}  n {len(rows):5}  said {said:.3f}  right {right:.3f}"


def main() -> None:
    """Fit the curve, and print the tables of the curve that ships."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gazetteer", type=Path, action="append", help="the folder of an index; may be repeated")
    arguments = parser.parse_args()
    conflict, claims = arguments.folder / "toponyms-conflict-dev.jsonl", arguments.folder / "claims-dev.jsonl"
    shipped = np.array(calibration.FIGURES)
    learnt: list[Case] = []
    seen: dict[str, list[Case]] = {}
    for number, folder in enumerate(arguments.gazetteer or [None]):
        gazetteer = open_gazetteer(folder)
        index = f"index {number + 1}, " if number else ""
        own = {
            f"{index}conflict reports, 10 km": list(passages(conflict, 10.0, gazetteer)),
            f"{index}their sentences alone, 10 km": list(sentences_alone(conflict, 10.0, gazetteer)),
            f"{index}places of claims, 5 or 10 km": list(ends_of_claims(claims, gazetteer)),
        }
        learnt += [case for part in own.values() for case in part]
        seen |= own
        if not number:
            started = time.process_time()
            unlearnt = list(passages(arguments.folder / "toponyms-lgl.jsonl", WIDE_KM, gazetteer))
            seconds = time.process_time() - started
    for title, part in seen.items():
        print("\n".join(table(title, scores(part, shipped))))
        print(f"  curves that had not seen the report: error {error(unseen(part, learnt)):.3f}")
    print("\n".join(table("LGL, never learnt from, 161 km", scores(unlearnt, shipped))))
    print(f"fitted: {json.dumps(fitted(learnt).round(2).tolist())}; shipped: {json.dumps(shipped.tolist())}")
    print(f"LGL took {seconds:.1f} s of processor time")


if __name__ == "__main__":
    main()
