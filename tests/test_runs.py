"""Runs over a corpus: the same bytes whatever happens on the way."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from corpora import here, make, outcome, write_corpus
from deadly import DeadlyOptions
from project import GAZETTEER, ROOT, Run

from gazetteer.index import Gazetteer
from pipeline.corpora import shards
from pipeline.corpora.parts import DIED, Job, Receipt
from pipeline.corpora.pool import do_in_pool
from pipeline.corpora.progress import Progress, describe
from pipeline.corpora.runs import Advance
from pipeline.corpora.shards import Shard
from pipeline.corpus import Options
from pipeline.errors import RunChangedError, WorkerLostError


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut small enough to have several shards."""
    monkeypatch.setattr(shards, "SHARD_BYTES", 1_000)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Write a corpus of sixty reports, two of which are broken."""
    return write_corpus(tmp_path / "corpus.jsonl")


@pytest.fixture
def three_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut into three: what is under way when a process dies is done again, each shard in a process of its own."""
    monkeypatch.setattr(shards, "SHARD_BYTES", 1_500)


def pool(workers: int) -> object:
    """Do shards in processes."""
    return lambda source, job: do_in_pool(source, job, directory=GAZETTEER, workers=workers)


def test_the_outcome_is_the_same_for_any_number_of_processes_and_stops(
    tmp_path: Path, corpus: Path, gazetteer: Gazetteer
) -> None:
    """One process, two, and a run stopped twice on its way give equal bytes."""
    assert make(corpus, tmp_path / "one", gazetteer, here(gazetteer)) == (60, 2)
    make(corpus, tmp_path / "two", gazetteer, pool(2))
    for stop_after in (1, 2):
        with pytest.raises(KeyboardInterrupt):
            make(corpus, tmp_path / "stopped", gazetteer, here(gazetteer, stop_after=stop_after))
    make(corpus, tmp_path / "stopped", gazetteer, here(gazetteer))

    assert outcome(tmp_path / "one") == outcome(tmp_path / "two") == outcome(tmp_path / "stopped")
    assert len(list((tmp_path / "one" / "parts").iterdir())) > 3
    records = [
        json.loads(line)
        for part in sorted((tmp_path / "one" / "parts").iterdir())
        for line in part.read_text("utf-8").splitlines()
    ]
    assert [record["id"] for record in records if not record["error"]] == [
        f"r{number}" for number in range(60) if number not in {13, 47}
    ]


def test_parts_of_features_are_the_same_for_any_number_of_processes(
    tmp_path: Path, corpus: Path, gazetteer: Gazetteer
) -> None:
    """GeoParquet parts keep the rules of records: equal bytes, failures listed, nothing made twice."""
    assert make(corpus, tmp_path / "one", gazetteer, here(gazetteer), form="parquet") == (60, 2)
    make(corpus, tmp_path / "two", gazetteer, pool(2), form="parquet")
    with pytest.raises(RunChangedError, match="another form"):
        make(corpus, tmp_path / "two", gazetteer, here(gazetteer))

    assert outcome(tmp_path / "one") == outcome(tmp_path / "two")
    parts = sorted((tmp_path / "one" / "parts").glob("*.parquet"))
    features = pd.concat([gpd.read_parquet(part) for part in parts])
    make(corpus, tmp_path / "records", gazetteer, here(gazetteer))
    records = [
        json.loads(line)
        for part in sorted((tmp_path / "records" / "parts").iterdir())
        for line in part.read_text("utf-8").splitlines()
    ]
    placed = [record["id"] for record in records for toponym in record["toponyms"] if toponym["place"]]
    assert features[features["layer"] == "places"]["report"].to_list() == placed
    assert len(placed) > 30


def test_parts_that_are_done_are_not_made_again(tmp_path: Path, corpus: Path, gazetteer: Gazetteer) -> None:
    """The same command again writes nothing but the manifest; a damaged part is made anew."""
    make(corpus, tmp_path / "run", gazetteer, here(gazetteer))
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "run" / "parts").iterdir()}
    first, second = sorted(before)[:2]
    whole = first.read_bytes()
    first.write_bytes(whole[:-9])

    make(corpus, tmp_path / "run", gazetteer, here(gazetteer))

    assert first.read_bytes() == whole
    assert second.stat().st_mtime_ns == before[second]


def test_changed_input_is_noticed(tmp_path: Path, corpus: Path, gazetteer: Gazetteer) -> None:
    """A corpus that shrank leaves no part of what it was."""
    make(corpus, tmp_path / "run", gazetteer, here(gazetteer))
    corpus.write_text('{"id": "only", "text": "Kyiv."}\n', "utf-8")

    assert make(corpus, tmp_path / "run", gazetteer, here(gazetteer)) == (1, 0)

    assert [file.name for file in (tmp_path / "run" / "parts").iterdir()] == ["000000.jsonl"]


