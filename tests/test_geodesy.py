"""Distances, bearings and areas on the ellipsoid."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.place import Point
from pipeline.coordinates import metres_per_degree
from pipeline.geodesy import (
    area_km2,
    corridor,
    destination,
    disc,
    enclosing_radius,
    inverse,
    midpoint,
    ring,
    sector,
    turn,
)
from pipeline.model import Area

VECTORS = Path(__file__).parents[1].parent / "shared" / "data" / "georeferencing-vectors.jsonl"
BAKHMUT = Point(lat=48.5956, lon=37.9999)
AVDIIVKA = Point(lat=48.1394, lon=37.7450)
CENTRES = {
    "Bakhmut": BAKHMUT,
    "equator": Point(lat=0.0, lon=0.0),
    "Fiji": Point(lat=-17.0, lon=179.9),
    "antimeridian": Point(lat=10.0, lon=-180.0),
    "near the north pole": Point(lat=89.9, lon=40.0),
    "north pole": Point(lat=90.0, lon=0.0),
    "near the south pole": Point(lat=-89.7, lon=-120.0),
}
points = st.builds(Point, lat=st.floats(-89.0, 89.0), lon=st.floats(-180.0, 180.0))


def test_the_inverse_is_that_of_the_guides() -> None:
    """From Bakhmut to Avdiivka it is 54.13 km at 200.5 degrees."""
    metres, bearing = inverse(BAKHMUT, AVDIIVKA)

    assert math.isclose(metres, 54_130, abs_tol=5)
    assert math.isclose(bearing, 200.5, abs_tol=0.05)


@settings(max_examples=60, deadline=None)
@given(points, st.floats(0.0, 359.9), st.floats(1.0, 2_000_000.0))
def test_there_and_measured_is_the_same(start: Point, bearing: float, metres: float) -> None:
    """The destination lies at the distance and bearing it was asked for."""
    measured, direction = inverse(start, destination(start, bearing, metres))

    assert math.isclose(measured, metres, abs_tol=1e-3)
    assert turn(direction, bearing) * metres < 60.0


@pytest.mark.parametrize(("first", "second", "angle"), [(350, 10, 20), (10, 350, 20), (0, 180, 180), (90, 90, 0)])
def test_a_turn_goes_the_short_way(first: float, second: float, angle: float) -> None:
    """The angle between two bearings is at most 180 degrees."""
    assert turn(first, second) == angle


def areas(centre: Point) -> dict[str, tuple[Area, float]]:
    """Make one area of each form, with its size on a plane in square kilometres."""
    return {
        "disc": (disc(centre, 30_000), math.pi * 900),
        "ring": (ring(centre, 10_000, 30_000), math.pi * 800),
        "sector": (sector(centre, 10_000, 50_000, 90.0, 30.0), math.pi * 2400 / 6),
        "whole sector": (sector(centre, 10_000, 30_000, 90.0, 180.0), math.pi * 800),
        "wide sector": (sector(centre, 0, 30_000, 10.0, 120.0), math.pi * 900 * 2 / 3),
        "cone": (sector(centre, 0, 50_000, 0.0, 30.0), math.pi * 2500 / 6),
        "corridor": (corridor(centre, destination(centre, 80.0, 100_000), 3_000), 600 + math.pi * 9),
    }


@pytest.mark.parametrize("name", CENTRES)
def test_areas_are_valid_and_as_large_as_they_should_be(name: str) -> None:
    """Wherever they lie, across the antimeridian and round a pole too, areas keep their size and to the map."""
    for form, (area, expected) in areas(CENTRES[name]).items():
        assert area.is_valid, form
        assert math.isclose(area_km2(area), expected, rel_tol=0.005), form
        west, south, east, north = area.bounds
        assert west >= -180.0, form
        assert south >= -90.0, form
        assert east <= 180.0, form
        assert north <= 90.0, form


@pytest.mark.parametrize("name", CENTRES)
def test_a_sector_holds_what_lies_in_it_and_no_more(name: str) -> None:
    """Points within the distances and angles are inside, points a little beyond are not."""
    centre = CENTRES[name]
    area = sector(centre, 20_000, 60_000, 225.0, 30.0)
    inside = [(25_000, 225), (55_000, 200), (55_000, 250), (40_000, 225)]
    outside = [(18_000, 225), (61_500, 225), (40_000, 190), (40_000, 260), (40_000, 45)]

    for metres, bearing in inside:
        point = destination(centre, bearing, metres)
        assert area.covers(shapely.Point(point.lon, point.lat)), (metres, bearing)
    for metres, bearing in outside:
        point = destination(centre, bearing, metres)
        assert not area.covers(shapely.Point(point.lon, point.lat)), (metres, bearing)


def test_areas_split_at_the_antimeridian() -> None:
    """A disc round Fiji has a part on either side of the map."""
    area = disc(CENTRES["Fiji"], 30_000)

    assert area.geom_type == "MultiPolygon"
    assert {shape.bounds[0] > 0 for shape in shapely.get_parts(area)} == {True, False}


def test_a_disc_over_the_pole_holds_the_pole() -> None:
    """The pole itself lies in a disc drawn round a point near it."""
    assert disc(CENTRES["near the north pole"], 30_000).covers(shapely.Point(-100.0, 89.99))


def test_the_enclosing_radius_reaches_the_farthest_corner() -> None:
    """From the middle of a sector the farthest corner is an outer one."""
    area = sector(BAKHMUT, 10_000, 30_000, 0.0, 45.0)
    centre = destination(BAKHMUT, 0.0, 20_000)
    corner = destination(BAKHMUT, 45.0, 30_000)

    assert math.isclose(enclosing_radius(centre, area), inverse(centre, corner)[0], abs_tol=1.0)


def test_the_midpoint_is_as_far_from_both() -> None:
    """Half-way is half-way."""
    middle = midpoint(BAKHMUT, AVDIIVKA)

    assert math.isclose(inverse(BAKHMUT, middle)[0], inverse(middle, AVDIIVKA)[0], abs_tol=0.01)


# The calculator of the georeferencing guides: a tangent plane, which the product does not use.

UNITS_M = {"m": 1.0, "km": 1000.0, "mi": 1609.3445, "yds": 0.91440276, "ft": 0.3048, "nm": 1852.0}
POINTS = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"]
THIRTY_SECONDS = {"NbE": 11.25, "SbW": 191.25}
UNKNOWN_DATUM_M = {35: 3045.0, 49: 3436.0}
"""The calculator's doubt for an unknown datum, by latitude: its figures for Bakersfield and for Bakhmut."""
HALF_ANGLES = {1: 45.0, 2: 22.5, 3: 11.25}


