"""Write shapes as GeoJSON does (RFC 7946)."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely import Point, Polygon, orient_polygons
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry


def geometry_json(geometry: BaseGeometry, *, digits: int) -> dict[str, Any]:
    """Give *geometry*, in degrees with longitude first, as a GeoJSON object of JSON types.

    Coordinates are rounded to that many decimals, none is -0; outer rings run counter-clockwise, holes clockwise.
    """
    return {"type": geometry.geom_type, "coordinates": _coordinates(orient_polygons(geometry), digits)}


def _coordinates(geometry: BaseGeometry, digits: int) -> list[Any]:
    if isinstance(geometry, BaseMultipartGeometry):
        return [_coordinates(part, digits) for part in geometry.geoms]
    if isinstance(geometry, Polygon):
        return [_positions(line, digits) for line in (geometry.exterior, *geometry.interiors)]
    positions = _positions(geometry, digits)
    return positions[0] if isinstance(geometry, Point) else positions


def _positions(geometry: BaseGeometry, digits: int) -> list[Any]:
    # Zero is added for the sake of -0.
    rounded: list[Any] = (np.round(shapely.get_coordinates(geometry), digits) + 0.0).tolist()
    return rounded


def bbox(geometries: Iterable[BaseGeometry], *, digits: int) -> list[float] | None:
    """Give [west, south, east, north] of *geometries* in degrees; None where there are none.

    The box is the narrowest one: where it holds the antimeridian, west is greater than east (RFC
    7946, section 5.2).
    """
    parts = [part.bounds for geometry in geometries for part in getattr(geometry, "geoms", [geometry])]
    if not parts:
        return None
    spans = _joined(sorted((west, east) for west, _, east, _ in parts))
    # The box leaves out the widest gap between the spans, of which one goes round the back of the globe.
    gaps = [(later[0] - earlier[1], later[0], earlier[1]) for earlier, later in pairwise(spans)]
    gaps.append((spans[0][0] + 360.0 - spans[-1][1], spans[0][0], spans[-1][1]))
    _, west, east = max(gaps)
    south, north = min(part[1] for part in parts), max(part[3] for part in parts)
    return [round(value, digits) for value in (west, south, east, north)]


def _joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join sorted spans of longitudes that touch."""
    joined: list[tuple[float, float]] = []
    for west, east in spans:
        if joined and west <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(east, joined[-1][1]))
        else:
            joined.append((west, east))
    return joined
