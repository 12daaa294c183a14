"""Find the towns that Ukrainian and Russian reports name a front after: "на Куп'янському напрямку"."""

import re
from collections.abc import Iterator

from pipeline.claims.numbers import fold_apostrophes
from pipeline.lexicon import mapping
from pipeline.tokens import Tokens

_TOWNS = mapping("places", "front adjective")
_ENDINGS = ("ому", "ого", "ими", "ий", "ій", "им", "ім", "их", "ое", "ом", "ие", "і")
NOUNS = ("напрям", "направлен")
COORDINATORS = frozenset(["та", "і", "й", "и", "а", "також", "на"])
"""Beginnings of the nouns of a front, and the words between the adjectives of several."""
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LONGEST = 12
"""Words between an adjective and its noun at most, in a list of fronts."""


def find_fronts(tokens: Tokens) -> Iterator[tuple[int, int, str]]:
    """Yield first and last word of each adjective of a front, and the name of its town."""
    if tokens.text.isascii() or not _CYRILLIC.search(tokens.text):
        return
    for number in tokens.capitals:
        town = _town(tokens.lower[number])
        if town is not None and _is_before_noun(tokens, number):
            yield number, number, town


def _town(word: str) -> str | None:
    """Give the town that an adjective belongs to, in any case and number."""
    ending = next((ending for ending in _ENDINGS if word.endswith(ending)), None)
    return None if ending is None else _TOWNS.get(fold_apostrophes(word.removesuffix(ending)))


def _is_before_noun(tokens: Tokens, number: int) -> bool:
    """Tell whether nothing but other fronts stands between an adjective and "напрямок"."""
    for following in range(number + 1, number + _LONGEST):
        if not tokens.same_sentence(number, following):
            return False
        word = tokens.lower[following]
        if word.startswith(NOUNS):
            return True
        if word not in COORDINATORS and _town(word) is None:
            return False
    return False
