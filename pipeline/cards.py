"""Word each feature once: the same lines in a popup, in a table and beside the map."""

from dataclasses import dataclass

from pipeline.encode import web_address
from pipeline.layers import Row
from pipeline.statements import kilometres

METHODS = {
    "gazetteer": "its name, found in the gazetteer",
    "offset": "distance and direction from a known place",
    "coordinate": "the coordinate as written",
    "by hand": "an analyst, by hand",
}
LAYER_WORDS = {"places": "Place", "claims": "Claim", "checks": "Claim check", "coordinates": "Coordinate"}


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
    lines = _LINES[row["layer"]](row)
    at = row["start"] - row["quote_start"]
    quote, words = row["quote"], row["words"]
    return Card(
        id=row["id"],
        layer=row["layer"],
        heading=row["name"],
        lines=tuple((label, value) for label, value in lines if value),
        before=quote[:at],
        words=words,
        after=quote[at + len(words) :],
        cite=cite(row),
        url=web_address(row["source"]),
        verdict=row["verdict"],
    )


def cite(row: Row) -> str:
    """Name the report a feature is from: title or id, source, date."""
    return ", ".join(part for part in (row["title"] or row["report"], row["source"], row["published"]) if part)


def position(row: Row) -> str:
    """Write a point with the digits its doubt deserves: none finer than a tenth of it."""
    doubt = row["uncertainty_m"] or 1.0
    digits = 5 if doubt < 100 else 4 if doubt < 1000 else 3 if doubt < 10_000 else 2
    return f"{row['lat']:.{digits}f}, {row['lon']:.{digits}f}"


def doubt(row: Row) -> str:
    """Write the radius of doubt: "± 4.0 km"."""
    return "" if row["uncertainty_m"] is None else f"± {kilometres(row['uncertainty_m'])}"


def score(row: Row) -> str:
    """Write a score as a share of a hundred."""
    return "" if row["score"] is None else f"{row['score']:.0%}"


def ratio(row: Row) -> str:
    """Write the stated distance as a multiple of the measured one: "×1.67"."""
    return "" if row["ratio"] is None else f"×{row['ratio']:.2f}"


def _place_lines(row: Row) -> list[tuple[str, str]]:
    where = ", ".join(part for part in (row["kind"], row["region"], row["country"]) if part)
    written = row["words"] if row["words"] != row["name"] else ""
    if row["modifier"]:
        written = f"{row['modifier']} {row['words']}"
    return [
        ("What", where),
        ("As written", written),
        ("Position", position(row)),
        ("Doubt", doubt(row)),
        ("Placed by", METHODS[row["method"]]),
        ("Score", score(row)),
        ("Could also be", row["candidates"] or ""),
    ]


def _claim_lines(row: Row) -> list[tuple[str, str]]:
    share = f"; the area holds the place in {row['area_confidence']:.0%} of cases" if row["area_confidence"] else ""
    return [
        ("Stated", row["stated"]),
        ("Counted from", _anchor(row)),
        ("Best guess", position(row)),
        ("Doubt", f"{doubt(row)}{share}"),
        ("Placed by", METHODS[row["method"]]),
        ("Score", score(row)),
    ]


def _check_lines(row: Row) -> list[tuple[str, str]]:
    return [
        ("Verdict", row["verdict"]),
        ("Stated", row["stated"]),
        ("Measured", row["measured"] or ""),
        ("Stated / measured", ratio(row)),
        ("Counted from", _anchor(row)),
        ("Why", row["note"]),
        ("Score", score(row)),
    ]


def _coordinate_lines(row: Row) -> list[tuple[str, str]]:
    return [
        ("Notation", row["kind"]),
        ("Position", position(row)),
        ("Doubt", doubt(row)),
        ("Placed by", METHODS[row["method"]]),
    ]


def _anchor(row: Row) -> str:
    implied = " (left out or pointed back to; supplied from the report)" if row["anchor_implied"] else ""
    return f"{row['anchor']}{implied}" if row["anchor"] else ""


_LINES = {"places": _place_lines, "claims": _claim_lines, "checks": _check_lines, "coordinates": _coordinate_lines}
