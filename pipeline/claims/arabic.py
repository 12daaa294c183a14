"""Find what Arabic text says of places by a distance: "على بعد 13 كم جنوب غرب حلب", "تبعد 20 ميلا عن تدمر"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.arabic import MARKS, arabic_mapping, arabic_words, holds_arabic, plain, stems
from pipeline.claims.numbers import number_value
from pipeline.claims.phrases import Names, Phrase
from pipeline.lexicon import mapping
from pipeline.measures import hedge_start, is_upper_bound, measured
from pipeline.model import ClaimKind, DistanceClaim, Heading, Length, Span

_TOKEN = re.compile(rf"\d+(?:[.,٫٬]\d+)*|[^\W\d_]+(?:[{MARKS}]+[^\W\d_]*)*|[^\w\s]")

_NUMBER = re.compile(r"\d{1,3}(?:[,٬]\d{3}){1,2}(?:[.٫]\d{1,3})?|\d{1,7}(?:[.,٫]\d{1,3})?")
"""A number that measures a way; "90,90,5" and "3.5.2024" are none."""


def _forms(section: str) -> Mapping[str, str]:
    """Give each form of the words of a section, one to a line in the table, with what it says."""
    return {plain(form): said for forms, said in mapping("arabic", section).items() for form in forms.split()}


_UNITS = {**_forms("unit"), "km": "km"}
_TWO = _forms("two")
_NUMBERS = {form: float(value) for form, value in _forms("number").items()}
_VAGUE = arabic_mapping("vague")
_CLASSES = arabic_mapping("class").keys()
_NO_PLACE = arabic_words("no place")
_PLACED = frozenset(word for phrase in arabic_words("place of a claim") for word in phrase.split())
_COMPASS = {
    form: side
    for stem, side in (("شمال", "N"), ("جنوب", "S"), ("شرق", "E"), ("غرب", "W"))
    for form in (stem, f"{stem}ي", f"{stem}يه", f"{stem}ا", f"ال{stem}", f"ال{stem}ي", f"ال{stem}يه")
}
_BEARINGS = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0, "S": 180.0, "SW": 225.0, "W": 270.0, "NW": 315.0}
_TOWARDS = frozenset(["الي", "باتجاه", "من", "في", "جهه", "ناحيه", "نحو", "عن"])
"""Words between a length and its direction, or a direction and the name."""

_FROM = frozenset(["من", "عن"])
_RANGE = frozenset(["-", "–", "—", "الي", "حتي", "او"])
_BACK = frozenset(map(plain, ("المدينة", "البلدة", "القرية", "العاصمة", "المطار", "القاعدة")))
_LINES = frozenset(map(plain, ("الحدود", "الساحل")))
_WITHIN_REGION = frozenset(map(plain, ("ريف", "محافظة", "ولاية", "إقليم", "قضاء", "منطقة", "مديرية")))
_MARKS = frozenset("،,(–-—:")
_DISTANCE = plain("مسافة")
_BETWEEN = plain("بين")
_REACH = 12
"""Words before a length among which "المسافة بين" is looked for."""

_LONGEST_NUMBER = 4
_LONGEST_SLOT = 4
_LONGEST_GAP = 3
"""Words of a number, of what stands before an anchor's name, and between a subject and its claim, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word, number or sign of a sentence, and what it may be without its particles."""

    span: Span
    folded: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """A length, the first of its words, its hedges' included, and the first word behind it."""

    length: Length
    first: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """The words of one sentence and the names found in its text."""

    text: str
    words: Sequence[_Word]
    names: Names

    def at(self, number: int) -> frozenset[str]:
        """Give what word *number* may be, nothing beyond the ends."""
        return self.words[number].stems if 0 <= number < len(self.words) else frozenset()

    def name(self, number: int) -> Span | None:
        """Give the name that word *number* is part of, particles before it left out of sight."""
        if not 0 <= number < len(self.words):
            return None
        span = self.words[number].span
        return self.names.at(span.end - 1) or next(iter(self.names.within(span)), None)

    def before(self, offset: int) -> int:
        """Give the number of the last word that begins before *offset*."""
        return bisect_left(self.words, offset, key=lambda word: word.span.start) - 1


def find_arabic_claims(text: str, sentence: Span, names: Names) -> Iterator[DistanceClaim]:
    """Yield the distance claims of an Arabic sentence in order; `names` are the place names found in the text."""
    if not holds_arabic(sentence.of(text)):
        return
    read = _Sentence(text=text, words=_words(text, sentence), names=names)
    reach = 0
    for unit in range(len(read.words)):
        measure = _measure(read, unit) if unit >= reach else None
        claim = _claim(read, measure) if measure else None
        if claim is not None:
            reach = read.before(claim.span.end) + 1
            yield claim


