"""Find what lies behind a record that was chosen: its report, and what the pipeline made of its words."""

import re
from collections.abc import Iterable

from dashboard.reading import Result
from pipeline.corrections import Target
from pipeline.layers import LAYERS, Row, Unplaced
from pipeline.model import ByHand, Choice, Finding, Report, Span, Verdict

_SETTLED = {None, Verdict.HOLDS}
_TARGETS: dict[str, Target] = {"places": "place", "claims": "claim", "checks": "claim", "coordinates": "coordinate"}
_ID = re.compile(r"(?P<report>.*)#[a-z]+-(?P<span>\d+-\d+)(?:~\d+)?(?:-area)?", re.DOTALL)


def report_of(result: Result, report_id: str) -> Report | None:
    """Give the report of that id."""
    return next((report for report in result.reports if report.document.id == report_id), None)


def choice_at(report: Report, span: Span) -> Choice | None:
    """Give the choice for the name at *span*."""
    return next((choice for choice in report.choices if choice.toponym.span == span), None)


def finding_at(report: Report, span: Span) -> Finding | None:
    """Give the claim at *span*."""
    return next((finding for finding in report.findings if finding.grounded.claim.span == span), None)


def target_of(report: Report, record: Row | Unplaced) -> Target:
    """Tell what a correction of *record* is about: a place name, a claim or a written coordinate."""
    if not isinstance(record, Unplaced):
        return _TARGETS[record["layer"]]
    span = span_of(record)
    if any(coordinate.span == span for coordinate in report.coordinates):
        return "coordinate"
    return "claim" if finding_at(report, span) else "place"


def by_hand_of(report: Report, record: Row | Unplaced) -> ByHand | None:
    """Give what a person decided of *record*, if anyone did."""
    span = span_of(record)
    marks = (
        *(item.by_hand for item in report.choices if item.toponym.span == span),
        *(item.by_hand for item in report.findings if item.grounded.claim.span == span),
        *(item.by_hand for item in report.coordinates if item.span == span),
    )
    return next((mark for mark in marks if mark), None)


def found(result: Result, record_id: str | None) -> Row | Unplaced | None:
    """Find a record by its id; one whose words were put right is found where they now stand."""
    if not record_id:
        return None
    direct = result.rows.get(record_id) or result.missing.get(record_id)
    parsed = _ID.fullmatch(record_id)
    if direct is not None or parsed is None:
        return direct
    others = (f"{parsed['report']}#{layer}-{parsed['span']}" for layer in (*LAYERS, "unplaced"))
    return next((hit for other in others if (hit := result.rows.get(other) or result.missing.get(other))), None)


def id_of(record: Row | Unplaced) -> str:
    """Give a record's id."""
    name: str = record.id if isinstance(record, Unplaced) else record["id"]
    return name


def span_of(record: Row | Unplaced) -> Span:
    """Give where a record stands in its report."""
    if isinstance(record, Unplaced):
        return Span(start=record.start, end=record.end)
    return Span(start=record["start"], end=record["end"])


def doubtful_first(rows: Iterable[Row]) -> list[str]:
    """Order features by how much they need a look: claims that are off, then low scores; areas go with their point."""
    named = [row for row in rows if row["part"] != "area"]
    return [row["id"] for row in sorted(named, key=lambda row: (row["verdict"] in _SETTLED, row["score"] or 0.0))]


def point_id(record_id: str) -> str:
    """Give the id under which a record is listed: that of its point, where the area was chosen."""
    return record_id.removesuffix("-area")
