"""Find what a text says about distances and directions between places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.anchors import find_anchor
from pipeline.directions import find_directions
from pipeline.lexicon import words
from pipeline.measures import either, find_lengths, hedge_start, is_upper_bound, match_heading
from pipeline.model import ClaimKind, DistanceClaim, Heading, Length, Span
from pipeline.phrases import CLASSES, Names, Phrase
from pipeline.subjects import find_subject, find_subject_after, find_subject_in_list

_BLANK = r"[\s\u00a0\u202f]"
_APPROXIMATELY = r"(?: or | about | around | approx\.? | approximately | roughly | some | nearly | ~ | i\.e\. )"
_DUAL = re.compile(
    rf"{_BLANK}? (?: [(\[/,;=–—-] | -- )? {_BLANK}? (?: {_APPROXIMATELY} {_BLANK} ){{0,2}}", re.VERBOSE | re.IGNORECASE
)
_AWAY = re.compile(
    rf"""(?: ,? {_BLANK}{{1,2}}
        (?: away | distant | distance | further | farther | as{_BLANK}the{_BLANK}crow{_BLANK}flies
          | by{_BLANK}(?:road|air)
          | or{_BLANK}so | inland | offshore | out | drive | upstream | downstream | upriver | downriver
          | (?: in{_BLANK}a{_BLANK} )? straight{_BLANK}line ) (?!\w) ){{1,3}}""",
    re.VERBOSE | re.IGNORECASE,
)
_ROAD = re.compile(
    rf"""{_BLANK}{{1,2}} (?: up | down | along ) {_BLANK} (?: the | a ) {_BLANK}
         (?: [^\W_] [\w-]{{0,20}} {_BLANK} ){{0,2}} (?: road | highway | motorway | route | track | railway )""",
    re.VERBOSE | re.IGNORECASE,
)
_RADIUS = re.compile(rf"(?:{_BLANK}|-)radius{_BLANK}(?:of|around|from){_BLANK}", re.IGNORECASE)
_TOWARDS = re.compile(
    rf""",? {_BLANK}{{0,2}} (?: (?: lying | located | situated ) {_BLANK} )?
        (?: (?P<to> (?: to | in | on | towards? | from ) {_BLANK} (?: both {_BLANK} )? the ) {_BLANK}
          | to{_BLANK} )?""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMED_FOR_ITS_SIDE = re.compile(r"(?:North|South|East|West)(?:ern)?\s[A-Z][a-z]")
