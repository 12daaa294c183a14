"""Kill a process that writes corrections, at random moments, and count what it had acknowledged and is gone.

`python tests/killing.py PATH FIRST` is the process that is killed: it writes one correction after
another to the project in PATH and says the number of each on standard output once it is saved.
"""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from project import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """What one kill left: numbers acknowledged before it, and those of them that the project lacks."""

    after_s: float
    acknowledged: int
    lost: list[int]


def kill_writers(path: Path, *, kills: int, seed: int = 0) -> list[Killed]:
    """Start a writer, kill it with signal 9, open the project and count; *kills* times on the same file.

    Every other one is killed at any moment of its life, the rest once they are writing.
    """
    from pipeline.project.store import Project  # noqa: PLC0415  (a writer has a path of its own first)

    chance = random.Random(seed)  # noqa: S311  (moments, no secrets)
    told: set[int] = set()
    results = []
    for number in range(kills):
        at_once = number % 2 == 1
        delay = chance.uniform(0.0, 3.0 if at_once else 0.5)
        new = _kill_one(path, first=max(told, default=-1) + 1, delay=delay, at_once=at_once)
        told |= new
        with Project.open(path) as project:
            kept = {int(correction.note or -1) for correction in project.corrections()}
        results.append(Killed(after_s=delay, acknowledged=len(new), lost=sorted(told - kept)))
    return results


def _kill_one(path: Path, *, first: int, delay: float, at_once: bool) -> set[int]:
    command = [sys.executable, str(Path(__file__)), str(path), str(first)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as writer:
        if writer.stdout is None:
            message = "the writer has no output"
            raise RuntimeError(message)
        begun = b"" if at_once else writer.stdout.readline()
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        lines = (begun + writer.stdout.read()).split(b"\n")[:-1]  # a line without its end was not said
    return {int(line) for line in lines}


def write_for_ever(path: Path, first: int) -> None:
    """Write corrections until killed."""
    from gazetteer.place import Point  # noqa: PLC0415
    from pipeline.corrections import Correction, ToPoint  # noqa: PLC0415
    from pipeline.model import Span  # noqa: PLC0415
    from pipeline.project.store import Project  # noqa: PLC0415
    from pipeline.quoting import quote  # noqa: PLC0415

    text = "Shells fell on Bakhmut."
    number = first
    with Project.open(path) as project:
        while True:
            project.correct(
                Correction(
                    report=f"report-{number}",
                    quoted=quote(text, Span(start=15, end=22)),
                    decision=ToPoint(point=Point(lat=48.6, lon=38.0), uncertainty_m=10.0),
                    made=datetime.now(UTC),
                    note=str(number),
                )
            )
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            number += 1


if __name__ == "__main__":
    write_for_ever(Path(sys.argv[1]), int(sys.argv[2]))
