"""Draw what stands beside the evidence on a picture's map: scale, north, projection, where in the world it is."""

import math
from collections.abc import Sequence

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from pipeline.forms.drawing import INK, Drawing, begun, draw_basemap, labels, set_names
from pipeline.forms.lettering import Box
from pipeline.geodesy import destination
from pipeline.web.basemap import basemap

_SCALES = [step * 10**power for power in range(1, 7) for step in (1, 2, 5)]

_LOCATOR = (230.0, 170.0)
"""Pixels that the small map is wide and high."""
_LOCATOR_DEGREES = 8.0
"""Of latitude that it shows to the north and to the south of the map's middle."""
_WIDEST_M = 900_000.0
"""A map wider than this is not hard to find on the globe, and has no small one."""


def draw_locator(drawing: Drawing) -> None:
    """Draw in the corner a small map of the countries around, with the frame of the large one on it."""
    left, bottom, right, top = drawing.sheet.box
    if right - left > _WIDEST_M:
        return
    wide, high = _LOCATOR
    corner = drawing.frame[0] + 14.0, drawing.frame[3] - 14.0
    frame = (corner[0], corner[1] - high, corner[0] + wide, corner[1])
    drawing.taken.append((frame[0] - 4.0, frame[1] - 4.0, frame[2] + 4.0, frame[3] + 4.0))
    middle = drawing.sheet.middle
    bounds = (
        (max(-89.0, middle.lat - _LOCATOR_DEGREES), middle.lon),
        (min(89.0, middle.lat + _LOCATOR_DEGREES), middle.lon),
    )
    # Its middle is the large map's, and so is its projection: both count the same metres.
    small = begun(drawing.figure, frame, bounds, middle=middle)
    draw_basemap(small, divisions=False)
    place = Rectangle((left, bottom), right - left, top - bottom, facecolor="none", edgecolor="#a3123f", linewidth=1.6)
    small.axes.add_artist(place)
    box = (*small.pixel(left, bottom), *small.pixel(right, top))
    small.taken.append((box[0] - 2.0, box[1] - 2.0, box[2] + 2.0, box[3] + 2.0))
    set_names(small, labels(small, basemap().countries, "locator", 8))


def draw_scale(drawing: Drawing) -> None:
    """Draw a bar of a round length, measured on the ellipsoid along the sheet's middle parallel."""
    middle = drawing.sheet.middle
    here = drawing.sheet.at(middle)
    metres = max(step for step in _SCALES if step <= drawing.metres_a_pixel * 260.0 or step == _SCALES[0])
    there = drawing.sheet.at(destination(middle, 90.0, metres))
    pixels = math.hypot(there[0] - here[0], there[1] - here[1]) / drawing.metres_a_pixel
    left, bottom = drawing.frame[0] + 14.0, drawing.frame[1] + 14.0
    label = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres} m"
    high = 44.0
    _backing(drawing, (left, bottom, left + max(pixels, 90.0) + 28.0, bottom + high))
    x = left + 14.0
    _pixel_line(
        drawing, [(x, bottom + 18.0), (x, bottom + 11.0), (x + pixels, bottom + 11.0), (x + pixels, bottom + 18.0)]
    )
    _pixel_text(drawing, (x, bottom + 22.0), label, size=10.0, align="left")


def draw_projection(drawing: Drawing) -> None:
    """Name the projection in the corner."""
    right, bottom = drawing.frame[2] - 6.0, drawing.frame[1] + 5.0
    words = drawing.sheet.projection
    _pixel_text(drawing, (right, bottom), words, size=7.5, align="right")
    drawing.taken.append((right - len(words) * 7.0, bottom, right, bottom + 14.0))


def draw_north(drawing: Drawing) -> None:
    """Draw an arrow to the north, which is up in the middle of the sheet."""
    right, top = drawing.frame[2] - 14.0, drawing.frame[3] - 14.0
    _backing(drawing, (right - 36.0, top - 62.0, right, top))
    x = right - 18.0
    drawing.axes.add_artist(
        PathPatch(
            Path([(x, top - 24.0), (x - 9.0, top - 56.0), (x, top - 48.0), (x + 9.0, top - 56.0), (x, top - 24.0)]),
            transform=None,
            facecolor=INK,
            edgecolor="none",
            zorder=9,
        )
    )
    _pixel_text(drawing, (x, top - 21.0), "N", size=11.0, align="center")


def _backing(drawing: Drawing, box: Box) -> None:
    left, bottom, right, top = box
    patch = Rectangle((left, bottom), right - left, top - bottom, transform=None, zorder=8)
    patch.set(facecolor="white", alpha=0.85, edgecolor="none")
    drawing.axes.add_artist(patch)
    drawing.taken.append(box)


def _pixel_line(drawing: Drawing, points: Sequence[tuple[float, float]]) -> None:
    drawing.axes.add_artist(
        PathPatch(Path(points), transform=None, facecolor="none", edgecolor=INK, linewidth=1.6, zorder=9)
    )


def _pixel_text(drawing: Drawing, at: tuple[float, float], words: str, *, size: float, align: str) -> None:
    drawing.axes.text(*at, words, transform=None, fontsize=size, color=INK, ha=align, va="bottom", zorder=9)
