"""The dashboard: reports in, a checked map beside its evidence; nothing leaves this machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from gazetteer.build import open_gazetteer
from gazetteer.errors import GazetteerError
from gazetteer.index import Gazetteer
from pipeline import cards
from pipeline.about import About
from pipeline.corpus import Options, analyse_each
from pipeline.encode import markdown_text, visible
from pipeline.errors import PipelineError, UnknownRegionError
from pipeline.export import as_bytes
from pipeline.layers import LAYERS, Layers, Row, Unplaced, rows_of, to_layers, unplaced
from pipeline.maps import OPENSTREETMAP, base_map, feature_groups, layer_control, selection, view_of
from pipeline.model import Failure, Report, Verdict
from pipeline.page import card_html, summary
from pipeline.read import read_bytes, with_unique_ids
from pipeline.scripts import ASSETS, folder
from pipeline.setting import parse_region

SAMPLES = ASSETS / "samples"
UPLOADS = ["txt", "md", "jsonl"]
SOURCES = ("Samples", "Paste", "Files")
TABLES = ("Claim check", "Evidence", "Not placed")
MAP_HEIGHT = 560
# Results kept for a session, so that going back to an earlier text takes no time.
REMEMBERED = 4

Upload = tuple[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All that the page shows of some reports under some settings."""

    reports: tuple[Report, ...]
    failures: tuple[Failure, ...]
    layers: Layers
    rows: dict[str, Row]
    missing: tuple[Unplaced, ...]


def main() -> None:
    """Lay out the page."""
    st.set_page_config(page_title="Conflict map", layout="wide", initial_sidebar_state="auto")
    st.html(ASSETS / "app.css")
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
    for failure in result.failures:
        st.error(markdown_text(failure.reason))
    explore(result, assets_url)


# What goes in.


def choose_reports() -> tuple[Upload, ...]:
    """Let the user choose what to read; the samples until there is something else."""
    st.subheader("1 · Reports")
    source = st.segmented_control(
        "Reports", SOURCES, default="Samples", required=True, key="source", label_visibility="collapsed"
    )
    st.caption("Everything is read on this machine; no text leaves it.")
    if source == "Paste":
        return pasted()
    if source == "Files":
        files = st.file_uploader("Text files, or one report a line (.jsonl)", type=UPLOADS, accept_multiple_files=True)
        return tuple((file.name, file.getvalue()) for file in files)
    return tuple((file.name, file.read_bytes()) for file in sorted(SAMPLES.iterdir()) if file.suffix[1:] in UPLOADS)


def pasted() -> tuple[Upload, ...]:
    """Take a text from the clipboard; it is read when the button is pressed."""
    with st.form("paste", border=False):
        text = st.text_area("Text of a report", height=220, placeholder="… shelling 5 km north of Avdiivka …")
        if st.form_submit_button("Map it", type="primary"):
            st.session_state["pasted"] = text
    text = st.session_state.get("pasted", "")
    return (("pasted.txt", text.encode("utf-8", "replace")),) if text.strip() else ()


def choose_settings() -> Options:
    """Let the user choose how reports are read."""
    with st.expander("2 · Settings"):
        confidence = st.slider(
            "An area shall hold the true place in … % of cases", min_value=50, max_value=95, value=90, step=5
        )
        region = st.text_input("Where namesakes are preferred", placeholder="UA, or south,west,north,east")
        return Options(confidence=confidence / 100, region=checked_region(region))


def checked_region(written: str) -> str | None:
    """Give the region of interest if it is one; else say what is wrong and prefer none."""
    if not written.strip():
        return None
    try:
        parse_region(written)
    except UnknownRegionError as error:
        st.warning(markdown_text(error))
        return None
    return written.strip()


# What comes of it.


@st.cache_resource(show_spinner=False)
def opened() -> list[Gazetteer]:
    """Keep the gazetteer for all sessions, once there is one."""
    return []


def gazetteer(*, say: Callable[[str], None]) -> Gazetteer:
    """Open the gazetteer; on first use it is built, and *say* is told, also by who waits for another to build it."""
    shelf = opened()
    if not shelf:
        say("Opening the gazetteer")
        shelf.append(open_gazetteer(progress=lambda message: say(markdown_text(message[:1].upper() + message[1:]))))
    return shelf[0]


