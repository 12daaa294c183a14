"""Turn a grounded claim into a point and the area that holds the true place."""

from gazetteer.place import Place, Point
from pipeline.geodesy import destination, enclosing_radius, ring, sector
from pipeline.model import Area, GroundedClaim, Location

_WIDER = {"near": 2.0, "outskirts": 1.5, "area": 2.0}


def locate(grounded: GroundedClaim, *, confidence: float = 0.9) -> Location | None:
    """Give the point a claim means and the area that holds the truth with probability *confidence*; None without an anchor place."""
    claim, anchor = grounded.claim, grounded.anchor
    if anchor is None or claim.distance is None or claim.distance.high_m is None:
        return None
    low, high = claim.distance.low_m or 0.0, claim.distance.high_m
    middle = (low + high) / 2.0
    near, far = max(0.0, low * 0.7 - anchor.radius_m), high * 1.2 + anchor.radius_m
    if claim.heading is None:
        return _location(anchor.point, ring(anchor.point, near, far), confidence)
    point = destination(anchor.point, claim.heading.bearing_deg, middle)
    return _location(point, sector(anchor.point, near, far, claim.heading.bearing_deg, 40.0), confidence)


def extent_m(place: Place, modifier: str | None) -> float:
    """Give the uncertainty of a place in metres as the words before its name have it."""
    if modifier is None:
        return place.radius_m
    return max(place.radius_m * _WIDER.get(modifier, 1.0), 2000.0)


def _location(point: Point, area: Area, confidence: float) -> Location:
    return Location(point=point, area=area, uncertainty_m=enclosing_radius(point, area), confidence=confidence)
