"""Give the page the few controls that Streamlit lacks: each is a script in `assets/widgets` that shows plain data.

Nothing of a report is ever part of a script, a style or markup: it goes in as JSON and is shown with `textContent`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pipeline.encode import visible
from pipeline.web.scripts import ASSETS

Mark = dict[str, Any]
"""A stretch of a text, in UTF-16 units: start, end, kind, hint, and the id of a record or None."""


def _component(name: str) -> Callable[..., Any]:
    files = ASSETS / "widgets"
    return st.components.v2.component(
        f"conflict_map_{name}",
        js=(files / f"{name}.js").read_text(encoding="utf-8"),
        css=(files / f"{name}.css").read_text(encoding="utf-8"),
    )


_COPY, _STRIP, _TEXT, _CHOICE = (_component(name) for name in ("copy", "strip", "text", "choice"))


def folded(label: str, *, key: str) -> tuple[DeltaGenerator, bool]:
    """Give a part of the page that is folded, and tell whether it was ever opened.

    What it holds is made only then, which spares a first visit half its controls; it stays from then on,
    for Streamlit would forget what was chosen in controls that are gone.
    """
    part = st.expander(label, key=key, on_change="rerun")
    opened = f"{key}-opened"
    if part.open:
        st.session_state[opened] = True
    return part, opened in st.session_state


def tell_map(chosen: str | None) -> None:
    """Tell the map which record is chosen; nothing of this is seen on the page."""
    _CHOICE(data={"id": visible(chosen) if chosen else None}, key="choice")


def copy_rows(rows: Sequence[tuple[str, str]], *, key: str) -> None:
    """Show labels and values, each with a button that copies the value."""
    _COPY(data={"rows": [[visible(label), visible(value)] for label, value in rows]}, key=key)


def text_with_marks(  # noqa: PLR0913  (what the control is told, and what it tells)
    text: str,
    marks: Sequence[Mark],
    *,
    report: str,
    chosen: str | None,
    on_chosen: Callable[[str], None],
    on_added: Callable[[int, int], None],
) -> None:
    """Show a report's text with its *marks*; a click on one calls *on_chosen* with its record's id.

    Words that are selected and handed over call *on_added* with where they begin and end, in UTF-16 units.
    """
    key = "text"
    data = {"text": visible(text), "marks": list(marks), "report": report, "chosen": chosen}

    def told() -> None:
        found = st.session_state[key].get("chosen")
        if isinstance(found, str):
            on_chosen(found)

    def added() -> None:
        found = st.session_state[key].get("added")
        if isinstance(found, dict) and all(isinstance(found.get(name), int) for name in ("start", "end")):
            on_added(found["start"], found["end"])

    _TEXT(data=data, key=key, on_chosen_change=told, on_added_change=added)


def time_strip(
    bins: Sequence[dict[str, Any]],
    *,
    first: str | None,
    last: str | None,
    said: str,
    on_brushed: Callable[[str | None, str | None], None],
) -> None:
    """Show how many records each of *bins* has; a brush calls *on_brushed* with the first and the last day, ISO."""
    key = "strip"

    def told() -> None:
        found = st.session_state[key].get("brushed")
        if isinstance(found, dict):
            on_brushed(found.get("first"), found.get("last"))

    _STRIP(data={"bins": list(bins), "first": first, "last": last, "said": said}, key=key, on_brushed_change=told)
