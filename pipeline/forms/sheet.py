"""Choose the part of the world that a picture shows, and bring positions onto it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Point
from pipeline.web.view import Bounds

MARGIN = 0.12
"""Share of the view's width and height left free round what it must hold."""

WIDEST_DEGREES = 100.0
"""From this width or height on, a view shows the whole world."""

LEAST_HALF_M = 8_000.0
"""Metres from the middle to the nearer edge that a view shows at least."""

_STEPS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A map sheet: `box` is (left, bottom, right, top) in metres of the projection, which is named in words."""

    box: tuple[float, float, float, float]
    projection: str
    middle: Point
    window: tuple[float, float, float, float]
    forward: Any = field(repr=False)

    def onto(self, geometry: BaseGeometry) -> BaseGeometry:
        """Project *geometry*, in degrees, less what lies off the sheet; it may come out empty."""
        return self.all_onto([geometry])[0]

    def all_onto(self, geometries: Iterable[BaseGeometry]) -> list[BaseGeometry]:
        """Project many at once, which is many times as fast as one by one."""
        shapes = np.array([*geometries], dtype=object)
        pieces: list[list[BaseGeometry]] = [[] for _ in shapes]
        west, south, east, north = self.window
        bounds = shapely.bounds(shapes)
        # The window's longitudes may leave -180..180.
        for turn in (-360.0, 0.0, 360.0):
            (near,) = np.nonzero((bounds[:, 2] + turn >= west) & (bounds[:, 0] + turn <= east))
            cut = shapely.clip_by_rect(_turned(shapes[near], turn), west, south, east, north)
            for number, piece in zip(near, shapely.transform(cut, self._flat), strict=True):
                if not piece.is_empty:
                    pieces[number].append(piece)
        return [parts[0] if len(parts) == 1 else shapely.GeometryCollection(parts) for parts in pieces]

    def at(self, point: Point) -> tuple[float, float]:
        """Project a point: metres to the right of the sheet's middle and up."""
        x, y = self.all_at([(point.lon, point.lat)])[0]
        return float(x), float(y)

    def all_at(self, positions: Sequence[tuple[float, float]]) -> npt.NDArray[np.float64]:
        """Project many points, given as longitude and latitude in degrees."""
        degrees = np.array(positions, dtype=float).reshape(-1, 2)
        degrees[:, 0] = self.middle.lon + (degrees[:, 0] - self.middle.lon + 180.0) % 360.0 - 180.0
        return self._flat(degrees)

    def _flat(self, degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(self.forward(degrees[:, 0], degrees[:, 1]))


def _turned(shapes: npt.NDArray[np.object_], degrees: float) -> npt.NDArray[np.object_]:
    """Move shapes to the east by as many degrees."""
    moved = shapes.copy()
    return shapely.set_coordinates(moved, shapely.get_coordinates(moved) + np.array([degrees, 0.0]))


def sheet_of(bounds: Bounds, *, aspect: float, middle: Point | None = None) -> Sheet:
    """Choose a sheet that holds *bounds*, its width *aspect* times its height.

    Lambert's azimuthal equal-area projection centred on the view, or on *middle*, true to scale in its middle, north
    up there; the Equal Earth projection where the view is as wide as the world.
    """
    (south, west), (north, east) = bounds
    if east - west > WIDEST_DEGREES or north - south > WIDEST_DEGREES:
        return _world(aspect)
    middle = middle or Point(lat=(south + north) / 2.0, lon=((west + east) / 2.0 + 180.0) % 360.0 - 180.0)
    both = Transformer.from_crs("EPSG:4326", f"+proj=laea +lat_0={middle.lat} +lon_0={middle.lon}", always_xy=True)
    edge = [(west + (east - west) * step / _STEPS, lat) for step in range(_STEPS + 1) for lat in (south, north)]
    edge += [(lon, south + (north - south) * step / _STEPS) for step in range(_STEPS + 1) for lon in (west, east)]
    xs, ys = both.transform([lon for lon, _ in edge], [lat for _, lat in edge])
    box = _fitted((min(xs), min(ys), max(xs), max(ys)), aspect)
    return Sheet(
        box=box,
        projection=f"Lambert azimuthal equal-area projection centred on {middle.lat:.2f}, {middle.lon:.2f}",
        middle=middle,
        window=_window(box, both, middle),
        forward=both.transform,
    )


def _world(aspect: float) -> Sheet:
    both = Transformer.from_crs("EPSG:4326", "+proj=eqearth", always_xy=True)
    right, top = both.transform(180.0, 0.0)[0], both.transform(0.0, 80.0)[1]
    return Sheet(
        box=_fitted((-right, -top * 0.85, right, top), aspect, margin=0.0),
        projection="Equal Earth projection",
        middle=Point(lat=0.0, lon=0.0),
        window=(-180.0, -90.0, 180.0, 90.0),
        forward=both.transform,
    )


def _fitted(
    box: tuple[float, float, float, float], aspect: float, *, margin: float = MARGIN
) -> tuple[float, float, float, float]:
    """Widen *box* by the margin, and in one direction to the sheet's shape."""
    x, y = (box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0
    wide, high = ((box[side + 2] - box[side]) / 2.0 * (1.0 + 2.0 * margin) for side in (0, 1))
    high = max(high, wide / aspect, LEAST_HALF_M)
    return (x - high * aspect, y - high, x + high * aspect, y + high)


def _window(
    box: tuple[float, float, float, float], both: Transformer, middle: Point
) -> tuple[float, float, float, float]:
    """Give the degrees (west, south, east, north) round a sheet, longitudes counted on from its middle's."""
    left, bottom, right, top = box
    shares = [step / _STEPS for step in range(_STEPS + 1)]
    edge = [(left + (right - left) * share, y) for share in shares for y in (bottom, top)]
    edge += [(x, bottom + (top - bottom) * share) for share in shares for x in (left, right)]
    lons, lats = both.transform([x for x, _ in edge], [y for _, y in edge], direction="INVERSE")
    if not all(map(math.isfinite, (*lons, *lats))):
        return (middle.lon - 180.0, -90.0, middle.lon + 180.0, 90.0)
    turned = [middle.lon + (lon - middle.lon + 180.0) % 360.0 - 180.0 for lon in lons]
    window = [min(turned) - 1.0, min(lats) - 1.0, max(turned) + 1.0, max(lats) + 1.0]
    for pole, side in ((-90.0, 1), (90.0, 3)):
        x, y = both.transform(middle.lon, pole)
        if left <= x <= right and bottom <= y <= top:
            window[0], window[2], window[side] = middle.lon - 180.0, middle.lon + 180.0, pole
    return (window[0], max(-90.0, window[1]), window[2], min(90.0, window[3]))
