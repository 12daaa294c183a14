"""Word what a file says of itself, once for every form."""

from typing import Any

from pipeline.about import About
from pipeline.encode import storable
from pipeline.obscure import WITHOUT_QUOTES, described
from pipeline.web.view import CREDIT

PRODUCT = "Conflict map"
DEFAULT_TITLE = PRODUCT

METHOD = (
    "Places, distances and coordinates were found in the reports by rule and resolved with a gazetteer; "
    "distances and bearings were measured on the WGS84 ellipsoid. A point is a best guess: its doubt stands beside it. "
    "A claim that is off may be a slip of the pen, a distance by road, or a namesake: read the quote before you judge."
)


def facts(about: About) -> dict[str, Any]:
    """Give what a file may say of itself, by name, in the order of reading: JSON types, None for what is not known."""
    known = {
        "title": about.title,
        "description": about.description,
        "alt_text": about.alt_text,
        "generated": about.generated.isoformat(timespec="seconds") if about.generated else None,
        "made_with": f"{PRODUCT} {about.version}",
        "filter": about.filter_words or None,
        "shown": about.shown,
        "total": about.total,
        "precision": described(about.precision) if about.precision else None,
        "quotes": None if about.quotes else WITHOUT_QUOTES,
        "method": METHOD,
        "credit": CREDIT,
    }
    return {name: storable(value) if isinstance(value, str) else value for name, value in known.items()}


def said(about: About) -> dict[str, Any]:
    """Give the same without what is not known."""
    return {name: value for name, value in facts(about).items() if value is not None}


def in_words(about: About) -> str:
    """Give the same as lines of text, without the title."""
    known = said(about)
    lines = [known[name] for name in ("description", "alt_text") if name in known]
    made = f"Made with {known['made_with']}"
    lines.append(f"{made}, {known['generated']}." if "generated" in known else f"{made}.")
    if about.filter_words:
        lines.append(f"Filter: {about.filter_words}.")
    if about.shown is not None and about.total is not None:
        lines.append(f"Shown: {about.shown:,} of {about.total:,}.")
    return "\n".join([*lines, *(known[name] for name in ("precision", "quotes", "method", "credit") if name in known)])
