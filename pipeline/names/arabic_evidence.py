"""Weigh whether an Arabic word means a place where it stands: no capital letter tells, so the words round it must."""

import re
from collections.abc import Container
from collections.abc import Set as AbstractSet

from gazetteer.arabic import ARABIC_COUNTRIES
from pipeline.arabic import (
    arabic_forms,
    arabic_mapping,
    arabic_words,
    is_arabic,
    is_relation,
    parted,
    plain,
    stems,
    without_signs,
)
from pipeline.lexicon import mapping
from pipeline.names.arabic_mentions import class_before, is_beside
from pipeline.names.mentions import CLASS_KINDS, SETTLED, Mention, Name
from pipeline.tokens import Tokens

_BEFORE = {word: int(tenths) / 10.0 for word, tenths in arabic_mapping("before").items()}
_SPELT = mapping("arabic", "before").keys()
_EVERYDAY = arabic_words("everyday") | arabic_words("given")
_ALSO_A_WORD = arabic_words("also a word")
_SURE = arabic_words("sure class")
_GIVEN = arabic_words("given")
_KUNYA = arabic_words("kunya")
_TITLES = arabic_words("title")
_AGENTS = arabic_words("agent")

_CLASS = 4.0
"""What a class word before a name says for a place."""

_AMONG_OTHERS = 3.0
_CLASS_FAR = 1.5
_KINDS = {"country": 3.0, "continent": 3.0, "capital": 2.0, "division": 0.8, "region": 1.5, "sea": 1.5} | dict.fromkeys(
    ("facility", "mountain", "water", "island"), -0.9
)
_PEOPLE = ((1_000_000, 1.4), (300_000, 0.9), (100_000, 0.4), (50_000, 0.0), (20_000, -0.5), (5_000, -1.2))
_LITTLE_KNOWN = -2.2
_ABROAD = -1.6
_NEAR = ARABIC_COUNTRIES | {"AF", "CY", "ET", "GR", "IR", "ML", "NE", "PK", "RU", "SS", "TR", "UA"}
"""What the sort and size of a place say for its bare name; that of a town far from where Arabic is spoken says less."""

_FROM = frozenset(map(plain, ("من", "عن")))
_UNITS = arabic_forms("unit").keys() | arabic_forms("two").keys()
_DIGITS = re.compile(r"\d+")
_COMPASS = arabic_mapping("side").keys() | frozenset(f"ال{side}" for side in arabic_mapping("side"))
_MEASURING = _UNITS | _COMPASS | frozenset(map(plain, ("القرب", "مقربة")))
_CLOSE = 3
_COUNTED_FROM = 2.4
"""What it says for a place that a direction or a distance counts from it."""

_LISTED = 0.7
"""What it says for a name behind "و" that another stands before it."""

_SEVERAL_WORDS = 1.4
_COMPOUND = 1.2
_ONE_OF_EVERY_DAY = -4.2
_IN_CONSTRUCT = 3.2
_TOWN_OR_WORD = -1.4
_SHORT = -0.5
_CUT = -0.3
_IN = 0.9
_SHORTEST = 3


def weight(tokens: Tokens, mention: Mention, named: Container[int]) -> float:
    """
    Weigh a mention by itself and by the words round it; above nothing it counts as a place.

    *named* holds the numbers of all words in mentions.
    """
    return (
        _prior(tokens, mention)
        + _before(tokens, mention, named)
        + _person(tokens, mention)
        + _adjective(tokens, mention)
        + _quoted(tokens, mention)
    )


def _prior(tokens: Tokens, mention: Mention) -> float:
    """Weigh what the name may mean against the other words that are written like it."""
    weight = _renown(mention.name)
    words_of_it = plain(mention.name.text).split()
    if len(words_of_it) > 1:
        weight += _SEVERAL_WORDS
    elif parted(words_of_it[0]):
        weight += _COMPOUND
    elif not _EVERYDAY.isdisjoint((words_of_it[0], plain(tokens.forms[mention.first]))):
        weight += _ONE_OF_EVERY_DAY
        if words_of_it[0].startswith("ال") and mention.class_word is not None and plain(mention.class_word) in _SURE:
            weight += _IN_CONSTRUCT
    elif words_of_it[0] in _ALSO_A_WORD:
        weight += _TOWN_OR_WORD
    elif len(words_of_it[0]) <= _SHORTEST:
        weight += _SHORT
    if words_of_it[0] in _KUNYA or (len(words_of_it) == 1 and is_relation(words_of_it[0])):
        weight -= 2.0
    particles = particles_of(tokens, mention)
    return weight + (_CUT if particles else 0.0) + (_IN if particles.endswith("ب") else 0.0)


def _renown(name: Name) -> float:
    """Weigh how well known the place is that comes to mind first."""
    best = name.best
    if best is None:
        return _LITTLE_KNOWN
    place = best.place
    people = next((value for least, value in _PEOPLE if place.population >= least), _LITTLE_KNOWN)
    abroad = _ABROAD if _is_far(name) else 0.0
    return max(_KINDS.get(place.kind, _LITTLE_KNOWN), people if place.kind in SETTLED else _LITTLE_KNOWN) + abroad


def _is_far(name: Name) -> bool:
    """Tell whether what comes to mind is a town far from where Arabic is spoken."""
    place = name.best.place if name.best is not None else None
    return place is not None and place.kind in SETTLED - {"capital"} and place.country not in _NEAR


