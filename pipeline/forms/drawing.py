"""Draw the map of a picture: basemap, areas, lines, points, names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Point
from pipeline.encode import visible
from pipeline.forms.fonts import drawable, families
from pipeline.forms.lettering import Box, Kind, Name, placed
from pipeline.forms.sheet import Sheet, sheet_of
from pipeline.forms.symbols import COLOURS, DASHES, SHAPES, WIDE_M
from pipeline.geodesy import disc
from pipeline.layers import Row
from pipeline.model import Verdict
from pipeline.web.basemap import Label, basemap
from pipeline.web.view import Bounds

_SEA, _LAND, INK = "#d9e6ee", "#f4f1ea", "#222222"
_MARKERS = {"circle": "o", "diamond": "D", "square": "s"}
_MARK_SIZE = {"circle": 9.5, "diamond": 8.5, "square": 8.0}
_LINE_WIDTH = 2.2
_MANY, _VERY_MANY = 300, 3000
"""From so many marks on they are drawn smaller, and the circles of their doubt not at all."""

_LETTERS: dict[Kind, tuple[float, str, str]] = {
    "place": (11.5, "bold", "#12263f"),
    "claim": (10.0, "bold", "#7a3d00"),
    "coordinate": (10.0, "bold", "#004d3d"),
    "line": (9.5, "bold", INK),
    "country": (12.0, "bold", "#7b7361"),
    "locator": (7.5, "normal", "#55554f"),
    "town": (8.5, "normal", "#55554f"),
}
"""Size in points, weight and ink of the names of each kind."""

MOST_NAMES, MOST_TOWNS = 120, 45
_LONGEST_NAME = 46
_GAP = 9.0
"""Pixels between a mark's middle and its name."""

_LEAST_LINE_PX = 60.0
"""A shorter line is not worded."""

_LEAST_DOUBT_PX, _MOST_DOUBT_PX = 9.0, 420.0
"""Circles of doubt are drawn between these radii: smaller ones hide under the mark, larger ones fill the view."""


@dataclass(slots=True, kw_only=True)
class Drawing:
    """What is being drawn: the figure, the map's axes and sheet, its frame in pixels, and the boxes taken there."""

    figure: Figure
    axes: Axes
    sheet: Sheet
    frame: Box
    taken: list[Box]

    @property
    def metres_a_pixel(self) -> float:
        """Give the metres that a pixel covers in the middle of the sheet."""
        return (self.sheet.box[2] - self.sheet.box[0]) / (self.frame[2] - self.frame[0])

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Give the pixel of a position of the sheet, counted from the picture's lower left."""
        left, bottom, _, _ = self.sheet.box
        return self.frame[0] + (x - left) / self.metres_a_pixel, self.frame[1] + (y - bottom) / self.metres_a_pixel

    def in_frame(self, positions: npt.NDArray[np.float64]) -> dict[int, tuple[float, float]]:
        """Give the pixels of those positions of the sheet that are on the map, by their number."""
        pixels = (positions - self.sheet.box[:2]) / self.metres_a_pixel + self.frame[:2]
        inside = np.all((pixels >= self.frame[:2]) & (pixels <= self.frame[2:]), axis=1)
        return {int(number): (float(pixels[number, 0]), float(pixels[number, 1])) for number in np.nonzero(inside)[0]}

    def spots(self, points: Sequence[Point]) -> dict[int, tuple[float, float]]:
        """Give the pixels of those points that are on the map, by their number."""
        return self.in_frame(self.sheet.all_at([(point.lon, point.lat) for point in points]))


def begun(figure: Figure, frame: Box, bounds: Bounds, *, middle: Point | None = None) -> Drawing:
    """Set up the map within *frame*, in pixels of *figure*, so that it holds *bounds*, centred on *middle*."""
    wide, high = figure.get_size_inches() * figure.dpi
    left, bottom, right, top = frame
    sheet = sheet_of(bounds, aspect=(right - left) / (top - bottom), middle=middle)
    axes = figure.add_axes((left / wide, bottom / high, (right - left) / wide, (top - bottom) / high))
    axes.set_xlim(sheet.box[0], sheet.box[2])
    axes.set_ylim(sheet.box[1], sheet.box[3])
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(_SEA)
    for side in axes.spines.values():
        side.set_color("#8a8a80")
        side.set_linewidth(0.8)
    return Drawing(figure=figure, axes=axes, sheet=sheet, frame=frame, taken=[])


