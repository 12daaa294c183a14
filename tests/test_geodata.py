"""The user's own geodata come in as named shapes, and nothing else comes in with them."""

import json
from datetime import date
from typing import Any

import pytest

from pipeline.errors import LimitReachedError, ReadError, UnknownFormatError
from pipeline.geodata import read_geodata
from pipeline.limits import Limits
from pipeline.maps import shapes_group
from pipeline.model import Failure
from pipeline.readers import features
from pipeline.readers.job import Job
from pipeline.web.view import shapes_data

LINE = {"type": "LineString", "coordinates": [[37.9, 48.5], [38.0, 48.6]]}


def feature(geometry: object, **properties: object) -> dict[str, Any]:
    """Make a GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any], **more: object) -> bytes:
    """Make a GeoJSON file."""
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def test_a_front_line_is_read_and_drawn() -> None:
    """Shapes come with their names, and with the user's word on source and day; maps draw them."""
    area = {"type": "Polygon", "coordinates": [[[38, 48], [39, 48], [39, 49], [38, 48]]]}

    got = read_geodata(
        "a/front.geojson",
        collection(feature(LINE, Name="Front"), feature(area)),
        source="own survey",
        date=date(2024, 5, 1),
    )

    assert (got.name, got.source, got.date, got.problems) == ("front.geojson", "own survey", date(2024, 5, 1), ())
    assert list(got.table["name"]) == ["Front", ""]
    assert got.table.crs.to_epsg() == 4326
    assert got.table.geometry.iloc[0].coords[:] == [(37.9, 48.5), (38.0, 48.6)]
    assert [shape["name"] for shape in shapes_data(got.table, "Front", colour="#000")["shapes"]] == ["Front", ""]
    assert "Front" in shapes_group(got.table, "Front").layer_name


VRT = (
    b'<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>CSV:/etc/passwd</SrcDataSource>'
    b"</OGRVRTLayer></OGRVRTDataSource>"
)


@pytest.mark.parametrize(
    "data",
    [
        VRT,
        b"/vsicurl/http://127.0.0.1/x.geojson",
        b"http://127.0.0.1/x.geojson",
        b"/etc/passwd",
        b"",
        b"[]",
        b'{"type": "Topology"}',
        b'{"type": "FeatureCollection", "features": {}}',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        collection(),
        collection(feature({"type": "Point", "coordinates": [1e999, 0]})),
        collection(feature({"type": "Point", "coordinates": [0, 91]})),
        collection(feature({"type": "Point", "coordinates": ["0", "0"]})),
        collection(feature({"type": "Point", "coordinates": [True, False]})),
        collection(feature({"type": "Point", "coordinates": [0]})),
        collection(feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]})),
        collection(feature({"type": "Sphere", "coordinates": [0, 0]})),
        collection(feature({"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection"}]})),
        collection(feature(LINE), crs={"type": "name", "properties": {"name": "EPSG:3857"}}),
        b'{"type": "Point", "coordinates": [' + b"1" * 5_000 + b", 0]}",
    ],
)
def test_what_is_no_geojson_is_refused(data: bytes) -> None:
    """Virtual files of GDAL, paths, addresses and impossible coordinates give a reason and no shape."""
    try:
        items: list[object] = list(features.read(Job(name="x.geojson", data=data)))
    except ReadError as error:
        items = [Failure(id="x", reason=str(error))]

    assert items
    assert all(isinstance(item, Failure) and item.reason.startswith("x.geojson: ") for item in items)


def test_a_virtual_file_opens_no_other() -> None:
    """Where there is no shape the reason is the error."""
    with pytest.raises(ReadError, match=r"^x\.geojson: this is no valid GeoJSON; export it anew$"):
        read_geodata("x.geojson", VRT)


def test_a_broken_shape_leaves_the_others() -> None:
    """What can be drawn is, and what cannot is told."""
    got = read_geodata("x.geojson", collection(feature(None, name="none"), feature(LINE, name="Front")))

    assert list(got.table["name"]) == ["Front"]
    assert got.problems == ("x.geojson: shape 1 has no position; left out",)


@pytest.mark.parametrize(("at", "past"), [({"features": 2}, {"features": 1}), ({"vertices": 4}, {"vertices": 3})])
def test_geodata_keep_the_limits(at: dict[str, int], past: dict[str, int]) -> None:
    """At the limit all shapes are read; past it those before, and the reason is told."""
    data = collection(feature(LINE), feature(LINE))

    whole = read_geodata("x.geojson", data, limits=Limits(**at))
    cut = read_geodata("x.geojson", data, limits=Limits(**past))

    assert (len(whole.table), whole.problems) == (2, ())
    assert len(cut.table) == 1
    assert "more than" in cut.problems[0]


def test_other_suffixes_are_refused() -> None:
    """Nothing is sniffed."""
    with pytest.raises(UnknownFormatError):
        read_geodata("x.vrt", VRT)
    with pytest.raises(LimitReachedError):
        read_geodata("x.geojson", b" " * 101, limits=Limits(report_bytes=100))
