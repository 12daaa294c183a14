"""Make the index where there is none, or where it is old or damaged, one process at a time."""

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from gazetteer import additions, packaged, store
from gazetteer.entry import Entry
from gazetteer.errors import GazetteerError
from gazetteer.function_words import FUNCTION_WORDS
from gazetteer.helper import Source, batches, uncollected
from gazetteer.index import Gazetteer

Progress = Callable[[str], None]

_BASE = "base"
_KEPT = 2
"""So many default layers stay: two versions of the program may share a folder."""


def default_directory() -> Path:
    """Give the folder of the index: GAZETTEER_DIR, or the user's cache folder."""
    chosen = os.environ.get("GAZETTEER_DIR")
    return Path(chosen) if chosen else user_cache_path("conflict-map") / "gazetteer"


def _say_nothing(_: str) -> None:
    """Take a message and drop it."""


def open_gazetteer(
    directory: Path | None = None, *, progress: Progress = _say_nothing, source: Source = packaged.read_packaged
) -> Gazetteer:
    """Open the gazetteer in *directory*; build it first where it is missing, out of date or damaged.

    Of several processes one builds; the others wait and say so. *source* gives the places to build
    from, with those the user added. Raises `GazetteerError` when the folder cannot be written.
    """
    directory = directory or default_directory()
    layers = _find(directory, source, _say_nothing)
    if None in layers:
        with _locked(directory, progress):
            layers = _complete(directory, progress, source)
    elif _leavings(directory):
        _tidy(directory)
    return Gazetteer([path for path in layers if path])


def build(
    directory: Path | None = None, *, progress: Progress = _say_nothing, source: Source = packaged.read_packaged
) -> Gazetteer:
    """Build the gazetteer anew, whatever stands in *directory*."""
    directory = directory or default_directory()
    with _locked(directory, progress):
        return Gazetteer([_write(directory, layer, progress) for layer in _layers(directory, source)])


def add(
    name: str,
    entries: Sequence[Entry],
    directory: Path | None = None,
    *,
    progress: Progress = _say_nothing,
    source: Source = packaged.read_packaged,
) -> bool:
    """Add places under *name*, or put them in place of what has that name; tell whether that changed anything.

    They become a layer of their own, beside the default one; until it is whole, the old one answers.
    """
    directory = directory or default_directory()
    with _locked(directory, progress):
        changed = additions.keep(directory, name, entries)
        _complete(directory, progress, source)
    return changed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """A layer there ought to be: what it is called, what it is made from, and how to read that."""

    name: str
    made_from: str
    source: Source

    @property
    def stem(self) -> str:
        """Give the beginning of its file's name."""
        return f"{self.name}-{self.made_from}"


def _layers(directory: Path, source: Source) -> list[_Layer]:
    """List the layers that *directory* ought to hold: the default one, and one for each addition."""
    added = [
        _Layer(
            name=f"added-{name}",
            made_from=_short(packaged.rules() + additions.fingerprint(path)),
            source=partial(additions.read, path),
        )
        for name, path in additions.kept(directory).items()
    ]
    return [_Layer(name=_BASE, made_from=_short(packaged.fingerprint()), source=source), *added]


def _short(made_from: str) -> str:
    return hashlib.sha256(made_from.encode()).hexdigest()[:16]


def _find(directory: Path, source: Source, progress: Progress) -> list[Path | None]:
    """Find the file of each layer; None for one that is absent or damaged, which is said."""
    found: list[Path | None] = []
    for layer in _layers(directory, source):
        try:
            found.append(store.find(directory, layer.stem))
        except store.DamagedIndexError as error:
            progress(f"{error}; building it again")
            found.append(None)
    return found


def _complete(directory: Path, progress: Progress, source: Source) -> list[Path | None]:
    """Write the layers that are absent or damaged, and give all files; the caller holds the lock."""
    found = _find(directory, source, progress)
    if None not in found:
        return found
    wanted = _layers(directory, source)
    whole: list[Path | None] = [
        path or _write(directory, layer, progress) for path, layer in zip(found, wanted, strict=True)
    ]
    _sweep(directory, {path for path in whole if path})
    return whole


def _write(directory: Path, layer: _Layer, progress: Progress) -> Path:
    """Write one layer; the files of the same stem that are damaged make room for it."""
    if layer.name == _BASE:
        bases = directory.glob(f"{_BASE}-*{store.SUFFIX}")
        others = any(not path.stem.startswith(layer.stem) for path in bases)
        why = "the gazetteer there is made from other sources; " if others else ""
        progress(f"{why}building the gazetteer in {directory}, once; this takes about half a minute")
    try:
        with uncollected():
            path = store.write(directory, layer.stem, batches(layer.source), FUNCTION_WORDS)
    except OSError as error:
        message = f"the gazetteer cannot be written to {directory}: {error.strerror}"
        raise GazetteerError(message) from error
    progress("the gazetteer is ready" if layer.name == _BASE else f"{layer.name.removeprefix('added-')} is ready")
    return path


def _sweep(directory: Path, whole: set[Path]) -> None:
    """Remove former layers of additions, and all but the latest default layers."""
    files = [path for path in directory.iterdir() if path.suffix == store.SUFFIX and path not in whole]
    bases = [path for path in files if path.stem.startswith(f"{_BASE}-")]
    bases.sort(key=lambda path: path.stat().st_mtime)
    store.remove(set(files) - set(bases[len(bases) - _KEPT + 1 :]))


def _leavings(directory: Path) -> list[Path]:
    """List the files that builds and additions are writing, or were writing when they were killed."""
    return [*directory.glob(f"*{store.UNFINISHED}"), *additions.unfinished(directory)]


def _tidy(directory: Path) -> None:
    """Remove the leavings of the dead, unless another process is writing or the folder is not ours to change."""
    with suppress(Timeout, OSError), FileLock(directory / "lock", timeout=0):
        store.remove(_leavings(directory))


class _Lock:
    """The lock of a folder, as a context that tells what it waits for, and begins by tidying up.

    Only who holds the lock writes: what lies there unfinished then is of processes that were killed.
    """

    def __init__(self, directory: Path, progress: Progress) -> None:
        self._directory = directory
        self._lock = FileLock(directory / "lock")
        self._progress = progress

    def __enter__(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            self._progress("another process is building the gazetteer; waiting for it")
            self._lock.acquire()
        store.remove(_leavings(self._directory))

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _locked(directory: Path, progress: Progress) -> _Lock:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the gazetteer's folder {directory} cannot be made: {error.strerror}"
        raise GazetteerError(message) from error
    return _Lock(directory, progress)
