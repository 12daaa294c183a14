"""Distances, bearings and areas on the WGS84 ellipsoid."""

import math
from collections.abc import Iterable, Sequence

import shapely
from geographiclib.geodesic import Geodesic
from shapely import MultiPolygon, Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Point
from pipeline.model import Area

_WGS84 = Geodesic.WGS84
_STEP_DEG = 3.0  # an arc's chord strays from it by less than 0.04 % of the radius
_ALL_ROUND = 179.999
_POLAR_LAT = 85.0
_POLAR_PIECES = 120


def inverse(start: Point, end: Point) -> tuple[float, float]:
    """Give the metres from *start* to *end* and the bearing at *start*, clockwise from north (Karney 2013)."""
    line = _WGS84.Inverse(start.lat, start.lon, end.lat, end.lon, Geodesic.DISTANCE | Geodesic.AZIMUTH)
    return line["s12"], line["azi1"] % 360.0


def destination(start: Point, bearing_deg: float, metres: float) -> Point:
    """Give the point *metres* from *start* along the geodesic that sets out at *bearing_deg*."""
    line = _WGS84.Direct(start.lat, start.lon, bearing_deg, metres, Geodesic.LATITUDE | Geodesic.LONGITUDE)
    return Point(lat=line["lat2"], lon=line["lon2"])


def turn(first_deg: float, second_deg: float) -> float:
    """Give the angle between two bearings, 0 to 180 degrees."""
    return abs((second_deg - first_deg + 180.0) % 360.0 - 180.0)


def disc(centre: Point, radius_m: float) -> Area:
    """Give the area within *radius_m* of *centre*."""
    return _area(_arc(centre, radius_m, 0.0, 360.0)[:-1], centre)


def ring(centre: Point, near_m: float, far_m: float) -> Area:
    """Give the area between *near_m* and *far_m* from *centre*."""
    outer = disc(centre, far_m)
    return _polygonal(outer.difference(disc(centre, near_m))) if near_m > 0.0 else outer


def sector(centre: Point, near_m: float, far_m: float, bearing_deg: float, half_angle_deg: float) -> Area:
    """Give the part of a ring that lies within *half_angle_deg* either side of *bearing_deg*."""
    if half_angle_deg >= _ALL_ROUND:
        return ring(centre, near_m, far_m)
    first, last = bearing_deg - half_angle_deg, bearing_deg + half_angle_deg
    inner = _arc(centre, near_m, last, first) if near_m > 0.0 else [centre]
    sides = _side(centre, near_m, far_m, first), _side(centre, far_m, near_m, last)
    return _area(sides[0] + _arc(centre, far_m, first, last) + sides[1] + inner, centre)


def cone(centre: Point, reach_m: float, bearing_deg: float, half_angle_deg: float) -> Area:
    """Give the area within *reach_m* and *half_angle_deg* of a direction."""
    return sector(centre, 0.0, reach_m, bearing_deg, half_angle_deg)


def corridor(start: Point, end: Point, half_width_m: float) -> Area:
    """Give the area within *half_width_m* of the geodesic from *start* to *end*."""
    metres, bearing = inverse(start, end)
    line = _WGS84.Line(start.lat, start.lon, bearing)
    stops = _pieces(start, metres) + 1
    left: list[Point] = []
    right: list[Point] = []
    for stop in range(stops):
        here = line.Position(metres * stop / (stops - 1))
        point = Point(lat=here["lat2"], lon=here["lon2"])
        left.append(destination(point, here["azi2"] - 90.0, half_width_m))
        right.append(destination(point, here["azi2"] + 90.0, half_width_m))
    far_bearing = inverse(end, start)[1] + 180.0
    far_cap = _arc(end, half_width_m, far_bearing - 90.0, far_bearing + 90.0)
    near_cap = _arc(start, half_width_m, bearing + 90.0, bearing + 270.0)
    return _area(left + far_cap + right[::-1] + near_cap, start)


def midpoint(start: Point, end: Point) -> Point:
    """Give the point half-way along the geodesic."""
    metres, bearing = inverse(start, end)
    return destination(start, bearing, metres / 2.0)


def enclosing_radius(centre: Point, area: Area) -> float:
    """Give the metres from *centre* to the farthest corner of *area*."""
    corners: Iterable[Sequence[float]] = shapely.get_coordinates(area)
    return max(inverse(centre, Point(lat=lat, lon=lon))[0] for lon, lat in corners)


def area_km2(area: Area) -> float:
    """Give the size of an area on the ellipsoid."""
    parts = area.geoms if isinstance(area, MultiPolygon) else [area]
    return sum(_ring_km2(part.exterior) - sum(_ring_km2(hole) for hole in part.interiors) for part in parts)


def _ring_km2(line: shapely.LinearRing) -> float:
    """Give the size of the area a closed line goes round."""
    polygon = _WGS84.Polygon()
    for lon, lat in list(line.coords)[:-1]:
        polygon.AddPoint(lat, lon)
    return abs(float(polygon.Compute()[2])) / 1e6


def _arc(centre: Point, radius_m: float, first_deg: float, last_deg: float) -> list[Point]:
    """Give points along a circle from one bearing to another, both included."""
    steps = max(2, math.ceil(abs(last_deg - first_deg) / _STEP_DEG))
    return [
        destination(centre, first_deg + (last_deg - first_deg) * step / steps, radius_m) for step in range(steps + 1)
    ]


def _side(centre: Point, from_m: float, to_m: float, bearing_deg: float) -> list[Point]:
    """Give points along a geodesic from the centre, without its ends: a straight line on the map is another one."""
    pieces = _pieces(centre, abs(to_m - from_m))
    return [destination(centre, bearing_deg, from_m + (to_m - from_m) * piece / pieces) for piece in range(1, pieces)]


def _pieces(start: Point, metres: float) -> int:
    """Give the number of straight pieces a geodesic is drawn with: more of them near a pole, where meridians meet."""
    return _POLAR_PIECES if abs(start.lat) > _POLAR_LAT else max(2, math.ceil(metres / 25_000.0))


def _area(points: Sequence[Point], centre: Point) -> Area:
    """Close the points to a valid area, cut at the antimeridian, with a pole inside it if the line goes round one."""
    unrolled = _unrolled(points, centre.lon)
    winding = unrolled[-1][0] - unrolled[0][0]
    closing = (unrolled[0][0] - unrolled[-1][0] + 180.0) % 360.0 - 180.0
    turns = winding + closing
    if abs(turns) > 180.0:
        pole = 90.0 if centre.lat > 0.0 else -90.0
        unrolled.append((unrolled[0][0] + turns, unrolled[0][1]))
        unrolled += [(unrolled[-1][0], pole), (unrolled[0][0], pole)]
    polygon = shapely.make_valid(Polygon(unrolled))
    return _polygonal(_wrapped(polygon))


def _unrolled(points: Sequence[Point], lon: float) -> list[tuple[float, float]]:
    """Give (lon, lat) pairs without a jump at the antimeridian: longitudes may leave -180..180."""
    pairs: list[tuple[float, float]] = []
    for point in points:
        lon += (point.lon - lon + 180.0) % 360.0 - 180.0
        pairs.append((lon, point.lat))
    return pairs


def _wrapped(shape: BaseGeometry) -> BaseGeometry:
    """Bring the parts beyond the antimeridian back to the other side of the map."""
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
