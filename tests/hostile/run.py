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
from pipeline.read import read_job
from pipeline.readers.apart import Apart
from pipeline.readers.job import Job

Made = tuple[str, bytes]
READY = Job(name="ready.html", data=b"<p>Fire in Kyiv.</p>")
LATEST = 5.0
"""Seconds of the clock for a file; processes are started before. On a machine at full load they tell little."""


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
    """Read each file as `read_files` and `GEODATA_READERS` do, in a process that is already there."""
    told = Run()
    with Apart() as apart:
        for name, data in files:
            job = Job(name=name, data=data)
            if is_geodata(name):
                reader = GEODATA_READERS[PurePosixPath(name).suffix]
                apart.read(reader, READY)
                start = time.monotonic()
                items: list[object] = list(apart.read(reader, job))
            else:
                list(read_job(READY, apart))
                start = time.monotonic()
                items = list(read_job(job, apart))
            told.tell(name, items, time.monotonic() - start)
    return told


def main() -> int:
    """Read all, and print the table and its sums."""
    told = run(corpus())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    sums = f"{told.sums.total()} files: {dict(told.sums)}; slowest {told.slowest:.1f} s of the clock"
    print(f"{sums}; largest reading process {peak} MB of {LIMITS.parse_bytes // MB}")  # noqa: T201
    return int(bool(told.sums["NOTHING"] + told.sums["LATE"]))


if __name__ == "__main__":
    sys.exit(main())
