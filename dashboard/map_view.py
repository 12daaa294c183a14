"""Show the map: what stays is given once, so that no choice and no filter mounts it anew."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from dashboard.correcting import drop, placing
from dashboard.state import select, selected
from gazetteer.place import Point
from pipeline.layers import Layers
from pipeline.maps import base_map, feature_groups, layer_control, pin, selection
from pipeline.web.scripts import APP_SCRIPTS, folder
from pipeline.web.view import OPENSTREETMAP, View

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


def show_map(
    layers: Layers, view: View, assets_url: str, *, at: tuple[float, float] | None, more: Sequence[Any] = ()
) -> None:
    """Draw *layers*; *view* is the first view, that of everything there is, whatever is filtered away.

    A record that is being placed by hand has a pin, first *at* that latitude and longitude; *more* are
    groups that lie over the evidence.
    """
    here = selected()
    pins = [pin(here, at)] if here and placing(here) else []
    st_folium(
        base_map(view, tiles=[OPENSTREETMAP], assets_url=assets_url, scripts=APP_SCRIPTS),
        key="map",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        feature_group_to_add=[*feature_groups(layers), *more, selection(here), *pins],
        layer_control=layer_control(),
        on_change=_answered,
    )


def _answered() -> None:
    """Select what was clicked, or take in where a pin was dropped."""
    answer = st.session_state.get("map")
    put = pin_of(answer)
    if put is not None:
        drop(*put)
    else:
        select(clicked_id(answer))


def pin_of(answer: Any) -> tuple[str, Point] | None:  # noqa: ANN401  (whatever the browser sends)
    """Read from the map's answer which record's pin was dropped where; None where it tells of no pin."""
    properties = _properties(answer)
    try:
        return str(properties["placed"]), Point(lat=float(properties["lat"]), lon=float(properties["lon"]))
    except (KeyError, TypeError, ValueError):
        return None


def clicked_id(answer: Any) -> str | None:  # noqa: ANN401  (whatever the browser sends)
    """Read the id of the feature that was clicked from the map's answer."""
    found = _properties(answer).get("id")
    return found if isinstance(found, str) else None


def _properties(answer: Any) -> dict[str, Any]:  # noqa: ANN401
    drawing = answer.get("last_active_drawing") if isinstance(answer, dict) else None
    properties = drawing.get("properties") if isinstance(drawing, dict) else None
    return properties if isinstance(properties, dict) else {}
