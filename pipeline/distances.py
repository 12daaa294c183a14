"""Find what a text says about distances and directions between places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.arabic import holds_arabic
from pipeline.claims.anchors import find_anchor
from pipeline.claims.arabic import find_arabic_claims
from pipeline.claims.compass import match_heading
from pipeline.claims.directions import find_directions, may_hold_directions
from pipeline.claims.pairs import Pair, find_pair
from pipeline.claims.phrases import CLASSES, Names, Phrase
from pipeline.claims.series import parted
from pipeline.claims.subjects import find_subject, find_subject_after, find_subject_in_list
from pipeline.claims.tails import Tail, read_tail
from pipeline.lexicon import either, words
from pipeline.measures import find_lengths, hedge_start, is_upper_bound
from pipeline.model import ClaimKind, DistanceClaim, Length, Span

_BLANK = r"\s"
_APPROXIMATELY = r"(?: or | about | around | approx\.? | approximately | roughly | some | nearly | ~ | i\.e\. )"
_DUAL = re.compile(
    rf"{_BLANK}? (?: [(\[/,;=–—-] | -- )? {_BLANK}? (?: {_APPROXIMATELY} {_BLANK} ){{0,2}}", re.VERBOSE | re.IGNORECASE
)
_CLOSED = re.compile(rf"(?:{_BLANK}of)?{_BLANK}?[)\]]", re.IGNORECASE)
_AND = re.compile(
    rf",? {_BLANK}{{1,2}} (?: (?: and | but | or | by ) {_BLANK} )? (?: (?: also | is | lies | then ) {_BLANK} )?",
    re.VERBOSE | re.IGNORECASE,
)
_RESPECTIVELY = re.compile(rf",?{_BLANK}{{1,2}}respectively", re.IGNORECASE)
_FULL_STOP = re.compile(rf"{_BLANK}?(?:[.,;)]|\Z)")
_BY = re.compile(
    rf"""(?<![\w-]) (?: to{_BLANK}the{_BLANK} )?
         (?P<heading> (?: due{_BLANK} )? (?: north | south | east | west ) [\w-]{{0,12}} ) {_BLANK} of {_BLANK}
         (?P<anchor> [^,;()]{{2,50}}? )
         (?: {_BLANK} by {_BLANK} | (?P<apart> (?: , {_BLANK} | {_BLANK} )? (?: at | at{_BLANK}about ) {_BLANK}
           | ,{_BLANK} | {_BLANK}?\( ) ) \Z""",
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

_LISTED = re.compile(rf"(?:,|,?{_BLANK}and){_BLANK}{{1,2}}(?=[\d(a-z])")
_RESPECTIVELY_FIRST = re.compile(rf"\brespectively{_BLANK}{{1,2}}\Z", re.IGNORECASE)
_ITS_OWN = re.compile(
    rf"(?:its|their){_BLANK}(?:\w{{1,12}}{_BLANK})?(?:cent(?:re|er)|outskirts|suburbs|limits|edge|downtown)(?!\w)",
    re.IGNORECASE,
)
"""A part of the subject itself: "on the edge of Lyman, 6 km from its centre" is not about Lyman."""

_WIDEST_GAP = 12

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
_RUNS = re.compile(
    rf"\b (?: run | ran | flow | stretch | extend | wind | lead | led ) (?: s | es | ed | ing | ning )? {_FEW_WORDS}",
    re.VERBOSE | re.IGNORECASE,
)
_FROM_END_TO_END = re.compile(rf"{_BLANK}from{_BLANK}[^,;.()]{{2,60}}?{_BLANK}to{_BLANK}", re.IGNORECASE)
"""With "runs" before the length, that is how long a river or a front is: "runs 60 km from X to Y"."""
_SAID_TO_LIE = re.compile(
    rf"(?: [,(–—] | \b (?: {either(words('claims', 'place verb'))} ) ) {_BLANK}{{0,2}} \Z", re.VERBOSE | re.IGNORECASE
)
"""What comes before "10 km south to X" where that is no journey to X."""
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
class _Draft:
    """A claim, whether it places something as it stands, and whether it counts from the name before its bracket."""

    claim: DistanceClaim
    places: bool
    is_of_its_own: bool = False


def find_distance_claims(text: str, sentences: Sequence[Span], names: Sequence[Span]) -> Iterator[DistanceClaim]:
    """
    Find every claim that places something by a distance or a direction, in the order of the text.

    `names` are the spans of the place names already found; anchors and subjects that are none of
    them are found as well, by their capitals and their place in the phrase.
    """
    measures, directed = _measures(text), may_hold_directions(text, sentences)
    arabic = holds_arabic(text)
    if not (measures or directed or arabic):
        return
    found = Names(text, names)
    index = 0
    for number, sentence in enumerate(sentences):
        measured = index < len(measures) and measures[index].start < sentence.end
        if not (measured or arabic or number in directed):
            continue
        drafts: list[_Draft] = []
        while index < len(measures) and measures[index].start < sentence.end:
            draft = _draft(text, sentence, measures[index], found)
            drafts += [draft] if draft else []
            index += 1
        placing = [draft.claim for draft in _linked(text, sentence, drafts, found) if draft.places]
        claims = [each for claim in placing for each in parted(text, sentence, claim, found)]
        if number in directed:
            claims += find_directions(text, sentence, found, [claim.span for claim in claims])
        if arabic:
            claims += find_arabic_claims(text, sentence, found)
        yield from _on_their_roads(text, sorted(claims, key=lambda claim: claim.span))


def _on_their_roads(text: str, claims: Sequence[DistanceClaim]) -> Iterator[DistanceClaim]:
    """Make one claim of "10 km from X" and "on the X-Y highway" where they stand side by side."""
    waiting: DistanceClaim | None = None
    for claim in claims:
        joined = _joined(text, waiting, claim) if waiting else None
        if waiting and joined is None:
            yield waiting
        waiting = joined or claim
    if waiting:
        yield waiting


def _joined(text: str, first: DistanceClaim, second: DistanceClaim) -> DistanceClaim | None:
    """Join a distance and the road it goes along, None if they are no such two."""
    road, way = (first, second) if first.distance is None else (second, first)
    gap = text[first.span.end : second.span.start]
    if road.kind != "along" or road.distance or way.kind != "distance" or not way.anchor or not road.other_anchor:
        return None
    ends = {span.of(text).casefold(): span for span in (road.anchor, road.other_anchor) if span}
    counted = way.anchor.of(text).casefold()
    if len(gap) > _WIDEST_GAP or counted not in ends or len(ends) != 2:
        return None
    other = next(span for name, span in ends.items() if name != counted)
    span = Span(start=first.span.start, end=second.span.end)
    subject = None if way.subject and road.span.contains(way.subject) else way.subject
    return replace(way, span=span, kind="along", other_anchor=other, subject=subject)


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
    return first is None or second is None or 0.7 * second < first < 1.4 * second


def _draft(text: str, sentence: Span, measure: _Measure, names: Names) -> _Draft | None:
    """Read the words round a length, and draft a claim if there is something it could count from."""
    before = text[max(sentence.start, measure.start - 80) : measure.start]
    if _NO_PLACE.search(before) or (_RUNS.search(before) and _FROM_END_TO_END.match(text, measure.end, sentence.end)):
        return None
    pair = find_pair(text, sentence, Span(start=measure.start, end=measure.end), names)
    if pair:
        return _draft_of_pair(measure, pair)
    tail = read_tail(text, sentence, measure.end, names)
    if tail.radius and not is_upper_bound(measure.length):
        measure = replace(measure, length=replace(measure.length, low_m=0.0, hedge="within"))
    until = measure.start
    if tail.anchor is None or (tail.anchor.points_back and tail.heading is None):
        tail, until = _turned(text, sentence, measure, names, tail)
    if tail.anchor is None and tail.heading is None and not (tail.away or _LISTED.match(text, measure.end)):
        return None
    subject = _subject(text, sentence, until, tail, names)
    claim = DistanceClaim(
        span=Span(start=min(until, measure.start), end=tail.end),
        kind=_kind(measure.length, tail),
        distance=measure.length,
        heading=tail.heading,
        anchor=tail.anchor.span if tail.anchor else None,
        points_back=bool(tail.anchor and tail.anchor.points_back),
        other_anchor=tail.other,
        subject=subject,
    )
    own = tail.anchor is not None and tail.anchor.span.end <= measure.start and before.endswith("(")
    return _Draft(claim=claim, places=_places(before, measure, tail, subject), is_of_its_own=own and not tail.relation)


def _draft_of_pair(measure: _Measure, pair: Pair) -> _Draft:
    """Draft the claim of a distance whose two ends a phrase names."""
    claim = DistanceClaim(
        span=pair.span,
        kind="distance",
        distance=measure.length,
        heading=None,
        anchor=pair.anchor,
        subject=pair.subject,
    )
    return _Draft(claim=claim, places=True)


def _subject(text: str, sentence: Span, until: int, tail: Tail, names: Names) -> Span | None:
    """Find what a claim is about, before it or after it; never what it counts from."""
    anchor = tail.anchor.span.of(text) if tail.anchor else None
    subject = find_subject(text, sentence, until, names, anchor=anchor)
    if subject and anchor and subject.of(text).casefold() == anchor.casefold():
        return None
    if subject is None and (tail.anchor or tail.heading or tail.away):
        return find_subject_after(text, Span(start=until, end=tail.end), sentence, names)
    return None if tail.anchor and _ITS_OWN.match(text, tail.anchor.span.start) else subject


def _turned(text: str, sentence: Span, measure: _Measure, names: Names, tail: Tail) -> tuple[Tail, int]:
    """
    Look for the anchor before the length, and say where the words for the subject end.

    "south of X by 15 km", "from X to 20 miles south", "outside X, 10 km away", "X (15km northeast)".
    """
    start = max(sentence.start, measure.start - 90)
    before = text[start : measure.start]
    by = _BY.search(before) if tail.heading is None else None
    apart = tail.away or tail.anchor or _FULL_STOP.match(text, measure.end)
    if by and (apart or not by["apart"]):
        heading = match_heading(text, start + by.start("heading"))
        anchor = find_anchor(text, start + by.start("anchor"), sentence, names)
        return replace(tail, heading=heading, anchor=anchor), start + by.start()
    if tail.anchor:
        return tail, measure.start
    lead = _FROM_TO.search(before) if tail.heading else _OUTSIDE.search(before)
    if lead and (tail.heading or tail.away or _FULL_STOP.match(text, measure.end)):
        anchor = find_anchor(text, start + lead.start("anchor"), sentence, names)
        return replace(tail, anchor=anchor), start + lead.start()
    if tail.heading and not tail.pointed and before.endswith("(") and _CLOSED.match(text, tail.end):
        own = find_subject(text, sentence, measure.start, names)
        return replace(tail, anchor=Phrase(span=own) if own else None), measure.start
    return tail, measure.start


def _places(before: str, measure: _Measure, tail: Tail, subject: Span | None) -> bool:
    """Tell a distance that places something from one that was gone, or that measures a thing."""
    if tail.anchor is None and tail.heading is None:
        return tail.away and subject is not None and tail.set_off
    if tail.anchor is None:
        placed = subject is not None or tail.pointed or _PLACED_NOUN.search(before)
        return bool(placed) and not _MOVED.search(before)
    if tail.heading is not None:
        return tail.relation != "to" or bool(_SAID_TO_LIE.search(before))
    if tail.relation in {"of", "to", "around"} and not tail.away:
        listed = before.rstrip().endswith((",", "(")) and not tail.anchor.points_back
        bare = tail.anchor.points_back and tail.relation == "of" and tail.anchor.is_one_word
        return (is_upper_bound(measure.length) and not bare) or (tail.relation == "to" and listed)
    return tail.away or tail.road or not _WENT.search(before)


def _kind(length: Length, tail: Tail) -> ClaimKind:
    """Name the kind of a claim with a distance."""
    if tail.road or tail.by_road:
        return "along"
    if is_upper_bound(length):
        return "within"
    return "offset" if tail.heading else "distance"


def _linked(text: str, sentence: Span, drafts: Sequence[_Draft], names: Names) -> Iterator[_Draft]:
    """Let the claims of a sentence share what stands in it once."""
    first: _Draft | None = None
    last: _Draft | None = None
    for draft in _sharing_anchors(text, sentence, drafts, names):
        gap = text[last.claim.span.end : draft.claim.span.start] if last else ""
        claim = draft.claim
        if last and claim.subject and last.claim.anchor == claim.subject and "(" not in gap:
            claim = replace(claim, subject=None)
        if last and claim.subject is None and last.claim.subject and _AND.fullmatch(gap):
            claim = replace(claim, subject=last.claim.subject)
        if first and draft.is_of_its_own and first.claim.anchor != claim.anchor:
            claim = replace(claim, subject=claim.anchor, anchor=first.claim.anchor)
        if first is None and claim.anchor and claim.subject:
            first = draft
        last = replace(draft, claim=claim)
        yield last


def _sharing_anchors(text: str, sentence: Span, drafts: Sequence[_Draft], names: Names) -> Sequence[_Draft]:
    """Give "14 km northeast and 13 km southeast of X" one anchor; "5 km north and 3 km east of X" is one claim."""
    respectively = bool(drafts) and (
        _RESPECTIVELY.match(text, drafts[-1].claim.span.end)
        or _RESPECTIVELY_FIRST.search(text, sentence.start, drafts[0].claim.span.start)
    )
    shared: list[_Draft] = []
    for draft in reversed(drafts):
        claim, following = draft.claim, shared[-1].claim if shared else None
        gap = text[claim.span.end : following.span.start] if following else ""
        if following is None or claim.anchor or following.anchor is None or not _AND.fullmatch(gap):
            shared.append(draft)
        elif not respectively and _is_across(claim, following):
            shared[-1] = _Draft(claim=_across(claim, following), places=True)
        else:
            heading = claim.heading or following.heading
            kind: ClaimKind = "offset" if heading and claim.kind == "distance" else claim.kind
            claim = replace(
                claim, kind=kind, heading=heading, anchor=following.anchor, points_back=following.points_back
            )
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
