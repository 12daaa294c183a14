"""Put a whole map together, as the dashboard does from its parts."""

from collections.abc import Sequence

import folium

from pipeline.about import Tiles
from pipeline.layers import Layers
from pipeline.maps import base_map, feature_groups, layer_control
from pipeline.web.view import view_of


def whole_map(layers: Layers, *, tiles: Sequence[Tiles] = ()) -> folium.Map:
    """Draw *layers* on the offline basemap, with *tiles* to choose from."""
    drawing = base_map(view_of(layers), tiles=tiles)
    for group in feature_groups(layers):
        group.add_to(drawing)
    layer_control().add_to(drawing)
    return drawing
