"""Give the features of all layers as rows or as an Arrow table, for every form alike."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from pipeline.encode import storable
from pipeline.layers import COLUMNS, LAYERS, Layers, Row, rows_of

DEGREE_DIGITS = 6
"""Decimals of a degree in a file, as in the record: 0.1 m."""

DATES = ("published", "date_from", "date_to")
"""The columns that hold ISO days; formats that have dates get dates."""

_TYPES = {"str": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
SCHEMA: dict[str, pa.DataType] = {
    name: pa.date32() if name in DATES else _TYPES[kind] for name, kind in COLUMNS.items()
}
"""The columns of every feature with their Arrow types."""


def features(layers: Layers) -> list[Row]:
    """Give the features of every layer, in the order of `LAYERS`: None for what is missing, never NaN."""
    return [_rounded(row) for name in LAYERS for row in rows_of(layers[name])]


def arrow_table(rows: Sequence[Row], columns: Mapping[str, str] | None = None, *, multi: bool = False) -> pa.Table:
    """Give *rows* as a table with typed columns and `geometry` as WKB.

    *columns* maps names to the file's own; *multi* makes every line and area one of several, as a
    layer of such shapes wants them.
    """
    names = columns or {name: name for name in SCHEMA}
    arrays = [pa.array([_value(name, row[name]) for row in rows], SCHEMA[name]) for name in names]
    # Rounding could make a thin ring cross itself; `set_precision` keeps it valid.
    shapes = [shapely.set_precision(row["geometry"], 10.0**-DEGREE_DIGITS) for row in rows]
    wkb = [shapely.orient_polygons(_as_multi(shape) if multi else shape).wkb for shape in shapes]
    geometry = pa.array(wkb, pa.binary())
    return pa.table([*arrays, geometry], names=[*names.values(), "geometry"])


def _as_multi(shape: BaseGeometry) -> BaseGeometry:
    if isinstance(shape, Polygon):
        return MultiPolygon([shape])
    return MultiLineString([shape]) if isinstance(shape, LineString) else shape


def _rounded(row: Row) -> Row:
    """Leave out the digits that no measurement has: of a degree the seventh, of a metre the second."""
    degrees = {name: round(row[name], DEGREE_DIGITS) for name in ("lat", "lon") if row[name] is not None}
    metres = {name: round(row[name], 1) for name in ("uncertainty_m", "measured_m") if row[name] is not None}
    return row | degrees | metres


def _value(name: str, value: Any) -> Any:  # noqa: ANN401  (a cell)
    if name in DATES:
        return date.fromisoformat(value) if value else None
    return storable(value) if isinstance(value, str) else value
