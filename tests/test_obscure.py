"""Points are moved onto a stated grid, their doubt covers the cell, and nothing leads back."""

import csv
import io
import re
import zipfile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports_by_hand import report
from shapely import Point as ShapelyPoint

from gazetteer.index import Gazetteer
from gazetteer.place import Point
from pipeline.about import About, Precision
from pipeline.analyse import analyse
from pipeline.errors import PrecisionError
from pipeline.export import FORMS, as_bytes
from pipeline.geodesy import inverse
from pipeline.layers import rows_of, to_layers
from pipeline.model import Document
from pipeline.notations import mgrs_square
from pipeline.obscure import BLOT, obscured, parse_precision, snapped, unquoted
from pipeline.record import to_record

GRIDS = (
    Precision(step=0.01, unit="deg"),
    Precision(step=0.1, unit="deg"),
    Precision(step=7.0, unit="deg"),
    Precision(step=100.0, unit="m"),
    Precision(step=1_000.0, unit="m"),
    Precision(step=10_000.0, unit="m"),
)
TEN_KM = Precision(step=10_000.0, unit="m")
points = st.builds(Point, lat=st.floats(-90, 90), lon=st.floats(-180, 180))


@pytest.mark.parametrize(
    ("words", "step", "unit"),
    [
        ("0.01deg", 0.01, "deg"),
        ("0.1°", 0.1, "deg"),
        ("1 degree", 1.0, "deg"),
        ("500 m", 500.0, "m"),
        ("10KM", 10_000.0, "m"),
        (" 2.5 km ", 2_500.0, "m"),
    ],
)
def test_a_grid_is_read_as_users_write_it(words: str, step: float, unit: str) -> None:
    """Degrees and metres are understood, and written back alike."""
    found = parse_precision(words)

    assert (found.step, found.unit) == (step, unit)
    assert parse_precision(str(found)) == found


@pytest.mark.parametrize(
    "words", ["", "5", "km", "0 m", "1 m", "-1 km", "nan km", "1e3 m", "11 deg", "9999 km", "٥ km"]
)
def test_what_is_no_grid_is_refused(words: str) -> None:
    """The message says how to write one."""
    with pytest.raises(PrecisionError) as caught:
        parse_precision(words)

    assert "write it like 0.01deg, 500m or 10km" in str(caught.value)


@pytest.mark.parametrize("grid", GRIDS, ids=str)
@given(point=points)
@settings(max_examples=60, deadline=None)
def test_the_middle_of_a_cell_is_near_and_stays(grid: Precision, point: Point) -> None:
    """A point moves by half a cell's diagonal at most, and the middle of a cell stays where it is."""
    middle, half = snapped(point, grid)

    assert inverse(point, middle)[0] <= half * 1.001 + 0.01
    again, _ = snapped(middle, grid)
    assert inverse(middle, again)[0] < 0.01


@pytest.mark.parametrize("grid", [grid for grid in GRIDS if grid.unit == "m"], ids=str)
@given(lat=st.floats(-80, 80), lon=st.floats(-180, 180))
@settings(max_examples=60, deadline=None)
def test_cells_in_metres_are_as_large_as_said(grid: Precision, lat: float, lon: float) -> None:
    """Half the diagonal is that of a square of the step, to a few percent."""
    assert snapped(Point(lat=lat, lon=lon), grid)[1] == pytest.approx(grid.step * 0.7071, rel=0.06)


def test_the_new_doubt_covers_the_old() -> None:
    """A circle of the new doubt round the new point holds the circle of the old round the old."""
    before = to_layers([report()])
    after, _ = obscured(before, [report()], TEN_KM)
    for name, frame in before.items():
        for old, new in zip(rows_of(frame), rows_of(after[name]), strict=True):
            if old["part"] == "point":
                moved, _ = inverse(Point(lat=old["lat"], lon=old["lon"]), Point(lat=new["lat"], lon=new["lon"]))
                assert moved + old["uncertainty_m"] <= new["uncertainty_m"]
            if old["part"] == "area":
                assert new["geometry"].covers(old["geometry"])
            assert new["stated_area"] is None


def test_two_places_in_a_cell_are_told_apart_no_more() -> None:
    """Whatever lies in one cell leaves it at the same point."""
    one, other = (snapped(Point(lat=48.594 + step, lon=37.999), TEN_KM) for step in (0.0, 0.003))

    assert one == other


def test_layers_and_records_are_moved_alike() -> None:
    """The layers of the moved reports are the moved layers."""
    layers, reports = obscured(to_layers([report()]), [report()], TEN_KM)
    again = to_layers(reports)
    for name, frame in layers.items():
        for one, other in zip(rows_of(frame), rows_of(again[name]), strict=True):
            assert (one["lat"], one["lon"], one["quote"], one["name"]) == (
                other["lat"],
                other["lon"],
                other["quote"],
                other["name"],
            )
            if isinstance(one["geometry"], ShapelyPoint):
                assert one["geometry"] == other["geometry"]


def test_a_written_coordinate_is_blotted_out_and_offsets_stay() -> None:
    """The characters of a coordinate are gone from the text, which keeps its length."""
    _, (moved,) = obscured(to_layers([report()]), [report()], TEN_KM)
    (found,) = to_record(moved)["coordinates"]

    assert len(moved.document.text) == len(report().document.text)
    assert found["text"] == BLOT * len("48.5621, 37.9104")


def test_a_check_within_one_cell_keeps_a_line() -> None:
    """Both ends in one cell still make a shape that every form can hold."""
    layers, _ = obscured(to_layers([report()]), [report()], Precision(step=10.0, unit="deg"))
    (line,) = layers["checks"].geometry

    assert line.is_valid
    assert 0.0 < line.length < 0.0001


