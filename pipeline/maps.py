"""Draw layers as a folium map that needs no network: the only door to folium.

Folium renders all it is given as a template, so nothing reaches it but constants and what
`encode.script_json` made; our own JavaScript in `assets/` draws that, with `textContent`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import folium
from folium.map import Layer
from folium.template import Template

from pipeline.cards import LAYER_WORDS, Card, card
from pipeline.encode import html_text, script_json
from pipeline.geojson import geometry_json
from pipeline.layers import STATED_AREA, Layers, Row, rows_of
from pipeline.scripts import SCRIPTS, STYLES

CREDIT = (
    "Natural Earth; town names GeoNames (CC BY 4.0). "
    "Crimea and Sevastopol drawn as internationally recognised: Ukraine."
)
LAYER_NAMES = {"checks": "Claim checks", "claims": "Claims", "coordinates": "Coordinates", "places": "Places"}
"""The layers in the order they are drawn, and what readers call them."""

DEGREE_DIGITS = 5
"""Decimals of a degree in what is drawn: 1 m."""

WORLD = ((-55.0, -130.0), (70.0, 150.0))
"""South-west and north-east of the view when there is nothing to show."""
LEAST_SPAN = 0.2
"""Degrees that a view covers at least, so that one point alone is shown with its surroundings."""

WIDE_M = 40_000.0
"""From this doubt on a place is a region or a country; its middle does not draw the first view."""
NEAR_DEGREES = 3.0
"""A first view holds what lies within this many degrees of the middle of all points ..."""
ENOUGH = 0.5
"""... if that is at least this share of them; otherwise it holds everything."""

Bounds = tuple[tuple[float, float], tuple[float, float]]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A first view as south-west and north-east corners, those of everything, and how much lies outside."""

    focus: Bounds
    all: Bounds
    outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A source of online tiles that a reader may switch to."""

    name: str
    url: str
    credit: str
    max_zoom: int = 19


OPENSTREETMAP = Tiles(
    name="OpenStreetMap (online)",
    url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    credit="© OpenStreetMap contributors",
)


def build_map(layers: Layers, *, tiles: Sequence[Tiles] = (), assets_url: str = "") -> folium.Map:
    """Draw *layers* on the offline basemap, with a legend, a scale and a layer control.

    Nothing is requested from the network; *tiles* are offered in the layer control and requested
    once a reader picks them. `assets_url` is where the page finds the files of `scripts.folder`.
    """
    drawing = base_map(view_of(layers), tiles=tiles, assets_url=assets_url)
    for group in feature_groups(layers):
        group.add_to(drawing)
    layer_control().add_to(drawing)
    return drawing


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
    _Basemap(control=bool(tiles)).add_to(drawing)
    for source in tiles:
        _tile_layer(source).add_to(drawing)
    _Prepare("Prepare", {"focus": view.focus, "all": view.all, "outside": view.outside}).add_to(drawing)
    return drawing


def feature_groups(layers: Layers, *, popups: bool = True) -> list[folium.FeatureGroup]:
    """Give one folium group a layer; a click opens the card of what was hit when `popups` is set."""
    groups = []
    for name, title in LAYER_NAMES.items():
        group = folium.FeatureGroup(name=f"{title} ({_count(layers[name])})")
        _Evidence(
            "Evidence", {"layer": name, "kind": LAYER_WORDS[name], "popups": popups, **_evidence(rows_of(layers[name]))}
        ).add_to(group)
        groups.append(group)
    return groups


def selection(feature_id: str | None) -> folium.FeatureGroup:
    """Give a group that marks the feature of that id and brings it into view."""
    group = folium.FeatureGroup(name="Selection", control=False)
    _Select("Select", feature_id).add_to(group)
    return group


def pin(record_id: str, at: tuple[float, float] | None) -> folium.FeatureGroup:
    """Give a group with a pin for placing a record by hand: it starts *at* that latitude and longitude.

    Where it is dropped comes back as properties of its feature: `placed` (the id), `lat`, `lon`. It needs
    `scripts.APP_SCRIPTS`.
    """
    group = folium.FeatureGroup(name="Pin", control=False)
    _Pin("Pin", {"id": record_id, "at": at}).add_to(group)
    return group


def layer_control() -> folium.LayerControl:
    """Give the control that shows and hides layers; it folds on a narrow screen."""
    return folium.LayerControl(collapsed=False)


def view_of(layers: Layers) -> View:
    """Choose the first view of *layers*: where most points are, so that one far place does not shrink the rest."""
    boxes = [box for frame in layers.values() for box in _boxes(frame)]
    if not boxes:
        return View(focus=WORLD, all=WORLD, outside=0)
    exact = [box for frame in layers.values() for box in _boxes(frame[~(frame["uncertainty_m"] >= WIDE_M)])] or boxes
    lat, lon = (median((box[side] + box[side + 2]) / 2 for box in exact) for side in (0, 1))
    middle = (lat, lon, lat, lon)
    near = [box for box in exact if all(abs(side - at) <= NEAR_DEGREES for side, at in zip(box, middle, strict=True))]
    focus = _bounds(near if len(near) >= ENOUGH * len(exact) else boxes)
    whole = [box for frame in layers.values() for box in _boxes(frame[frame["part"] != "area"])]
    return View(focus=focus, all=_bounds(boxes), outside=sum(not _holds(focus, box) for box in whole))


def _boxes(frame: Any) -> list[Box]:  # noqa: ANN401  (a GeoDataFrame)
    bounds = frame.geometry.bounds.itertuples(index=False)
    return [(south, west, north, east) for west, south, east, north in bounds]


def _holds(focus: Bounds, box: Box) -> bool:
    (south, west), (north, east) = focus
    return south <= box[0] and west <= box[1] and box[2] <= north and box[3] <= east


def _bounds(boxes: Sequence[Box]) -> Bounds:
    south, west = (min(box[side] for box in boxes) for side in (0, 1))
    north, east = (max(box[side] for box in boxes) for side in (2, 3))
    high, wide = (max(0.0, LEAST_SPAN - span) / 2 for span in (north - south, east - west))
    return ((south - high, west - wide), (north + high, east + wide))


def drawing_script(drawing: folium.Map) -> tuple[str, str]:
    """Give the id of the element that *drawing* fills, and the script that does it.

    The same map gives the same script: folium's random names are replaced.
    """
    for number, element in enumerate(_walk(drawing)):
        element._id = str(number)  # noqa: SLF001  (folium names its variables after it and offers no other way)
    figure: Any = drawing.get_root()
    figure.render()
    return drawing.get_name(), figure.script.render()


def _walk(element: Any) -> Iterator[Any]:  # noqa: ANN401  (folium has no types)
    yield element
    for child in element._children.values():  # noqa: SLF001
        yield from _walk(child)


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


class _Shared:
    """What many features have in common, written once and referred to by its number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def number(self, key: Any, value: Any = None) -> int:  # noqa: ANN401  (what JSON can say)
        """Give the number of the value named *key*, which is its own name where no *value* is given."""
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(key if value is None else value)
        return self._numbers[key]


