"""Give the keys a place is found under: its names as people write them, folded."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from gazetteer.entry import Entry
from gazetteer.inflect import inflected
from gazetteer.names import fold, fold_all
from gazetteer.place import Place
from gazetteer.transliterate import romanised, skeleton


class How(IntEnum):
    """How a key came to a place, best first; the references of the index hold it in three bits."""

    MAIN = 0
    ALTERNATE = 1
    ABBREVIATED = 2
    TRANSLITERATED = 3
    INFLECTED = 4
    ALTERNATE_INFLECTED = 5


CYRILLIC_COUNTRIES = frozenset(
    {"AM", "AZ", "BA", "BG", "BY", "GE", "KG", "KZ", "MD", "ME", "MK", "MN", "RS", "RU", "TJ", "TM", "UA", "UZ"}
)
"""Countries whose names reach Latin letters from Cyrillic, today or on older maps."""

_INFLECTED_ABROAD = 20_000
"""From how many people on a place outside these countries is inflected: Londons, not villages."""

_SHORTEST_MADE = 4

_CITY_FROM = 50_000
"""From how many people on a settlement is also called a City: Kharkiv City, Gaza City."""

_SHORT_FORMS = tuple(
    (re.compile(rf"\b(?:{long}|{short}) +"), (f"{long} ", f"{short} ", f"{short}  "))
    for long, short in (("saint", "st"), ("sainte", "ste"), ("fort", "ft"), ("mount", "mt"))
)
"""A short form has one blank after it, and two where it is written with a dot."""

_RESPELT = re.compile(r"['ßæœþ]|\b(?:sainte?|ste?|fo?r?t|mo?u?n?t)\b")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SPELT_OUT = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"))


def keys_of(entry: Entry) -> dict[str, How]:
    """Give every key of *entry* with the best way it came about."""
    place = entry.place
    main, others = _folded((place.name, *entry.names)), _folded(entry.alternates)
    keys = dict.fromkeys(others, How.ALTERNATE) | dict.fromkeys(main, How.MAIN)
    if place.population >= _CITY_FROM and place.kind in ("city", "capital"):
        keys.setdefault(f"{main[0]} city", How.ALTERNATE)
    for key in _abbreviated(entry):
        keys.setdefault(key, How.ABBREVIATED)
    if cyrillic := _cyrillic((*entry.names, *entry.alternates)):
        for how, made in (
            (How.TRANSLITERATED, _romanised(place, cyrillic)),
            (How.INFLECTED, _inflected(place, _cyrillic(entry.names))),
            (How.ALTERNATE_INFLECTED, _inflected(place, cyrillic)),
        ):
            for key in _folded([name for name in made if len(name) >= _SHORTEST_MADE]):
                keys.setdefault(key, how)
    keys.pop("", None)
    return keys


def skeletons_of(entry: Entry) -> set[str]:
    """Give the skeletons of *entry*; none where names do not come from Cyrillic."""
    if entry.place.country not in CYRILLIC_COUNTRIES:
        return set()
    made = {
        skeleton(name)
        for name in (
            entry.place.name,
            *entry.names,
            *_romanised(entry.place, _cyrillic((*entry.names, *entry.alternates))),
        )
    }
    return {key for key in made if len(key) >= _SHORTEST_MADE}


def _folded(names: Sequence[str]) -> list[str]:
    """Fold names, all at once for speed, and give each in every spelling."""
    return [spelling for key in fold_all(names) for spelling in _spellings(key)]


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


def _abbreviated(entry: Entry) -> Iterator[str]:
    """Give abbreviations as they are (N.Y.), and with blanks after their dots (N. Y.)."""
    for name in entry.abbreviations:
        yield from (fold(name), fold(name.replace(".", ". ")))


def _cyrillic(names: Sequence[str]) -> list[str]:
    return [name for name in names if _CYRILLIC.match(name)]


def _romanised(place: Place, names: Iterable[str]) -> Iterator[str]:
    if place.country in CYRILLIC_COUNTRIES:
        for name in names:
            yield from sorted(romanised(name))


def _inflected(place: Place, names: Iterable[str]) -> Iterator[str]:
    if place.country in CYRILLIC_COUNTRIES or place.population >= _INFLECTED_ABROAD or not place.country:
        for name in names:
            yield from inflected(name)
