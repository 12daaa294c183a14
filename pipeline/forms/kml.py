"""Write layers as KML 2.2, alone or packed with its icons as KMZ."""

import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from pipeline.about import About
from pipeline.encode import html_text, visible, xml_content
from pipeline.features import DEGREE_DIGITS, features
from pipeline.forms.archive import zipped
from pipeline.forms.symbols import COLOURS, SHAPES
from pipeline.layers import COLUMNS, LAYERS, Layers, Row
from pipeline.model import Report
from pipeline.web.cards import card
from pipeline.web.said import DEFAULT_TITLE, in_words
from pipeline.web.view import LAYER_NAMES

NAMESPACE = "http://www.opengis.net/kml/2.2"

_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
_AFTER = dict.fromkeys(("Placemark", "Folder", "Style", "Schema"), "\n")
_TYPES = {"str": "string", "int64": "int", "float64": "double", "bool": "bool"}
_DATA = tuple((name, f'<SimpleData name="{name}">', kind == "bool") for name, kind in COLUMNS.items())
"""An attribute's name, the tag that begins it, and whether it is true or false."""

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
    by_layer: dict[str, list[Row]] = {layer: [] for layer in LAYERS}
    for row in rows:
        by_layer[row["layer"]].append(row)
    document = _element(
        "Document",
        _text("name", visible(about.title or DEFAULT_TITLE)),
        _text("description", "".join(map(_paragraph, in_words(about).split("\n")))),
        *(_style(kind, icons=icons) for kind in COLOURS),
        _schema(),
        *(_folder(layer, found) for layer, found in by_layer.items()),
    )
    return f"{_DECLARATION}{_element('kml', document, xmlns=NAMESPACE)}\n".encode()


def _text(tag: str, text: object, **attributes: str) -> str:
    """Write an element that holds *text*: here it is encoded, and nowhere else."""
    return _element(tag, xml_content(text), **attributes)


def _element(tag: str, *children: str, **attributes: str) -> str:
    """Write an element of XML of what is XML already; *attributes* are our own words.

    A placemark is one line, so that the file is small and two versions of it can be compared.
    """
    start = tag if not attributes else " ".join((tag, *(f'{name}="{value}"' for name, value in attributes.items())))
    return f"<{start}>{''.join(children)}</{tag}>{_AFTER.get(tag, '')}"


def _folder(layer: str, rows: Iterable[Row]) -> str:
    return _element("Folder", _text("name", LAYER_NAMES[layer]), *map(_placemark, rows))


def _placemark(row: Row) -> str:
    """Write a placemark, its children in the order that the schema asks for."""
    return _element(
        "Placemark",
        _text("name", visible(row["name"])),
        _text("description", _description(row)),
        _time_span(row),
        _text("styleUrl", f"#{_style_of(row)}"),
        _element("ExtendedData", _element("SchemaData", _data(row), schemaUrl="#feature")),
        _geometry(row),
    )


def _data(row: Row) -> str:
    """Write every attribute that a feature has: half the file, so it is put together by hand."""
    cells = (
        (start, int(row[name]) if is_bool else row[name]) for name, start, is_bool in _DATA if row[name] is not None
    )
    return "".join(f"{start}{xml_content(value)}</SimpleData>" for start, value in cells)


def _description(row: Row) -> str:
    """Word a feature in HTML, which viewers show: every character of its text is encoded for that first."""
    told = card(row)
    lines = "".join(_paragraph(f"{label}: {value}") for label, value in told.lines)
    quote = f"<p>“{html_text(told.before)}<b>{html_text(told.words)}</b>{html_text(told.after)}”</p>"
    return f"{lines}{quote}{_paragraph(told.cite)}"


@lru_cache(maxsize=10_000)
def _paragraph(line: str) -> str:
    """Word a line in HTML; most features share most of their lines with others."""
    return f"<p>{html_text(line)}</p>"


def _time_span(row: Row) -> str:
    """Give the days a feature speaks of; a day lasts until its end."""
    days = {"begin": row["date_from"], "end": row["date_to"]}
    known = [_text(tag, day) for tag, day in days.items() if day]
    return _element("TimeSpan", *known) if known else ""


def _schema() -> str:
    fields = (_element("SimpleField", type=_TYPES[kind], name=name) for name, kind in COLUMNS.items())
    return _element("Schema", *fields, name="feature", id="feature")


# Shapes.


def _geometry(row: Row) -> str:
    if row["part"] == "point":
        # It stands at the degrees of its row, which are rounded already.
        return f"<Point><coordinates>{row['lon']},{row['lat']}</coordinates></Point>"
    return _shape(row["geometry"])


def _shape(geometry: BaseGeometry) -> str:
    if geometry.geom_type.startswith("Multi"):
        return _element("MultiGeometry", *map(_shape, shapely.get_parts(geometry)))
    if geometry.geom_type == "LineString":
        return _element("LineString", _text("tessellate", "1"), _positions(geometry))
    return _polygon(shapely.orient_polygons(geometry))


def _polygon(geometry: Any) -> str:  # noqa: ANN401  (a shapely Polygon)
    rings = [("outerBoundaryIs", geometry.exterior), *(("innerBoundaryIs", hole) for hole in geometry.interiors)]
    sides = (_element(tag, _element("LinearRing", _positions(ring))) for tag, ring in rings)
    return _element("Polygon", _text("tessellate", "1"), *sides)


def _positions(geometry: BaseGeometry) -> str:
    pairs = shapely.get_coordinates(geometry).round(DEGREE_DIGITS).tolist()
    return _text("coordinates", " ".join(f"{lon},{lat}" for lon, lat in pairs))


# Styles.


def _style_of(row: Row) -> str:
    return _id(row["verdict"] if row["layer"] == "checks" else row["layer"])


def _id(kind: str) -> str:
    return kind.replace(" ", "-")


def _style(kind: str, *, icons: bool) -> str:
    ink = _text("color", _ink(kind, 0xFF))
    picture = [_text("scale", "0.6"), _element("Icon", _text("href", f"icons/{kind}.png"))] if icons else []
    return _element(
        "Style",
        _element("IconStyle", ink, *picture) if kind in SHAPES else "",
        _element("LineStyle", ink, _text("width", "2")),
        _element("PolyStyle", _text("color", _ink(kind, 0x33))),
        id=_id(kind),
    )


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
