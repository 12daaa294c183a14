"""Cut a text into the names of places and the words beside them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lexicon import mapping, words
from pipeline.model import Span

SETTLEMENTS = words("claims", "settlement")
LINES = words("claims", "line")
REGIONS = words("claims", "region")
CLASSES = SETTLEMENTS | LINES | REGIONS | words("claims", "feature")
ENDS = words("claims", "ends")
CONNECTORS = words("claims", "connector")
_SKIPPED = words("claims", "skipped")
_NO_NAMES = CLASSES | _SKIPPED
_BODIES = words("claims", "body")
_PEOPLES = words("claims", "people") | mapping("demonyms", "country").keys()
_PEOPLE_ENDING = re.compile(r"[a-z]{2}(?:[ie]an|ish|ese|qi|eli|emeni|[bk]i?stani|afghan|-led|-backed|-held|-run)\Z")
_COMPASS = re.compile(r"(?:north|south)?-?(?:east|west)(?:ern)?\Z|(?:north|south)(?:ern)?\Z|central\Z|upper\Z|lower\Z")
_ARTICLE = re.compile(r"(?:al|el|ad|ar|as|at|an|ash|az|ed|es|et|deir|d|l)[-'’]\w", re.IGNORECASE)

TOKEN = re.compile(
    r"""
    \d{1,12} (?: [.,] \d{1,12} )?
  | [^\W\d_] (?: [\w’'ʼ`´] | [.](?=\w) | [-‐‑](?=\w) ){0,60} (?<! ['’`´] )
  | [^\w\s]
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A stretch of a text that names a place, or points back to one that was named."""

    span: Span
    points_back: bool = False
    is_one_word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A run of words of one kind.

    P is a proper name, q one that owns what follows ("Kivu's capital"); p the name of a people, a body
    or a possessor; S a noun for a settlement, L one for a line, C one for another place; o "of", i "in",
    w "with", c a comma; H "there"; F a word that does not matter.
    """

    kind: str
    span: Span


class Names:
    """The names already found in a text, by where they are; "the City" alone is none."""

    __slots__ = ("_spans", "_starts")

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self._spans = sorted(span for span in spans if not _NO_NAMES.issuperset(span.of(text).lower().split()))
        self._starts = [span.start for span in self._spans]

    def at(self, position: int) -> Span | None:
        """Give the name that covers a position."""
        index = bisect_right(self._starts, position) - 1
        found = self._spans[index] if index >= 0 else None
        return found if found and found.end > position else None

    def within(self, reach: Span) -> Sequence[Span]:
        """Give the names that begin within a stretch."""
        return self._spans[bisect_right(self._starts, reach.start - 1) : bisect_right(self._starts, reach.end - 1)]


def is_shouted(text: str, sentence: Span) -> bool:
    """Tell whether a sentence is written in capitals throughout, as news wires once were."""
    return _is_shouted(text[sentence.start : min(sentence.end, sentence.start + 400)])


@lru_cache(maxsize=256)
def _is_shouted(words_of_it: str) -> bool:
    """Tell whether nearly all letters are capitals; kept, since it is asked for every claim of a sentence."""
    upper, lower = sum(map(str.isupper, words_of_it)), sum(map(str.islower, words_of_it))
    return upper + lower > 12 and upper > 9 * lower


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """The stretch of a text that is cut into chunks."""

    text: str
    reach: Span
    names: Names
    shouted: bool


def chunks(text: str, reach: Span, names: Names, *, shouted: bool) -> list[Chunk]:
    """Sort the words of a stretch into chunks, at most twelve, up to the first that ends a phrase."""
    slot = _Slot(text=text, reach=reach, names=names, shouted=shouted)
    found: list[Chunk] = []
    end = reach.start
    for match in TOKEN.finditer(text, reach.start, reach.end):
        if match.start() < end:
            continue
        chunk = _chunk(slot, match, found)
        if chunk is None or len(found) == 12:
            break
        found.append(chunk)
        end = chunk.span.end
    return found


def _chunk(slot: _Slot, match: re.Match[str], before: Sequence[Chunk]) -> Chunk | None:
    """Make a chunk of the words that begin at a token, None where the phrase ends."""
    name = slot.names.at(match.start())
    if name is not None:
        whose = name.of(slot.text).lower().rstrip(".") in _BODIES  # "the US base in Kobani"
        owns = slot.text.startswith(("'s", "’s"), name.end)
        return Chunk(kind="p" if whose else "q" if owns else "P", span=Span(start=match.start(), end=name.end))
    span = Span(start=match.start(), end=match.end())
    kind = _kind(match[0].lower(), before)
    if slot.shouted and kind == "?":
        following = TOKEN.search(slot.text, match.end(), slot.reach.end)
        if not (following and following[0].lower() in CLASSES and proper_kind(match[0]) == "p"):
            span = shouted_run(slot.text, match.start(), slot.reach.end)
        kind = proper_kind(span.of(slot.text))
    elif not slot.shouted and is_proper(match[0]) and kind != ".":
        span = proper_run(slot.text, match.start(), slot.reach.end, slot.names)
        kind = proper_kind(span.of(slot.text))
    elif kind == "?":
        kind = "F"
    return None if kind == "." else Chunk(kind=kind, span=span)


_LINKS = {"of": "o", ",": "c", "in": "i", "at": "i", "on": "i", "with": "w", "between": "w"}


def _kind(word: str, before: Sequence[Chunk]) -> str:
    """Give the kind of a word that is no name; "." ends the phrase, "?" is a word of no known kind."""
    if word in {"there", "here", "it"}:
        return "." if before else "H"
    if word in LINES:
        return "L"
    if word in CLASSES:
        return "S" if word in SETTLEMENTS else "C"
    if word in _LINKS:
        return _LINKS[word] if before and before[-1].kind in "SCLPq" else "."
    if word in _SKIPPED or word in '“"‘#':
        return "F"
    return "." if word in ENDS or not word[0].isalpha() else "?"


def is_proper(word: str) -> bool:
    """Tell whether a word of mixed-case text is part of a proper name: Bakhmut, al-Bab, M03."""
    return word[0].isupper() or bool(_ARTICLE.match(word))


def proper_run(text: str, start: int, limit: int, names: Names) -> Span:
    """Give the run of capitalised words from *start*: "Tal Dakwa", "Qala i Naw", "Russia–Ukraine"."""
    end = start
    for match in TOKEN.finditer(text, start, limit):
        word = match[0]
        if match.start() > start and (names.at(match.start()) or text[end : match.start()].count("\n") > 0):
            break
        if word[0].isalpha() and is_proper(word):
            end = match.end()
        elif not (word.lower() in CONNECTORS or word.isdigit() or word in "–-"):
            break
        if word.endswith(("'s", "’s")):
            break
    run = Span(start=start, end=max(end, start + 1))
    return _without_of(text, run)


def _without_of(text: str, run: Span) -> Span:
    """End a run before "of", unless a gulf or the like comes first: "Sea of Azov" but "Kherson [of Ukraine]"."""
    head, link, _ = run.of(text).partition(" of ")
    return Span(start=run.start, end=run.start + len(head)) if link and head.lower() not in CLASSES else run


def shouted_run(text: str, start: int, limit: int) -> Span:
    """Give the run of words from *start* up to a mark or a small word, in a text all in capitals."""
    end = start + 1
    for match in TOKEN.finditer(text, start, limit):
        word = match[0].lower()
        if not word[0].isalnum() or word in ENDS or word in {"in", "at"}:
            break
        end = match.end()
    return Span(start=start, end=end)


def proper_kind(run: str) -> str:
    """Tell a name (P) from a people, a body or a possessor (p) and from the words of the compass (F)."""
    fold = run.lower().rstrip(".")
    last = fold.split()[-1]
    if run.endswith(("'s", "’s", "'", "’")) or last in _BODIES or last in _PEOPLES or _PEOPLE_ENDING.search(fold):
        return "p"
    return "F" if _COMPASS.match(fold) else "P"


def runs_before(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Give the tokens of a stretch from its end backwards."""
    return reversed(list(TOKEN.finditer(text, start, end)))
