"""Reading places from files: the good rows go in, the bad are named, nothing slips through."""

import zipfile
from pathlib import Path

import pytest

from gazetteer.errors import GazetteerError
from gazetteer.importers import Imported, read_file

SHARED = Path(__file__).parents[1].parent / "shared"


def dump_row(**changed: str) -> str:
    """Give a row of a GeoNames dump."""
    fields = {
        "geonameid": "9", "name": "Testove", "ascii": "Testove", "alternates": "Тестове,testove,TST", "lat": "48.5",
        "lon": "38.0", "class": "P", "code": "PPL", "country": "UA", "cc2": "", "admin1": "05", "admin2": "",
        "admin3": "", "admin4": "", "population": "700", "elevation": "", "dem": "", "timezone": "", "date": "",
    } | changed  # fmt: skip
    return "\t".join(fields.values())


def read(folder: Path, name: str, content: str | bytes) -> Imported:
    """Read a file of this name and content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path)


def test_a_dump_row_becomes_a_place(tmp_path: Path) -> None:
    """Kind, region and radius come from class, first-level code and population; codes are no names."""
    (entry,) = read(tmp_path, "UA.txt", dump_row()).entries

    assert (entry.place.id, entry.place.kind, entry.place.region, entry.place.radius_m) == (
        "geonames:9",
        "village",
        "Donetsk",
        1000.0,
    )
    assert entry.alternates == ("Тестове",)


def test_streams_stay_out(tmp_path: Path) -> None:
    """A stream shares its name with the village beside it; only the village goes in."""
    content = dump_row() + "\n" + dump_row(geonameid="10", **{"class": "H", "code": "STM"})

    assert [entry.place.id for entry in read(tmp_path, "UA.txt", content).entries] == ["geonames:9"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"lat": "95.0"}, "UA.txt, line 2, lat: latitude 95.0 is not between -90 and 90"),
        ({"lat": "nan"}, "UA.txt, line 2, lat: 'nan' will not do"),
        ({"lon": "3_8"}, "UA.txt, line 2, lon: '3_8' will not do"),
        ({"lon": "181"}, "UA.txt, line 2, lon: longitude 181.0 is not between -180 and 180"),
        ({"lat": "٤٨.٥"}, "UA.txt, line 2, lat: '٤٨.٥' will not do"),
        ({"population": "-1"}, "UA.txt, line 2, population: '-1' will not do"),
        ({"name": ""}, "UA.txt, line 2, name: empty"),
        ({"date": "a\tb"}, "UA.txt, line 2, row: 20 columns where a GeoNames dump has 19"),
    ],
)
def test_a_bad_row_names_file_line_and_field(tmp_path: Path, changed: dict[str, str], problem: str) -> None:
    """The bad row is left out and named; the good one before it goes in."""
    imported = read(tmp_path, "UA.txt", dump_row() + "\n" + dump_row(geonameid="10", **changed) + "\n")

    assert [str(found) for found in imported.problems] == [problem]
    assert [entry.place.id for entry in imported.entries] == ["geonames:9"]


def test_a_csv_of_the_users_own(tmp_path: Path) -> None:
    """Three columns are enough; more are taken by their headings, a comma or a semicolon apart."""
    (plain,) = read(tmp_path, "mine.csv", "name,latitude,lng\nOutpost 7,48.5,38.25\n").entries
    (full,) = read(
        tmp_path, "more.csv", "\ufeffName;lat;lon;kind;country;names\nHill 3;48;38;mountain;ua;Height 3|Пагорб\n"
    ).entries

    assert (plain.place.name, plain.place.point.lon, plain.place.kind) == ("Outpost 7", 38.25, "village")
    assert (full.place.kind, full.place.country, full.names) == ("mountain", "UA", ("Height 3", "Пагорб"))


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", "name,lat\nx,1\n", "a.csv, line 1: there is no column 'lon'"),
        ("a.csv", "name,lat,lon\n,1,1\n", "a.csv, line 2, name: empty"),
        ("a.csv", "name,lat,lon,kind\nx,1,1,castle\n", None),
        ("a.csv", b"\xff\xc0name", "a.csv is not UTF-8 text: save it as UTF-8 and add it again"),
        ("a.csv", "", "a.csv, line 1: there is no column 'name'"),
        ("a.geojson", "{", "a.geojson is no GeoJSON feature collection"),
        ("a.geojson", "[" * 100_000, "a.geojson is no GeoJSON feature collection"),
        ("a.geojson", '{"features": [NaN]}', "a.geojson is no GeoJSON feature collection"),
        ("a.geojson", '{"features": [3]}', "a.geojson, feature 1, feature: it has no properties or no geometry"),
        ("a.geojson", "<OGRVRTDataSource/>", "a.geojson is no GeoJSON feature collection"),
        ("a.zip", b"PK\x03\x04broken", "a.zip is no whole .zip file: get it again"),
        ("a.shp", "", "a.shp is none of .csv, .geojson, .txt, .zip"),
        ("a.txt", "", "a.txt holds no places"),
    ],
)
def test_an_unusable_file_is_refused(tmp_path: Path, name: str, content: str | bytes, problem: str | None) -> None:
    """A file without one good row says in one sentence what is wrong."""
    with pytest.raises(GazetteerError) as caught:
        read(tmp_path, name, content)

    assert problem is None or str(caught.value) == problem
    assert "\n" not in str(caught.value)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is an error of the gazetteer, not of the system."""
    with pytest.raises(GazetteerError, match="cannot be read: No such file"):
        read_file(tmp_path / "absent.csv")


