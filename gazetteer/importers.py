"""Read places from GeoNames dumps, CSV and GeoJSON: the good rows go in, the bad are named."""

import csv
import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, get_args

from gazetteer.entry import Entry
from gazetteer.errors import GazetteerError, MalformedPlaceError
from gazetteer.extent import settlement_kind, usual_radius
from gazetteer.packaged import is_name, regions
from gazetteer.place import Place, PlaceKind, Point

LARGEST_FILE = 700_000_000
"""Bytes, unpacked: the largest country dump has half of it."""

_LARGEST_RATIO = 200
_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)

# GeoNames feature codes, of a dump of 19 columns. Streams, hills, farms and single buildings stay out:
# they share their names with the villages beside them, and reports mean the villages.

_FEATURES: Mapping[str, PlaceKind] = {
    "PPLC": "capital",
    "ADM1": "division",
    "ADM2": "county",
    "RGN": "region",
    "SEA": "sea",
    "GULF": "sea",
    "STRT": "sea",
    "BAY": "sea",
    "LK": "water",
    "RSV": "water",
    "CNL": "water",
    "MTS": "mountain",
    "ISL": "island",
    "ISLS": "island",
    "AIRP": "facility",
    "AIRB": "facility",
    "AIRF": "facility",
    "INSM": "facility",
    "DAM": "facility",
    "PSN": "facility",
}
_COLUMNS = 19
_ID, _NAME, _ALTERNATES, _LAT, _LON, _CLASS, _CODE, _COUNTRY, _ADMIN1, _POPULATION = 0, 1, 3, 4, 5, 6, 7, 8, 10, 14

