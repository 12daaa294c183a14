"""Let the visitor put a record right: another place, typed coordinates, a pin on the map, or no place at all."""

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from dashboard import project
from dashboard.reading import Result, gazetteer
from dashboard.records import choice_at, id_of, report_of, span_of, target_of
from dashboard.state import key_of
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
USUAL_DOUBT_M = 1000
MOST_NOTE = 500
MOST_FOUND = 8
"""Places that a name offers."""
ANY_NOTATION = "Degrees in any form, MGRS or UTM; Enter shows how they are understood."
_DROPPED, _MISSED, _ROUND, _WISH, _REFUSED = "correct-dropped", "missed", "correct-round", "correct-wish", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """What a correction is about, and under which key its controls are: those of a record, once a round."""

    report: Report
    span: Span
    target: Target
    record: str
    key: str
    missed: bool = False

    def control(self, name: str) -> str:
        """Give the key of one of its controls."""
        return f"{self.key}-{name}"


def placing(record_id: str) -> bool:
    """Tell whether the map shall offer a pin for that record."""
    return bool(st.session_state.get(f"{_key(record_id)}-way") == PLACE)


def drop(record_id: str, point: Point) -> None:
    """Take in where the pin of a record was dropped."""
    st.session_state[_DROPPED] = (record_id, point)


def dropped(record_id: str) -> Point | None:
    """Give where the pin of that record was dropped, if it was."""
    found: tuple[str, Point] | None = st.session_state.get(_DROPPED)
    return found[1] if found and found[0] == record_id else None


def carry_out() -> None:
    """Make the correction that was asked for, of what the controls hold now.

    Not when the button is pressed but when the page is made next: by then all that came with the press has
    been taken in, the last word typed and the last place of the pin among it.
    """
    subject: _Subject | None = st.session_state.pop(_WISH, None)
    if subject is None or subject.key != _key(subject.record):
        return
    try:
        decision = _decision(subject)
    except CorrectionError as error:
        st.session_state[_REFUSED] = str(error)
        return
    if decision is None:
        st.session_state[_REFUSED] = "Nothing was saved: choose, type or place something first."
        return
    _save(subject, decision)


def show_correction(result: Result, record: Row | Unplaced) -> None:
    """Show the ways to put *record* right, and save the one chosen."""
    report = report_of(result, record.report if isinstance(record, Unplaced) else record["report"])
    if report is None:
        return
    record_id = id_of(record)
    target = target_of(report, record)
    subject = _Subject(report=report, span=span_of(record), target=target, record=record_id, key=_key(record_id))
    ways = (CHOOSE, TYPE, PLACE, NONE) if target == "place" else (TYPE, PLACE, NONE)
    st.markdown("**Put it right**")
    way = st.segmented_control("Put it right", ways, key=subject.control("way"), label_visibility="collapsed")
    if way is None:
        st.session_state.pop(subject.control("seen"), None)
        return
    # Whatever another window does from here on was not in sight when this correction was thought of.
    st.session_state.setdefault(subject.control("seen"), project.revision())
    _show_way(subject, way)
    st.text_input(
        "Note", key=subject.control("note"), placeholder="why, for whoever reads this next", max_chars=MOST_NOTE
    )
    st.segmented_control(
        "Applies to",
        SCOPES,
        default="mention",
        required=True,
        key=subject.control("scope"),
        format_func=SCOPE_WORDS.__getitem__,
    )
    st.button("Save", type="primary", key=subject.control("save"), on_click=_ask, args=(subject,))
    _say_refused()


def show_missed(report: Report, span: Span) -> None:
    """Let the visitor place words in which nothing was found."""
    record_id = f"{report.document.id}#missed-{span.start}-{span.end}"
    subject = _Subject(report=report, span=span, target="place", record=record_id, key=_key(record_id), missed=True)
    st.markdown(f"**Place these words:** {markdown_text(span.of(report.document.text))}")
    way = st.segmented_control(
        "How", (CHOOSE, TYPE), default=CHOOSE, required=True, key=subject.control("way"), label_visibility="collapsed"
    )
    _show_way(subject, way)
    save, cancel = st.columns(2)
    save.button(
        "Save",
        type="primary",
        key=subject.control("save"),
        use_container_width=True,
        on_click=_ask,
        args=(subject,),
    )
    cancel.button("Cancel", key=subject.control("cancel"), use_container_width=True, on_click=_forget_missed)
    _say_refused()


def miss(report: Report, span: Span | None) -> None:
    """Take in the words of a report that a person wants to be placed too."""
    st.session_state[_MISSED] = (report.document.id, span) if span else None


def missed_span(report_id: str) -> Span | None:
    """Give the words of that report that wait to be placed."""
    waiting: tuple[str, Span] | None = st.session_state.get(_MISSED)
    return waiting[1] if waiting and waiting[0] == report_id else None


def _forget_missed() -> None:
    st.session_state[_MISSED] = None


