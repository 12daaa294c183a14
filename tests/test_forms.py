"""Every form is read back by a reader of its own: the same features, positions, attributes and texts."""

import csv
import hashlib
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import fastkml.validator
import geojson_pydantic
import geopandas as gpd
import lxml.etree
import pandas as pd
import pyogrio
import pytest
import shapely
from payloads import PAYLOADS, hostile_report
from reports_by_hand import report

from pipeline.about import About
from pipeline.encode import storable, xml_text
from pipeline.export import FORMS, as_bytes, suffix_of
from pipeline.features import features
from pipeline.forms.arrow import DATES
from pipeline.forms.bundle import safe_name
from pipeline.forms.kml import NAMESPACE
from pipeline.forms.shapefile import short_names
from pipeline.layers import COLUMNS, LAYERS, Row, to_layers
from pipeline.model import Report
from pipeline.web.view import LAYER_NAMES

ABOUT = About(
    title="A map",
    description="What it shows.",
    filter_words="2023",
    shown=6,
    total=9,
    generated=datetime(2026, 3, 4, tzinfo=UTC),
)
HOSTILE = [hostile_report(payload) for payload in PAYLOADS.values()]

Reader = Callable[[bytes, Path], list[Row]]
"""Reads a form back into rows: our names, ISO days, None for what is missing, `geometry` of shapely's."""


def _rows(frame: gpd.GeoDataFrame, names: dict[str, str] | None = None) -> list[Row]:
    long = {short: name for name, short in (names or {}).items()}
    rows = frame.rename(columns=long).to_dict("records")
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, shapely.Geometry):
        return value
    if value is None or pd.isna(value) or value == "":
        return None
    return value.isoformat()[:10] if isinstance(value, date | pd.Timestamp) else value


def read_geojson(data: bytes, folder: Path) -> list[Row]:
    """Read with GDAL, but for the types of columns that are empty in it."""
    (folder / "x.geojson").write_bytes(data)
    return _rows(pyogrio.read_dataframe(folder / "x.geojson"))


def read_gpkg(data: bytes, folder: Path) -> list[Row]:
    """Read every layer with GDAL."""
    target = folder / "x.gpkg"
    target.write_bytes(data)
    layers = [name for name, kind in pyogrio.list_layers(target) if kind is not None]
    return [row for name in layers for row in _rows(pyogrio.read_dataframe(target, layer=name))]


def read_shapefile(data: bytes, folder: Path) -> list[Row]:
    """Read every Shapefile of the zip with GDAL."""
    target = folder / "x.shp.zip"
    target.write_bytes(data)
    layers = [name for name, _ in pyogrio.list_layers(target)]
    names = short_names(COLUMNS)
    return [row for name in layers for row in _rows(pyogrio.read_dataframe(target, layer=name), names)]


def read_parquet(data: bytes, _: Path) -> list[Row]:
    """Read with geopandas."""
    return _rows(gpd.read_parquet(io.BytesIO(data)))


def read_duckdb(data: bytes, folder: Path) -> list[Row]:
    """Read with DuckDB, which shares no code with what wrote it."""
    (folder / "x.parquet").write_bytes(data)
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(folder / "x.parquet")])
        names = [column[0] for column in found.description]
        rows = [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in found.fetchall()]
    return [row | {"geometry": shapely.from_wkb(row["geometry"])} for row in rows]


def read_kml(data: bytes, folder: Path) -> list[Row]:
    """Read every folder with GDAL, which sets a 2 behind our names where KML has the same."""
    (folder / "x.kml").write_bytes(data)
    layers = [name for name, _ in pyogrio.list_layers(folder / "x.kml")]
    names = {"id": "id2", "name": "name2", "end": "end2"}
    frames = [pyogrio.read_dataframe(folder / "x.kml", layer=name) for name in layers]
    return [row for frame in frames for row in _rows(frame.drop(columns=["id", "end"], errors="ignore"), names)]


def read_kmz(data: bytes, folder: Path) -> list[Row]:
    """Unpack the document, and read it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return read_kml(archive.read("doc.kml"), folder)


def read_csv(data: bytes, _: Path) -> list[Row]:
    """Read with pandas; the apostrophe that guards a formula is taken off."""
    frame = pd.read_csv(io.BytesIO(data), dtype={name: str for name, kind in COLUMNS.items() if kind == "str"})
    rows = [{str(key): _plain(value) for key, value in row.items()} for row in frame.to_dict("records")]
    return [row | {"geometry": shapely.Point(row["lon"], row["lat"])} if row["lat"] else row for row in rows]


READERS: list[tuple[str, Reader]] = [
    (".geojson", read_geojson),
    (".gpkg", read_gpkg),
    (".kml", read_kml),
    (".kmz", read_kmz),
    (".csv", read_csv),
    (".shp.zip", read_shapefile),
    (".parquet", read_parquet),
    (".parquet", read_duckdb),
]
readers = pytest.mark.parametrize(("suffix", "read"), READERS, ids=[read.__name__ for _, read in READERS])


def expected(suffix: str, made: Report) -> dict[str, Row]:
    """Give what a form should hold, by id: a table has a claim's area in the row of its point."""
    rows = features(to_layers([made]))
    return {row["id"]: row for row in rows if suffix != ".csv" or row["part"] != "area"}


