"""Word what a file says of itself, once for every form."""

from typing import Any

from pipeline.about import About
from pipeline.obscure import described
from pipeline.web.page import METHOD, PRODUCT
from pipeline.web.view import CREDIT

DEFAULT_TITLE = PRODUCT


def said(about: About) -> dict[str, Any]:
    """Give what is known of a file, by name, in the order of reading: JSON types, nothing that is empty."""
    facts = {
        "title": about.title,
        "description": about.description,
        "alt_text": about.alt_text,
        "generated": about.generated.isoformat(timespec="seconds") if about.generated else None,
        "made_with": f"{PRODUCT} {about.version}",
        "filter": about.filter_words or None,
        "shown": about.shown,
        "total": about.total,
        "precision": described(about.precision) if about.precision else None,
        "method": METHOD,
        "credit": CREDIT,
    }
    return {name: value for name, value in facts.items() if value is not None}


def in_words(about: About) -> str:
    """Give the same as lines of text, without the title."""
    facts = said(about)
    lines = [facts[name] for name in ("description", "alt_text") if name in facts]
    made = f"Made with {facts['made_with']}"
    lines.append(f"{made}, {facts['generated']}." if "generated" in facts else f"{made}.")
    if about.filter_words:
        lines.append(f"Filter: {about.filter_words}.")
    if about.shown is not None and about.total is not None:
        lines.append(f"Shown: {about.shown:,} of {about.total:,}.")
    return "\n".join([*lines, *(facts[name] for name in ("precision", "method", "credit") if name in facts)])