def _key(record_id: str) -> str:
    """Give the beginning of the keys of a record's controls; after each correction they are fresh ones."""
    return key_of("correct", record_id, st.session_state.get(_ROUND, 0))


def _ask(subject: _Subject) -> None:
    st.session_state[_WISH] = subject


def _say_refused() -> None:
    said: str | None = st.session_state.pop(_REFUSED, None)
    if said:
        st.warning(markdown_text(said))


def _show_way(subject: _Subject, way: str) -> None:
    """Show the controls of one way to put something right, and what they hold by now."""
    if way == CHOOSE:
        _show_candidates(subject)
    elif way == TYPE:
        _show_typed(subject)
    elif way == PLACE:
        _show_pin(subject)
    else:
        st.caption("The words stay in the text, and leave the map.")


def _decision(subject: _Subject) -> Decision | None:
    """Read from its controls what was decided; None while nothing is. Raises `CorrectionError`."""
    held = {name: st.session_state.get(subject.control(name)) for name in ("way", "typed", "candidate", "doubt")}
    if held["way"] == NONE:
        return NotAPlace()
    if held["way"] == TYPE:
        words = str(held["typed"] or "").strip()
        return typed_point(words) if words else None
    if held["way"] == PLACE:
        point = dropped(subject.record)
        return ToPoint(point=point, uncertainty_m=float(held["doubt"] or USUAL_DOUBT_M)) if point else None
    place = _candidates(subject).get(str(held["candidate"]))
    return ToPlace(place=place.id, name=place.name) if place else None


def _candidates(subject: _Subject) -> dict[str, Place]:
    """Give the places to choose from: those of the words, or of a name that is typed."""
    name = str(st.session_state.get(subject.control("name")) or "").strip()
    choice = choice_at(subject.report, subject.span)
    if name or choice is None or not choice.candidates:
        words = name or subject.span.of(subject.report.document.text)
        found = gazetteer(say=lambda _: None).lookup(words, limit=MOST_FOUND)
    else:
        found = choice.candidates
    return {candidate.place.id: candidate.place for candidate in found}


def _show_candidates(subject: _Subject) -> None:
    words = subject.span.of(subject.report.document.text)
    st.text_input("Look up a name", key=subject.control("name"), placeholder=visible(words))
    places = _candidates(subject)
    if not places:
        st.caption("The gazetteer has no place of that name: type coordinates, or set a pin on the map.")
        return
    if st.session_state.get(subject.control("candidate")) not in places:
        st.session_state.pop(subject.control("candidate"), None)
    st.radio(
        "Candidates",
        list(places),
        index=None,
        key=subject.control("candidate"),
        format_func=lambda place_id: _described(places[place_id]),
        label_visibility="collapsed",
    )


def _described(place: Place) -> str:
    where = ", ".join(part for part in (place.kind, place.region, place.country) if part)
    people = f", {place.population:,} people" if place.population else ""
    return markdown_text(f"{place.name} ({where}{people})")


def _show_typed(subject: _Subject) -> None:
    """Read coordinates in any notation, and say how they were understood."""
    words = st.text_input(
        "Coordinates", key=subject.control("typed"), placeholder="48.5946, 37.9994 or 37U DP 26221 82874"
    )
    if not words.strip():
        st.caption(ANY_NOTATION)
        return
    try:
        st.caption(_echo(typed_point(words)))
    except CorrectionError as error:
        st.warning(markdown_text(error))


def _show_pin(subject: _Subject) -> None:
    """Say where the pin is, and ask how sure that is."""
    point = dropped(subject.record)
    if point is None:
        st.caption("Click on the map, or drag the pin.")
        return
    doubt = st.select_slider(
        "True within",
        DOUBTS_M,
        value=USUAL_DOUBT_M,
        key=subject.control("doubt"),
        format_func=lambda metres: f"{metres:,} m",
    )
    st.caption(_echo(ToPoint(point=point, uncertainty_m=float(doubt))))


def _echo(decision: ToPoint) -> str:
    said = written(decision.point, doubt_m=decision.uncertainty_m)
    return markdown_text(f"Understood as {said.dd} (MGRS {said.mgrs}), within {decision.uncertainty_m:,.0f} m.")


def _save(subject: _Subject, decision: Decision) -> None:
    """Make the correction; its controls are done with, unless it could not be kept."""
    note = str(st.session_state.get(subject.control("note")) or "").strip()
    kept = project.correct(
        Correction(
            report=subject.report.document.id,
            quoted=quote(subject.report.document.text, subject.span),
            decision=decision,
            made=datetime.now(UTC),
            scope=st.session_state.get(subject.control("scope")) or "mention",
            target=subject.target,
            missed=subject.missed,
            note=note or None,
        ),
        seen=st.session_state.get(subject.control("seen")),
    )
    if not kept:
        return
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_DROPPED] = None
    st.session_state[_MISSED] = None