def draw_basemap(drawing: Drawing, *, divisions: bool = True) -> None:
    """Draw land, the borders of countries, and those within them where the view is not wide."""
    world = basemap()
    fill(drawing, world.land, facecolors=_LAND, edgecolors="none", zorder=1)
    near = drawing.sheet.box[2] - drawing.sheet.box[0] < 3_000_000.0
    if near and divisions:
        _stroke(drawing, [world.divisions], color="#c4bcab", linewidths=0.7, linestyles=(0, (5, 4)), zorder=2)
    _stroke(drawing, [world.coasts], color="#a9bac6", linewidths=0.8, zorder=2)
    _stroke(drawing, [world.borders], color="#978d77", linewidths=1.3 if near else 0.7, zorder=2)


def draw_areas(drawing: Drawing, rows: Iterable[Row]) -> None:
    """Draw the areas that hold claims, and round points the circles of their doubt."""
    claims = COLOURS["claims"]
    areas = list({row["geometry"].wkb: row["geometry"] for row in rows if row["part"] == "area"}.values())
    fill(drawing, areas, facecolors=[_tint(claims, 0.16)], edgecolors="none", zorder=3)
    dashes: dict[str, Any] = {"linewidths": 1.1, "linestyles": [(0, (3, 3))]}
    fill(drawing, areas, facecolors="none", edgecolors=claims, zorder=3, **dashes)
    circles = {
        (row["lat"], row["lon"], row["uncertainty_m"]): row["layer"]
        for row in rows
        if row["part"] == "point" and row["layer"] != "claims" and _has_circle(drawing, row)
    }
    if len(circles) > _MANY:
        return  # so many would hide the map
    for layer in dict.fromkeys(circles.values()):
        discs = [disc(Point(lat=lat, lon=lon), doubt) for (lat, lon, doubt), of in circles.items() if of == layer]
        inks: dict[str, Any] = {
            "facecolors": [_tint(COLOURS[layer], 0.06)],
            "edgecolors": [_tint(COLOURS[layer], 0.7)],
        }
        fill(drawing, discs, linewidths=0.8, zorder=3, **inks)


def draw_lines(drawing: Drawing, rows: Iterable[Row]) -> None:
    """Draw checks, each in the colour and the dash of its verdict, on a white bed."""
    lines = [row for row in rows if row["part"] == "line"]
    _stroke(
        drawing, [row["geometry"] for row in lines], color="white", linewidths=_LINE_WIDTH + 2.0, alpha=0.8, zorder=4
    )
    for verdict in DASHES:
        chosen = [row["geometry"] for row in lines if row["verdict"] == verdict]
        _stroke(drawing, chosen, color=COLOURS[verdict], linewidths=_LINE_WIDTH, linestyles=_dash(verdict), zorder=5)


def draw_points(drawing: Drawing, rows: Iterable[Row]) -> None:
    """Draw marks told apart by shape and colour; a region's or country's middle is hollow. Names keep off them."""
    for layer in ("places", "coordinates", "claims"):
        for wide in (True, False):
            spots = dict.fromkeys(
                (row["lon"], row["lat"])
                for row in rows
                if row["layer"] == layer and row["part"] == "point" and _is_wide(row) == wide
            )
            if not spots:
                continue
            at = drawing.sheet.all_at(list(spots))
            mark = _mark(layer, wide=wide)
            if len(spots) > _MANY:
                mark |= {"markersize": 4.5, "markeredgewidth": 0.4}
            if len(spots) > _VERY_MANY:
                mark |= {"markersize": 3.0, "markeredgewidth": 0.15}
            drawing.axes.plot(at[:, 0], at[:, 1], linestyle="none", zorder=6, **mark)
            for x, y in drawing.in_frame(at).values():
                drawing.taken.append((x - 7.0, y - 7.0, x + 7.0, y + 7.0))


