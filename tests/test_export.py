"""Files carry what the map shows, and nothing in them runs."""

import csv
import io
import json
import math
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from payloads import PAYLOADS, hostile_report
from reports_by_hand import report

from pipeline.about import About
from pipeline.encode import storable
from pipeline.errors import UnknownFormatError, WriteError
from pipeline.export import FORMS, as_bytes, check_target, write
from pipeline.layers import COLUMNS, LAYERS

hostile = pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)


@cache
def made(suffix: str) -> bytes:
    """Make the report by hand in a form, once for all tests."""
    return as_bytes([report()], suffix)


def test_same_reports_give_the_same_bytes() -> None:
    """An export depends on nothing but its reports."""
    for suffix in FORMS:
        assert as_bytes([report()], suffix) == made(suffix)


def test_geojson_is_one_collection_of_all_layers() -> None:
    """GeoJSON tells layers apart by `layer` and holds every column."""
    found = json.loads(as_bytes([report()], ".geojson"))

    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    assert {feature["properties"]["layer"] for feature in found["features"]} == set(LAYERS)
    assert {feature["geometry"]["type"] for feature in found["features"]} == {"Point", "Polygon", "LineString"}
    for feature in found["features"]:
        assert feature["id"] == feature["properties"]["id"]
        assert list(feature["properties"]) == list(COLUMNS)


def test_geojson_follows_rfc_7946() -> None:
    """Outer rings run counter-clockwise, positions are longitude first and in range, and no number is NaN."""
    text = as_bytes([report()], ".geojson").decode()
    found = json.loads(text, parse_constant=pytest.fail)
    (ring,) = (f["geometry"]["coordinates"][0] for f in found["features"] if f["geometry"]["type"] == "Polygon")
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))

    assert area > 0
    assert ring[0] == ring[-1]
    assert all(math.isfinite(value) for position in ring for value in position)
    assert all(30 < lon < 45 < lat < 55 for lon, lat in ring)


@hostile
def test_geojson_keeps_text_unchanged(payload: str) -> None:
    """In data the text arrives as it was, less NUL and halves of pairs."""
    found = json.loads(as_bytes([hostile_report(payload)], ".geojson", about=About(title=payload)))

    assert found["title"] == payload or "\x00" in payload
    assert storable(payload) in {feature["properties"]["name"] for feature in found["features"]}


def test_csv_has_a_row_for_each_feature() -> None:
    """CSV holds points and lines, areas as their point; it opens in a spreadsheet as UTF-8."""
    data = as_bytes([report()], ".csv")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert data.startswith(b"\xef\xbb\xbf")
    assert [row["layer"] for row in rows] == ["places"] * 3 + ["claims", "checks", "coordinates"]
    assert rows[0]["lat"] == "48.594"
    assert rows[4]["ratio"] == "1.675"


@hostile
def test_no_cell_of_a_csv_is_a_formula(payload: str) -> None:
    """Whatever a report says, no cell begins like a formula."""
    data = as_bytes([hostile_report(payload)], ".csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data, newline="")) for cell in row]

    assert not [cell for cell in cells if re.match(r"\s*[=+@\t\r]", cell)]
    assert "\x00" not in data


@pytest.mark.parametrize("suffix", [*FORMS, ".HTML"])
def test_a_file_is_written_whole(tmp_path: Path, suffix: str) -> None:
    """The bytes land in the file, and nothing else in the folder."""
    target = tmp_path / f"out{suffix}"
    write([report()], target)

    assert target.read_bytes() == made(suffix.lower())
    assert list(tmp_path.iterdir()) == [target]


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    """A form we do not write is refused in one sentence, before any work."""
    with pytest.raises(UnknownFormatError) as caught:
        check_target(tmp_path / "map.xyz")

    assert str(caught.value).endswith("cannot tell the form from the suffix; use one of " + ", ".join(FORMS))


@pytest.mark.parametrize("target", ["nowhere/map.html", "folder.html"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, target: str) -> None:
    """A missing folder, or a folder in the file's place, is an error in one sentence."""
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(WriteError) as caught:
        write([report()], tmp_path / target)

    assert str(caught.value).endswith("cannot be written; choose a file in a folder that exists")