"""A name that begins with a direction: "5 km from the South Sudanese capital", "from the West Bank"."""
_SIDE = re.compile(rf"{_BLANK}(?:direction|side)(?!\w)", re.IGNORECASE)
_RELATION = re.compile(
    rf"""{_BLANK}{{1,2}} (?P<word> away{_BLANK}from | outside{_BLANK}of | of | from | outside | off | beyond | past
        | short{_BLANK}of | to | in{_BLANK}from ) (?!\w) {_BLANK}? """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOSED = re.compile(rf"(?:{_BLANK}of)?{_BLANK}?[)\]]", re.IGNORECASE)
_AND = re.compile(
    rf",? {_BLANK}{{1,2}} (?: (?: and | but | or | by ) {_BLANK} )? (?: (?: also | is | lies | then ) {_BLANK} )?",
    re.VERBOSE | re.IGNORECASE,
)
_RESPECTIVELY = re.compile(rf",?{_BLANK}{{1,2}}respectively", re.IGNORECASE)
_FULL_STOP = re.compile(rf"{_BLANK}?(?:[.,;)]|\Z)")
_BY = re.compile(
    rf"""(?<![\w-]) (?: due{_BLANK} )? (?: north | south | east | west ) [\w-]{{0,12}} {_BLANK} of {_BLANK}
         (?P<anchor> [^,;()]{{2,50}}? ) {_BLANK} by {_BLANK} (?: a{_BLANK}distance{_BLANK}of{_BLANK} )? \Z""",
    re.VERBOSE | re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\b from {_BLANK} (?P<anchor> [^,;()]{{3,60}}? ) {_BLANK} (?: up{_BLANK} )? to {_BLANK} \Z",
    re.VERBOSE | re.IGNORECASE,
)
_OUTSIDE = re.compile(
    rf"""\b (?: outside | far{_BLANK}from | near | close{_BLANK}to | beyond ) {_BLANK}
         (?P<anchor> [^,;()]{{2,50}} ) , {_BLANK} \Z""",
    re.VERBOSE | re.IGNORECASE,
)

_NO_PLACE = re.compile(
    rf"""\b (?: every | each | per | for
        | (?: ranges? | length | depth | altitude | height | speed | front | area | width | line | stretch | total
            | advance | circumference ) {_BLANK} of
        | ranges? {_BLANK} (?: is | was )
        | (?: can | could | able{_BLANK}to | capable{_BLANK}of | enough{_BLANK}to ) {_BLANK}
          (?: \w{{2,14}} {_BLANK} ){{0,3}} )
        {_BLANK} (?: \w{{1,14}} {_BLANK} )? \Z""",
    re.VERBOSE | re.IGNORECASE,
)
_FEW_WORDS = rf"(?: {_BLANK} \w{{1,16}} ){{0,4}} {_BLANK}{{0,2}} \Z"
_MOVED = re.compile(
    rf"\b (?: {either(words('claims', 'movement'))} ) \w{{0,8}} {_FEW_WORDS}", re.VERBOSE | re.IGNORECASE
)
_WENT = re.compile(rf"\b (?: {either(words('claims', 'journey'))} ) \w{{0,8}} {_FEW_WORDS}", re.VERBOSE | re.IGNORECASE)
_PLACED_NOUN = re.compile(
    rf"\b (?: {either(CLASSES)} ) (?: {_BLANK} \w{{1,16}} )? {_BLANK}{{0,2}} [,(–-]? {_BLANK}? \Z",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """A length, where its hedges begin, and where it ends with its other unit."""

    length: Length
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tail:
    """What follows a length: a direction, a word of relation, what it counts from."""

    end: int
    heading: Heading | None = None
    pointed: bool = False
    away: bool = False
    road: bool = False
    relation: str = ""
    anchor: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A claim, and whether it places something as it stands."""

    claim: DistanceClaim
    places: bool


def find_distance_claims(text: str, sentences: Sequence[Span], names: Sequence[Span]) -> Iterator[DistanceClaim]:
    """
    Find every claim that places something by a distance or a direction, in the order of the text.

    `names` are the spans of the place names already found; anchors and subjects that are none of
    them are found as well, by their capitals and their place in the phrase.
    """
    found = Names(text, names)
    measures = _measures(text)
    index = 0
    for sentence in sentences:
        drafts: list[_Draft] = []
        while index < len(measures) and measures[index].start < sentence.end:
            draft = _draft(text, sentence, measures[index], found)
            drafts += [draft] if draft else []
            index += 1
        claims = [draft.claim for draft in _linked(text, sentence, drafts, found) if draft.places]
        claims += find_directions(text, sentence, found, [claim.span for claim in claims])
        yield from sorted(claims, key=lambda claim: claim.span)


def _measures(text: str) -> list[_Measure]:
    """Find all lengths, two units for one length taken together: "15 km (9 miles)"."""
    measures: list[_Measure] = []
    for length, unit in find_lengths(text):
        last = measures[-1] if measures else None
        if last and _is_dual(text, last, length):
            closed = text[unit.end : unit.end + 1] in {")", "]"}
            measures[-1] = replace(last, end=unit.end + closed)
        else:
            measures.append(_Measure(length=length, start=hedge_start(text, length.span.start), end=unit.end))
    return measures


def _is_dual(text: str, last: _Measure, length: Length) -> bool:
    """Tell whether *length* gives the last one again in another unit."""
    gap = text[last.end : length.span.start]
    if len(gap) > 24 or not gap.strip() or last.length.unit == length.unit or not _DUAL.fullmatch(gap):
        return False
    first, second = last.length.high_m, length.high_m
    return first is None or second is None or 0.7 < first / second < 1.4


def _draft(text: str, sentence: Span, measure: _Measure, names: Names) -> _Draft | None:
    """Read the words round a length, and draft a claim if there is something it could count from."""
    before = text[max(sentence.start, measure.start - 80) : measure.start]
    if _NO_PLACE.search(before):
        return None
    tail = _tail(text, sentence, measure, names)
    until = measure.start
    if tail.anchor is None:
        tail, until = _turned(text, sentence, measure, names, tail)
    if tail.anchor is None and tail.heading is None:
        return None
    subject = _subject(text, sentence, until, tail, names)
    claim = DistanceClaim(
        span=Span(start=min(until, measure.start), end=tail.end),
        kind=_kind(measure.length, tail),
        distance=measure.length,
        heading=tail.heading,
        anchor=tail.anchor.span if tail.anchor else None,
        points_back=bool(tail.anchor and tail.anchor.points_back),
        subject=subject,
    )
    return _Draft(claim=claim, places=_places(before, measure, tail, subject))


def _subject(text: str, sentence: Span, until: int, tail: _Tail, names: Names) -> Span | None:
    """Find what a claim is about, before it or after it; never what it counts from."""
    anchor = tail.anchor.span.of(text) if tail.anchor else None
    subject = find_subject(text, sentence, until, names, anchor=anchor)
    if subject and anchor and subject.of(text).casefold() == anchor.casefold():
        return None
    if subject is None and tail.anchor:
        return find_subject_after(text, tail.end, sentence, names)
    return subject


def _tail(text: str, sentence: Span, measure: _Measure, names: Names) -> _Tail:
    """Read the words after a length."""
    end = measure.end
    radius = _RADIUS.match(text, end)
    if radius:
        anchor = find_anchor(text, radius.end(), sentence, names)
        return _Tail(end=anchor.span.end if anchor else end, relation="from", anchor=anchor)
    away, road = _AWAY.match(text, end), _ROAD.match(text, end)
    end = max(end, away.end() if away else 0, road.end() if road else 0)
    towards = _TOWARDS.match(text, end)
    heading = match_heading(text, towards.end()) if towards else None
    if heading and _NAMED_FOR_ITS_SIDE.match(text, heading.span.start):
        heading = None
    if heading:
        end = heading.span.end
        side = _SIDE.match(text, end)
        end = side.end() if side else end
    relation = _RELATION.match(text, end)
    anchor = find_anchor(text, relation.end(), sentence, names) if relation else None
    return _Tail(
        end=anchor.span.end if anchor else end,
        heading=heading,
        pointed=bool(heading and towards and towards["to"]),
        away=bool(away),
        road=bool(road),
        relation=relation["word"].lower() if relation else "",
        anchor=anchor,
    )


def _turned(text: str, sentence: Span, measure: _Measure, names: Names, tail: _Tail) -> tuple[_Tail, int]:
    """
    Look for the anchor before the length, and say where the words for the subject end.

    "south of X by 15 km", "from X to 20 miles south", "outside X, 10 km away", "X (15km northeast)".
    """
    start = max(sentence.start, measure.start - 90)
    before = text[start : measure.start]
    by = _BY.search(before)
    if by:
        heading = match_heading(text, start + by.start())
        anchor = find_anchor(text, start + by.start("anchor"), sentence, names)
        return replace(tail, heading=heading, anchor=anchor), start + by.start()
    lead = _FROM_TO.search(before) if tail.heading else _OUTSIDE.search(before)
    if lead and (tail.heading or tail.away or _FULL_STOP.match(text, measure.end)):
        anchor = find_anchor(text, start + lead.start("anchor"), sentence, names)
        return replace(tail, anchor=anchor), start + lead.start()
    if tail.heading and not tail.pointed and before.endswith("(") and _CLOSED.match(text, tail.end):
        own = find_subject(text, sentence, measure.start, names)
        return replace(tail, anchor=Phrase(span=own) if own else None), measure.start
    return tail, measure.start


def _places(before: str, measure: _Measure, tail: _Tail, subject: Span | None) -> bool:
    """Tell a distance that places something from one that was gone, or that measures a thing."""
    if tail.anchor is None:
        placed = subject is not None or tail.pointed or _PLACED_NOUN.search(before)
        return bool(placed) and not _MOVED.search(before)
    if tail.heading is not None:
        return True
    if tail.relation in {"of", "to"} and not tail.away:
        listed = before.rstrip().endswith((",", "(")) and not tail.anchor.points_back
        return is_upper_bound(measure.length) or (tail.relation == "to" and listed)
    return tail.away or tail.road or not _WENT.search(before)


def _kind(length: Length, tail: _Tail) -> ClaimKind:
    """Name the kind of a claim with a distance."""
    if tail.road:
        return "along"
    if is_upper_bound(length):
        return "within"
    return "offset" if tail.heading else "distance"


def _linked(text: str, sentence: Span, drafts: Sequence[_Draft], names: Names) -> Iterator[_Draft]:
    """Let the claims of a sentence share what stands in it once."""
    last: _Draft | None = None
    for draft in _sharing_anchors(text, sentence, drafts, names):
        gap = text[last.claim.span.end : draft.claim.span.start] if last else ""
        claim = draft.claim
        if last and claim.subject is None and last.claim.subject and _AND.fullmatch(gap):
            claim = replace(claim, subject=last.claim.subject)
        elif last and claim.subject and last.claim.anchor == claim.subject and "(" not in gap:
            claim = replace(claim, subject=None)
        last = replace(draft, claim=claim)
        yield last


def _sharing_anchors(text: str, sentence: Span, drafts: Sequence[_Draft], names: Names) -> Sequence[_Draft]:
    """Give "14 km northeast and 13 km southeast of X" one anchor; "5 km north and 3 km east of X" is one claim."""
    respectively = bool(drafts) and _RESPECTIVELY.match(text, drafts[-1].claim.span.end)
    shared: list[_Draft] = []
    for draft in reversed(drafts):
        claim, following = draft.claim, shared[-1].claim if shared else None
        gap = text[claim.span.end : following.span.start] if following else ""
        if following is None or claim.anchor or following.anchor is None or not _AND.fullmatch(gap):
            shared.append(draft)
        elif not respectively and _is_across(claim, following):
            shared[-1] = _Draft(claim=_across(claim, following), places=True)
        else:
            claim = replace(claim, anchor=following.anchor, points_back=following.points_back)
            shared.append(_Draft(claim=claim, places=True))
    return _respectively(text, sentence, shared, names) if respectively else shared[::-1]


def _respectively(text: str, sentence: Span, backwards: Sequence[_Draft], names: Names) -> Sequence[_Draft]:
    """Give each of some claims its own of the places listed before the first: the last the nearest."""
    subject = backwards[-1].claim.subject
    dealt: list[_Draft] = []
    for draft in backwards:
        dealt.append(replace(draft, claim=replace(draft.claim, subject=subject)))
        subject = find_subject_in_list(text, sentence, subject.start, names) if subject else None
    return dealt[::-1]


def _is_across(first: DistanceClaim, second: DistanceClaim) -> bool:
    """Tell whether two legs stand at a right angle."""
    if first.heading is None or second.heading is None:
        return False
    return abs((second.heading.bearing_deg - first.heading.bearing_deg) % 180.0 - 90.0) < 1.0


def _across(first: DistanceClaim, second: DistanceClaim) -> DistanceClaim:
    """Make one claim of two legs."""
    if second.distance is None or second.heading is None:
        return second
    return replace(
        first,
        span=Span(start=first.span.start, end=second.span.end),
        anchor=second.anchor,
        points_back=second.points_back,
        across=(second.distance, second.heading),
    )
