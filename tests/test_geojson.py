"""Shapes are written as RFC 7946 wants them."""

import json

import pytest
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from pipeline.geojson import geometry_json

CLOCKWISE = Polygon([(0, 0), (0, 3), (3, 3), (3, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])


@pytest.mark.parametrize(
    "geometry",
    [
        Point(37.9991234567, 48.5940000001),
        LineString([(37, 48), (37.123456789, 48.987654321)]),
        CLOCKWISE,
        MultiPolygon([CLOCKWISE, box(5, 5, 6, 6)]),
    ],
    ids=lambda geometry: geometry.geom_type,
)
def test_a_shape_comes_back_as_it_was(geometry: BaseGeometry) -> None:
    """JSON keeps the kind of shape and its place to the digits asked for."""
    found = geometry_json(geometry, digits=5)

    assert json.loads(json.dumps(found)) == found
    assert found["type"] == geometry.geom_type
    assert shape(found).hausdorff_distance(geometry) < 1e-5


def test_coordinates_are_rounded() -> None:
    """No coordinate has more decimals than asked for."""
    assert geometry_json(Point(37.9991234567, 48.5), digits=4) == {"type": "Point", "coordinates": [37.9991, 48.5]}


def test_outer_rings_run_counter_clockwise_and_holes_clockwise() -> None:
    """A ring drawn the wrong way is turned."""
    outer, hole = (
        shape(geometry_json(CLOCKWISE, digits=6)).exterior,
        shape(geometry_json(CLOCKWISE, digits=6)).interiors[0],
    )

    assert outer.is_ccw
    assert not hole.is_ccw
