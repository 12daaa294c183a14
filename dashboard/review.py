"""Let the visitor judge records: one by one, or all that are sure enough."""

from collections.abc import Iterable

import streamlit as st

from dashboard import project
from dashboard.records import point_id
from pipeline.layers import Layers, Row
from pipeline.model import Status

BUTTONS: dict[Status, str] = {"accepted": "✓ Accept", "rejected": "✕ Reject", "needs check": "? Needs check"}


def show_judgement(row: Row) -> None:
    """Offer the review states for one record; the one it has is marked, and pressing it again takes it back."""
    record_id = point_id(row["id"])
    for column, (status, label) in zip(st.columns(len(BUTTONS)), BUTTONS.items(), strict=True):
        is_so = row["status"] == status
        column.button(
            label,
            key=f"judge-{status}",
            type="primary" if is_so else "secondary",
            use_container_width=True,
            on_click=project.judge,
            args=([record_id], "new" if is_so else status),
        )


def show_review(shown: Layers) -> None:
    """Count the states of what is shown, and accept all that have at least a score."""
    rows = [(name, status, score) for frame in shown.values() for name, status, score in _judgeable(frame)]
    counts = {status: sum(found == status for _, found, _ in rows) for status in ("new", *BUTTONS)}
    with st.expander("Review"):
        st.caption(", ".join(f"{count:,} {status}" for status, count in counts.items()))
        least = st.slider("With a score of at least", 50, 100, 95, step=1, format="%d%%", key="accept-least")
        ids = [name for name, status, score in rows if status == "new" and score >= least / 100]
        st.button(
            f"Accept {len(ids):,} new",
            disabled=not ids,
            on_click=project.judge,
            args=(ids, "accepted"),
            use_container_width=True,
        )


def _judgeable(frame: object) -> Iterable[tuple[str, Status, float]]:
    """Give id, state and score of each feature of a layer, areas left out."""
    points = frame[frame["part"] != "area"]  # type: ignore[index]
    return zip(points["id"], points["status"], points["score"].fillna(0.0), strict=True)
