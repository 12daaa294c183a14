"""Turn reports into map layers: one table of features a layer, each with its evidence."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
from shapely import LineString, MultiLineString
from shapely import Point as ShapelyPoint

from gazetteer.place import Place, Point
from pipeline.encode import storable
from pipeline.geodesy import destination, inverse
from pipeline.identity import feature_id
from pipeline.model import ByHand, Choice, ClaimCheck, Finding, Report, Role, Span, WrittenCoordinate
from pipeline.statements import counted_from, measured, stated
from pipeline.timing import timed

LayerName = Literal["places", "claims", "checks", "coordinates"]
LAYERS: tuple[LayerName, ...] = ("places", "claims", "checks", "coordinates")

Layers = dict[str, gpd.GeoDataFrame]
Row = dict[str, Any]

COLUMNS: dict[str, str] = {
    "id": "str",
    "layer": "str",
    "part": "str",
    "name": "str",
    "report": "str",
    "title": "str",
    "source": "str",
    "published": "str",
    "page": "str",
    "quote": "str",
    "quote_start": "int64",
    "start": "int64",
    "end": "int64",
    "words": "str",
    "method": "str",
    "score": "float64",
    "uncertainty_m": "float64",
    "area_confidence": "float64",
    "lat": "float64",
    "lon": "float64",
    "place_id": "str",
    "kind": "str",
    "country": "str",
    "region": "str",
    "modifier": "str",
    "candidates": "str",
    "anchor": "str",
    "anchor_implied": "bool",
    "stated": "str",
    "stated_low_m": "float64",
    "stated_high_m": "float64",
    "stated_bearing_deg": "float64",
    "measured": "str",
    "measured_m": "float64",
    "measured_bearing_deg": "float64",
    "ratio": "float64",
    "verdict": "str",
    "note": "str",
    "date_from": "str",
    "date_to": "str",
    "dated_by": "str",
    "status": "str",
}
"""The attributes of every feature and their types; what a layer has no use for is null.

