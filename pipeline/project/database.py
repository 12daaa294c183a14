"""Open the file of a project, and say in one sentence why it cannot be: all that is SQLite's own stands here."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert
from sqlalchemy.exc import DBAPIError

from pipeline.errors import PipelineError, ProjectError
from pipeline.project.tables import SCHEMA_VERSION, metadata, state

APPLICATION_ID = 0x434D4150
"""Marks our files among SQLite's ("CMAP")."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_VERSION_AT, _APPLICATION_AT = 60, 68  # https://www.sqlite.org/fileformat.html, section 1.3
_WAIT_MS = 10_000


def open_engine(path: Path) -> Engine:
    """Open the project in *path*; where there is none, begin one.

    A commit is on the disk when it returns (WAL, synchronous FULL). Raises `ProjectError` for a file
    that is none of ours, damaged, of a newer version, or cannot be written; the file is left as it is.
    """
    try:
        if not path.exists() or not path.stat().st_size:
            _begin(path)
        with path.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except OSError as error:
        message = f"{path}: cannot be opened ({error.strerror}); choose a file in a folder that exists and is yours"
        raise ProjectError(message) from None
    _check_header(header, path)
    engine = create_engine(_address(path), hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin_writing)
    try:
        with trouble(path), engine.connect() as connection:
            _check_pages(connection, path)
    except ProjectError:
        engine.dispose()
        raise
    return engine


@contextmanager
def trouble(path: Path) -> Iterator[None]:
    """Turn what the database says into one sentence for a person."""
    try:
        yield
    except PipelineError:
        raise
    except ValueError as error:
        message = (
            f"{path}: holds what this program cannot read ({error}); open a copy of it, this one was left as it is"
        )
        raise ProjectError(message) from None
    except DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", "") or ""
        reason = next((text for start, text in _REASONS.items() if name.startswith(start)), str(error.orig))
        message = f"{path}: {reason}"
        raise ProjectError(message) from None


_REASONS = {
    "SQLITE_BUSY": "another program holds it; nothing was saved, try again",
    "SQLITE_FULL": "the disk is full; nothing was saved, make room and try again",
    "SQLITE_READONLY": "cannot be written; nothing was saved, choose a file that is yours",
    "SQLITE_CANTOPEN": "cannot be opened; choose a file in a folder that exists and is yours",
    "SQLITE_IOERR": "the disk does not answer; nothing was saved",
    "SQLITE_CORRUPT": "is damaged; open a copy of it, this one was left as it is",
    "SQLITE_NOTADB": "is damaged; open a copy of it, this one was left as it is",
}


def _address(path: Path) -> URL:
    return URL.create("sqlite+pysqlite", database=str(path))


def _begin(path: Path) -> None:
    """Make an empty project beside *path* and move it there whole, unless another was quicker."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", suffix=".part", dir=path.parent)
    os.close(handle)
    fresh = Path(name)
    try:
        engine = create_engine(_address(fresh))
        with engine.begin() as connection:
            metadata.create_all(connection)
            connection.execute(insert(state).values(id=1, revision=0))
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        engine.dispose()
        _move(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _move(fresh: Path, path: Path) -> None:
    """Give *fresh* its place without ever setting it over a project."""
    if path.exists() and not path.stat().st_size:
        fresh.replace(path)
        return
    with suppress(FileExistsError):
        try:
            path.hardlink_to(fresh)
        except PermissionError:  # a file system without links
            fresh.rename(path)


def _check_header(header: bytes, path: Path) -> None:
    """Refuse a file of another program before the database sees it."""
    application = int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big")
    if not header.startswith(_MAGIC) or application != APPLICATION_ID:
        message = f"{path}: is no project; choose another file"
        raise ProjectError(message)
    version = int.from_bytes(header[_VERSION_AT : _VERSION_AT + 4], "big")
    if version > SCHEMA_VERSION:
        message = f"{path}: was written by a newer version of the program (form {version}); update the program"
        raise ProjectError(message)


def _check_pages(connection: Connection, path: Path) -> None:
    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if verdict != "ok":
        message = f"{path}: is damaged; open a copy of it, this one was left as it is"
        raise ProjectError(message)


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401  (the pool's, unused)
    connection.isolation_level = None  # transactions begin where we say
    with closing(connection.cursor()) as cursor:
        for pragma in (
            f"busy_timeout = {_WAIT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "cell_size_check = ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")


def _begin_writing(connection: Connection) -> None:
    """Take the right to write at once: two writers that had both read first would have to give up."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")
