"""What is read of written coordinates, and what is refused."""

import math
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gazetteer.place import Point
from pipeline.coordinates import find_coordinates, metres_per_degree
from pipeline.geodesy import inverse

CASES = tomllib.loads((Path(__file__).parent / "cases" / "coordinates.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "notation", "lat", "lon", "doubt"), CASES["found"], ids=[row[0] for row in CASES["found"]]
)
def test_reads_what_is_written(text: str, notation: str, lat: float, lon: float, doubt: float) -> None:
    """Notation, position and uncertainty are those of the digits as written."""
    (written,) = find_coordinates(text)

    assert written.point is not None, written.problem
    assert written.uncertainty_m is not None
    assert written.notation == notation
    assert inverse(written.point, Point(lat=lat, lon=lon))[0] <= max(doubt, 1.0)
    assert math.isclose(written.uncertainty_m, doubt, rel_tol=0.05)


@pytest.mark.parametrize(("text", "notation", "problem"), CASES["refused"], ids=[row[0] for row in CASES["refused"]])
def test_refuses_the_impossible(text: str, notation: str, problem: str) -> None:
    """A coordinate that cannot be is kept with the reason, and has no point."""
    (written,) = find_coordinates(text)

    assert (written.notation, written.point, written.uncertainty_m) == (notation, None, None)
    assert written.problem == f"{text} is no coordinate: " + (written.problem or "").partition(": ")[2]
    assert written.problem.endswith(problem)


@pytest.mark.parametrize("text", CASES["nothing"])
def test_finds_nothing_in_other_numbers(text: str) -> None:
    """Prices, times, versions and two numbers that merely stand together are no coordinates."""
    assert list(find_coordinates(text)) == []


def test_the_table_is_as_large_as_promised() -> None:
    """There are at least 60 strings."""
    assert len(CASES["found"]) >= 60


def test_several_are_found_in_the_order_of_the_text() -> None:
    """Spans give back the very words, whatever their notation."""
    text = "From 37U DQ 12345 67890 to 48.5956, 37.9999 and on to 48°35'44\"N 37°59'59\"E."

    assert [written.span.of(text) for written in find_coordinates(text)] == [
        "37U DQ 12345 67890",
        "48.5956, 37.9999",
        "48°35'44\"N 37°59'59\"E",
    ]


def test_metres_per_degree_agree_with_the_guides() -> None:
    """At Bakhmut a degree is 111,201.9 m of latitude and 73,762.3 m of longitude (Georeferencing calculator)."""
    along, across = metres_per_degree(48.5956)

    assert math.isclose(along, 111_201.896, abs_tol=0.01)
    assert math.isclose(across, 73_762.345, abs_tol=0.01)


@settings(max_examples=100, deadline=None)
@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_a_point_written_out_is_read_back(lat: float, lon: float) -> None:
    """Five decimals bring a point back within the uncertainty they leave; 0, 0 is refused, and has a case."""
    assume(max(abs(lat), abs(lon)) > 0.00001)
    (written,) = find_coordinates(f"{lat:.5f}, {lon:.5f}")

    assert written.point is not None
    assert written.uncertainty_m is not None
    assert inverse(written.point, Point(lat=lat, lon=lon))[0] <= written.uncertainty_m + 0.01


ANGLES = st.sampled_from(("48.5956", "137.9", "48°35'44\"", "48 35.7", "200°", "61°61'", "0.000"))
LETTERS = st.sampled_from(("", "N", "S", "E", "W", " north"))
GAPS = st.sampled_from((", ", "; ", " ", "/", ""))
PAIRS = st.builds("{}{}{}{}{}".format, ANGLES, LETTERS, GAPS, ANGLES, LETTERS)
GRIDS = st.sampled_from(("37U DQ 12345 67890", "37UDQ 123 45", "37U 400123 5380000", "1C 500000 1100000"))
OTHERS = st.sampled_from((" and ", ".", " - ", "x", "lat ", "12:30"))


@settings(max_examples=100, deadline=None)
@given(st.lists(PAIRS | GRIDS | OTHERS, max_size=5).map("".join))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    """Of whatever pieces a text is made, every span lies in it and only refused ones lack a point."""
    for written in find_coordinates(text):
        assert 0 <= written.span.start < written.span.end <= len(text)
        assert (written.point is None) == (written.problem is not None)
        assert (written.point is None) == (written.uncertainty_m is None)
