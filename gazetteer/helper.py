"""Share the work of finding the keys of many places with a second process."""

import gc
import marshal
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import IO, cast

from gazetteer.entry import Deferred
from gazetteer.keys import keyed
from gazetteer.store import Batch

Source = Callable[[], Iterable[Deferred]]

_BATCH = 2_000
_HELPS = (False, True, False, True, False, True, False, True, True)
"""Of nine batches, those that the second process makes: one more than the first, which also writes them all."""

_SIZE = 8
"""So many bytes tell how long a batch is that a process hands over."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector of cycles rest: a build makes millions of objects, none of them in a cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def batches(source: Source, *, processes: int | None = None) -> Iterator[Batch]:
    """Give the places of *source* in batches, about every other one made by a second process.

    The batches are the same whoever makes them. A source of one batch, a machine of one processor,
    and a source that is no function of a module have no use for a second process; should it fail,
    this one does all the work.
    """
    alone = (processes or os.cpu_count() or 1) < 2 or "<" in getattr(source, "__qualname__", "<")
    helper: _Helper | None = None
    try:
        for number, entries in enumerate(_cut(source())):
            if number == 0 and len(entries) == _BATCH and not alone:
                helper = _Helper(source)
            batch = helper.next() if helper is not None and _is_helpers(number) else None
            yield batch or _keyed(number, entries)
    finally:
        if helper is not None:
            helper.close()


class _Helper:
    """A second process that makes its batches of a source."""

    def __init__(self, source: Source) -> None:
        paths = os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), *sys.path]))
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter and module
            [sys.executable, "-m", "gazetteer.helper", source.__module__, source.__qualname__],
            env=os.environ | {"PYTHONPATH": paths},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

        # Read ahead, or the process would wait for the reader to make a batch of its own.
        self._reader = ThreadPoolExecutor(1)
        self._coming = self._reader.submit(self._read)

    def next(self) -> Batch | None:
        """Give the next batch; None when the process is no more."""
        data = self._coming.result()
        self._coming = self._reader.submit(self._read)
        try:
            batch: Batch = marshal.loads(data)  # noqa: S302 - our own bytes
        except (EOFError, ValueError, TypeError):
            return None
        return batch

    def _read(self) -> bytes:
        """Read the bytes of a batch; of none, or of half a one, when the process is no more."""
        output = cast("IO[bytes]", self._process.stdout)
        return output.read(int.from_bytes(output.read(_SIZE)))

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._reader.shutdown()
        self._process.communicate()


def _cut(entries: Iterable[Deferred]) -> Iterator[list[Deferred]]:
    waiting = iter(entries)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _is_helpers(number: int) -> bool:
    return _HELPS[number % len(_HELPS)]


def _keyed(number: int, entries: Iterable[Deferred]) -> Batch:
    return keyed(number * _BATCH, [entry() for entry in entries])


def main(module: str, function: str) -> None:
    """Write the batches that a second process makes of the source FUNCTION of MODULE to standard output."""
    source: Source = getattr(import_module(module), function)
    with suppress(BrokenPipeError), uncollected():
        for number, entries in enumerate(_cut(source())):
            if _is_helpers(number):
                data = marshal.dumps(_keyed(number, entries))
                sys.stdout.buffer.write(len(data).to_bytes(_SIZE) + data)
                sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
