"""Show the selected record beside the map, or how to read the map."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import project
from dashboard.correcting import show_correction
from dashboard.reading import Result
from dashboard.records import by_hand_of, choice_at, id_of, point_id, report_of, span_of
from dashboard.review import show_judgement
from dashboard.state import key_of, step
from dashboard.widgets import copy_rows
from gazetteer.place import Candidate, Point
from pipeline.encode import html_text, markdown_text
from pipeline.geodesy import inverse
from pipeline.layers import Row, Unplaced
from pipeline.model import Choice
from pipeline.notations import written
from pipeline.statements import compass_point, kilometres
from pipeline.web import cards
from pipeline.web.page import card_html

BEGIN = "Begin with the most doubtful"

MOST_SAID = 4
"""Features that are named when they moved with another."""

NOTHING_FOUND = (
    "Nothing in these reports could be placed. The table **Not placed** says what was left out, and why; in the tab "
    "**Text** you can select words and place them by hand."
)
NOTHING_LEFT = "The filter leaves nothing of what was found: **Reset** lets it go."

HOW_TO_READ = """
- A **circle** is a place a report names; the number counts the mentions.
- A **diamond** in a dashed area is a claim such as “13 miles south-west of …”: the area is where it may lie.
- A **line** joins the two ends of a claim that could be measured; its dashes and its label say whether it holds.
- A **square** is a coordinate as written.