def legend_handles(rows: Sequence[Row]) -> list[Any]:
    """Give matplotlib's samples of what *rows* draw, with their words."""
    handles: list[Any] = []
    words = {
        ("places", False): "Place named",
        ("places", True): "Region or country: its middle",
        ("coordinates", False): "Coordinate written",
        ("claims", False): "Distance claim: best guess",
    }
    present = {(row["layer"], _is_wide(row) and row["layer"] == "places") for row in rows if row["part"] == "point"}
    for key, label in words.items():
        if key in present:
            handles.append(Line2D([], [], linestyle="none", label=label, **_mark(key[0], wide=key[1])))
    shares = sorted({row["area_confidence"] for row in rows if row["part"] == "area"})
    if shares:
        said = " or ".join(f"{share:.0%}" for share in shares)
        label = f"Area that holds it in {said} of cases"
        ink = COLOURS["claims"]
        handles.append(Patch(label=label, facecolor=_tint(ink, 0.16), edgecolor=ink, linestyle=(0, (3, 3))))
    verdicts = {row["verdict"] for row in rows if row["part"] == "line"}
    handles += [
        Line2D([], [], color=COLOURS[each], linewidth=_LINE_WIDTH, linestyle=_dash(each), label=f"Claim: {each}")
        for each in DASHES
        if each in verdicts
    ]
    return handles


# Names.


def draw_names(drawing: Drawing, rows: Sequence[Row]) -> None:
    """Write as many names as there is room for: those of the evidence first, then towns and countries."""
    set_names(drawing, _names(drawing, rows))


def set_names(drawing: Drawing, names: Iterable[Name]) -> None:
    """Write those of *names* for which there is room, and whose letters can be drawn."""
    renderer: Any = drawing.figure.canvas.get_renderer()  # type: ignore[attr-defined]

    def measured(name: Name) -> tuple[float, float]:
        size, weight, _ = _LETTERS[name.kind]
        letters = FontProperties(family=families(), size=size, weight=weight)
        lines = name.text.split("\n")
        sizes = [renderer.get_text_width_height_descent(line, letters, ismath=False) for line in lines]
        return max(wide for wide, _, _ in sizes), len(lines) * size * 1.45 * drawing.figure.dpi / 72.0

    writable = (name for name in names if drawable(name.text) == name.text)

    for found in placed(writable, drawing.taken, drawing.frame, measured):
        size, weight, ink = _LETTERS[found.name.kind]
        wide, high = measured(found.name)
        if found.name.kind == "town":
            dot = Circle((found.name.x, found.name.y), 1.9, transform=None, color="#77776f", zorder=2.5)
            drawing.axes.add_artist(dot)
        drawing.axes.text(
            found.x + wide / 2.0,
            found.y + high / 2.0,
            found.name.text,
            transform=None,
            fontsize=size,
            fontweight=weight,
            color=ink,
            ha="center",
            va="center",
            linespacing=1.2,
            zorder=10,
            parse_math=False,
            path_effects=[withStroke(linewidth=2.6, foreground="white", alpha=0.9)],
        )


def _names(drawing: Drawing, rows: Sequence[Row]) -> Iterator[Name]:
    evidence = list(islice(dict.fromkeys(_evidence_names(drawing, rows)), MOST_NAMES))
    yield from evidence
    said = {name.text for name in evidence}
    yield from labels(drawing, basemap().countries, "country", len(basemap().countries))
    towns = [town for town in basemap().towns if town.text not in said]
    yield from labels(drawing, towns, "town", MOST_TOWNS)


def _evidence_names(drawing: Drawing, rows: Sequence[Row]) -> Iterator[Name]:
    """Give the names of places, then the words of checks and claims, then coordinates."""
    points = [row for row in rows if row["part"] == "point"]
    exact = [row for row in points if row["layer"] == "places" and not _is_wide(row)]
    yield from _point_names(drawing, exact)
    yield from _line_names(drawing, [row for row in rows if row["part"] == "line"])
    yield from _point_names(drawing, [row for row in points if row["layer"] != "places" or _is_wide(row)])


def _point_names(drawing: Drawing, rows: Sequence[Row]) -> Iterator[Name]:
    kinds: dict[str, Kind] = {"places": "place", "claims": "claim", "coordinates": "coordinate"}
    spots = drawing.spots([Point(lat=row["lat"], lon=row["lon"]) for row in rows])
    for number, (x, y) in spots.items():
        row = rows[number]
        yield Name(text=_short(row["name"]), kind=kinds[row["layer"]], x=x, y=y, gap=_GAP)