@readers
def test_everything_comes_back(suffix: str, read: Reader, tmp_path: Path) -> None:
    """Count, ids and every attribute are those of the layers; what is missing is missing."""
    wanted = expected(suffix, report())
    found = {row["id"]: row for row in read(as_bytes([report()], suffix, about=ABOUT), tmp_path)}

    assert set(found) == set(wanted)
    for key, row in wanted.items():
        for name in COLUMNS:
            value = found[key].get(name)
            if isinstance(row[name], float):
                assert value == pytest.approx(row[name], rel=1e-9), (key, name)
            else:
                assert value == row[name], (key, name)


@readers
def test_shapes_come_back_valid_and_in_place(suffix: str, read: Reader, tmp_path: Path) -> None:
    """Every geometry is valid, and lies where that of the layer does, to a tenth of a metre."""
    wanted = expected(suffix, report())
    for row in read(as_bytes([report()], suffix), tmp_path):
        if "geometry" in row:
            assert row["geometry"].is_valid
            assert row["geometry"].hausdorff_distance(wanted[row["id"]]["geometry"]) < 2e-6


@readers
def test_hostile_text_arrives_unchanged(suffix: str, read: Reader, tmp_path: Path) -> None:
    """Text is what it was, less what the form cannot carry; in a table a formula has its guard."""
    data = as_bytes(HOSTILE, suffix, about=About(title="".join(PAYLOADS.values())))
    names = {row["name"] for row in read(data, tmp_path)}

    for payload in PAYLOADS.values():
        # GDAL reads KML and Shapefiles without the blanks round a text.
        carried = xml_text(payload) if suffix in {".kml", ".kmz"} else storable(payload)
        carried = carried.strip(" ") if suffix in {".kml", ".kmz", ".shp.zip"} else carried
        assert {carried, f"'{carried}"} & names, payload


# GeoJSON.


def test_geojson_is_valid_by_its_schema() -> None:
    """A model of RFC 7946 that others wrote takes every feature."""
    collection = geojson_pydantic.FeatureCollection.model_validate_json(as_bytes([report()], ".geojson", about=ABOUT))

    assert len(collection.features) == len(expected(".geojson", report()))


def test_geojson_says_what_it_is() -> None:
    """Title, filter, counts and time stand beside the features, and the box round them."""
    found = json.loads(as_bytes([report()], ".geojson", about=ABOUT))

    assert found["about"]["filter"] == "2023"
    assert (found["about"]["shown"], found["about"]["total"]) == (6, 9)
    assert found["about"]["generated"] == "2026-03-04T00:00:00+00:00"
    assert found["bbox"] == [37.698153, 48.14, 37.999, 48.594]


# GeoPackage.


def test_geopackage_has_a_layer_each_with_dates_and_styles(tmp_path: Path) -> None:
    """Days are dates, each layer has a style, and none holds the area of a check."""
    target = tmp_path / "x.gpkg"
    target.write_bytes(as_bytes([report()], ".gpkg", about=ABOUT))
    info = pyogrio.read_info(target, layer="places")
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    with closing(sqlite3.connect(target)) as connection:
        styles = dict(connection.execute("SELECT f_table_name, styleQML FROM layer_styles"))
        (whole,) = connection.execute("PRAGMA integrity_check").fetchone()

    assert [tuple(row) for row in pyogrio.list_layers(target)] == [
        ("places", "Point"),
        ("claims", "Point"),
        ("claim_areas", "MultiPolygon"),
        ("checks", "MultiLineString"),
        ("coordinates", "Point"),
        ("layer_styles", None),
    ]
    assert {kinds[name] for name in DATES} == {"OFTDate"}
    assert info["dataset_metadata"]["filter"] == "2023"
    assert set(styles) == {"places", "claims", "claim_areas", "checks", "coordinates"}
    assert {ET.fromstring(style).tag for style in styles.values()} == {"qgis"}  # noqa: S314  (our own)
    assert whole == "ok"


# KML.


@pytest.mark.parametrize("suffix", [".kml", ".kmz"])
def test_kml_is_valid_by_its_schema(suffix: str) -> None:
    """The OGC's schema takes the document, whatever stands in its texts; a zip has every icon it names."""
    data = as_bytes([report(), *HOSTILE], suffix, about=About(title="".join(PAYLOADS.values())))
    if suffix == ".kmz":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("doc.kml")
            icons = set(archive.namelist()) - {"doc.kml"}
        assert set(re.findall(r"<href>(.*?)</href>", data.decode())) == icons
    fastkml.validator.get_schema_parser().assertValid(lxml.etree.fromstring(data))


def test_no_description_of_a_kml_holds_markup_of_a_report() -> None:
    """What viewers show as HTML has only our own tags in it."""
    root = ET.fromstring(as_bytes(HOSTILE, ".kml", about=About(description="".join(PAYLOADS.values()))))  # noqa: S314
    told = [element.text or "" for element in root.iter(f"{{{NAMESPACE}}}description")]

    assert len(told) > len(HOSTILE)
    assert {tag for text in told for tag in re.findall(r"<[^>]*>?", text)} == {"<p>", "</p>", "<b>", "</b>"}