def result_of(uploads: tuple[Upload, ...], options: Options) -> Result:
    """Give the result for these reports and settings, from memory where it was made before."""
    memory: dict[Any, Result] = st.session_state.setdefault("results", {})
    key = (uploads, options)
    if key not in memory:
        busy = st.empty()
        with busy, st.status("Reading …") as status:

            def say(stage: str) -> None:
                status.update(label=f"{stage} …")

            memory[key] = analysed(uploads, options, gazetteer(say=say), say=say)
        busy.empty()
        st.session_state["selected"] = None
        for oldest in list(memory)[:-REMEMBERED]:
            del memory[oldest]
    return memory[key]


def analysed(uploads: Sequence[Upload], options: Options, places: Gazetteer, *, say: Callable[[str], None]) -> Result:
    """Read and analyse; *say* is told each stage in a few words of Markdown."""
    items = list(with_unique_ids(item for name, data in uploads for item in read_bytes(name, data)))
    done: list[Report | Failure] = []
    for number, item in enumerate(items, start=1):
        say(markdown_text(f"Reading report {number} of {len(items)}: {item.id}"))
        done.extend(analyse_each([item], gazetteer=places, options=options, finish=lambda made: made))
    say("Drawing the map")
    reports = tuple(made for made in done if isinstance(made, Report))
    layers = to_layers(reports)
    return Result(
        reports=reports,
        failures=tuple(made for made in done if isinstance(made, Failure)),
        layers=layers,
        rows={row["id"]: row for name in LAYERS for row in rows_of(layers[name])},
        missing=tuple(unplaced(reports)),
    )


def show_header(result: Result) -> None:
    """Say what was found, and offer the map as a file."""
    words, button = st.columns([4, 1], vertical_alignment="bottom")
    with words:
        st.header("Conflict map", anchor=False)
        st.caption(markdown_text(summary(result.reports, result.layers)))
    with button:
        st.download_button(
            "Download the map (HTML)",
            data=lambda: as_bytes(result.reports, ".html", about=About(generated=datetime.now(UTC))),
            file_name="conflict-map.html",
            mime="text/html",
            on_click="ignore",
            disabled=not result.reports,
            use_container_width=True,
        )


# The map, the evidence and the tables: one selection.


def serve_scripts() -> str:
    """Let Streamlit serve the map's scripts and styles, and give their address.

    streamlit-folium would fetch them from other hosts. Its own page lies beside this component's folder,
    hence the relative address; the component is named after what it holds, so that no browser keeps an old one.
    """
    files = folder()
    name = f"map-{files.name}"
    components.declare_component(name, path=str(files))
    return f"../{Path(__file__).stem}.{name}/"


@st.fragment
def explore(result: Result, assets_url: str) -> None:
    """Show map, detail and tables; a click runs this part again and nothing else."""
    left, right = st.columns([62, 38], gap="medium")
    with left:
        show_map(result, assets_url)
    with right, st.container(height=MAP_HEIGHT, key="detail"):
        show_detail(result)
    table = st.segmented_control(
        "Table", TABLES, default=TABLES[0], required=True, key="table", label_visibility="collapsed"
    )
    {"Claim check": show_checks, "Evidence": show_evidence, "Not placed": show_missing}[table or TABLES[0]](result)


def show_map(result: Result, assets_url: str) -> None:
    """Draw the map: what stays is given once, so that no click mounts it anew."""
    st_folium(
        base_map(view_of(result.layers), tiles=[OPENSTREETMAP], assets_url=assets_url),
        key="map",
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        feature_group_to_add=[
            *feature_groups(result.layers, popups=False),
            selection(st.session_state.get("selected")),
        ],
        layer_control=layer_control(),
        on_change=lambda: select(clicked_id(st.session_state.get("map"))),
    )


def clicked_id(answer: Any) -> str | None:  # noqa: ANN401  (whatever the browser sends)
    """Read the id of the feature that was clicked from the map's answer."""
    drawing = answer.get("last_active_drawing") if isinstance(answer, dict) else None
    properties = drawing.get("properties") if isinstance(drawing, dict) else None
    found = properties.get("id") if isinstance(properties, dict) else None
    return found if isinstance(found, str) else None


def select(feature_id: str | None) -> None:
    """Make a feature the selected one, wherever it was chosen."""
    if feature_id is not None:
        st.session_state["selected"] = feature_id


