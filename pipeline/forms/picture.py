"""Draw layers as a picture for an article, without a browser."""

import io
import math
import re
import textwrap
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from pipeline.about import About
from pipeline.encode import visible, xml_text
from pipeline.features import features
from pipeline.forms.drawing import (
    begun,
    draw_areas,
    draw_basemap,
    draw_lines,
    draw_names,
    draw_points,
    legend_handles,
)
from pipeline.forms.fonts import drawable, families
from pipeline.forms.furniture import draw_locator, draw_north, draw_projection, draw_scale
from pipeline.layers import Layers, Row
from pipeline.model import Report
from pipeline.web.page import summary
from pipeline.web.said import DEFAULT_TITLE, PRODUCT
from pipeline.web.view import CREDIT, view_of

WIDTH, HEIGHT = 1600, 1000
"""Pixels of a picture; a file of the scalable form has the same shape."""

_DPI = 100.0
_SIDE = 24.0
_SVG_START = re.compile(r"<svg [^>]*>")


def png(layers: Layers, reports: Sequence[Report], about: About) -> bytes:
    """Draw a PNG of `WIDTH` by `HEIGHT` pixels; title and description stand in its metadata too."""
    stream = io.BytesIO()
    facts = {
        "Title": _line(about.title or DEFAULT_TITLE),
        "Description": _line(alt_text(layers, reports, about)),
        "Software": f"{PRODUCT} {about.version}",
        "Copyright": CREDIT,
    }
    with _settings():
        _figure(layers, about).savefig(stream, format="png", dpi=_DPI, metadata=facts)
    return stream.getvalue()


def svg(layers: Layers, reports: Sequence[Report], about: About) -> bytes:
    """Draw an SVG; letters are outlines, so that it looks the same everywhere. It has a title and a description."""
    stream = io.BytesIO()
    facts = {"Date": None, "Creator": f"{PRODUCT} {about.version}", "Rights": CREDIT}
    with _settings():
        _figure(layers, about).savefig(stream, format="svg", metadata=facts)
    title, told = (_line(text) for text in (about.title or DEFAULT_TITLE, alt_text(layers, reports, about)))
    text = stream.getvalue().decode("utf-8")
    start = _SVG_START.search(text)
    at = start.end() if start else 0
    named = f'{text[: at - 1]} role="img" aria-labelledby="title description">'
    said = f'\n <title id="title">{escape(title)}</title>\n <desc id="description">{escape(told)}</desc>'
    return f"{named}{said}{text[at:]}".encode()


def alt_text(layers: Layers, reports: Sequence[Report], about: About) -> str:
    """Say what the picture shows, for those who cannot see it: as the user has it, else by what it counts."""
    return about.alt_text or about.description or f"Map of {summary(reports, layers)}."


def _line(text: str) -> str:
    """Give *text* as one line that XML and eyes can take."""
    return " ".join(xml_text(visible(text)).split())


def _settings() -> Any:  # noqa: ANN401  (a context of matplotlib's)
    return mpl.rc_context({"svg.hashsalt": "conflict-map", "svg.fonttype": "path", "font.family": families()})


# The sheet from top to bottom: title, map, legend, foot.


def _figure(layers: Layers, about: About) -> Figure:
    rows = features(layers)
    figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    top = _heading(figure, about)
    view = view_of(layers)
    bottom = _foot(figure, about, view.outside, is_lacking=_is_lacking(rows, about))
    bottom = _legend(figure, rows, bottom)
    frame = (_SIDE, bottom, WIDTH - _SIDE, top)
    drawing = begun(figure, frame, view.focus)
    draw_basemap(drawing)
    draw_areas(drawing, rows)
    draw_lines(drawing, rows)
    draw_points(drawing, rows)
    draw_north(drawing)
    draw_scale(drawing)
    draw_projection(drawing)
    draw_locator(drawing)
    draw_names(drawing, rows)
    return figure


def _heading(figure: Figure, about: About) -> float:
    """Write title and description, and give the pixel below which the map may begin."""
    top = HEIGHT - _SIDE
    blocks = ((about.title or DEFAULT_TITLE, 22.0, "bold", 90, 2), (about.description or "", 12.0, "normal", 175, 3))
    for words, size, weight, width, most in blocks:
        text = drawable(_line(words)).strip()
        if not text:
            continue
        lines = textwrap.wrap(text, width=width, max_lines=most, placeholder=" …")
        top -= _write(figure, "\n".join(lines), top, fontsize=size, fontweight=weight, color="#111111") + 8.0
    return top - 4.0


def _is_lacking(rows: Sequence[Row], about: About) -> bool:
    """Tell whether any words of the picture have letters that cannot be drawn."""
    words = _line(" ".join((about.title or "", about.description or "", *{row["name"] for row in rows})))
    return drawable(words) != words


def _foot(figure: Figure, about: About, outside: int, *, is_lacking: bool) -> float:
    """Write credit and what is left out, and give the pixel above which the rest stands."""
    when = f", {about.generated:%Y-%m-%d %H:%M %Z}" if about.generated else ""
    said = [
        f"{outside:,} {'feature lies' if outside == 1 else 'features lie'} outside this view." if outside else "",
        f"Filter: {about.filter_words}." if about.filter_words else "",
        f"Shown: {about.shown:,} of {about.total:,}." if about.shown is not None and about.total is not None else "",
        f"Points were moved onto a grid of {about.precision}." if about.precision else "",
        "Letters that no font here has, and names in them, are left out." if is_lacking else "",
        "A point is a best guess; its doubt is drawn round it where there is room.",
        f"Map: {CREDIT}",
        f"Made with {PRODUCT} {about.version}{when}.",
    ]
    words = drawable(_line(" ".join(part for part in said if part)))
    lines = textwrap.wrap(words, width=235, max_lines=3, placeholder=" …")
    high = _write(figure, "\n".join(lines), _SIDE - 8.0, fontsize=8.5, color="#55554f", upwards=True)
    return _SIDE - 8.0 + high + 6.0


def _write(figure: Figure, words: str, y: float, *, upwards: bool = False, **style: Any) -> float:  # noqa: ANN401
    """Write lines downwards or upwards from a pixel's height, at the left; give their height in pixels."""
    side = "bottom" if upwards else "top"
    figure.text(_SIDE / WIDTH, y / HEIGHT, words, va=side, linespacing=1.25, parse_math=False, **style)
    return (words.count("\n") + 1) * float(style["fontsize"]) * 1.4 * _DPI / 72.0


def _legend(figure: Figure, rows: Sequence[Row], bottom: float) -> float:
    """Explain in a strip what is drawn, and only that; give the pixel above which the map may begin."""
    handles = legend_handles(rows)
    if not handles:
        return bottom + 4.0
    legend = figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=((_SIDE - 6.0) / WIDTH, bottom / HEIGHT),
        ncols=math.ceil(len(handles) / math.ceil(len(handles) / 6)),
        frameon=False,
        fontsize=9.5,
        handlelength=2.6,
        columnspacing=1.8,
        borderpad=0.2,
    )
    return bottom + legend.get_window_extent().height + 10.0
