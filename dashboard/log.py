"""List what was decided in this project, and what no longer applies."""

from collections.abc import Sequence

import streamlit as st

from dashboard import project
from dashboard.reading import Result
from dashboard.state import key_of
from pipeline.corrections import in_words
from pipeline.encode import markdown_text, visible
from pipeline.model import Failure


def show_log(result: Result, unread: Sequence[Failure]) -> None:
    """Show what could not be read, the corrections that have lost their words, and all that was done."""
    for failure in (*unread, *result.failures):
        st.error(markdown_text(failure.reason))
    for lost in result.not_applied:
        st.warning(f"No longer applies: {markdown_text(in_words(lost.correction))} – {markdown_text(lost.reason)}")
    entries = project.log()
    made = project.corrections()
    if made:
        st.button(
            f"Undo the last correction: {markdown_text(in_words(made[-1]))}",
            key=key_of("undo-last", made[-1].id),
            on_click=project.undo,
            args=(made[-1].id,),
        )
    if not entries:
        st.info("Nothing was added, corrected or judged yet.")
        return
    st.dataframe(
        {
            "When": [f"{entry.at:%Y-%m-%d %H:%M:%S} UTC" for entry in entries],
            "Who": [visible(entry.author or "") for entry in entries],
            "What": [visible(entry.what) for entry in entries],
        },
        hide_index=True,
        column_config={"What": st.column_config.Column(width="large")},
        alt="What was done, as a table",
    )
