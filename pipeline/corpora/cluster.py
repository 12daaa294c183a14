"""Do shards on a Dask cluster that already runs; paths go to the workers, receipts come back."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, as_completed
from distributed.comm.addressing import get_address_host_port
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.worker import get_worker

from gazetteer.build import open_gazetteer
from pipeline.corpora.parts import Job, Receipt, blamed, do_shard, forget_mark, report_at_work
from pipeline.corpora.shards import Shard
from pipeline.errors import WorkerLostError
from pipeline.maker import Maker

AHEAD = 3
"""Shards under way for each thread of the cluster, so that none waits for the next."""
ANSWER_S = 10
"""Seconds that a scheduler has to answer."""
JOIN_S = 60
"""Seconds that a first worker has to join."""
SILENCE_S = 600.0
"""Seconds without any answer, each a matter of seconds, after which the cluster is thought to be lost."""
UNBEGUN = 5
"""So often a shard may be lost before it was begun: Dask gives up what only waited at a worker that died, too."""
_PLUGIN = "conflict-map-gazetteer"


class GazetteerPlugin(WorkerPlugin):
    """Open the index once in each worker process, so that it is never sent with the work."""

    name = _PLUGIN

    def __init__(self, directory: Path | None) -> None:
        self.directory = directory

    def setup(self, worker: Any) -> None:  # noqa: ANN401  (Dask has no types)
        """Open it when the worker starts, or when the plugin comes to it."""
        worker.conflict_map_gazetteer = open_gazetteer(self.directory)
        worker.conflict_map_maker = Maker.of(worker.conflict_map_gazetteer)


def do_on_cluster(shards: Iterable[Shard], job: Job, *, directory: Path | None, address: str) -> Iterator[Receipt]:
    """Do *shards* on the cluster whose scheduler is at *address*; receipts come as they are done.

    Inputs, the folder of the run and the index must be seen by every worker under the same paths; the
    scheduler too needs this package. Work of a worker that dies is done by another, and a report at
    which a shard's workers keep dying is left out. Raises `WorkerLostError` when the scheduler cannot
    be reached or lacks the package, when it has no worker, when a worker's program or gazetteer is
    another, and when workers die whatever they are given.
    """
    maker = Maker.of(open_gazetteer(directory))
    with _client(address) as client:
        _ready(client, directory, address)
        source = iter(shards)
        deaths: dict[int, Counter[int | None]] = {}
        under_way: dict[Any, Shard] = {}
        answers = as_completed(loop=client.loop)

        def submit(shard: Shard) -> None:
            left_out = blamed(deaths[shard.number], unbegun=UNBEGUN) if shard.number in deaths else ()
            forget_mark(job.folder, shard.number)
            future = client.submit(_do, shard, job, maker, left_out, pure=False)
            under_way[future] = shard
            answers.add(future)

        while True:
            # Workers may have come or gone since.
            ahead = AHEAD * max(1, sum(client.nthreads().values()))
            for shard in islice(source, max(0, ahead - len(under_way))):
                submit(shard)
            if not under_way:
                return
            future = _next(answers, address)
            shard = under_way.pop(future)
            try:
                yield _receipt(future, address)
            except KilledWorker:
                deaths.setdefault(shard.number, Counter())[report_at_work(job.folder, shard.number)] += 1
                submit(shard)


def _next(answers: Any, address: str) -> Any:  # noqa: ANN401
    """Wait for the next answer, but not for ever: a cluster can lose work without a word."""
    given_up = time.monotonic() + SILENCE_S
    while not answers.has_ready():
        if time.monotonic() > given_up:
            message = (
                f"{address}: no worker has answered for {SILENCE_S:g} s; look at them, and run the same command again"
            )
            raise WorkerLostError(message)
        time.sleep(0.02)
    return next(answers)


def _receipt(future: Any, address: str) -> Receipt:  # noqa: ANN401
    try:
        receipt: Receipt = future.result()
    except RuntimeError as error:
        # Since 2025 the scheduler itself unpacks what it is given.
        if "deserialization of the task graph" not in str(error):
            raise
        message = f"{address}: the scheduler cannot read the work; start it with this package on its PYTHONPATH"
        raise WorkerLostError(message) from None
    return receipt


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        # A client that was made in vain is long in going: it is not made for what is no address.
        get_address_host_port(address)
        client = Client(address, timeout=ANSWER_S, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = error if isinstance(error, ValueError) else f"waited {ANSWER_S} s"
        message = f"{address}: no Dask scheduler answers there ({reason}); check the address"
        raise WorkerLostError(message) from None
    with client:
        yield client


def _ready(client: Client, directory: Path | None, address: str) -> None:
    """Have the index opened in each worker, once there is one."""
    try:
        client.wait_for_workers(1, timeout=JOIN_S)
    except TimeoutError:
        message = f"{address}: the scheduler has no workers; start some with: dask worker {address} --nthreads 1"
        raise WorkerLostError(message) from None
    try:
        client.register_plugin(GazetteerPlugin(directory))
    except ModuleNotFoundError as error:
        message = f"{address}: a worker lacks {error.name}; start the workers with this package on their PYTHONPATH"
        raise WorkerLostError(message) from None


def _do(shard: Shard, job: Job, maker: Maker, left_out: tuple[int, ...]) -> Receipt:
    worker: Any = get_worker()
    if worker.conflict_map_maker != maker:
        message = f"{worker.address}: that worker has another program or gazetteer; the records would not be alike"
        raise WorkerLostError(message)
    return do_shard(shard, job, worker.conflict_map_gazetteer, left_out)