def _words(text: str, sentence: Span) -> list[_Word]:
    """Cut a sentence into words."""
    found = []
    for match in _TOKEN.finditer(text, sentence.start, sentence.end):
        folded = plain(match[0])
        forms = frozenset(stems(match[0])) if folded else frozenset([match[0]])
        found.append(_Word(span=Span(start=match.start(), end=match.end()), folded=folded or match[0], stems=forms))
    return found


def _measure(read: _Sentence, unit: int) -> _Measure | None:
    """Read the length whose unit is word *unit*, None where there is none or it measures a thing."""
    folded = read.words[unit].folded
    canonical = _UNITS.get(folded) or _TWO.get(folded)
    number = None if canonical is None else (unit, (2.0, 2.0)) if folded in _TWO else _number(read, unit)
    if canonical is None or number is None:
        return None
    first, ends = number
    after = unit + 1
    if canonical == "mi" and not read.at(after).isdisjoint(("بحري", "بحريه", "بحريا")):
        canonical, after = "nmi", after + 1
    last = unit if first == unit else unit - 1
    span = Span(start=read.words[first].span.start, end=read.words[last].span.end)
    start = hedge_start(read.text, span.start)
    begin = max(read.before(start + 1), 0)
    if any(not read.at(number).isdisjoint(_NO_PLACE) for number in (begin - 1, begin - 2)):
        return None
    return _Measure(length=measured(read.text, span, canonical, ends), first=begin, after=after)


def _number(read: _Sentence, unit: int) -> tuple[int, tuple[float, float] | None] | None:
    """Give the first word of the number before a unit, and the two ends it means; no ends for a vague amount."""
    first = unit - 1
    if first < 0:
        return None
    if not read.at(first).isdisjoint(_VAGUE):
        return first, None
    high = _in_digits(read, first)
    if high is None:
        return _in_words(read, unit)
    joined = read.words[first - 1].folded in _RANGE if first >= 2 else False
    low = _in_digits(read, first - 2) if joined else None
    return (first - 2, (low, high)) if low is not None else (first, (high, high))


def _in_digits(read: _Sentence, number: int) -> float | None:
    """Read a number in digits, Arabic-Indic ones too."""
    written = read.words[number].span.of(read.text)
    return number_value(written) if _NUMBER.fullmatch(written) else None


def _in_words(read: _Sentence, unit: int) -> tuple[int, tuple[float, float]] | None:
    """Read a number in words: "ثلاثة عشر", "خمسة وعشرين", "مئة وعشرين"."""
    values: list[float] = []
    first = unit
    while first > 0 and len(values) < _LONGEST_NUMBER:
        value = next((_NUMBERS[stem] for stem in sorted(read.at(first - 1)) if stem in _NUMBERS), None)
        if value is None:
            break
        values.insert(0, value)
        first -= 1
    if not values:
        return None
    total = 0.0
    for value in values:
        total = total * value if value in {100.0, 1000.0} and 0.0 < total < 10.0 else total + value
    return first, (total, total)


def _claim(read: _Sentence, measure: _Measure) -> DistanceClaim | None:
    """Make a claim of a length, if the words round it say what it counts from."""
    heading, after = _heading(read, measure.after)
    anchor = _anchor(read, after)
    first, end, other = measure.first, measure.length.span.end, None
    if heading is None and anchor is None:
        pair = _pair(read, measure)
        turned = _turned(read, measure.first)
        if pair is not None:
            first, anchor, other = pair
        elif turned is not None:
            first, heading, anchor = turned
    counted = anchor is not None and (heading is not None or other or _is_led(read, measure, after))
    if not counted and not (heading is not None and anchor is None and _is_led(read, measure, after)):
        return None
    end = read.words[measure.after - 1].span.end
    end = max(end, heading.span.end if heading else 0, anchor.span.end if anchor else 0)
    start = read.words[first].span.start
    subject = other or _subject(read, first) or _subject_after(read, read.before(end) + 1)
    within = is_upper_bound(measure.length)
    kind: ClaimKind = "within" if within else "offset" if heading else "distance"
    return DistanceClaim(
        span=Span(start=start, end=end),
        kind=kind,
        distance=measure.length,
        heading=heading,
        anchor=anchor.span if anchor else None,
        points_back=anchor is not None and anchor.points_back,
        subject=None if anchor and subject == anchor.span else subject,
    )


def _heading(read: _Sentence, number: int) -> tuple[Heading | None, int]:
    """Read a direction at word *number*, "إلى" and the like before it, and give the first word behind it."""
    for first in range(number, number + _LONGEST_GAP):
        sides = ""
        last = first
        while len(sides) < 2 and (side := _side(read, last)) and sides + side in _BEARINGS:
            sides, last = sides + side, last + 1
        if sides:
            span = Span(start=read.words[first].span.start, end=read.words[last - 1].span.end)
            bearing = _BEARINGS[sides]
            return Heading(span=span, bearing_deg=bearing, points=4 * len(sides)), last
        if read.at(first).isdisjoint(_TOWARDS):
            break
    return None, number


