"""Give the keys a place is found under: its names as people write them, folded."""

import re
from collections.abc import Iterator
from enum import IntEnum

from gazetteer.entry import Entry
from gazetteer.inflect import inflected
from gazetteer.names import fold
from gazetteer.transliterate import romanised, skeleton


class How(IntEnum):
    """How a key came to a place, best first; the references of the index hold it in three bits."""

    MAIN = 0
    ALTERNATE = 1
    ABBREVIATED = 2
    TRANSLITERATED = 3
    INFLECTED = 4


CYRILLIC_COUNTRIES = frozenset(
    {"AM", "AZ", "BA", "BG", "BY", "GE", "KG", "KZ", "MD", "ME", "MK", "MN", "RS", "RU", "TJ", "TM", "UA", "UZ"}
)
"""Countries whose names reach Latin letters from Cyrillic, today or on older maps."""

_INFLECTED_ABROAD = 20_000
"""From how many people on a place outside these countries is inflected: Londons, not villages."""

_SHORTEST_MADE = 4

_SHORT_FORMS = (
    (re.compile(r"\b(?:saint|st\.?)(?= )"), ("saint", "st.", "st")),
    (re.compile(r"\b(?:sainte|ste\.?)(?= )"), ("sainte", "ste.", "ste")),
    (re.compile(r"\b(?:fort|ft\.?)(?= )"), ("fort", "ft.", "ft")),
    (re.compile(r"\b(?:mount|mt\.?)(?= )"), ("mount", "mt.", "mt")),
)
_RESPELT = re.compile(r"['ßæœþ]|\b(?:sainte?|ste?|fo?r?t|mo?u?n?t)\b")
_SPELT_OUT = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"))


def keys_of(entry: Entry) -> dict[str, How]:
    """Give every key of *entry* with the best way it came about."""
    keys: dict[str, How] = {}
    for names, how in (((entry.place.name, *entry.names), How.MAIN), (entry.alternates, How.ALTERNATE)):
        for name in names:
            for key in _spellings(fold(name)):
                keys.setdefault(key, how)
    for key in entry.abbreviations:
        keys.setdefault(fold(key), How.ABBREVIATED)
    for how, made in ((How.TRANSLITERATED, _romanised(entry)), (How.INFLECTED, _inflected(entry))):
        for name in made:
            if len(name) >= _SHORTEST_MADE:
                keys.setdefault(fold(name), how)
    keys.pop("", None)
    return keys


def skeletons_of(entry: Entry) -> set[str]:
    """Give the skeletons of *entry*; none where names do not come from Cyrillic."""
    if entry.place.country not in CYRILLIC_COUNTRIES:
        return set()
    made = {skeleton(name) for name in (entry.place.name, *entry.names, *_romanised(entry))}
    return {key for key in made if len(key) >= _SHORTEST_MADE}


def _spellings(key: str) -> Iterator[str]:
    """Give a key as it is, without apostrophes, and with its short words long and short."""
    yield key
    if _RESPELT.search(key) is None:
        return
    if "'" in key:
        yield key.replace("'", "")
    for letter, two in _SPELT_OUT:
        if letter in key:
            yield key.replace(letter, two)
    for word, written in _SHORT_FORMS:
        if word.search(key):
            yield from (word.sub(form, key, count=1) for form in written)


def _all_names(entry: Entry) -> tuple[str, ...]:
    return (entry.place.name, *entry.names, *entry.alternates)


def _romanised(entry: Entry) -> Iterator[str]:
    if entry.place.country in CYRILLIC_COUNTRIES:
        for name in _all_names(entry):
            yield from sorted(romanised(name))


def _inflected(entry: Entry) -> Iterator[str]:
    place = entry.place
    if place.country in CYRILLIC_COUNTRIES or place.population >= _INFLECTED_ABROAD or not place.country:
        for name in _all_names(entry):
            yield from inflected(name)