SECRETS = ("48.5621", "37.9104", "48.594", "37.999", "48.46079", "37.79897")
"""Digits of the true positions: the coordinate as written, Bakhmut, the claim's point."""


def texts_of(suffix: str) -> list[str]:
    """Export with a grid of 10 km, and give what is text in the file."""
    return texts_in(as_bytes([report()], suffix, about=About(precision=TEN_KM)), suffix)


def texts_in(data: bytes, suffix: str) -> list[str]:
    """Give what is text in a file, of an archive each member's."""
    if suffix in {".kmz", ".zip", ".shp.zip"}:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return [data.decode("utf-8", "replace")]


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMS if suffix not in {".parquet", ".png", ".shp.zip"}])
def test_no_form_tells_the_true_position(suffix: str) -> None:
    """Neither numbers nor quotes hold the digits of where things are."""
    for text in texts_of(suffix):
        # The basemap names the position of every larger town.
        words = re.sub(r"CONFLICT_MAP_BASEMAP=.*", "", text)
        # What a picture is drawn with counts in points of the paper.
        words = re.sub(r'\bd="[^"]*"', "", words)
        assert [secret for secret in SECRETS if secret in words] == []


@pytest.mark.parametrize("suffix", [".html", ".geojson", ".kml", ".zip", ".gpkg"])
def test_a_file_says_that_it_is_coarse(suffix: str) -> None:
    """Whoever opens the file is told of the grid."""
    assert any("10 km" in text for text in texts_of(suffix))


def test_a_grid_square_is_no_finer_than_the_grid() -> None:
    """MGRS is cut to squares at least as large as the cells."""
    data = as_bytes([report()], ".csv", about=About(precision=TEN_KM)).decode("utf-8-sig")

    squares = {row["mgrs"] for row in csv.DictReader(io.StringIO(data, newline=""))} - {""}
    assert squares
    assert {len(square) for square in squares} == {len("37UDP28")}


@pytest.mark.parametrize(
    ("doubt", "least", "square"),
    [
        (5.0, 1.0, "37UDP2614028105"),
        (100.0, 1.0, "37UDP26142810"),
        (4_000.0, 1.0, "37UDP261281"),
        (10_263.0, 1.0, "37UDP2628"),
        (5.0, 10_000.0, "37UDP22"),
        (5_000_000.0, 1.0, "37UDP"),
    ],
)
def test_a_square_says_no_more_than_is_known(doubt: float, least: float, square: str) -> None:
    """Its side is a tenth of the doubt at most, and never less than asked for."""
    found = mgrs_square(Point(lat=48.594, lon=37.999), doubt_m=doubt, least_m=least)

    assert len(found) == len(square)


@pytest.mark.parametrize("suffix", [".html", ".zip"])
def test_a_coordinate_that_was_refused_is_gone_as_well(gazetteer: Gazetteer, suffix: str) -> None:
    """One with its numbers swapped tells the place too: neither the text nor the reason nor a warning holds it."""
    text = "The store lies at 137.99941, 48.59452 near Bakhmut, says the note."
    refused = analyse(Document(id="a", text=text), gazetteer)
    files = texts_in(as_bytes([refused], suffix, about=About(precision=TEN_KM)), suffix)

    assert refused.warnings
    assert any("they may be swapped" in file for file in files)
    assert [file for file in files if "48.594" in file or "137.99" in file] == []


# Without quotes.

UNSAID = ("highway", "Shelling", "Columns", "crater", "went on")
"""Words of the report that are no name, no distance, no coordinate and no date."""


def bare_texts_of(suffix: str) -> list[str]:
    """Export without quotes, and give what is text in the file."""
    return texts_in(as_bytes([report()], suffix, about=About(quotes=False)), suffix)


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMS if suffix not in {".parquet", ".png", ".svg"}])
def test_without_quotes_only_what_was_found_is_said(suffix: str) -> None:
    """Not a word of a sentence stands in any file of a bundle, a page or a table; the names do."""
    texts = bare_texts_of(suffix)

    assert [word for word in UNSAID for text in texts if word in text] == []
    assert any("Bakhmut" in text for text in texts)


def test_without_quotes_a_parquet_holds_words_alone() -> None:
    """A quote is the very words, and begins where they do."""
    rows = pd.read_parquet(io.BytesIO(as_bytes([report()], ".parquet", about=About(quotes=False))))

    assert (rows["quote"] == rows["words"]).all()
    assert (rows["quote_start"] == rows["start"]).all()


@pytest.mark.parametrize("suffix", [".html", ".geojson", ".kml", ".zip", ".gpkg", ".shp.zip"])
def test_a_file_says_that_it_has_no_quotes(suffix: str) -> None:
    """Whoever opens the file is told."""
    assert any("Quotes were left out" in text for text in bare_texts_of(suffix))


def test_without_quotes_offsets_stay_and_a_grid_blots_coordinates_too() -> None:
    """A text keeps its length and the words found in it; with a grid, no coordinate as written is left."""
    coarse, moved = obscured(to_layers([report()]), [report()], TEN_KM)
    layers, (bare,) = unquoted(coarse, moved)
    (written,) = rows_of(layers["coordinates"])

    assert len(bare.document.text) == len(report().document.text)
    assert [choice.toponym.span.of(bare.document.text) for choice in bare.choices][:2] == ["Bakhmut", "Bakhmut"]
    assert set(written["quote"]) == {BLOT}
