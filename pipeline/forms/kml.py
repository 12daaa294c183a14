"""Write layers as KML 2.2, alone or packed with its icons as KMZ."""

import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

from pipeline.about import About
from pipeline.cards import card
from pipeline.encode import html_text, visible, xml_text
from pipeline.forms.archive import zipped
from pipeline.forms.features import DEGREE_DIGITS, features
from pipeline.forms.said import DEFAULT_TITLE, in_words
from pipeline.forms.symbols import COLOURS, SHAPES
from pipeline.layers import COLUMNS, LAYERS, Layers, Row
from pipeline.model import Report
from pipeline.view import LAYER_NAMES

NAMESPACE = "http://www.opengis.net/kml/2.2"

_LINES = {"Placemark", "Folder", "Style", "Schema"}
_TYPES = {"str": "string", "int64": "int", "float64": "double", "bool": "bool"}
_ICON = 32
"""Pixels of an icon's side."""

_INSIDE: dict[str, Callable[[float, float], bool]] = {
    "circle": lambda x, y: x * x + y * y <= 13.5**2,
    "square": lambda x, y: max(x, y) <= 12.0,
    "diamond": lambda x, y: x + y <= 15.5,
}
"""Whether a pixel so far to the side of an icon's middle, and above it, belongs to the shape."""


def kml(layers: Layers, _: Sequence[Report], about: About) -> bytes:
    """Write a folder a layer: names, descriptions, styles, time spans, and every attribute as typed data.

    Markers have the viewer's own icon in the layer's colour: a lone file can hold none.
    """
    return _document(features(layers), about, icons=False)


def kmz(layers: Layers, _: Sequence[Report], about: About) -> bytes:
    """Write the same as a zip that brings an icon a layer, told apart by shape as well as by colour."""
    icons = {f"icons/{layer}.png": _icon(shape) for layer, shape in SHAPES.items()}
    return zipped({"doc.kml": _document(features(layers), about, icons=True), **icons})


def _document(rows: Sequence[Row], about: About, *, icons: bool) -> bytes:
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = ET.SubElement(root, "Document")
    _text(document, "name", visible(about.title or DEFAULT_TITLE))
    _text(document, "description", _paragraphs(in_words(about).split("\n")))
    for kind in COLOURS:
        document.append(_style(kind, icons=icons))
    document.append(_schema())
    for layer in LAYERS:
        document.append(_folder(layer, [row for row in rows if row["layer"] == layer]))
    for element in root.iter("*"):
        # One line a placemark: small, and two versions of a file can be compared.
        if element.tag in _LINES:
            element.tail = "\n"
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _folder(layer: str, rows: Iterable[Row]) -> ET.Element:
    folder = ET.Element("Folder")
    _text(folder, "name", LAYER_NAMES[layer])
    for row in rows:
        folder.append(_placemark(row))
    return folder


def _placemark(row: Row) -> ET.Element:
    """Build a placemark, its children in the order that the schema asks for."""
    mark = ET.Element("Placemark")
    _text(mark, "name", visible(row["name"]))
    _text(mark, "description", _description(row))
    span = _time_span(row)
    if span is not None:
        mark.append(span)
    _text(mark, "styleUrl", f"#{_style_of(row)}")
    data = ET.SubElement(ET.SubElement(mark, "ExtendedData"), "SchemaData", schemaUrl="#feature")
    for name, kind in COLUMNS.items():
        if row[name] is not None:
            _text(data, "SimpleData", str(int(row[name]) if kind == "bool" else row[name])).set("name", name)
    mark.append(_geometry(row["geometry"]))
    return mark


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, tag)
    child.text = xml_text(text)
    return child


def _description(row: Row) -> str:
    """Word a feature in HTML, which viewers show: every character of its text is encoded for that first."""
    told = card(row)
    lines = [f"{label}: {value}" for label, value in told.lines]
    quote = f"<p>“{html_text(told.before)}<b>{html_text(told.words)}</b>{html_text(told.after)}”</p>"
    return f"{_paragraphs(lines)}{quote}{_paragraphs([told.cite])}"


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{html_text(line)}</p>" for line in lines)


