"""Find the short forms of countries and states: "U.S.", "DRC", "Columbus, OH"."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.lexicon import mapping, words

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
_NO_YEARS = words("abbreviations", "not behind a number")
_BEGINNINGS = frozenset(short[:2] for short in (*_ALWAYS, *_AFTER_COMMA))
"""The first two letters of the short forms: few capitalised words share them."""


def find_abbreviations(text: str, starts: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and full name of each short form in *text* that begins at one of *starts*, its words' in order.

    The stop of "Fla." belongs to it.
    """
    reach = 0
    for start in [start for start in starts if text[start : start + 2] in _BEGINNINGS]:
        match = _SHORT.match(text, start) if start >= reach else None
        if match is not None and not _is_year(text, match):
            reach = match.end()
            yield start, reach, _ALWAYS.get(match[0]) or _AFTER_COMMA[match[0]]


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number stands before a short form that then says how it is counted: "300 B.C."."""
    return match[0].casefold() in _NO_YEARS and text[max(0, match.start() - 2) : match.start()].rstrip()[-1:].isdigit()