def test_other_options_in_the_same_folder_are_refused(tmp_path: Path, corpus: Path, gazetteer: Gazetteer) -> None:
    """A folder never holds records made in two ways."""
    make(corpus, tmp_path / "run", gazetteer, here(gazetteer))
    before = outcome(tmp_path / "run")

    with pytest.raises(RunChangedError, match="another options"):
        make(corpus, tmp_path / "run", gazetteer, here(gazetteer), Options(confidence=0.5))

    assert outcome(tmp_path / "run") == before


@pytest.mark.usefixtures("three_shards")
def test_a_killed_process_takes_nothing_with_it(tmp_path: Path, corpus: Path, gazetteer: Gazetteer) -> None:
    """When a process is killed the run goes on, with nothing missing and nothing twice."""
    killed = []

    def do(source: Iterable[Shard], job: Job) -> Iterator[Receipt]:
        for receipt in do_in_pool(source, job, directory=GAZETTEER, workers=2):
            if not killed:
                killed.append(multiprocessing.active_children()[0])
                killed[0].kill()
            yield receipt

    make(corpus, tmp_path / "run", gazetteer, do)
    make(corpus, tmp_path / "whole", gazetteer, here(gazetteer))

    assert killed
    assert len(list((tmp_path / "run" / "parts").iterdir())) == 3
    assert outcome(tmp_path / "run") == outcome(tmp_path / "whole")


@pytest.mark.usefixtures("three_shards")
def test_a_report_that_kills_its_process_is_left_out_and_listed(
    tmp_path: Path, corpus: Path, gazetteer: Gazetteer
) -> None:
    """Its record says why; all others are there."""
    folder = tmp_path / "run"

    done, failed = make(
        corpus, folder, gazetteer, pool(2), DeadlyOptions(folder=str(folder), number=3, spared=os.getpid())
    )

    assert (done, failed) == (60, 3)
    line = (folder / "parts" / "000000.jsonl").read_text("utf-8").splitlines()[3]
    assert json.loads(line)["error"] == f"r3: {DIED}"


def test_processes_that_all_die_end_the_run_with_a_sentence(tmp_path: Path, corpus: Path) -> None:
    """An index that cannot be opened is no reason to try for ever."""
    (tmp_path / "no-folder").write_text("in the way", "utf-8")
    job = Job(folder=tmp_path, options=Options())

    with pytest.raises(WorkerLostError, match="whatever they are given"):
        list(do_in_pool(shards.cut([corpus], tmp_path), job, directory=tmp_path / "no-folder", workers=1))


def test_a_run_that_is_killed_goes_on_and_leaves_no_process(tmp_path: Path, corpus: Path) -> None:
    """Kill -9 of the parent: its processes go too, and the same command ends the work."""
    command = [sys.executable, "-m", "pipeline", "extract", str(corpus), "-o", f"{tmp_path / 'run'}/", "--workers", "2"]
    begun = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 120
    while not (tmp_path / "run" / "spool" / "000000.at").exists() and time.monotonic() < deadline:
        if begun.poll() is not None:
            break
        time.sleep(0.02)
    begun.kill()
    begun.wait()

    finished = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300, check=False)

    assert finished.returncode == 2
    assert "60 reports, 2 failed" in finished.stderr
    while time.monotonic() < deadline:
        try:
            os.killpg(begun.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        os.killpg(begun.pid, signal.SIGKILL)
        pytest.fail("a process outlived the run")


def test_a_scheduler_needs_a_folder(run_here: Run, corpus: Path) -> None:
    """The mistake is named, and what to do."""
    finished = run_here("pipeline", "extract", str(corpus), "--scheduler", "tcp://127.0.0.1:1")

    assert finished.returncode == 2
    assert "--scheduler needs a folder" in finished.stderr


def test_progress_says_how_far_how_fast_and_what_failed() -> None:
    """Failures are told at once, the rest every few seconds."""
    now, said = [0.0], list[str]()
    progress = Progress(said.append, clock=lambda: now[0])

    progress(Advance(reports=100, done_bytes=10, known_bytes=100, failures=(("a", "a: broken"),)))
    now[0] = 10.0
    progress(Advance(reports=1_200, done_bytes=25, known_bytes=100, failures=()))

    assert said == ["a: broken", "25%, 1,200 reports, 120 a second, about 30 s left, 1 failed"]
    packed = Advance(reports=10, done_bytes=300, known_bytes=100, failures=())
    assert describe(packed, seconds=5, failed=0) == "10 reports, 2 a second"
