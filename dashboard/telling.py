"""Let the visitor tell what files do not say themselves: their encoding, and which columns of a table to take."""

import streamlit as st

from dashboard.widgets import folded
from pipeline.readers.job import Told

# fmt: off
ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-u", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "cp1252",
    "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "gb18030", "big5", "shift-jis", "euc-kr",
)
# fmt: on
"""Encodings that are offered; any other may be typed."""
COLUMNS = ("text", "title", "source", "date")
_FOUND = "found, or guessed and said"
_ENCODING, _COLUMN = "told-encoding", "told-{}-column"


def ask() -> None:
    """Offer the controls; what stands in them counts for the files that are added next."""
    place, opened = folded("If a file is read wrongly", key="told")
    if not opened:
        return
    with place:
        st.selectbox("Encoding", ENCODINGS, index=None, key=_ENCODING, placeholder=_FOUND, accept_new_options=True)
        for fact in COLUMNS:
            st.text_input(f"Column of the {fact}", key=_COLUMN.format(fact), placeholder=_FOUND)
        st.caption("For the files you add next: take out the one that was read wrongly, and add it again.")


def told() -> Told:
    """Give what was told; what was left empty is found or guessed."""
    columns = {f"{fact}_column": _written(_COLUMN.format(fact)) for fact in COLUMNS}
    return Told(encoding=_written(_ENCODING), **columns)


def _written(key: str) -> str | None:
    return (st.session_state.get(key) or "").strip() or None
