"""Find what a text says about distances and directions between places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.measures import BOUNDS_ABOVE, find_lengths, hedge_start, match_heading
from pipeline.model import ClaimKind, DistanceClaim, Heading, Length, Span
from pipeline.phrases import Names, Phrase, find_anchor, find_subject

_BLANK = r"[\s\u00a0\u202f]"
_DUAL = re.compile(
    rf"{_BLANK}?(?:[(\[/,;=–—-]|--)?{_BLANK}?(?:(?:or|about|around|approx\.?|approximately|roughly|some|nearly|~|i\.e\.){_BLANK})*\Z",
    re.IGNORECASE,
)
_AWAY = re.compile(
    rf"""(?: {_BLANK}{{1,2}} (?: away | distant | distance | further | farther | as\ the\ crow\ flies | by\ road | inland | out | drive
        | up\ the\ road | down\ the\ road | along\ the\ road | upstream | downstream | inside ) (?!\w) ){{1,2}}""",
    re.VERBOSE | re.IGNORECASE,
)
_TOWARDS = re.compile(
    rf",?{_BLANK}{{0,2}}(?P<to>(?:(?:lying|located|situated){_BLANK})?(?:to|in|on|towards?){_BLANK}(?:the{_BLANK})?)?",
    re.IGNORECASE,
)
_RELATION = re.compile(
    rf"{_BLANK}{{1,2}}(?P<word>away{_BLANK}from|outside{_BLANK}of|of|from|outside|off|beyond|past|behind|short{_BLANK}of|to)(?!\w)",
    re.IGNORECASE,
)
_NO_PLACE_BEFORE = re.compile(
    r"(?:\b(?:every|each|per|range\s(?:of|is|was)|ranges\sof|radius\sof|length\sof|depth\sof|altitude\sof|height\sof|speed\sof|front\sof|area\sof|width\sof)\s(?:\w+\s)?)\Z",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:advanc|push|mov|gain|retreat|withdr|seiz|cover|travel|flew|fly|flown|progress|march|drove|driv|pull|captur)\w*(?:\s\w+){0,4}\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """A length, with the end of its unit and of the same length in another unit beside it."""

    length: Length
    start: int
    end: int


def find_distance_claims(text: str, sentences: Sequence[Span], names: Sequence[Span]) -> Iterator[DistanceClaim]:
    """Find every claim that places something by a distance or a direction, in the order of the text.

    `names` are the spans of the place names already found; anchors and subjects that are none of
    them are found as well, by their capitals and their place in the phrase.
    """
    found = Names(names)
    measures = _measures(text)
    for sentence in sentences:
        previous: DistanceClaim | None = None
        for measure in measures:
            if not sentence.start <= measure.start < sentence.end:
                continue
            claim = _claim(text, sentence, measure, found, previous)
            if claim is not None:
                previous = claim
                yield claim


def _measures(text: str) -> list[_Measure]:
    """Find all lengths, two units for one length taken together: "15 km (9 miles)"."""
    measures: list[_Measure] = []
    for length, unit in find_lengths(text):
        last = measures[-1] if measures else None
        if (
            last
            and _DUAL.match(text[last.end : last.end + 24].split(text[length.span.start], 1)[0])
            and _is_dual(text, last, length)
        ):
            end = unit.end + (1 if text[unit.end : unit.end + 1] in ")]" else 0)
            measures[-1] = _Measure(length=last.length, start=last.start, end=end)
            continue
        measures.append(_Measure(length=length, start=hedge_start(text, length.span.start), end=unit.end))
    return measures


def _is_dual(text: str, last: _Measure, length: Length) -> bool:
    """Tell whether *length* gives the last one again in another unit."""
    gap = text[last.end : length.span.start]
    first, second = last.length.high_m, length.high_m
    if len(gap) > 24 or not _DUAL.fullmatch(gap) or last.length.unit == length.unit:
        return False
    return first is None or second is None or 0.7 < first / second < 1.4


def _claim(
    text: str, sentence: Span, measure: _Measure, names: Names, previous: DistanceClaim | None
) -> DistanceClaim | None:
    """Read the words after a length, and make a claim of them if they place something."""
    before = text[max(sentence.start, measure.start - 60) : measure.start]
    if _NO_PLACE_BEFORE.search(before):
        return None
    end = measure.end
    away = _AWAY.match(text, end)
    if away:
        end = away.end()
    towards = _TOWARDS.match(text, end)
    heading = match_heading(text, towards.end()) if towards else None
    pointed = bool(heading and towards and towards["to"])
    if heading:
        end = heading.span.end
    relation = _RELATION.match(text, end)
    anchor: Phrase | None = None
    if relation:
        anchor = find_anchor(text, relation.end(), sentence, names)
    if anchor is None and heading is None:
        return None
    subject = find_subject(text, sentence, measure.start, names)
    if anchor is None:
        if not _may_be_elided(before, subject, pointed=pointed):
            return None
    if anchor and heading is None and relation and relation["word"].lower() in {"of", "to", "behind"}:
        if measure.length.hedge is None or not set(measure.length.hedge.split(" + ")) & BOUNDS_ABOVE:
            return None
    last = anchor.span.end if anchor else end
    return DistanceClaim(
        span=Span(start=measure.start, end=last),
        kind=_kind(measure.length, heading),
        distance=measure.length,
        heading=heading,
        anchor=anchor.span if anchor else None,
        points_back=bool(anchor and anchor.points_back),
        subject=subject,
    )


def _may_be_elided(before: str, subject: Span | None, *, pointed: bool) -> bool:
    """Tell whether a distance with a heading but nothing to count from may still place something."""
    if _MOVED.search(before):
        return False
    return subject is not None or pointed


def _kind(length: Length, heading: Heading | None) -> ClaimKind:
    """Name the kind of a claim with a distance."""
    if length.hedge and set(length.hedge.split(" + ")) & BOUNDS_ABOVE:
        return "within"
    return "offset" if heading else "distance"
