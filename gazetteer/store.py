"""Keep the layers of an index on disk, each one file: written whole or not at all, its checksum in its name."""

import hashlib
import os
import re
import sqlite3
import threading
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import compress, islice
from operator import not_
from pathlib import Path
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from gazetteer.automata import automaton_beside
from gazetteer.errors import GazetteerError
from gazetteer.place import Place, Point

FORMAT = 4
SUFFIX = ".sqlite"
UNFINISHED = ".tmp"
"""How the name of a file ends until it is whole."""

_SCHEMA = """
create table places (
    no integer primary key, id text not null, name text not null, kind text not null, country text,
    region text, population integer not null, lat real not null, lon real not null, radius_m real not null,
    cell integer not null
);
create table names (first text primary key, lines text not null) without rowid;
create table skeletons (first text primary key, lines text not null) without rowid;
create table automata (script text primary key, automaton blob not null);
"""
_INDEXES = ("create unique index places_by_id on places (id)", "create index places_by_cell on places (cell)")
_PLACES = "select no, id, name, kind, country, region, population, lat, lon, radius_m from places"
_BY_NUMBER = f"{_PLACES} where no = ?"
_KEY = slice(None, -9)
_NUMBER = slice(-8, -1)
_LINES_A_BLOCK = 16
"""So many lines make a row: a million of them are written in a tenth of the time, and one is found nearly as fast."""

# Texts are searched by one automaton for names in Latin letters and one for all others: each takes
# half the memory to make, and a text in one script is spared the other. In a folded text only
# letters are beyond ASCII.

_SCRIPTS = ("latin", "other")
_LATIN = re.compile("[0-9a-z\u00aa-\u024f]")
_OTHER = re.compile("[^\x00-\u024f]")
_FIRST_OTHER = "\u0250"


class DamagedIndexError(GazetteerError):
    """A file of the index is not the one that was written: it has to be built again."""


Row = tuple[int, str, str, str, str | None, str | None, int, float, float, float, int]
Batch = tuple[list[Row], list[str], list[str]]
"""Some places on their way into a layer: their rows, and the lines of their names and of their skeletons.

A line is a key, a tab, and eight hexadecimal digits: seven of the place's number, one of how the key came
to it. One string takes a third of the memory of a list in a dictionary, a sort brings equal keys together,
and what is sorted can be stored as it is.
"""


def line_end(number: int) -> str:
    """Give what follows the key in a line, but for its last digit: how the key came to the place of this number."""
    return f"\t{number:07x}"


def row(number: int, place: Place) -> Row:
    """Give the row of a place."""
    point = place.point
    names = (place.id, place.name, place.kind, place.country, place.region, place.population)
    return (number, *names, point.lat, point.lon, place.radius_m, cell_of(point.lat, point.lon))


def write(directory: Path, stem: str, batches: Iterable[Batch], unsearched: Collection[str] = ()) -> Path:
    """Write a layer into *directory* as STEM-CHECKSUM.sqlite, and give its path once it is whole.

    No text is searched for the keys of *unsearched*. The first place of an id wins.
    """
    temporary = directory / f"{stem}.{os.getpid()}{UNFINISHED}"
    try:
        _write_database(temporary, batches, frozenset(unsearched))
        final = directory / f"{stem}-{_checksum(temporary)}{SUFFIX}"
        put_in_place(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)
    return final


def find(directory: Path, stem: str) -> Path | None:
    """Find the layer written as *stem*; raises `DamagedIndexError` when its bytes are not those written.

    All of them are read when the file is new, was moved or has changed: a note beside it says what it was
    like when it was last found whole.
    """
    for path in sorted(directory.iterdir() if directory.is_dir() else ()):
        if path.suffix == SUFFIX and path.stem.rpartition("-")[0] == stem:
            if not _is_whole(path):
                message = f"{path} is damaged"
                raise DamagedIndexError(message)
            return path
    return None


