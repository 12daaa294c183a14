"""Read every file of the hostile corpus and print what came of it: `PYTHONPATH=. python tests/hostile/run.py`.

A line a file: outcome, seconds, reason; at the end the sums and the most memory that a reading process took.
The exit status is 1 where one gave neither a document nor a reason, or came too late.
"""

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from files import corpus

from pipeline.geodata import GEODATA_READERS
from pipeline.limits import LIMITS, MB
from pipeline.model import Failure
from pipeline.read import read_files
from pipeline.readers.apart import Apart
from pipeline.readers.job import Job

Made = tuple[str, bytes]
LATEST = 15.0
"""Seconds for a file: the limit of its reading, twice where a used process failed, and the start of new ones."""


class Run:
    """What came of each file."""

    def __init__(self) -> None:
        self.sums: Counter[str] = Counter()
        self.slowest = 0.0

    def tell(self, name: str, items: list[object], seconds: float) -> None:
        """Print a file's line."""
        failures = [item.reason for item in items if isinstance(item, Failure)]
        what = "read" if items and not failures else "refused" if len(failures) == len(items) else "partly"
        what = what if items else "NOTHING"
        what = what if seconds <= LATEST else "LATE"
        self.sums[what] += 1
        self.slowest = max(self.slowest, seconds)
        print(f"{what:8} {seconds:5.1f} s  {name:36} {(failures or [''])[0][:150]}", flush=True)  # noqa: T201


def is_geodata(name: str) -> bool:
    """Tell the files for the reader of geodata from those for the readers of reports."""
    suffix = PurePosixPath(name).suffix
    return suffix in GEODATA_READERS and (suffix != ".zip" or name.startswith("geodata-"))


def run(files: Iterator[Made] | list[Made]) -> Run:
    """Read reports through `read_files` and shapes through their process, one file at a time."""
    made, told = list(files), Run()
    items: list[object] = []
    start, current = time.monotonic(), ""

    def one_by_one() -> Iterator[Made]:
        nonlocal start, current
        for name, data in made:
            if not is_geodata(name):
                if current:
                    told.tell(current, items.copy(), time.monotonic() - start)
                items.clear()
                start, current = time.monotonic(), name
                yield name, data

    for item in read_files(one_by_one()):
        items.append(item)  # noqa: PERF402  (told of file by file)
    told.tell(current, items, time.monotonic() - start)
    with Apart() as apart:
        for name, data in made:
            if is_geodata(name):
                start = time.monotonic()
                got = apart.read(GEODATA_READERS[PurePosixPath(name).suffix], Job(name=name, data=data))
                told.tell(name, list(got), time.monotonic() - start)
    return told


def main() -> int:
    """Read all, and print the table and its sums."""
    told = run(corpus())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    sums = f"{told.sums.total()} files: {dict(told.sums)}; slowest {told.slowest:.1f} s, starts of processes counted"
    print(f"{sums}; largest reading process {peak} MB of {LIMITS.parse_bytes // MB}")  # noqa: T201
    return int(bool(told.sums["NOTHING"] + told.sums["LATE"]))


if __name__ == "__main__":
    sys.exit(main())
