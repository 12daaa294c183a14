"""Lay out the tables of a page as HTML, so that they can be read without map and script."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.encode import html_text, web_address
from pipeline.layers import Row, Unplaced
from pipeline.model import Report, Verdict
from pipeline.web import cards
from pipeline.web.cards import Card

FIRST_ROWS = 1_000
"""Rows of a table that stand in the page; a script shows all of them, a hundred at a time."""
AT_ONCE = 100
"""Those laid out before the map is drawn; the others show where there is no script, or when asked for."""

KIND, NAME, METHOD, QUOTE, SOURCE = "@kind", "@name", "@method", "@quote", "@source"
"""What a cell may hold beside the lines of a card."""

FACTS = ("Position", "Doubt", "Score", "When", "Stated / measured")
"""Cells short enough to stay on one line."""

FACT_CLASS, QUOTE_CLASS = ' class="fact"', ' class="quote"'

_WITHOUT_SCRIPT = ("<noscript>", "</noscript>")
_WHEN_ASKED = ("<details><summary>Show the rows that follow</summary>", "</details>")
"""What holds the rows that are not laid out at once."""

VERDICT_CLASS = {Verdict.HOLDS: "holds", Verdict.CANNOT_CHECK: "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of features: its columns as (head, what stands below it), and the layers it lists, in order."""

    id: str
    heading: str
    caption: str
    empty: str
    layers: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


CHECKS = Table(
    id="checks",
    heading="Claim check",
    caption="What reports say of the way from one place to another, held against the map",
    empty="No claim names both of its places.",
    layers=("checks",),
    columns=(
        ("Verdict", "Verdict"),
        ("From and to", NAME),
        ("Stated", "Stated"),
        ("Measured", "Measured"),
        ("Ratio", "Stated / measured"),
        ("Quote", QUOTE),
        ("Note", "Why"),
        ("Date", "When"),
        ("Source", SOURCE),
    ),
)
EVIDENCE = Table(
    id="evidence",
    heading="Evidence",
    caption="Everything on the map that is a point, with how it was placed and the sentence it rests on",
    empty="Nothing was placed.",
    layers=("claims", "places", "coordinates"),
    columns=(
        ("What", KIND),
        ("Place or claim", NAME),
        ("Position", "Position"),
        ("Doubt", "Doubt"),
        ("Placed by", METHOD),
        ("Score", "Score"),
        ("Date", "When"),
        ("Quote", QUOTE),
        ("Source", SOURCE),
    ),
)
TABLES = (CHECKS, EVIDENCE)


def feature_table(table: Table, rows: Sequence[Row]) -> list[str]:
    """Give the section of *table* with the first of *rows*, which are those of its layers in their order."""
    first = rows[:FIRST_ROWS]
    body = (
        f'<tr data-id="{html_text(row["id"])}">{"".join(_feature_cell(key, row) for _, key in table.columns)}</tr>'
        for row in first
    )
    cut = (
        f'<p class="note cut">The first {len(first):,} rows are shown; all {len(rows):,} are in the data.</p>'
        if len(first) < len(rows)
        else ""
    )
    head = [name for name, _ in table.columns]
    return _section(
        table.id,
        table.heading,
        head,
        body,
        total=len(rows),
        caption=table.caption,
        empty=table.empty,
        cut=cut,
        rest=_WITHOUT_SCRIPT,
    )


def unplaced_table(items: Sequence[Unplaced]) -> list[str]:
    """Give the section of what no layer holds, and count what was left out on purpose."""
    open_ones = [item for item in items if not item.deliberate]
    left_out = len(items) - len(open_ones)
    body = (
        f"<tr><td>{html_text(item.words)}</td><td>{html_text(item.reason)}</td>"
        f'<td class="quote">{html_text(item.quote)}</td>'
        f"<td>{html_text(cards.on_page(item.report, item.page))}</td></tr>"
        for item in open_ones[:FIRST_ROWS]
    )
    more = len(open_ones) - FIRST_ROWS
    cut = f'<p class="note">{more:,} more were not placed.</p>' if more > 0 else ""
    section = _section(
        "unplaced",
        "Not placed",
        ("Words", "Why", "Quote", "Report"),
        body,
        total=len(open_ones),
        caption="What was found in the reports and stands on no layer",
        empty="All that was found is on the map.",
        cut=cut,
        rest=_WHEN_ASKED,
    )
    names = "1 name was" if left_out == 1 else f"{left_out:,} names were"
    note = f"{names} left out on purpose: governments, bylines, organisations."
    return [*section, f'<p class="note">{html_text(note)}</p>'] if left_out else section