def show_detail(result: Result) -> None:
    """Show the card of the selected feature, or how to read the map."""
    order = doubtful_first(result.rows.values())
    row = result.rows.get(st.session_state.get("selected") or "")
    if row is None:
        st.markdown(HOW_TO_READ)
        if order:
            st.button("Begin with the most doubtful", on_click=select, args=(order[0],))
        return
    at = order.index(row["id"]) if row["id"] in order else order.index(row["id"].removesuffix("-area"))
    back, where, forward = st.columns([1, 1, 1], vertical_alignment="center")
    back.button("‹ Previous", on_click=select, args=(order[at - 1],), use_container_width=True)
    where.caption(f"{at + 1} of {len(order)}, doubtful first")
    forward.button("Next ›", on_click=select, args=(order[(at + 1) % len(order)],), use_container_width=True)
    st.html(card_html(cards.card(row)))


def doubtful_first(rows: Sequence[Row] | Any) -> list[str]:  # noqa: ANN401
    """Order features by how much they need a look: claims that are off, then low scores."""
    named = [row for row in rows if row["part"] != "area"]
    settled = {None, Verdict.HOLDS}
    return [row["id"] for row in sorted(named, key=lambda row: (row["verdict"] in settled, row["score"] or 0.0))]


def show_checks(result: Result) -> None:
    """List the claims that could be held against the map."""
    rows = rows_of(result.layers["checks"])
    columns = {
        "Verdict": [row["verdict"] for row in rows],
        "From and to": [row["name"] for row in rows],
        "Stated": [row["stated"] for row in rows],
        "Measured": [row["measured"] for row in rows],
        "Ratio": [cards.ratio(row) for row in rows],
        "Why": [row["note"] for row in rows],
        "Quote": [row["quote"] for row in rows],
        "Source": [cards.cite(row) for row in rows],
    }
    show_table("checks", columns, rows, empty="No claim in these reports names both of its places.")


def show_evidence(result: Result) -> None:
    """List all that is on the map as points."""
    rows = [row for name in ("claims", "places", "coordinates") for row in rows_of(result.layers[name])]
    rows = [row for row in rows if row["part"] == "point"]
    columns = {
        "What": [cards.LAYER_WORDS[row["layer"]] for row in rows],
        "Place or claim": [row["name"] for row in rows],
        "Quote": [row["quote"] for row in rows],
        "Position": [cards.position(row) for row in rows],
        "Doubt": [cards.doubt(row) for row in rows],
        "Placed by": [cards.METHODS[row["method"]] for row in rows],
        "Score": [cards.score(row) for row in rows],
        "Source": [cards.cite(row) for row in rows],
    }
    show_table("evidence", columns, rows, empty="Nothing was placed.")


def show_table(name: str, columns: dict[str, list[Any]], rows: Sequence[Row], *, empty: str) -> None:
    """Show a table whose rows select features."""
    if not rows:
        st.info(empty)
        return
    shown = {head: [visible(value or "") for value in values] for head, values in columns.items()}
    key = f"table-{name}"

    def on_select() -> None:
        picked = st.session_state[key]["selection"]["rows"]
        select(rows[picked[0]]["id"] if picked else None)

    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        on_select=on_select,
        selection_mode="single-row",
        column_config={"Quote": st.column_config.Column(width="large"), "Why": st.column_config.Column(width="medium")},
        alt=f"The {name} as a table",
    )


def show_missing(result: Result) -> None:
    """List what was found and is on no layer, with the reason."""
    if not result.missing:
        st.info("All that was found is on the map.")
        return
    st.dataframe(
        {
            "Words": [visible(item.words) for item in result.missing],
            "Why": [item.reason for item in result.missing],
            "On purpose": ["yes" if item.deliberate else "" for item in result.missing],
            "Quote": [visible(item.quote) for item in result.missing],
            "Report": [visible(item.report) for item in result.missing],
        },
        hide_index=True,
        alt="What was not placed, as a table",
    )


HOW_TO_READ = """
#### How to read this map
- A **circle** is a place a report names; the number counts the mentions.
- A **diamond** in a dashed area is a claim such as “13 miles south-west of …”: the area is where it may lie.
- A **line** joins the two ends of a claim that could be measured; its dashes and its label say whether it holds.
- A **square** is a coordinate as written.

Choose anything on the map or in a table to see its quote, its source and its doubt here.
"""

if __name__ == "__main__":
    main()
