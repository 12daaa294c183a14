"""Do shards in several processes of this machine; one that dies takes nothing with it."""

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait as wait_for_any
from pathlib import Path

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from pipeline.corpora.parts import Job, Receipt, blamed, do_shard, forget_mark, report_at_work
from pipeline.corpora.shards import Shard


def do_in_pool(shards: Iterable[Shard], job: Job, *, directory: Path | None, workers: int) -> Iterator[Receipt]:
    """Do *shards* in *workers* processes, each opening the index in *directory*; receipts come as they are done.

    Two shards a process are under way at most, so memory does not grow with the corpus. When a process dies,
    what was under way is done again, one shard at a time, and a report that kills its process twice is left out.
    Raises `WorkerLostError` when processes die whatever they are given.
    """
    source = iter(shards)
    again: list[Shard] = []
    while True:
        for shard in again:
            yield _alone(shard, job, directory)
        under_way: dict[int, Shard] = {}
        try:
            yield from _side_by_side(source, under_way, job, directory=directory, workers=workers)
        except BrokenProcessPool:
            again = [under_way[number] for number in sorted(under_way)]
        else:
            return


def _side_by_side(
    source: Iterator[Shard], under_way: dict[int, Shard], job: Job, *, directory: Path | None, workers: int
) -> Iterator[Receipt]:
    """Do shards until there are no more or a process dies; `under_way` then holds those that were begun."""
    pool = _pool(workers, directory)
    futures: set[Future[Receipt]] = set()
    try:
        while True:
            for shard in islice(source, 2 * workers - len(futures)):
                under_way[shard.number] = shard
                futures.add(pool.submit(_do, shard, job))
            if not futures:
                return
            done, futures = wait(futures, return_when=FIRST_COMPLETED)
            for future in done:
                receipt = future.result()
                del under_way[receipt.number]
                yield receipt
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(shard: Shard, job: Job, directory: Path | None) -> Receipt:
    """Do one shard with nothing beside it, so that what kills its process can be told."""
    at_work: Counter[int | None] = Counter()
    while True:
        left_out = blamed(at_work)
        forget_mark(job.folder, shard.number)
        try:
            with _pool(1, directory) as pool:
                return pool.submit(_do, shard, job, left_out).result()
        except BrokenProcessPool:
            at_work[report_at_work(job.folder, shard.number)] += 1


def _pool(workers: int, directory: Path | None) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_prepare, initargs=(directory,))


# In a worker process.

_gazetteer: list[Gazetteer] = []


def _prepare(directory: Path | None) -> None:
    """Open the index; leave Ctrl-C to the parent, and go when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()
    _gazetteer.append(open_gazetteer(directory))


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_any([parent.sentinel])
        os._exit(1)


def _do(shard: Shard, job: Job, left_out: tuple[int, ...] = ()) -> Receipt:
    return do_shard(shard, job, _gazetteer[0], left_out)
