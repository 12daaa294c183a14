"""Keep the places a user added beside the index, so that every later build takes them in."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from gazetteer.entry import Entry
from gazetteer.errors import GazetteerError
from gazetteer.place import Place, Point
from gazetteer.store import put_in_place

_FOLDER = "added"


def keep(directory: Path, name: str, entries: Iterable[Entry]) -> bool:
    """Keep *entries* under *name*, in place of what was kept under it; tell whether that changed anything.

    The file is replaced whole: a run that dies on the way leaves the former one.
    """
    lines = "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)
    folder = directory / _FOLDER
    final, temporary = folder / f"{name}.jsonl", folder / f"{name}.{os.getpid()}.tmp"
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


def read(directory: Path) -> Iterator[Entry]:
    """Give all places kept in *directory*, file by file in the order of their names.

    Raises `GazetteerError` for a file that something else has changed.
    """
    for path in _files(directory):
        try:
            with path.open(encoding="utf-8") as file:
                yield from map(_entry, file)
        except (ValueError, TypeError, KeyError) as error:
            message = f"{path} is damaged: remove it, and add its places again"
            raise GazetteerError(message) from error


def fingerprint(directory: Path) -> str:
    """Name what was added; changes with every byte of it."""
    added = hashlib.sha256()
    for path in _files(directory):
        added.update(path.name.encode() + path.read_bytes())
    return added.hexdigest()[:16]


def _files(directory: Path) -> list[Path]:
    return sorted((directory / _FOLDER).glob("*.jsonl"))


def _entry(line: str) -> Entry:
    fields = json.loads(line)
    place = fields.pop("place")
    point = Point(**place.pop("point"))
    return Entry(place=Place(**place, point=point), **{kind: tuple(names) for kind, names in fields.items()})
