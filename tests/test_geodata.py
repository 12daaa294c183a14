"""The user's own geodata come in as named shapes, and nothing else comes in with them."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from pipeline.errors import LimitReachedError, ReadError, UnknownFormatError
from pipeline.geodata import read_geodata
from pipeline.limits import Limits
from pipeline.maps import shapes_group
from pipeline.model import Failure
from pipeline.readers import features
from pipeline.readers.apart import Apart
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
        b'{"type": [{"type": "Point"}]}',
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
        collection(feature(LINE), crs={"type": "name", "properties": {"name": ["EPSG:4326"]}}),
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


READERS = {".kml": "placemarks", ".kmz": "placemarks", ".gpkg": "geopackage", ".zip": "shapefile"}


@pytest.fixture(scope="module")
def one_process() -> Iterator[Apart]:
    """Share a process: starting one takes longer than reading."""
    with Apart() as apart:
        yield apart


def zipped(**files: bytes) -> bytes:
    """Make an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return data.getvalue()


KML = (
    b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>http://127.0.0.1/</href></Link>'
    b"</NetworkLink><Placemark><name>Front</name><LineString><coordinates>37.9,48.5,0 38.0,48.6,0</coordinates>"
    b"</LineString></Placemark><Placemark><name>Area</name><MultiGeometry><Polygon><outerBoundaryIs><LinearRing>"
    b"<coordinates>38,48 39,48 39,49 38,48</coordinates></LinearRing></outerBoundaryIs></Polygon><Point><coordinates>"
    b"38,48</coordinates></Point></MultiGeometry></Placemark></Document></kml>"
)


MADE = Path(__file__).parent / "files" / "geodata"
FRONT = {
    "Лінія фронту": "LINESTRING (37.82 48.72, 37.93 48.63, 37.97 48.57, 37.99 48.49)",
    "Bakhmut, built-up area": (
        "POLYGON ((37.95 48.56, 38.05 48.56, 38.05 48.63, 37.95 48.63, 37.95 48.56),"
        " (37.98 48.58, 38 48.58, 38 48.6, 37.98 48.6, 37.98 48.58))"
    ),
    "Пост “Часів Яр”": "POINT (37.8556 48.5869)",
}


@pytest.mark.parametrize("name", sorted(file.name for file in MADE.iterdir()))
def test_files_of_gdal_are_read(name: str) -> None:
    """Each form comes in with its shapes and names, holes and Cyrillic too, from whatever coordinate system."""
    got = read_geodata(name, (MADE / name).read_bytes())

    shapes = dict(zip(got.table["name"], got.table.geometry, strict=True))
    assert got.problems == ()
    assert shapes.keys() == FRONT.keys()
    for said, shape in FRONT.items():
        assert shapes[said].normalize().equals_exact(shapely.from_wkt(shape).normalize(), 1e-9)


@pytest.mark.parametrize(("name", "data"), [("x.kml", KML), ("x.kmz", zipped(doc__kml=KML))])
def test_placemarks_are_read(name: str, data: bytes) -> None:
    """Placemarks come in with their names; links in the file are not followed."""
    got = read_geodata(name, data)

    assert list(got.table["name"]) == ["Front", "Area"]
    assert [len(getattr(shape, "geoms", [0])) for shape in got.table.geometry] == [1, 2]


def database(*statements: str) -> bytes:
    """Make an SQLite file."""
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in statements:
            made.execute(statement)
        return made.serialize()


TABLES = (
    "CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER)",
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)",
    "INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326)",
    "INSERT INTO gpkg_geometry_columns VALUES ('shapes', 'geom', 4326)",
)
ENDLESS = "CREATE VIEW shapes AS WITH RECURSIVE n(geom) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT * FROM n"
LOL = b'<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&a;</name></Placemark></kml>'
LINK = zipfile.ZipInfo("doc.kml")
LINK.external_attr = 0o120777 << 16


def linked() -> bytes:
    """Make an archive whose .kml is a symbolic link."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(LINK, "/etc/passwd")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *((f"x{suffix}", VRT) for suffix in (".kml", ".kmz", ".gpkg", ".zip")),
        ("x.kml", LOL),
        ("x.kml", b"<gpx/>"),
        ("x.kml", KML.replace(b"37.9", b"nan").replace(b"38,48", b"200,95")),
        ("x.kmz", linked()),
        ("x.kmz", zipped(a__txt=b"")),
        ("x.zip", zipped(a__vrt=VRT)),
        ("x.zip", zipped(a__shp=VRT)),
        ("x.zip", zipped(a__shp=bytes.fromhex("0000270a") + bytes(96))),
        ("x.zip", zipped(a__shp=b"", a__prj=b"PROJCS[+nadgrids=/etc/passwd]")),
        ("x.gpkg", database(*TABLES)),
        ("x.gpkg", database(*TABLES, ENDLESS)),
        ("x.gpkg", database(*TABLES, "CREATE VIRTUAL TABLE shapes USING fts4(geom)")),
        ("x.gpkg", database(*TABLES, "CREATE TABLE shapes (geom)", "INSERT INTO shapes VALUES ('x'), (x'4750')")),
        ("x.gpkg", database("CREATE TABLE other (a)")),
        ("x.gpkg", database(*TABLES)[:6_000]),
    ],
)
def test_hostile_geodata_are_refused(name: str, data: bytes, one_process: Apart) -> None:
    """A file is what its name says or nothing; entities, links, views and lying headers open nothing."""
    items = one_process.read(READERS[name.removeprefix("x")], Job(name=name, data=data))

    assert items
    for item in items:
        assert isinstance(item, Failure)
        assert name in item.reason
        assert "damaged and could not" not in item.reason
        assert "root:" not in item.reason
