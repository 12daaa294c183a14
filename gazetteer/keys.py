"""Give the keys a place is found under: its names as people write them, folded."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import chain, compress
from operator import add, ne

from gazetteer.arabic import ARABIC_COUNTRIES, respelt
from gazetteer.entry import Entry
from gazetteer.inflect import inflected
from gazetteer.names import fold, fold_all
from gazetteer.store import Batch, Row, line_end, row
from gazetteer.transliterate import romanised, skeletons


class How(IntEnum):
    """How a key came to a place, best first; a line of the index ends with it, one digit."""

    MAIN = 0
    ALTERNATE = 1
    ABBREVIATED = 2
    TRANSLITERATED = 3
    INFLECTED = 4
    ALTERNATE_INFLECTED = 5


# The last digit of a line: an attribute of an enumeration takes longer to read than a key to make.
_MAIN, _ALTERNATE, _ABBREVIATED, _TRANSLITERATED, _INFLECTED, _ALTERNATE_INFLECTED = map(str, map(int, How))

CYRILLIC_COUNTRIES = frozenset(
    {"AM", "AZ", "BA", "BG", "BY", "GE", "KG", "KZ", "MD", "ME", "MK", "MN", "RS", "RU", "TJ", "TM", "UA", "UZ"}
)
"""Countries whose names reach Latin letters from Cyrillic, today or on older maps."""

_INFLECTED_ABROAD = 20_000
"""From how many people on a place outside these countries is inflected: Londons, not villages."""

_SHORTEST_MADE = 4
_SHORTEST_OF_A_CITY = 3
"""From how many letters on a name made from another counts: Сум is Sumy, but no village's Мир is made of."""

_CITY_FROM = 50_000
"""From how many people on a settlement is also called a City: Kharkiv City, Gaza City."""

_BARE_FROM = 10_000
"""From how many people on a place is also known without its article: Shirqat, not a village named after a man."""

_SHORT_FORMS = tuple(
    (re.compile(rf"\b(?:{long}|{short}) +"), (f"{long} ", f"{short} ", f"{short}  "))
    for long, short in (("saint", "st"), ("sainte", "ste"), ("fort", "ft"), ("mount", "mt"))
)
"""A short form has one blank after it, and two where it is written with a dot."""

_RESPELT = re.compile(
    r"""
    [ 'ßæœþsfm]                         # by a set in front a search skips what is not in it, several times as fast
    (?: (?<= ['ßæœþ]) | (?<= [ ]) [ ]
    |   (?<= \b s) (?: ainte? | te? ) [ ]
    |   (?<= \b f) (?: or )? t [ ]
    |   (?<= \b m) (?: oun )? t [ ]
    )
    """,
    re.VERBOSE,
)
"""What a key holds that has other spellings."""

_SPELT_OUT = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"))


def keyed(first: int, entries: Iterable[Entry]) -> Batch:
    """Give the rows of places, numbered from *first* on, and the lines of their keys and skeletons, sorted.

    Each key stands in the best way it came about. All names are folded at once, which takes a fraction of the time.
    """
    rows: list[Row] = []
    written, made, latin, lines = _Column(), _Column(), _Column(), list[str]()
    for number, entry in enumerate(entries, start=first):
        rows.append(row(number, entry.place))
        end = line_end(number)
        written.add((entry.place.name, *entry.names), end + _MAIN)
        written.add(entry.alternates, end + _ALTERNATE)
        lines += _folded_alone(entry, end)
        _make(entry, end, made, latin)
    as_written = list(map(add, fold_all(written.names), written.ends))
    lines += chain(as_written, _respelt(as_written))
    lines += _with_and_without_apostrophes(fold_all(made.names), made.ends)
    bones = zip(skeletons(latin.names), latin.ends, strict=True)
    return rows, _best(lines), sorted({key + end for key, end in bones if len(key) >= _SHORTEST_MADE})


