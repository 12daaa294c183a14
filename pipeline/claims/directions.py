"""Find what a text says of places without a distance: north of one, between two, on the road from one to another."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.claims.anchors import find_anchor
from pipeline.claims.compass import SLAVIC, match_heading
from pipeline.claims.pairs import NAME, pair_end
from pipeline.claims.phrases import SETTLEMENTS, Names
from pipeline.claims.subjects import find_subject
from pipeline.lexicon import either, words
from pipeline.model import DistanceClaim, Span
from pipeline.tokens import ARTICLES

_COMPASS = re.compile(
    r"""(?<! [\w-] ) (?: due \s )? (?: north | south | east | west ) [\w-]{0,16}
        (?: \s (?: and \s )? (?: north | south | east | west ) \w{0,6} )? \s of \s""",
    re.VERBOSE | re.IGNORECASE,
)
_SIDE_REACH = 32  # more than the pattern can match
_COMPASS_SLAVIC = re.compile(
    rf"""(?<! [\w-] ) (?: (?: на | к | ко ) \s (?P<side> {SLAVIC} ) (?! \w ) \s (?: від | од | от )
        | (?P<nearer> (?: {SLAVIC} ) (?<= іше | .ее | .ей ) ) (?! \w ) (?: \s (?: від | од | от ) (?! \w ) )? ) \s""",
    re.VERBOSE | re.IGNORECASE,
)
_CYRILLIC = re.compile("[а-яіїєґ]")
_PART_OF = re.compile(r"(?<!to\s)(?<!\w)the\s\Z", re.IGNORECASE)
_SIDE_OF = re.compile(r"\b(?:north|south|east|west)\w{0,12}\sof(?:\sthe)?\s\Z", re.IGNORECASE)
_BY_TIME = re.compile(
    r"""
    \b (?: minutes? | hours? (?: \s and \s an? \s (?: half | quarter ) )? | days? ) ['’]?
    (?: \s (?: by \s )? (?: drive | walk | ride | march | trek | journey | flight | sail | travel | train | car | road
      | boat | foot ) )?
    (?: \s away )? ,? \s (?: to \s the \s )? \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A time on the way: "two hours' drive east of X" is nobody knows how far off, and not near X."""
_STATED = re.compile(
    rf"""
    (?: \( (?: just \s | immediately \s )?
      | \b (?: is | was | lies | lay | sits | stands | located | situated | lying ) \s
        (?: (?: located | situated | just | immediately | directly | to \s the ) \s ){{0,2}}
      | [,–—] \s an? \s (?: [^\W\d_][\w-]{{0,20}} \s ){{0,4}} (?: {either(SETTLEMENTS)} ) \s
        (?: just \s | to \s the \s )?
    ) \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)

_ROADS = r"(?:highway|road|motorway|axis|line|route|railway|autobahn|section|sector|stretch)"
_BETWEEN = re.compile(
    rf"""
    (?P<lead> (?: \b (?! mid | half | way ) \w{{1,20}} \s )? )
    (?P<phrase> (?P<midway> mid-?way \s | half-?way \s | half \s way \s )? (?: between | (?<= way \s ) from ) ) \s
    (?: the \s (?: \w{{1,20}} \s )? (?: towns | villages | cities | settlements ) \s of \s )?
    (?P<one> {NAME} ) \s (?: and | (?<= \s ) to ) \s (?P<two> {NAME} )
    """,
    re.VERBOSE,
)
_BETWEEN_WHAT = words("claims", "between states")
_BETWEEN_SIDES = words("claims", "between sides")
_ALONG = re.compile(
    rf"""
    \b (?: on | along | off | near | astride | down | up | of ) \s (?P<phrase> the ) \s
    (?P<one> {NAME} ) \s? [-–—] \s? (?P<two> {NAME} ) \s {_ROADS} (?! \w )
    """,
    re.VERBOSE,
)
_BETWEEN_SLAVIC = re.compile(
    rf"""(?<! \w ) (?P<phrase> між | между | Між | Между )
        \s (?P<one> {NAME} ) \s (?: і | й | та | и ) \s (?P<two> {NAME} )""",
    re.VERBOSE,
)
_ALONG_SLAVIC = re.compile(
    rf"""(?<! \w ) (?P<phrase> (?i: трас[аіиу] | трасс[аеуы] | дорог[аеуиы] | дорозі | шосс?е | лінії | линии ) )
        \s (?P<one> {NAME} ) \s? [-–—] \s? (?P<two> {NAME} )""",
    re.VERBOSE,
)
_ROAD = re.compile(
    rf"""
    \b (?P<phrase> the \s (?: main | strategic ) | the | main | strategic | a ) \s
    (?: [A-Z]-?\d{{1,4}} \s )? {_ROADS} \s
    (?: from | between | linking | connecting | joining | leading\sfrom ) \s
    (?P<one> {NAME} ) \s (?: to | and | with | towards ) \s (?P<two> {NAME} )
    """,
    re.VERBOSE,
)


_PAIRS = (
    (_ALONG, ("-", "–", "—")),
    (_ALONG_SLAVIC, ("-", "–", "—")),
    (_ROAD, (" from ", " between ", " linking ", " connecting ", " joining ", "leading")),
    (_BETWEEN, ("between", "way from")),
    (_BETWEEN_SLAVIC, ("між", "между", "Між", "Между")),
)
"""The patterns of pairs, each with the words of which one must be there: looking for those first is quicker."""


_SIGNS = (
    *("north", "south", "east", "west", "between", "way from"),
    *("highway", "road", "motorway", "axis", "line", "route", "railway", "autobahn", "section", "sector", "stretch"),
)
"""Every claim in Latin letters holds one of these."""


def may_hold_directions(text: str, sentences: Sequence[Span]) -> frozenset[int]:
    """Give the numbers of the sentences that `find_directions` may find anything in: few of a text are."""
    level = text.replace("İ", "i").lower()  # the one letter that is two when it is small
    if not level.isascii() and _CYRILLIC.search(level):
        return frozenset(range(len(sentences)))
    ends = [sentence.end for sentence in sentences]
    found: set[int] = set()
    for sign in _SIGNS:
        at = level.find(sign)
        while at >= 0 and (number := bisect_right(ends, at)) < len(ends):
            found.add(number)
            at = level.find(sign, ends[number])
    return frozenset(found)


def find_directions(text: str, sentence: Span, names: Names, taken: Sequence[Span]) -> Iterator[DistanceClaim]:
    """
    Find the claims of a sentence that have no distance, beside those that were found with one.

    "North of X" is of kind "direction", "between X and Y" "between", "on the X-Y highway" and "the
    road from X to Y" "along". The outskirts and the north of a place are no claims.
    """
    held = sorted(taken)
    for claim in (*_pairs(text, sentence, names), *_headings(text, sentence, names, held)):
        place = bisect_left(held, claim.span)
        if not any(claim.span.overlaps(span) for span in held[max(0, place - 1) : place + 1]):
            held.insert(place, claim.span)
            yield claim


def _is_held(held: Sequence[Span], position: int) -> bool:
    """Tell whether a position lies in one of the spans of a sorted row that do not overlap."""
    place = bisect_right(held, position, key=lambda span: span.start)
    return place > 0 and held[place - 1].end > position


def _headings(text: str, sentence: Span, names: Names, held: Sequence[Span]) -> Iterator[DistanceClaim]:
    """Find "north of X", with a subject only where the text says outright that it lies there."""
    for match, first in _compasses(text, sentence):
        if _is_held(held, match.start()):
            continue
        heading = match_heading(text, first)
        before = text[max(sentence.start, match.start() - 120) : match.start()]
        if heading is None or _PART_OF.search(before) or _BY_TIME.search(before):
            continue
        anchor = find_anchor(text, match.end(), sentence, names)
        if anchor is None or (anchor.points_back and not _is_settlement(anchor.span.of(text))):
            continue
        stated = _STATED.search(before)
        subject = find_subject(text, sentence, match.start(), names, anchor=anchor.span.of(text)) if stated else None
        yield DistanceClaim(
            span=Span(start=match.start(), end=anchor.span.end),
            kind="direction",
            distance=None,
            heading=heading,
            anchor=anchor.span,
            points_back=anchor.points_back,
            subject=subject,
        )


def _compasses(text: str, sentence: Span) -> Iterator[tuple[re.Match[str], int]]:
    """Give the matches of "north of", in any of the languages, and where the direction itself begins."""
    words_of_it = sentence.of(text).lower()
    if "north" in words_of_it or "south" in words_of_it or "east" in words_of_it or "west" in words_of_it:
        for match in _COMPASS.finditer(text, sentence.start, sentence.end):
            yield match, match.start()
    if words_of_it.isascii() or not _CYRILLIC.search(words_of_it):
        return
    for match in _COMPASS_SLAVIC.finditer(text, sentence.start, sentence.end):
        yield match, match.start("side" if match["side"] else "nearer")


def _is_settlement(words: str) -> bool:
    """Tell whether words that point back point to a place where people live: "the city" but not "the area"."""
    return words.rsplit(maxsplit=1)[-1].lower() in SETTLEMENTS


def _pairs(text: str, sentence: Span, names: Names) -> Iterator[DistanceClaim]:
    """Find "between X and Y" and roads named by their ends; what is on one side of a road is not on it."""
    words_of_it = sentence.of(text)
    for pattern, triggers in _PAIRS:
        for trigger in triggers:  # "any" would take three times as long, and no other line runs as often
            if trigger in words_of_it:
                break
        else:
            continue
        for match in pattern.finditer(text, sentence.start, sentence.end):
            if pattern is _BETWEEN and match["lead"].strip().lower() in _BETWEEN_WHAT:
                continue
            if _SIDE_OF.search(text, max(sentence.start, match.start("phrase") - _SIDE_REACH), match.start("phrase")):
                continue
            ends = [pair_end(text, match.span(which), names) for which in ("one", "two")]
            if ends[0] is None or ends[1] is None or match["one"].lower() in ARTICLES:
                continue
            midway = pattern is _BETWEEN and match["midway"]
            known = any(names.at(match.start(end)) for end in ("one", "two"))
            if not known and pattern is _BETWEEN and match["lead"].strip().lower() in _BETWEEN_SIDES:
                continue  # "clashes between Nuer and Anuak": nothing says that they are places
            yield DistanceClaim(
                span=Span(start=match.start("phrase"), end=match.end()),
                kind="between" if pattern in {_BETWEEN, _BETWEEN_SLAVIC} else "along",
                distance=None,
                heading=None,
                anchor=ends[0],
                other_anchor=ends[1],
                subject=find_subject(text, sentence, match.start("phrase"), names) if midway else None,
            )
