"""Write shapes as GeoJSON does (RFC 7946)."""

from typing import Any

from shapely import orient_polygons
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry


def geometry_json(geometry: BaseGeometry, *, digits: int) -> dict[str, Any]:
    """Give *geometry*, in degrees with longitude first, as a GeoJSON object of JSON types.

    Coordinates are rounded to that many decimals; outer rings run counter-clockwise, holes clockwise.
    """
    found = mapping(orient_polygons(geometry))
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"], digits)}


def _rounded(coordinates: Any, digits: int) -> Any:  # noqa: ANN401  (nested tuples and lists of numbers)
    if isinstance(coordinates, tuple | list):
        return [_rounded(item, digits) for item in coordinates]
    return round(float(coordinates), digits)
