"""Read the words for length, direction and number."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.model import Heading, Length, Span

METRES = {"km": 1000.0, "mi": 1609.344, "m": 1.0, "yd": 0.9144, "ft": 0.3048, "nmi": 1852.0}
"""Metres in one of each canonical unit; the mile and the foot are the international ones of 1959."""

UNITS = {
    "km": "km", "kms": "km", "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
    "klick": "km", "klicks": "km", "klm": "km", "kilometros": "km",
    "mi": "mi", "mile": "mi", "miles": "mi", "mis": "mi",
    "m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m", "mtrs": "m",
    "yd": "yd", "yds": "yd", "yard": "yd", "yards": "yd",
    "ft": "ft", "foot": "ft", "feet": "ft",
    "nmi": "nmi", "nm": "nmi", "nautical mile": "nmi", "nautical miles": "nmi",
}  # fmt: skip
"""Every spelling of a unit, folded to lower case, and its canonical form."""

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ONES = {word: float(value) for value, word in enumerate(_SMALL)} | {
    word: 10.0 * value for value, word in enumerate(_TENS, start=2)
}
_SCALES = {"dozen": 12.0, "score": 20.0, "hundred": 100.0, "thousand": 1000.0}
_PARTS = {"half": 0.5, "quarter": 0.25, "quarters": 0.25, "third": 1 / 3, "thirds": 1 / 3, "fifth": 0.2, "fifths": 0.2}
_VAGUE_ENDS = {
    "few": (2.0, 6.0), "couple": (1.5, 3.0), "handful": (3.0, 6.0), "several": (3.0, 9.0), "many": (10.0, 50.0),
    "number": (3.0, 20.0), "tens": (20.0, 90.0), "dozens": (24.0, 90.0), "scores": (40.0, 120.0),
    "hundreds": (200.0, 900.0), "thousands": (2000.0, 9000.0),
}  # fmt: skip
_GLYPHS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}

_BLANK = r"[\s\u00a0\u2007\u202f]"
_DASH = r"[-\u2010-\u2015\u2212]"
_WORD = "|".join(sorted((*_ONES, *_SCALES, "a", "an"), key=len, reverse=True))
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))

_DIGITS = rf"""
    (?: \d{{1,3}} (?: [,\u00a0\u2007\u202f\u2009'’] \d{{3}} ){{1,3}} (?: \. \d{{1,3}} )?
      | \d{{1,3}} (?: \x20 \d{{3}} ){{1,2}}
      | [1-7]/[2-8] (?!\d) | [¼½¾⅓⅔⅛]
      | \d{{1,7}} (?: [.,] \d{{1,3}} )? (?: {_BLANK}? [¼½¾⅓⅔⅛] | {_BLANK} [1-7]/[2-8] )? )
"""
_WORDS = rf"""
    (?: (?: {_WORD} ) (?: (?: {_BLANK} | {_DASH} ) (?: and{_BLANK} )? (?: {_WORD} ) ){{0,4}}
        (?: {_BLANK} and {_BLANK} (?: a {_BLANK} | an {_BLANK} | one{_DASH} )? (?: {_PART} ) )?
      | (?: (?:a|one|two|three|four) (?: {_BLANK} | {_DASH} ) )? (?: {_PART} ) (?: {_BLANK} of )? (?: {_BLANK} an? )?
    )
"""
_VAGUE = rf"""
    (?: (?: a {_BLANK} )? (?: very {_BLANK} )? (?: few | couple | handful ) (?: {_BLANK} of )?
        (?: {_BLANK} (?: dozen | hundred | thousand | score ) )?
      | several (?: {_BLANK} (?: dozen | hundred | thousand ) )? | many | some {_BLANK} few
      | (?: tens | dozens | scores | hundreds | thousands ) {_BLANK} of
      | (?: a {_BLANK} )? number {_BLANK} of )
"""
_ONE = rf"(?: {_DIGITS} | {_WORDS} )"
_ANY_UNIT = "|".join(sorted((unit.replace(" ", r"\x20") for unit in UNITS), key=len, reverse=True))

_NUMBER_BEFORE = re.compile(
    rf"""
    (?<! [\w.,$€£¥:] ) (?<! \d{_DASH} ) (?<! \d/ )
    (?: (?P<vague> {_VAGUE} )
      | (?P<low> {_ONE} )
        (?: {_BLANK}? (?: (?P<repeat> {_ANY_UNIT} ) {_BLANK}? )?
            (?: {_DASH}{{1,2}} | \b(?: to | or )\b | (?P<and> \band\b ) )
            {_BLANK}? (?P<high> {_ONE} ) )?
    )
    (?P<odd> (?: {_BLANK}? {_DASH} | {_BLANK} ) odd | \+ )?
    (?: {_BLANK}{{0,2}} | {_DASH} | {_BLANK} (?: more | full | whole | long | good | short ) {_BLANK} ) \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A number, a range or a vague amount that ends where a unit begins."""

_UNIT = re.compile(
    r"""
    (?: (?<= [\d¼½¾\s\u00a0\u202f\u2007\u2009\u2010-\u2015+-] ) )
    (?P<unit> kilomet(?:er|re)s? | kilometros | kms? | klms? | klicks?
      | nautical\ miles? | (?:statute\ )?miles? | (?-i:mis?|MI|nmi|NM|NMI)
      | met(?:er|re)s? | mtrs | (?-i:m) | (?-i:M)(?=\ [A-Z]{2})
      | yards? | yds? | feet | foot | ft )
    (?! [\w²³^] | /(?!\d) | \ ?(?:per|an)\ (?:hour|second|day)\b | \ ?sq\b | ['’]?\d )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AND_A_HALF = re.compile(rf"{_BLANK}and{_BLANK}a{_BLANK}(?P<part>half|quarter)(?!\w)", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween{_BLANK}\Z", re.IGNORECASE)
_REACH = (40, 72)  # characters before a unit in which its number stands, in digits or in words
_NUMBER_GAP = 3  # characters between a number and its unit, at most
_LONGEST_WORD = 12
_NUMBER_ENDS = frozenset({
    *_ONES, *_SCALES, *_PARTS, "a", "an", "odd", "of", "few", "couple", "handful", "several", "many",
    "more", "full", "whole", "long", "good", "short",
})  # fmt: skip
"""Words that may stand right before a unit."""
_JOINING = _NUMBER_ENDS | {"to", "or", "and"}
"""Words before a number in digits that may make it the far end of a range."""

BOUNDS_ABOVE = frozenset({
    "within", "less than", "under", "up to", "no more than", "not more than", "at most", "fewer than", "below",
    "no further than", "no farther than", "as close as", "inside", "closer than", "as little as",
})  # fmt: skip
"""Hedges that make the number the far end of what the words allow."""
BOUNDS_BELOW = frozenset({
    "more than", "over", "at least", "no less than", "not less than", "beyond", "further than", "farther than",
    "in excess of", "upwards of",
})  # fmt: skip
"""Hedges that make the number the near end."""
_HEDGES = (
    "about", "around", "roughly", "approximately", "approx.", "approx", "circa", "ca.", "ca", "c.", "some", "nearly",
    "almost", "just", "only", "merely", "barely", "close to", "in the region of", "in the order of", "on the order of",
    "an estimated", "a distance of", "~", "≈", "maybe", "perhaps", "probably", "possibly", "exactly", "precisely",
    "just over", "just under", "a little over", "a little under", "slightly over", "slightly under", "well over",
    "slightly more than", "slightly less than", "a little more than", "a little less than", "as far as",
    "somewhere around", "a further", "another",
)  # fmt: skip
"""Hedges that leave the number as it stands: it is meant, more or less."""


def either(words: Iterable[str]) -> str:
    """Make a pattern of the words, longest first, for a regular expression, verbose or not."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_HEDGE_ENDS = tuple(sorted({*_HEDGES, *BOUNDS_ABOVE, *BOUNDS_BELOW}))
_HEDGE_BEFORE = re.compile(
    rf"(?<!\w) (?P<hedge> {either((*_HEDGES, *BOUNDS_ABOVE, *BOUNDS_BELOW))} ) {_BLANK}{{0,2}} (?: a {_BLANK} )? \Z",
    re.VERBOSE | re.IGNORECASE,
)

_POINTS = (
    "north", "north-northeast", "northeast", "east-northeast", "east", "east-southeast", "southeast", "south-southeast",
    "south", "south-southwest", "southwest", "west-southwest", "west", "west-northwest", "northwest", "north-northwest",
)  # fmt: skip
_BEARINGS = {name.replace("-", ""): 22.5 * step for step, name in enumerate(_POINTS)}
"""Bearings of the sixteen points, by their names without hyphens."""
_LETTERS = {"n": "north", "e": "east", "s": "south", "w": "west"}

_JOIN = rf"(?: {_BLANK} | {_DASH} )?"
_COMPASS = rf"""(?: (?:north|south|east|west) {_JOIN} )?
    (?: (?:north|south) {_JOIN} (?:east|west) | north | south | east | west )"""
_ABBREVIATED = (
    r"(?-i: N\.?N\.?[EW] | S\.?S\.?[EW] | E\.?[NS]\.?E | W\.?[NS]\.?W | [NS]\.?[EW] | [NSEW] ) (?!\w|['’]) \.?"
)
_ENDING = r"(?: (?:ern|erly|wards?|bound) )?"
_HEADING = re.compile(
    rf"""
    (?<! [\w-] )
    (?P<due> (?: due | directly | straight | exactly ) {_BLANK} )?
    (?: (?P<first> {_COMPASS} ) {_ENDING} (?! \w )
        (?: {_BLANK}? (?: / | and | or ) {_BLANK}? (?: the {_BLANK} )? (?P<second> {_COMPASS} ) {_ENDING} (?! \w ) )?
      | (?P<short> {_ABBREVIATED} )
      | (?: on {_BLANK} )? (?: an? {_BLANK} )? (?: bearing | heading | azimuth ) {_BLANK} (?: of {_BLANK} )?
        (?P<degrees> \d{{1,3}} ) (?: {_BLANK}? (?: ° | degrees ) )?
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


_HEADING_BEGINS = frozenset("NnSsEeWwDdOoAaBbHh")
"""Letters that a direction may begin with: sparing the pattern the others makes reading faster."""

_GROUPED = re.compile(r"\d{1,3}(?:[, ]\d{3}){1,3}(?:\.\d{1,3})?")
_FRACTION = re.compile(r"(?:^| )([1-7])/([2-8])$")
_WORD_GAPS = re.compile(r"[\s\u2010-\u2015-]+")
_TO_BLANK = str.maketrans(dict.fromkeys("\u2007\u2009\u202f\u00a0'’", " "))


def find_lengths(text: str) -> Iterator[tuple[Length, Span]]:
    """Find every length with the span of its unit, in the order of the text."""
    held: tuple[Length, Span] | None = None
    for unit in _UNIT.finditer(text):
        start = _number_reach(text, unit.start())
        number = None if start is None else _NUMBER_BEFORE.search(text, start, unit.start())
        length = _length(text, number, unit) if number else None
        if length is None:
            continue
        if held and held[0].span.end <= length.span.start:  # else it was the first end of "5 km to 7 km"
            yield held
        half = _AND_A_HALF.match(text, unit.end())
        if half:
            length = _lengthened(length, half)
        held = length, Span(start=unit.start(), end=half.end() if half else unit.end())
    if held:
        yield held


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
        word = _word_before(text, end).lower()
        return max(0, unit - _REACH[1]) if word in _NUMBER_ENDS else None
    start = end
    while start > 0 and end - start < _LONGEST_WORD and (text[start - 1].isdecimal() or text[start - 1] in ".,"):
        start -= 1
    before = text[start - 1 : start] if start < end and text[start].isdecimal() else ""
    word = _word_before(text, start - 1).lower() if before == " " else ""
    if before == "(" or (len(word) > 1 and word not in _JOINING):
        return start
    return max(0, unit - _REACH[0])


def _word_before(text: str, end: int) -> str:
    """Give the letters that end at a place, twelve at most."""
    start = end
    while start > 0 and end - start < _LONGEST_WORD and text[start - 1].isalpha():
        start -= 1
    return text[start:end]


def match_heading(text: str, position: int) -> Heading | None:
    """Read a compass direction that begins at *position*, or find none."""
    match = _HEADING.match(text, position) if text[position : position + 1] in _HEADING_BEGINS else None
    if match is None:
        return None
    span = Span(start=match.start(), end=match.end())
    if match["degrees"]:
        degrees = float(match["degrees"])
        return Heading(span=span, bearing_deg=degrees % 360.0, points=360) if degrees <= 360.0 else None
    bearing = _bearing(match["first"] or match["short"])
    points = _fineness(bearing)
    if match["second"]:
        bearing, points = _middle(bearing, _bearing(match["second"])), 4
    return Heading(span=span, bearing_deg=bearing, points=32 if match["due"] else points)


def compass_name(bearing_deg: float) -> str:
    """Name the nearest of the sixteen points of the compass: "south-southwest" for 200 degrees."""
    return _POINTS[round(bearing_deg / 22.5) % 16]


def is_upper_bound(length: Length) -> bool:
    """Tell whether the words make the number the far end: "within 5 km", "less than a mile"."""
    return bool(set((length.hedge or "").split(" + ")) & BOUNDS_ABOVE)


def vague_range_m(length: Length) -> tuple[float, float]:
    """Give the two ends in metres that a vague amount is thought to have: 2 to 6 km for "a few kilometres".

    These are figures of speech, not measured ones.
    """
    words = length.number.lower().split()
    low, high = next((_VAGUE_ENDS[word] for word in words if word in _VAGUE_ENDS), (2.0, 9.0))
    scale = next((_SCALES[word] for word in reversed(words) if word in _SCALES and words.index(word) > 0), 1.0)
    return low * scale * METRES[length.unit], high * scale * METRES[length.unit]


def number_value(words: str) -> float | None:
    """Give the value of one number as written, None for a vague one.

    A comma before exactly three digits sets off thousands; any other comma is a decimal one.
    """
    folded = words.lower().translate(_TO_BLANK).strip()
    if folded[:1].isdigit() or folded[:1] in _GLYPHS:
        return _digits_value(folded)
    return _words_value(folded)


def written_precision_m(length: Length) -> float:
    """Give half the step of the number as written, in metres: 5 km for "90 km", 0.5 for "13 km".

    This is the rule of Wieczorek et al. 2004: ten to the number of trailing zeros.
    """
    digits = re.findall(r"\d[\d, .]*", length.number)
    if not digits:
        return 0.5 * METRES[length.unit]
    steps = []
    for written in digits:
        plain = re.sub(r"[, ]", "", written).rstrip(".")
        zeros = len(plain) - len(plain.rstrip("0")) if "." not in plain else -len(plain.split(".")[1])
        steps.append(10.0 ** min(zeros, 6))
    return min(steps) / 2.0 * METRES[length.unit]


def _length(text: str, number: re.Match[str], unit_match: re.Match[str]) -> Length | None:
    """Make a length of a matched number, widened by the hedges before it."""
    unit = UNITS[unit_match["unit"].lower().removeprefix("statute ")]
    span, first, last = _written(text, number)
    hedge = _hedge(text, span.start)
    low = None if first is None else number_value(first)
    high = None if last is None else number_value(last)
    if first is not None and (low is None or high is None):
        return None
    low_m, high_m = _bounds(low, high, hedge, unit, number["repeat"])
    if number["odd"] and hedge is None:
        hedge = number["odd"].strip(" -‐–").lower()
    return Length(span=span, number=span.of(text), unit=unit, low_m=low_m, high_m=high_m, hedge=hedge)


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
    near = low * METRES[UNITS[repeat.lower()] if repeat else unit]
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
        match = _hedge_before(text, start)
        if match is None:
            break
        start = match.start()
    return start


def _hedge_before(text: str, start: int) -> re.Match[str] | None:
    """Match a hedge that ends at *start*, looking for one only where the words end like one."""
    before = text[max(0, start - 32) : start].lower().rstrip()
    if not before.endswith(_HEDGE_ENDS) and not (before.endswith("a") and before[:-1].rstrip().endswith(_HEDGE_ENDS)):
        return None
    return _HEDGE_BEFORE.search(text, max(0, start - 32), start)


def _lengthened(length: Length, half: re.Match[str]) -> Length:
    """Add the rest of "a mile and a half"."""
    more = _PARTS[half["part"].lower()] * METRES[length.unit]
    low = None if length.low_m is None else length.low_m + more
    high = None if length.high_m is None else length.high_m + more
    return replace(length, low_m=low, high_m=high)


def _hedge(text: str, start: int) -> str | None:
    """Read the hedges before a number, several of them joined by a plus sign."""
    found: list[str] = []
    for _ in range(3):
        match = _hedge_before(text, start)
        if match is None:
            break
        found.insert(0, " ".join(match["hedge"].lower().split()))
        start = match.start()
    return " + ".join(found) or None


def _digits_value(folded: str) -> float | None:
    """Read "2,000", "2,5", "10 000", "2 1/2", "3½" or "1/4"."""
    glyph = next((_GLYPHS[letter] for letter in folded if letter in _GLYPHS), 0.0)
    folded = folded.rstrip("".join(_GLYPHS)).strip()
    fraction = _FRACTION.search(folded)
    if fraction:
        glyph, folded = int(fraction[1]) / int(fraction[2]), folded[: fraction.start()].strip()
    if not folded:
        return glyph
    plain = folded.replace(",", "").replace(" ", "") if _GROUPED.fullmatch(folded) else folded.replace(",", ".")
    return float(plain) + glyph


def _words_value(folded: str) -> float | None:
    """Read "thirteen", "twenty-five", "a dozen", "half a", "one and a half", "two hundred and ten"."""
    total = group = 0.0
    counted = False
    words = _WORD_GAPS.split(folded)
    for word in words:
        if word in _ONES:
            group += _ONES[word]
        elif word == "thousand":
            group, total = 0.0, total + (group or 1.0) * _SCALES[word]
        elif word in _SCALES:
            group = (group or 1.0) * _SCALES[word]
        elif word in _PARTS:
            group, total = 0.0, total + _part(group, _PARTS[word], after_and="and" in words)
        elif word not in {"a", "an", "and", "of"}:
            return None
        counted = counted or word in _ONES or word in _SCALES or word in _PARTS
    if counted:
        return total + group
    return 1.0 if {"a", "an"} & set(words) else None


def _part(group: float, part: float, *, after_and: bool) -> float:
    """Add a half to "two and a half", multiply it in "three quarters"."""
    return group + part if after_and else (group or 1.0) * part


def _bearing(words: str) -> float:
    """Give the bearing of a point of the compass in any spelling."""
    letters = re.sub(r"[^a-z]", "", words.lower())
    if len(letters) <= 3:
        letters = "".join(_LETTERS[letter] for letter in letters)
    if letters not in _BEARINGS:  # "west south-east" and the like: the finer word says enough
        letters = letters[4:] if letters.startswith(("west", "east")) else letters[5:]
    return _BEARINGS[letters]


def _fineness(bearing: float) -> int:
    """Tell whether a bearing is one of four, eight or sixteen points."""
    return 4 if bearing % 90 == 0 else 8 if bearing % 45 == 0 else 16


def _middle(first: float, second: float) -> float:
    """Give the bearing half-way between two."""
    return (first + ((second - first + 180.0) % 360.0 - 180.0) / 2.0) % 360.0
