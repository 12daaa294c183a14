"""Give features as an Arrow table with typed columns, for every form that has types."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from pipeline.encode import storable
from pipeline.features import DEGREE_DIGITS
from pipeline.layers import COLUMNS, Row

DATES = ("published", "date_from", "date_to")
"""The columns that hold ISO days; formats that have dates get dates."""

_TYPES = {"str": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
SCHEMA: dict[str, pa.DataType] = {
    name: pa.date32() if name in DATES else _TYPES[kind] for name, kind in COLUMNS.items()
}
"""The columns of every feature with their Arrow types."""


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


def _value(name: str, value: Any) -> Any:  # noqa: ANN401  (a cell)
    if name in DATES:
        return date.fromisoformat(value) if value else None
    return storable(value) if isinstance(value, str) else value
