"""Show the map: what stays is given once, so that no choice and no filter mounts it anew."""

from typing import Any

import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from dashboard.state import select, selected
from pipeline.layers import Layers
from pipeline.maps import OPENSTREETMAP, View, base_map, feature_groups, layer_control, selection
from pipeline.scripts import folder

HEIGHT = 560


def serve_scripts() -> str:
    """Let Streamlit serve the map's scripts and styles, and give their address.

    streamlit-folium would fetch them from other hosts. Its own page lies beside this component's folder,
    hence the relative address; the component is named after what it holds, so that no browser keeps an old one.
    """
    files = folder()
    name = f"map-{files.name}"
    components.declare_component(name, path=str(files))
    return f"../{__name__}.{name}/"


def show_map(layers: Layers, view: View, assets_url: str) -> None:
    """Draw *layers*; *view* is the first view, that of everything there is, whatever is filtered away."""
    st_folium(
        base_map(view, tiles=[OPENSTREETMAP], assets_url=assets_url),
        key="map",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        feature_group_to_add=[*feature_groups(layers, popups=False), selection(selected())],
        layer_control=layer_control(),
        on_change=lambda: select(clicked_id(st.session_state.get("map"))),
    )


def clicked_id(answer: Any) -> str | None:  # noqa: ANN401  (whatever the browser sends)
    """Read the id of the feature that was clicked from the map's answer."""
    drawing = answer.get("last_active_drawing") if isinstance(answer, dict) else None
    properties = drawing.get("properties") if isinstance(drawing, dict) else None
    found = properties.get("id") if isinstance(properties, dict) else None
    return found if isinstance(found, str) else None