`part` tells the "point" of a claim from its "area"; `lat` and `lon` are the best guess in degrees;
`text[start:end]` of the report are the `words`, `quote` is the sentence round them and begins at
`quote_start`; `page` is the number of the page they stand on, null where the file has none. `date_from` and
`date_to` are the days the words speak of (ISO, both included), `dated_by` says whether the "sentence" or
the "publication" gave them. `status` is how far a person has judged the feature: "new" until a project says
otherwise.
"""

STATED_AREA = "stated_area"
"""The column beside `geometry` that holds, for a check, the area in which the claim puts its subject."""

MAX_QUOTE = 700
"""Characters of the longest quote; a longer sentence is cut round its words."""

LINE_STEP_M = 20_000.0
"""A line has a point at least this often, so that it follows the geodesic on the map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Something found that no layer holds, and why; `deliberate` where it is no location at all."""

    id: str
    report: str
    page: str | None
    words: str
    quote: str
    start: int
    end: int
    reason: str
    deliberate: bool


def to_layers(reports: Sequence[Report]) -> Layers:
    """Give the layers of CONTRACT.md, each a table in WGS84 with the columns of `COLUMNS`, in report order.

    Places are drawn only where the name has the role of a location. Claims hold a point and an area
    for each claim without a known subject, checks a line for each that has both ends.
    """
    makers = {"places": _places, "claims": _claims, "checks": _checks, "coordinates": _coordinates}
    return {layer: _frame(row for report in reports for row in makers[layer](report)) for layer in LAYERS}


def rows_of(frame: gpd.GeoDataFrame) -> list[Row]:
    """Give a layer's features as plain rows: None for what is missing, never NaN; `geometry` is shapely's."""
    names = [str(name) for name in frame.columns]
    # Not `frame[name]`, for which GeoPandas looks each time whether it is to be a map again.
    columns = [_present(column) for _, column in frame.items()]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def unplaced(reports: Sequence[Report]) -> list[Unplaced]:
    """List what was found but is on no layer, in report order, with the reason in words."""
    return [item for report in reports for item in _unplaced(report)]


# One maker a layer.


def _places(report: Report) -> Iterator[Row]:
    for choice in report.choices:
        place, toponym = choice.place, choice.toponym
        if place is None or toponym.role != "location":
            continue
        yield {
            **_common(report, "places", toponym.span),
            **_at(place.point),
            "name": place.name,
            **_method(choice.by_hand, "gazetteer"),
            "score": choice.score,
            "uncertainty_m": place.radius_m if choice.uncertainty_m is None else choice.uncertainty_m,
            "place_id": place.id,
            "kind": place.kind,
            "country": place.country,
            "region": place.region,
            "modifier": toponym.modifier,
            "candidates": "; ".join(_described(candidate.place) for candidate in choice.candidates[1:]) or None,
        }


def _claims(report: Report) -> Iterator[Row]:
    scores = _scores(report)
    for finding in report.findings:
        if finding.location is None or finding.grounded.subject is not None:
            continue
        row = {
            **_common(report, "claims", finding.grounded.claim.span),
            **_claimed(finding, scores),
            **_method(finding.by_hand, "offset"),
            "name": _claim_name(finding),
            "uncertainty_m": finding.location.uncertainty_m,
            "area_confidence": finding.location.confidence,
        }
        position = _at(finding.location.point)
        yield {**row, **position, "id": f"{row['id']}-area", "part": "area", "geometry": finding.location.area}
        yield {**row, **position}


def _checks(report: Report) -> Iterator[Row]:
    scores = _scores(report)
    for finding in report.findings:
        line = _line_of(finding)
        if line is None or finding.check is None:
            continue
        yield {
            **_common(report, "checks", finding.grounded.claim.span),
            **_claimed(finding, scores),
            "method": "gazetteer",
            "name": _check_name(finding),
            "part": "line",
            "geometry": line,
            STATED_AREA: finding.location.area if finding.location else None,
        }


def _coordinates(report: Report) -> Iterator[Row]:
    for written in report.coordinates:
        if written.point is None:
            continue
        yield {
            **_common(report, "coordinates", written.span),
            **_at(written.point),
            "name": written.span.of(report.document.text),
            **_method(written.by_hand, "coordinate"),
            "score": 1.0,
            "uncertainty_m": written.uncertainty_m,
            "kind": written.notation,
        }


# What the layers have in common.


def _frame(rows: Iterable[Row]) -> gpd.GeoDataFrame:
    found = list(_distinct(rows))
    table = {name: _column(found, name) for name in (*COLUMNS, "geometry", STATED_AREA)}
    return gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326")


def _column(rows: Sequence[Row], name: str) -> Any:  # noqa: ANN401  (a list or, of numbers, an array)
    """Give the values of one column, None or NaN where a row has none; text is made fit for a file."""
    values = [row.get(name) for row in rows]
    kind = COLUMNS.get(name)
    if kind == "str":
        return [value and storable(value) for value in values]
    return np.array(values, dtype=kind) if kind in {"int64", "float64"} else values


def _distinct(rows: Iterable[Row]) -> Iterator[Row]:
    """Set a number behind the later of those that share an id, so that an id names one feature."""
    seen: dict[str, int] = {}
    for row in rows:
        count = seen[row["id"]] = seen.get(row["id"], 0) + 1
        yield row if count == 1 else {**row, "id": f"{row['id']}~{count}"}


def _common(report: Report, layer: LayerName, span: Span) -> Row:
    document = report.document
    quote = quote_of(report, span)
    timing = timed(report, span)
    return {
        "id": feature_id(document.id, layer, span),
        "layer": layer,
        "part": "point",
        "report": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published.isoformat() if document.published else None,
        "page": document.page_of(span.start),
        "quote": quote.of(document.text),
        "quote_start": quote.start,
        "start": span.start,
        "end": span.end,
        "words": span.of(document.text),
        "date_from": timing.first.isoformat() if timing.first else None,
        "date_to": timing.last.isoformat() if timing.last else None,
        "dated_by": timing.dated_by,
        "status": "new",
    }


def quote_of(report: Report, span: Span) -> Span:
    """Find the sentence, or the sentences, round *span*; at most `MAX_QUOTE` characters."""
    first, last = (
        bisect_right(report.sentences, offset, key=lambda sentence: sentence.start) - 1
        for offset in (span.start, span.end - 1)
    )
    start = min(report.sentences[first].start, span.start) if first >= 0 else span.start
    end = max(report.sentences[last].end, span.end) if last >= 0 else span.end
    if end - start <= MAX_QUOTE:
        return Span(start=start, end=end)
    room = max(0, MAX_QUOTE - (span.end - span.start)) // 2
    return Span(start=max(start, span.start - room), end=min(end, max(span.end, span.start + MAX_QUOTE - room)))


def _method(by_hand: ByHand | None, otherwise: str) -> Row:
    """Say how a feature was placed; a person's note goes with what a person placed."""
    return {"method": "by hand", "note": by_hand.note} if by_hand else {"method": otherwise}