def test_geojson_points_and_outlines(tmp_path: Path) -> None:
    """A point is taken as it is; an outline gives its middle and its reach."""
    content = """{"type": "FeatureCollection", "features": [
        {"properties": {"name": "Post"}, "geometry": {"type": "Point", "coordinates": [38.0, 48.5]}},
        {"properties": {"name": "Field"}, "geometry": {"type": "Polygon",
            "coordinates": [[[38.0, 48.0], [38.2, 48.0], [38.2, 48.1], [38.0, 48.0]]]}}]}"""
    post, field = read(tmp_path, "own.geojson", content).entries

    assert (post.place.point.lat, post.place.point.lon) == (48.5, 38.0)
    assert (field.place.point.lat, field.place.point.lon) == (48.05, 38.1)
    assert field.place.radius_m == pytest.approx(8340, abs=1)


@pytest.mark.parametrize(
    ("method", "says"),
    [
        (zipfile.ZIP_DEFLATED, r"UA\.zip is no whole \.zip file: get it again$"),
        (zipfile.ZIP_LZMA, r"UA\.zip is no whole \.zip file: get it again$"),
        (zipfile.ZIP_BZIP2, r"UA\.zip cannot be read: Invalid data stream$"),
    ],
)
def test_a_zip_damaged_inside_is_refused(method: int, says: str, tmp_path: Path) -> None:
    """Whatever a member was packed with, damaged bytes give one sentence."""
    file = tmp_path / "UA.zip"
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("UA.txt", "1\tName\n" * 500)
    data = bytearray(file.read_bytes())
    data[45:60] = b"\xff" * 15
    file.write_bytes(data)

    with pytest.raises(GazetteerError, match=says):
        read_file(file)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """What unpacks to two hundred times its size is no dump."""
    with zipfile.ZipFile(tmp_path / "UA.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("UA.txt", "a" * 10_000_000)

    with pytest.raises(GazetteerError, match="unpacks to more than can be a dump"):
        read_file(tmp_path / "UA.zip")


@pytest.mark.skipif(not SHARED.exists(), reason="the shared dump is not on this machine")
def test_the_dump_of_ukraine_goes_in() -> None:
    """All 33,681 settlements of the dump are read, and no row is refused."""
    imported = read_file(SHARED / "data" / "geonames" / "UA.zip")
    settlements = [entry for entry in imported.entries if entry.place.kind in ("capital", "city", "town", "village")]

    assert (len(settlements), imported.problems) == (33_681, ())
