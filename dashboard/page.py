"""Lay out the page: what goes in at the side, what comes of it in the middle."""

from dataclasses import replace

import streamlit as st

from dashboard import ahead, project
from dashboard.correcting import carry_out
from dashboard.detail import show_detail
from dashboard.export import show_export
from dashboard.filtering import chosen_filter, recall_filter, remember_filter, show_filter
from dashboard.help import show_help
from dashboard.intake import choose_reports, choose_settings, chosen_settings, dismiss, reports, take_in, unread
from dashboard.log import show_log
from dashboard.map_layers import choose_layers, chosen_groups
from dashboard.map_view import HEIGHT, serve_scripts, show_map
from dashboard.reading import Result, decided, result_of, resume
from dashboard.records import doubtful_first, found, id_of, point_id
from dashboard.review import show_review
from dashboard.state import recall, remembered, selected, settle, stamp, walk
from dashboard.strip import show_strip
from dashboard.tables import show_checks, show_evidence, show_missing
from dashboard.text_view import show_text
from dashboard.tiles import recall_tiles
from gazetteer.errors import GazetteerError
from pipeline.encode import markdown_text
from pipeline.errors import PipelineError
from pipeline.filters import Filter, narrowed
from pipeline.layers import Layers, Row, Unplaced, rows_of
from pipeline.web.page import summary
from pipeline.web.scripts import ASSETS
from pipeline.web.view import View, view_of

MOST_TROUBLES = 5
"""Reports that could not be read and are named above the map."""

TABS = ("Claim check", "Evidence", "Text", "Not placed", "Log")


def main() -> None:
    """Lay out the page: the map first, for a browser takes longest over it, whatever stands before it."""
    st.set_page_config(page_title="Conflict map", layout="wide", initial_sidebar_state="auto")
    st.html(ASSETS / "app.css")
    recall()
    recall_filter()
    try:
        # First what was pressed: it is held against what this window had seen until then.
        carry_out()
        project.look()
        recall_tiles()
        take_in()
        options = chosen_settings()
        read = result_of(reports(), options)
        result = decided(read, options)
        assets_url = serve_scripts()
    except (GazetteerError, PipelineError) as error:
        st.error(markdown_text(error))
        return
    chosen = chosen_filter()
    shown = remembered("shown", result, chosen, lambda: narrowed(result.layers, chosen))
    remember_filter(chosen)
    show_header(result, shown, chosen)
    show_troubles(result)
    # The first view is that of what was read: it stays when a correction moves a point.
    explore(result, shown, chosen, assets_url, view=remembered("view", read, None, lambda: view_of(read.layers)))
    with st.sidebar:
        show_side(result, shown)
    stamp()
    ahead.shown.set()


def show_side(result: Result, shown: Layers) -> None:
    """Show what goes in and how it is read, filtered and drawn."""
    choose_reports()
    show_filter(result.layers, shown)
    show_review(result, shown)
    choose_layers()
    choose_settings()


def show_header(result: Result, shown: Layers, chosen: Filter) -> None:
    """Say what was found, and offer help and files."""
    words, buttons = st.columns([6, 2], vertical_alignment="center")
    with words:
        st.html('<h1 class="cm-title">Conflict map</h1>')
        st.caption(markdown_text(summary(result.reports, result.layers)))
    with buttons.container(horizontal=True, horizontal_alignment="right", key="doors"):
        if st.button("Help"):
            show_help()
        show_export(result, shown, chosen)


def show_troubles(result: Result) -> None:
    """Name each report that could not be read, and say when some were not read yet."""
    with st.container():
        _troubles(result)


def _troubles(result: Result) -> None:
    trouble = project.trouble()
    if trouble:
        st.error(markdown_text(trouble))
    _windows()
    lost = [*unread(), *result.failures]
    if lost:
        said = [markdown_text(failure.reason) for failure in lost[:MOST_TROUBLES]]
        if len(lost) > MOST_TROUBLES:
            said.append(f"{len(lost) - MOST_TROUBLES:,} more reports could not be read; the Log lists them.")
        # One box: a box each would push the map off the screen.
        st.error("  \n".join(said))
    if unread():
        st.button("Dismiss", on_click=dismiss)
    if result.waiting:
        words, button = st.columns([4, 1], vertical_alignment="center")
        done = len(result.reports) + len(result.failures)
        words.warning(f"Stopped after {done:,} of {done + result.waiting:,} reports: the others wait to be read.")
        button.button("Read on", on_click=resume, use_container_width=True)


def _windows() -> None:
    """Tell what another window did, and let the visitor settle what the two do not agree on."""
    for entry in project.news():
        st.toast(markdown_text(f"In another window: {entry.what}"))
    clash = project.clash()
    if clash is None:
        return
    theirs = "; ".join(f"{entry.author or 'another window'}: {entry.what}" for entry in clash.conflicts)
    st.warning(f"Not saved, because it was changed meanwhile by {markdown_text(theirs)}.")
    mine, other = st.columns(2)
    mine.button("Save mine over it", on_click=lambda: project.settle(insist=True), use_container_width=True)
    other.button("Keep theirs", on_click=lambda: project.settle(insist=False), use_container_width=True)


def _position(record: Row | Unplaced | None) -> tuple[float, float] | None:
    """Give the latitude and longitude of a record that has them."""
    if record is None or isinstance(record, Unplaced) or record["lat"] is None or record["lon"] is None:
        return None
    return record["lat"], record["lon"]


def _of_all_days(result: Result, chosen: Filter) -> Layers:
    """Give what the filter leaves, whatever the days."""
    timeless = replace(chosen, first=None, last=None)
    return remembered("timeless", result, timeless, lambda: narrowed(result.layers, timeless))


def explore(result: Result, shown: Layers, chosen: Filter, assets_url: str, *, view: View) -> None:
    """Show map, detail, time and tables: one selection and one filter in all of them."""
    order = remembered(
        "order", shown, None, lambda: doubtful_first(row for frame in shown.values() for row in rows_of(frame))
    )
    here = selected()
    walk(order, point_id(here) if here else None)
    record = found(result, selected())
    settle(id_of(record) if record else None)
    left, right = st.columns([62, 38], gap="medium")
    with left:
        show_map(shown, view, assets_url, order=order, at=_position(record), more=chosen_groups(shown, record))
    with right, st.container(height=HEIGHT, key="detail"):
        show_detail(result, record, order)
    with st.container(key="strip-place"):
        show_strip(_of_all_days(result, chosen), chosen)
    tab = st.segmented_control(
        "Table", TABS, default=TABS[0], required=True, key="tab", label_visibility="collapsed", bind="query-params"
    )
    if tab == "Evidence":
        show_evidence(shown, order)
    elif tab == "Text":
        show_text(result)
    elif tab == "Not placed":
        show_missing(remembered("missing", result, None, lambda: list(result.missing.values())))
    elif tab == "Log":
        show_log(result, unread())
    else:
        show_checks(result, shown, order)
