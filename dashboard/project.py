"""Keep what people decide: corrections, review states, and a log of both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from pipeline.corrections import Correction, in_words
from pipeline.model import Status

_CORRECTIONS, _STATUSES, _LOG = "corrections", "statuses", "log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was done, and when."""

    at: datetime
    said: str


def corrections() -> tuple[Correction, ...]:
    """Give all corrections, in the order in which they were made."""
    found: tuple[Correction, ...] = st.session_state.get(_CORRECTIONS, ())
    return found


def correct(correction: Correction) -> None:
    """Take a correction in."""
    st.session_state[_CORRECTIONS] = (*corrections(), correction)
    note(f"Corrected: {in_words(correction)}")


def undo(correction_id: str) -> None:
    """Take a correction back."""
    gone = [item for item in corrections() if item.id == correction_id]
    st.session_state[_CORRECTIONS] = tuple(item for item in corrections() if item.id != correction_id)
    for item in gone:
        note(f"Undone: {in_words(item)}")


def statuses() -> Mapping[str, Status]:
    """Give the review state of each record that has been judged."""
    found: dict[str, Status] = st.session_state.setdefault(_STATUSES, {})
    return found


def judge(record_ids: Iterable[str], status: Status) -> None:
    """Set the review state of records."""
    ids = list(record_ids)
    known = dict(statuses())
    for record_id in ids:
        known[record_id] = status
    st.session_state[_STATUSES] = known
    note(f"{len(ids):,} set to “{status}”" if len(ids) != 1 else f"{ids[0]} set to “{status}”")


def log() -> list[Entry]:
    """Give all that was done, the last first."""
    found: list[Entry] = st.session_state.get(_LOG, [])
    return found[::-1]


def note(said: str) -> None:
    """Write a line into the log."""
    st.session_state.setdefault(_LOG, []).append(Entry(at=datetime.now(UTC), said=said))
