"""Let the visitor put a record right: another place, typed coordinates, a pin on the map, or no place at all."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import project
from dashboard.reading import Result, gazetteer
from dashboard.records import choice_at, id_of, report_of, span_of, target_of
from gazetteer.place import Place, Point
from pipeline.corrections import SCOPES, Correction, Decision, NotAPlace, Scope, Target, ToPlace, ToPoint, typed_point
from pipeline.encode import markdown_text, visible
from pipeline.errors import CorrectionError
from pipeline.layers import Row, Unplaced
from pipeline.model import Report, Span
from pipeline.notations import written
from pipeline.quoting import quote

CHOOSE, TYPE, PLACE, NONE = "Choose", "Type", "On the map", "Not a place"
SCOPE_WORDS: dict[Scope, str] = {"mention": "this mention", "report": "this report", "project": "all reports"}
DOUBTS_M = (10, 100, 500, 1000, 5000, 20_000)
_WAY, _DROPPED, _FOR, _MISSED = "correct-way", "correct-dropped", "correct-for", "missed"


def placing(record_id: str) -> bool:
    """Tell whether the map shall offer a pin for that record."""
    return st.session_state.get(_WAY) == PLACE and st.session_state.get(_FOR) == record_id


def drop(record_id: str, point: Point) -> None:
    """Take in where the pin of a record was dropped."""
    st.session_state[_DROPPED] = (record_id, point)


def dropped(record_id: str) -> Point | None:
    """Give where the pin of that record was dropped, if it was."""
    found: tuple[str, Point] | None = st.session_state.get(_DROPPED)
    return found[1] if found and found[0] == record_id else None


def show_correction(result: Result, record: Row | Unplaced) -> None:
    """Show the ways to put *record* right, and save the one chosen."""
    report = report_of(result, record.report if isinstance(record, Unplaced) else record["report"])
    if report is None:
        return
    span, record_id = span_of(record), id_of(record)
    if st.session_state.get(_FOR) != record_id:
        st.session_state[_FOR] = record_id
        st.session_state[_WAY] = None
    target = target_of(report, record)
    ways = (CHOOSE, TYPE, PLACE, NONE) if target == "place" else (TYPE, PLACE, NONE)
    st.markdown("**Put it right**")
    way = st.segmented_control("Put it right", ways, key=_WAY, label_visibility="collapsed")
    if way is None:
        return
    decision = _decision(way, report, span, record_id)
    note = st.text_input("Note", key="correct-note", placeholder="why, for whoever reads this next", max_chars=500)
    scope = st.segmented_control(
        "Applies to", SCOPES, default="mention", required=True, key="correct-scope", format_func=SCOPE_WORDS.__getitem__
    )
    st.button(
        "Save",
        type="primary",
        disabled=decision is None,
        on_click=_save,
        args=(report, span, decision, target, scope or "mention", note),
    )


def show_missed(report: Report, span: Span) -> None:
    """Let the visitor place words in which nothing was found."""
    words = span.of(report.document.text)
    st.markdown(f"**Place these words:** {markdown_text(words)}")
    way = st.segmented_control("How", (CHOOSE, TYPE), default=CHOOSE, required=True, key="missed-way")
    decision = _chosen(report, span, "missed") if way == CHOOSE else _typed("missed")
    save, cancel = st.columns(2)
    save.button(
        "Save",
        type="primary",
        key="missed-save",
        disabled=decision is None,
        use_container_width=True,
        on_click=_save,
        args=(report, span, decision, "place", "mention", "", True),
    )
    cancel.button("Cancel", key="missed-cancel", use_container_width=True, on_click=_forget_missed)


def miss(report: Report, span: Span | None) -> None:
    """Take in the words of a report that a person wants to be placed too."""
    st.session_state[_MISSED] = (report.document.id, span) if span else None


def missed_span(report_id: str) -> Span | None:
    """Give the words of that report that wait to be placed."""
    waiting: tuple[str, Span] | None = st.session_state.get(_MISSED)
    return waiting[1] if waiting and waiting[0] == report_id else None


def _forget_missed() -> None:
    st.session_state[_MISSED] = None


def _decision(way: str, report: Report, span: Span, record_id: str) -> Decision | None:
    if way == CHOOSE:
        return _chosen(report, span, "correct")
    if way == TYPE:
        return _typed("correct")
    if way == PLACE:
        return _pinned(record_id)
    st.caption("The words stay in the text, and leave the map.")
    return NotAPlace()


def _chosen(report: Report, span: Span, key: str) -> Decision | None:
    """Offer the candidates, or those of a name that is typed."""
    choice = choice_at(report, span)
    name = st.text_input("Look up a name", key=f"{key}-name", placeholder=visible(span.of(report.document.text)))
    if name.strip() or choice is None or not choice.candidates:
        found = gazetteer(say=lambda _: None).lookup(name.strip() or span.of(report.document.text), limit=8)
    else:
        found = choice.candidates
    places = {candidate.place.id: candidate.place for candidate in found}
    if not places:
        st.caption("The gazetteer has no place of that name: type coordinates, or set a pin on the map.")
        return None
    if st.session_state.get(f"{key}-candidate") not in places:
        st.session_state.pop(f"{key}-candidate", None)
    picked = st.radio(
        "Candidates",
        list(places),
        index=None,
        key=f"{key}-candidate",
        format_func=lambda place_id: _described(places[place_id]),
        label_visibility="collapsed",
    )
    return ToPlace(place=picked, name=places[picked].name) if picked else None


def _described(place: Place) -> str:
    where = ", ".join(part for part in (place.kind, place.region, place.country) if part)
    people = f", {place.population:,} people" if place.population else ""
    return markdown_text(f"{place.name} ({where}{people})")


def _typed(key: str) -> Decision | None:
    """Read coordinates in any notation, and say how they were understood."""
    words = st.text_input("Coordinates", key=f"{key}-typed", placeholder="48.5946, 37.9994 or 37U DP 26221 82874")
    if not words.strip():
        return None
    try:
        decision = typed_point(words)
    except CorrectionError as error:
        st.warning(markdown_text(error))
        return None
    st.caption(_echo(decision))
    return decision


def _pinned(record_id: str) -> Decision | None:
    """Take the place of the pin, and ask how sure it is."""
    point = dropped(record_id)
    if point is None:
        st.caption("Click on the map, or drag the pin.")
        return None
    doubt = st.select_slider(
        "True within", DOUBTS_M, value=1000, key="correct-doubt", format_func=lambda metres: f"{metres:,} m"
    )
    decision = ToPoint(point=point, uncertainty_m=float(doubt))
    st.caption(_echo(decision))
    return decision


def _echo(decision: ToPoint) -> str:
    said = written(decision.point, doubt_m=decision.uncertainty_m)
    return markdown_text(f"Understood as {said.dd} (MGRS {said.mgrs}), within {decision.uncertainty_m:,.0f} m.")


def _save(  # noqa: PLR0913, PLR0917  (what a correction is made of; Streamlit passes it by position)
    report: Report,
    span: Span,
    decision: Decision,
    target: Target,
    scope: Scope,
    note: str,
    missed: bool = False,  # noqa: FBT001, FBT002
) -> None:
    """Make the correction and take it in."""
    project.correct(
        Correction(
            report=report.document.id,
            quoted=quote(report.document.text, span),
            decision=decision,
            made=datetime.now(UTC),
            scope=scope,
            target=target,
            missed=missed,
            note=note.strip() or None,
        )
    )
    st.session_state["correct-note"] = ""
    st.session_state[_WAY] = None
    st.session_state[_DROPPED] = None
    st.session_state[_MISSED] = None
