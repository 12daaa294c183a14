"""Find what lies behind a record that was chosen: its report, and what the pipeline made of its words."""

from collections.abc import Iterable

from dashboard.reading import Result
from pipeline.layers import Row, Unplaced
from pipeline.model import Choice, Finding, Report, Span, Verdict

_SETTLED = {None, Verdict.HOLDS}


def report_of(result: Result, report_id: str) -> Report | None:
    """Give the report of that id."""
    return next((report for report in result.reports if report.document.id == report_id), None)


def choice_at(report: Report, span: Span) -> Choice | None:
    """Give the choice for the name at *span*."""
    return next((choice for choice in report.choices if choice.toponym.span == span), None)


def finding_at(report: Report, span: Span) -> Finding | None:
    """Give the claim at *span*."""
    return next((finding for finding in report.findings if finding.grounded.claim.span == span), None)


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
