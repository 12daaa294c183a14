"""GeoJSON (RFC 7946), read by ourselves: no driver ever guesses what an uploaded file is."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import shapely
from shapely.geometry.base import BaseGeometry

from pipeline.errors import ReadError
from pipeline.model import Failure
from pipeline.readers.geometry import Shapes, name_of
from pipeline.readers.job import Job
from pipeline.readers.shape import Shape
from pipeline.readers.text import decode

_SYSTEMS = frozenset({"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326", "CRS84"})
_LEVELS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""How many lists the positions of each kind of geometry lie in."""


def read(job: Job) -> Iterator[Shape | Failure]:
    """Give the shapes of a feature collection, a feature or a bare geometry, each with its name."""
    content = _content(job)
    _check_system(job, content.get("crs"))
    shapes = Shapes(job)
    for feature in _features(job, content):
        properties = feature.get("properties")
        named = {"id": feature.get("id"), **(properties if isinstance(properties, dict) else {})}
        yield shapes.take(lambda found=feature: _geometry(found.get("geometry")), name_of(named))  # type: ignore[misc]
    if not shapes.number:
        message = f"{job.name}: holds no shape; check that it is the right file"
        raise ReadError(message)


def _content(job: Job) -> Mapping[str, Any]:
    try:
        content = json.loads(decode(job)[0], parse_constant=_refuse)
    except (ValueError, RecursionError):
        message = f"{job.name}: this is no valid GeoJSON; export it anew"
        raise ReadError(message) from None
    if not isinstance(content, dict):
        message = f"{job.name}: this is no GeoJSON, which is one object with a type; export it anew"
        raise ReadError(message)
    return content


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _check_system(job: Job, system: object) -> None:
    """Refuse the old way of naming another coordinate system than that of GeoJSON."""
    if system is None:
        return
    properties = system.get("properties") if isinstance(system, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or name not in _SYSTEMS:
        message = f"{job.name}: is in another coordinate system than GeoJSON's; save it in WGS 84 (EPSG:4326)"
        raise ReadError(message)


def _features(job: Job, content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    kind = content.get("type")
    if kind == "FeatureCollection" and isinstance(content.get("features"), list):
        yield from (item if isinstance(item, dict) else {} for item in content["features"])
    elif kind == "Feature":
        yield content
    elif kind == "GeometryCollection" or (isinstance(kind, str) and kind in _LEVELS):
        yield {"geometry": content}
    else:
        message = f"{job.name}: this is no GeoJSON: its type is no collection of features; export it anew"
        raise ReadError(message)


def _geometry(value: Any, *, inner: bool = False) -> BaseGeometry | None:  # noqa: ANN401  (of a file)
    """Make a geometry; raises `ValueError`, `TypeError` or `KeyError` for a broken one."""
    if value is None:
        return None
    kind = value["type"]
    if kind == "GeometryCollection" and not inner:
        return shapely.GeometryCollection([_geometry(part, inner=True) for part in value["geometries"]])
    places = _positions(value["coordinates"], _LEVELS[kind])
    return shapely.geometry.shape({"type": kind, "coordinates": places})


def _positions(value: Any, levels: int) -> Any:  # noqa: ANN401  (nested lists, of a file)
    if not isinstance(value, list):
        raise TypeError
    if levels:
        return [_positions(item, levels - 1) for item in value]
    longitude, latitude = value[:2]
    if not (_is_number(longitude) and _is_number(latitude)):
        raise ValueError
    return (longitude, latitude)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
