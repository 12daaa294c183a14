"""Remember what the visitor chose: one selection, in the session and in the address."""

import streamlit as st

SELECTED = "selected"
ADDRESS = "show"
"""The name under which the page's address holds the selected record."""


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


def settle(record_id: str | None) -> None:
    """Follow the selected record where its words are now listed under another id."""
    if record_id is not None and record_id != selected():
        select(record_id)
