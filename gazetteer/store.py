"""Keep an index on disk: written whole or not at all, and trusted only as long as its checksums hold."""

import hashlib
import json
import os
import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from gazetteer.errors import GazetteerError
from gazetteer.place import Place

FORMAT = 2
MANIFEST = "index.json"

_SCHEMA = """
create table places (
    no integer primary key, id text not null unique, name text not null, kind text not null, country text,
    region text, population integer not null, lat real not null, lon real not null, radius_m real not null,
    cell integer not null
);
create index places_by_cell on places (cell);
create table names (key text primary key, refs blob not null) without rowid;
create table skeletons (key text primary key, refs blob not null) without rowid;
"""


class DamagedIndexError(GazetteerError):
    """The index on disk is not the one that was written: it has to be built again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that an index holds: places by number, and for each key the numbers of its places.

    `patterns` are the keys to search texts for, each between two blanks. A reference packs the
    number of a place and how the key came to it: `number << 3 | how`.
    """

    places: Sequence[Place]
    names: Mapping[str, Iterable[int]]
    skeletons: Mapping[str, Iterable[int]]
    patterns: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Which files make up the index, what they must hash to, and what they were made from."""

    places: str
    patterns: str
    sha256: Mapping[str, str]
    made_from: str

    @property
    def version(self) -> str:
        """Name the content of the index."""
        return self.sha256[self.places][:16]


def cell_of(lat: float, lon: float) -> int:
    """Give the number of the square of one degree that a position lies in."""
    return (int(lat // 1) + 90) * 360 + int(lon // 1) % 360


def write(directory: Path, content: Content, made_from: str) -> Manifest:
    """Write an index into *directory*; readers see the old one until the very last step.

    The files carry their checksum in their names; replacing the manifest is what makes them count.
    """
    directory.mkdir(parents=True, exist_ok=True)
    database, automaton = directory / f"places.{os.getpid()}.tmp", directory / f"patterns.{os.getpid()}.tmp"
    try:
        _write_database(database, content)
        automaton.write_bytes(CharwiseDoubleArrayAhoCorasick(list(content.patterns)).serialize())
        sums = {path: _sha256(path.read_bytes()) for path in (database, automaton)}
        manifest = Manifest(
            places=f"places-{sums[database][:16]}.sqlite",
            patterns=f"patterns-{sums[automaton][:16]}.bin",
            sha256={
                f"places-{sums[database][:16]}.sqlite": sums[database],
                f"patterns-{sums[automaton][:16]}.bin": sums[automaton],
            },
            made_from=made_from,
        )
        put_in_place(database, directory / manifest.places)
        put_in_place(automaton, directory / manifest.patterns)
        _write_manifest(directory, manifest)
    finally:
        database.unlink(missing_ok=True)
        automaton.unlink(missing_ok=True)
    _sweep(directory, manifest)
    return manifest


def read_manifest(directory: Path) -> Manifest | None:
    """Read which index *directory* holds; None when it holds none.

    Raises `DamagedIndexError` when what stands there is no manifest of this format.
    """
    path = directory / MANIFEST
    try:
        fields = json.loads(path.read_bytes())
        if fields.pop("format") != FORMAT:
            message = f"{path} is of another format"
            raise DamagedIndexError(message)
        return Manifest(**fields)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"{path} cannot be read: {error}"
        raise DamagedIndexError(message) from error


def verify(directory: Path, manifest: Manifest) -> None:
    """Raise `DamagedIndexError` unless every file of the index has its checksum."""
    for name, expected in manifest.sha256.items():
        try:
            with (directory / name).open("rb") as file:
                actual = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            message = f"{directory / name} cannot be read: {error}"
            raise DamagedIndexError(message) from error
        if actual != expected:
            message = f"{directory / name} is damaged"
            raise DamagedIndexError(message)


def connect(directory: Path, manifest: Manifest) -> sqlite3.Connection:
    """Open the places for reading; the connection may be shared between threads."""
    uri = f"{(directory / manifest.places).absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    connection.execute("pragma mmap_size = 268435456")
    return connection


def put_in_place(temporary: Path, final: Path) -> None:
    """Give a finished file its name, once its bytes are on the disk."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(final)


def _write_database(path: Path, content: Content) -> None:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.executescript(
            "pragma journal_mode = off; pragma synchronous = off; pragma page_size = 8192;" + _SCHEMA
        )
        connection.executemany(
            "insert into places values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_row(number, place) for number, place in enumerate(content.places)),
        )
        connection.executemany("insert into names values (?, ?)", _packed(content.names))
        connection.executemany("insert into skeletons values (?, ?)", _packed(content.skeletons))
        connection.commit()
    finally:
        connection.close()


def _row(number: int, place: Place) -> tuple[Any, ...]:
    point = place.point
    names = (place.id, place.name, place.kind, place.country, place.region, place.population)
    return (number, *names, point.lat, point.lon, place.radius_m, cell_of(point.lat, point.lon))


def _packed(index: Mapping[str, Iterable[int]]) -> Iterable[tuple[str, bytes]]:
    return ((key, array("I", index[key]).tobytes()) for key in sorted(index))


def _write_manifest(directory: Path, manifest: Manifest) -> None:
    fields = {
        "format": FORMAT,
        "places": manifest.places,
        "patterns": manifest.patterns,
        "sha256": manifest.sha256,
        "made_from": manifest.made_from,
    }
    temporary = directory / f"{MANIFEST}.{os.getpid()}.tmp"
    try:
        temporary.write_text(json.dumps(fields, indent=2) + "\n", encoding="utf-8")
        put_in_place(temporary, directory / MANIFEST)
    finally:
        temporary.unlink(missing_ok=True)


def _sweep(directory: Path, manifest: Manifest) -> None:
    """Remove the files of former indexes; a reader that has one open keeps it, or keeps us from it."""
    for path in (*directory.glob("places*"), *directory.glob("patterns*"), *directory.glob("*.tmp")):
        if path.name not in manifest.sha256:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue  # Windows holds on to files in use; the next build takes them away


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
