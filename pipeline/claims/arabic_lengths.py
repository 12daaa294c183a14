"""Read the lengths of an Arabic sentence: "13 كم", "خمسة وعشرين كيلومترا", "ما بين 10 و15 كم"."""

import re
from dataclasses import dataclass

from pipeline.arabic import arabic_forms, arabic_mapping, arabic_words, plain
from pipeline.claims.arabic_words import Sentence
from pipeline.claims.numbers import number_value
from pipeline.measures import hedge_start, measured
from pipeline.model import Length, Span

_NUMBER = re.compile(
    r"""
    \d{1,3} (?: [,،٬] \d{3} ){1,2} (?: [.٫] \d{1,3} )?
  | \d{1,7} (?: [.,،٫] \d{1,3} )?
    """,
    re.VERBOSE,
)
"""A number that measures a way; "90,90,5" and "3.5.2024" are none."""


_UNITS = {**arabic_forms("unit"), "km": "km"}
_TWO = arabic_forms("two")
_ONE = arabic_words("one of a unit")
_NUMBERS = {form: float(value) for form, value in arabic_forms("number").items()}
_PARTS = {f"و{part}": float(value) for part, value in arabic_mapping("part").items()}
_VAGUE = arabic_mapping("vague").keys()
_NAUTICAL = arabic_words("nautical")
_RANGE = arabic_words("between the ends of a range") | frozenset("-–—")
_NO_PLACE = arabic_words("no place")
_BEHIND = arabic_words("behind a length")
_ARTICLE = "ال"
_AND = "و"
_SINGLE = plain("واحد")
_BETWEEN = plain("بين")
_HUNDRED, _THOUSAND = 100.0, 1000.0
_LONGEST_NUMBER = 6
"""Words of a number, at most: "ثلاثة آلاف وخمسمئة وخمسة وعشرين"."""

_Ends = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A length, the first of its words, its hedges' included, and the first word behind it."""

    length: Length
    first: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    """A unit, the words of its number (before it, if any), and the two ends it means; none for a vague amount."""

    unit: str
    first: int
    after: int
    ends: _Ends | None


def measure_at(read: Sentence, unit: int) -> Measure | None:
    """Read the length whose unit is word *unit*, None where there is none or it measures a thing."""
    amount = _amount(read, unit)
    if amount is None:
        return None
    amount = _with_part(read, _nautical(read, amount))
    after = amount.after + (read.folded(amount.after) in _BEHIND)
    last = unit if amount.first == unit else unit - 1
    span = Span(start=read.words[amount.first].span.start, end=read.words[last].span.end)
    first = max(read.before(hedge_start(read.text, span.start) + 1), 0)
    if any(not read.at(number).isdisjoint(_NO_PLACE) for number in (first - 1, first - 2)):
        return None
    return Measure(length=measured(read.text, span, amount.unit, amount.ends), first=first, after=after)


def _amount(read: Sentence, unit: int) -> _Amount | None:
    """Read how many of a unit word *unit* counts."""
    two = next((_TWO[stem] for stem in sorted(read.at(unit)) if stem in _TWO), None)
    if two is not None:
        return _Amount(unit=two, first=unit, after=unit + 1, ends=(2.0, 2.0))
    folded = read.folded(unit)
    if not read.at(unit - 1).isdisjoint(_VAGUE):
        vague = _UNITS.get(folded.removeprefix(_ARTICLE))  # "عشرات الكيلومترات"
        return _Amount(unit=vague, first=unit - 1, after=unit + 1, ends=None) if vague else None
    if folded not in _UNITS:
        return None
    number = _number(read, unit)
    if number is not None:
        return _Amount(unit=_UNITS[folded], first=number[0], after=unit + 1, ends=number[1])
    return _single(read, unit) if folded in _ONE else None


def _single(read: Sentence, unit: int) -> _Amount | None:
    """Read a unit without a number, which is one where it says so or a hedge leads to it: "على بعد كيلومتر"."""
    counted = read.folded(unit + 1) == _SINGLE
    start = read.words[unit].span.start
    if not counted and hedge_start(read.text, start) == start:
        return None
    return _Amount(unit=_UNITS[read.folded(unit)], first=unit, after=unit + 1 + counted, ends=(1.0, 1.0))


