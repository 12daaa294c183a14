"""Give the offline basemap as shapes: the same that the browser draws, from `assets/basemap.js`."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from shapely import LineString, MultiLineString, MultiPolygon

from gazetteer.place import Point
from pipeline.web.scripts import text_of

Arcs = list[list[tuple[float, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name on the basemap; `weight` is a country's size in square degrees or a town's people in thousands."""

    text: str
    point: Point
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """Land and lines in degrees (x is longitude), and what is written on them, the weightiest first."""

    land: tuple[MultiPolygon, ...]
    coasts: MultiLineString
    borders: MultiLineString
    divisions: MultiLineString
    countries: tuple[Label, ...]
    towns: tuple[Label, ...]


@cache
def basemap() -> Basemap:
    """Read the basemap that the product brings."""
    text = text_of("basemap.js")
    topology = json.loads(text[text.index("=") + 1 : text.rindex(";")])
    arcs = _decoded(topology)
    objects = topology["objects"]
    countries = objects["countries"]["geometries"]
    return Basemap(
        land=tuple(
            MultiPolygon(
                [(ring[0], ring[1:]) for ring in ([_joined(part, arcs) for part in p] for p in country["arcs"])]
            )
            for country in countries
        ),
        coasts=_lines(objects["coasts"], arcs),
        borders=_lines(objects["borders"], arcs),
        divisions=_lines(objects["divisions"], arcs),
        countries=_sorted([_country(country["properties"]) for country in countries]),
        towns=_sorted(
            [Label(text=name, point=Point(lat=lat, lon=lon), weight=size) for name, lat, lon, size in topology["towns"]]
        ),
    )


def _country(properties: dict[str, Any]) -> Label:
    lat, lon = properties["label"]
    return Label(text=properties["name"], point=Point(lat=lat, lon=lon), weight=properties["size"])


def _sorted(labels: Sequence[Label]) -> tuple[Label, ...]:
    return tuple(sorted(labels, key=lambda label: (-label.weight, label.text)))


def _decoded(topology: dict[str, Any]) -> Arcs:
    """Undo TopoJSON's whole-number steps, each arc a string."""
    scale_x, scale_y = topology["transform"]["scale"]
    arcs: Arcs = []
    for text in topology["arcs"]:
        x = y = 0
        line = []
        numbers = iter(steps(text))
        for step_x, step_y in zip(numbers, numbers, strict=True):
            x, y = x + step_x, y + step_y
            line.append((x * scale_x, y * scale_y))
        arcs.append(line)
    return arcs


def steps(text: str) -> Iterator[int]:
    """Undo the encoded polyline format: five bits a letter, the lowest first, 32 added to all but a number's last."""
    value = shift = 0
    for letter in text:
        bits = ord(letter) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            yield ~(value >> 1) if value & 1 else value >> 1
            value = shift = 0


def _joined(indices: Sequence[int], arcs: Arcs) -> list[tuple[float, float]]:
    """Join arcs end to end; the number of a reversed one is its complement."""
    line: list[tuple[float, float]] = []
    for index in indices:
        arc = arcs[~index][::-1] if index < 0 else arcs[index]
        line.extend(arc[1:] if line else arc)
    return line


def _lines(object_: dict[str, Any], arcs: Arcs) -> MultiLineString:
    return MultiLineString([LineString(_joined(indices, arcs)) for indices in object_["arcs"]])
