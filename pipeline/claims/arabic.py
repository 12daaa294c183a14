"""Find what Arabic text says of places by a distance: "على بعد 13 كم جنوب غرب حلب", "تبعد 20 ميلا عن تدمر"."""

from collections.abc import Iterator

from pipeline.arabic import arabic_mapping, arabic_words, holds_arabic, plain
from pipeline.claims.arabic_lengths import Measure, measure_at
from pipeline.claims.arabic_words import Sentence, read_sentence
from pipeline.claims.phrases import Names, Phrase
from pipeline.measures import is_upper_bound
from pipeline.model import ClaimKind, DistanceClaim, Heading, Span

_CLASSES = arabic_mapping("class").keys()
_PLACED = arabic_words("place of a claim")
_LEADING = arabic_words("leading to a distance")
_COMPASS = {
    form: side
    for stem, side in arabic_mapping("compass").items()
    for form in (stem, f"{stem}ي", f"{stem}يه", f"{stem}ا", f"ال{stem}", f"ال{stem}ي", f"ال{stem}يه")
}
_BEARINGS = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0, "S": 180.0, "SW": 225.0, "W": 270.0, "NW": 315.0}
_TOWARDS = arabic_words("towards")
_FROM = arabic_words("from")
_BACK = arabic_words("pointing back")
_LINES = arabic_words("line")
_REGIONS = arabic_words("region of a place")
_MARKS = frozenset("،,(–-—:")
_HYPHENS = frozenset("-–")
_IN = plain("ب")
_DISTANCE = frozenset(map(plain, ("مسافة", "المسافة")))
_BETWEEN = plain("بين")
_REACH = 12
"""Words before a length among which what leads to it is looked for."""

_LONGEST_SLOT = 4
_LONGEST_GAP = 3
"""Words of what stands before an anchor's name, and between a subject and its claim, at most."""


def find_arabic_claims(text: str, sentence: Span, names: Names) -> Iterator[DistanceClaim]:
    """Yield the distance claims of an Arabic sentence in order; `names` are the place names found in the text."""
    if not holds_arabic(sentence.of(text)):
        return
    read = read_sentence(text, sentence, names)
    reach = 0
    for unit in range(len(read.words)):
        measure = measure_at(read, unit) if unit >= reach else None
        claim = _claim(read, measure) if measure else None
        if claim is not None:
            reach = read.before(claim.span.end) + 1
            yield claim


def _claim(read: Sentence, measure: Measure) -> DistanceClaim | None:
    """Make a claim of a length, if the words round it say what it counts from."""
    heading, after = _heading(read, measure.after)
    anchor = _anchor(read, after)
    first, other = measure.first, None
    if heading is None and anchor is None:
        if pair := _pair(read, measure):
            first, anchor, other = pair
        elif turned := _turned(read, measure.first):
            first, heading, anchor = turned
    places = heading is not None and anchor is not None
    if not places and other is None and not _is_led(read, measure, heading, anchor):
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


def _heading(read: Sentence, number: int) -> tuple[Heading | None, int]:
    """Read a direction at word *number*, "إلى" and the like before it, and give the first word behind it."""
    for first in range(number, number + _LONGEST_GAP):
        sides = ""
        last = first
        while len(sides) < 2 and (side := _side(read, last)) and sides + side in _BEARINGS:
            sides, last = sides + side, last + 1
            if (
                len(sides) == 1
                and read.folded(last) in _HYPHENS
                and sides + (_side(read, last + 1) or "-") in _BEARINGS
            ):
                last += 1  # "جنوب-غرب"
        if sides:
            span = Span(start=read.words[first].span.start, end=read.words[last - 1].span.end)
            bearing = _BEARINGS[sides]
            return Heading(span=span, bearing_deg=bearing, points=4 * len(sides)), last
        if read.at(first).isdisjoint(_TOWARDS):
            break
    return None, number


def _side(read: Sentence, number: int) -> str | None:
    """Give the letter of the point of the compass that a word is: one that is part of a name is none."""
    if not 0 <= number < len(read.words) or read.names.at(read.words[number].span.start):
        return None
    return next((_COMPASS[stem] for stem in sorted(read.at(number)) if stem in _COMPASS), None)


def _anchor(read: Sentence, number: int) -> Phrase | None:
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


def _is_adjective(read: Sentence, number: int, back: Phrase | None) -> bool:
    """Tell whether a word is an adjective between "العاصمة" and the name: "العاصمة السورية دمشق"."""
    folded = read.folded(number)
    return back is not None and folded.startswith("ال") and folded.endswith(("ي", "يه"))


def _is_led(read: Sentence, measure: Measure, heading: Heading | None, anchor: Phrase | None) -> bool:
    """Tell whether the words round a length say that it places something: "على بعد", "تبعد", "من" behind it."""
    if heading is None and (anchor is None or read.at(measure.after).isdisjoint(_FROM)):
        return False
    before = range(max(0, measure.first - _REACH), measure.after)
    return any(not read.at(number).isdisjoint(_LEADING) for number in before)


def _pair(read: Sentence, measure: Measure) -> tuple[int, Phrase, Span] | None:
    """Read the two ends of "المسافة بين حلب وإدلب 60 كم": its first word, the anchor, the subject."""
    for number in range(measure.first - 1, max(-1, measure.first - _REACH), -1):
        if _BETWEEN in read.at(number) and any(
            not read.at(at).isdisjoint(_DISTANCE)
            for at in (*range(max(0, number - 2), number), *range(number, measure.after))
        ):
            ends = list(dict.fromkeys(name for at in range(number, measure.first) if (name := read.name(at))))
            return (number, Phrase(span=ends[0]), ends[1]) if len(ends) == 2 else None
    return None


def _turned(read: Sentence, first: int) -> tuple[int, Heading, Phrase] | None:
    """Read the direction and the anchor before a length: "شمال مدينة حلب بنحو 20 كم"."""
    last = first - 1
    while read.folded(last) in _MARKS or read.folded(last) == _IN:
        last -= 1
    name = read.name(last)
    if name is None:
        return None
    number = read.before(name.start + 1) - 1
    while not read.at(number).isdisjoint(_CLASSES | _FROM):
        number -= 1
    for start in (number - 1, number):
        heading, after = _heading(read, start) if start >= 0 and _side(read, start) else (None, 0)
        if heading is not None and after == number + 1:
            return start, heading, Phrase(span=name)
    return None


def _subject(read: Sentence, first: int) -> Span | None:
    """Find the place that a claim beginning at word *first* is about, right before it."""
    number = first - 1
    while first - number <= _LONGEST_GAP and _may_part(read, number):
        number -= 1
    name = read.name(number)
    if name is None:
        return None
    region = read.before(name.start + 1) - 1
    if read.at(region).isdisjoint(_REGIONS):
        return name
    inner = read.name(region - 1) or read.name(region - 2)
    return inner or name


def _may_part(read: Sentence, number: int) -> bool:
    """Tell whether a word may stand between a subject and what is said of where it lies."""
    return read.name(number) is None and (read.folded(number) in _MARKS or not read.at(number).isdisjoint(_PLACED))


def _subject_after(read: Sentence, number: int) -> Span | None:
    """Find the subject behind a claim that opens its clause: "على بعد 5 كم شمال حلب تقع بلدة حريتان"."""
    while read.folded(number) in _MARKS:
        number += 1
    if read.at(number).isdisjoint(_PLACED):
        return None
    number += 1
    if not read.at(number).isdisjoint(_CLASSES):
        number += 1
    return read.name(number)
