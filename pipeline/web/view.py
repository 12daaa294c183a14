"""Say what a map of layers shows at first, what its layers are called, and what further layers it has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from shapely import GeometryCollection
from shapely.geometry.base import BaseGeometry

from pipeline.about import Tiles
from pipeline.encode import html_text
from pipeline.errors import TilesError
from pipeline.geojson import geometry_json
from pipeline.layers import LAYERS, Layers, rows_of

CREDIT = (
    "Natural Earth; town names GeoNames (CC BY 4.0). "
    "Crimea and Sevastopol drawn as internationally recognised: Ukraine."
)
LAYER_NAMES = {"checks": "Claim checks", "claims": "Claims", "coordinates": "Coordinates", "places": "Places"}
"""The layers in the order they are drawn, and what readers call them."""


FURTHER_COLOURS = ("#6b4c9a", "#7a5c00", "#3f6f4f", "#8c3b6b")
"""Lines of layers that are no evidence, in order: divisions, a front line, the user's own shapes."""

FURTHER_DIGITS = 5
"""Decimals of a degree in their shapes: 1 m."""

WORLD = ((-55.0, -130.0), (70.0, 150.0))
"""South-west and north-east of the view when there is nothing to show."""
LEAST_SPAN = 0.2
"""Degrees that a view covers at least, so that one point alone is shown with its surroundings."""

WIDE_M = 40_000.0
"""From this doubt on a place is a region or a country; its middle does not draw the first view."""
NEAR_DEGREES = 3.0
"""A first view holds what lies within this many degrees of the middle of all points ..."""
ENOUGH = 0.5
"""... if that is at least this share of them; otherwise it holds everything."""

LEAST_GAP = 180.0
"""Degrees of longitude without anything that let a map be cut there instead of at the antimeridian."""

Bounds = tuple[tuple[float, float], tuple[float, float]]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A first view as south-west and north-east corners, those of everything, and how much lies outside.

    What lies west of the longitude `seam` is drawn once round the globe: -180 but for maps that lie
    across the antimeridian, whose corners may leave -180..180.
    """

    focus: Bounds
    all: Bounds
    outside: int
    seam: float = -180.0


_TILES = re.compile(r"https?://[A-Za-z0-9.{}-]{1,200}(?::\d{1,5})?/[A-Za-z0-9._~{}/?=&%@:+,-]{1,500}", re.ASCII)


def parse_tiles(url: str, credit: str) -> Tiles:
    """Read the address of online tiles as a user writes it, with `{z}`, `{x}` and `{y}` where numbers go.

    Raises `TilesError` for anything else, and where nobody is given *credit*.
    """
    if not _TILES.fullmatch(url) or any(part not in url for part in ("{z}", "{x}", "{y}")):
        message = f"tiles: {url!r} is no address of tiles; write it like https://tile.example.org/{{z}}/{{x}}/{{y}}.png"
        raise TilesError(message)
    if not credit.strip():
        message = "tiles: whose they are must be said on the map; add it with --tiles-credit"
        raise TilesError(message)
    return Tiles(name="Online map", url=url, credit=credit)


OPENSTREETMAP = Tiles(
    name="OpenStreetMap (online)",
    url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    credit="© OpenStreetMap contributors",
)


def view_of(layers: Layers) -> View:
    """Choose the first view of *layers*: where most points are, so that one far place does not shrink the rest."""
    frames = [layers[name] for name in LAYERS]
    found = [box for frame in frames for box in _boxes(frame)]
    if not found:
        return View(focus=WORLD, all=WORLD, outside=0)
    seam = _seam([box for parts in found for box in parts])
    boxes = _moved(found, seam)
    exact = (
        _moved([box for frame in frames for box in _boxes(frame[~(frame["uncertainty_m"] >= WIDE_M)])], seam) or boxes
    )
    lat, lon = (median((box[side] + box[side + 2]) / 2 for box in exact) for side in (0, 1))
    middle = (lat, lon, lat, lon)
    near = [box for box in exact if all(abs(side - at) <= NEAR_DEGREES for side, at in zip(box, middle, strict=True))]
    focus = _bounds(near if len(near) >= ENOUGH * len(exact) else boxes)
    whole = _moved([box for frame in frames for box in _boxes(frame[frame["part"] != "area"])], seam)
    return View(focus=focus, all=_bounds(boxes), outside=sum(not _holds(focus, box) for box in whole), seam=seam)


def _boxes(frame: Any) -> list[list[Box]]:  # noqa: ANN401  (a GeoDataFrame)
    """Give each feature's box; the boxes of its parts where it is cut at the antimeridian."""
    bounds = frame.geometry.bounds.itertuples(index=False)
    return [
        [(south, west, north, east)]
        if east - west < LEAST_GAP
        else [_box(part) for part in getattr(shape, "geoms", [shape])]
        for shape, (west, south, east, north) in zip(frame.geometry, bounds, strict=True)
    ]


