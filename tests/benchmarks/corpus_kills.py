"""Kill workers and parents of runs over a corpus at random moments: what is there in the end must be the same bytes.

python tests/benchmarks/corpus_kills.py [--reports 2000] [--kills 10]
"""

# ruff: noqa: T201 - a script prints

import argparse
import os
import random
import signal
import tempfile
import time
from pathlib import Path

from watched_runs import Ran, run, started, tree, write_corpus

START_S = 2.0
"""A run needs so long before its workers are at work."""


def kills(corpus: Path, folder: Path, times: int, base: Ran) -> None:
    """Kill workers and parents at random moments until a run is through; compare with one left in peace."""
    chance = random.Random(9)  # noqa: S311  (when to kill is no secret)
    killed = {"the parent": 0, "a worker": 0}
    for number in range(times):
        process = started(corpus, folder, "--workers", "2")
        time.sleep(START_S + chance.uniform(0.0, 1.5 * base.seconds / times))
        victims = tree(process.pid)[1:] if number % 2 else [process.pid]
        if process.poll() is None and victims:
            os.kill(victims[-1], signal.SIGKILL)
            killed["a worker" if number % 2 else "the parent"] += 1
        if number % 2 and process.poll() is None:
            # The run itself goes on after a worker's death; it is let go on, and the parent killed next time.
            time.sleep(2.0)
            process.send_signal(signal.SIGINT)
        process.wait()
    ran = run(corpus, folder, "--workers", "2")
    same = "same bytes, nothing missing, nothing twice" if ran.digest == base.digest else "OTHER BYTES"
    print(f"{killed['the parent']} times the parent, {killed['a worker']} times a worker killed: {same}")


def main() -> None:
    """Kill, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=10)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = write_corpus(folder / "corpus.jsonl", chosen.reports, poison=True)
        base = run(corpus, folder / "peace", "--workers", "2")
        print(f"{chosen.reports:,} reports in peace: {base.seconds:.1f} s, {base.failed} failed", flush=True)
        kills(corpus, folder / "killed", chosen.kills, base)


if __name__ == "__main__":
    main()
