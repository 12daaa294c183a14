"""Make one HTML page of a map and its evidence that asks the network for nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from pipeline.about import About
from pipeline.darwin_core import TERMS, square
from pipeline.encode import data_json, html_text, web_address
from pipeline.features import features
from pipeline.filters import SEARCHED
from pipeline.layers import LAYERS, Layers, Row, unplaced
from pipeline.model import Report, Verdict
from pipeline.obscure import WITHOUT_QUOTES, described
from pipeline.web import cards
from pipeline.web.cards import Card
from pipeline.web.packed import Shared, packed
from pipeline.web.policy import asset, policy
from pipeline.web.said import DEFAULT_TITLE, METHOD, PRODUCT, facts
from pipeline.web.scripts import PAGE_SCRIPTS, PAGE_STYLES
from pipeline.web.tables import (
    CHECKS,
    EVIDENCE,
    FACTS,
    TABLES,
    anchor,
    feature_table,
    linked,
    marked,
    sources_list,
    unplaced_table,
)
from pipeline.web.view import CREDIT, LAYER_NAMES, further, view_of

HOW_TO_READ = (
    ("Circle", "a place that a report names; a number counts the mentions."),
    ("Diamond", "the best guess for a claim such as “13 miles south-west of …”; the dashed area is where it may lie."),
    ("Line", "the two ends of a claim that could be measured; its dashes and its label say whether it holds."),
    ("Square", "a coordinate as written."),
)

Rows = dict[str, list[Row]]


def html_page(layers: Layers, reports: Sequence[Report], about: About) -> str:
    """Give the page: map, time slider, search, claim-check and evidence tables, what was not placed, sources.

    *layers* are those of the reports, or the part of them that a filter shows. All text of reports is
    either encoded HTML or stands in one block of JSON that no browser runs: the scripts and styles are
    the same in every page, and its Content-Security-Policy allows them by their hash, images within
    the page and those of the tiles that *about* names, and nothing else.
    """
    rows: Rows = {name: [] for name in LAYERS}
    for row in features(layers):
        rows[row["layer"]].append(row)
    scripts = [asset(name) for name in PAGE_SCRIPTS]
    styles = [asset(name) for name in PAGE_STYLES]
    hosts = [_host(source.url) for source in about.tiles]
    counted = summary(reports, layers)
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts, styles, image_hosts=hosts)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="description" content="{html_text(about.description or counted)}">',
            f"<title>{html_text(about.title or DEFAULT_TITLE)}</title>",
            *(f"<style>{style.text}</style>" for style in styles),
            "</head>",
            "<body>",
            '<a class="skip" href="#checks">Skip the map</a>',
            *_header(about, counted),
            "<main>",
            *_explore(about, counted),
            *feature_table(CHECKS, rows["checks"]),
            *feature_table(EVIDENCE, [row for name in EVIDENCE.layers for row in rows[name] if row["part"] == "point"]),
            *unplaced_table(unplaced(reports)),
            *sources_list(reports),
            "</main>",
            *_foot(about),
            f'<script type="application/json" id="data">{data_json(_data(rows, layers, about))}</script>',
            *(f"<script>{script.text}</script>" for script in scripts),
            "</body>",
            "</html>",
            "",
        )
    )


def card_html(told: Card) -> str:
    """Give a card as HTML: the same that the page shows beside its map."""
    lines = "".join(f'<dt>{html_text(label)}</dt><dd dir="auto">{html_text(value)}</dd>' for label, value in told.lines)
    return (
        f'<div class="cm-card"><div class="cm-kind">{html_text(cards.LAYER_WORDS[told.layer])}</div>'
        f'<h3 dir="auto">{html_text(told.heading)}</h3>'
        f'<blockquote dir="auto">{marked(told)}</blockquote>'
        f'<p class="cm-cite">{linked(told.cite, told.url)}</p><dl>{lines}</dl></div>'
    )


def summary(reports: Sequence[Report], layers: Layers) -> str:
    """Count what the map holds, in a sentence."""
    verdicts = layers["checks"]["verdict"].to_list()
    holds = verdicts.count(Verdict.HOLDS)
    off = sum(verdict not in {Verdict.HOLDS, Verdict.CANNOT_CHECK} for verdict in verdicts)
    claims = int((layers["claims"]["part"] == "point").sum())
    return ", ".join(
        (
            _count(len(reports), "report"),
            _count(len(layers["places"]), "mention of a place", "mentions of places"),
            _count(claims, "claim placed", "claims placed"),
            f"{_count(len(verdicts), 'claim checked', 'claims checked')} ({holds} hold, {off} off)",
            _count(len(layers["coordinates"]), "coordinate"),
        )
    )


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _header(about: About, counted: str) -> list[str]:
    lines = [f"<header><h1>{html_text(about.title or DEFAULT_TITLE)}</h1>"]
    if about.description:
        lines.append(f'<p class="description">{html_text(about.description)}</p>')
    lines.append(f'<p class="summary">{html_text(counted)}</p>')
    if about.filter_words:
        lines.append(f'<p class="filter"><strong>Filtered</strong>: {html_text(_filtered(about))}</p>')
    if about.precision:
        lines.append(f'<p class="filter">{html_text(described(about.precision))}</p>')
    if not about.quotes:
        lines.append(f'<p class="filter">{html_text(WITHOUT_QUOTES)}</p>')
    return [*lines, "</header>"]


def _filtered(about: About) -> str:
    if about.shown is None or about.total is None:
        return about.filter_words
    return f"{about.filter_words} ({about.shown:,} of {about.total:,} shown)"


def _explore(about: About, counted: str) -> list[str]:
    """Give the map and what stands round it; what only a script can do is filled by one."""
    alt = about.alt_text or f"{counted}. The tables below say the same in words"
    how = "".join(f"<dt>{name}</dt><dd>{html_text(words)}</dd>" for name, words in HOW_TO_READ)
    return [
        '<section aria-label="Map and search">',
        '<noscript><p class="note">The map needs JavaScript; all it shows stands in the tables below.</p></noscript>',
        '<div id="tools" hidden></div>',
        '<div id="counts"><output id="count" aria-live="polite"></output></div>',
        '<ul id="results" hidden></ul>',
        '<div class="explore">',
        f'<div id="map" role="region" aria-label="Map: {html_text(alt)}"></div>',
        '<aside id="card" aria-label="What is chosen"><h3>How to read this map</h3>',
        f'<dl class="how">{how}</dl>',
        '<p class="note">Choose anything on the map or in a table to see its quote, its source and its doubt.</p>',
        "</aside>",
        "</div>",
        *([f'<p class="note alt">{html_text(about.alt_text)}</p>'] if about.alt_text else ()),
        "</section>",
        '<section id="time" aria-label="Time" hidden></section>',
    ]


def _foot(about: About) -> list[str]:
    paragraphs = "".join(f"<p>{html_text(words)}</p>" for words in (METHOD, CREDIT, f"{_made(about)}."))
    return [f"<footer><h2>How this was made</h2>{paragraphs}</footer>"]


def _made(about: About) -> str:
    when = f" on {about.generated:%Y-%m-%d at %H:%M %Z}" if about.generated else ""
    return f"Made with {PRODUCT} {about.version}{when}"


def _host(url: str) -> str:
    """Give the host of a tile address as a policy names it; `{s}` stands for any subdomain."""
    parts = urlsplit(url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"


def _data(rows: Rows, layers: Layers, about: About) -> dict[str, Any]:
    """Give what the page's scripts read. Names of layers and credits are HTML, all else is text."""
    every = [row for name in LAYERS for row in rows[name]]
    strings = Shared()
    return {
        **packed(every, strings=strings),
        "cards": [[strings.number(value) for value in cards.values(row)] for row in every],
        "labels": cards.LABELS,
        "words": cards.LAYER_WORDS,
        "titles": LAYER_NAMES,
        "tables": {
            table.id: {"layers": table.layers, "columns": [{"head": head, "key": key} for head, key in table.columns]}
            for table in TABLES
        },
        "facts": FACTS,
        "sources": _sources(every),
        "view": asdict(view_of(layers)),
        "more": further(layers),
        "tiles": [
            {"name": html_text(tile.name), "url": tile.url, "credit": html_text(tile.credit), "max_zoom": tile.max_zoom}
            for tile in about.tiles
        ],
        "credit": html_text(CREDIT),
        "about": [*facts(about).items()],
        "mgrs": [strings.number(square(row, about)) for row in every],
        "terms": [asdict(term) for term in TERMS],
        "searched": SEARCHED,
        "file": "conflict-map",
        "made": _made(about),
    }


def _sources(rows: Sequence[Row]) -> dict[str, tuple[str, str | None]]:
    """Give for each report the mark of its line among the sources, and its address if it may be followed."""
    sources = {row["report"]: row["source"] for row in rows}
    return {report: (anchor(report), web_address(source)) for report, source in sources.items()}