def _at(point: Point) -> Row:
    return {"lat": point.lat, "lon": point.lon, "geometry": ShapelyPoint(point.lon, point.lat)}


def _claimed(finding: Finding, scores: Mapping[Span, float]) -> Row:
    claim = finding.grounded.claim
    return {
        "score": _score(finding, scores),
        "anchor": finding.grounded.anchor.name if finding.grounded.anchor else None,
        "anchor_implied": finding.grounded.implied,
        "kind": claim.kind,
        "stated": stated(claim),
        "stated_low_m": claim.distance.low_m if claim.distance else None,
        "stated_high_m": claim.distance.high_m if claim.distance else None,
        "stated_bearing_deg": claim.heading.bearing_deg if claim.heading else None,
        **_checked(finding.check),
    }


def _checked(check: ClaimCheck | None) -> Row:
    if check is None:
        return {}
    return {
        "measured": measured(check),
        "measured_m": check.measured_m,
        "measured_bearing_deg": check.measured_bearing_deg,
        "ratio": check.ratio,
        "verdict": check.verdict.value,
        "note": check.note,
    }


def _scores(report: Report) -> dict[Span, float]:
    """Give the scores of the places chosen, by the spans of their names."""
    return {choice.toponym.span: choice.score for choice in report.choices if choice.place}


def _score(finding: Finding, scores: Mapping[Span, float]) -> float | None:
    """Give the lowest score among the choices that the claim rests on."""
    spans = (finding.grounded.anchor_span, finding.grounded.subject_span)
    return min((scores[span] for span in spans if span and span in scores), default=None)


def _claim_name(finding: Finding) -> str:
    """Say in a few words where a claim lies: "5 km N of X", "by road 10 km from X towards Y"."""
    grounded, claim = finding.grounded, finding.grounded.claim
    ends = counted_from(grounded) or "an unknown place"
    if claim.distance is None and claim.heading is None:
        return f"{'on the line ' if claim.kind == 'along' else ''}between {ends}"
    of = "of" if claim.heading or claim.kind == "within" else "from"
    hedged = claim.distance is not None and claim.distance.hedge is not None
    lead = "by road " if claim.kind == "along" else "within " if claim.kind == "within" and not hedged else ""
    return f"{lead}{stated(claim)} {of} {ends}"


def _check_name(finding: Finding) -> str:
    anchor, subject = finding.grounded.anchor, finding.grounded.subject
    return f"{anchor.name if anchor else ''} to {subject.name if subject else ''}"


def _described(place: Place) -> str:
    where = ", ".join(part for part in (place.kind, place.region, place.country) if part)
    return f"{place.name} ({where})"


def _line_of(finding: Finding) -> LineString | MultiLineString | None:
    anchor, subject = finding.grounded.anchor, finding.grounded.subject
    if anchor is None or subject is None or anchor.point == subject.point:
        return None
    return geodesic_line(anchor.point, subject.point)


