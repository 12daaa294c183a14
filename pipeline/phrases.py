"""Find the words a distance counts from, and the words for the place it is about."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Span

SETTLEMENTS = frozenset(["city", "town", "village", "hamlet", "settlement", "capital", "locality", "township", "community", "suburb"])
"""Common nouns for places where people live."""

LINES = frozenset(["border", "borders", "frontier", "front", "frontline", "coast", "coastline", "shore", "shoreline", "boundary"])
"""Common nouns for places too long to count from as a point."""

REGIONS = frozenset(
    ["province", "region", "oblast", "raion", "governorate", "department", "county", "prefecture", "state", "canton", "jurisdiction", "territory", "district", "subdistrict", "republic", "peninsula", "regions", "provinces"]
)
"""Common nouns for areas that say where a settlement is."""

CLASSES = (
    SETTLEMENTS
    | LINES
    | REGIONS
    | frozenset(
        ["municipality", "neighborhood", "neighbourhood", "quarter", "area", "port", "stronghold", "base", "airbase", "airport", "airfield", "airstrip", "camp", "crossing", "checkpoint", "river", "lake", "dam", "reservoir", "island", "mountain", "hill", "ridge", "bridge", "road", "highway", "motorway", "railway", "station", "junction", "crossroads", "intersection", "canal", "refinery", "plant", "mine", "field", "oilfield", "prison", "palace", "sector", "hospital", "monastery", "farm", "centre", "center", "headquarters", "hq", "outpost", "factory", "facility", "zone", "site", "enclave", "pocket", "axis", "outskirts", "beach", "resort", "fort", "building", "embassy", "mosque", "church", "school", "depot", "warehouse", "square", "market", "place", "spot", "point", "wall", "post", "house", "compound", "complex", "forest", "valley", "pass", "gate", "line", "villages", "towns", "cities", "location", "locations", "position", "positions", "quarters", "castle", "citadel", "tower", "cemetery", "stadium", "university", "terminal", "hub"]
    )
)
"""Common nouns for places of every kind."""

_HERE = frozenset(["there", "here", "it"])
_SKIPPED = frozenset(["the", "a", "an", "of", "its", "this", "that", "their", "his", "our", "nearby", "said", "so-called", "de", "facto", "both", "either"])
_STOPS = frozenset(
    ["and", "or", "but", "which", "who", "whose", "that", "where", "when", "while", "after", "before", "as", "is", "was", "were", "are", "be", "been", "by", "for", "from", "to", "on", "with", "against", "since", "until", "during", "said", "says", "reported", "according", "amid", "because", "if", "than", "then", "through", "under", "over", "at", "into", "via", "has", "have", "had", "will", "would", "could", "near", "respectively", "also"]
)
_CONNECTORS = frozenset(["of", "de", "del", "la", "las", "los", "el", "al", "al-", "i", "y", "da", "do", "du", "den", "der", "von", "van", "es", "ed", "ar", "an-"])
_ORGANISATIONS = frozenset(
    ["army", "armies", "force", "forces", "navy", "police", "ministry", "group", "brigade", "division", "battalion", "regiment", "corps", "guard", "guards", "militia", "observatory", "institute", "agency", "council", "government", "party", "command", "staff", "defense", "defence", "troops", "soldiers", "fighters", "militants", "rebels", "president", "minister", "general", "colonel", "reuters", "twitter", "telegram", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "isis", "isil", "daesh", "sdf", "ypg", "gna", "lna", "idf", "saa", "kurds", "russians", "ukrainians", "syrians", "iraqis", "turks", "israelis", "americans", "allies", "ottomans", "today", "yesterday", "tonight", "tomorrow"]
)
_PEOPLES = re.compile(
    r"(?:\w{2,}(?:ian|ean|ish|ese|can|li|iqi|aeli|emeni|stani|wiss|reek|rench|man|erman|utch|-led))s?\Z", re.IGNORECASE
)

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_](?:[\w’'ʼ`´.]|[-‐‑](?=\w))*(?<![.'’])|\S")
_REACH = 160
_BACK = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A stretch of the text that names a place, or points back to one that was named."""

    span: Span
    points_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    span: Span
    word: str

    @property
    def fold(self) -> str:
        return self.word.lower()


class Names:
    """The names already found in a text, by where they are."""

    __slots__ = ("_ends", "_spans", "_starts")

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def at(self, position: int) -> Span | None:
        """Give the name that covers a position."""
        index = bisect_right(self._starts, position) - 1
        found = self._spans[index] if index >= 0 else None
        return found if found and found.end > position else None


def is_shouted(text: str, sentence: Span) -> bool:
    """Tell whether a sentence is written in capitals throughout."""
    words = sentence.of(text)[:400]
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) > 12 and sum(letter.isupper() for letter in letters) > 0.9 * len(letters)


