"""Say what a map of layers shows at first, what its layers are called, and what further layers it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from shapely import GeometryCollection
from shapely.geometry.base import BaseGeometry

from pipeline.encode import html_text
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

Bounds = tuple[tuple[float, float], tuple[float, float]]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A first view as south-west and north-east corners, those of everything, and how much lies outside."""

    focus: Bounds
    all: Bounds
    outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A source of online tiles that a reader may switch to."""

    name: str
    url: str
    credit: str
    max_zoom: int = 19


OPENSTREETMAP = Tiles(
    name="OpenStreetMap (online)",
    url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    credit="© OpenStreetMap contributors",
)


def view_of(layers: Layers) -> View:
    """Choose the first view of *layers*: where most points are, so that one far place does not shrink the rest."""
    frames = [layers[name] for name in LAYERS]
    boxes = [box for frame in frames for box in _boxes(frame)]
    if not boxes:
        return View(focus=WORLD, all=WORLD, outside=0)
    exact = [box for frame in frames for box in _boxes(frame[~(frame["uncertainty_m"] >= WIDE_M)])] or boxes
    lat, lon = (median((box[side] + box[side + 2]) / 2 for box in exact) for side in (0, 1))
    middle = (lat, lon, lat, lon)
    near = [box for box in exact if all(abs(side - at) <= NEAR_DEGREES for side, at in zip(box, middle, strict=True))]
    focus = _bounds(near if len(near) >= ENOUGH * len(exact) else boxes)
    whole = [box for frame in frames for box in _boxes(frame[frame["part"] != "area"])]
    return View(focus=focus, all=_bounds(boxes), outside=sum(not _holds(focus, box) for box in whole))


def _boxes(frame: Any) -> list[Box]:  # noqa: ANN401  (a GeoDataFrame)
    bounds = frame.geometry.bounds.itertuples(index=False)
    return [(south, west, north, east) for west, south, east, north in bounds]


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
