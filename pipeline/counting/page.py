"""Make one HTML page of counts: a graduated map, a table of the most counted, and what is in no cell."""

from collections.abc import Callable, Sequence

import geopandas as gpd

from pipeline.about import About
from pipeline.encode import data_json, html_text
from pipeline.layers import Row, rows_of
from pipeline.web.policy import asset, policy
from pipeline.web.said import PRODUCT
from pipeline.web.scripts import PAGE_STYLES, SCRIPTS
from pipeline.web.view import CREDIT, FURTHER_COLOURS, WORLD, shapes_data

ROWS = 1_000
"""Rows of the longest table; the data files hold all."""

_HOW = (
    (
        "Shade",
        "how often the reports put something there; the legend gives the classes, each with about as many cells.",
    ),
    ("Count", "mentions: a report that names a town three times counts three. The table counts reports beside them."),
    ("In no cell", "what is wider than a cell, or cannot be told: it is listed below with its number, not put in one."),
)

_METHOD = (
    "Counted are places named as locations, best guesses of claims that give a distance from a known place, and "
    "written coordinates. Names were resolved with a gazetteer; a count is of what reports say, not of what happened."
)


def counts_page(weeks: gpd.GeoDataFrame, total: gpd.GeoDataFrame, about: About, *, legend: str) -> str:
    """Give the page: *total* is drawn, *weeks* are listed; *legend* says in a few words what is counted.

    It asks the network for nothing, and its policy allows its own scripts and styles alone.
    """
    scripts = [asset(name) for name in (*SCRIPTS, "counts.js")]
    styles = [asset(name) for name in PAGE_STYLES]
    rows = rows_of(weeks)
    cells, apart = ([row for row in rows if (row["geometry"] is None) == is_apart] for is_apart in (False, True))
    title = html_text(about.title or legend)
    how = "".join(f"<dt>{name}</dt><dd>{html_text(words)}</dd>" for name, words in _HOW)
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts, styles)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            *(f"<style>{style.text}</style>" for style in styles),
            "</head>",
            "<body>",
            '<a class="skip" href="#cells">Skip the map</a>',
            f"<header><h1>{title}</h1>",
            f'<p class="description">{html_text(about.description or "")}</p></header>',
            "<main>",
            '<section aria-label="Map">',
            '<noscript><p class="note">The map needs JavaScript; the tables below say the same.</p></noscript>',
            '<div class="explore">',
            f'<div id="map" role="region" aria-label="Map: {html_text(about.alt_text or legend)}"></div>',
            '<aside id="card" aria-label="How to read this map"><h3>How to read this map</h3>',
            f'<dl class="how">{how}</dl>',
            "</aside>",
            "</div>",
            "</section>",
            *_table("cells", "Counted", cells),
            *_table("apart", "In no cell", apart),
            "</main>",
            f"<footer><p>{html_text(_METHOD)}</p><p>{html_text(CREDIT)}</p><p>{html_text(_made(about))}</p></footer>",
            f'<script type="application/json" id="data">{data_json(_data(total, legend))}</script>',
            *(f"<script>{script.text}</script>" for script in scripts),
            "</body>",
            "</html>",
            "",
        )
    )


def _data(total: gpd.GeoDataFrame, legend: str) -> dict[str, object]:
    drawn = total[total["part"] != "apart"]
    west, south, east, north = drawn.total_bounds.tolist()
    bounds = WORLD if drawn.empty else ((south, west), (north, east))
    return {
        "credit": html_text(CREDIT),
        "view": {"focus": bounds, "all": bounds, "outside": 0},
        "shapes": shapes_data(drawn, legend, colour=FURTHER_COLOURS[0]),
    }


def _table(name: str, heading: str, rows: Sequence[Row]) -> list[str]:
    title = f'<section id="{name}"><h2>{heading} (<span class="n">{len(rows):,}</span>)</h2>'
    if not rows:
        return [title, '<p class="note">Nothing.</p></section>']
    lines = [{label: worded(row) for label, worded in _CELLS.items()} for row in rows[:ROWS]]
    # A column in which nothing stands is not shown: there are no weeks where none were asked for.
    labels = [label for label in _CELLS if any(line[label] for line in lines)]
    head = "".join(f'<th scope="col">{label}</th>' for label in labels)
    more = len(rows) - ROWS
    return [
        title,
        f'<p class="note cut">{more:,} more rows are in the data files.</p>' if more > 0 else "",
        f'<div class="scroll" tabindex="0" role="group" aria-label="{heading}">',
        f"<table><thead><tr>{head}</tr></thead><tbody>",
        *(f"<tr>{''.join(f'<td>{html_text(line[label])}</td>' for label in labels)}</tr>" for line in lines),
        "</tbody></table></div></section>",
    ]


_CELLS: dict[str, Callable[[Row], str]] = {
    "Name": lambda row: row["name"],
    "What": lambda row: row["kind"] if row["kind"] != row["name"] else "",
    "Where": lambda row: ", ".join(part for part in (row["region"], row["country"]) if part),
    "Week from": lambda row: row["date_from"] or "",
    "Count": lambda row: f"{row['count']:,}",
    "Reports": lambda row: f"{row['reports']:,}",
    "Why": lambda row: row["note"] or "",
}


def _made(about: About) -> str:
    when = f" on {about.generated:%Y-%m-%d at %H:%M %Z}" if about.generated else ""
    return f"Made with {PRODUCT} {about.version}{when}."
