"""Reading in a process of its own: whatever a file does to that process, this one gets its reason."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import IO, Self, cast

from pipeline.limits import MB
from pipeline.model import Failure
from pipeline.readers.job import Job
from pipeline.readers.wire import Item, item_of, job_line

_ROOT = Path(__file__).parents[2]
_SECONDS_TO_START = 60
# How a process ends that used up its time on the processor; Windows has no such signal.
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", signal.SIGTERM)
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE")
# One thread for numpy, which some libraries import: more would reserve the memory that is allowed.
_OWN_VARIABLES = {"OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}


class Apart:
    """A process that reads one file after another, started when first needed; a file that ends it gets a new one.

    Use it in a `with` block, which ends the process.
    """

    def __init__(self, module: str = "pipeline.readers.child") -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            _end(self._process)
            self._process = None

    def read(self, reader: str, job: Job) -> tuple[Item, ...]:
        """Give all that *reader* reads of *job*, the last a failure where it did not come to an end.

        A file that fails in a process that has read others is tried again in a fresh one, so that
        what came before never decides; both together have the time of one.
        """
        used, begun = self._process is not None, time.monotonic()
        items, trouble = self._attempt(reader, job)
        left = int(job.limits.parse_seconds - (time.monotonic() - begun))
        if trouble in {"memory", "died"} and used and left > 0:
            items, trouble = self._attempt(reader, replace(job, limits=replace(job.limits, parse_seconds=left)))
        return (*items, Failure(id=job.id, reason=_reason(job, trouble))) if trouble else items

    def _attempt(self, reader: str, job: Job) -> tuple[tuple[Item, ...], str]:
        """Give what was read and the trouble that ended it: "" for none, "memory", "late" or "died"."""
        items: list[Item] = []
        try:
            for item in self._items(reader, job):
                if isinstance(item, str):
                    self.close()
                    return tuple(items), item
                items.append(item)
        except (OSError, ValueError, KeyError, TypeError):
            self.close()
            return tuple(items), "died"
        except BaseException:
            self.close()
            raise
        return tuple(items), ""

    def _items(self, reader: str, job: Job) -> Iterator[Item | str]:
        """Send the job and yield what comes back; a string at the end names a trouble."""
        if self._process is None:
            self._process = self._start()
        process = self._process
        stdin, stdout = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        with _ended_after(process, _SECONDS_TO_START):
            stdin.write(job_line(job, reader))
            stdin.write(job.data)
            stdin.flush()
            if _said(stdout, 1_000).get("sign") != "ready":
                yield "died"
                return
        allowed = job.limits.parse_bytes
        with _ended_after(process, job.limits.parse_seconds) as clock:
            while allowed > 0:
                line = stdout.readline(allowed)
                allowed -= len(line)
                said = json.loads(line) if line.endswith(b"\n") else {"sign": _ending(process, clock)}
                if "sign" not in said:
                    yield item_of(said)
                elif said["sign"] == "done":
                    return
                else:
                    yield said["sign"]
                    return
        yield "died"

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        return subprocess.Popen(  # noqa: S603  (our own module, with our own interpreter)
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={**environment, **_OWN_VARIABLES},
        )


class _ended_after:  # noqa: N801  (used as a verb, like the context managers of contextlib)
    """End a process unless the block ends within *seconds*; `passed` tells whether it came to that."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.passed = False
        self._process = process
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.passed = True
        self._process.kill()


def _said(stdout: IO[bytes], longest: int) -> dict[str, object]:
    said = json.loads(stdout.readline(longest) or b"{}")
    return said if isinstance(said, dict) else {}


def _ending(process: subprocess.Popen[bytes], clock: _ended_after) -> str:
    """Tell why a process stopped speaking: the clock, the limit of its processor time, or itself."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(1)
    return "late" if clock.passed or process.returncode == _OUT_OF_TIME else "died"


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    process.wait()


def _reason(job: Job, trouble: str) -> str:
    limits = job.limits
    return {
        "late": f"{job.name}: was not read to its end within {limits.parse_seconds} s; split it, or paste its text",
        "memory": f"{job.name}: takes more than {limits.parse_bytes // MB} MB of memory to read; split it",
        "died": f"{job.name}: ended the process that read it, as damaged and hostile files do; save it anew",
    }[trouble]
