"""Measure runs over corpora: speed by stage and by workers, Dask, memory, growth, poison; outputs compared.

    python tests/benchmarks/corpus_speed.py                              2,000 reports: proves that it works
    python tests/benchmarks/corpus_speed.py --reports 100000 --growth 1000 10000

Reports are made up (`make_corpus.py`, about 2 KB each). Wall times count only on a quiet machine; CPU seconds
and ratios within one run also on a busy one. `corpus_kills.py` ends such runs at random moments.
"""

# ruff: noqa: T201 - a script prints, and runs the product's own command line

import argparse
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from watched_runs import GAZETTEER, LOOK_S, ROOT, Ran, memory_kb, run, started, tree, write_corpus

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

STAGE_REPORTS = 200
LOCAL_CLUSTER = """
import sys, time
from distributed import LocalCluster
if __name__ == "__main__":
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, scheduler_port=int(sys.argv[1]))
    time.sleep(86_400)
"""


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


def worker_memory(corpus: Path, folder: Path) -> None:
    """Print what each process of a run with two workers holds while it works."""
    process = started(corpus, folder, "--workers", "2")
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
        f"x{ratio:4.2f} {ran.peak_mb:7.0f} MB  {same}, {ran.failed} failed",
        flush=True,
    )


def told_control() -> None:
    """Print what two processes that share nothing at all gain on this machine over one: no pool can gain more."""
    spin = [sys.executable, "-c", "for number in range(60_000_000): number * number % 7"]
    seconds = []
    for count in (1, 2):
        begun = time.perf_counter()
        for process in [subprocess.Popen(spin) for _ in range(count)]:
            process.wait()
        seconds.append(time.perf_counter() - begun)
    print(f"control: two processes that share nothing do x{2 * seconds[0] / seconds[1]:.2f} of the work of one")


@contextmanager
def dask(commands: list[list[str]], port: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Start the processes of a Dask cluster; give its address, once it answers, and their ids."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    begun = [
        subprocess.Popen([sys.executable, *each], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for each in commands
    ]
    try:
        while begun[0].poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(LOOK_S)
        yield f"tcp://127.0.0.1:{port}", tuple(process.pid for process in begun)
    finally:
        for process in reversed(begun):
            process.terminate()
        for process in begun:
            process.wait()


def clusters(port: int, folder: Path) -> Iterator[tuple[str, list[list[str]], int]]:
    """Give the two ways to a cluster of two workers, each with its name, commands and port."""
    worker = ["-m", "distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", "--no-dashboard"]
    own = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    yield "Dask, scheduler over TCP", [own, worker, worker], port
    port += 1
    script = folder / "local_cluster.py"
    script.write_text(LOCAL_CLUSTER, encoding="utf-8")
    yield "Dask, local cluster of two", [[str(script), str(port)]], port


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--growth", type=int, nargs="*", default=[], help="further sizes, beside --reports")
    parser.add_argument("--port", type=int, default=8901, help="and the next one, for the clusters")
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the start")
    told_control()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = write_corpus(folder / "corpus.jsonl", chosen.reports, poison=True)
        by_stage(corpus)
        worker_memory(corpus, folder / "memory")
        print(f"\n{chosen.reports:,} reports, {corpus.stat().st_size / 1e6:.1f} MB, one in a thousand poisoned")
        for count in chosen.growth:
            grown = write_corpus(folder / f"{count}.jsonl", count, poison=True)
            ran = run(grown, folder / f"grown-{count}", "--workers", "2")
            told(f"2 workers, {count:,} reports", ran, count, grown, ran)
        two = run(corpus, folder / "two", "--workers", "2")
        told(f"2 workers, {chosen.reports:,} reports", two, chosen.reports, corpus, two)
        told("1 worker", run(corpus, folder / "one", "--workers", "1"), chosen.reports, corpus, two)
        if not find_spec("distributed"):
            print("Dask is not installed: left out")
            return
        for title, commands, port in clusters(chosen.port, folder):
            with dask(commands, port) as (address, beside):
                ran = run(corpus, folder / str(port), "--scheduler", address, beside=beside)
            told(title, ran, chosen.reports, corpus, two)


if __name__ == "__main__":
    main()