Choose anything on the map, in a table or in a text to see its quote, its source and its doubt here.
"""


def show_detail(result: Result, record: Row | Unplaced | None, order: Sequence[str]) -> None:
    """Show all that is known of the selected record; *order* is that in which one walks through them."""
    _walk(point_id(id_of(record)) if record else None, order)
    if record is None:
        _guide(result, order)
        return
    if isinstance(record, Unplaced):
        st.html(_missing_html(record))
    else:
        report = report_of(result, record["report"])
        if report:
            show_judgement(report, record)
        st.html(card_html(_without_position(cards.card(record))))
        _coordinates(record)
        _bearings(record)
    _hand(result, record)
    show_correction(result, record)
    _choice(result, record)


def _guide(result: Result, order: Sequence[str]) -> None:
    """Say what the signs mean, and what to do where there are none."""
    if not order:
        st.info(NOTHING_LEFT if result.rows else NOTHING_FOUND)
    st.subheader("How to read this map", anchor=False)
    st.markdown(HOW_TO_READ)


def _hand(result: Result, record: Row | Unplaced) -> None:
    """Say what a person decided of the record and what moved with it, and offer to take it back."""
    name = record.report if isinstance(record, Unplaced) else record["report"]
    report = report_of(result, name)
    mark = by_hand_of(report, record) if report else None
    if mark is None:
        return
    correction = next((item for item in project.corrections() if item.id == mark.correction), None)
    if correction is None:
        return
    words, button = st.columns([3, 1], vertical_alignment="center")
    why = f": {markdown_text(mark.note)}" if mark.note else ""
    words.caption(f"Put right by hand on {correction.made:%Y-%m-%d %H:%M} UTC{why}")
    button.button(
        "Undo",
        key=key_of("undo", correction.id),
        on_click=project.undo,
        args=(correction.id,),
        use_container_width=True,
    )
    followers = [moved.said for moved in result.moved if moved.follows and moved.id.startswith(f"{name}#")]
    if followers:
        more = f" and {len(followers) - MOST_SAID:,} more" if len(followers) > MOST_SAID else ""
        st.caption(f"With it: {markdown_text('; '.join(followers[:MOST_SAID]))}{more}.")


def _without_position(told: cards.Card) -> cards.Card:
    """Leave out the lines that stand below in three notations."""
    return replace(told, lines=tuple(line for line in told.lines if line[0] not in {"Position", "Best guess"}))


def _walk(record_id: str | None, order: Sequence[str]) -> None:
    """Offer the record before and the one after; the button that begins becomes the next one and keeps the focus."""
    if not order:
        return
    back, where, forward = st.columns([1, 1, 100] if record_id is None else [3, 4, 3], vertical_alignment="center")
    if record_id is not None:
        at = order.index(record_id) if record_id in order else None
        said = "not among those shown" if at is None else f"{at + 1:,} of {len(order):,}, doubtful first"
        back.button("‹ Previous", key="walk-back", on_click=step, args=(-1,), use_container_width=True)
        where.html(f'<div class="cm-walk">{said}</div>')
    forward.button(
        BEGIN if record_id is None else "Next ›",
        key="walk-on",
        type="primary" if record_id is None else "secondary",
        on_click=step,
        args=(1,),
        use_container_width=True,
    )


def _coordinates(row: Row) -> None:
    """Offer the point in three notations, each no finer than its doubt."""
    if row["lat"] is None or row["lon"] is None:
        return
    found = written(Point(lat=row["lat"], lon=row["lon"]), doubt_m=row["uncertainty_m"])
    copy_rows([("DD", found.dd), ("DMS", found.dms), ("MGRS", found.mgrs)], key="coordinates")


def _bearings(row: Row) -> None:
    """Hold the stated direction of a claim against the measured one."""
    said, found = row["stated_bearing_deg"], row["measured_bearing_deg"]
    if said is None or found is None:
        return
    apart = abs((said - found + 180.0) % 360.0 - 180.0)
    st.caption(
        f"Direction: stated {compass_point(said)} ({said:.0f}°), measured {compass_point(found)} ({found:.0f}°), "
        f"{apart:.0f}° apart. The dashed area is what the words allow; the line is what the map says."
    )


def _choice(result: Result, record: Row | Unplaced) -> None:
    """Show what else a name may mean, and what its score is made of."""
    report = report_of(result, record.report if isinstance(record, Unplaced) else record["report"])
    choice = choice_at(report, span_of(record)) if report else None
    if choice is None:
        return
    if choice.candidates:
        with st.expander(f"Candidates ({len(choice.candidates)})"):
            st.html(_candidates_html(choice))
    if choice.terms:
        with st.expander("What the score is made of"):
            st.dataframe(
                {"Reason": [name for name, _ in choice.terms], "Weight": [weight for _, weight in choice.terms]},
                hide_index=True,
                column_config={"Weight": st.column_config.NumberColumn(format="%+.2f")},
                alt="The terms of the score",
            )


def _candidates_html(choice: Choice) -> str:
    items = "".join(f"<li>{_candidate_html(candidate, choice)}</li>" for candidate in choice.candidates)
    return f'<ol class="cm-candidates">{items}</ol>'


def _candidate_html(candidate: Candidate, choice: Choice) -> str:
    place = candidate.place
    where = ", ".join(part for part in (place.kind, place.region, place.country) if part)
    people = f", {place.population:,} people" if place.population else ""
    name = html_text(place.name)
    if choice.place is None:
        away = ""
    elif place.id == choice.place.id:
        name, away = f"<strong>{name}</strong>", " · chosen"
    else:
        away = f" · {kilometres(inverse(choice.place.point, place.point)[0])} away"
    return f'<span dir="auto">{name}</span> <small>{html_text(where + people)}{html_text(away)}</small>'


def _missing_html(item: Unplaced) -> str:
    """Word something that is on no layer, in the form of a card."""
    before, words, after = item.quote.partition(item.words)
    return (
        '<div class="cm-card"><div class="cm-kind">Not placed</div>'
        f'<h3 dir="auto">{html_text(item.words)}</h3><dl><dt>Why</dt><dd>{html_text(item.reason)}</dd>'
        f"<dt>On purpose</dt><dd>{'yes' if item.deliberate else 'no'}</dd></dl>"
        f'<blockquote dir="auto">{html_text(before)}<mark>{html_text(words)}</mark>{html_text(after)}</blockquote>'
        f'<p class="cm-cite">{html_text(cards.on_page(item.report, item.page))}</p></div>'
    )
