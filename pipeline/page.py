"""Make one HTML page of a map and its evidence that asks the network for nothing."""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from pipeline import __version__, cards
from pipeline.about import About
from pipeline.cards import Card
from pipeline.encode import html_text, web_address
from pipeline.layers import Layers, Row, Unplaced, rows_of, unplaced
from pipeline.maps import CREDIT, build_map, drawing_script
from pipeline.model import Report, Verdict
from pipeline.obscure import described
from pipeline.scripts import SCRIPTS, STYLES, text_of

PRODUCT = "Conflict map"
DEFAULT_TITLE = PRODUCT

METHOD = (
    "Places, distances and coordinates were found in the reports by rule and resolved with a gazetteer; "
    "distances and bearings were measured on the WGS84 ellipsoid. A point is a best guess: its doubt stands beside it. "
    "A claim that is off may be a slip of the pen, a distance by road, or a namesake: read the quote before you judge."
)

_VERDICT_CLASS = {Verdict.HOLDS: "holds", Verdict.CANNOT_CHECK: "open"}
_END_TAG = re.compile(r"</(?=script|style)|<!--", re.IGNORECASE)


def html_page(layers: Layers, reports: Sequence[Report], about: About) -> str:
    """Give the page: map, claim-check table, evidence table, what was not placed, sources.

    *layers* are those of the reports, or the part of them that a filter shows. Its
    Content-Security-Policy allows the page's own scripts and styles by their hash, images within
    the page, and nothing else.
    """
    element_id, drawing = drawing_script(build_map(layers))
    scripts = [*(_asset(name) for name in SCRIPTS), _code(drawing), _asset("page.js")]
    styles = [_asset(name) for name in (*STYLES, "page.css")]
    heading = html_text(about.title or DEFAULT_TITLE)
    evidence = [row for name in ("claims", "places", "coordinates") for row in rows_of(layers[name])]
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts, styles)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{heading}</title>",
            *(f"<style>{style.text}</style>" for style in styles),
            "</head>",
            "<body>",
            f"<header><h1>{heading}</h1>",
            f'<p class="summary">{html_text(summary(reports, layers))}</p></header>',
            "<main>",
            _map_section(element_id),
            *_checks_section(rows_of(layers["checks"])),
            *_evidence_section([row for row in evidence if row["part"] == "point"]),
            *_unplaced_section(unplaced(reports)),
            *_sources_section(reports),
            "</main>",
            _foot(about),
            *(f"<script>{script.text}</script>" for script in scripts),
            "</body>",
            "</html>",
            "",
        )
    )


def _foot(about: About) -> str:
    when = f" on {about.generated:%Y-%m-%d at %H:%M %Z}" if about.generated else ""
    grid = (described(about.precision),) if about.precision else ()
    made = f"Made with {PRODUCT} {__version__}{when}."
    paragraphs = "".join(f"<p>{html_text(words)}</p>" for words in (*grid, METHOD, CREDIT, made))
    return f"<footer><h2>How this was made</h2>{paragraphs}</footer>"


def card_html(told: Card) -> str:
    """Give a card as HTML: the same that a popup of the map shows."""
    lines = "".join(f'<dt>{html_text(label)}</dt><dd dir="auto">{html_text(value)}</dd>' for label, value in told.lines)
    return (
        f'<div class="cm-card"><div class="cm-kind">{html_text(cards.LAYER_WORDS[told.layer])}</div>'
        f'<h3 dir="auto">{html_text(told.heading)}</h3><dl>{lines}</dl>'
        f'<blockquote dir="auto">{_marked(told)}</blockquote>'
        f'<p class="cm-cite">{_linked(told.cite, told.url)}</p></div>'
    )


def _map_section(element_id: str) -> str:
    label = "Map of the places and claims; the tables below say the same in words"
    return (
        '<section aria-label="Map">'
        '<noscript><p class="note">The map needs JavaScript; all it shows stands in the tables below.</p></noscript>'
        f'<div class="folium-map" id="{html_text(element_id)}" role="region" aria-label="{html_text(label)}"></div>'
        "</section>"
    )


def summary(reports: Sequence[Report], layers: Layers) -> str:
    """Count what the map holds, in a sentence."""
    checks = rows_of(layers["checks"])
    holds = sum(row["verdict"] == Verdict.HOLDS for row in checks)
    off = sum(row["verdict"] not in _VERDICT_CLASS for row in checks)
    claims = sum(row["part"] == "point" for row in rows_of(layers["claims"]))
    return ", ".join(
        (
            _count(len(reports), "report"),
            _count(len(layers["places"]), "mention of a place", "mentions of places"),
            _count(claims, "claim placed", "claims placed"),
            f"{_count(len(checks), 'claim checked', 'claims checked')} ({holds} hold, {off} off)",
            _count(len(layers["coordinates"]), "coordinate"),
        )
    )


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


# The security policy and what it covers.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    """What stands in a script or style element, and its hash as a policy names it."""

    text: str
    hash: str


@cache
def _asset(name: str) -> _Code:
    return _code(text_of(name))


def _code(text: str) -> _Code:
    """Keep code from ending the element it stands in, and hash it."""
    contained = _END_TAG.sub(lambda match: f"\\x3C{match[0][1:]}", text)
    digest = hashlib.sha256(contained.encode("utf-8")).digest()
    return _Code(text=contained, hash=f"'sha256-{base64.b64encode(digest).decode('ascii')}'")


