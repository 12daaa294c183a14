"""A point in the notations that people copy."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gazetteer.place import Point
from pipeline.coordinates import find_coordinates
from pipeline.geodesy import inverse
from pipeline.notations import written

BAKHMUT = Point(lat=48.594, lon=37.999)


@pytest.mark.parametrize(
    ("doubt_m", "dd", "dms", "grid"),
    [
        (None, "48.59400, 37.99900", "48°35′38.4″N 37°59′56.4″E", "37UDP2619182807"),
        (30.0, "48.59400, 37.99900", "48°35′38.4″N 37°59′56.4″E", "37UDP2619182807"),
        (500.0, "48.5940, 37.9990", "48°35′38″N 37°59′56″E", "37UDP26198280"),
        (4_000.0, "48.594, 37.999", "48°36′N 38°00′E", "37UDP261828"),
        (90_000.0, "48.59, 38.00", "48°36′N 38°00′E", "37UDP2682"),
    ],
)
def test_is_as_fine_as_its_doubt(doubt_m: float | None, dd: str, dms: str, grid: str) -> None:
    """A larger doubt gives coarser words in every notation."""
    found = written(BAKHMUT, doubt_m=doubt_m)

    assert (found.dd, found.dms, found.mgrs) == (dd, dms, grid)


def test_knows_south_and_west() -> None:
    """The letters tell the hemispheres."""
    assert written(Point(lat=-33.5, lon=-70.25), doubt_m=50.0).dms == "33°30′00.0″S 70°15′00.0″W"


@example(lat=-4.4e-10, lon=1.0)
@given(lat=st.floats(min_value=-79, max_value=79), lon=st.floats(min_value=-179.9, max_value=179.9))
def test_what_is_written_is_read_back(lat: float, lon: float) -> None:
    """Each notation, found again in a text, is within its last digit of the point; 0, 0 is refused there."""
    assume(max(abs(lat), abs(lon)) > 0.001)
    point = Point(lat=lat, lon=lon)
    found = written(point, doubt_m=None)
    for words in (found.dd, found.dms, found.mgrs):
        (read,) = find_coordinates(f"at {words} today")
        assert read.point is not None
        # Half a tenth of a second in both directions is the most: 2.2 m.
        assert inverse(point, read.point)[0] < 2.25