_DEGREES = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_WHOLE = re.compile(r"[0-9]{1,10}")
_LENGTH = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,6})?")
_COUNTRY_CODE = re.compile(r"[A-Za-z]{2}")
_HEADINGS = {
    "latitude": "lat",
    "longitude": "lon",
    "lng": "lon",
    "long": "lon",
    "type": "kind",
    "alternatenames": "names",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came out of a file: the places, and one problem for each row that is unusable."""

    entries: tuple[Entry, ...]
    problems: tuple[MalformedPlaceError, ...]


def read_file(path: Path) -> Imported:
    """Read the places of *path*: a GeoNames .zip or .txt, a .csv with a heading, or a .geojson.

    Raises `GazetteerError` when the file as a whole is unusable: absent, too large, no text, of
    another form, or without a single good row.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        message = f"{path.name} is none of {', '.join(sorted(_READERS))}"
        raise GazetteerError(message)
    try:
        if path.stat().st_size > LARGEST_FILE:
            message = f"{path.name} is larger than {LARGEST_FILE:,} bytes"
            raise GazetteerError(message)
        found = list(reader(path))
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise GazetteerError(message) from error
    entries = tuple(item for item in found if isinstance(item, Entry))
    problems = tuple(item for item in found if isinstance(item, MalformedPlaceError))
    if not entries:
        message = str(problems[0]) if problems else f"{path.name} holds no places"
        raise GazetteerError(message)
    return Imported(entries=entries, problems=problems)


# GeoNames


# An encrypted or oddly packed member is a RuntimeError, a damaged one an error of what packed it.
_BROKEN_ARCHIVE = (zipfile.BadZipFile, EOFError, RuntimeError, zlib.error, lzma.LZMAError)


def _read_zip(path: Path) -> Iterator[Entry | MalformedPlaceError]:
    """Read the dump in a .zip: the member XX.txt of XX.zip, or else the largest but the readme."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                item for item in archive.infolist() if item.filename.endswith(".txt") and "readme" not in item.filename
            ]
            member = max(members, key=lambda item: (item.filename == f"{path.stem}.txt", item.file_size), default=None)
            if member is None:
                message = f"{path.name} holds no .txt file"
                raise GazetteerError(message)
            if member.file_size > min(LARGEST_FILE, _LARGEST_RATIO * max(member.compress_size, 1)):
                message = f"{path.name} unpacks to more than can be a dump"
                raise GazetteerError(message)
            with archive.open(member) as file:
                data = file.read(LARGEST_FILE + 1)
    except _BROKEN_ARCHIVE as error:
        message = f"{path.name} is no whole .zip file: get it again"
        raise GazetteerError(message) from error
    yield from _geonames_rows(path.name, _text(path.name, data))


def _read_txt(path: Path) -> Iterator[Entry | MalformedPlaceError]:
    return _geonames_rows(path.name, _text(path.name, path.read_bytes()))


def _geonames_rows(file: str, text: str) -> Iterator[Entry | MalformedPlaceError]:
    names = regions()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                entry = _geonames_entry(line.rstrip("\r").split("\t"), names, _Row(file, f"line {number}"))
            except MalformedPlaceError as problem:
                yield problem
            else:
                if entry is not None:
                    yield entry


def _geonames_entry(fields: list[str], names: Mapping[str, str], row: "_Row") -> Entry | None:
    """Make an entry of the fields of a dump; None for a feature we leave out."""
    if len(fields) != _COLUMNS:
        row.refuse("row", f"{len(fields)} columns where a GeoNames dump has {_COLUMNS}")
    population = int(row.match("population", fields[_POPULATION] or "0", _WHOLE))
    kind = _FEATURES.get(fields[_CODE]) or (settlement_kind(population) if fields[_CLASS] == "P" else None)
    if kind is None:
        return None
    place = Place(
        id=f"geonames:{row.match('geonameid', fields[_ID], _WHOLE)}",
        name=fields[_NAME] or row.refuse("name", "empty"),
        kind=kind,
        country=fields[_COUNTRY] or None,
        region=names.get(f"{fields[_COUNTRY]}.{fields[_ADMIN1]}"),
        population=population,
        point=row.point(fields[_LAT], fields[_LON]),
        radius_m=usual_radius(kind, population),
    )
    return Entry(place=place, alternates=tuple(filter(is_name, fields[_ALTERNATES].split(","))))


# The user's own


def _read_csv(path: Path) -> Iterator[Entry | MalformedPlaceError]:
    """Read a table with a heading: name, lat, lon, and the other fields of a place if it likes."""
    text = _text(path.name, path.read_bytes())
    dialect = "excel" if ";" not in text.partition("\n")[0] else None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="," if dialect else ";", strict=True)
    try:
        heading = [_HEADINGS.get(cell.strip().lower(), cell.strip().lower()) for cell in next(reader, [])]
        for wanted in ("name", "lat", "lon"):
            if wanted not in heading:
                message = f"{path.name}, line 1: there is no column {wanted!r}"
                raise GazetteerError(message)
        for cells in reader:
            if any(cells):
                yield _own_entry(
                    path.stem, dict(zip(heading, cells, strict=False)), _Row(path.name, f"line {reader.line_num}")
                )
    except csv.Error as error:
        yield MalformedPlaceError(f"{path.name}, line {reader.line_num}: {error}")


def _read_geojson(path: Path) -> Iterator[Entry | MalformedPlaceError]:
    """Read the features of a collection; what is no point takes the middle and the reach of its outline."""
    try:
        collection = json.loads(_text(path.name, path.read_bytes()), parse_constant=_no_number)
        features = [*collection["features"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        message = f"{path.name} is no GeoJSON feature collection"
        raise GazetteerError(message) from error
    for number, feature in enumerate(features, start=1):
        row = _Row(path.name, f"feature {number}")
        try:
            fields = _feature_fields(feature, row)
        except MalformedPlaceError as problem:
            yield problem
        else:
            yield _own_entry(path.stem, fields, row)


def _feature_fields(feature: Any, row: "_Row") -> dict[str, str]:  # noqa: ANN401 - whatever JSON holds
    properties = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        row.refuse("feature", "it has no properties or no geometry")
    positions = list(_positions(geometry.get("coordinates")))
    if not positions:
        row.refuse("geometry", "it has no coordinates")
    west, east = min(lon for lon, _ in positions), max(lon for lon, _ in positions)
    south, north = min(lat for _, lat in positions), max(lat for _, lat in positions)
    plain = {str(key).lower(): str(value) for key, value in properties.items() if isinstance(value, str | int | float)}
    fields = {_HEADINGS.get(key, key): value for key, value in plain.items()}
    reach = (
        {}
        if west == east and south == north
        else {"radius_m": f"{(north - south + east - west) / 4.0 * 111_195.0:.0f}"}
    )
    return reach | fields | {"lat": f"{(south + north) / 2.0:.7f}", "lon": f"{(west + east) / 2.0:.7f}"}


def _positions(coordinates: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - whatever JSON holds
    """Give the positions in nested coordinates, which nest four deep at most."""
    level = [coordinates]
    for _ in range(4):
        deeper = []
        for item in level:
            if isinstance(item, list) and len(item) >= 2 and all(isinstance(value, int | float) for value in item[:2]):
                yield float(item[0]), float(item[1])
            elif isinstance(item, list):
                deeper.extend(item)
        level = deeper


def _own_entry(stem: str, fields: Mapping[str, str], row: "_Row") -> Entry | MalformedPlaceError:
    """Make an entry of named fields; gives back what is wrong with them if they are unusable."""
    try:
        name = (fields.get("name") or "").strip() or row.refuse("name", "empty")
        population = int(row.match("population", fields.get("population") or "0", _WHOLE))
        kind = fields.get("kind") or settlement_kind(population)
        if kind not in _KINDS:
            row.refuse("kind", f"{kind!r} is none of {', '.join(_KINDS)}")
        radius = fields.get("radius_m")
        country = fields.get("country")
        point = row.point(fields.get("lat") or "", fields.get("lon") or "")
        return Entry(
            place=Place(
                id=fields.get("id") or f"user:{stem}:{name}:{point.lat:.4f},{point.lon:.4f}",
                name=name,
                kind=kind,
                country=row.match("country", country, _COUNTRY_CODE).upper() if country else None,
                region=fields.get("region") or None,
                population=population,
                point=point,
                radius_m=float(row.match("radius_m", radius, _LENGTH)) if radius else usual_radius(kind, population),
            ),
            names=tuple(other.strip() for other in re.split(r"[|;]", fields.get("names") or "") if other.strip()),
        )
    except MalformedPlaceError as problem:
        return problem


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a row stands, to say so when it is refused."""

    file: str
    where: str

    def refuse(self, field: str, reason: str) -> NoReturn:
        """Raise what is wrong with a field of this row."""
        message = f"{self.file}, {self.where}, {field}: {reason}"
        raise MalformedPlaceError(message)

    def match(self, field: str, value: str, form: re.Pattern[str]) -> str:
        """Give *value* if it has the form, which admits neither "nan" nor "1_000" nor other digits."""
        value = value.strip()
        return value if form.fullmatch(value) else self.refuse(field, f"{value[:40]!r} will not do")

    def point(self, lat: str, lon: str) -> Point:
        """Read a position in degrees."""
        degrees = float(self.match("lat", lat, _DEGREES)), float(self.match("lon", lon, _DEGREES))
        try:
            return Point(lat=degrees[0], lon=degrees[1])
        except ValueError as error:
            return self.refuse("lat" if abs(degrees[0]) > 90.0 else "lon", str(error))


def _text(name: str, data: bytes) -> str:
    """Decode a file; only UTF-8, and UTF-16 with its mark, are sure enough for names that others rely on."""
    if len(data) > LARGEST_FILE:
        message = f"{name} is larger than {LARGEST_FILE:,} bytes"
        raise GazetteerError(message)
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        message = f"{name} is not UTF-8 text: save it as UTF-8 and add it again"
        raise GazetteerError(message) from error


def _no_number(name: str) -> NoReturn:
    message = f"{name} is no number of JSON"
    raise ValueError(message)


_READERS: Mapping[str, Callable[[Path], Iterator[Entry | MalformedPlaceError]]] = {
    ".zip": _read_zip,
    ".txt": _read_txt,
    ".csv": _read_csv,
    ".geojson": _read_geojson,
}