def put_in_place(temporary: Path, final: Path) -> None:
    """Give a finished file its name, once its bytes are on the disk."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(final)


def remove(paths: Iterable[Path]) -> None:
    """Remove files; a reader that has one open keeps it, or keeps us from it."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
            _note(path).unlink(missing_ok=True)
        except OSError:
            continue  # Windows holds on to files in use; the next build takes them away


class Layer:
    """One layer, open for reading; it may be shared between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            message = f"{path} cannot be opened: {error}"
            raise DamagedIndexError(message) from error
        self._connection.execute("pragma mmap_size = 268435456")
        self._lock = threading.Lock()
        self._places: dict[int, Place] = {}
        self._automata: dict[str, CharwiseDoubleArrayAhoCorasick] = {}

    def matches(self, level: str) -> list[tuple[int, int, int]]:
        """Give where the names of the folded text *level*, with the blanks at either end, start and end in it.

        The third number of each match means nothing.
        """
        found: list[tuple[int, int, int]] = []
        is_ascii = level.isascii()
        if is_ascii or _LATIN.search(level):
            found = self._automaton("latin").find_overlapping(level)
        if not is_ascii and _OTHER.search(level):
            found += self._automaton("other").find_overlapping(level)
        return found

    def named(self, key: str, table: str = "names") -> dict[int, int]:
        """Give the numbers of the places with this key, each with how the key came about."""
        with self._lock:
            query = f"select lines from {table} where first <= ? order by first desc limit 1"  # noqa: S608 - our own table names
            row = self._connection.execute(query, (key,)).fetchone()
        found = row[0].split(f"\n{key}\t")[1:] if row else ()
        return {int(after[:7], 16): int(after[7:8]) for after in found}

    def by_number(self, numbers: Collection[int]) -> dict[int, Place]:
        """Give the places with these numbers."""
        missing = [number for number in numbers if number not in self._places]
        with self._lock:
            # One at a time by the same statement: to prepare another for each list takes twice as long.
            for number in missing:
                for row in self._connection.execute(_BY_NUMBER, (number,)):
                    self._places.setdefault(number, _place(row))
        return {number: self._places[number] for number in numbers}

    def places(self, where: str, values: tuple[Any, ...] = ()) -> list[Place]:
        """Read the places of which an SQL condition holds; each is made once and shared from then on."""
        query = f"{_PLACES} where {where}"
        with self._lock:
            rows = self._connection.execute(query, values).fetchall()
            return [self._places.get(row[0]) or self._places.setdefault(row[0], _place(row)) for row in rows]

    def _automaton(self, script: str) -> CharwiseDoubleArrayAhoCorasick:
        with self._lock:
            if script not in self._automata:
                (data,) = self._connection.execute(
                    "select automaton from automata where script = ?", (script,)
                ).fetchone()
                self._automata[script] = CharwiseDoubleArrayAhoCorasick.deserialize(data)
            return self._automata[script]


def cell_of(lat: float, lon: float) -> int:
    """Give the number of the square of one degree that a position lies in."""
    return (int(lat // 1) + 90) * 360 + int(lon // 1) % 360


def _write_database(path: Path, batches: Iterable[Batch], unsearched: frozenset[str]) -> None:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.executescript("pragma journal_mode = off; pragma synchronous = off; pragma page_size = 8192;")
        connection.executescript(_SCHEMA)
        connection.execute("begin")
        names, skeletons = _write_places(connection, batches)
        _write_keys(connection, names, skeletons, unsearched)
        connection.execute("commit")
    except sqlite3.Error as error:
        message = f"the gazetteer cannot be written to {path.parent}: {error}"
        raise GazetteerError(message) from error
    finally:
        connection.close()


def _write_places(connection: sqlite3.Connection, batches: Iterable[Batch]) -> tuple[list[str], list[str]]:
    """Write the rows, and give the lines of names and of skeletons, sorted."""
    names: list[str] = []
    skeletons: list[str] = []
    seen: set[str] = set()
    for rows, more_names, more_skeletons in batches:
        again = _seen_before(rows, seen)
        connection.executemany(
            "insert into places values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [row for row in rows if row[0] not in again]
        )
        names += _without(again, more_names)
        skeletons += _without(again, more_skeletons)
    names.sort()
    skeletons.sort()
    return names, skeletons


def _seen_before(rows: list[Row], seen: set[str]) -> set[int]:
    """Give the numbers of the rows whose id is in *seen*, and put the others' there."""
    again = set()
    for made in rows:
        if made[1] in seen:
            again.add(made[0])
        seen.add(made[1])
    return again


