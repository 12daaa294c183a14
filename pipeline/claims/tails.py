"""Read the words after a length: a direction, a word of relation, what it counts from."""

import re
from dataclasses import dataclass, replace

from pipeline.claims.anchors import find_anchor
from pipeline.claims.compass import is_abbreviated, is_comparative, match_heading
from pipeline.claims.phrases import Names, Phrase
from pipeline.model import Heading, Span

_BLANK = r"\s"
_BY_ROAD = rf"(?P<by_road> by{_BLANK}(?:road|car|truck|bus) | drive )"
_AWAY = re.compile(
    rf"""(?: ,? {_BLANK}{{1,2}}
        (?: away | distant | distance | further | farther | as{_BLANK}the{_BLANK}crow{_BLANK}flies
          | by{_BLANK}air | {_BY_ROAD}
          | or{_BLANK}so | inland | offshore | out | upstream | downstream | upriver | downriver
          | (?: in{_BLANK}a{_BLANK} )? straight{_BLANK}line ) (?!\w) ){{1,3}}""",
    re.VERBOSE | re.IGNORECASE,
)
_THEN_BY_ROAD = re.compile(rf",? {_BLANK}{{1,2}} {_BY_ROAD} (?!\w)", re.VERBOSE | re.IGNORECASE)
_ROADS = r"(?: road | highway | motorway | route | track | railway | axis )"
_ROAD = re.compile(
    rf"""{_BLANK}{{1,2}} (?: up | down | along ) {_BLANK} (?: the | a ) {_BLANK}
         (?: [^\W_] [\w-]{{0,20}} {_BLANK} ){{0,2}} {_ROADS} (?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_ON_TO = re.compile(
    rf"""{_BLANK} (?: to | towards? | leading{_BLANK}to | in{_BLANK}the{_BLANK}direction{_BLANK}of ) {_BLANK}""",
    re.VERBOSE | re.IGNORECASE,
)
_ROAD_TO = re.compile(
    rf"""(?: ,? {_BLANK} | {_BLANK}? \( ) (?: on | along | down | up ) {_BLANK} (?: the | a ) {_BLANK}
         (?: [^\W_] [\w-]{{0,20}} {_BLANK} ){{0,2}} {_ROADS}
         {_BLANK} (?: to | towards? | leading{_BLANK}to ) {_BLANK}""",
    re.VERBOSE | re.IGNORECASE,
)
_RADIUS = re.compile(rf"(?:{_BLANK}|-)radius{_BLANK}(?:of|around|from){_BLANK}", re.IGNORECASE)
_TOWARDS = re.compile(
    rf""",? {_BLANK}{{0,2}} (?: (?: lying | located | situated ) {_BLANK} )?
        (?: (?P<to> (?: (?: to | in | on | towards? | from ) {_BLANK} (?: both {_BLANK} )? (?: the | its | their )
                      | in {_BLANK} an? (?= {_BLANK} [\w-]{{4,20}} {_BLANK} direction \b )
                      | на | к | ко ) {_BLANK} )
          | to{_BLANK} )?""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMED_FOR_ITS_SIDE = re.compile(r"(?:North|South|East|West)(?:ern)?\s[A-Z][a-z]")
"""A name that begins with a direction: "5 km from the South Sudanese capital", "from the West Bank"."""
_SIDE = re.compile(rf"{_BLANK}(?:direction|side)(?!\w)", re.IGNORECASE)
_RELATION = re.compile(
    rf"""{_BLANK}{{1,2}} (?P<word> away{_BLANK}from | outside{_BLANK}of | of | from | outside | off | beyond | past
        | around | short{_BLANK}of | to | in{_BLANK}from | від | од | от ) (?!\w) {_BLANK}{{0,3}}""",
    re.VERBOSE | re.IGNORECASE,
)
_MARK = re.compile(rf"{_BLANK}?(?:[.,;)–—]|\Z)")
_BLANKS = re.compile(rf"{_BLANK}{{1,2}}")
_STRAIGHT_ON = re.compile(rf"(?<!\.){_BLANK}{{1,2}}#?(?=[^\W\d_a-z])")
"""What leads from a direction in letters to a name, but not from an initial: "Twenty yards. N. Smith said"."""
_COUNTED_FROM = frozenset({"from", "away from", "outside", "outside of", "off", "від", "од", "от"})
_AFTERWARDS = re.compile(
    rf"""(?: ,? {_BLANK}{{1,2}} \(? | {_BLANK}? \( )
        (?P<to> (?: (?: to | towards? ) {_BLANK} the | in {_BLANK} an? | на | к | ко ) {_BLANK} )?""",
    re.VERBOSE | re.IGNORECASE,
)
_GOES_ON = re.compile(rf"{_BLANK}{{1,2}}(?:of|from|від|од|от)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """
    What follows a length.

    `pointed` is a direction given as "to the north", `road` a way along a road, and `other` where that
    goes; `by_road` says that the distance is one by road, whichever that is, `set_off` that a mark comes
    after the direction.
    """

    end: int
    heading: Heading | None = None
    pointed: bool = False
    away: bool = False
    road: bool = False
    by_road: bool = False
    radius: bool = False
    set_off: bool = False
    relation: str = ""
    anchor: Phrase | None = None
    other: Span | None = None


def read_tail(text: str, sentence: Span, end: int, names: Names) -> Tail:
    """Read the words after a length that ends at *end*."""
    radius = _RADIUS.match(text, end)
    if radius:
        anchor = find_anchor(text, radius.end(), sentence, names)
        return Tail(end=anchor.span.end if anchor else end, relation="from", radius=True, anchor=anchor)
    tail = _with_anchor(text, sentence, _towards(text, end), names)
    if tail.anchor is None:
        return tail
    return _with_road(text, sentence, _turning(text, sentence, tail), names)


def _towards(text: str, end: int) -> Tail:
    """Read "away", "along the road" and a direction."""
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
    pointed = bool(heading and towards and towards["to"])
    set_off = bool(_MARK.match(text, end))
    return Tail(
        end=end,
        heading=heading,
        pointed=pointed,
        away=bool(away),
        road=bool(road),
        by_road=bool(away and away["by_road"]),
        set_off=set_off,
    )


def _with_anchor(text: str, sentence: Span, tail: Tail, names: Names) -> Tail:
    """Read the word of relation and what is counted from; "севернее" and "7 km NE Kupiansk" need no word."""
    relation = _RELATION.match(text, tail.end)
    word = relation["word"].lower() if relation else ""
    if tail.heading and is_comparative(tail.heading, text):
        relation, word = relation or _BLANKS.match(text, tail.end), "from"
    elif relation is None and tail.heading and is_abbreviated(tail.heading, text):
        relation, word = _STRAIGHT_ON.match(text, tail.end, sentence.end), "of"
    anchor = find_anchor(text, relation.end(), sentence, names) if relation else None
    return replace(tail, end=anchor.span.end if anchor else tail.end, relation=word, anchor=anchor)


def _turning(text: str, sentence: Span, tail: Tail) -> Tail:
    """Read a direction that comes after what is counted from: "12 km from X to the east", "bearing 045"."""
    if tail.heading or tail.relation not in _COUNTED_FROM:
        return tail
    lead = _AFTERWARDS.match(text, tail.end, sentence.end)
    heading = match_heading(text, lead.end()) if lead else None
    if lead is None or heading is None or heading.span.end > sentence.end:
        return tail
    side = _SIDE.match(text, heading.span.end)
    end = side.end() if side else heading.span.end
    points = lead["to"] and (side or not lead["to"].lower().startswith("in"))
    if not (points or heading.points == 360) or _GOES_ON.match(text, end):
        return tail
    return replace(tail, end=end, heading=heading, pointed=True)


def _with_road(text: str, sentence: Span, tail: Tail, names: Names) -> Tail:
    """Read where the road goes, "down the road from X towards Y", or that it is one: "10 km from X by road"."""
    by_road = _THEN_BY_ROAD.match(text, tail.end, sentence.end)
    if by_road:
        return replace(tail, end=by_road.end(), by_road=True)
    way = _ON_TO.match(text, tail.end) if tail.road else None
    road = way or (_ROAD_TO.match(text, tail.end) if tail.relation in _COUNTED_FROM and not tail.heading else None)
    other = find_anchor(text, road.end(), sentence, names) if road else None
    if other is None or other.points_back:
        return tail
    return replace(tail, end=other.span.end, road=True, other=other.span)
