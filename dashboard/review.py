"""Let the visitor judge records: one by one, or all that are sure enough."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboard import project
from dashboard.reading import Result
from dashboard.state import key_of
from pipeline.layers import Layers, Row
from pipeline.model import Report, Status
from pipeline.review import new_above

BUTTONS: dict[Status, str] = {"accepted": "✓ Accept", "rejected": "✕ Reject", "needs check": "? Needs check"}


def show_judgement(report: Report, row: Row) -> None:
    """Offer the review states for one record; the one it has is marked, and pressing it again takes it back."""
    for column, (status, label) in zip(st.columns(len(BUTTONS)), BUTTONS.items(), strict=True):
        is_so = row["status"] == status
        column.button(
            label,
            key=key_of(f"judge-{status}", row["id"]),
            type="primary" if is_so else "secondary",
            use_container_width=True,
            on_click=project.judge,
            args=([(report, row)], "new" if is_so else status),
        )


def show_review(result: Result, shown: Layers) -> None:
    """Count the states of what is shown, and accept all that have at least a score."""
    points = [frame[frame["part"] != "area"] for frame in shown.values()]
    counts = Counter(status for frame in points for status in frame["status"])
    with st.expander("Review"):
        st.caption(", ".join(f"{counts[status]:,} {status}" for status in ("new", *BUTTONS)))
        least = st.slider("With a score of at least", 50, 100, 95, step=1, format="%d%%", key="accept-least")
        ids = new_above(shown, least / 100)
        st.button(
            f"Accept {len(ids):,} new",
            key=key_of("accept", ids),
            disabled=not ids,
            on_click=_accept,
            args=(result, ids),
            use_container_width=True,
        )


def _accept(result: Result, ids: Sequence[str]) -> None:
    reports = {report.document.id: report for report in result.reports}
    rows = [result.rows[name] for name in ids]
    project.judge([(reports[row["report"]], row) for row in rows], "accepted")
