"""Turn a report into the JSON record that other programs rely on."""

import json
from dataclasses import asdict
from typing import Any

from gazetteer.place import Place, Point
from pipeline.circle import circle_radius_m
from pipeline.claims.precision import POLICIES
from pipeline.geojson import geometry_json
from pipeline.model import (
    ByHand,
    Choice,
    ClaimCheck,
    Copy,
    DistanceClaim,
    Failure,
    Finding,
    GroundedClaim,
    Length,
    Location,
    Report,
    Span,
    WrittenCoordinate,
    WrittenDate,
)

DEGREE_DIGITS = 6
"""Decimals of a degree in a record: 0.1 m, far finer than any claim."""

Record = dict[str, Any]


def to_record(report: Report) -> Record:
    """Give the record of *report*: JSON types only, no NaN, offsets in characters of its text."""
    document, text = report.document, report.document.text
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published.isoformat() if document.published else None,
        "link": document.link,
        "pages": list(document.pages),
        "copies": [_copy(copy) for copy in document.copies],
        "error": None,
        "warnings": list(report.warnings),
        "toponyms": [_toponym(text, choice) for choice in report.choices],
        "claims": [_claim(text, finding) for finding in report.findings],
        "coordinates": [_coordinate(text, written) for written in report.coordinates if written.point],
        "dates": [_date(text, written) for written in report.dates],
    }


def failure_record(failure: Failure) -> Record:
    """Give the record of a report that could not be read: its reason, and nothing found."""
    empty: Record = dict.fromkeys(("title", "source", "published", "link"))
    lists: Record = {name: [] for name in ("pages", "copies", "warnings", "toponyms", "claims", "coordinates", "dates")}
    return {"id": failure.id, **empty, "error": failure.reason, **lists}


def record_line(result: Report | Failure) -> tuple[str, str | None]:
    """Give the JSON line of a result, and the reason if it is a failure."""
    record = failure_record(result) if isinstance(result, Failure) else to_record(result)
    return _ENCODER.encode(record), record["error"]


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(", ", ": "))
"""Records hold no part of themselves: to look for that takes a tenth of the time."""


def _words(text: str, span: Span) -> Record:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _copy(copy: Copy) -> Record:
    return {
        "id": copy.id,
        "title": copy.title,
        "source": copy.source,
        "published": copy.published.isoformat() if copy.published else None,
        "link": copy.link,
    }


def _toponym(text: str, choice: Choice) -> Record:
    toponym = choice.toponym
    return {
        **_words(text, toponym.span),
        "role": toponym.role,
        "modifier": toponym.modifier,
        "uncertainty_m": _metres(choice.uncertainty_m),
        "place": _place(choice.place),
        "score": round(choice.score, 4),
        "candidates": [_place(candidate.place) for candidate in choice.candidates],
        "terms": {name: round(value, 4) for name, value in choice.terms},
        **_by_hand(choice.by_hand),
    }


def _by_hand(by_hand: ByHand | None) -> Record:
    """Say what a person decided; nothing where nobody did."""
    return {"by_hand": asdict(by_hand)} if by_hand else {}


def _place(place: Place | None) -> Record | None:
    if place is None:
        return None
    return {
        "id": place.id,
        "name": place.name,
        **_point(place.point),
        "kind": place.kind,
        "country": place.country,
        "region": place.region,
        "population": place.population,
        "radius_m": _metres(place.radius_m),
    }


def _point(point: Point) -> Record:
    return {"lat": round(point.lat, DEGREE_DIGITS), "lon": round(point.lon, DEGREE_DIGITS)}


def _metres(value: float | None) -> int | None:
    return None if value is None else round(value)


def _claim(text: str, finding: Finding) -> Record:
    grounded, location = finding.grounded, finding.location
    claim = grounded.claim
    return {
        **_words(text, claim.span),
        "kind": claim.kind,
        "distance": _length(text, claim.distance),
        "bearing_deg": claim.heading.bearing_deg if claim.heading else None,
        "across": _across(text, claim),
        "anchor": _anchor(text, grounded),
        "other_anchor": _end(text, claim.other_anchor, grounded.other_anchor),
        "subject": _end(text, grounded.subject_span, grounded.subject),
        **_location(location),
        "circle_m": {policy: _metres(circle_radius_m(grounded, policy)) for policy in POLICIES},
        "check": _check(finding.check),
        **_by_hand(finding.by_hand),
    }


def _across(text: str, claim: DistanceClaim) -> Record | None:
    """Give the second leg of "5 km north and 3 km east of X"."""
    if claim.across is None:
        return None
    length, heading = claim.across
    return {"distance": _length(text, length), "bearing_deg": heading.bearing_deg}


def _length(text: str, length: Length | None) -> Record | None:
    if length is None:
        return None
    return {
        **_words(text, length.span),
        "unit": length.unit,
        "low_m": length.low_m,
        "high_m": length.high_m,
        "hedge": length.hedge,
    }


def _end(text: str, span: Span | None, place: Place | None) -> Record | None:
    if span is None:
        return None
    return {**_words(text, span), "place": _place(place)}


def _anchor(text: str, grounded: GroundedClaim) -> Record | None:
    end = _end(text, grounded.anchor_span, grounded.anchor)
    return None if end is None else {**end, "implied": grounded.implied}


def _location(location: Location | None) -> Record:
    if location is None:
        return {"point": None, "uncertainty_m": None, "area": None, "area_confidence": None}
    return {
        "point": _point(location.point),
        "uncertainty_m": _metres(location.uncertainty_m),
        "area": geometry_json(location.area, digits=DEGREE_DIGITS),
        "area_confidence": location.confidence,
    }


def _check(check: ClaimCheck | None) -> Record | None:
    if check is None:
        return None
    return {
        "verdict": check.verdict.value,
        "measured_m": _metres(check.measured_m),
        "measured_bearing_deg": None if check.measured_bearing_deg is None else round(check.measured_bearing_deg, 1),
        "ratio": None if check.ratio is None else round(check.ratio, 3),
        "note": check.note,
    }


def _coordinate(text: str, written: WrittenCoordinate) -> Record:
    position = _point(written.point) if written.point else {}
    return {
        **_words(text, written.span),
        "notation": written.notation,
        **position,
        "uncertainty_m": _metres(written.uncertainty_m),
        **_by_hand(written.by_hand),
    }


def _date(text: str, written: WrittenDate) -> Record:
    return {**_words(text, written.span), "from": written.first.isoformat(), "to": written.last.isoformat()}
