"""Measure runs over corpora: speed by stage and by workers, Dask, memory, growth, kills, poison; outputs compared.

    python tests/benchmarks/corpus_speed.py                              2,000 reports: proves that it works
    python tests/benchmarks/corpus_speed.py --reports 100000 --growth 1000 10000 100000 --kills 10

Reports are made up (`make_corpus.py`, about 2 KB each). Wall times count only on a quiet machine; CPU seconds
and ratios within one run also on a busy one. Memory is the sum of PSS: what processes share counts once (Linux).
"""

# ruff: noqa: T201 - a script prints, and runs the product's own command line

import argparse
import hashlib
import json
import os
import platform
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from make_corpus import lines

from gazetteer.build import open_gazetteer
from pipeline.analyse import analyse
from pipeline.coordinates import find_coordinates
from pipeline.dates import find_dates
from pipeline.distances import find_distance_claims
from pipeline.model import Document
from pipeline.read import read_lines
from pipeline.record import record_line
from pipeline.sentences import find_sentences
from pipeline.toponyms import find_toponyms

ROOT = Path(__file__).parents[2]
GAZETTEER = ROOT / "build" / "gazetteer"
STAGE_REPORTS = 200
LOOK_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run took: wall seconds, the most memory of all its processes in MB, and a checksum of its outcome."""

    seconds: float
    peak_mb: float
    digest: str
    failed: int


def write_corpus(path: Path, count: int, *, poison: bool = False) -> Path:
    """Write a corpus of that many reports."""
    with path.open("wb") as stream:
        stream.writelines(line + b"\n" for line in lines(count, poison=poison))
    return path


def by_stage(corpus: Path) -> None:
    """Print the CPU time of each stage over the first reports, in one process, warmed up."""
    gazetteer = open_gazetteer(GAZETTEER)
    with corpus.open("rb") as stream:
        data = b"".join(line for _, line in zip(range(STAGE_REPORTS + 20), stream, strict=False))
    items = [item for item in read_lines("corpus", data, first=1) if isinstance(item, Document)]
    for item in items[:20]:
        record_line(analyse(item, gazetteer))
    items = items[20:]
    size_mb = sum(len(item.text.encode()) for item in items) / 1e6
    split = {item.id: tuple(find_sentences(item.text)) for item in items}
    names = {item.id: list(find_toponyms(item.text, split[item.id], gazetteer)) for item in items}
    reports = [analyse(item, gazetteer) for item in items]
    spans = {name: [toponym.span for toponym in found] for name, found in names.items()}
    stages: dict[str, Callable[[int], object]] = {
        "sentences": lambda n: list(find_sentences(items[n].text)),
        "toponyms": lambda n: list(find_toponyms(items[n].text, split[items[n].id], gazetteer)),
        "claims": lambda n: list(find_distance_claims(items[n].text, split[items[n].id], spans[items[n].id])),
        "coordinates": lambda n: list(find_coordinates(items[n].text)),
        "dates": lambda n: list(find_dates(items[n].text, items[n].published)),
        "analyse, whole": lambda n: analyse(items[n], gazetteer),
        "record": lambda n: record_line(reports[n]),
    }
    print(f"\n{'stage':16} {'ms a report':>12} {'reports/s':>10} {'MB/s':>7}    (CPU time, {len(items)} reports)")
    for name, stage in stages.items():
        begun = time.process_time()
        for number in range(len(items)):
            stage(number)
        seconds = time.process_time() - begun
        print(f"{name:16} {1e3 * seconds / len(items):12.2f} {len(items) / seconds:10.0f} {size_mb / seconds:7.2f}")


# Runs of the command line, watched.


def command(corpus: Path, folder: Path, *options: str) -> list[str]:
    """Give the command of a run."""
    extract = [sys.executable, "-m", "pipeline", "extract", str(corpus), "-o", f"{folder}/"]
    return [*extract, "--gazetteer", str(GAZETTEER), *options]


def environment() -> dict[str, str]:
    """Give the environment in which the package is found from anywhere."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(corpus: Path, folder: Path, *options: str, beside: tuple[int, ...] = ()) -> Ran:
    """Run over *corpus* to the end; the memory is that of the run and of the processes *beside* it."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command(corpus, folder, *options), cwd=ROOT, stderr=None if options[0] == "--scheduler" else subprocess.DEVNULL
    )
    peak_kb, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(LOOK_S):
            peak_kb[0] = max(
                peak_kb[0], sum(memory_kb(pid)[1] for root in (process.pid, *beside) for pid in tree(root))
            )

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    done.set()
    watcher.join()
    failed = json.loads((folder / "manifest.json").read_bytes())["failed"]
    seconds = time.perf_counter() - begun
    return Ran(seconds=seconds, peak_mb=peak_kb[0] / 1e3, digest=digest_of(folder), failed=failed)


def digest_of(folder: Path) -> str:
    """Make one checksum of all parts and the manifest."""
    whole = hashlib.sha256()
    for file in (*sorted((folder / "parts").iterdir()), folder / "manifest.json"):
        whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def tree(pid: int) -> list[int]:
    """List a process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return [pid]
    return [pid, *(below for child in children for below in tree(int(child)))]


