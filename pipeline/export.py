"""Write reports as a file that others can use: a map, a picture, data, a bundle of evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.about import About
from pipeline.errors import UnknownFormatError, WriteError
from pipeline.forms.bundle import bundle
from pipeline.forms.collection import geojson
from pipeline.forms.geopackage import geopackage
from pipeline.forms.kml import kml, kmz
from pipeline.forms.parquet import geoparquet
from pipeline.forms.shapefile import shapefile
from pipeline.forms.table import table
from pipeline.layers import Layers, to_layers
from pipeline.model import Report
from pipeline.obscure import obscured, unquoted
from pipeline.web.page import html_page
from pipeline.writing import replacing

Writer = Callable[[Layers, Sequence[Report], About], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that reports leave in: what people call it, its media type, and what makes the bytes."""

    name: str
    media_type: str
    write: Writer


def write(reports: Sequence[Report], target: Path, *, about: About | None = None, layers: Layers | None = None) -> None:
    """Write *reports* in the form that the suffix of *target* names; the file is whole or not there.

    The same reports and the same *about* give the same bytes. *layers* are those of the reports, or
    the part of them that a filter shows.

    Raises `UnknownFormatError` for a suffix that is none of `FORMS`, and `WriteError`.
    """
    check_target(target)
    data = as_bytes(reports, suffix_of(target), about=about, layers=layers)
    with replacing(target) as stream:
        stream.write(data)


def as_bytes(
    reports: Sequence[Report], suffix: str, *, about: About | None = None, layers: Layers | None = None
) -> bytes:
    """Give the bytes of a file of that form; *suffix* is a key of `FORMS`, in any case.

    Where *about* names a precision, every point is moved onto that grid first; where it is to have no
    quotes, they are left out. Raises `WriteError` when the disk has no room for what is needed meanwhile.
    """
    about = about or About()
    shown = to_layers(reports) if layers is None else layers
    if about.precision:
        shown, reports = obscured(shown, reports, about.precision)
    if not about.quotes:
        shown, reports = unquoted(shown, reports)
    return FORMS[suffix.lower()].write(shown, reports, about)


def suffix_of(target: Path) -> str:
    """Give the key of `FORMS` that the name of *target* ends in, the longest one; "" where there is none."""
    name = target.name.lower()
    return max((suffix for suffix in FORMS if name.endswith(suffix) and name != suffix), key=len, default="")


def check_target(target: Path) -> None:
    """Say before any work is done whether *target* can be written.

    Raises `UnknownFormatError` for a suffix that no form has and `WriteError` for a folder that is not there.
    """
    if not suffix_of(target):
        message = f"{target}: cannot tell the form from the suffix; use one of {', '.join(FORMS)}"
        raise UnknownFormatError(message)
    if target.is_dir() or not target.parent.is_dir():
        message = f"{target}: cannot be written; choose a file in a folder that exists"
        raise WriteError(message)


def _html(layers: Layers, reports: Sequence[Report], about: About) -> bytes:
    return html_page(layers, reports, about).encode("utf-8")


def _png(layers: Layers, reports: Sequence[Report], about: About) -> bytes:
    from pipeline.forms.picture import png  # noqa: PLC0415  (matplotlib takes a second to import)

    return png(layers, reports, about)


def _svg(layers: Layers, reports: Sequence[Report], about: About) -> bytes:
    from pipeline.forms.picture import svg  # noqa: PLC0415  (matplotlib takes a second to import)

    return svg(layers, reports, about)


FORMS: dict[str, Form] = {
    ".html": Form(name="Map in one HTML file", media_type="text/html", write=_html),
    ".geojson": Form(name="GeoJSON", media_type="application/geo+json", write=geojson),
    ".gpkg": Form(name="GeoPackage", media_type="application/geopackage+sqlite3", write=geopackage),
    ".kml": Form(name="KML", media_type="application/vnd.google-earth.kml+xml", write=kml),
    ".kmz": Form(name="KMZ", media_type="application/vnd.google-earth.kmz", write=kmz),
    ".csv": Form(name="CSV table", media_type="text/csv", write=table),
    ".shp.zip": Form(name="Shapefile (zipped)", media_type="application/zip", write=shapefile),
    ".parquet": Form(name="GeoParquet", media_type="application/vnd.apache.parquet", write=geoparquet),
    ".png": Form(name="Picture (PNG)", media_type="image/png", write=_png),
    ".svg": Form(name="Picture (SVG)", media_type="image/svg+xml", write=_svg),
    ".zip": Form(name="Evidence bundle", media_type="application/zip", write=bundle),
}
"""The suffixes that can be written, each with its form."""