def _is_of_cities(class_word: str) -> bool:
    """Tell whether a class word is used of great cities."""
    return "capital" in CLASS_KINDS[class_word]


def particles_of(tokens: Tokens, mention: Mention) -> str:
    """Give the particles that were cut off a mention's first word, without their vowel signs."""
    return without_signs(tokens.text[tokens.starts[mention.first] : mention.start])


def _before(tokens: Tokens, mention: Mention, named: Container[int]) -> float:
    """Weigh the word before a name: its class word, a preposition, a noun or verb that takes places."""
    if mention.class_word is not None:
        return _CLASS if not _is_far(mention.name) else _CLASS_FAR if _is_of_cities(mention.class_word) else 0.0
    number = mention.first - 1
    if not is_beside(tokens, number):
        return 0.0
    if "و" in particles_of(tokens, mention):
        return _LISTED if number in named else 0.0
    if not _FROM.isdisjoint(stems(tokens.forms[number])) and _is_one_of(tokens, number - 1, _MEASURING):
        return _COUNTED_FROM
    return max((_BEFORE.get(stem, 0.0) for stem in stems(tokens.forms[number])), default=0.0)


def _is_one_of(tokens: Tokens, number: int, those: AbstractSet[str]) -> bool:
    """Tell whether a word with another right behind it is one of *those*, particles left out."""
    return number >= 0 and is_beside(tokens, number) and not those.isdisjoint(stems(tokens.forms[number]))


def _person(tokens: Tokens, mention: Mention) -> float:
    """Weigh what makes a name that of a person, a tribe or a band named after one."""
    number = mention.first - 1
    if mention.class_word is not None or not is_beside(tokens, number) or particles_of(tokens, mention):
        return 0.0
    if without_signs(tokens.forms[number]) in _SPELT:  # "على" (on) is not "علي" (Ali)
        return 0.0
    found = set(stems(tokens.forms[number]))
    if not found.isdisjoint(_GIVEN):
        return -6.0
    if not found.isdisjoint(_AGENTS) and (mention.name.is_state or mention.name.is_capital):
        return 0.0
    return 0.0 if found.isdisjoint(_TITLES) else -4.0


def _quoted(tokens: Tokens, mention: Mention) -> float:
    """Weigh that a name stands among words of another script, which quote hardly anything but names."""
    sides = [tokens.word(number) for number in (mention.first - 1, mention.last + 1)]
    return _AMONG_OTHERS if all(word.isalpha() and not is_arabic(word) for word in sides) else 0.0


def _adjective(tokens: Tokens, mention: Mention) -> float:
    """Weigh what makes a name an adjective: behind a noun with its article, "القوات السعودية" is no Saudi Arabia."""
    word = plain(tokens.forms[mention.first])
    if mention.first < mention.last or not word.startswith("ال") or not word.endswith(("ي", "يه")):
        return 0.0
    number = mention.first - 1
    if not is_beside(tokens, number) or plain(tokens.forms[number]) in _BEFORE:
        return 0.0
    return -9.0 if plain(tokens.forms[number]).startswith(_DEFINITE) else 0.0


_DEFINITE = ("ال", "وال", "بال", "لل")
"""Beginnings of words with the article."""


def modifier(tokens: Tokens, mention: Mention) -> str | None:
    """Give the words before a name, or before its class word, that widen it, or say which part of it is meant.

    "شمال" before a country or region is its north; before a town it is somewhere near, unless a length stands before.
    """
    number = mention.first - 1
    if mention.class_word is not None and class_before(tokens, mention.first) is not None:
        number -= 1
    if not is_beside(tokens, number) or particles_of(tokens, mention):
        return None
    if _is_one_of(tokens, number, _FROM):  # "بالقرب من", close to
        number -= 1
    side = _side(tokens, number)
    if side is not None:
        wide = mention.name.best is not None and mention.name.best.place.kind not in SETTLED
        return side if wide else None if _is_counted_from(tokens, number, mention.last) else "near"
    return next((_MODIFIERS[stem] for stem in stems(tokens.forms[number]) if stem in _MODIFIERS), None)


def _is_counted_from(tokens: Tokens, side: int, last: int) -> bool:
    """Tell whether a unit stands close before the word of a side, or behind the name that ends at *last*."""
    return any(
        tokens.same_sentence(*sorted((at, last)))
        and not _UNITS.isdisjoint(stems(_DIGITS.sub("", tokens.forms[at], count=1)))  # "5كم" is one word
        for at in (*range(side - _CLOSE, side), *range(last + 1, last + 1 + _CLOSE))
    )


_MODIFIERS = arabic_mapping("modifier before")
_SIDE = arabic_mapping("side")


def _side(tokens: Tokens, number: int) -> str | None:
    """Read the point of the compass that ends at a word: "شمال", "جنوب شرق"."""
    side = next((_SIDE[stem] for stem in stems(tokens.forms[number]) if stem in _SIDE), None)
    if side not in ("eastern", "western") or not is_beside(tokens, number - 1):
        return side
    first = next((_SIDE[stem] for stem in stems(tokens.forms[number - 1]) if stem in _SIDE), "")
    return first.removesuffix("ern") + side if first in ("northern", "southern") else side