def _box(shape: BaseGeometry) -> Box:
    west, south, east, north = shape.bounds
    return (south, west, north, east)


def _seam(boxes: Sequence[Box]) -> float:
    """Give the longitude at which a map of *boxes* is cut: -180, or where there is nothing if they lie across that.

    A view may leave -180..180 then, as maps in a browser do.
    """
    spans = sorted((box[1], box[3]) for box in boxes)
    seam, edge, widest = -180.0, spans[0][1], spans[0][0] + 360.0 - max(east for _, east in spans)
    for west, east in spans[1:]:
        if west - edge > widest:
            seam, widest = west, west - edge
        edge = max(edge, east)
    # Only what crosses is worth a map cut elsewhere: Suva and Apia, not Kyiv and Washington.
    return seam if widest > LEAST_GAP and seam > -180.0 else -180.0


def _moved(features: Sequence[Sequence[Box]], seam: float) -> list[Box]:
    """Give one box a feature, what lies west of the seam moved once round the globe."""
    moved = ([(s, w + 360.0, n, e + 360.0) if w < seam else (s, w, n, e) for s, w, n, e in parts] for parts in features)
    return [_together(parts) for parts in moved]


def _together(boxes: Sequence[Box]) -> Box:
    south, west, north, east = zip(*boxes, strict=True)
    return (min(south), min(west), max(north), max(east))


def _holds(focus: Bounds, box: Box) -> bool:
    (south, west), (north, east) = focus
    return south <= box[0] and west <= box[1] and box[2] <= north and box[3] <= east


def _bounds(boxes: Sequence[Box]) -> Bounds:
    south, west = (min(box[side] for box in boxes) for side in (0, 1))
    north, east = (max(box[side] for box in boxes) for side in (2, 3))
    high, wide = (max(0.0, LEAST_SPAN - span) / 2 for span in (north - south, east - west))
    return ((south - high, west - wide), (north + high, east + wide))


def further(layers: Layers) -> list[dict[str, Any]]:
    """Give the layers that hold no evidence (divisions, counts, own shapes) as JSON types, to draw as they are.

    Such a layer is a table in WGS84 with `geometry`, a `name`, and where its shapes are graduated a
    whole number `count`. Its key is its title; `label` is that encoded as HTML.
    """
    others = [name for name in layers if name not in LAYERS]
    return [
        {
            "label": html_text(name),
            **shapes_data(layers[name], name, colour=FURTHER_COLOURS[number % len(FURTHER_COLOURS)]),
        }
        for number, name in enumerate(others)
    ]


def shapes_data(frame: Any, title: str, *, colour: str, fill: bool = True) -> dict[str, Any]:  # noqa: ANN401  (a GeoDataFrame)
    """Give a table of named shapes as JSON types for `conflictMap.addShapes`; those without a shape are left out."""
    shapes = [
        {"geometry": piece, "name": str(row.get("name") or ""), "count": row.get("count")}
        for row in rows_of(frame)
        if row["geometry"] is not None and not row["geometry"].is_empty
        for piece in _pieces(row["geometry"])
    ]
    return {"title": title, "colour": colour, "fill": fill, "shapes": shapes}


def _pieces(shape: BaseGeometry) -> list[dict[str, Any]]:
    """Give a shape as GeoJSON; a collection, which has no single kind, as its parts."""
    parts = shape.geoms if isinstance(shape, GeometryCollection) else (shape,)
    return [geometry_json(part, digits=FURTHER_DIGITS) for part in parts]