def tokens(text: str, start: int, end: int) -> list[_Token]:
    """Cut a stretch of text into words and marks."""
    return [
        _Token(span=Span(start=match.start(), end=match.end()), word=match[0])
        for match in _TOKEN.finditer(text, start, end)
    ]


def find_anchor(text: str, start: int, sentence: Span, names: Names) -> Phrase | None:
    """Read what a distance counts from, in the words that begin at *start*."""
    chunks = _chunks(text, Span(start=start, end=min(sentence.end, start + _REACH)), names)
    match = _ANCHOR.match("".join(chunk.kind for chunk in chunks))
    if match is None:
        return None
    which = match.lastgroup or ""
    first, last = chunks[match.start(which)], chunks[match.end(which) - 1]
    return Phrase(span=Span(start=first.span.start, end=last.span.end), points_back=which in {"here", "back"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    """A run of words of one kind.

    P a proper name, p the name of a people or an organisation, C a class noun, L one for a line, o "of", i "in",
    w "with" and "between", c a comma, H "there", F a word that does not matter.
    """

    kind: str
    span: Span


_ANCHOR = re.compile(
    r"""
    (?P<here> H )
  | (?P<line> [FpPC]{0,6} L (?: C )? (?: [owi] [FpPCo]{1,6} )? )
  | [Fp]{0,6} C c F? (?P<after_comma> P )
  | [FpP]{0,6} C o [FpCo]{0,5} (?P<of> P )
  | [Fp]{0,6} C i [FpCo]{0,5} (?P<within> P )
  | [Fp]{0,6} C F? (?P<beside> P )
  | [Fp]{0,6} (?P<bare> P )
  | (?P<back> [Fp]{0,6} C )
  | F? (?P<people> p )
    """,
    re.VERBOSE,
)


def _chunks(text: str, reach: Span, names: Names) -> list[_Chunk]:
    """Sort the words of a stretch into chunks, up to the first that ends the phrase."""
    shouted = is_shouted(text, reach)
    found: list[_Chunk] = []
    end = reach.start
    for match in _TOKEN.finditer(text, reach.start, reach.end):
        if match.start() < end:
            continue
        name = names.at(match.start())
        if name is not None and name.end > match.start():
            span, kind = Span(start=match.start(), end=name.end), "P"
        elif not shouted and _is_proper(match[0]):
            span = _proper_run(text, match.start(), reach.end, names)
            kind = _proper_kind(span.of(text))
        else:
            span, kind = Span(start=match.start(), end=match.end()), _kind(match[0].lower(), found)
            if kind == "?" and shouted:
                span = _shouted_run(text, match.start(), reach.end)
                kind = _proper_kind(span.of(text))
        if kind in "?." or len(found) >= 12:
            break
        found.append(_Chunk(kind=kind, span=span))
        end = span.end
    return found


def _kind(word: str, before: Sequence[_Chunk]) -> str:
    """Give the kind of a word that is no name; "." ends the phrase, "?" is a word of no known kind."""
    if word in _HERE:
        return "H" if not before else "."
    if word in LINES:
        return "L"
    if word in CLASSES:
        return "C"
    if word in {"of", "in", "at", "on", "with", "between", ","}:
        kind = {"of": "o", ",": "c"}.get(word, "w" if word in {"with", "between"} else "i")
        return kind if before and before[-1].kind in "CLP" else "."
    if word in _SKIPPED or word in {"“", '"', "‘"}:
        return "F"
    return "." if word in _STOPS or not word[0].isalnum() else "?"


def _is_proper(word: str) -> bool:
    """Tell whether a word of mixed-case text is part of a proper name: Bakhmut, al-Bab, M03."""
    return word[0].isupper() or bool(re.match(r"(?:al|el|ad|ar|as|at|an|ash|az|ed|es)-\w", word, re.IGNORECASE))


def _proper_run(text: str, start: int, limit: int, names: Names) -> Span:
    """Give the run of capitalised words from *start*: "Tal Dakwa", "Qala i Naw", "Damascus-Beirut"."""
    end, tail = start, start
    for match in _TOKEN.finditer(text, start, limit):
        if match.start() > start and names.at(match.start()) is not None:
            break
        if _is_proper(match[0]) and (match[0][0].isalpha()):
            end = match.end()
        elif match[0].lower() not in _CONNECTORS and not match[0].isdigit() and match[0] not in "–—-":
            break
        tail = match.end()
        if re.search(r"['’]s\Z", text[start:end]):
            break
    del tail
    return Span(start=start, end=max(end, start + 1))


def _shouted_run(text: str, start: int, limit: int) -> Span:
    """Give the run of words from *start* up to a mark or a small word, in a text all in capitals."""
    end = start
    for match in _TOKEN.finditer(text, start, limit):
        word = match[0].lower()
        if not match[0][0].isalnum() or word in _STOPS or word in {"in", "at"}:
            break
        end = match.end()
    return Span(start=start, end=max(end, start + 1))


def _proper_kind(words: str) -> str:
    """Tell a name from a people ("Turkish"), an organisation or a possessor ("the SDF's")."""
    last = words.rsplit(maxsplit=1)[-1].lower()
    if (
        re.search(r"['’]s?\Z", words)
        or last.rstrip(".") in _ORGANISATIONS
        or last in {"us", "u.s.", "un", "nato", "eu"}
    ):
        return "p"
    return "p" if _PEOPLES.search(words) else "P"


_STRIPS = tuple(
    re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for pattern in (
        r"""[\s\u00a0,;:–—"“”'‘’|-]+ \Z""",
        r"""(?<!\w) (?: located | situated | lying | lies | lay | lie | sits | stands | found | based | which | that | is | are | was
            | were | it | all | both | each | being | only | just | still | at | of | approximately | some ) \Z""",
        r"""\( [^()]{0,100} \) \Z""",
        r"""\b (?: and | with ) \s (?: its | the | their ) \s (?: suburbs | outskirts | surroundings | environs ) \Z""",
    )
)
_APPOSITION = re.compile(
    rf"""(?: [,;–—(] | -- ) \s? (?: (?: a | an | the | another ) \s )? (?: [^\W\d_][\w’'-]{{1,20}} \s ){{0,5}}
        (?P<noun> {"|".join(sorted(CLASSES))} ) (?: \s (?: in | on | of | near | along ) \s [^,;–—()]{{2,60}} )? \Z""",
    re.VERBOSE | re.IGNORECASE,
)
_REGION = re.compile(
    rf"""(?: , \s? | \s ) (?: (?: in | inside | of | from ) \s )? (?: the \s )? (?: [^\W\d_][\w'’.-]{{0,24}} \s ){{1,4}} (?: {"|".join(sorted(REGIONS))} ) \Z""",
    re.VERBOSE | re.IGNORECASE,
)
_CLASS_TAIL = re.compile(
    r"(?:\s(?:village|town|city|area|hill|settlement|district|province|level|air\s?base|airport|camp|municipality|region|sector)){1,2}\Z",
    re.IGNORECASE,
)


def find_subject(text: str, sentence: Span, end: int, names: Names) -> Span | None:
    """Find the place a phrase that begins at *end* is about, in the words before it."""
    start = max(sentence.start, end - _BACK)
    shouted = is_shouted(text, sentence)
    for _ in range(10):
        stripped = _strip(text, start, end, names)
        if stripped is None:
            break
        if stripped == end:
            break
        end = stripped
    return _subject_at(text, start, end, names, shouted=shouted)


def _strip(text: str, start: int, end: int, names: Names) -> int | None:
    """Take one layer of words that belong to the claim off the end of a stretch."""
    stretch = text[start:end]
    for pattern in _STRIPS:
        match = pattern.search(stretch)
        if match:
            return start + match.start()
    opened = stretch.rfind("(")
    if opened > stretch.rfind(")") and names.at(end - 1) is None:
        return start + opened
    match = _REGION.search(stretch)
    if match:
        return start + match.start()
    match = _APPOSITION.search(stretch)
    if match and names.at(start + match.start("noun")) is None:
        return start + match.start()
    return None


def _subject_at(text: str, start: int, end: int, names: Names, *, shouted: bool) -> Span | None:
    """Give the name that ends at *end*, a class word after it or not."""
    for _ in range(2):
        if end <= start:
            return None
        name = names.at(end - 1)
        if name is not None:
            return name
        tail = _CLASS_TAIL.search(text[start:end])
        if tail is None:
            break
        end = start + tail.start()
    return _proper_before(text, start, end, shouted=shouted)


def _proper_before(text: str, start: int, end: int, *, shouted: bool) -> Span | None:
    """Give the run of capitalised words that ends at *end* and may name a place."""
    matches = list(_TOKEN.finditer(text, start, end))
    first = len(matches)
    while first > 0:
        word = matches[first - 1][0]
        if shouted:
            if not word[0].isalpha() or word.lower() in _STOPS or word.lower() in {"in", "at", "the"}:
                break
        elif not (_is_proper(word) and word[0].isalpha()) and word.lower() not in _CONNECTORS:
            break
        first -= 1
    while first < len(matches) and matches[first][0].lower() in _CONNECTORS:
        first += 1
    if first == len(matches):
        return None
    span = Span(start=matches[first].start(), end=matches[-1].end())
    lead = matches[first - 1][0].lower() if first else ""
    if _proper_kind(span.of(text)) == "p" or span.of(text).lower() in CLASSES:
        return None
    if (
        lead in {"in", "at", "near", "of", "on", "to", "around", "outside", "(", "from"}
        or lead in CLASSES
        or (first == 0 and not shouted)
    ):
        return span
    return span if lead in {"the", "and", ",", "towards", "into", "entered", "captured", "retook"} else None
