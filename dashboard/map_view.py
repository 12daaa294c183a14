"""Show the map: what stays is given once, so that no choice and no filter mounts it anew."""

from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from dashboard.correcting import drop, placing
from dashboard.state import remembered, select, selected
from dashboard.tiles import chosen_tiles
from dashboard.widgets import tell_map
from gazetteer.place import Point
from pipeline.layers import Layers
from pipeline.maps import base_map, feature_groups, heat_group, home, layer_control, notice, pin
from pipeline.web.scripts import APP_SCRIPT, folder
from pipeline.web.view import View

HEIGHT = 560
MOST_DRAWN = 20_000
"""Records from which on a map shows density, with marks only for the ..."""
MOST_MARKS = 5_000
"""... most doubtful."""


@st.cache_resource(show_spinner=False)
def serve_scripts() -> str:
    """Let Streamlit serve the map's scripts and styles, and give their address.

    streamlit-folium would fetch them from other hosts. Its own page lies beside this component's folder,
    hence the relative address; the component is named after what it holds, so that no browser keeps an old one.
    """
    files = folder()
    name = f"map-{files.name}"
    components.declare_component(name, path=str(files))
    return f"../{__name__}.{name}/"


def show_map(  # noqa: PLR0913  (what is drawn and how it is seen)
    layers: Layers,
    view: View,
    assets_url: str,
    *,
    order: Sequence[str],
    at: tuple[float, float] | None,
    more: Sequence[Any] = (),
) -> None:
    """Draw *layers*; *view* is the first view, that of everything there is, whatever is filtered away.

    The map is mounted with the view that a visit begins with. Reports that come later bring theirs as a group:
    a map that is mounted anew reads its scripts and its basemap again.

    *order* is that of its records, the most doubtful first: of very many, only these are marks, and a line
    on the map says so. A record that is being placed by hand has a pin, first *at* that latitude and
    longitude; *more* are groups that lie over the evidence.
    """
    here = selected()
    pins = [pin(here, at)] if here and placing(here) else []
    groups = groups_of(layers, order, here)
    mounted = remembered("mounted", None, view.seam, lambda: view)
    st_folium(
        base_map(mounted, tiles=chosen_tiles(), assets_url=assets_url, scripts=[APP_SCRIPT]),
        key="map",
        height=HEIGHT,
        use_container_width=True,
        # Not the number of clicks too: it would cost a run of the page whenever the map is mounted.
        returned_objects=["last_active_drawing"],
        feature_group_to_add=[home(view), *groups, *more, *pins],
        layer_control=layer_control(folded=True),
        on_change=_answered,
    )
    tell_map(here)


def groups_of(layers: Layers, order: Sequence[str], here: str | None) -> list[Any]:
    """Give what stands for *layers* on the map; of very many, density, with marks for *here* and the first in *order*.

    It is made once for these layers, and the marks again only where *here* is not among the first.
    """
    if len(order) <= MOST_DRAWN:
        return remembered("groups", layers, None, lambda: list(feature_groups(layers)))
    first = remembered("first", order, None, lambda: frozenset(order[:MOST_MARKS]))
    beyond = None if here in first else here
    marks = remembered("groups", layers, beyond, lambda: list(feature_groups(_marked(layers, first | {beyond}))))
    words = (
        f"{len(order):,} records are too many for a mark each: all are drawn as density, the {MOST_MARKS:,} "
        "most doubtful as marks too. Narrow the filter to see every one."
    )
    said = remembered("notice", None, words, lambda: notice(words))
    return [said, *marks, remembered("density", layers, None, lambda: heat_group(layers, show=True))]


def _marked(layers: Layers, ids: Collection[str | None]) -> Layers:
    """Leave of each layer the records of these ids, with their areas."""
    return {name: frame[frame["id"].str.removesuffix("-area").isin(ids)] for name, frame in layers.items()}


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