def test_kml_has_folders_and_time_spans() -> None:
    """A folder a layer, and the days a feature speaks of."""
    root = ET.fromstring(as_bytes([report()], ".kml"))  # noqa: S314
    spans = {element.text for tag in ("begin", "end") for element in root.iter(f"{{{NAMESPACE}}}{tag}")}

    assert [folder.findtext(f"{{{NAMESPACE}}}name") for folder in root.iter(f"{{{NAMESPACE}}}Folder")] == [
        LAYER_NAMES[layer] for layer in LAYERS
    ]
    assert spans == {"2023-01-03"}


# CSV.


def test_a_table_has_squares_areas_and_darwin_core() -> None:
    """MGRS says no more than is known, the area of a claim is WKT, the terms have their standard names."""
    data = as_bytes([report()], ".csv").decode("utf-8-sig")
    rows = {row["layer"]: row for row in csv.DictReader(io.StringIO(data, newline=""))}

    assert rows["coordinates"]["mgrs"] == "37UDP1960879351"
    assert rows["claims"]["mgrs"] == "37UDP1168"
    assert shapely.from_wkt(rows["claims"]["footprintWKT"]).geom_type == "Polygon"
    assert rows["places"]["decimalLatitude"] == rows["places"]["lat"] == "48.14"
    assert rows["places"]["coordinateUncertaintyInMeters"] == "3000.0"
    assert rows["coordinates"]["verbatimCoordinates"] == "48.5621, 37.9104"
    assert rows["places"]["eventDate"] == "2023-01-03"


# Shapefile.


def test_a_shapefile_says_what_it_cut() -> None:
    """A long text ends with an ellipsis between two characters, and the note beside it counts it."""
    made = report()
    long = replace(made, document=replace(made.document, title="Бахмут " * 60))
    with zipfile.ZipFile(io.BytesIO(as_bytes([long], ".shp.zip"))) as archive:
        note = archive.read("README.txt").decode()
        suffixes = {name.partition(".")[2] for name in archive.namelist()}
        encoding = archive.read("points.cpg")

    assert "Cut here, with an ellipsis: 7 in `title`." in note
    assert "uncertaint  uncertainty_m" in note
    assert suffixes == {"txt", "shp", "shx", "dbf", "prj", "cpg"}
    assert encoding == b"UTF-8"


def test_short_names_are_all_different() -> None:
    """Names that begin alike are told apart by a digit."""
    assert list(short_names(["abcdefghij", "abcdefghijk", "abcdefghijl"]).values()) == [
        "abcdefghij",
        "abcdefghi1",
        "abcdefghi2",
    ]


# The bundle.


def bundled(*made: Report) -> dict[str, bytes]:
    """Unpack a bundle."""
    with zipfile.ZipFile(io.BytesIO(as_bytes(made, ".zip", about=ABOUT))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bundle_holds_the_evidence_and_its_checksums() -> None:
    """Page, data, texts and record are in it, and every file but the list is on the list."""
    files = bundled(report())
    sums = dict(reversed(line.split("  ", 1)) for line in files["SHA256SUMS"].decode().splitlines())

    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "SHA256SUMS"}
    assert files["sources/001-note-1.txt"].decode() == report().document.text
    assert json.loads(files["record.jsonl"])["id"] == "note-1"
    assert files["map.geojson"] == as_bytes([report()], ".geojson", about=ABOUT)
    assert {"index.html", "evidence.csv", "sources.md", "README.txt"} < set(files)


def test_no_name_in_a_bundle_leads_out_of_it() -> None:
    """However a report is called, its file lies in `sources` under a plain name of its own."""
    names = [name for name in bundled(*HOSTILE) if name.startswith("sources/")]

    assert len({name.casefold() for name in names}) == len(HOSTILE)
    assert [name for name in names if not re.fullmatch(r"sources/\d{3}-[\w.-]{1,70}\.txt", name)] == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("note-1", "note-1"),
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\x\\y", "C_x_y"),
        ("Бахмут, зранку", "Бахмут_зранку"),
        ("con", "_con"),
        ("NUL.html", "_NUL.html"),
        ("...", "report"),
        ("a" * 500, "a" * 60),
    ],
)
def test_names_of_files_are_safe(words: str, name: str) -> None:
    """No name leads elsewhere, is a device's, or too long."""
    assert safe_name(words) == name


# All of them.


@pytest.mark.parametrize("suffix", FORMS)
def test_nothing_found_is_still_a_file(suffix: str) -> None:
    """Without reports there is a file that says so."""
    assert as_bytes([], suffix)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("map.shp.zip", ".shp.zip"), ("map.zip", ".zip"), ("MAP.KMZ", ".kmz"), (".zip", ""), ("zip", "")],
)
def test_the_longest_suffix_counts(name: str, suffix: str) -> None:
    """A zipped Shapefile is no evidence bundle."""
    assert suffix_of(Path(name)) == suffix