def _evidence(rows: Iterable[Row]) -> dict[str, Any]:
    """Give a layer as data: features on the very same spot together, in order of the first."""
    together: dict[tuple[bytes, str | None], list[Row]] = {}
    for row in rows:
        together.setdefault((row["geometry"].wkb, row["verdict"]), []).append(row)
    shared = _Shared()
    drawn = [
        {
            "geometry": geometry_json(group[0]["geometry"], digits=DEGREE_DIGITS),
            "label": _line_label(group),
            "cards": [_card_data(row, shared) for row in group],
        }
        for group in together.values()
    ]
    return {"drawn": drawn, "shared": shared.values}


def _count(frame: Any) -> int:  # noqa: ANN401  (a GeoDataFrame)
    """Count features as people do: a claim's point and area are one."""
    return int((frame["part"] != "area").sum())


def _line_label(rows: Sequence[Row]) -> str:
    if rows[0]["layer"] != "checks":
        return ""
    said = list(dict.fromkeys(row["stated"] for row in rows))
    more = f" and {len(said) - 2} more" if len(said) > 2 else ""
    return f"stated {', '.join(said[:2])}{more} · measured {rows[0]['measured'] or 'nothing'}"


def _card_data(row: Row, shared: _Shared) -> dict[str, Any]:
    """Give a card as data; numbers stand for what `shared` holds. `words` is where they stand in the quote."""
    told: Card = card(row)
    area = row[STATED_AREA]
    start = _units(told.before)
    return {
        "id": told.id,
        "heading": told.heading,
        "lines": [[shared.number(part) for part in line] for line in told.lines],
        "quote": shared.number(f"{told.before}{told.words}{told.after}"),
        "words": [start, start + _units(told.words)],
        "source": shared.number((told.cite, told.url), [told.cite, told.url]),
        "verdict": told.verdict,
        "uncertainty_m": row["uncertainty_m"],
        "stated": area and shared.number(area.wkb, geometry_json(area, digits=DEGREE_DIGITS)),
    }


def _units(text: str) -> int:
    """Count as JavaScript does: a character beyond the basic plane is two."""
    return len(text) + sum(sign > "\uffff" for sign in text)


# Our elements: each calls one function of `assets/` with encoded data.


class _Basemap(Layer):
    _template = Template("""
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = conflictMap.basemap({{ this.settings }});
        {% endmacro %}
    """)

    def __init__(self, *, control: bool) -> None:
        super().__init__(name="Offline map", overlay=False, control=control, show=True)
        self._name = "Basemap"
        self.settings = script_json({"attribution": html_text(CREDIT)})


class _Call(folium.MacroElement):
    """An element whose template calls one function with encoded data."""

    def __init__(self, name: str, data: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = name
        self.data = script_json(data)


class _Prepare(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.prepare({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)


class _Evidence(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.addEvidence(
                {{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)


class _Select(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.select({{ this._parent._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)


class _Pin(_Call):
    _template = Template("""
        {% macro script(this, kwargs) %}
            conflictMap.edit({{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)
