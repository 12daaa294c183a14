"""Tell which first-level division or US county a position lies in, and give the outlines of divisions and countries."""

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Place, Point

_TABLES = Path(__file__).parent / "tables"
_STEPS = 1000.0
_METRES_A_DEGREE = 111_195.0

COAST_M = 5_000.0
"""How far off the outline a position still belongs: outlines are simplified, and harbours lie outside them."""

Level = Literal["division", "county"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A first-level division of a country, or a county of the United States.

    `id` is that of its place in the gazetteer ("geonames:709716"), where it has one; `code` its code of
    ISO 3166-2 ("UA-14"), None for counties and where there is none; `country` an ISO 3166-1 alpha-2
    code. The outline `is_approximate` where the map is coarser or older than the division: it is then
    cut half way between the towns of either side.
    """

    id: str
    code: str | None
    name: str
    country: str
    level: Level
    is_approximate: bool


class Divisions:
    """The outlines of the divisions of the world and of the counties of the US, ready to be asked.

    Geometries are in degrees of WGS84, longitude first, cut at 180 degrees. Safe to share between threads.
    """

    def __init__(self, rows: Iterable[Division], outlines: NDArray[np.object_]) -> None:
        self._rows = tuple(rows)
        self._outlines = outlines
        self._numbers = {row.id: number for number, row in enumerate(self._rows)}
        self._trees: dict[Level, tuple[shapely.STRtree, list[int]]] = {
            level: self._tree(level) for level in ("division", "county")
        }

    def _tree(self, level: Level) -> tuple[shapely.STRtree, list[int]]:
        numbers = [number for number, row in enumerate(self._rows) if row.level == level]
        return shapely.STRtree(self._outlines[numbers]), numbers

    def at(self, point: Point, level: Level = "division", *, country: str | None = None) -> Division | None:
        """Give the division that *point* lies in, or the nearest within `COAST_M`; None at sea and elsewhere.

        With *country*, an ISO 3166-1 alpha-2 code, only its divisions count: a town on a border is on its own side.
        """
        tree, numbers = self._trees[level]
        close = [numbers[index] for index in tree.query(_square(point, COAST_M), "intersects")]
        measured = [
            (self._metres(number, point), number) for number in close if country in (None, self._rows[number].country)
        ]
        metres, number = min(measured, default=(math.inf, 0))
        return self._rows[number] if metres <= COAST_M else None

    def touched(self, geometry: BaseGeometry, level: Level = "division") -> tuple[Division, ...]:
        """Give the divisions that share ground with *geometry*, by their ids."""
        tree, numbers = self._trees[level]
        found = [self._rows[numbers[index]] for index in tree.query(geometry, "intersects")]
        return tuple(sorted(found, key=lambda row: row.id))

    def of(self, place: Place) -> Division | None:
        """Give the division that *place* is (a division or county), or the one of its country it lies in, if any."""
        if place.id in self._numbers:
            return self._rows[self._numbers[place.id]]
        if place.kind in _TOO_WIDE:
            return None
        return self.at(place.point, country=place.country)

    def outline(self, division: Division) -> BaseGeometry:
        """Give the outline of *division*, a MultiPolygon; raises `KeyError` for one that is not of these."""
        outline: BaseGeometry = self._outlines[self._numbers[division.id]]
        return outline

    def outline_of(self, place: Place) -> BaseGeometry | None:
        """Give the outline of a place that is a division, a county or a country; None where it has none."""
        if place.id in self._numbers:
            return self.outline(self._rows[self._numbers[place.id]])
        return self.country(place.country) if place.kind == "country" and place.country else None

    def country(self, code: str) -> BaseGeometry | None:
        """Give the outline of the country with an ISO 3166-1 alpha-2 code; None where no division has it."""
        numbers = [n for n, row in enumerate(self._rows) if row.country == code.upper() and row.level == "division"]
        return shapely.union_all(self._outlines[numbers]) if numbers else None

    def all(self, country: str | None = None, level: Level = "division") -> tuple[Division, ...]:
        """Give all divisions, or those of *country*, by their ids."""
        found = [row for row in self._rows if row.level == level and country in (None, row.country)]
        return tuple(sorted(found, key=lambda row: row.id))

    def _metres(self, number: int, point: Point) -> float:
        """Give how far *point* lies off an outline, on a plane touching the earth there: right to a per cent."""
        squeeze = math.cos(math.radians(point.lat))
        near = shapely.clip_by_rect(self._outlines[number], *_square(point, COAST_M).bounds)
        flat = shapely.transform(near, lambda xy: xy * (squeeze, 1.0))
        return float(shapely.distance(flat, shapely.Point(point.lon * squeeze, point.lat))) * _METRES_A_DEGREE


_TOO_WIDE = frozenset({"continent", "region", "country", "sea", "water"})


@cache
def open_divisions() -> Divisions:
    """Open the divisions that come with the program; only the first call in a process reads them."""
    with (_TABLES / "shapes.csv").open(encoding="utf-8", newline="") as file:
        rows = [_division(row) for row in csv.DictReader(file)]
    with np.load(_TABLES / "shapes.npz", allow_pickle=False) as data:
        steps = np.stack([data["x"], data["y"]], axis=1)
        offsets = tuple(np.concatenate([[0], np.cumsum(data[name])]) for name in ("rings", "polygons", "shapes"))
    degrees = np.cumsum(steps, axis=0) / _STEPS
    return Divisions(rows, shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, degrees, offsets))


def _division(row: dict[str, str]) -> Division:
    return Division(
        id=row["id"],
        code=row["code"] or None,
        name=row["name"],
        country=row["country"],
        level="county" if row["level"] == "county" else "division",
        is_approximate=bool(row["approximate"]),
    )


def _square(point: Point, metres: float) -> shapely.Polygon:
    """Give a box that holds all within *metres* of *point*; it is not carried over 180 degrees."""
    reach = metres / _METRES_A_DEGREE
    wide = min(reach / max(math.cos(math.radians(point.lat)), 0.01), 180.0)
    return shapely.box(point.lon - wide, point.lat - reach, point.lon + wide, point.lat + reach)