def geodesic_line(start: Point, end: Point) -> LineString | MultiLineString:
    """Draw the shortest way between two points, cut where it crosses the antimeridian."""
    metres, bearing = inverse(start, end)
    steps = max(1, math.ceil(metres / LINE_STEP_M))
    between = [destination(start, bearing, metres * step / steps) for step in range(1, steps)]
    pieces: list[list[tuple[float, float]]] = [[(start.lon, start.lat)]]
    for point in (*between, end):
        last_lon, last_lat = pieces[-1][-1]
        lon = point.lon
        if abs(lon - last_lon) > 180.0 and abs(lon) == 180.0:
            lon = -lon  # the same meridian, seen from the other side
        elif abs(lon - last_lon) > 180.0:
            edge = math.copysign(180.0, last_lon)
            share = (edge - last_lon) / (lon + 2 * edge - last_lon)
            crossing = last_lat + share * (point.lat - last_lat)
            pieces[-1].append((edge, crossing))
            pieces.append([(-edge, crossing)])
        pieces[-1].append((lon, point.lat))
    lines = [LineString(piece) for piece in pieces if len(set(piece)) > 1]
    return lines[0] if len(lines) == 1 else MultiLineString(lines)


def _present(column: Any) -> list[Any]:  # noqa: ANN401  (a Series or a GeoSeries)
    """Give a column's values with None where one is missing."""
    missing = column.array.isna()
    values = column.to_list()
    return [None if gone else value for value, gone in zip(values, missing, strict=True)] if missing.any() else values


# What could not be placed.

_NO_LOCATION: dict[Role, str] = {
    "metonym": "a government or its capital's name, not a place of the events",
    "byline": "belongs to a byline or an author's note",
    "organisation": "part of an organisation's name",
    "boilerplate": "not part of the report itself",
}


def _unplaced(report: Report) -> Iterator[Unplaced]:
    for choice in report.choices:
        if choice.toponym.role != "location":
            yield _missing(report, choice.toponym.span, _NO_LOCATION[choice.toponym.role], deliberate=True)
        elif choice.place is None:
            by_hand = choice.by_hand is not None
            yield _missing(report, choice.toponym.span, _why_no_place(choice), deliberate=by_hand)
    for finding in report.findings:
        reason = _why_no_claim(finding)
        if reason:
            yield _missing(report, finding.grounded.claim.span, reason, deliberate=finding.by_hand is not None)
    for written in report.coordinates:
        if written.point is None:
            by_hand = written.by_hand is not None
            yield _missing(report, written.span, _why_no_coordinate(written), deliberate=by_hand)


def _missing(report: Report, span: Span, reason: str, *, deliberate: bool = False) -> Unplaced:
    text = report.document.text
    return Unplaced(
        id=feature_id(report.document.id, "unplaced", span),
        report=report.document.id,
        page=report.document.page_of(span.start),
        words=span.of(text),
        quote=quote_of(report, span).of(text),
        start=span.start,
        end=span.end,
        reason=reason,
        deliberate=deliberate,
    )


def _why_no_place(choice: Choice) -> str:
    if choice.by_hand:
        return _set_aside(choice.by_hand)
    return "several places fit and none stands out" if choice.candidates else "no place of that name is known"


def _why_no_claim(finding: Finding) -> str | None:
    grounded = finding.grounded
    if finding.by_hand and finding.location is None:
        return _set_aside(finding.by_hand)
    drawn_as_point = finding.location is not None and grounded.subject is None
    drawn_as_line = finding.check is not None and _line_of(finding) is not None
    if drawn_as_point or drawn_as_line:
        return None
    if grounded.anchor is None:
        return "the place it counts from is not known"
    return finding.check.note if finding.check else "its distance or direction is too vague, or too far, to draw"


def _why_no_coordinate(written: WrittenCoordinate) -> str:
    if written.by_hand:
        return _set_aside(written.by_hand)
    return written.problem or "the coordinate could not be read"


def _set_aside(by_hand: ByHand) -> str:
    return f"set aside by hand: {by_hand.note}" if by_hand.note else "set aside by hand"
