"""Let the visitor lay more over the map: density, the divisions that are touched, range rings."""

import re
from collections import Counter
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.own_layers import choose_own_layers, own_groups
from dashboard.state import remembered
from dashboard.tiles import choose_tiles
from dashboard.widgets import folded
from gazetteer.divisions import Divisions, open_divisions
from gazetteer.place import Point
from pipeline.corrections import typed_point
from pipeline.counting.cells import By, Cell, Position, outline, sorter
from pipeline.encode import markdown_text
from pipeline.errors import CorrectionError
from pipeline.layers import Layers, Row, Unplaced
from pipeline.maps import heat_group, range_rings, shapes_group

MAX_RINGS = 6
COUNTED: dict[By, str] = {"division": "oblast, state or province", "hexagon": "hexagon"}
COUNTS_COLOUR = "#00695c"
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")


def choose_layers() -> None:
    """Offer what may lie over the map beside the evidence."""
    place, opened = folded("Map layers", key="map-layers")
    if not opened:
        return
    with place:
        st.toggle("Density of mentions", key="layer-heat")
        st.toggle("Oblasts, states or provinces touched", key="layer-divisions")
        st.selectbox(
            "Mentions counted by",
            list(COUNTED),
            key="layer-counts",
            index=None,
            format_func=COUNTED.__getitem__,
            placeholder="not counted",
        )
        _choose_rings()
        choose_tiles()
        choose_own_layers()


def _choose_rings() -> None:
    st.text_input("Range rings, km", key="layer-rings", placeholder="5, 10, 25")
    words = st.text_input("Rings round", key="layer-centre", placeholder="the selected point, or a coordinate")
    if words.strip():
        try:
            typed_point(words)
        except CorrectionError as error:
            st.warning(f"{markdown_text(error)}. Until then they are drawn round the selected point.")


def chosen_groups(shown: Layers, record: Row | Unplaced | None) -> list[Any]:
    """Give the groups of the layers that were chosen."""
    groups = own_groups()
    if st.session_state.get("layer-divisions"):
        outlines = remembered("touched", shown, None, lambda: touched(shown, _divisions()))
        groups.append(shapes_group(outlines, "Divisions touched", colour="#6b4c9a"))
    by: By | None = st.session_state.get("layer-counts")
    if by:
        cells, said = remembered("counted", shown, by, lambda: counted(shown, by))
        groups.append(shapes_group(cells, f"Mentions by {COUNTED[by]} ({said})", colour=COUNTS_COLOUR))
    rings, centre = radii_m(st.session_state.get("layer-rings", "")), _centre(record)
    if rings and centre:
        groups.append(range_rings(centre, rings))
    if st.session_state.get("layer-heat"):
        groups.append(remembered("heat", shown, None, lambda: heat_group(shown)))
    return groups


def _centre(record: Row | Unplaced | None) -> Point | None:
    """Give the point that rings are drawn round: the one that was typed, else the selected one, if there is one."""
    words = str(st.session_state.get("layer-centre") or "")
    if words.strip():
        try:
            return typed_point(words).point
        except CorrectionError:
            pass
    if record is None or isinstance(record, Unplaced) or record["lat"] is None:
        return None
    return Point(lat=record["lat"], lon=record["lon"])


def radii_m(words: str) -> list[float]:
    """Read radii in kilometres as people list them, and give them in metres: at most six, none of nothing."""
    found = [float(number) * 1000.0 for number in _NUMBER.findall(words)]
    return sorted({radius for radius in found if radius > 0.0})[:MAX_RINGS]


def touched(shown: Layers, divisions: Divisions) -> pd.DataFrame:
    """Name each first-level division that has mentions, with their number and its outline."""
    places = shown["places"]
    exact = places[~places["kind"].isin(["continent", "region", "country", "sea"])]
    found = Counter(
        division
        for lat, lon in zip(exact["lat"], exact["lon"], strict=True)
        if (division := divisions.at(Point(lat=lat, lon=lon)))
    )
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0].id))
    return pd.DataFrame(
        {
            "name": [f"{division.name}: {count}" for division, count in ranked],
            # Drawn as outlines: shades would hide the evidence beneath them.
            "count": [None for _ in ranked],
            "geometry": [divisions.outline(division) for division, _ in ranked],
        }
    )


def counted(shown: Layers, by: By) -> tuple[pd.DataFrame, str]:
    """Count the mentions in each cell, with its outline and name; say how many are in one and how many too wide."""
    sort = sorter(by)
    points = pd.concat([frame[frame["part"] != "area"] for name, frame in shown.items() if name != "checks"])
    doubts = points["uncertainty_m"].astype(float).fillna(0.0)
    tally = Counter(
        cell
        for lat, lon, doubt in zip(points["lat"], points["lon"], doubts, strict=True)
        if isinstance(cell := sort(Position(point=Point(lat=lat, lon=lon), doubt_m=doubt)), Cell)
    )
    ranked = sorted(tally.items(), key=lambda item: (-item[1], item[0].id))
    cells = pd.DataFrame(
        {
            "name": [cell.name or cell.id for cell, _ in ranked],
            "count": [count for _, count in ranked],
            "geometry": [outline(cell) for cell, _ in ranked],
        }
    )
    inside = tally.total()
    return cells, f"{inside:,} of {len(points):,}"


@st.cache_resource(show_spinner=False)
def _divisions() -> Divisions:
    return open_divisions()
