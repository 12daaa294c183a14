"""The process in which files are parsed: little memory, little time, no network, no other process, no new file.

`python -m pipeline.readers.child` reads jobs from standard input and writes what they hold to standard output.
"""

import importlib
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, cast

from pipeline.errors import PipelineError
from pipeline.limits import LIMITS
from pipeline.model import Failure
from pipeline.readers.archive import members
from pipeline.readers.job import Job
from pipeline.readers.wire import Item, item_line, job_of, sign_line

try:
    import resource
except ImportError:  # Windows has no such limits: there the parent's clock alone holds
    resource = None  # type: ignore[assignment]

Reading = Callable[[Job], Iterator[Item]]

READERS = frozenset(
    {
        "webpage",
        "pdf",
        "word",
        "opendocument",
        "workbook",
        "mail",
        "feed",
        "telegram",
        "features",
        "placemarks",
        "geopackage",
        "shapefile",
    }
)
_PREPARED = frozenset({"webpage", "mail"})
"""Readers that extract the main part of pages."""
UNPACK = "unpack:"
"""Behind it stand the suffixes of the members to unpack, a colon, and those of members that are only named."""
_SHARE_OF_TIME = 0.8
"""Share of the time after which a reader of many parts stops by itself, so that what it read is kept."""
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "webbrowser.")


def main() -> int:
    """Serve jobs until there are none."""
    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not come between our lines.
    os.dup2(2, 1)
    limit_memory(LIMITS.parse_bytes)
    sys.addaudithook(refuse_reaching_out)
    for head_line in iter(stdin.readline, b""):
        if not serve(head_line, stdin, stdout):
            return 1
    return 0


def serve(head_line: bytes, stdin: BinaryIO, stdout: BinaryIO) -> bool:
    """Carry out one job; False when the process is no longer to be trusted with another."""
    head = json.loads(head_line)
    data = stdin.read(head["size"])
    reader = _reader(head["reader"])
    _say(stdout, [sign_line("ready")])
    seconds = head["limits"]["parse_seconds"]
    _limit_time(seconds)
    job = job_of(head, data, time.monotonic() + _SHARE_OF_TIME * seconds)
    try:
        _say(stdout, map(item_line, _read(reader, job)))
    except MemoryError:
        _say(stdout, [sign_line("memory")])
        return False
    _say(stdout, [sign_line("done")])
    return True


def _reader(name: str) -> Reading:
    if name.startswith(UNPACK):
        read, named = (frozenset(part.split()) for part in name.removeprefix(UNPACK).split(":"))
        return lambda job: members(job, read, named)
    if name not in READERS:
        message = f"no reader is called {name!r}"
        raise ValueError(message)
    module = importlib.import_module(f"pipeline.readers.{name}")
    if name in _PREPARED:
        importlib.import_module("pipeline.readers.webpage").prepare()
    return cast("Reading", module.read)


def _read(reader: Reading, job: Job) -> Iterator[Item]:
    """Read, and turn whatever a library raises over a broken file into its reason."""
    try:
        yield from reader(job)
    except PipelineError as error:
        yield Failure(id=job.id, reason=str(error))
    except MemoryError:
        raise
    except RecursionError:
        yield Failure(id=job.id, reason=f"{job.name}: its parts are nested too deeply to be read; save it anew")
    except Exception:  # noqa: BLE001  (libraries raise anything over a hostile file)
        reason = f"{job.name}: the file is damaged, or not of the form that its name says; save it anew"
        yield Failure(id=job.id, reason=reason)


def _say(stdout: BinaryIO, lines: Iterable[bytes]) -> None:
    stdout.writelines(lines)
    stdout.flush()


def limit_memory(size: int) -> None:
    """Hold this process to *size* bytes of address space, and to writing no file."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """Let this process use *seconds* of the processor from now on."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def refuse_reaching_out(event: str, _: tuple[object, ...]) -> None:
    """Refuse, as an audit hook, what parsing never needs: the network and other processes."""
    if event.startswith(_FORBIDDEN) and event != "socket.__new__":
        message = f"a reader may not do this: {event}"
        raise PermissionError(message)


if __name__ == "__main__":
    sys.exit(main())
