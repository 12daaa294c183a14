"""Clusters: the same bytes as without one, whatever becomes of the workers."""

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

import dask
import distributed
import pytest
from corpora import here, make, outcome, write_corpus
from deadly import DeadlyOptions
from project import GAZETTEER

from gazetteer.index import Gazetteer
from pipeline.corpora import cluster as on_cluster
from pipeline.corpora import shards
from pipeline.corpora.cluster import do_on_cluster
from pipeline.corpora.parts import DIED, Job, Receipt, read_receipt
from pipeline.corpora.shards import Shard
from pipeline.corpus import Options
from pipeline.errors import WorkerLostError


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut small enough to have several shards, and do not wait for ever."""
    monkeypatch.setattr(shards, "SHARD_BYTES", 1_500)
    monkeypatch.setattr(on_cluster, "SILENCE_S", 120.0)


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    """Start a scheduler and two worker processes; work is given back to us when one dies, not tried again."""
    with (
        # Dask closes for good what is away 15 s after it died, even where it was back and has died again.
        dask.config.set(
            {"distributed.scheduler.allowed-failures": 0, "distributed.deploy.lost-worker-timeout": "1 hour"}
        ),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as started,
    ):
        yield started


def test_runs_on_a_cluster_give_the_same_bytes_whatever_dies(
    tmp_path: Path, gazetteer: Gazetteer, cluster: distributed.LocalCluster
) -> None:
    """A worker that is killed takes nothing with it; a report that kills its workers is left out and listed."""
    corpus = write_corpus(tmp_path / "corpus.jsonl")
    killed = []

    def do(source: Iterable[Shard], job: Job) -> Iterator[Receipt]:
        for receipt in do_on_cluster(source, job, directory=GAZETTEER, address=cluster.scheduler_address):
            if not killed:
                killed.append(cluster.workers[0].pid)
                os.kill(killed[0], signal.SIGKILL)
            yield receipt

    make(corpus, tmp_path / "alone", gazetteer, here(gazetteer))
    assert make(corpus, tmp_path / "cluster", gazetteer, do) == (60, 2)

    assert killed
    assert outcome(tmp_path / "cluster") == outcome(tmp_path / "alone")

    options = DeadlyOptions(folder=str(tmp_path / "deadly"), number=3, spared=os.getpid())
    assert make(corpus, tmp_path / "deadly", gazetteer, do, options) == (60, 3)

    receipt = read_receipt(tmp_path / "deadly", 0)
    assert receipt is not None
    assert ("r3", f"r3: {DIED}") in receipt.failures


def test_a_worker_with_another_gazetteer_is_refused(
    tmp_path: Path, gazetteer: Gazetteer, cluster: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records of two kinds never stand in one run."""
    corpus = write_corpus(tmp_path / "corpus.jsonl")
    monkeypatch.setattr(on_cluster, "open_gazetteer", lambda _: gazetteer)
    monkeypatch.setattr(type(gazetteer), "version", "of another day")

    with pytest.raises(WorkerLostError, match="another program or gazetteer"):
        list(
            do_on_cluster(
                shards.cut([corpus], tmp_path),
                Job(folder=tmp_path, options=Options()),
                directory=GAZETTEER,
                address=cluster.scheduler_address,
            )
        )


def test_a_scheduler_without_workers_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run does not wait for ever, and says what to start."""
    monkeypatch.setattr(on_cluster, "JOIN_S", 0.2)
    job = Job(folder=tmp_path, options=Options())

    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        pytest.raises(WorkerLostError, match="no workers; start some with: dask worker tcp://"),
    ):
        list(do_on_cluster([], job, directory=GAZETTEER, address=empty.scheduler_address))


ADDRESSES = {
    "tcp://127.0.0.1:1": "no Dask scheduler answers there (waited 0.5 s); check the address",
    "no-such://x:1": "no Dask scheduler answers there (unknown address scheme 'no-such'",
    "nonsense": "no Dask scheduler answers there (missing port number in address 'nonsense'); check the address",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_scheduler_at_the_address_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """The address is named, and what is wrong with it."""
    monkeypatch.setattr(on_cluster, "ANSWER_S", 0.5)

    with pytest.raises(WorkerLostError) as raised:
        list(do_on_cluster([], Job(folder=tmp_path, options=Options()), directory=GAZETTEER, address=address))

    assert str(raised.value).startswith(f"{address}: {ADDRESSES[address]}")


class Silence:
    """Answers that never come."""

    def has_ready(self) -> bool:
        """Say that there is none."""
        return False


def test_a_cluster_that_falls_silent_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run does not wait for ever for work that a cluster lost."""
    monkeypatch.setattr(on_cluster, "SILENCE_S", 0.05)

    with pytest.raises(WorkerLostError, match=r"no worker has answered for 0\.05 s"):
        on_cluster._next(Silence(), "tcp://here:1")  # noqa: SLF001  (what a lost cluster does cannot be had on demand)