def sources_list(reports: Sequence[Report]) -> list[str]:
    """Give the section that names every report, each with the mark that rows lead to."""
    items = [f'<li id="{anchor(report.document.id)}">{_source_line(report)}</li>' for report in reports]
    return ['<section id="sources"><h2>Sources</h2><ul>', *items, "</ul></section>"]


def _source_line(report: Report) -> str:
    document = report.document
    published = document.published.isoformat() if document.published else None
    said = ", ".join(part for part in (document.title or document.id, document.source, published) if part)
    return linked(said, document.source)


def anchor(report: str) -> str:
    """Give the name that a link within the page has for a report."""
    return f"source-{hashlib.sha256(report.encode('utf-8', 'replace')).hexdigest()[:12]}"


def linked(words: str, address: str | None) -> str:
    """Give *words* as a link where *address* is one that may be followed."""
    url = web_address(address)
    if url is None:
        return html_text(words)
    return f'<a href="{html_text(url)}" target="_blank" rel="noopener noreferrer">{html_text(words)}</a>'


def marked(told: Card) -> str:
    """Give a card's quote with its words marked."""
    return f"{html_text(told.before)}<mark>{html_text(told.words)}</mark>{html_text(told.after)}"


def _feature_cell(key: str, row: Row) -> str:
    special = _CELLS.get(key)
    if special:
        return f"<td{QUOTE_CLASS if key == QUOTE else ''}>{special(row)}</td>"
    return f"<td{FACT_CLASS if key in FACTS else ''}>{html_text(cards.value(row, key))}</td>"


def _name(row: Row) -> str:
    return html_text(row["name"] + (" (start supplied from the report)" if row["anchor_implied"] else ""))


def _verdict(row: Row) -> str:
    kind = VERDICT_CLASS.get(Verdict(row["verdict"]), "off")
    return f'<span class="verdict {kind}">{html_text(row["verdict"])}</span>'


_CELLS: dict[str, Callable[[Row], str]] = {
    KIND: lambda row: html_text(cards.LAYER_WORDS[row["layer"]]),
    NAME: _name,
    METHOD: lambda row: html_text(row["method"]),
    QUOTE: lambda row: marked(cards.card(row)),
    SOURCE: lambda row: f'<a href="#{anchor(row["report"])}">{html_text(cards.report_page(row))}</a>',
    "Verdict": _verdict,
}


def _section(  # noqa: PLR0913  (what a table is made of)
    name: str,
    heading: str,
    head: Sequence[str],
    body: Iterator[str],
    *,
    total: int,
    caption: str,
    empty: str,
    cut: str,
    rest: tuple[str, str],
) -> list[str]:
    """Lay out a table; *body* is its rows, HTML already, of which those after `AT_ONCE` stand within *rest*."""
    counted = f'{heading} (<span class="n">{total:,}</span>)'
    title = f'<section id="{name}" aria-labelledby="{name}-h"><h2 id="{name}-h">{counted}</h2>'
    if not total:
        return [title, f'<p class="note">{html_text(empty)}</p></section>']
    columns = "".join(f'<th scope="col">{html_text(words)}</th>' for words in head)
    return [
        title,
        cut,
        f'<div class="scroll" tabindex="0" role="group" aria-label="{html_text(heading)}">',
        f"<table><caption>{html_text(caption)}</caption><thead><tr>{columns}</tr></thead><tbody>",
        *islice(body, AT_ONCE),
        "</tbody></table>",
        *_within(rest, f"<table><thead><tr>{columns}</tr></thead><tbody>", list(body)),
        "</div></section>",
    ]


def _within(rest: tuple[str, str], head: str, body: list[str]) -> list[str]:
    """Go on with a table where no time is spent on laying it out unless it is seen."""
    return [rest[0], head, *body, "</tbody></table>", rest[1]] if body else []
