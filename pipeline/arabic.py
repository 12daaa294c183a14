"""Read Arabic words: fold their spelling, and part the particles that are written together with a name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from gazetteer.names import fold
from pipeline.lexicon import mapping, words

_BLOCK = re.compile("[\u0600-\u06ff]")
"""Any sign of the Arabic block: one range is looked for faster than the letters alone."""

_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]")
_PERSIAN_LETTER = re.compile("[پچژگکیٹڈڑںے]")
_PERSIAN_ONCE_IN = 50
"""Letters that Arabic writes hardly ever, and once in how many signs at least Persian and Urdu do."""

MARKS = "\u0610-\u061a\u064b-\u065f\u0670"
"""Vowel signs and the like, which few writers set: the inside of a set of characters."""

UNSEEN = "\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Marks of direction and the like, which take no room between words: the inside of a set, too."""

_SIGNS = re.compile(f"[{MARKS}{UNSEEN}\u0640]+")
"""What says nothing of which word it is: vowel signs, the stretching stroke, what is not seen."""

_ARTICLE = "ال"
_CONTRACTED = "لل"
_CONJUNCTIONS = frozenset("وف")
_PREPOSITIONS = frozenset("بلك")
_SHORTEST_BARE = 4
"""Letters from which on a name may stand in the gazetteer without its article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a written word: as particles and what they stand before.

    `particles` are "و" (and), "ف" (so), "ب" (in), "ل" (to), "ك" (like), in the order written; `word` is the rest as a
    dictionary spells it, and begins `cut` characters into the written word. The article that "ل" fuses with
    ("للفاشر", to El Fasher) is given back to the word; nothing is cut off there but a conjunction.
    """

    particles: str
    word: str
    cut: int


@lru_cache(maxsize=64)
def holds_arabic(text: str) -> bool:
    """Tell whether a text has an Arabic letter or sign; kept, since every stage asks it of the same text."""
    return not text.isascii() and _BLOCK.search(text) is not None


@lru_cache(maxsize=64)
def is_persian(text: str) -> bool:
    """Tell whether a text is Persian or Urdu, which write no particles together with names: "باران" is just rain."""
    return len(_PERSIAN_LETTER.findall(text)) * _PERSIAN_ONCE_IN > len(text)


def is_arabic(word: str) -> bool:
    """Tell whether a word begins with an Arabic letter."""
    return _LETTER.match(word) is not None


@cache
def arabic_words(section: str) -> frozenset[str]:
    """Give the entries of a section of the Arabic lexicon, folded as `plain` folds."""
    return frozenset(map(plain, words("arabic", section)))


@cache
def arabic_mapping(section: str) -> Mapping[str, str]:
    """Give a section of the Arabic lexicon that says something of each word, its words folded."""
    return {plain(word): said for word, said in mapping("arabic", section).items()}


@cache
def arabic_forms(section: str) -> Mapping[str, str]:
    """Give each form of the words of a section, several to a line of the table, folded, with what the line says."""
    return {plain(form): said for forms, said in mapping("arabic", section).items() for form in forms.split()}


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """Fold a word: alef, hamza, ta marbuta and ya to one form each, vowel signs and stretching strokes away."""
    return fold(without_signs(word))


def folded(word: str) -> str:
    """Fold a word of Arabic letters as `plain` does, and leave any other as it is."""
    return plain(word) if not word.isascii() and _BLOCK.search(word) else word


def without_signs(text: str) -> str:
    """Take out vowel signs, stretching strokes, and what is not seen."""
    return _SIGNS.sub("", text)


@lru_cache(maxsize=20_000)
def readings(form: str, *, shortest: int = 3) -> tuple[Reading, ...]:
    """Give every way to read a written word, the word as it stands first; of *shortest* letters or more is left.

    >>> [(reading.particles, reading.word) for reading in readings("وبحلب")]
    [('', 'وبحلب'), ('و', 'بحلب'), ('وب', 'حلب')]
    >>> [(reading.particles, reading.word) for reading in readings("للفاشر")]
    [('', 'للفاشر'), ('ل', 'الفاشر'), ('ل', 'لفاشر')]
    """
    return tuple(_readings(form, shortest))


def _readings(form: str, shortest: int) -> Iterator[Reading]:
    letters = without_signs(form)
    yield Reading(particles="", word=letters, cut=0)
    joined = letters[:1] if letters[:1] in _CONJUNCTIONS else ""
    for conjunction in dict.fromkeys(("", joined)):
        rest = letters[len(conjunction) :]
        if conjunction and len(rest) >= shortest:
            yield Reading(particles=conjunction, word=rest, cut=_offset(form, 1))
        if rest[:1] not in _PREPOSITIONS:
            continue
        particles = conjunction + rest[0]
        if rest.startswith(_CONTRACTED) and len(rest) > len(_CONTRACTED) + 1:
            word = _ARTICLE + rest[len(_CONTRACTED) :]
            yield Reading(particles=particles, word=word, cut=_offset(form, len(conjunction)))
        if len(rest) > shortest:
            yield Reading(particles=particles, word=rest[1:], cut=_offset(form, len(particles)))


def _offset(form: str, letters: int) -> int:
    """Give where the letter after so many letters stands in a written word."""
    at = 0
    for _ in range(letters):
        at += 1
        while signs := _SIGNS.match(form, at):
            at = signs.end()
    return at


def without_article(name: str) -> str | None:
    """Give a name without its article, None where it has none: gazetteers have some cities only so."""
    bare = name.removeprefix(_ARTICLE)
    return bare if bare != name and len(bare) >= _SHORTEST_BARE else None


def parted(name: str) -> str | None:
    """Give a name with a blank behind its first noun, None where it has none: "كفرنبل" is also written "كفر نبل"."""
    found = _COMPOUND.match(name)
    return f"{found['head']} {name[found.end() :]}" if found else None


_COMPOUND = re.compile(r"(?P<head>كفر|تل|دير|بيت|خان|عين)(?=\w{3})")


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Give a word folded, and what is left of it without its particles."""
    return tuple([plain(reading.word) for reading in readings(word, shortest=2)])


def is_relation(word: str) -> bool:
    """Tell whether a folded word has the form of an adjective of relation with its article: "السوري", "الحلبي"."""
    return word.startswith(_ARTICLE) and word.endswith("ي") and len(word) > len(_ARTICLE) + 3
