"""Obscure what leaves: move every point onto a stated grid, leave quotes out, and say so."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from shapely import Point as ShapelyPoint
from shapely import get_coordinates

from gazetteer.place import Place, Point
from pipeline.about import Precision
from pipeline.errors import PrecisionError
from pipeline.geodesy import disc, inverse
from pipeline.layers import LAYERS, STATED_AREA, Layers, Row, geodesic_line, rows_of
from pipeline.model import Choice, Finding, GroundedClaim, Location, Report, Span, WrittenCoordinate

BLOT = "█"
"""Stands, one for one, for the characters of a coordinate written in a text, so that offsets stay true."""

METRES_A_DEGREE = 111_195.0
"""Of latitude, on the sphere of 6,371 km; cells of the metre grid are counted with it."""

LIMITS = {"deg": (0.0001, 10.0), "m": (10.0, 1_000_000.0)}
"""The finest and the coarsest step of a grid in degrees and in metres."""

_PRECISION = re.compile(
    r"\s*(?P<step>\d{1,7}(?:\.\d{1,7})?)\s*(?P<unit>°|deg(?:rees?)?|km|m)\s*", re.IGNORECASE | re.ASCII
)


def parse_precision(words: str) -> Precision:
    """Read a grid as a user writes it: "0.01 deg", "0.1°", "500 m", "10 km".

    Raises `PrecisionError` for anything else, and outside `LIMITS`.
    """
    match = _PRECISION.fullmatch(words)
    if match:
        unit = match["unit"].lower()
        step = float(match["step"]) * (1000.0 if unit == "km" else 1.0)
        found = Precision(step=step, unit="m" if unit in {"m", "km"} else "deg")
        least, most = LIMITS[found.unit]
        if least <= step <= most:
            return found
    message = f"precision: {words!r} is no grid to move points onto; write it like 0.01deg, 500m or 10km"
    raise PrecisionError(message)


WITHOUT_QUOTES = (
    "Quotes were left out: of what the reports say, only the names, distances, coordinates and dates that were found "
    "in them are here. These and the titles may still tell the place."
)
"""What a file says that holds no quotes."""


def described(precision: Precision) -> str:
    """Say in a few sentences what was done to points, and what was not done."""
    grid = (
        f"a grid of {precision.step:g} degrees, counted from latitude 0 and longitude 0"
        if precision.unit == "deg"
        else f"a grid of {precision}: rows of equal height counted from the equator, each cut into cells as wide as "
        "they are high, counted from longitude 0"
    )
    return (
        f"Every point was moved to the middle of its cell in {grid}; its uncertainty was raised by half the cell's "
        "diagonal, areas became circles of that radius, and coordinates written in texts were blotted out. "
        "Names, quotes, titles and measured figures were not changed by that: they may still tell the place."
    )


def snapped(point: Point, precision: Precision) -> tuple[Point, float]:
    """Give the middle of the cell that *point* lies in, and half the cell's diagonal in metres."""
    height = precision.step if precision.unit == "deg" else precision.step / METRES_A_DEGREE
    row = math.floor(point.lat / height)
    lat = min(90.0, max(-90.0, (row + 0.5) * height))
    width = height
    if precision.unit == "m":
        around = 360.0 * max(math.cos(math.radians(lat)), 1e-9) / height
        width = 360.0 / max(1, math.floor(around))
    lon = (math.floor(point.lon / width) + 0.5) * width
    middle = Point(lat=round(lat, 9), lon=round((lon + 180.0) % 360.0 - 180.0, 9))
    edges = (max(-90.0, lat - height / 2.0), min(90.0, lat + height / 2.0))
    corners = [Point(lat=edge, lon=(lon + width / 2.0 + 180.0) % 360.0 - 180.0) for edge in edges]
    return middle, max(inverse(middle, corner)[0] for corner in corners)


def obscured(layers: Layers, reports: Sequence[Report], precision: Precision) -> tuple[Layers, list[Report]]:
    """Give *layers* and *reports* with every point on the grid and written coordinates blotted out."""
    blots: dict[str, list[Span]] = {}
    for report in reports:
        blots.setdefault(report.document.id, []).extend(written.span for written in report.coordinates)
    coarse = {name: _frame(frame, blots, precision) for name, frame in layers.items()}
    return coarse, [_report(report, precision) for report in reports]


def unquoted(layers: Layers, reports: Sequence[Report]) -> tuple[Layers, list[Report]]:
    """Give *layers* and *reports* with no more of any text than the words that were found in it.

    A quote becomes those words; all else in a text is blotted out, so that offsets stay true.
    """
    bare = {
        name: frame.assign(quote=frame["words"], quote_start=frame["start"]) if name in LAYERS else frame
        for name, frame in layers.items()
    }
    return bare, [_unquoted(report) for report in reports]


# Layers.


