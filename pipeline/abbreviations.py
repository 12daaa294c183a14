"""Find the short forms of countries and states: "U.S.", "DRC", "Columbus, OH"."""

import re
from collections.abc import Iterator, Mapping

from pipeline.lexicon import mapping

_ALWAYS = mapping("abbreviations", "always")
_AFTER_COMMA = mapping("abbreviations", "after a comma")


def _any_of(table: Mapping[str, str]) -> str:
    return "|".join(re.escape(short) for short in sorted(table, key=lambda short: (-len(short), short)))


_SHORT = re.compile(
    rf"""
    (?<![\w.]) (?P<always> {_any_of(_ALWAYS)} ) (?![\w]|\.\w)
  | (?<=[a-z],[ ]) (?P<postal> {_any_of(_AFTER_COMMA)} ) (?![\w]|\.\w)
    """,
    re.VERBOSE,
)


def find_abbreviations(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and full name of each short form in *text*; the stop of "Fla." belongs to it."""
    for match in _SHORT.finditer(text):
        short = match[0]
        yield match.start(), match.end(), _ALWAYS.get(short) or _AFTER_COMMA[short]
