"""Let the visitor say what to read and how; what was handed over is taken in before the page is made."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import project, telling
from dashboard.addresses import allowed, ask_for_address, choose_whether, fetched
from dashboard.samples import sample_reports
from dashboard.widgets import folded
from pipeline.corpus import Options
from pipeline.encode import markdown_text, visible
from pipeline.errors import UnknownRegionError
from pipeline.limits import LIMITS, MB
from pipeline.model import Document, Failure
from pipeline.read import SUFFIXES, read_bytes
from pipeline.resolution.setting import parse_region

SOURCES = ("Samples", "Paste", "Files")
ADDRESS = "Address"
PROMISE = "Everything is read on this machine; no text leaves it."
CONFIDENCE = 90
"""In how many cases of a hundred an area holds the true place, unless something else is chosen."""
_UNREAD, _ROUND, _NOTHING = "unread", "upload-round", "nothing-pasted"
_CONFIDENCE, _REGION = "confidence", "region"


def choose_reports() -> None:
    """Let the user add reports to the project: three ways, and one promise."""
    st.subheader("1 · Reports")
    ways = (*SOURCES, ADDRESS) if allowed() else SOURCES
    source = st.segmented_control(
        "Add reports", ways, default="Samples", required=True, key="source", label_visibility="collapsed"
    )
    if source == "Paste":
        _paste()
    elif source == "Files":
        _files()
    elif source == ADDRESS:
        ask_for_address()
    else:
        _samples()
    st.caption(PROMISE)
    _list()


def reports() -> tuple[Document, ...]:
    """Give the reports to show: those of the project, and the samples until there is one."""
    return project.documents() or sample_reports()


def unread() -> Sequence[Failure]:
    """Give the files that could not be read, until they are dismissed."""
    found: Sequence[Failure] = st.session_state.get(_UNREAD, ())
    return found


def dismiss() -> None:
    """Forget the files that could not be read."""
    st.session_state[_UNREAD] = ()


def _samples() -> None:
    if not project.documents():
        st.caption("Sample reports are shown until you paste a text or add files.")
        return
    st.button("Add the samples", on_click=_add_samples, use_container_width=True)


def _add_samples() -> None:
    project.add(sample_reports())


def _paste() -> None:
    """Take a text from the clipboard; it is read when the button is pressed."""
    with st.form("paste", border=False, clear_on_submit=True):
        st.text_area("Text of a report", key="pasted", height=180, placeholder="… shelling 5 km north of Avdiivka …")
        st.text_input("Title", key="pasted-title", placeholder="optional")
        st.text_input("Source", key="pasted-source", placeholder="optional: who says so, or its address")
        st.date_input("Published", key="pasted-day", value=None)
        # A callback cannot be cut off by the next click, as what stands here could be.
        st.form_submit_button("Map it", type="primary", on_click=_take_paste, use_container_width=True)
    if st.session_state.pop(_NOTHING, False):
        st.warning("There is no text to read: paste one first.")


def _take_paste() -> None:
    text, title, source = (st.session_state[key].strip() for key in ("pasted", "pasted-title", "pasted-source"))
    if not text:
        st.session_state[_NOTHING] = True
        return
    document = Document(
        id=title or "pasted",
        text=text.encode("utf-8", "replace").decode("utf-8"),
        title=title or None,
        source=source or None,
        published=st.session_state["pasted-day"],
    )
    project.add([document])


def _files() -> None:
    """Ask for files; `take_in` reads them in the next run."""
    st.file_uploader(
        "Files of reports, also many at once",
        type=[suffix.removeprefix(".") for suffix in SUFFIXES],
        accept_multiple_files=True,
        key=_upload_key(),
        max_upload_size=LIMITS.file_bytes // MB,
    )
    telling.ask()


def _upload_key() -> str:
    return f"upload-{st.session_state.setdefault(_ROUND, 0)}"


def take_in() -> None:
    """Take in the files that were chosen or what an address sent; what cannot be read is listed with the reason.

    It is said at a place that is kept when there is nothing to say.
    """
    place = st.empty()
    files = st.session_state.get(_upload_key())
    if files:
        with place:
            st.session_state[_UNREAD] = _read_files(files)
        # A fresh control: what was taken in is now in the project.
        st.session_state[_ROUND] += 1
    with place:
        items = fetched()
    if items is not None:
        st.session_state[_UNREAD] = project.add(items)
    place.empty()


def _read_files(files: Sequence[UploadedFile]) -> Sequence[Failure]:
    """Add what the files hold to the project, and give what could not be read."""
    lost: list[Failure] = []
    told = telling.told()
    bar = st.progress(0.0)
    for count, file in enumerate(files, start=1):
        bar.progress(count / len(files), text=markdown_text(f"Reading {count} of {len(files)}: {file.name}"))
        lost.extend(project.add(list(read_bytes(file.name, file.getvalue(), told=told)), file=file.name))
    return lost


def _list() -> None:
    """List what is in the project, and let reports go."""
    found = project.documents()
    if not found:
        return
    titles = {document.id: document.title or document.id for document in found}
    with st.expander(f"In this project ({len(found):,})"):
        gone = st.multiselect(
            "Take out", list(titles), key="gone", format_func=lambda name: visible(titles[name]), placeholder="reports"
        )
        one, every = st.columns([2, 3])
        one.button("Take out", disabled=not gone, on_click=_take_out, use_container_width=True)
        every.button("Take out all", on_click=project.remove, args=(list(titles),), use_container_width=True)
        st.caption("What was decided about a report counts again when it comes back.")
        st.caption(f"Kept in {markdown_text(project.project().path)}")


def _take_out() -> None:
    project.remove(st.session_state["gone"])


def choose_settings() -> None:
    """Let the visitor choose how reports are read."""
    place, opened = folded("Settings", key="settings")
    if not opened:
        return
    with place:
        st.session_state.setdefault(_CONFIDENCE, CONFIDENCE)
        st.slider(
            "An area shall hold the true place in … % of cases", min_value=50, max_value=95, step=5, key=_CONFIDENCE
        )
        region = st.text_input("Where namesakes are preferred", placeholder="UA, or south,west,north,east", key=_REGION)
        try:
            _checked(region)
        except UnknownRegionError as error:
            st.warning(markdown_text(error))
        choose_whether()


def chosen_settings() -> Options:
    """Give how reports are read; a region that is none is passed over, and said where it was typed."""
    try:
        region = _checked(st.session_state.get(_REGION, ""))
    except UnknownRegionError:
        region = None
    return Options(confidence=st.session_state.get(_CONFIDENCE, CONFIDENCE) / 100, region=region)


def _checked(written: str) -> str | None:
    """Give the region of interest, None for none. Raises `UnknownRegionError` for words that name none."""
    if not written.strip():
        return None
    parse_region(written)
    return written.strip()