def _without(numbers: set[int], lines: list[str]) -> list[str]:
    return [line for line in lines if int(line[_NUMBER], 16) not in numbers] if numbers else lines


def _write_keys(
    connection: sqlite3.Connection, names: list[str], skeletons: list[str], unsearched: frozenset[str]
) -> None:
    """Write the sorted lines and the indexes, and the automata that find the names: others make these meanwhile."""
    with ThreadPoolExecutor(len(_SCRIPTS)) as beside:
        made = [beside.submit(automaton_beside, _patterns(lines, unsearched)) for lines in _by_script(names)]
        _insert(connection, "names", names)
        names.clear()
        _insert(connection, "skeletons", skeletons)
        for index in _INDEXES:
            connection.execute(index)
        for script, future in zip(_SCRIPTS, made, strict=True):
            connection.execute("insert into automata values (?, ?)", (script, future.result()))


def _by_script(lines: list[str]) -> Iterator[list[str]]:
    """Give the lines whose keys are in Latin letters, and all others: these begin with another letter, nearly all."""
    beyond = bisect_left(lines, _FIRST_OTHER)
    is_other = [not line.isascii() and _OTHER.search(line) is not None for line in islice(lines, beyond)]
    yield list(compress(lines, map(not_, is_other)))
    yield [*compress(lines, is_other), *islice(lines, beyond, None)]


def _patterns(lines: list[str], unsearched: frozenset[str]) -> str:
    """Give the keys of lines between two blanks, one a line, but those that no text is searched for.

    As one text they take a quarter of the memory.
    """
    keys = dict.fromkeys([f" {line[_KEY]} " for line in lines])
    for key in unsearched:
        keys.pop(f" {key} ", None)
    return "\n".join(keys)


def _insert(connection: sqlite3.Connection, table: str, lines: list[str]) -> None:
    connection.executemany(f"insert into {table} values (?, ?)", _blocks(lines))  # noqa: S608 - our own table names


def _blocks(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Cut sorted lines into blocks, each with its first key; the lines of one key stay together."""
    start = 0
    while start < len(lines):
        end = min(start + _LINES_A_BLOCK, len(lines))
        last = lines[end - 1][_KEY]
        while end < len(lines) and lines[end][_KEY] == last:
            end += 1
        yield lines[start][_KEY], "\n" + "\n".join(lines[start:end])
        start = end


def _place(row: tuple[Any, ...]) -> Place:
    _, place_id, name, kind, country, region, population, lat, lon, radius_m = row
    return Place(
        id=place_id,
        name=name,
        kind=kind,
        country=country,
        region=region,
        population=population,
        point=Point(lat=lat, lon=lon),
        radius_m=radius_m,
    )


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _is_whole(path: Path) -> bool:
    try:
        state = _state(path)
        if _noted(path) == state:
            return True
        whole = _checksum(path) == path.stem.rpartition("-")[2]
    except OSError:
        return False
    if whole:
        with suppress(OSError):  # a folder that is not ours to change: all is read each time
            _note(path).write_text(state, encoding="ascii")
    return whole


def _note(path: Path) -> Path:
    """Give where it is noted what a file was like when it was found whole."""
    return path.with_suffix(".whole")


def _noted(path: Path) -> str | None:
    try:
        return _note(path).read_text(encoding="ascii")
    except (OSError, ValueError):
        return None


def _state(path: Path) -> str:
    """Name all that changes with a file: whoever writes to it can set back the first time, but not the second."""
    found = path.stat()
    return f"{found.st_size} {found.st_ino} {found.st_mtime_ns} {found.st_ctime_ns}"
