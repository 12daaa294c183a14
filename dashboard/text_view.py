"""Show a report's text with all that was found in it marked; a mark selects its record."""

from bisect import bisect_left
from collections.abc import Callable, Iterator

import streamlit as st

from dashboard.correcting import miss, missed_span, show_missed
from dashboard.reading import Result
from dashboard.records import point_id
from dashboard.state import select, selected
from dashboard.widgets import Mark, text_with_marks
from pipeline.encode import markdown_text, visible
from pipeline.layers import Row, Unplaced
from pipeline.model import Report, Span, Verdict
from pipeline.web import cards

_REPORT = "text-report"
_KINDS = {"places": "place", "claims": "claim", "coordinates": "coordinate"}
_SETTLED = {None, Verdict.HOLDS, Verdict.CANNOT_CHECK}
_LAST = "text-last"


def show_text(result: Result) -> None:
    """Show the text of one report: the one that the selected record is from, until another is chosen."""
    if not result.reports:
        st.info("There is no report to show.")
        return
    _follow(result)
    reports = {report.document.id: report for report in result.reports}
    if st.session_state.get(_REPORT) not in reports:
        st.session_state[_REPORT] = next(iter(reports))
    chosen = st.selectbox(
        "Report",
        list(reports),
        key=_REPORT,
        format_func=lambda name: visible(reports[name].document.title or name),
        label_visibility="collapsed",
    )
    report = reports[chosen]
    for said in report.document.warnings:
        st.caption(markdown_text(f"How it was read: {said}."))
    span = missed_span(chosen)
    if span is not None:
        with st.container(border=True):
            show_missed(report, span)
    here = selected()
    text_with_marks(
        report.document.text,
        list(marks_of(result, report)),
        report=chosen,
        chosen=point_id(here) if here else None,
        on_chosen=select,
        on_added=lambda start, end: miss(report, span_of_units(report.document.text, start, end)),
    )


def _follow(result: Result) -> None:
    """Turn to the report of a record that was selected since the last time, wherever that happened."""
    here = selected()
    if here == st.session_state.get(_LAST):
        return
    st.session_state[_LAST] = here
    row, missing = result.rows.get(here or ""), result.missing.get(here or "")
    report = row["report"] if row else missing.report if missing else None
    if report is not None:
        st.session_state[_REPORT] = report


def marks_of(result: Result, report: Report) -> Iterator[Mark]:
    """Give the marks of a report's text: records with their id, dates without."""
    at = _units_before(report.document.text)
    name = report.document.id
    for row in result.rows.values():
        if row["report"] == name and row["part"] != "area":
            yield _mark(at, row["start"], row["end"], kind=_kind(row), hint=_hint(row), record=row["id"])
    for item in result.missing.values():
        if item.report == name:
            kind = "aside" if item.deliberate else "missing"
            yield _mark(at, item.start, item.end, kind=kind, hint=_why(item), record=item.id)
    for written in report.dates:
        hint = f"{written.first.isoformat()} to {written.last.isoformat()}"
        yield _mark(at, written.span.start, written.span.end, kind="date", hint=hint, record=None)


def _mark(  # noqa: PLR0913  (what a mark is made of)
    at: Callable[[int], int], start: int, end: int, *, kind: str, hint: str, record: str | None
) -> Mark:
    return {"start": at(start), "end": at(end), "kind": kind, "hint": visible(hint), "id": record}


def _kind(row: Row) -> str:
    if row["layer"] != "checks":
        return _KINDS[row["layer"]]
    return "claim" if row["verdict"] in _SETTLED else "claim off"


def _hint(row: Row) -> str:
    parts = (cards.LAYER_WORDS[row["layer"]], row["name"], row["verdict"], cards.score(row))
    return ", ".join(part for part in parts if part)


def _why(item: Unplaced) -> str:
    return f"Not placed: {item.reason}"


def _units_before(text: str) -> Callable[[int], int]:
    """Count as JavaScript does: a character beyond the basic plane is two."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return lambda offset: offset
    wide = [number for number, sign in enumerate(text) if sign > "\uffff"]

    def units(offset: int) -> int:
        return offset + bisect_left(wide, offset)

    return units


def span_of_units(text: str, start: int, end: int) -> Span | None:
    """Give the words between two places counted as JavaScript does, blanks at their ends left out; None for none."""
    at = _units_before(text)
    places = [bisect_left(range(len(text) + 1), unit, key=at) for unit in (start, end)]
    words = text[places[0] : places[1]]
    begin = places[0] + len(words) - len(words.lstrip())
    return Span(start=begin, end=begin + len(words.strip())) if words.strip() else None
