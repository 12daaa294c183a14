"""Keep the places a user added, one file for each name they were added under: removing it takes them away."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from gazetteer.entry import Deferred, Entry
from gazetteer.errors import GazetteerError
from gazetteer.place import Place, Point
from gazetteer.store import UNFINISHED, put_in_place

_FOLDER = "added"


def keep(directory: Path, name: str, entries: Iterable[Entry]) -> bool:
    """Keep *entries* under *name*, in place of what was kept under it; tell whether that changed anything.

    The file is replaced whole: a run that dies on the way leaves the former one.
    """
    lines = "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)
    folder = directory / _FOLDER
    final, temporary = folder / f"{name}.jsonl", folder / f"{name}.{os.getpid()}{UNFINISHED}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if final.exists() and final.read_text(encoding="utf-8") == lines:
            return False
        temporary.write_text(lines, encoding="utf-8")
        put_in_place(temporary, final)
    except OSError as error:
        message = f"the added places cannot be kept in {folder}: {error.strerror}"
        raise GazetteerError(message) from error
    finally:
        temporary.unlink(missing_ok=True)
    return True


def kept(directory: Path) -> dict[str, Path]:
    """Give the files kept in *directory* by the names they were added under, in the order of these."""
    return {path.stem: path for path in sorted((directory / _FOLDER).glob("*.jsonl"))}


def unfinished(directory: Path) -> list[Path]:
    """Give the files being written, and those that were when their process was killed."""
    return list((directory / _FOLDER).glob(f"*{UNFINISHED}"))


def read(path: Path) -> Iterator[Deferred]:
    """Give the places kept in a file; each raises `GazetteerError` when something else has changed it."""
    try:
        with path.open("rb") as file:
            yield from (partial(_read_entry, path, line) for line in file)
    except FileNotFoundError:
        return  # removed by the user meanwhile


def _read_entry(path: Path, line: bytes) -> Entry:
    try:
        return _entry(line)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"{path} is damaged: remove it, and add its places again"
        raise GazetteerError(message) from error


def fingerprint(path: Path) -> str:
    """Name the content of a file; changes with every byte of it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(line: bytes) -> Entry:
    fields = json.loads(line)
    place = fields.pop("place")
    point = Point(**place.pop("point"))
    return Entry(place=Place(**place, point=point), **{kind: tuple(names) for kind, names in fields.items()})
