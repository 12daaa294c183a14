"""Part a claim that counts several distances or places at once: "10 and 15 km west of X and Y respectively"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.claims.numbers import number_value
from pipeline.claims.phrases import Names
from pipeline.claims.subjects import find_subject, find_subject_in_list
from pipeline.lexicon import words
from pipeline.model import DistanceClaim, Length, Span

_REACH = 40
_NUMBER = r"\d{1,3} (?: [.,] \d{1,2} )?"
_EARLIER = re.compile(
    rf"""(?: (?P<word> [^\W\d_]{{1,20}} ) [\x20\u00a0] | (?<! [\w.,] ) )
         (?P<numbers> (?: {_NUMBER} ,[\x20\u00a0] ){{1,4}} {_NUMBER} ,? | {_NUMBER} )
         [\x20\u00a0] (?: and | & ) [\x20\u00a0] \Z""",
    re.VERBOSE,
)
"""The numbers of a list before its last, and the word before them."""
_ONE = re.compile(_NUMBER, re.VERBOSE)
_JOINED = (" and ", " & ")
_COUNTING = words("claims", "counting others")
_AND_NAME = re.compile(r",? \x20 and \x20 | , \x20", re.VERBOSE)
_RESPECTIVELY = re.compile(r",?[\x20\u00a0]respectively\b")
_MOST = 6
"""Places of one list at most."""


def parted(text: str, sentence: Span, claim: DistanceClaim, names: Names) -> Iterator[DistanceClaim]:
    """Yield the claims that *claim* makes with the numbers before its own, and with the places beside its own."""
    if claim.distance is None or claim.anchor is None:
        yield claim
        return
    lengths = [*_earlier(text, sentence, claim.distance), claim.distance]
    places = _places(text, sentence, claim.anchor, names)
    if len(lengths) > 1:
        own = places if len(places) == len(lengths) else [claim.anchor] * len(lengths)
        yield from _dealt(text, sentence, claim, list(zip(lengths, own, strict=True)), names)
        return
    yield claim
    if len(places) == 1 and text.endswith("both ", sentence.start, claim.anchor.start):
        other = _next_name(text, sentence, claim.anchor, names)
        if other is not None:
            yield replace(claim, span=Span(start=claim.span.start, end=other.end), anchor=other)


def _earlier(text: str, sentence: Span, length: Length) -> Iterator[Length]:
    """Yield the lengths of the numbers listed before that of *length*: 4 and 7 in "4, 7 and 11 km"."""
    start = max(sentence.start, length.span.start - _REACH)
    head = text[start : length.span.start]
    if length.low_m is None or length.low_m != length.high_m or not head.endswith(_JOINED):
        return
    found, value = _EARLIER.search(head), number_value(length.number)
    if found is None or not value or _counts_others(found["word"] or ""):
        return
    begin = start + found.start("numbers")
    for number in _ONE.finditer(found["numbers"]):
        metres = length.low_m * (number_value(number[0]) or 0.0) / value
        span = Span(start=begin + number.start(), end=begin + number.end())
        yield replace(length, span=span, number=number[0], low_m=metres, high_m=metres)


def _counts_others(word: str) -> bool:
    """Tell whether the word before a number counts no distance: "killing 10 and 15 km", "March 10 and 15 km"."""
    return word[:1].isupper() or word.lower() in _COUNTING


def _places(text: str, sentence: Span, anchor: Span, names: Names) -> list[Span]:
    """Give the places that "respectively" deals out, the first of them *anchor*; that alone without the word."""
    found = [anchor]
    while len(found) < _MOST and (following := _next_name(text, sentence, found[-1], names)):
        found.append(following)
    return found if len(found) > 1 and _RESPECTIVELY.match(text, found[-1].end, sentence.end) else [anchor]


def _next_name(text: str, sentence: Span, name: Span, names: Names) -> Span | None:
    """Give the name that a comma or "and" joins to *name*."""
    joint = _AND_NAME.match(text, name.end, sentence.end)
    following = names.at(joint.end()) if joint else None
    return following if following is not None and joint is not None and following.start == joint.end() else None


def _dealt(
    text: str, sentence: Span, claim: DistanceClaim, pairs: Sequence[tuple[Length, Span]], names: Names
) -> Iterator[DistanceClaim]:
    """Give each length its place, and its own of the subjects listed before the first: the last the nearest."""
    start = min(claim.span.start, pairs[0][0].span.start)
    subject = claim.subject or find_subject(text, sentence, start, names, anchor=pairs[-1][1].of(text))
    claims = []
    for number, (length, anchor) in enumerate(reversed(pairs)):
        span = length.span if number else claim.span
        claims.append(replace(claim, span=span, distance=length, anchor=anchor, subject=subject))
        subject = find_subject_in_list(text, sentence, subject.start, names) if subject else None
    yield from reversed(claims)
