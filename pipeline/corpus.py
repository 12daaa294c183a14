"""Analyse many reports in one process or several, in the order they came."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.corrections import Correction, corrected, in_words
from pipeline.errors import WorkerLostError
from pipeline.model import Document, Failure, Report
from pipeline.names.spacy_names import spacy_recogniser

T = TypeVar("T")

CHUNK = 16
"""Reports sent to a worker at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is told about every report: to `analyse`, and what people put right in it by hand.

    `recogniser` is the name or the folder of a spaCy pipeline that is asked too.
    """

    confidence: float = 0.9
    region: str | None = None
    recogniser: str | None = None
    corrections: tuple[Correction, ...] = ()


def analyse_each(
    items: Iterable[Document | Failure],
    *,
    gazetteer: Gazetteer,
    options: Options,
    finish: Callable[[Report | Failure], T],
) -> Iterator[T]:
    """Yield *finish* of the report made of each item, in order; failures pass through."""
    for item in items:
        yield finish(_attempt(item, gazetteer, options))


def analyse_parallel(
    items: Iterable[Document | Failure],
    *,
    directory: Path | None,
    options: Options,
    finish: Callable[[Report | Failure], T],
    workers: int,
) -> Iterator[T]:
    """Do what `analyse_each` does in *workers* processes, each opening the index in *directory* itself.

    No more than a few chunks wait at any time, so memory does not grow with the number of reports.
    """
    context = multiprocessing.get_context("spawn")
    source = iter(items)
    waiting: deque[Future[list[T]]] = deque()
    with ProcessPoolExecutor(workers, context, initializer=_open_in_worker, initargs=(directory,)) as pool:
        while True:
            while len(waiting) < 2 * workers and (chunk := list(islice(source, CHUNK))):
                waiting.append(pool.submit(_finish_chunk, chunk, options, finish))
            if not waiting:
                return
            yield from _result(waiting.popleft())


def _result(waiting: Future[list[T]]) -> list[T]:
    try:
        return waiting.result()
    except BrokenProcessPool:
        message = "a worker process was ended from outside, perhaps for want of memory; run again with fewer --workers"
        raise WorkerLostError(message) from None


def _attempt(item: Document | Failure, gazetteer: Gazetteer, options: Options) -> Report | Failure:
    if isinstance(item, Failure):
        return item
    recogniser = spacy_recogniser(options.recogniser) if options.recogniser is not None else None
    try:
        report = analyse(item, gazetteer, confidence=options.confidence, region=options.region, recogniser=recogniser)
        return _put_right(report, gazetteer, options)
    except Exception as error:  # noqa: BLE001  (one bad report never stops the others)
        reason = f"{item.id}: could not be analysed ({type(error).__name__}: {error}); please report this as a defect"
        return Failure(id=item.id, reason=reason)


def _put_right(report: Report, gazetteer: Gazetteer, options: Options) -> Report:
    """Replay what people put right by hand; a correction that no longer applies becomes a warning."""
    if not options.corrections:
        return report
    outcome = corrected(report, options.corrections, gazetteer, confidence=options.confidence)
    left = tuple(f"{in_words(item.correction)}: no longer applies, {item.reason}" for item in outcome.not_applied)
    return replace(outcome.report, warnings=outcome.report.warnings + left)


# A worker's own gazetteer: set once when the process starts, since the index is not sent with the work.
_worker_gazetteer: list[Gazetteer] = []


def _open_in_worker(directory: Path | None) -> None:
    _worker_gazetteer.append(open_gazetteer(directory))


def _finish_chunk(
    chunk: list[Document | Failure], options: Options, finish: Callable[[Report | Failure], T]
) -> list[T]:
    return list(analyse_each(chunk, gazetteer=_worker_gazetteer[0], options=options, finish=finish))
