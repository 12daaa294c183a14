"""Let the visitor lay more over the map: density, the divisions that are touched, range rings."""

import re
from collections import Counter
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.own_layers import choose_own_layers, own_groups
from dashboard.tiles import choose_tiles
from gazetteer.divisions import Divisions, open_divisions
from gazetteer.place import Point
from pipeline.layers import Layers, Row, Unplaced
from pipeline.maps import heat_group, range_rings, shapes_group

MAX_RINGS = 6
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")


def choose_layers() -> None:
    """Offer what may lie over the map beside the evidence."""
    with st.expander("Map layers"):
        st.toggle("Density of mentions", key="layer-heat")
        st.toggle("Oblasts, states or provinces touched", key="layer-divisions")
        st.text_input("Range rings round the selected point, km", key="layer-rings", placeholder="5, 10, 25")
        choose_tiles()
        choose_own_layers()


def chosen_groups(shown: Layers, record: Row | Unplaced | None) -> list[Any]:
    """Give the groups of the layers that were chosen."""
    groups = own_groups()
    if st.session_state.get("layer-divisions"):
        groups.append(shapes_group(touched(shown, _divisions()), "Divisions touched", colour="#6b4c9a"))
    rings = radii_m(st.session_state.get("layer-rings", ""))
    if rings and record and not isinstance(record, Unplaced) and record["lat"] is not None:
        groups.append(range_rings(Point(lat=record["lat"], lon=record["lon"]), rings))
    if st.session_state.get("layer-heat"):
        groups.append(heat_group(shown))
    return groups


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


@st.cache_resource(show_spinner=False)
def _divisions() -> Divisions:
    return open_divisions()