def _side(read: _Sentence, number: int) -> str | None:
    """Give the letter of the point of the compass that a word is: one that is part of a name is none."""
    if not 0 <= number < len(read.words) or read.names.at(read.words[number].span.start):
        return None
    return next((_COMPASS[stem] for stem in sorted(read.at(number)) if stem in _COMPASS), None)


def _anchor(read: _Sentence, number: int) -> Phrase | None:
    """Read what a distance counts from, in the words that begin at *number*."""
    back: Phrase | None = None
    for at in range(number, min(number + _LONGEST_SLOT, len(read.words))):
        name = read.name(at)
        if name is not None:
            return Phrase(span=name)
        found = read.at(at)
        if not found.isdisjoint(_LINES):
            return Phrase(span=read.words[at].span)
        if not found.isdisjoint(_BACK):
            back = Phrase(span=read.words[at].span, points_back=True)
        elif found.isdisjoint(_CLASSES) and found.isdisjoint(_TOWARDS) and not _is_adjective(read, at, back):
            break
    return back


def _is_adjective(read: _Sentence, number: int, back: Phrase | None) -> bool:
    """Tell whether a word is an adjective between "العاصمة" and the name: "العاصمة السورية دمشق"."""
    folded = read.words[number].folded
    return back is not None and folded.startswith("ال") and folded.endswith(("ي", "يه"))


def _is_led(read: _Sentence, measure: _Measure, after: int) -> bool:
    """Tell whether the words round a length say that it places something: "على بعد", "تبعد", "من" behind it."""
    before = range(max(0, measure.first - _REACH), measure.after)
    led = any(not read.at(number).isdisjoint(_LEADING) for number in before)
    return led and (after > measure.after or not read.at(measure.after).isdisjoint(_FROM))


_LEADING = frozenset(map(plain, ("بعد", "مسافة", "تبعد", "يبعد", "ضمن", "نطاق", "دائرة")))


def _pair(read: _Sentence, measure: _Measure) -> tuple[int, Phrase, Span] | None:
    """Read the two ends of "المسافة بين حلب وإدلب 60 كم": its first word, the anchor, the subject."""
    for number in range(measure.first - 1, max(-1, measure.first - _REACH), -1):
        if _BETWEEN in read.at(number) and any(
            _is_distance(read, at) for at in (*range(max(0, number - 2), number), *range(number, measure.after))
        ):
            ends = list(dict.fromkeys(name for at in range(number, measure.first) if (name := read.name(at))))
            return (number, Phrase(span=ends[0]), ends[1]) if len(ends) == 2 else None
    return None


def _is_distance(read: _Sentence, number: int) -> bool:
    return not read.at(number).isdisjoint((_DISTANCE, f"ال{_DISTANCE}"))


def _turned(read: _Sentence, first: int) -> tuple[int, Heading, Phrase] | None:
    """Read the direction and the anchor before a length: "شمال مدينة حلب بنحو 20 كم"."""
    last = first - 1
    while last >= 0 and (read.words[last].folded in _MARKS or read.words[last].folded == "ب"):
        last -= 1
    name = read.name(last)
    if name is None:
        return None
    number = read.before(name.start + 1) - 1
    while number >= 0 and not read.at(number).isdisjoint(_CLASSES | _FROM):
        number -= 1
    for start in (number - 1, number):
        heading, after = _heading(read, start) if start >= 0 and _side(read, start) else (None, 0)
        if heading is not None and after == number + 1:
            return start, heading, Phrase(span=name)
    return None


def _subject(read: _Sentence, first: int) -> Span | None:
    """Find the place that a claim beginning at word *first* is about, right before it."""
    number = first - 1
    while number >= 0 and first - number <= _LONGEST_GAP and _may_part(read, number):
        number -= 1
    name = read.name(number)
    if name is None:
        return None
    region = read.before(name.start + 1) - 1
    if read.at(region).isdisjoint(_WITHIN_REGION):
        return name
    inner = read.name(region - 1) or read.name(region - 2)
    return inner or name


def _may_part(read: _Sentence, number: int) -> bool:
    """Tell whether a word may stand between a subject and what is said of where it lies."""
    return read.name(number) is None and (
        read.words[number].folded in _MARKS or not read.at(number).isdisjoint(_PLACED)
    )


def _subject_after(read: _Sentence, number: int) -> Span | None:
    """Find the subject behind a claim that opens its clause: "على بعد 5 كم شمال حلب تقع بلدة حريتان"."""
    while number < len(read.words) and read.words[number].folded in _MARKS:
        number += 1
    if read.at(number).isdisjoint(_PLACED):
        return None
    number += 1
    if not read.at(number).isdisjoint(_CLASSES):
        number += 1
    return read.name(number)
