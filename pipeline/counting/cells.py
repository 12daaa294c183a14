"""Sort positions into places, divisions or hexagons, and give the outline of each: the door to H3."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import h3
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.divisions import Division, open_divisions
from gazetteer.place import Place, Point

By = Literal["place", "division", "hexagon"]
KINDS: tuple[By, ...] = ("place", "division", "hexagon")

RESOLUTION = 4
"""The hexagons' default: about 26 km a side. Each step finer is 2.6 times as narrow."""

TOO_WIDE = "wider than one {by}: which one it means cannot be told"
NO_PLACE = "not the name of a place"
OUTSIDE = "at sea, or outside every known division"

_METRES_A_DEGREE = 111_195.0
_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where something in a report is: its point with its doubt, and the place it names, if it names one."""

    point: Point
    doubt_m: float
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is counted in: a place, a division or a hexagon, with its middle."""

    id: str
    name: str
    kind: str
    point: Point
    country: str | None = None
    region: str | None = None


Sorter = Callable[[Position], Cell | str]
"""Gives the cell that a position is counted in, or in words why there is none."""


def sorter(by: By, *, resolution: int = RESOLUTION) -> Sorter:
    """Give what sorts positions into cells; *resolution* (0 to 15) is that of hexagons.

    What is wider than a cell is in none of them: a country is not a hit in the hexagon of its middle.
    """
    if by == "place":
        return _by_place
    if by == "division":
        return _by_division
    side_m = h3.average_hexagon_edge_length(resolution, unit="m")
    return lambda position: (
        _hexagon(h3.latlng_to_cell(position.point.lat, position.point.lon, resolution))
        if position.doubt_m <= side_m
        else TOO_WIDE.format(by="hexagon")
    )


def outline(cell: Cell) -> BaseGeometry:
    """Give the shape of a cell in degrees of WGS84, longitude first, cut at 180 degrees; a place is a point."""
    if cell.kind == "hexagon":
        return _ring(cell.id)
    divisions = open_divisions()
    if cell.kind == "division":
        return divisions.outline(next(row for row in divisions.all(cell.country) if row.id == cell.id))
    return shapely.Point(cell.point.lon, cell.point.lat)


def _by_place(position: Position) -> Cell | str:
    place = position.place
    if place is None:
        return NO_PLACE
    where = {"country": place.country, "region": place.region}
    return Cell(id=place.id, name=place.name, kind=place.kind, point=place.point, **where)


def _by_division(position: Position) -> Cell | str:
    divisions = open_divisions()
    place = position.place
    division = divisions.of(place) if place else divisions.at(position.point)
    if division is None:
        return TOO_WIDE.format(by="division") if place and place.kind in _NEVER_INSIDE else OUTSIDE
    is_it = place is not None and place.id == division.id
    cell, radius_m = _division(division)
    return cell if is_it or position.doubt_m <= radius_m else TOO_WIDE.format(by="division")


_NEVER_INSIDE = frozenset({"continent", "region", "country"})


@lru_cache(_REMEMBERED)
def _hexagon(number: str) -> Cell:
    lat, lon = h3.cell_to_latlng(number)
    return Cell(id=number, name=f"Hexagon {number.rstrip('f')}", kind="hexagon", point=Point(lat=lat, lon=lon))


@lru_cache(_REMEMBERED)
def _division(division: Division) -> tuple[Cell, float]:
    """Give a division as a cell, and the radius in metres of a circle of its area, right to a few per cent."""
    shape = open_divisions().outline(division)
    middle = shape.representative_point()
    squeeze = math.cos(math.radians(middle.y))
    radius_m = math.sqrt(shape.area * squeeze / math.pi) * _METRES_A_DEGREE
    point = Point(lat=middle.y, lon=middle.x)
    return Cell(id=division.id, name=division.name, kind="division", point=point, country=division.country), radius_m


def _ring(number: str) -> BaseGeometry:
    corners = [(lon, lat) for lat, lon in h3.cell_to_boundary(number)]
    if max(lon for lon, _ in corners) - min(lon for lon, _ in corners) <= 180.0:
        return shapely.Polygon(corners)
    # It lies across 180 degrees: it is drawn on east of there, cut, and what lies beyond brought back.
    whole = shapely.Polygon([(lon + 360.0 if lon < 0.0 else lon, lat) for lon, lat in corners])
    east = shapely.clip_by_rect(whole, 180.0, -90.0, 540.0, 90.0)
    west = shapely.clip_by_rect(whole, 0.0, -90.0, 180.0, 90.0)
    return shapely.union_all([west, shapely.transform(east, lambda pairs: pairs - (360.0, 0.0))])
