"""Write reports as a file that others can use: a map in one HTML page, GeoJSON, CSV."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.about import About
from pipeline.encode import csv_cell
from pipeline.errors import UnknownFormatError, WriteError
from pipeline.geojson import geometry_json
from pipeline.layers import COLUMNS, LAYERS, Layers, Row, rows_of, to_layers
from pipeline.model import Report
from pipeline.page import html_page
from pipeline.writing import replacing

DEGREE_DIGITS = 6
"""Decimals of a degree in a file, as in the record: 0.1 m."""


Writer = Callable[[Layers, Sequence[Report], About], bytes]


def write(reports: Sequence[Report], target: Path, *, about: About | None = None, layers: Layers | None = None) -> None:
    """Write *reports* in the form that the suffix of *target* names; the file is whole or not there.

    The same reports and the same *about* give the same bytes. *layers* are those of the reports, or
    the part of them that a filter shows.

    Raises `UnknownFormatError` for a suffix that is none of `FORMS`, and `WriteError`.
    """
    check_target(target)
    data = as_bytes(reports, target.suffix, about=about, layers=layers)
    with replacing(target) as stream:
        stream.write(data)


def as_bytes(
    reports: Sequence[Report], suffix: str, *, about: About | None = None, layers: Layers | None = None
) -> bytes:
    """Give the bytes of a file of that form; *suffix* is a key of `FORMS`, in any case."""
    return FORMS[suffix.lower()](to_layers(reports) if layers is None else layers, reports, about or About())


def check_target(target: Path) -> None:
    """Say before any work is done whether *target* can be written.

    Raises `UnknownFormatError` for a suffix that no form has and `WriteError` for a folder that is not there.
    """
    if target.suffix.lower() not in FORMS:
        message = f"{target}: cannot tell the form from the suffix; use one of {', '.join(FORMS)}"
        raise UnknownFormatError(message)
    if target.is_dir() or not target.parent.is_dir():
        message = f"{target}: cannot be written; choose a file in a folder that exists"
        raise WriteError(message)


def _html(layers: Layers, reports: Sequence[Report], about: About) -> bytes:
    return html_page(layers, reports, about).encode("utf-8")


def _geojson(layers: Layers, _: Sequence[Report], about: About) -> bytes:
    """Write one collection (RFC 7946): the features of every layer, told apart by `layer`."""
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    if about.title:
        collection["title"] = about.title
    collection["features"] = [_feature(row) for row in _all_rows(layers)]
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8", "replace") + b"\n"


def _feature(row: Row) -> dict[str, Any]:
    properties = {key: row[key] for key in COLUMNS}
    geometry = geometry_json(row["geometry"], digits=DEGREE_DIGITS)
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties}


def _csv(layers: Layers, _: Sequence[Report], __: About) -> bytes:
    """Write one row a feature, UTF-8 with the mark that spreadsheets need; areas only as their point."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in _all_rows(layers):
        if row["part"] != "area":
            writer.writerow([csv_cell(row[key]) for key in COLUMNS])
    return stream.getvalue().encode("utf-8-sig", "replace")


def _all_rows(layers: Layers) -> list[Row]:
    return [row for name in LAYERS for row in rows_of(layers[name])]


FORMS: dict[str, Writer] = {
    ".html": _html,
    ".geojson": _geojson,
    ".csv": _csv,
}
"""The suffixes that can be written, each with what makes the bytes."""