def vectors() -> list[dict[str, Any]]:
    """Read the calculator's inputs and answers."""
    if not VECTORS.exists():
        return []
    return [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]


def heading_of(name: str) -> tuple[float, float]:
    """Give bearing and half angle of a compass point in letters."""
    if name in THIRTY_SECONDS:
        return THIRTY_SECONDS[name], 5.625
    return 22.5 * POINTS.index(name), HALF_ANGLES[len(name)]


def precision_m(vector: dict[str, Any], unit_m: float) -> float:
    """Give half the step chosen for the distance."""
    step = vector.get("distance_precision", "exact")
    if step == "exact":
        return 0.0
    top, _, bottom = step.partition("/")
    return float(top) / float(bottom or 1) / 2.0 * unit_m


def source_m(vector: dict[str, Any]) -> float:
    """Give the error of the map the coordinate was read from: 1 mm at its scale, none for a gazetteer."""
    if vector.get("source", "").startswith("USGS"):
        return 12.192  # 40 feet at 1:24,000, by the United States National Map Accuracy Standards
    scale = re.search(r"1:([\d,]+)", vector.get("source", ""))
    return float(scale[1].replace(",", "")) / 1000.0 if scale else 0.0


def coordinate_doubt_m(vector: dict[str, Any]) -> float:
    """Give the metres of doubt that the precision of the coordinate leaves (W2004, eq. 1)."""
    steps = {"exact": 0.0, "nearest second": 1 / 3600, "nearest minute": 1 / 60}
    written = vector.get("coord_precision", "exact")
    step = steps[written] if written in steps else float(written.split()[0])
    return step * math.hypot(vector["lat_m_per_deg"], vector["lon_m_per_deg"])


