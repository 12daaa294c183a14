"""Tell from the words of a report whose land's it is: offices, courts and schools are called differently in each."""

import re
from collections import Counter
from collections.abc import Collection, Mapping

from pipeline.lexicon import either, mapping, words
from pipeline.model import Span

_PHRASES = [
    ({phrase, phrase.title()} if phrase.islower() else {phrase}, tuple(codes.split()))
    for phrase, codes in mapping("idioms", "phrase").items()
]
_INSTITUTIONS = {phrase: frozenset(codes.split()) for phrase, codes in mapping("idioms", "institution").items()}
_FIRST_WORDS = frozenset(phrase.split()[0] for phrase in _INSTITUTIONS)
_LONGEST = max(map(len, _INSTITUTIONS))

_OF_A_TOWN = re.compile(rf"(?:{either({*words('idioms', 'person'), *_INSTITUTIONS})})\b")
_STREET = either(map(str.title, words("idioms", "street")))
_BEFORE_A_TOWN = re.compile(rf"(?:\b[Dd]owntown|\b\d.{{3,30}}\b(?:{_STREET})\.?,) \Z")
_REACH = 48
_NO_TOWNS = frozenset(["country", "continent", "division", "region"])

_MOST = 3.0
"""Votes that such words give a country at most: several say little more than a few."""


def idiom_votes(text: str) -> Mapping[str, float]:
    """Count for each country the words of its reports, each once."""
    votes: Counter[str] = Counter()
    for forms, codes in _PHRASES:
        # First a look that spares most texts the pattern: "lakh" stands in Malakhivka, too.
        if any(form in text and re.search(rf"\b{re.escape(form)}s?(?!\w)", text) for form in forms):
            votes.update(codes)
    return {code: min(_MOST, float(count)) for code, count in votes.items()}


def barred_kinds(text: str, spans: Collection[Span]) -> frozenset[str]:
    """Give the kinds of place that the words beside one of these names rule out.

    "A Lebanon woman" is no Lebanese one, so no country is meant; "downtown Washington" and "12 Elm St., Lebanon" are
    towns.
    """
    barred: set[str] = set()
    for span in spans:
        if _BEFORE_A_TOWN.search(text, max(0, span.start - _REACH), span.start):
            barred |= _NO_TOWNS
        elif text[span.end : span.end + 1] == " " and _OF_A_TOWN.match(text, span.end + 1):
            barred.add("country")
    return frozenset(barred)


def institutions(text: str, spans: Collection[Span]) -> frozenset[str]:
    """Give the countries whose towns have what stands behind one of these names: "Paris Police Department"."""
    found: set[str] = set()
    for span in spans:
        behind = text[span.end + 1 : span.end + 1 + _LONGEST]
        if text[span.end : span.end + 1] == " " and behind.partition(" ")[0].rstrip(".,") in _FIRST_WORDS:
            found.update(*(codes for phrase, codes in _INSTITUTIONS.items() if behind.startswith(phrase)))
    return frozenset(found)
