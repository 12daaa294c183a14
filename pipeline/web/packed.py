"""Pack features as columns that share their strings and shapes: small to send, quick to make, unpacked by a page."""

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.features import DEGREE_DIGITS
from pipeline.geojson import geometry_json
from pipeline.layers import COLUMNS, STATED_AREA, Row

KINDS = {"str": "text", "float64": "float", "int64": "int", "bool": "bool"}

Packed = dict[str, Any]


class Shared:
    """Values that many features have in common, each kept once and referred to by its number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def number(self, key: Any) -> int | None:  # noqa: ANN401  (what JSON can say)
        """Give the number of a value; None for None."""
        if key is None:
            return None
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.values)
            self.values.append(key)
        return found


def packed(rows: Sequence[Row], columns: Iterable[str] = COLUMNS, *, strings: Shared | None = None) -> Packed:
    """Pack *columns* of *rows* and their shapes; `conflictMap.unpack` of `assets/data.js` takes them back.

    A column is a list, or `{"all": value}` where every row has the same; of text it holds numbers that
    count in `strings`, as `geometry` and `stated_area` do in `geometries`. A point that stands at the
    row's `lat` and `lon` has no geometry of its own. *strings* may be shared with what else a page holds.
    """
    shared = strings or Shared()
    shapes = Shared()
    kinds = {name: KINDS[COLUMNS[name]] for name in columns}
    told = {name: _told(rows, name, shared if kind == "text" else None) for name, kind in kinds.items()}
    drawn = (row["geometry"] for row in rows)
    told["geometry"] = [None if shape.geom_type == "Point" else shapes.number(shape) for shape in drawn]
    told[STATED_AREA] = [shapes.number(row[STATED_AREA]) for row in rows]
    return {
        "count": len(rows),
        "kinds": kinds,
        "columns": {name: _constant(values) for name, values in told.items()},
        "strings": shared.values,
        "geometries": [geometry_json(shape, digits=DEGREE_DIGITS) for shape in shapes.values],
    }


def _told(rows: Sequence[Row], name: str, shared: Shared | None) -> list[Any]:
    if name in {"lat", "lon"}:
        return [None if row[name] is None else round(row[name], DEGREE_DIGITS) for row in rows]
    if shared is None:
        return [row[name] for row in rows]
    return [shared.number(row[name]) for row in rows]


def _constant(values: list[Any]) -> Any:  # noqa: ANN401
    """Say once what all rows have in common."""
    if not values:
        return []
    first = values[0]
    return {"all": first} if all(value == first for value in values) else values
