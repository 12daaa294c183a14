"""Turn a grounded claim into a point and the area that holds the true place."""

import math

from gazetteer.place import Place, Point
from pipeline.claims.doubt import ROAD_CIRCUITY, spread_of, spreads
from pipeline.geodesy import corridor, destination, disc, enclosing_radius, inverse, midpoint, ring, sector
from pipeline.measures import is_upper_bound, vague_range_m
from pipeline.model import Area, DistanceClaim, GroundedClaim, Heading, Length, Location

_MORE_THAN = 1.5
"""A thing "more than 20 km" away is thought to be at most this many times as far."""
_CONE_REACHES = 5.0
_CONE_M = (15_000.0, 60_000.0)
"""A direction without a distance reaches five radii of its anchor, from 15 to 60 km: a choice, no measured figure."""
_CORRIDOR_M = 3_000.0
_EDGE_SHARE = 1.2
"""Most of a region lies within its radius; its edge is drawn as if a fifth farther. A choice, no measured figure."""
_WIDEST_LAND_M = 150_000.0
_FARTHEST_M = 10_000_000.0
"""A quarter of the way round the Earth: an area that reaches farther says nothing, and in the end comes round again."""


def locate(grounded: GroundedClaim, *, confidence: float = 0.9) -> Location | None:
    """
    Give the point a claim means and the area that holds the truth with probability *confidence*.

    The point is the end of the geodesic; the area a sector of a ring, a ring or disc for a distance without a
    direction, a cone for a direction without a distance, a corridor between two places. A distance along a road
    whose other end is named gets the part of the ring towards it; with one end alone any road from there may be
    meant, and the ring stays whole. Roads bend: its nearer edge is that of a line up to 1.5 times as short. What
    counts from the edge of a region gets all the land it may mean. None where the anchor has no place, for a second
    end that has none, and for what may lie more than a quarter of the way round the Earth. Raises `ValueError` for a
    confidence that is not between 0 and 1.
    """
    anchor = grounded.anchor
    if anchor is None:
        return _beyond(grounded.edge_of, grounded.claim, confidence) if grounded.edge_of else None
    claim = grounded.claim
    if claim.distance is None and claim.heading is None:
        return _between(anchor, grounded.other_anchor, confidence)
    if claim.distance is None:
        return _cone(anchor, claim.heading, confidence) if claim.heading else None
    if claim.across:
        return _across(anchor, claim.distance, claim.heading, claim.across, confidence)
    bearing = claim.heading.bearing_deg if claim.heading else _towards(anchor, grounded.other_anchor)
    return _offset(anchor, claim.distance, bearing, confidence, by_road=claim.kind == "along")


def _offset(
    anchor: Place, length: Length, bearing_deg: float | None, confidence: float, *, by_road: bool
) -> Location | None:
    """Place a distance from the anchor, with a direction or without; the nearer edge of one by road lies nearer."""
    low, high = _ends(length)
    spread = spread_of(low, high, anchor.radius_m, confidence=confidence)
    if spread.far_m > _FARTHEST_M:
        return None
    near = min(spread.near_m, low / ROAD_CIRCUITY[1]) if by_road else spread.near_m
    if is_upper_bound(length):
        near = 0.0
    if bearing_deg is None:
        return _location(anchor.point, ring(anchor.point, near, spread.far_m), confidence)
    point = destination(anchor.point, bearing_deg, high if is_upper_bound(length) else (low + high) / 2.0)
    area = sector(anchor.point, near, spread.far_m, bearing_deg, spread.half_angle_deg)
    return _location(point, area, confidence)


def _towards(anchor: Place, other: Place | None) -> float | None:
    """
    Give the bearing of a road's other end, None for a road with one end.

    Roads bend, so the direction of the straight line is taken to be no surer than a spoken one.
    """
    return None if other is None or other.id == anchor.id else inverse(anchor.point, other.point)[1]


def _ends(length: Length) -> tuple[float, float]:
    """Give the two ends of a length in metres, thought up for a vague one."""
    if length.low_m is None and length.high_m is None:
        return vague_range_m(length)
    if length.high_m is None:
        low = length.low_m or 0.0
        return low, low * _MORE_THAN
    return (length.high_m if is_upper_bound(length) else length.low_m or 0.0), length.high_m


def _across(
    anchor: Place, first: Length, heading: Heading | None, across: tuple[Length, Heading], confidence: float
) -> Location | None:
    """Place "5 km north and 3 km east of X": the way round the corner, with the doubt of its whole length."""
    second, turned = across
    one, two = sum(_ends(first)) / 2.0, sum(_ends(second)) / 2.0
    if heading is None or one + two > _FARTHEST_M / 2.0:
        return None
    point = destination(destination(anchor.point, heading.bearing_deg, one), turned.bearing_deg, two)
    metres, bearing = inverse(anchor.point, point)
    spread = spread_of(metres, metres, anchor.radius_m, confidence=confidence)
    area = sector(anchor.point, spread.near_m, spread.far_m, bearing, spread.half_angle_deg)
    return _location(point, area, confidence)


def _beyond(land: Place, claim: DistanceClaim, confidence: float) -> Location | None:
    """
    Place a distance from the edge of a region: anywhere in or round it, on the side that is said.

    The edge itself is not known, so all the land within its extent and the distance is drawn; None for
    a country or a region so wide that this would say nothing.
    """
    if claim.distance is None or land.radius_m > _WIDEST_LAND_M:
        return None
    reach = land.radius_m * _EDGE_SHARE + _ends(claim.distance)[1] * _MORE_THAN
    if reach > _FARTHEST_M:
        return None
    if claim.heading is None:
        return _location(land.point, disc(land.point, reach), confidence)
    point = destination(land.point, claim.heading.bearing_deg, reach / 2.0)
    return _location(point, sector(land.point, 0.0, reach, claim.heading.bearing_deg, 90.0), confidence)


def _cone(anchor: Place, heading: Heading, confidence: float) -> Location:
    """Place a direction without a distance: the nearer ground that way."""
    reach = min(max(_CONE_REACHES * anchor.radius_m, _CONE_M[0]), _CONE_M[1]) + anchor.radius_m
    half_angle = min(180.0, spread_of(reach, reach, anchor.radius_m, confidence=confidence).half_angle_deg)
    point = destination(anchor.point, heading.bearing_deg, reach / 2.0)
    return _location(point, sector(anchor.point, 0.0, reach, heading.bearing_deg, half_angle), confidence)


def _between(one: Place, two: Place | None, confidence: float) -> Location | None:
    """Place what lies between two places, or on the road between them: a corridor round the straight line."""
    if two is None or two.id == one.id:
        return None
    metres, _ = inverse(one.point, two.point)
    if metres > _FARTHEST_M:
        return None
    width = math.hypot(max(_CORRIDOR_M, one.radius_m, two.radius_m), 0.1 * metres) * spreads(confidence) / spreads(0.9)
    return _location(midpoint(one.point, two.point), corridor(one.point, two.point, width), confidence)


def _location(point: Point, area: Area, confidence: float) -> Location:
    return Location(point=point, area=area, uncertainty_m=enclosing_radius(point, area), confidence=confidence)
