"""Lay out the page: what goes in at the side, what comes of it in the middle."""

from datetime import UTC, datetime

import streamlit as st

from dashboard.detail import show_detail
from dashboard.intake import choose_reports, choose_settings
from dashboard.map_view import HEIGHT, serve_scripts, show_map
from dashboard.order import doubtful_first
from dashboard.reading import Result, result_of, resume
from dashboard.state import recall
from dashboard.tables import show_checks, show_evidence, show_missing
from gazetteer.errors import GazetteerError
from pipeline.about import About
from pipeline.encode import markdown_text
from pipeline.errors import PipelineError
from pipeline.export import as_bytes
from pipeline.maps import view_of
from pipeline.page import summary
from pipeline.scripts import ASSETS

TABS = ("Claim check", "Evidence", "Not placed")


def main() -> None:
    """Lay out the page."""
    st.set_page_config(page_title="Conflict map", layout="wide", initial_sidebar_state="auto")
    st.html(ASSETS / "app.css")
    recall()
    with st.sidebar:
        uploads = choose_reports()
        options = choose_settings()
    try:
        result = result_of(uploads, options)
        assets_url = serve_scripts()
    except (GazetteerError, PipelineError) as error:
        st.error(markdown_text(error))
        return
    show_header(result)
    show_troubles(result)
    explore(result, assets_url)


def show_header(result: Result) -> None:
    """Say what was found, and offer the map as a file."""
    words, button = st.columns([4, 1], vertical_alignment="bottom")
    with words:
        st.header("Conflict map", anchor=False)
        st.caption(markdown_text(summary(result.reports, result.layers)))
    with button:
        st.download_button(
            "Download the map (HTML)",
            data=lambda: as_bytes(
                result.reports, ".html", about=About(generated=datetime.now(UTC)), layers=result.layers
            ),
            file_name="conflict-map.html",
            mime="text/html",
            on_click="ignore",
            disabled=not result.reports,
            use_container_width=True,
        )


def show_troubles(result: Result) -> None:
    """Name each report that could not be read, and say when some were not read yet."""
    with st.container():
        _troubles(result)


def _troubles(result: Result) -> None:
    for failure in result.failures:
        st.error(markdown_text(failure.reason))
    if result.waiting:
        words, button = st.columns([4, 1], vertical_alignment="center")
        words.warning(f"Stopped: {result.waiting:,} reports were not read.")
        button.button("Read on", on_click=resume, use_container_width=True)


def explore(result: Result, assets_url: str) -> None:
    """Show map, detail and tables: one selection in all of them."""
    order = doubtful_first(result.rows.values())
    left, right = st.columns([62, 38], gap="medium")
    with left:
        show_map(result.layers, view_of(result.layers), assets_url)
    with right, st.container(height=HEIGHT, key="detail"):
        show_detail(result, order)
    tab = st.segmented_control(
        "Table", TABS, default=TABS[0], required=True, key="tab", label_visibility="collapsed", bind="query-params"
    )
    if tab == "Evidence":
        show_evidence(result.layers, order)
    elif tab == "Not placed":
        show_missing(list(result.missing.values()))
    else:
        show_checks(result.layers)
