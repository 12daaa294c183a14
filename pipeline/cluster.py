"""Do shards on a Dask cluster that already runs; paths go to the workers, receipts come back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, as_completed
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.worker import get_worker

from gazetteer.build import open_gazetteer
from pipeline.errors import WorkerLostError
from pipeline.parts import Job, Receipt, do_shard
from pipeline.shards import Shard

AHEAD = 3
"""Shards under way for each thread of the cluster, so that none waits for the next."""
_PLUGIN = "conflict-map-gazetteer"


class GazetteerPlugin(WorkerPlugin):
    """Open the index once in each worker process, so that it is never sent with the work."""

    name = _PLUGIN

    def __init__(self, directory: Path | None) -> None:
        self.directory = directory

    def setup(self, worker: Any) -> None:  # noqa: ANN401  (Dask has no types)
        """Open it when the worker starts, or when the plugin comes to it."""
        worker.conflict_map_gazetteer = open_gazetteer(self.directory)


def do_on_cluster(shards: Iterable[Shard], job: Job, *, directory: Path | None, address: str) -> Iterator[Receipt]:
    """Do *shards* on the cluster whose scheduler is at *address*; receipts come as they are done.

    Inputs, the folder of the run and the index must be seen by every worker under the same paths. Raises
    `WorkerLostError` when the scheduler cannot be reached, or when the workers die that a shard is given to.
    """
    with _client(address) as client:
        client.register_plugin(GazetteerPlugin(directory))
        source = iter(shards)
        under_way: dict[Any, Shard] = {}
        answers = as_completed(loop=client.loop)
        ahead = AHEAD * max(1, sum(client.nthreads().values()))
        while True:
            for shard in islice(source, ahead - len(under_way)):
                future = client.submit(_do, shard, job, pure=False)
                under_way[future] = shard
                answers.add(future)
            if not under_way:
                return
            future = next(answers)
            yield _receipt(future, under_way.pop(future))


def _receipt(future: Any, shard: Shard) -> Receipt:  # noqa: ANN401
    try:
        receipt: Receipt = future.result()
    except KilledWorker:
        first = shard.pieces[0]
        message = f"{first.name}: workers of the cluster die at it (shard {shard.number}); give them more memory"
        raise WorkerLostError(message) from None
    return receipt


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        message = f"{address}: no Dask scheduler answers there ({type(error).__name__}); check the address"
        raise WorkerLostError(message) from None
    with client:
        yield client


def _do(shard: Shard, job: Job) -> Receipt:
    worker: Any = get_worker()
    return do_shard(shard, job, worker.conflict_map_gazetteer)
