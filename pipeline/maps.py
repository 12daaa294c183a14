"""Draw layers as a folium map that needs no network: the only door to folium.

Folium renders all it is given as a template, so nothing reaches it but constants and what
`encode.script_json` made; our own JavaScript in `assets/` draws that, with `textContent`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import folium
from folium.map import Layer
from folium.template import Template

from gazetteer.place import Point
from pipeline.about import Tiles
from pipeline.encode import html_text, script_json
from pipeline.geodesy import disc
from pipeline.geojson import geometry_json
from pipeline.layers import LAYERS, Layers, rows_of
from pipeline.statements import kilometres
from pipeline.web.packed import packed
from pipeline.web.scripts import SCRIPTS, STYLES
from pipeline.web.view import CREDIT, FURTHER_COLOURS, LAYER_NAMES, View, further, shapes_data

DRAWN = ("id", "layer", "part", "name", "lat", "lon", "uncertainty_m", "verdict", "stated", "measured")
"""The columns that the drawing needs; the rest is told beside the map."""

RING_COLOUR = "#444444"
RING_DIGITS = 5
"""Decimals of a degree in a ring: 1 m."""


def base_map(
    view: View, *, tiles: Sequence[Tiles] = (), assets_url: str = "", scripts: Sequence[str] = SCRIPTS
) -> folium.Map:
    """Draw what stays when layers change: the basemap, the choice of tiles, legend, scale and first view."""
    drawing = folium.Map(
        tiles=None, control_scale=True, prefer_canvas=True, maxZoom=18, minZoom=2, worldCopyJump=True, zoomSnap=0.5
    )
    # Folium would link scripts and styles on other hosts; these are ours.
    drawing.default_js = [(name, f"{assets_url}{name}") for name in scripts]
    drawing.default_css = [(name, f"{assets_url}{name}") for name in STYLES]
    # First the view: the basemap's tens of thousands of points are then put in their places once, not three times.
    _Prepare("Prepare", asdict(view)).add_to(drawing)
    _Basemap(control=bool(tiles), seam=view.seam).add_to(drawing)
    for source in tiles:
        _tile_layer(source).add_to(drawing)
    return drawing


def feature_groups(layers: Layers, *, heat: bool = False) -> list[folium.FeatureGroup]:
    """Give one folium group a layer; points run together into groups where there are many.

    Layers beside the four of evidence follow as plain shapes, hidden until chosen (see `view.further`);
    with *heat* one more shows how close together the points lie.
    """
    evidence = [_evidence_group(layers, name) for name in LAYER_NAMES]
    more = [_group(data["label"], _Shapes("Shapes", data), show=False) for data in further(layers)]
    return [*evidence, *more, heat_group(layers)] if heat else [*evidence, *more]


def heat_group(layers: Layers, *, show: bool = False) -> folium.FeatureGroup:
    """Give a group that shows how close together the points of all layers lie; hidden until chosen unless *show*."""
    rows = [row for name in LAYERS for row in rows_of(layers[name]) if row["geometry"].geom_type == "Point"]
    return _group("Density of mentions", _Heat("Heat", packed(rows, ("lat", "lon"))), show=show)


def shapes_group(frame: Any, title: str, *, colour: str = FURTHER_COLOURS[0]) -> folium.FeatureGroup:  # noqa: ANN401
    """Give a group of the shapes of a GeoDataFrame in WGS84: its `name` as a hint, a `count` as its shade."""
    return _group(html_text(title), _Shapes("Shapes", shapes_data(frame, title, colour=colour)))


def range_rings(centre: Point, radii_m: Iterable[float], *, title: str = "Range rings") -> folium.FeatureGroup:
    """Give a group of geodesic rings round a point, each with its radius as a hint."""
    shapes = [
        {"geometry": geometry_json(disc(centre, radius), digits=RING_DIGITS), "name": kilometres(radius), "count": None}
        for radius in sorted(radii_m, reverse=True)
    ]
    data = {"title": title, "colour": RING_COLOUR, "fill": False, "shapes": shapes}
    return _group(html_text(title), _Shapes("Shapes", data))


def pin(record_id: str, at: tuple[float, float] | None) -> folium.FeatureGroup:
    """Give a group with a pin for placing a record by hand: it starts *at* that latitude and longitude.

    Where it is dropped comes back as properties of its feature: `placed` (the id), `lat`, `lon`. It needs
    `scripts.APP_SCRIPT`.
    """
    group = folium.FeatureGroup(name="Pin", control=False)
    _Pin("Pin", {"id": record_id, "at": at}).add_to(group)
    return group


def home(view: View) -> folium.FeatureGroup:
    """Give a group that takes a map, which stays mounted, to another first view; the same view moves nothing."""
    group = folium.FeatureGroup(name="Home", control=False)
    _Home("Home", asdict(view)).add_to(group)
    return group


def notice(words: str) -> folium.FeatureGroup:
    """Give a group that says *words* on the map itself while it lies there. It needs `scripts.APP_SCRIPT`."""
    group = folium.FeatureGroup(name="Notice", control=False)
    _Notice("Notice", {"words": words}).add_to(group)
    return group


def layer_control(*, folded: bool = False) -> folium.LayerControl:
    """Give the control that shows and hides layers; it folds on a narrow screen, or wherever it shall be *folded*."""
    return folium.LayerControl(collapsed=folded)


def _evidence_group(layers: Layers, name: str) -> folium.FeatureGroup:
    frame = layers[name]
    # The point and the area of a claim are one, as people count.
    count = int((frame["part"] != "area").sum())
    data = {"layer": name, "features": packed(rows_of(frame), DRAWN)}
    return _group(f"{LAYER_NAMES[name]} ({count:,})", _Evidence("Evidence", data))


def _group(name: str, content: folium.MacroElement, *, show: bool = True) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=name, show=show)
    content.add_to(group)
    return group


def _tile_layer(source: Tiles) -> folium.TileLayer:
    return folium.TileLayer(
        tiles=source.url,
        attr=html_text(source.credit),
        name=html_text(source.name),
        max_zoom=source.max_zoom,
        overlay=False,
        show=False,
        referrerPolicy="origin-when-cross-origin",
    )


# Our elements: each calls one function of `assets/` with encoded data.


class _Basemap(Layer):
    _template = Template("""
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = conflictMap.basemap({{ this.settings }});
        {% endmacro %}
    """)

    def __init__(self, *, control: bool, seam: float) -> None:
        super().__init__(name="Offline map", overlay=False, control=control, show=True)
        self._name = "Basemap"
        self.settings = script_json({"attribution": html_text(CREDIT), "seam": seam})


class _Verbatim(folium.Element):
    """A text that is part of the page as it is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: Any) -> str:  # noqa: ANN401  (folium's own)
        return self._text


class _Call(folium.MacroElement):
    """An element whose template calls one function with encoded data."""

    def __init__(self, name: str, data: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = name
        self.data = script_json(data)

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]  # noqa: ANN401  (as folium's own)
        """Put the call into the page. Folium would read it as a template once more: seconds where data are many."""
        page: Any = self.get_root()
        script = self._template.module.script(self, kwargs)
        page.script.add_child(_Verbatim(script), name=self.get_name())


class _Prepare(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.prepare({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)


class _Home(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.setHome({{ this._parent._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)


class _Evidence(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.addPacked("addEvidence",
                {{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)


class _Heat(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.addPacked("addHeat",
                {{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }}, { "features": {{ this.data }} });
        {% endmacro %}
    """)


class _Shapes(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.addShapes(
                {{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)


class _Pin(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.edit({{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)


class _Notice(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.notice({{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)
