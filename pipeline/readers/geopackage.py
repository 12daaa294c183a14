"""GeoPackage: the tables of shapes of an SQLite database that is held in memory and may only be read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from pipeline.errors import ReadError
from pipeline.model import Failure
from pipeline.readers.geometry import Shapes, ToDegrees, name_of, to_degrees
from pipeline.readers.job import Job
from pipeline.readers.shape import Shape

_SIGNATURE = b"SQLite format 3\x00"
_ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the box before a shape, by its kind (GeoPackage 1.4, table 7)."""
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_TABLES = """
    SELECT shapes.table_name, shapes.column_name, systems.organization, systems.organization_coordsys_id
    FROM gpkg_geometry_columns AS shapes JOIN gpkg_spatial_ref_sys AS systems USING (srs_id)
    ORDER BY shapes.table_name
"""


class _Table(NamedTuple):
    name: str
    column: str
    code: int | None


def read(job: Job) -> Iterator[Shape | Failure]:
    """Give the shapes of every table, in order of the tables' names and of their rows."""
    if not job.data.startswith(_SIGNATURE):
        message = f"{job.name}: this is no GeoPackage, whatever its name says; export it anew"
        raise ReadError(message)
    shapes = Shapes(job)
    try:
        with closing(_opened(job.data)) as database:
            for table in _tables(database):
                yield from _shapes_of(job, database, table, shapes)
    except (sqlite3.Error, UnicodeDecodeError):
        message = f"{job.name}: the database is damaged or no GeoPackage; export it anew"
        raise ReadError(message) from None
    if not shapes.number:
        message = f"{job.name}: holds no shape; check that it is the right file"
        raise ReadError(message)


def _opened(data: bytes) -> sqlite3.Connection:
    """Open a database from memory: no file of it is ever opened, and what it defines itself is not run."""
    database = sqlite3.connect(":memory:", cached_statements=0)
    # Bytes 18 and 19 ask for a log file beside the database, which one from memory does not have.
    database.deserialize(data[:18] + b"\x01\x01" + data[20:])
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY)
    return database


def _tables(database: sqlite3.Connection) -> list[_Table]:
    """List the tables of shapes that are tables indeed: a view or a virtual table can be anything."""
    kinds = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    plain = {name for name, sql in kinds if str(sql).upper().startswith("CREATE TABLE")}
    if not {"gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= plain:
        raise sqlite3.DatabaseError
    rows = database.execute(_TABLES).fetchall()
    return [
        _Table(name, column, code if isinstance(code, int) and str(organization).upper() == "EPSG" else None)
        for name, column, organization, code in rows
        if name in plain
    ]


def _shapes_of(job: Job, database: sqlite3.Connection, table: _Table, shapes: Shapes) -> Iterator[Shape | Failure]:
    change = to_degrees(job, table.code)
    rows = database.execute(f"SELECT * FROM {_quoted(table.name)}")  # noqa: S608  (a name, quoted; reading is all that is allowed)
    headings = [column[0] for column in rows.description]
    for row in rows:
        cells = dict(zip(headings, row, strict=True))
        blob = cells.pop(table.column, None)
        yield shapes.take(lambda found=blob: _geometry(found, change), name_of(cells))  # type: ignore[misc]


def _geometry(blob: object, change: ToDegrees) -> BaseGeometry | None:
    """Read a shape with its header; raises `ValueError` for what is none."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise ValueError
    start = 8 + _ENVELOPES[blob[3] >> 1 & 0b111]
    return change(shapely.from_wkb(blob[start:]))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