def calculated(vector: dict[str, Any], datum_m: float) -> tuple[float, float, float]:
    """Restate the calculator: latitude, longitude and radius in metres."""
    unit = UNITS_M[vector["unit"]]
    extent, error = vector.get("extent", 0.0) * unit, vector.get("measurement_error", 0.0) * unit
    known = datum_m + extent + error + source_m(vector)
    precision, doubt = precision_m(vector, unit), coordinate_doubt_m(vector)
    lat, lon = vector["lat"], vector["lon"]
    if vector["type"] == "orthogonal":
        north = vector["ns"] * unit * (1 if vector["ns_dir"] == "N" else -1)
        east = vector["ew"] * unit * (1 if vector["ew_dir"] == "E" else -1)
        moved = lat + north / vector["lat_m_per_deg"], lon + east / vector["lon_m_per_deg"]
        return *moved, math.sqrt(2.0) * precision + known + doubt
    if vector["type"] == "distance_at_heading":
        bearing, half = heading_of(vector["direction"])
        offset, angle = vector["offset"] * unit, math.radians(half)
        lat += offset * math.cos(math.radians(bearing)) / vector["lat_m_per_deg"]
        lon += offset * math.sin(math.radians(bearing)) / vector["lon_m_per_deg"]
        reach = offset + known + precision
        return lat, lon, math.hypot(reach - offset * math.cos(angle), offset * math.sin(angle)) + doubt
    return lat, lon, vector.get("offset", 0.0) * unit + known + precision + doubt


@pytest.mark.skipif(not VECTORS.exists(), reason="needs ../shared")
@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["id"])
def test_the_calculator_is_reproduced(vector: dict[str, Any]) -> None:
    """Every destination and every radius of the calculator comes out within 1 m by the guides' formulas."""
    datum_m = UNKNOWN_DATUM_M[round(vector["lat"])] if vector.get("datum") == "datum not recorded" else 0.0
    lat, lon, radius = calculated(vector, datum_m)

    assert abs(lat - vector["out_lat"]) * vector["lat_m_per_deg"] < 1.0
    assert abs(lon - vector["out_lon"]) * vector["lon_m_per_deg"] < 1.0
    assert abs(radius - vector["raw_uncertainty_m"]) < 1.0


@pytest.mark.skipif(not VECTORS.exists(), reason="needs ../shared")
def test_the_product_uses_the_geodesic() -> None:
    """Our destinations are the geodesic ones that stand beside the calculator's."""
    for vector in vectors():
        if "geodesic_lat" in vector and "bearing_deg" in vector:
            end = destination(Point(lat=vector["lat"], lon=vector["lon"]), vector["bearing_deg"], vector["offset_m"])
            assert inverse(end, Point(lat=vector["geodesic_lat"], lon=vector["geodesic_lon"]))[0] < 0.1, vector["id"]


@pytest.mark.skipif(not VECTORS.exists(), reason="needs ../shared")
def test_the_metres_per_degree_are_the_calculators() -> None:
    """Equation 1 of Wieczorek et al. gives the calculator's figures wherever its datum is WGS84."""
    for vector in vectors():
        if "WGS84" in vector.get("datum", ""):
            along, across = metres_per_degree(vector["lat"])
            assert math.isclose(along, vector["lat_m_per_deg"], abs_tol=0.01)
            assert math.isclose(across, vector["lon_m_per_deg"], abs_tol=0.01)