def _frame(frame: Any, blots: Mapping[str, Sequence[Span]], precision: Precision) -> Any:  # noqa: ANN401  (GeoDataFrames)
    rows = [_row(row, blots.get(row["report"], ()), precision) for row in rows_of(frame)]
    changed = {
        name: pd.Series([row[name] for row in rows], index=frame.index, dtype=frame[name].dtype)
        for name in ("name", "quote", "words", "lat", "lon", "uncertainty_m", STATED_AREA)
    }
    return frame.assign(**changed).set_geometry([row["geometry"] for row in rows], crs=frame.crs)


def _row(row: Row, blots: Sequence[Span], precision: Precision) -> Row:
    words = _blotted(row["words"], row["start"], blots)
    texts = {
        "quote": _blotted(row["quote"], row["quote_start"], blots),
        "words": words,
        "name": words if row["layer"] == "coordinates" else row["name"],
        STATED_AREA: None,
    }
    if row["part"] == "line":
        ends = get_coordinates(row["geometry"])[[0, -1]]
        start, end = (snapped(Point(lat=lat, lon=lon), precision)[0] for lon, lat in ends)
        if start == end:
            # No shape has a line of no length; this one is too short to see.
            end = replace(end, lat=end.lat - math.copysign(0.00001, end.lat))
        return {**row, **texts, "geometry": geodesic_line(start, end)}
    middle, half = snapped(Point(lat=row["lat"], lon=row["lon"]), precision)
    doubt = (row["uncertainty_m"] or 0.0) + half
    shape = disc(middle, doubt) if row["part"] == "area" else ShapelyPoint(middle.lon, middle.lat)
    return {**row, **texts, "lat": middle.lat, "lon": middle.lon, "uncertainty_m": doubt, "geometry": shape}


def _blotted(text: str, start: int, blots: Iterable[Span]) -> str:
    """Blot out of *text*, which begins at *start* of its report, what lies within the spans *blots*."""
    for blot in blots:
        first, last = max(0, blot.start - start), min(len(text), blot.end - start)
        if first < last:
            text = f"{text[:first]}{BLOT * (last - first)}{text[last:]}"
    return text


# Reports.


def _unquoted(report: Report) -> Report:
    found: list[Span] = [choice.toponym.span for choice in report.choices]
    found += [finding.grounded.claim.span for finding in report.findings]
    found += [claim.span for claim in report.claims]
    found += [written.span for written in report.coordinates]
    found += [written.span for written in report.dates]
    text = report.document.text
    kept = list(BLOT * len(text))
    for span in found:
        kept[span.start : span.end] = span.of(text)
    # Without sentences, what is quoted is the words alone.
    return replace(report, document=replace(report.document, text="".join(kept)), sentences=())


def _report(report: Report, precision: Precision) -> Report:
    text = report.document.text
    told = {written.problem: _told(written, text) for written in report.coordinates}
    return replace(
        report,
        document=replace(report.document, text=_blotted(text, 0, [written.span for written in report.coordinates])),
        warnings=tuple(told.get(warning) or warning for warning in report.warnings),
        choices=tuple(_choice(choice, precision) for choice in report.choices),
        findings=tuple(_finding(finding, precision) for finding in report.findings),
        coordinates=tuple(
            replace(_coordinate(written, precision), problem=told[written.problem]) for written in report.coordinates
        ),
    )


def _told(written: WrittenCoordinate, text: str) -> str | None:
    """Give what is wrong with a coordinate, without its digits: one whose numbers were swapped tells a place too."""
    words = " ".join(written.span.of(text).split())
    return written.problem and written.problem.replace(words, BLOT * len(words))


def _choice(choice: Choice, precision: Precision) -> Choice:
    extent = choice.uncertainty_m
    if extent is not None and choice.place is not None:
        extent += snapped(choice.place.point, precision)[1]
    candidates = tuple(replace(each, place=_place(each.place, precision)) for each in choice.candidates)
    return replace(choice, place=_maybe(choice.place, precision), candidates=candidates, uncertainty_m=extent)


def _place(place: Place, precision: Precision) -> Place:
    middle, half = snapped(place.point, precision)
    return replace(place, point=middle, radius_m=place.radius_m + half)


def _maybe(place: Place | None, precision: Precision) -> Place | None:
    return None if place is None else _place(place, precision)


def _finding(finding: Finding, precision: Precision) -> Finding:
    grounded: GroundedClaim = replace(
        finding.grounded,
        anchor=_maybe(finding.grounded.anchor, precision),
        subject=_maybe(finding.grounded.subject, precision),
        other_anchor=_maybe(finding.grounded.other_anchor, precision),
        edge_of=_maybe(finding.grounded.edge_of, precision),
    )
    return replace(finding, grounded=grounded, location=_location(finding.location, precision))


def _location(location: Location | None, precision: Precision) -> Location | None:
    if location is None:
        return None
    middle, half = snapped(location.point, precision)
    doubt = location.uncertainty_m + half
    return replace(location, point=middle, area=disc(middle, doubt), uncertainty_m=doubt)


def _coordinate(written: WrittenCoordinate, precision: Precision) -> WrittenCoordinate:
    if written.point is None:
        return written
    middle, half = snapped(written.point, precision)
    return replace(written, point=middle, uncertainty_m=(written.uncertainty_m or 0.0) + half)
