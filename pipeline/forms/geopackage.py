"""Write layers as a GeoPackage: one layer a kind of feature, with styles that QGIS picks up."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

from pipeline.about import About
from pipeline.encode import xml_text
from pipeline.features import features
from pipeline.forms import gdal
from pipeline.forms.arrow import arrow_table
from pipeline.forms.symbols import COLOURS, SHAPES
from pipeline.layers import LAYERS, Layers
from pipeline.model import Report
from pipeline.web.said import said

_GEOMETRIES = {"point": "Point", "area": "MultiPolygon", "line": "MultiLineString"}
_PARTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "places": (("places", "point", "Places named in the reports"),),
    "claims": (
        ("claims", "point", "Best guesses of distance claims without a named subject"),
        ("claim_areas", "area", "Areas that hold the places of those claims"),
    ),
    "checks": (("checks", "line", "Claims held against the map, from anchor to subject"),),
    "coordinates": (("coordinates", "point", "Coordinates written in the reports"),),
}
"""For each of our layers, those of the file: name, part of the feature, description."""

_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)
"""


def geopackage(layers: Layers, _: Sequence[Report], about: About) -> bytes:
    """Write the layers of `LAYERS`, claims as `claims` (points) and `claim_areas`; days are dates, text is UTF-8.

    What the file says of itself stands in its metadata, each layer's description among its contents.
    """
    rows = features(layers)
    facts = {name: xml_text(str(value)) for name, value in said(about).items()}
    with gdal.folder(about.generated) as folder:
        target = folder / "layers.gpkg"
        for layer in LAYERS:
            for name, part, description in _PARTS[layer]:
                chosen = [row for row in rows if row["layer"] == layer and row["part"] == part]
                gdal.add_table(
                    arrow_table(chosen, multi=part != "point"),
                    target,
                    driver="GPKG",
                    geometry=_GEOMETRIES[part],
                    layer=name,
                    append=target.exists(),
                    layer_options={"DESCRIPTION": description, "IDENTIFIER": name},
                    dataset_metadata=facts,
                )
        _add_styles(target, gdal.stamp(about.generated))
        return target.read_bytes()


def _add_styles(target: Path, stamp: str) -> None:
    """Add the table in which QGIS keeps the styles of a file's layers."""
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute(_STYLES)
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', ?)",
            (stamp,),
        )
        for parts in _PARTS.values():
            for name, part, _ in parts:
                connection.execute(
                    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                    "styleName, styleQML, useAsDefault, description, update_time) "
                    "VALUES ('', '', ?, 'geom', 'default', ?, 1, 'Conflict map', ?)",
                    (name, _qml(name, part), stamp),
                )


def _qml(name: str, part: str) -> str:
    """Give a style as QGIS writes it: checks by their verdict, all else one symbol a layer."""
    root = ET.Element("qgis", version="3.28", styleCategories="Symbology")
    if part != "line":
        renderer = ET.SubElement(root, "renderer-v2", type="singleSymbol")
        _symbol(ET.SubElement(renderer, "symbols"), "0", part, "claims" if part == "area" else name)
        return ET.tostring(root, encoding="unicode")
    renderer = ET.SubElement(root, "renderer-v2", type="categorizedSymbol", attr="verdict")
    categories, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for number, verdict in enumerate(key for key in COLOURS if key not in LAYERS):
        ET.SubElement(categories, "category", value=verdict, label=verdict, symbol=str(number), render="true")
        _symbol(symbols, str(number), part, verdict)
    return ET.tostring(root, encoding="unicode")


def _symbol(symbols: ET.Element, name: str, part: str, kind: str) -> None:
    red, green, blue = (int(COLOURS[kind][at : at + 2], 16) for at in (1, 3, 5))
    ink = f"{red},{green},{blue}"
    types = {"point": ("marker", "SimpleMarker"), "line": ("line", "SimpleLine"), "area": ("fill", "SimpleFill")}
    shape = {"name": SHAPES.get(kind, "circle"), "size": "3"}
    options = {
        "point": {**shape, "color": f"{ink},242", "outline_color": "255,255,255,255"},
        "line": {"line_color": f"{ink},255", "line_width": "0.8"},
        "area": {"color": f"{ink},36", "outline_color": f"{ink},255", "outline_style": "dash"},
    }
    symbol = ET.SubElement(symbols, "symbol", type=types[part][0], name=name, alpha="1")
    layer = ET.SubElement(symbol, "layer", {"class": types[part][1], "enabled": "1"})
    option = ET.SubElement(layer, "Option", type="Map")
    for key, value in options[part].items():
        ET.SubElement(option, "Option", name=key, value=value, type="QString")