def _policy(scripts: Iterable[_Code], styles: Iterable[_Code]) -> str:
    parts = (
        "default-src 'none'",
        f"script-src {' '.join(script.hash for script in scripts)}",
        f"style-src {' '.join(style.hash for style in styles)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(parts)


# The tables: all in HTML, so that they can be read without the map.


def _checks_section(rows: Sequence[Row]) -> list[str]:
    head = ("Verdict", "From and to", "Stated", "Measured", "Ratio", "Quote", "Note", "Source")
    body = [
        (
            _verdict(row["verdict"]),
            html_text(row["name"] + (" (start supplied from the report)" if row["anchor_implied"] else "")),
            html_text(row["stated"]),
            html_text(row["measured"] or ""),
            html_text(cards.ratio(row)),
            _quote(row),
            html_text(row["note"]),
            _source(row),
        )
        for row in rows
    ]
    ids = [row["id"] for row in rows]
    return _section("Claim check", head, body, empty="No claim names both of its places.", quote=5, ids=ids)


def _evidence_section(rows: Sequence[Row]) -> list[str]:
    head = ("What", "Place or claim", "Position", "Doubt", "Placed by", "Score", "Quote", "Source")
    body = [
        (
            html_text(cards.LAYER_WORDS[row["layer"]]),
            html_text(row["name"]),
            html_text(cards.position(row)),
            html_text(cards.doubt(row)),
            html_text(cards.METHODS[row["method"]]),
            html_text(cards.score(row)),
            _quote(row),
            _source(row),
        )
        for row in rows
    ]
    return _section("Evidence", head, body, empty="Nothing was placed.", quote=6, ids=[row["id"] for row in rows])


def _unplaced_section(items: Sequence[Unplaced]) -> list[str]:
    open_ones = [item for item in items if not item.deliberate]
    left_out = len(items) - len(open_ones)
    body = [
        (html_text(item.words), html_text(item.reason), html_text(item.quote), html_text(item.report))
        for item in open_ones
    ]
    note = f"{_count(left_out, 'name was', 'names were')} left out on purpose: governments, bylines, organisations."
    section = _section("Not placed", ("Words", "Why", "Quote", "Report"), body, empty="Nothing.", quote=2)
    return [*section, f'<p class="note">{html_text(note)}</p>'] if left_out else section


def _sources_section(reports: Sequence[Report]) -> list[str]:
    items = []
    for report in reports:
        document = report.document
        said = ", ".join(
            part
            for part in (
                document.title or document.id,
                document.source,
                document.published.isoformat() if document.published else None,
            )
            if part
        )
        items.append(f'<li id="{_anchor(document.id)}">{_linked(said, document.source)}</li>')
    return ["<section><h2>Sources</h2><ul>", *items, "</ul></section>"]


def _section(  # noqa: PLR0913  (what a table is made of)
    heading: str,
    head: Sequence[str],
    body: Sequence[Sequence[str]],
    *,
    empty: str,
    quote: int,
    ids: Sequence[str] = (),
) -> list[str]:
    """Lay out a table; *body* is HTML already, column *quote* the wide one, *ids* those of the rows' features."""
    title = f"<section><h2>{html_text(heading)} ({len(body):,})</h2>"
    if not body:
        return [title, f'<p class="note">{html_text(empty)}</p></section>']
    columns = "".join(f'<th scope="col">{html_text(name)}</th>' for name in head)
    marks = (f' data-id="{html_text(feature)}"' for feature in ids) if ids else repeat("")
    rows = (
        f"<tr{mark}>" + "".join(_cell(cell, wide=column == quote) for column, cell in enumerate(cells)) + "</tr>"
        for mark, cells in zip(marks, body, strict=False)
    )
    return [
        title,
        f'<div class="scroll" tabindex="0" role="group" aria-label="{html_text(heading)}">',
        f"<table><thead><tr>{columns}</tr></thead><tbody>",
        *rows,
        "</tbody></table></div></section>",
    ]


def _cell(cell: str, *, wide: bool) -> str:
    return f'<td class="quote">{cell}</td>' if wide else f"<td>{cell}</td>"


def _verdict(verdict: str) -> str:
    return f'<span class="verdict {_VERDICT_CLASS.get(Verdict(verdict), "off")}">{html_text(verdict)}</span>'


def _quote(row: Row) -> str:
    return _marked(cards.card(row))


def _marked(told: Card) -> str:
    return f"{html_text(told.before)}<mark>{html_text(told.words)}</mark>{html_text(told.after)}"


def _source(row: Row) -> str:
    """Name the report; all that is known of it stands once, among the sources."""
    return f'<a href="#{_anchor(row["report"])}">{html_text(row["title"] or row["report"])}</a>'


def _anchor(report: str) -> str:
    """Give the name that a link within the page has for a report."""
    return f"source-{hashlib.sha256(report.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _linked(words: str, address: str | None) -> str:
    url = web_address(address)
    if url is None:
        return html_text(words)
    return f'<a href="{html_text(url)}" target="_blank" rel="noopener noreferrer">{html_text(words)}</a>'
