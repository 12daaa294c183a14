"""Distances, bearings and areas on the WGS84 ellipsoid."""

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod
from shapely import MultiPolygon, Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Point
from pipeline.model import Area

Corners = npt.NDArray[np.float64]
"""Positions in degrees, one a row, longitude first; or numbers that go with them."""

_WGS84 = Geod(ellps="WGS84")
_STEP_DEG = 5.0  # an arc's chord strays from it by 0.1 % of the radius
_ALL_ROUND = 179.999
_POLAR_LAT = 85.0
_POLAR_PIECES = 120


def inverse(start: Point, end: Point) -> tuple[float, float]:
    """Give the metres from *start* to *end* and the bearing at *start*, clockwise from north (Karney 2013)."""
    bearing, _, metres = _WGS84.inv(start.lon, start.lat, end.lon, end.lat)
    return metres, bearing % 360.0


def destination(start: Point, bearing_deg: float, metres: float) -> Point:
    """Give the point *metres* from *start* along the geodesic that sets out at *bearing_deg*."""
    lon, lat, _ = _WGS84.fwd(start.lon, start.lat, bearing_deg, metres)
    return Point(lat=lat, lon=lon)


def turn(first_deg: float, second_deg: float) -> float:
    """Give the angle between two bearings, 0 to 180 degrees."""
    return abs((second_deg - first_deg + 180.0) % 360.0 - 180.0)


def disc(centre: Point, radius_m: float) -> Area:
    """Give the area within *radius_m* of *centre*."""
    return _area(_ends(centre, [_arc(radius_m, 0.0, 360.0)[:-1]]), centre)


def ring(centre: Point, near_m: float, far_m: float) -> Area:
    """Give the area between *near_m* and *far_m* from *centre*."""
    outer = disc(centre, far_m)
    return _polygonal(outer.difference(disc(centre, near_m))) if near_m > 0.0 else outer


def sector(centre: Point, near_m: float, far_m: float, bearing_deg: float, half_angle_deg: float) -> Area:
    """Give the part of a ring that lies within *half_angle_deg* either side of *bearing_deg*."""
    if half_angle_deg >= _ALL_ROUND:
        return ring(centre, near_m, far_m)
    first, last = bearing_deg - half_angle_deg, bearing_deg + half_angle_deg
    inner = _arc(near_m, last, first) if near_m > 0.0 else np.zeros((1, 2))
    outward, inward = _side(centre, near_m, far_m, first), _side(centre, far_m, near_m, last)
    return _area(_ends(centre, [outward, _arc(far_m, first, last), inward, inner]), centre)


def corridor(start: Point, end: Point, half_width_m: float) -> Area:
    """Give the area within *half_width_m* of the geodesic from *start* to *end*."""
    metres, bearing = inverse(start, end)
    pieces = _pieces(start, metres)
    along = _ends(start, [_polar(pieces + 1, bearing, np.linspace(0.0, metres, pieces + 1))])
    back, _, _ = _WGS84.inv(*along[1:].T, *np.broadcast_to([start.lon, start.lat], (pieces, 2)).T)
    onward = np.concatenate([[bearing], np.asarray(back) + 180.0])
    left, right = (_beside(along, _polar(pieces + 1, onward + turned, half_width_m)) for turned in (-90.0, 90.0))
    far_cap = _ends(end, [_arc(half_width_m, onward[-1] - 90.0, onward[-1] + 90.0)])
    near_cap = _ends(start, [_arc(half_width_m, bearing + 90.0, bearing + 270.0)])
    return _area(np.concatenate([left, far_cap, right[::-1], near_cap]), start)


def midpoint(start: Point, end: Point) -> Point:
    """Give the point half-way along the geodesic."""
    metres, bearing = inverse(start, end)
    return destination(start, bearing, metres / 2.0)


def enclosing_radius(centre: Point, area: Area) -> float:
    """Give the metres from *centre* to the farthest corner of *area*."""
    lons, lats = shapely.get_coordinates(area).T
    _, _, metres = _WGS84.inv(np.full_like(lons, centre.lon), np.full_like(lats, centre.lat), lons, lats)
    return float(metres.max())


def area_km2(area: Area) -> float:
    """Give the size of an area on the ellipsoid."""
    parts = area.geoms if isinstance(area, MultiPolygon) else [area]
    return sum(_ring_km2(part.exterior) - sum(_ring_km2(hole) for hole in part.interiors) for part in parts)


