"""The tables of a project's file."""

import json
from typing import Any

from sqlalchemy import Boolean, Column, Dialect, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

SCHEMA_VERSION = 1
"""Raised when a table changes; a file of a later version than the program's own is refused."""


class Told(TypeDecorator[str]):
    """Text from people and reports, kept to the letter: as JSON, since no database takes every character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  (theirs)
        """Escape everything but ASCII."""
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002  (theirs)
        """Give the text back."""
        return None if value is None else str(json.loads(value))


metadata = MetaData()

# One row: the number of changes so far.
state = Table("state", metadata, Column("id", Integer, primary_key=True), Column("revision", Integer, nullable=False))

settings = Table("settings", metadata, Column("key", String(64), primary_key=True), Column("value", Told))

reports = Table(
    "reports",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("file", Told),
)

extractions = Table(
    "extractions",
    metadata,
    Column("report", ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
    Column("made_by", String(64), nullable=False),
    Column("report_packed", LargeBinary, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("position", Integer, nullable=False, unique=True),
    Column("correction", Text, nullable=False),
    Column("made", String(40), nullable=False),
    Column("undone", Boolean, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("judgement", Text, nullable=False),
)

log = Table(
    "log",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("entry", Text, nullable=False),
)
