"""Remember what the visitor chose: one selection, in the session and in the address."""

from collections.abc import Callable, Sequence
from hashlib import blake2s
from typing import TypeVar

import streamlit as st

T = TypeVar("T")

SELECTED = "selected"
ADDRESS = "show"
"""The name under which the page's address holds the selected record."""
_STEPS = "steps"
_SHOWN, _EDITION, _SEEN = "shown-by-tables", "edition", "edition-seen"


def remembered(name: str, of: object, by: object, make: Callable[[], T]) -> T:
    """Make something once for each *of*, told by its identity, and *by*, told by its value; the last is kept."""
    kept: tuple[object, object, T] | None = st.session_state.get(f"kept-{name}")
    if kept is None or kept[0] is not of or kept[1] != by:
        kept = (of, by, make())
        st.session_state[f"kept-{name}"] = kept
    return kept[2]


def key_of(name: str, *of: object) -> str:
    """Give the key of a control that belongs to something: a record, a correction, what a button would do.

    A browser may be behind the page: what was typed or pressed for one thing then never counts for another,
    because nothing has that key any more. The key holds no word of a report.
    """
    return f"{name}-{blake2s(repr(of).encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def recall() -> None:
    """Take the selection from the address when a visit begins."""
    if SELECTED not in st.session_state:
        st.session_state[SELECTED] = st.query_params.get(ADDRESS)


def selected() -> str | None:
    """Give the id of the selected record, which may be one that is not there."""
    found = st.session_state.get(SELECTED)
    return found if isinstance(found, str) else None


def select(record_id: str | None) -> None:
    """Make a record the selected one, wherever it was chosen: on the map, in a table, in a text."""
    if record_id is not None:
        st.session_state[SELECTED] = record_id
        st.query_params[ADDRESS] = record_id


def step(by: int) -> None:
    """Walk *by* records on, or back where it is less than none; `walk` tells where that leads."""
    st.session_state[_STEPS] = st.session_state.get(_STEPS, 0) + by


def walk(order: Sequence[str], here: str | None) -> None:
    """Carry out the steps that were asked for, in the *order* of what is shown now.

    A button that was pressed while other reports were read so never leads to a record of the old ones.
    """
    steps = st.session_state.pop(_STEPS, 0)
    if not steps or not order:
        return
    if here in order:
        select(order[(order.index(here) + steps) % len(order)])
    else:
        select(order[0 if steps > 0 else -1])


def settle(record_id: str | None) -> None:
    """Follow the selected record where its words are now listed under another id."""
    if record_id is not None and record_id != selected():
        select(record_id)


def shows(name: str, what: object) -> None:
    """Note that a control is given other contents: what a browser says of the former ones is out of date."""
    shown: dict[str, object] = st.session_state.setdefault(_SHOWN, {})
    if shown.get(name) != what:
        shown[name] = what
        st.session_state[_EDITION] = st.session_state.get(_EDITION, 0) + 1


def stamp() -> None:
    """Give the page the number of its edition, in a control that is not shown and comes last.

    A browser sends it back with all else it says. A message that left before the page arrived repeats what stood
    in its controls until then, which would undo what was chosen meanwhile: it is known by its older number.
    """
    st.session_state[_SEEN] = str(st.session_state.get(_EDITION, 0))
    st.text_input("Edition", key=_SEEN, label_visibility="collapsed")


def up_to_date() -> bool:
    """Tell whether the browser had the latest edition when it spoke."""
    return bool(st.session_state.get(_SEEN) == str(st.session_state.get(_EDITION, 0)))
