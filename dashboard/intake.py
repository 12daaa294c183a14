"""Let the visitor say what to read and how."""

import streamlit as st

from dashboard.reading import Upload
from pipeline.corpus import Options
from pipeline.encode import markdown_text
from pipeline.errors import UnknownRegionError
from pipeline.scripts import ASSETS
from pipeline.setting import parse_region

SAMPLES = ASSETS / "samples"
UPLOADS = ["txt", "md", "jsonl"]
SOURCES = ("Samples", "Paste", "Files")
PROMISE = "Everything is read on this machine; no text leaves it."


def choose_reports() -> tuple[Upload, ...]:
    """Let the user choose what to read; the samples until there is something else."""
    st.subheader("1 · Reports")
    source = st.segmented_control(
        "Reports", SOURCES, default="Samples", required=True, key="source", label_visibility="collapsed"
    )
    st.caption(PROMISE)
    if source == "Paste":
        return _pasted()
    if source == "Files":
        files = st.file_uploader("Text files, or one report a line (.jsonl)", type=UPLOADS, accept_multiple_files=True)
        return tuple((file.name, file.getvalue()) for file in files)
    return tuple((file.name, file.read_bytes()) for file in sorted(SAMPLES.iterdir()) if file.suffix[1:] in UPLOADS)


def _pasted() -> tuple[Upload, ...]:
    """Take a text from the clipboard; it is read when the button is pressed."""
    with st.form("paste", border=False):
        text = st.text_area("Text of a report", height=220, placeholder="… shelling 5 km north of Avdiivka …")
        if st.form_submit_button("Map it", type="primary"):
            st.session_state["pasted"] = text
    text = st.session_state.get("pasted", "")
    return (("pasted.txt", text.encode("utf-8", "replace")),) if text.strip() else ()


def choose_settings() -> Options:
    """Let the user choose how reports are read."""
    with st.expander("Settings"):
        confidence = st.slider(
            "An area shall hold the true place in … % of cases",
            min_value=50,
            max_value=95,
            value=90,
            step=5,
            key="confidence",
        )
        region = st.text_input(
            "Where namesakes are preferred", placeholder="UA, or south,west,north,east", key="region"
        )
        return Options(confidence=confidence / 100, region=_checked_region(region))


def _checked_region(written: str) -> str | None:
    """Give the region of interest if it is one; else say what is wrong and prefer none."""
    if not written.strip():
        return None
    try:
        parse_region(written)
    except UnknownRegionError as error:
        st.warning(markdown_text(error))
        return None
    return written.strip()
