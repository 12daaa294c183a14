"""Kill a process that makes corrections twenty times, at random moments: how many acknowledged ones are lost.

`python tests/benchmarks/project_kills.py` takes about two minutes. A kill ends the process; what the
machine's own failure does to a disk is not tried here: for that a commit waits until the disk has it.
"""
# ruff: noqa: T201  (printing figures is what a benchmark does)

import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from killing import kill_writers  # noqa: E402

KILLS = 20


def main() -> None:
    """Print a line a kill, and the sum."""
    with tempfile.TemporaryDirectory() as folder:
        results = kill_writers(Path(folder) / "project.sqlite", kills=KILLS, seed=2)
    for number, result in enumerate(results, start=1):
        said = f"{result.acknowledged:4} acknowledged, {len(result.lost)} lost"
        print(f"kill {number:2}: after {result.after_s:.2f} s, {said}")
    acknowledged = sum(result.acknowledged for result in results)
    lost = max(len(result.lost) for result in results)
    print(f"{KILLS} kills, {acknowledged} acknowledged, {lost} lost; the project opened every time")


if __name__ == "__main__":
    main()
