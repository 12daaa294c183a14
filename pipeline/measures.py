"""Read lengths as written: a number, its unit and its hedges."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic import UNSEEN, folded
from pipeline.claims.numbers import (
    BLANK,
    DASH,
    NUMBER_WORDS,
    ONE_NUMBER,
    VAGUE,
    fold_apostrophes,
    number_value,
    straightened,
    vague_ends,
)
from pipeline.lexicon import either, mapping, words
from pipeline.model import Length, Span

METRES = {"km": 1000.0, "mi": 1609.344, "m": 1.0, "yd": 0.9144, "ft": 0.3048, "nmi": 1852.0}
"""Metres in one of each canonical unit; the mile and the foot are the international ones of 1959."""

UNITS = {
    "km": "km", "kms": "km", "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
    "klick": "km", "klicks": "km", "click": "km", "clicks": "km", "klm": "km", "kilometros": "km",
    "mi": "mi", "mile": "mi", "miles": "mi", "mis": "mi",
    "m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m", "mtrs": "m",
    "yd": "yd", "yds": "yd", "yard": "yd", "yards": "yd",
    "ft": "ft", "foot": "ft", "feet": "ft",
    "nmi": "nmi", "nm": "nmi", "nautical mile": "nmi", "nautical miles": "nmi",
}  # fmt: skip
"""Every English spelling of a unit, folded to lower case, and its canonical form."""
_STEMS = tuple(mapping("measures", "unit").items())
_COUNTED_WHOLE = frozenset({"m", "yd", "ft"})
"""Units so short that nobody writes three decimals of them: "1.500 metres" are 1500."""

_ANY_UNIT = either(UNITS).replace(r"\ ", r"\x20") + "|км|м"

_NUMBER_BEFORE = re.compile(
    rf"""
    (?: (?<! [\w.,$€£¥:] ) | (?<= \bc\. ) | (?<= \bca\. ) ) (?<! \d{DASH} ) (?<! \d/ )
    (?: (?P<vague> {VAGUE} )
      | (?P<low> {ONE_NUMBER} )
        (?: {BLANK}? (?: (?P<repeat> {_ANY_UNIT} ) {BLANK}? )?
            (?: {DASH}{{1,2}} | \b(?: to | or | до | або | или | чи )\b | (?P<and> \band\b ) )
            {BLANK}? (?P<high> {ONE_NUMBER} ) )?
    )
    (?P<odd> (?: {BLANK}? {DASH} | {BLANK} ) (?: odd | plus ) | \+ | {BLANK} or {BLANK} so )?
    (?: {BLANK}{{0,2}} | {DASH} | {BLANK} (?: more | full | whole | long | good | short ) {BLANK} ) \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A number, a range or a vague amount that ends where a unit begins."""

_UNIT = re.compile(
    r"""
    (?: (?<= [\d¼½¾\s\u00a0\u202f\u2007\u2009\u2010-\u2015+-] ) )
    (?P<unit> kilomet(?:er|re)s? | kilometros | kms? | klms? | [ck]licks?
      | nautical\ miles? | (?:statute\ )?miles? | (?-i:mis?|MI|nmi|nm|NM|NMI)
      | met(?:er|re)s? | mtrs | (?-i:m) | (?-i:M)(?=\ [A-Z]{2})
      | yards? | yds? | feet | foot | ft
      | кілометр\w{0,4} | километр\w{0,4} | км | морськ\w{1,3}\ мил\w{1,3} | морск\w{1,3}\ мил\w{1,3}
      | мил[яьіиюех]\w{0,3} | метр\w{0,4} | (?-i:м) )
    (?P<dot> \. (?= [\s\u00a0] {1,2} (?: [a-z(а-яіїє] | [NSEW]{1,3}\b ) ) )?
    (?! [\w²³^] | /(?!\d) | \ ?(?:per|an)\ (?:hour|second|day)\b | \ ?sq\b | ['’]?\d )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FIRST_LETTERS = {
    "k": "[ml]|il", "c": "li", "n": "m|au", "s": "tat", "m": r"i(?:[ls]|(?!\w))|et|tr|(?!\w)", "y": "ar|d",
    "f": "ee|oo|t", "к": "[міи]", "м": r"ор|ил|ет|(?!\w)",
}  # fmt: skip
"""What follows the first letter of a unit, in whatever case."""

_UNIT_BEGINS = re.compile(
    "|".join(
        rf"{letter}(?<=[\d¼½¾\s\u00a0\u202f\u2007\u2009\u2010-\u2015+-].)(?i:{rest})"
        for first, rest in _FIRST_LETTERS.items()
        for letter in (first, first.upper())
    )
)
"""Where a unit may begin: a text is skimmed for a set of letters several times as fast as for the pattern."""

_AFTER_UNIT = re.compile(
    rf"(?: {BLANK} and {BLANK} a {BLANK} (?P<part> half | quarter ) | (?P<two> {BLANK} or {BLANK} two ) ) (?!\w)",
    re.VERBOSE | re.IGNORECASE,
)
_ABBREVIATED = frozenset({"km", "kms", "mi", "mis", "m", "yd", "yds", "ft", "nm", "nmi", "км", "м"})
_GROUPED_BY_DOTS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_PARTS = {"half": 0.5, "quarter": 0.25}
_BETWEEN = re.compile(rf"\bbetween{BLANK}\Z", re.IGNORECASE)
_REACH = (40, 72)  # characters before a unit in which its number stands, in digits or in words
_NUMBER_GAP = 3  # characters between a number and its unit, at most
_LONGEST_WORD = 14
_NUMBER_ENDS = NUMBER_WORDS | {
    "a", "an", "odd", "of", "few", "couple", "handful", "several", "many", "so", "plus",
    "more", "full", "whole", "long", "good", "short", "десятків", "десятков", "сотень", "сотен",
}  # fmt: skip
"""Words that may stand right before a unit."""
_JOINING = _NUMBER_ENDS | {"to", "or", "and", "до", "або", "или", "чи"}
"""Words before a number in digits that may make it the far end of a range."""

BOUNDS_ABOVE = frozenset({
    "within", "less than", "under", "up to", "no more than", "not more than", "at most", "fewer than", "below",
    "no further than", "no farther than", "as close as", "inside", "closer than", "as little as", "a maximum of",
    "within a radius of", "in a radius of", "a radius of", *words("measures", "bound above"),
})  # fmt: skip
"""Hedges that make the number the far end of what the words allow."""
BOUNDS_BELOW = frozenset({
    "more than", "over", "at least", "no less than", "not less than", "beyond", "further than", "farther than",
    "in excess of", "upwards of", "no closer than", "not closer than", "no nearer than", "a minimum of", "well over",
    *words("measures", "bound below"),
})  # fmt: skip
"""Hedges that make the number the near end."""
_HEDGES = (
    "about", "around", "roughly", "approximately", "approx.", "approx", "circa", "ca.", "ca", "c.", "some", "nearly",
    "almost", "just", "only", "merely", "mere", "a mere", "barely", "scarcely", "hardly", "close to", "close on",
    "in the region of", "in the order of", "on the order of", "an estimated", "~", "≈", "±", "+/-", "maybe", "perhaps",
    "probably", "possibly", "exactly", "precisely", "just shy of", "shy of", "somewhere between",
    "just over", "just under", "a little over", "a little under", "slightly over", "slightly under",
    "slightly more than", "slightly less than", "a little more than", "a little less than", "as far as",
    "somewhere around", "a further", "another", *words("measures", "hedge"),
)  # fmt: skip
"""Hedges that leave the number as it stands: it is meant, more or less."""
_LEADS = frozenset({"a distance of", "at a distance of", *words("measures", "lead")})
"""Words that lead to a distance and say nothing of it."""

_KNOWN = {
    " ".join(map(folded, hedge.split())): hedge
    for hedge in sorted({*_HEDGES, *BOUNDS_ABOVE, *BOUNDS_BELOW, *_LEADS}, reverse=True)
}
"""Every hedge as it is looked for, and as the lexicon spells it: Arabic ones are written in several ways."""

_LAST_WORDS = frozenset(hedge.split()[-1] for hedge in _KNOWN)
_LONGEST_HEDGE = 5  # words
_HEDGE_REACH = 40
_HEDGE_WORD = re.compile(rf"[^\s{UNSEEN}(\[,;:\"“”'’—–]+")
_NOTHING = re.compile(rf"[\s{UNSEEN}]*")


def find_lengths(text: str) -> Iterator[tuple[Length, Span]]:
    """Find every length with the span of its unit, in the order of the text."""
    held: tuple[Length, Span] | None = None
    straight = straightened(text)
    for unit in _units(text):
        start = _number_reach(text, unit.start())
        number = None if start is None else _NUMBER_BEFORE.search(straight, start, unit.start())
        length = _length(text, number, unit) if number else None
        if length is None:
            continue
        if held and held[0].span.end <= length.span.start:  # else it was the first end of "5 km to 7 km"
            yield held
        more = _AFTER_UNIT.match(text, unit.end())
        if more:
            length = _lengthened(length, more)
        dotted = unit["dot"] and unit["unit"].lower() in _ABBREVIATED
        end = more.end() if more else unit.end() if dotted else unit.end("unit")
        held = length, Span(start=unit.start(), end=end)
    if held:
        yield held


def _units(text: str) -> Iterator[re.Match[str]]:
    """Yield the units as `finditer` would: tried only where one may begin."""
    reach = 0
    for begins in _UNIT_BEGINS.finditer(text):
        unit = _UNIT.match(text, begins.start()) if begins.start() >= reach else None
        if unit is not None:
            reach = unit.end()
            yield unit


def _number_reach(text: str, unit: int) -> int | None:
    """
    Give the place from which to look for the number before a unit, None where there can be none.

    This spares the pattern most of its work: few units have a word before them that counts, and most
    numbers in digits stand alone.
    """
    end = unit
    while end > 0 and unit - end < _NUMBER_GAP and not text[end - 1].isalnum():
        end -= 1
    last = text[end - 1 : end]
    if last.isalpha():
        word = fold_apostrophes(_word_before(text, end))
        return max(0, unit - _REACH[1]) if word in _NUMBER_ENDS else None
    start = end
    while start > 0 and end - start < _LONGEST_WORD and (text[start - 1].isdecimal() or text[start - 1] in ".,"):
        start -= 1
    before = text[start - 1 : start] if start < end and text[start].isdecimal() else ""
    word = fold_apostrophes(_word_before(text, start - 1)) if before == " " else ""
    if before == "(" or (len(word) > 1 and word not in _JOINING):
        return start
    return max(0, unit - _REACH[0])


def _word_before(text: str, end: int) -> str:
    """Give the letters that end at a place, fourteen at most."""
    start = end
    while start > 0 and end - start < _LONGEST_WORD and (text[start - 1].isalpha() or text[start - 1] in "'’ʼ"):
        start -= 1
    return text[start:end]


def is_upper_bound(length: Length) -> bool:
    """Tell whether the words make the number the far end: "within 5 km", "less than a mile"."""
    return bool(set((length.hedge or "").split(" + ")) & BOUNDS_ABOVE)


def vague_range_m(length: Length) -> tuple[float, float]:
    """Give the two ends in metres that a vague amount is thought to have: 2 to 6 km for "a few kilometres"."""
    low, high = vague_ends(length.number)
    return low * METRES[length.unit], high * METRES[length.unit]


def _length(text: str, number: re.Match[str], unit_match: re.Match[str]) -> Length | None:
    """Make a length of a matched number, widened by the hedges before it."""
    unit = _canonical(unit_match["unit"])
    span, first, last = _written(text, number)
    hedge = _hedge(text, span.start)
    low = None if first is None else _value(first, unit)
    high = low if last == first else None if last is None else _value(last, unit)
    if first is not None and (low is None or high is None):
        return None
    low_m, high_m = _bounds(low, high, hedge, unit, number["repeat"])
    if number["odd"] and hedge is None:
        hedge = number["odd"].strip(" -‐–").lower()
    return Length(span=span, number=span.of(text), unit=unit, low_m=low_m, high_m=high_m, hedge=hedge)


def measured(text: str, span: Span, unit: str, ends: tuple[float, float] | None) -> Length:
    """Make a length of a number at *span* that was read elsewhere, widened by the hedges before it.

    `ends` are the two numbers it means, in *unit*; None for a vague amount.
    """
    hedge = _hedge(text, span.start)
    low, high = ends or (None, None)
    low_m, high_m = _bounds(low, high, hedge, unit, None)
    return Length(span=span, number=span.of(text), unit=unit, low_m=low_m, high_m=high_m, hedge=hedge)


def _canonical(word: str) -> str:
    """Give the canonical form of a unit in any spelling."""
    folded = " ".join(word.lower().split()).removeprefix("statute ")
    return UNITS.get(folded) or next(unit for stem, unit in _STEMS if folded.startswith(stem))


def _value(words: str, unit: str) -> float | None:
    """Give the value of a number; "1.500" of a short unit has a dot for its thousands."""
    if unit in _COUNTED_WHOLE and _GROUPED_BY_DOTS.fullmatch(words):
        return number_value(words.replace(".", ""))
    return number_value(words)


def _written(text: str, number: re.Match[str]) -> tuple[Span, str | None, str | None]:
    """Give the span of a number and its two ends as written; no ends for a vague one."""
    if number["vague"]:
        return Span(start=number.start("vague"), end=number.end("vague")), None, None
    first = "low"
    if number["and"] and not _BETWEEN.search(text, max(0, number.start("low") - 12), number.start("low")):
        first = "high"  # "5 and 8 km" are two lengths, and only the second has its unit
    last = "high" if number["high"] else "low"
    return Span(start=number.start(first), end=number.end(last)), number[first], number[last]


def _bounds(
    low: float | None, high: float | None, hedge: str | None, unit: str, repeat: str | None
) -> tuple[float | None, float | None]:
    """Turn the two numbers into metres; the first may have a unit of its own."""
    if low is None or high is None:
        return None, None
    near = low * METRES[_canonical(repeat) if repeat else unit]
    far = high * METRES[unit]
    if near > far:
        near, far = far, near
    words = set((hedge or "").split(" + "))
    if words & BOUNDS_ABOVE:
        return 0.0, far
    if words & BOUNDS_BELOW:
        return near, None
    return near, far


def hedge_start(text: str, start: int) -> int:
    """Give the place where the hedges before the number at *start* begin."""
    for _ in range(3):
        hedge = _hedge_before(text, start)
        if hedge is None:
            break
        start = hedge[0]
    return start


def _hedge_before(text: str, start: int) -> tuple[int, str] | None:
    """Give where a hedge, or a word that leads to a distance, begins that ends at *start*, and its words."""
    begin = max(0, start - _HEDGE_REACH)
    hedge = _last_hedge(text[begin:start])
    return (begin + hedge[0], hedge[1]) if hedge else None


@lru_cache(maxsize=8)
def _last_hedge(window: str) -> tuple[int, str] | None:
    """Give where the hedge that ends a text begins, and its words; kept, since each number asks for it twice."""
    found = list(_HEDGE_WORD.finditer(window))
    end = len(window)
    if found and found[-1][0].lower() in {"a", "an"}:  # "within a 5 km radius"
        end = found.pop().start()
    said = [folded(word[0].lower()) for word in found]
    if not said or said[-1] not in _LAST_WORDS:
        return None
    ends = [*(word.start() for word in found[1:]), end]
    for first in range(max(0, len(found) - _LONGEST_HEDGE), len(found)):
        hedge = _KNOWN.get(" ".join(said[first:]))
        if hedge and all(_NOTHING.fullmatch(window, found[at].end(), ends[at]) for at in range(first, len(found))):
            return found[first].start(), hedge
    return None


def _lengthened(length: Length, more: re.Match[str]) -> Length:
    """Add the rest of "a mile and a half", or of "a mile or two"."""
    extra = METRES[length.unit] * (1.0 if more["two"] else _PARTS[more["part"].lower()])
    low = None if length.low_m is None else length.low_m + (0.0 if more["two"] else extra)
    high = None if length.high_m is None else length.high_m + extra
    return replace(length, low_m=low, high_m=high)


def _hedge(text: str, start: int) -> str | None:
    """Read the hedges before a number, several of them joined by a plus sign."""
    found: list[str] = []
    for _ in range(3):
        hedge = _hedge_before(text, start)
        if hedge is None:
            break
        start = hedge[0]
        if hedge[1] not in _LEADS:
            found.insert(0, hedge[1])
    return " + ".join(found) or None
