"""Write reports as a file that others can use: a map in one HTML page, GeoJSON, CSV."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.encode import csv_cell
from pipeline.errors import UnknownFormatError, WriteError
from pipeline.geojson import geometry_json
from pipeline.layers import COLUMNS, LAYERS, Row, rows_of, to_layers
from pipeline.model import Report
from pipeline.page import html_page
from pipeline.writing import replacing

DEGREE_DIGITS = 6
"""Decimals of a degree in a file, as in the record: 0.1 m."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a file says of itself."""

    title: str | None = None
    generated: datetime | None = None


def write(
    reports: Sequence[Report], target: Path, *, title: str | None = None, generated: datetime | None = None
) -> None:
    """Write *reports* in the form that the suffix of *target* names; the file is whole or not there.

    A map names the time *generated* at its foot; data files hold none, so that the same reports give the same bytes.

    Raises `UnknownFormatError` for a suffix that is none of `FORMATS`, and `WriteError`.
    """
    check_target(target)
    data = as_bytes(reports, target.suffix, title=title, generated=generated)
    with replacing(target) as stream:
        stream.write(data)


def as_bytes(
    reports: Sequence[Report], suffix: str, *, title: str | None = None, generated: datetime | None = None
) -> bytes:
    """Give the bytes of a file of that form; *suffix* is a key of `FORMATS`, in any case."""
    return FORMATS[suffix.lower()](reports, Heading(title=title, generated=generated))


def check_target(target: Path) -> None:
    """Say before any work is done whether *target* can be written.

    Raises `UnknownFormatError` for a suffix that no form has and `WriteError` for a folder that is not there.
    """
    if target.suffix.lower() not in FORMATS:
        message = f"{target}: cannot tell the form from the suffix; use one of {', '.join(FORMATS)}"
        raise UnknownFormatError(message)
    if target.is_dir() or not target.parent.is_dir():
        message = f"{target}: cannot be written; choose a file in a folder that exists"
        raise WriteError(message)


def _html(reports: Sequence[Report], heading: Heading) -> bytes:
    return html_page(reports, title=heading.title, generated=heading.generated).encode("utf-8")


def _geojson(reports: Sequence[Report], heading: Heading) -> bytes:
    """Write one collection (RFC 7946): the features of every layer, told apart by `layer`."""
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    if heading.title:
        collection["title"] = heading.title
    collection["features"] = [_feature(row) for row in _all_rows(reports)]
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8", "replace") + b"\n"


def _feature(row: Row) -> dict[str, Any]:
    properties = {key: row[key] for key in COLUMNS}
    geometry = geometry_json(row["geometry"], digits=DEGREE_DIGITS)
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties}


def _csv(reports: Sequence[Report], heading: Heading) -> bytes:  # noqa: ARG001  (a table has none)
    """Write one row a feature, UTF-8 with the mark that spreadsheets need; areas only as their point."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in _all_rows(reports):
        if row["part"] != "area":
            writer.writerow([csv_cell(row[key]) for key in COLUMNS])
    return stream.getvalue().encode("utf-8-sig", "replace")


def _all_rows(reports: Sequence[Report]) -> list[Row]:
    layers = to_layers(reports)
    return [row for name in LAYERS for row in rows_of(layers[name])]


FORMATS: dict[str, Callable[[Sequence[Report], Heading], bytes]] = {
    ".html": _html,
    ".geojson": _geojson,
    ".csv": _csv,
}
"""The suffixes that can be written, each with what makes the bytes."""
