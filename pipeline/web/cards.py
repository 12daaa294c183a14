"""Word each feature once: the same lines on a card, in a table and beside the map."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from gazetteer.place import Point
from pipeline.encode import web_address
from pipeline.layers import Row
from pipeline.notations import decimal_degrees, mgrs_square
from pipeline.statements import kilometres

METHODS = {
    "gazetteer": "its name, found in the gazetteer",
    "offset": "distance and direction from a known place",
    "coordinate": "the coordinate as written",
    "by hand": "an analyst, by hand",
}
LAYER_WORDS = {"places": "Place", "claims": "Claim", "checks": "Claim check", "coordinates": "Coordinate"}
DATED_BY = {"sentence": "its sentence", "publication": "the day of publication"}

_GRID = re.compile(r"(?P<zone>\d{0,2}[A-Z])(?P<square>[A-Z]{2})(?P<digits>\d*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a reader is told about a feature.

    `before`, `words` and `after` are the quote in three parts; `lines` are labels with their values.
    """

    id: str
    layer: str
    heading: str
    lines: tuple[tuple[str, str], ...]
    before: str
    words: str
    after: str
    cite: str
    url: str | None
    verdict: str | None


def card(row: Row) -> Card:
    """Word the feature in *row*, one of `layers.rows_of`."""
    at = row["start"] - row["quote_start"]
    quote, words = row["quote"], row["words"]
    return Card(
        id=row["id"],
        layer=row["layer"],
        heading=row["name"],
        lines=tuple((label, value) for label, value in zip(LABELS[row["layer"]], values(row), strict=True) if value),
        before=quote[:at],
        words=words,
        after=quote[at + len(words) :],
        cite=cite(row),
        url=web_address(row["source"]),
        verdict=row["verdict"],
    )


def values(row: Row) -> list[str]:
    """Give what stands beside the `LABELS` of the row's layer; "" where there is nothing to say."""
    return [worded(row) for worded in _LINES[row["layer"]].values()]


def value(row: Row, label: str) -> str:
    """Give what stands beside one of the labels; "" where the row's layer has no such line."""
    worded = _LINES[row["layer"]].get(label)
    return worded(row) if worded else ""


def cite(row: Row) -> str:
    """Name the report a feature is from: title or id, page, source, date."""
    return ", ".join(part for part in (report_page(row), row["source"], row["published"]) if part)


def report_page(row: Row) -> str:
    """Name the report a feature is from, and its page where it has pages."""
    return on_page(row["title"] or row["report"], row["page"])


def on_page(report: str, page: str | None) -> str:
    """Name a report, and the page where it has pages: "Situation report 14, p. 3"."""
    return f"{report}, p. {page}" if page else report


def position(row: Row) -> str:
    """Write a point with the digits its doubt deserves: none finer than a tenth of it."""
    return decimal_degrees(Point(lat=row["lat"], lon=row["lon"]), doubt_m=row["uncertainty_m"])


def doubt(row: Row) -> str:
    """Write the radius of doubt: "± 4.0 km"."""
    return "" if row["uncertainty_m"] is None else f"± {kilometres(row['uncertainty_m'])}"


def score(row: Row) -> str:
    """Write a score as a share of a hundred."""
    return "" if row["score"] is None else f"{row['score']:.0%}"


def ratio(row: Row) -> str:
    """Write the stated distance as a multiple of the measured one: "×1.67"."""
    return "" if row["ratio"] is None else f"×{row['ratio']:.2f}"


def grid(row: Row) -> str:
    """Write a point in the military grid with as many digits: "37U DQ 187 724"."""
    found = mgrs_square(Point(lat=row["lat"], lon=row["lon"]), doubt_m=row["uncertainty_m"] or 1.0)
    parts = _GRID.fullmatch(found)
    if parts is None:
        return found
    half = len(parts["digits"]) // 2
    return " ".join((parts["zone"], parts["square"], parts["digits"][:half], parts["digits"][half:])).strip()


def when(row: Row) -> str:
    """Write the days a feature speaks of: "2023-01-02 to 2023-01-03"."""
    first, last = row["date_from"], row["date_to"]
    return "" if first is None else first if first == last else f"{first} to {last}"


def _where(row: Row) -> str:
    return ", ".join(part for part in (row["kind"], row["region"], row["country"]) if part)


def _as_written(row: Row) -> str:
    if row["modifier"]:
        return f"{row['modifier']} {row['words']}"
    return row["words"] if row["words"] != row["name"] else ""


def _area(row: Row) -> str:
    return f"holds the place in {row['area_confidence']:.0%} of cases" if row["area_confidence"] else ""


def _dated_by(row: Row) -> str:
    return DATED_BY.get(row["dated_by"], "")


def _method(row: Row) -> str:
    return METHODS[row["method"]]


def _review(row: Row) -> str:
    return "" if row["status"] in {None, "new"} else row["status"]


def _anchor(row: Row) -> str:
    implied = " (left out or pointed back to; supplied from the report)" if row["anchor_implied"] else ""
    return f"{row['anchor']}{implied}" if row["anchor"] else ""


def _column(name: str) -> Callable[[Row], str]:
    return lambda row: row[name] or ""


_POINT = {"Position": position, "Grid (MGRS)": grid}
_ALL = {"When": when, "Dated by": _dated_by, "Review": _review}
_LINES: dict[str, dict[str, Callable[[Row], str]]] = {
    "places": {
        "What": _where,
        "As written": _as_written,
        **_POINT,
        "Doubt": doubt,
        "Placed by": _method,
        "Score": score,
        **_ALL,
        "Could also be": _column("candidates"),
    },
    "claims": {
        "Stated": _column("stated"),
        "Counted from": _anchor,
        **_POINT,
        "Doubt": doubt,
        "Area": _area,
        "Placed by": _method,
        "Score": score,
        **_ALL,
    },
    "checks": {
        "Verdict": _column("verdict"),
        "Stated": _column("stated"),
        "Measured": _column("measured"),
        "Stated / measured": ratio,
        "Counted from": _anchor,
        "Why": _column("note"),
        "Score": score,
        **_ALL,
    },
    "coordinates": {"Notation": _column("kind"), **_POINT, "Doubt": doubt, "Placed by": _method, **_ALL},
}
LABELS: dict[str, tuple[str, ...]] = {layer: tuple(lines) for layer, lines in _LINES.items()}
"""The labels of a card's lines, in order, by layer."""