def memory_kb(pid: int) -> tuple[int, int, int]:
    """Give what a process holds, in KB: all (RSS), its share (PSS), what it holds alone (USS); zeros where unknown."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0, 0, 0
    fields = {line.split(":")[0]: int(line.split()[1]) for line in rollup.splitlines()[1:]}
    return fields["Rss"], fields["Pss"], fields["Private_Clean"] + fields["Private_Dirty"]


def worker_memory(corpus: Path, folder: Path) -> None:
    """Print what each process of a run with two workers holds while it works."""
    process = subprocess.Popen(command(corpus, folder, "--workers", "2"), cwd=ROOT, stderr=subprocess.DEVNULL)
    while process.poll() is None and not list((folder / "parts").glob("0*.jsonl")):
        time.sleep(LOOK_S)
    print(f"\n{'process':14} {'RSS MB':>8} {'PSS MB':>8} {'USS MB':>8}")
    for number, pid in enumerate(tree(process.pid)):
        rss, pss, uss = (value / 1e3 for value in memory_kb(pid))
        print(f"{'parent' if number == 0 else f'child {number}':14} {rss:8.0f} {pss:8.0f} {uss:8.0f}")
    process.terminate()
    process.wait()


def told(name: str, ran: Ran, count: int, corpus: Path, base: Ran) -> None:
    """Print a row of the table."""
    same = "same bytes" if ran.digest == base.digest else "OTHER BYTES"
    mb_s = corpus.stat().st_size / 1e6 / ran.seconds
    ratio = base.seconds / ran.seconds
    print(
        f"{name:28} {ran.seconds:8.1f} s {count / ran.seconds:8.1f} reports/s {mb_s:6.3f} MB/s "
        f"x{ratio:4.2f} {ran.peak_mb:7.0f} MB  {same}, {ran.failed} failed"
    )


@contextmanager
def scheduler(port: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Start a Dask scheduler and two workers, each a process, that talk over TCP; give the address and their ids."""
    address = f"tcp://127.0.0.1:{port}"
    dask = (
        [sys.executable, "-m", "distributed.cli.dask_scheduler"],
        [sys.executable, "-m", "distributed.cli.dask_worker"],
    )
    quiet = ["--no-dashboard"]
    commands = [
        [*dask[0], "--host", "127.0.0.1", "--port", str(port), *quiet],
        *2 * [[*dask[1], address, "--nthreads", "1", *quiet]],
    ]
    begun = [
        subprocess.Popen(each, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for each in commands
    ]
    try:
        while begun[0].poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(LOOK_S)
        yield address, tuple(process.pid for process in begun)
    finally:
        for process in reversed(begun):
            process.terminate()
        for process in begun:
            process.wait()


def kills(corpus: Path, folder: Path, times: int, base: Ran) -> None:
    """Kill workers and parents at random moments until a run is through; compare with one left in peace."""
    chance = random.Random(9)  # noqa: S311  (when to kill is no secret)
    for number in range(times):
        process = subprocess.Popen(command(corpus, folder, "--workers", "2"), cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(1.0, max(2.0, base.seconds / 2)))
        victims = tree(process.pid)[1:] if number % 2 else [process.pid]
        if process.poll() is None and victims:
            os.kill(victims[-1], signal.SIGKILL)
            print(f"killed {'a worker' if number % 2 else 'the parent'}")
        if number % 2 and process.poll() is None:
            # The run itself goes on after a worker's death; it is let go on, and the parent killed next time.
            time.sleep(2.0)
            process.send_signal(signal.SIGINT)
        process.wait()
    ran = run(corpus, folder, "--workers", "2")
    same = "same bytes, nothing missing, nothing twice" if ran.digest == base.digest else "OTHER BYTES"
    print(f"after {times} kills: {same}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--growth", type=int, nargs="*", default=[])
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--port", type=int, default=8901)
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the start")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = write_corpus(folder / "corpus.jsonl", chosen.reports, poison=True)
        by_stage(corpus)
        worker_memory(corpus, folder / "memory")
        print(f"\n{chosen.reports:,} reports, {corpus.stat().st_size / 1e6:.1f} MB, one in a thousand poisoned")
        one = run(corpus, folder / "one", "--workers", "1")
        told("1 worker", one, chosen.reports, corpus, one)
        two = run(corpus, folder / "two", "--workers", "2")
        told("2 workers", two, chosen.reports, corpus, one)
        if find_spec("distributed"):
            with scheduler(chosen.port) as (address, beside):
                over = run(corpus, folder / "tcp", "--scheduler", address, beside=beside)
            told("Dask, 2 workers over TCP", over, chosen.reports, corpus, one)
            print(f"Dask is x{two.seconds / over.seconds:.2f} of the pool")
        for count in chosen.growth:
            grown = write_corpus(folder / f"{count}.jsonl", count)
            ran = run(grown, folder / f"grown-{count}", "--workers", "2")
            told(f"growth: {count:,}", ran, count, grown, ran)
        if chosen.kills:
            kills(corpus, folder / "killed", chosen.kills, two)


if __name__ == "__main__":
    main()
