"""Make the index where there is none, or where it is old or damaged, one process at a time."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from gazetteer import additions, packaged, store
from gazetteer.entry import Entry
from gazetteer.errors import GazetteerError
from gazetteer.function_words import FUNCTION_WORDS
from gazetteer.index import Gazetteer
from gazetteer.keys import keys_of, skeletons_of
from gazetteer.place import Place  # noqa: TC001 - one way of importing, whatever the use

Progress = Callable[[str], None]
Source = Callable[[], Iterable[Entry]]


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
    if not _is_good(directory, _say_nothing):
        with _locked(directory, progress):
            if not _is_good(directory, progress):
                _build(directory, progress, source)
    return Gazetteer(directory)


def build(
    directory: Path | None = None, *, progress: Progress = _say_nothing, source: Source = packaged.read_packaged
) -> Gazetteer:
    """Build the gazetteer anew, whatever stands in *directory*."""
    directory = directory or default_directory()
    with _locked(directory, progress):
        _build(directory, progress, source)
    return Gazetteer(directory)


def add(
    name: str,
    entries: Sequence[Entry],
    directory: Path | None = None,
    *,
    progress: Progress = _say_nothing,
    source: Source = packaged.read_packaged,
) -> bool:
    """Add places under *name*, or put them in place of what has that name; tell whether that changed anything.

    The index is built anew with them; until it is, the old one answers.
    """
    directory = directory or default_directory()
    with _locked(directory, progress):
        changed = additions.keep(directory, name, entries)
        if not _is_good(directory, _say_nothing):
            _build(directory, progress, source)
    return changed


def _is_good(directory: Path, progress: Progress) -> bool:
    """Tell whether the index in *directory* is whole and made from what we have."""
    try:
        manifest = store.read_manifest(directory)
        if manifest is None:
            return False
        store.verify(directory, manifest)
    except store.DamagedIndexError as error:
        progress(f"{error}; building it again")
        return False
    if manifest.made_from != _sources(directory):
        progress("the gazetteer is older than its sources; building it again")
        return False
    return True


def _sources(directory: Path) -> str:
    """Name all that the index in *directory* is to be made from."""
    return f"{packaged.fingerprint()}+{additions.fingerprint(directory)}"


class _Lock:
    """The lock of a folder, as a context that tells what it waits for."""

    def __init__(self, directory: Path, progress: Progress) -> None:
        self._lock = FileLock(directory / "lock")
        self._progress = progress

    def __enter__(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            self._progress("another process is building the gazetteer; waiting for it")
            self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _locked(directory: Path, progress: Progress) -> _Lock:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the gazetteer's folder {directory} cannot be made: {error.strerror}"
        raise GazetteerError(message) from error
    return _Lock(directory, progress)


def _build(directory: Path, progress: Progress, source: Source) -> None:
    progress(f"building the gazetteer in {directory}, once; this takes some seconds")
    try:
        entries = chain(source(), additions.read(directory))
        store.write(directory, index_entries(entries), _sources(directory))
    except OSError as error:
        message = f"the gazetteer cannot be written to {directory}: {error.strerror}"
        raise GazetteerError(message) from error
    progress("the gazetteer is ready")


def index_entries(entries: Iterable[Entry]) -> store.Content:
    """Give each place a number and collect the keys it is found under; the first entry of an id wins."""
    places: list[Place] = []
    names: defaultdict[str, list[int]] = defaultdict(list)
    skeletons: defaultdict[str, list[int]] = defaultdict(list)
    seen: set[str] = set()
    for entry in entries:
        if entry.place.id in seen:
            continue
        seen.add(entry.place.id)
        number = len(places) << 3
        places.append(entry.place)
        for key, how in keys_of(entry).items():
            names[key].append(number | how)
        for key in skeletons_of(entry):
            skeletons[key].append(number)
    return store.Content(
        places=places,
        names=names,
        skeletons=skeletons,
        patterns=[f" {key} " for key in sorted(names.keys() - FUNCTION_WORDS)],
    )
