"""Give the keys a place is found under: its names as people write them, folded."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import islice

from gazetteer.arabic import ARABIC_COUNTRIES, respelt
from gazetteer.entry import Entry
from gazetteer.inflect import inflected
from gazetteer.names import fold, fold_all
from gazetteer.place import Place
from gazetteer.store import Batch, row
from gazetteer.transliterate import romanised, skeletons


class How(IntEnum):
    """How a key came to a place, best first; the references of the index hold it in three bits."""

    MAIN = 0
    ALTERNATE = 1
    ABBREVIATED = 2
    TRANSLITERATED = 3
    INFLECTED = 4
    ALTERNATE_INFLECTED = 5


# An attribute of an enumeration takes longer to read than a key to make.
_MAIN, _ALTERNATE, _ABBREVIATED = int(How.MAIN), int(How.ALTERNATE), int(How.ABBREVIATED)
_TRANSLITERATED = int(How.TRANSLITERATED)
_MADE = (_TRANSLITERATED, int(How.INFLECTED), int(How.ALTERNATE_INFLECTED))

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

_RESPELT = re.compile(r"  |['ßæœþ]|\b(?:sainte?|ste?|fo?r?t|mo?u?n?t)\b")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SPELT_OUT = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"))


def keyed(first: int, entries: Sequence[Entry]) -> Batch:
    """Give the rows of places, numbered from *first* on, and the lines of their keys and skeletons.

    Each key stands in the best way it came about. All names are folded at once, which takes a fraction of the time.
    """
    made = [_made(entry) for entry in entries]
    written = _each(fold_all([name for entry in entries for name in _written(entry)]))
    built = _each(fold_all([name for names in made for group in names for name in group]))
    latin = [_latin(entry, names[0]) for entry, names in zip(entries, made, strict=True)]
    bones = _each(skeletons([name for names in latin for name in names]))
    rows, lines, bare = [], [], []
    for number, (entry, groups, names) in enumerate(zip(entries, made, latin, strict=True), start=first):
        main, alternate = written(1 + len(entry.names)), written(len(entry.alternates))
        keys = _best(entry, main, alternate, [built(len(group)) for group in groups])
        rows.append(row(number, entry.place))
        lines += [f"{key}\t{number << 3 | how:08x}" for key, how in keys.items()]
        long = {key for key in bones(len(names)) if len(key) >= _SHORTEST_MADE}
        bare += [f"{key}\t{number << 3:08x}" for key in sorted(long)]
    lines.sort()  # sorting all lines is little work then, and this part is shared
    return rows, lines, bare


def _written(entry: Entry) -> Iterator[str]:
    yield entry.place.name
    yield from entry.names
    yield from entry.alternates


def _each(items: list[str]) -> Callable[[int], list[str]]:
    """Give a function that deals out *items* from the first on, as many at a time as it is asked for."""
    rest = iter(items)
    return lambda count: list(islice(rest, count))


def _best(entry: Entry, main: list[str], alternate: list[str], made: list[list[str]]) -> dict[str, int]:
    """Join the folded names of an entry; where several give one key, the best way stands."""
    place = entry.place
    keys = dict.fromkeys(_respelt(main), _MAIN)
    for key in _respelt(alternate):
        keys.setdefault(key, _ALTERNATE)
    if place.population >= _CITY_FROM and place.kind in ("city", "capital"):
        keys.setdefault(f"{main[0]} city", _ALTERNATE)
    for key in _abbreviated(entry):
        keys.setdefault(key, _ABBREVIATED)
    for how, group in zip(_MADE, made, strict=True):
        for key in group:
            keys.setdefault(key, how)
            if "'" in key:
                keys.setdefault(key.replace("'", ""), how)
    if place.country in ARABIC_COUNTRIES:
        for key in main:
            for spelling in respelt(key, bare=place.population >= _BARE_FROM):
                keys.setdefault(spelling, _TRANSLITERATED)
    keys.pop("", None)
    return keys


def _made(entry: Entry) -> tuple[list[str], list[str], list[str]]:
    """Give what comes of the Cyrillic names: romanised, case forms of the names, and those of the alternates."""
    names, alternates = _cyrillic(entry.names), _cyrillic(entry.alternates)
    if not names and not alternates:
        return [], [], []
    shortest = _SHORTEST_OF_A_CITY if entry.place.population >= _CITY_FROM else _SHORTEST_MADE
    made = (
        _romanised(entry.place, [*names, *alternates]),
        _inflected(entry.place, names, shortest),
        _inflected(entry.place, alternates, shortest),
    )
    return tuple([name for name in group if len(name) >= shortest] for group in made)  # type: ignore[return-value]


def _latin(entry: Entry, romanised_: Sequence[str]) -> list[str]:
    """Give the names of *entry* that have skeletons; none where names do not come from Cyrillic."""
    if entry.place.country not in CYRILLIC_COUNTRIES:
        return []
    return [entry.place.name, *entry.names, *romanised_]


def _respelt(keys: Sequence[str]) -> Sequence[str]:
    """Give each key in every spelling."""
    search = _RESPELT.search
    if search("\n".join(keys)) is None:
        return keys
    return [spelling for key in keys for spelling in (_spellings(key) if search(key) else (key,))]


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


def _abbreviated(entry: Entry) -> Iterator[str]:
    """Give abbreviations as they are (N.Y.), and with blanks after their dots (N. Y.)."""
    for name in entry.abbreviations:
        yield from (fold(name), fold(name.replace(".", ". ")))


def _cyrillic(names: Sequence[str]) -> list[str]:
    return [name for name in names if not name.isascii() and _CYRILLIC.match(name)]


def _romanised(place: Place, names: Iterable[str]) -> list[str]:
    if place.country not in CYRILLIC_COUNTRIES:
        return []
    return [written for name in names for written in sorted(romanised(name))]


def _inflected(place: Place, names: Iterable[str], shortest: int) -> list[str]:
    if place.country in CYRILLIC_COUNTRIES or place.population >= _INFLECTED_ABROAD or not place.country:
        return [form for name in names if len(name) >= shortest for form in inflected(name)]
    return []