def _line_names(drawing: Drawing, rows: Sequence[Row]) -> Iterator[Name]:
    """Word each line once, with all that was stated of it; claims that are off come first."""
    together: dict[tuple[bytes, str | None], list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["verdict"] == Verdict.HOLDS):
        together.setdefault((row["geometry"].wkb, row["measured"]), []).append(row)
    lines = drawing.sheet.all_onto([group[0]["geometry"] for group in together.values()])
    for group, line in zip(together.values(), lines, strict=True):
        if line.length / drawing.metres_a_pixel < _LEAST_LINE_PX:
            continue
        longest = max(_parts(line), key=lambda part: part.length)
        middle = shapely.LineString(longest.coords).interpolate(0.5, normalized=True)
        x, y = drawing.pixel(middle.x, middle.y)
        words = [f"stated {stated}" for stated in dict.fromkeys(row["stated"] for row in group)][:3]
        if group[0]["measured"]:
            words.append(f"measured {group[0]['measured']}")
        yield Name(text="\n".join(_short(each) for each in words), kind="line", x=x, y=y, gap=0.0)


def labels(drawing: Drawing, labels: Sequence[Label], kind: Kind, most: int) -> Iterator[Name]:
    """Give the names of the basemap in view, the weightiest first."""
    spots = drawing.spots([label.point for label in labels])
    for number, (x, y) in islice(spots.items(), most):
        yield Name(text=labels[number].text, kind=kind, x=x, y=y, gap=5.0 if kind == "town" else 0.0)


def _short(words: str) -> str:
    """Give *words* on one line, and not too long for a map."""
    line = " ".join(visible(words).split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"


# How things are drawn.


def _is_wide(row: Row) -> bool:
    return row["layer"] == "places" and (row["uncertainty_m"] or 0.0) >= WIDE_M


def _has_circle(drawing: Drawing, row: Row) -> bool:
    doubt = (row["uncertainty_m"] or 0.0) / drawing.metres_a_pixel
    return _LEAST_DOUBT_PX <= doubt <= _MOST_DOUBT_PX and not _is_wide(row)


def _mark(layer: str, *, wide: bool) -> dict[str, Any]:
    shape, colour = SHAPES[layer], COLOURS[layer]
    face, edge, width = ("white", colour, 1.8) if wide else (colour, "white", 1.2)
    return {
        "marker": _MARKERS[shape],
        "markersize": _MARK_SIZE[shape],
        "markerfacecolor": face,
        "markeredgecolor": edge,
        "markeredgewidth": width,
    }


def _dash(verdict: str) -> Any:  # noqa: ANN401  (a line style of matplotlib's)
    """Give a verdict's dash in widths of its line, as matplotlib counts."""
    points = 72.0 / 100.0
    return (0, tuple(pixels * points / _LINE_WIDTH for pixels in DASHES[verdict])) if DASHES[verdict] else "-"


def _tint(colour: str, opacity: float) -> tuple[float, float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5))
    return (red, green, blue, opacity)


def fill(drawing: Drawing, geometries: Iterable[BaseGeometry], **style: Any) -> None:  # noqa: ANN401
    """Fill shapes in degrees, in a style of matplotlib's collections; it names `edgecolors`."""
    flat = drawing.sheet.all_onto(geometries)
    if style["edgecolors"] != "none":
        # An area cut at the antimeridian is one again, without an edge there.
        flat = [
            shapely.union_all(list(_parts(each)), grid_size=1.0) if hasattr(each, "geoms") else each for each in flat
        ]
    areas = [[part for part in _parts(each) if isinstance(part, shapely.Polygon)] for each in flat]
    paths = [_path(polygons) for polygons in areas if polygons]
    if paths:
        drawing.axes.add_collection(PathCollection(paths, **style), autolim=False)


def _path(polygons: Sequence[shapely.Polygon]) -> Path:
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return Path.make_compound_path(*(Path(shapely.get_coordinates(ring), closed=True) for ring in rings))


def _stroke(drawing: Drawing, geometries: Iterable[BaseGeometry], **style: Any) -> None:  # noqa: ANN401
    parts = [part for flat in drawing.sheet.all_onto(geometries) for part in _parts(flat)]
    lines = [np.asarray(shapely.get_coordinates(part)) for part in parts if part.geom_type == "LineString"]
    if lines:
        drawing.axes.add_collection(LineCollection(lines, **style), autolim=False)


def _parts(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    """Take a collection of any depth apart."""
    for part in shapely.get_parts(geometry):
        if hasattr(part, "geoms"):
            yield from _parts(part)
        elif not part.is_empty:
            yield part