def _ring_km2(line: shapely.LinearRing) -> float:
    """Give the size of the area a closed line goes round."""
    square_metres, _ = _WGS84.polygon_area_perimeter(*shapely.get_coordinates(line).T)
    return abs(float(square_metres)) / 1e6


def _polar(count: int, bearings_deg: Corners | float, metres: Corners | float) -> Corners:
    """Give so many bearings and distances, a pair a row; one of the two may be the same in all."""
    polar = np.empty((count, 2))
    polar[:, 0], polar[:, 1] = bearings_deg, metres
    return polar


def _arc(radius_m: float, first_deg: float, last_deg: float) -> Corners:
    """Give bearings and distances along a circle from one bearing to another, both included."""
    steps = max(2, math.ceil(abs(last_deg - first_deg) / _STEP_DEG))
    return _polar(steps + 1, np.linspace(first_deg, last_deg, steps + 1), radius_m)


def _side(centre: Point, from_m: float, to_m: float, bearing_deg: float) -> Corners:
    """Give bearings and distances along a geodesic, without its ends: a straight line on the map is another one."""
    pieces = _pieces(centre, abs(to_m - from_m))
    return _polar(pieces - 1, bearing_deg, np.linspace(from_m, to_m, pieces + 1)[1:-1])


def _ends(start: Point, courses: Sequence[Corners]) -> Corners:
    """Give the ends of many geodesics from one point, each by its bearing and distance."""
    polar = np.concatenate(courses)
    return _beside(np.full_like(polar, (start.lon, start.lat)), polar)


def _beside(starts: Corners, polar: Corners) -> Corners:
    """Give the end of a geodesic from each of many points: all at once, a hundred times as fast as one by one."""
    lons, lats, _ = _WGS84.fwd(*starts.T, *polar.T)
    return np.column_stack([lons, lats])


def _pieces(start: Point, metres: float) -> int:
    """Give the number of straight pieces a geodesic is drawn with: more of them near a pole, where meridians meet."""
    return _POLAR_PIECES if abs(start.lat) > _POLAR_LAT else max(2, math.ceil(metres / 25_000.0))


def _area(corners: Corners, centre: Point) -> Area:
    """Close a line to a valid area, cut at the antimeridian, with a pole inside it if it goes round one."""
    if np.ptp(corners[:, 0]) >= 180.0:
        corners = _unrolled(corners, centre)
    polygon = cast("Polygon", shapely.polygons(corners))  # three times as quick as Polygon()
    return _polygonal(_wrapped(polygon if polygon.is_valid else shapely.make_valid(polygon)))


def _unrolled(corners: Corners, centre: Point) -> Corners:
    """Take out the jumps at the antimeridian: longitudes may leave -180..180; lead the line by a pole it goes round."""
    steps = (np.diff(corners[:, 0], prepend=centre.lon) + 180.0) % 360.0 - 180.0
    lons = centre.lon + np.cumsum(steps)
    unrolled = np.column_stack([lons, corners[:, 1]])
    winding = lons[-1] - lons[0]
    turns = winding + (-winding + 180.0) % 360.0 - 180.0
    if abs(turns) <= 180.0:
        return unrolled
    pole = 90.0 if centre.lat > 0.0 else -90.0
    again = lons[0] + turns
    return np.vstack([unrolled, [again, corners[0, 1]], [again, pole], [lons[0], pole]])


def _wrapped(shape: BaseGeometry) -> BaseGeometry:
    """Bring the parts beyond the antimeridian back to the other side of the map."""
    west, _, east, _ = shape.bounds
    if west >= -180.0 and east <= 180.0:
        return shape
    pieces = []
    for offset in (-720.0, -360.0, 0.0, 360.0, 720.0):
        world = shapely.box(-180.0 + offset, -90.0, 180.0 + offset, 90.0)
        piece = shape.intersection(world)
        if not piece.is_empty:
            pieces.append(translate(piece, xoff=-offset))
    return shapely.union_all(pieces)


def _polygonal(shape: BaseGeometry) -> Area:
    """Keep the polygons of a geometry: lines and points have no area."""
    if isinstance(shape, Polygon):
        return shapely.normalize(shape)
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return shapely.normalize(MultiPolygon(parts)) if len(parts) != 1 else parts[0]