class _Column:
    """Names of many places, and beside each the end of its line: the place, and how the name came to it."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.ends: list[str] = []

    def add(self, names: Collection[str], end: str) -> None:
        """Add names of one place."""
        self.names += names
        self.ends += [end] * len(names)


def _best(lines: Iterable[str]) -> list[str]:
    """Sort lines; of those that differ in how a key came to a place, the best stays. Lines without a key go.

    The way is the last digit of a line, so that the best comes first.
    """
    ordered = sorted(set(lines))
    del ordered[: bisect_left(ordered, "\n")]  # a line without a key begins with a tab
    stems = [line[:-1] for line in ordered]
    return list(compress(ordered, map(ne, stems, chain([""], stems))))


def _folded_alone(entry: Entry, end: str) -> Iterator[str]:
    """Give the lines of keys that are made of a folded name, and of abbreviations: few entries have any."""
    place = entry.place
    if place.population >= _CITY_FROM and place.kind in ("city", "capital"):
        yield f"{fold(place.name)} city{end}{_ALTERNATE}"
    for name in entry.abbreviations:  # as they are (N.Y.), and with blanks after their dots (N. Y.)
        yield from (f"{fold(form)}{end}{_ABBREVIATED}" for form in (name, name.replace(".", ". ")))
    if place.country in ARABIC_COUNTRIES:
        for name in (place.name, *entry.names):
            spellings = respelt(fold(name), bare=place.population >= _BARE_FROM)
            yield from (f"{spelling}{end}{_TRANSLITERATED}" for spelling in spellings)


def _make(entry: Entry, end: str, made: _Column, latin: _Column) -> None:
    """Put into *made* what comes of Cyrillic names, romanised and inflected, and into *latin* what has a skeleton."""
    place, names, alternates = entry.place, _cyrillic(entry.names), _cyrillic(entry.alternates)
    from_cyrillic = place.country in CYRILLIC_COUNTRIES
    if from_cyrillic:
        latin.add((place.name, *entry.names), end + _MAIN)
    if not names and not alternates:
        return
    shortest = _SHORTEST_OF_A_CITY if place.population >= _CITY_FROM else _SHORTEST_MADE
    if from_cyrillic:
        spelt = [form for name in (*names, *alternates) for form in romanised(name) if len(form) >= shortest]
        made.add(spelt, end + _TRANSLITERATED)
        latin.add(spelt, end + _MAIN)
    if from_cyrillic or place.population >= _INFLECTED_ABROAD or not place.country:
        made.add(_inflected(names, shortest), end + _INFLECTED)
        made.add(_inflected(alternates, shortest), end + _ALTERNATE_INFLECTED)


def _cyrillic(names: Iterable[str]) -> list[str]:
    """Give the names that begin with a Cyrillic letter: comparing takes less time than a pattern."""
    return [name for name in names if "\u0400" <= name < "\u0500"]


def _inflected(names: Iterable[str], shortest: int) -> list[str]:
    return [form for name in names if len(name) >= shortest for form in inflected(name) if len(form) >= shortest]


def _respelt(lines: Sequence[str]) -> Iterator[str]:
    """Give further lines, of the keys that have other spellings: one search of all takes half of one of each."""
    text, done = "\n".join([*lines, ""]), 0
    for found in _RESPELT.finditer(text):
        if found.start() >= done:
            start = text.rfind("\n", 0, found.start()) + 1
            key, tab, end = text[start : text.find("\n", start)].partition("\t")
            done = start + len(key)
            yield from (spelling + tab + end for spelling in _spellings(key))


def _with_and_without_apostrophes(keys: Sequence[str], ends: Sequence[str]) -> Iterator[str]:
    """Give the lines of each key, and of the key without its apostrophes."""
    yield from map(add, keys, ends)
    yield from (key.replace("'", "") + end for key, end in zip(keys, ends, strict=True) if "'" in key)


def _spellings(key: str) -> Iterator[str]:
    """Give a key as it is, without apostrophes, and with its short words long and short."""
    yield key
    if "'" in key or "  " in key:  # a sign at a word's beginning leaves two blanks: Ras al ‘Ayn
        yield " ".join(key.replace("'", "").split())
    for letter, two in _SPELT_OUT:
        if letter in key:
            yield key.replace(letter, two)
    for word, written in _SHORT_FORMS:
        if word.search(key):
            yield from (word.sub(form, key, count=1) for form in written)