def _time_span(row: Row) -> ET.Element | None:
    """Give the days a feature speaks of; a day lasts until its end."""
    first, last = row["date_from"], row["date_to"]
    if not first and not last:
        return None
    span = ET.Element("TimeSpan")
    for tag, day in (("begin", first), ("end", last)):
        if day:
            _text(span, tag, day)
    return span


def _schema() -> ET.Element:
    schema = ET.Element("Schema", name="feature", id="feature")
    for name, kind in COLUMNS.items():
        ET.SubElement(schema, "SimpleField", type=_TYPES[kind], name=name)
    return schema


# Shapes.


def _geometry(geometry: BaseGeometry) -> ET.Element:
    if geometry.geom_type.startswith("Multi"):
        many = ET.Element("MultiGeometry")
        many.extend([_geometry(part) for part in shapely.get_parts(geometry)])
        return many
    if geometry.geom_type == "Point":
        point = ET.Element("Point")
        _text(point, "coordinates", _positions(geometry.coords))
        return point
    if geometry.geom_type == "LineString":
        line = ET.Element("LineString")
        _text(line, "tessellate", "1")
        _text(line, "coordinates", _positions(geometry.coords))
        return line
    return _polygon(shapely.orient_polygons(geometry))


def _polygon(geometry: Any) -> ET.Element:  # noqa: ANN401  (a shapely Polygon)
    polygon = ET.Element("Polygon")
    _text(polygon, "tessellate", "1")
    rings = [("outerBoundaryIs", geometry.exterior), *(("innerBoundaryIs", hole) for hole in geometry.interiors)]
    for tag, ring in rings:
        _text(ET.SubElement(ET.SubElement(polygon, tag), "LinearRing"), "coordinates", _positions(ring.coords))
    return polygon


def _positions(coordinates: Iterable[Sequence[float]]) -> str:
    return " ".join(f"{round(lon, DEGREE_DIGITS)},{round(lat, DEGREE_DIGITS)}" for lon, lat in coordinates)


# Styles.


def _style_of(row: Row) -> str:
    return _id(row["verdict"] if row["layer"] == "checks" else row["layer"])


def _id(kind: str) -> str:
    return kind.replace(" ", "-")


def _style(kind: str, *, icons: bool) -> ET.Element:
    style = ET.Element("Style", id=_id(kind))
    if kind in SHAPES:
        icon = ET.SubElement(style, "IconStyle")
        _text(icon, "color", _ink(kind, 0xFF))
        if icons:
            _text(icon, "scale", "0.6")
            _text(ET.SubElement(icon, "Icon"), "href", f"icons/{kind}.png")
    line = ET.SubElement(style, "LineStyle")
    _text(line, "color", _ink(kind, 0xFF))
    _text(line, "width", "2")
    _text(ET.SubElement(style, "PolyStyle"), "color", _ink(kind, 0x33))
    return style


def _ink(kind: str, opacity: int) -> str:
    """Write a colour as KML does: opacity, blue, green, red."""
    red, green, blue = (COLOURS[kind][at : at + 2] for at in (1, 3, 5))
    return f"{opacity:02x}{blue}{green}{red}"


def _icon(shape: str) -> bytes:
    """Draw a white shape on nothing, as a PNG: the viewer gives it the style's colour."""
    middle = (_ICON - 1) / 2.0
    inside = _INSIDE[shape]
    sides = [abs(pixel - middle) for pixel in range(_ICON)]
    rows = [b"\x00" + b"".join(b"\xff\xff" if inside(x, y) else b"\xff\x00" for x in sides) for y in sides]
    header = struct.pack(">IIBBBBB", _ICON, _ICON, 8, 4, 0, 0, 0)  # 8 bits of grey with opacity
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
