"""Look Arabic names up: with and without the article, written in one word or two."""

from collections.abc import Iterator
from dataclasses import replace

from gazetteer.index import Gazetteer
from gazetteer.place import Candidate
from pipeline.arabic import parted, without_article

_SETTLED = frozenset(["capital", "city"])
_BARE_FROM = 500_000
"""People from which on a city is found by its name without the article: Khartoum, no hamlet."""

_OWN = 0.9
"""The fit of a name that is not made of another: in Arabic letters it is as good as the place's own."""


def look_up_arabic(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Give the places that an Arabic name may mean, best fit first."""
    found: dict[str, Candidate] = {}
    for candidate in _all(name, gazetteer):
        if candidate.fit >= _OWN:
            found.setdefault(candidate.place.id, replace(candidate, fit=1.0))
    return tuple(found.values())


def _all(name: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield the candidates of every spelling of a name."""
    yield from gazetteer.candidates(name)
    if two := parted(name):
        yield from gazetteer.candidates(two)
    if bare := without_article(name):
        for candidate in gazetteer.candidates(bare):
            if candidate.place.kind in _SETTLED and candidate.place.population >= _BARE_FROM:
                yield candidate


def scanned(word: str) -> tuple[str, ...]:
    """Give the spellings of a name's first word under which the gazetteer may have it, the word itself first."""
    return tuple(spelling for spelling in (word, parted(word), without_article(word)) if spelling)