def _nautical(read: Sentence, amount: _Amount) -> _Amount:
    """Make miles nautical where the word behind them does."""
    if amount.unit != "mi" or read.at(amount.after).isdisjoint(_NAUTICAL):
        return amount
    return _Amount(unit="nmi", first=amount.first, after=amount.after + 1, ends=amount.ends)


def _with_part(read: Sentence, amount: _Amount) -> _Amount:
    """Add the half behind a unit: "ثلاثة كيلومترات ونصف", "كيلومترين ونصف الكيلومتر"."""
    part = _PARTS.get(read.folded(amount.after))
    if part is None or amount.ends is None:
        return amount
    low, high = amount.ends
    again = read.folded(amount.after + 1)
    named = again.startswith(_ARTICLE) and again.removeprefix(_ARTICLE) in _UNITS
    return _Amount(
        unit=amount.unit,
        first=amount.first,
        after=amount.after + 1 + named,
        ends=(low + part if low == high else low, high + part),
    )


def _number(read: Sentence, end: int) -> tuple[int, _Ends] | None:
    """Give the first word of the number or range that ends before word *end*, and the two ends it means."""
    high = _value(read, end)
    if high is None:
        return None
    first, value = high
    sign = read.folded(first - 1)
    before = first - 1 if sign in _RANGE or sign == _AND else first
    if before < first and _unit(read, end) == _unit(read, before - 1):
        before -= 1  # "20 كم إلى 30 كم"
    low = _value(read, before)
    if low is not None and (sign in _RANGE or (_AND in (sign, read.folded(first)[:1]) and _between(read, low[0]))):
        return low[0], (low[1], value)
    return first, (value, value)


def _unit(read: Sentence, number: int) -> str | None:
    return _UNITS.get(read.folded(number))


def _between(read: Sentence, number: int) -> bool:
    """Tell whether "between" stands before a word, which makes "and" behind it that of a range."""
    return _BETWEEN in read.at(number - 1)


def _value(read: Sentence, end: int) -> tuple[int, float] | None:
    """Give the first word of the one number that ends before word *end*, and its value."""
    values: list[float] = []
    first, joined = end, False
    while len(values) < _LONGEST_NUMBER and (spelt := _spelt(read, first - 1)) is not None:
        if values and not _goes_before(spelt[0], values[0], joined=joined):
            break
        values.insert(0, spelt[0])
        first, joined = first - 1, spelt[1]
    digits = _in_digits(read, first - 1) if not values or (values[0] == _THOUSAND and not joined) else None
    if digits is not None:
        values.insert(0, digits)
        first -= 1
    return (first, _sum(values)) if values else None


def _in_digits(read: Sentence, number: int) -> float | None:
    """Read a number in digits, Arabic-Indic ones too."""
    if number < 0:
        return None
    written = read.words[number].span.of(read.text)
    return number_value(written) if _NUMBER.fullmatch(written) else None


def _spelt(read: Sentence, number: int) -> tuple[float, bool] | None:
    """Read a word of a number, and tell whether it is joined to the one before it by "و"."""
    folded = read.folded(number)
    if folded in _NUMBERS:
        return _NUMBERS[folded], False
    value = next((_NUMBERS[stem] for stem in sorted(read.at(number)) if stem in _NUMBERS), None)
    return None if value is None else (value, folded.startswith(_AND))


def _goes_before(value: float, following: float, *, joined: bool) -> bool:
    """Tell whether a word of a number may stand before another: "خمسة وعشرين", "خمسة عشر", "ثلاثة آلاف"."""
    if joined:
        return value >= _HUNDRED or (1.0 <= value < 10.0 and 20.0 <= following < _HUNDRED)
    return following in {_HUNDRED, _THOUSAND} or (following == 10.0 and 1.0 <= value < 10.0)


def _sum(values: list[float]) -> float:
    """Add up the words of a number; thousands multiply all that stands before them, a hundred the one before it."""
    total = group = 0.0
    for value in values:
        if value == _THOUSAND:
            total, group = total + (group or 1.0) * _THOUSAND, 0.0
        elif value == _HUNDRED and 0.0 < group < 10.0:
            group *= _HUNDRED
        else:
            group += value
    return total + group
