"""Read the two places of a phrase that names both ends: "between X and Y", "X and Y are 45 km apart"."""

import re
from dataclasses import dataclass

from pipeline.claims.phrases import CLASSES, Names, is_proper, proper_kind
from pipeline.model import Span

_NAME_WORD = r"[^\W\d_a-z] [\w’'ʼ`-]{0,30}"
NAME = rf"""(?: [^\W\d_a-z] [\w’'ʼ`]{{0,30}} (?: [\x20\u00a0] (?: {_NAME_WORD} | de | la | al-\w{{1,20}} ) ){{0,3}}
              | al-\w{{2,20}} )"""
"""A run of words with capitals: a verbose pattern."""
_OF_KIND = r"(?: the \s (?: \w{1,20} \s )? (?: town | village | city | towns | villages | cities ) \s of \s )?"
_ONE, _TWO = rf"{_OF_KIND} (?P<one> {NAME} )", rf"{_OF_KIND} (?P<two> {NAME} )"
_IS = r"(?: is | was | are | were | lie | lay | sit | stand | being )"
_REACH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The two ends of a distance, and the whole phrase that says so."""

    anchor: Span
    subject: Span
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """The words before a length and after it that name its two ends, and those of which one must be there."""

    triggers: tuple[str, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]


def _frame(triggers: tuple[str, ...], before: str, after: str) -> _Frame:
    return _Frame(triggers=triggers, before=re.compile(before, re.VERBOSE), after=re.compile(after, re.VERBOSE))


_FRAMES = (
    _frame(
        ("istance",),
        rf"\b [Dd]istance \s (?: between | from ) \s {_ONE} \s (?: and | to ) \s {_TWO} (?: \s {_IS} | ,? \s of )?"
        r"\s \Z",
        "",
    ),
    _frame(
        ("apart", "from each other"),
        rf"{_ONE} \s and \s {_TWO} \s {_IS} \s \Z",
        r",? \s (?: away \s )? (?: apart | from \s each \s other ) \b",
    ),
    _frame((" by ",), rf"{_TWO} \s {_IS} \s (?: separated | divided ) \s from \s {_ONE} \s by \s \Z", ""),
    _frame(("rom ",), rf"\b [Ff]rom \s {_ONE} ,? \s (?: it \s {_IS} | it['’]s ) \s \Z", rf"\s to \s {_TWO}"),
    _frame(
        ("It ", "it ", "It’s", "it’s", "It's", "it's"),
        rf"\b [Ii]t (?: \s {_IS} | ['’]s ) \s \Z",
        rf"\s (?: from | between ) \s {_ONE} \s (?: to | and ) \s {_TWO}",
    ),
    _frame(
        ("ід ", "т "),
        rf"\b (?: [Вв]ід | [Оо]т ) \s {_ONE} \s до \s {_TWO} (?: \s [-–—] )? \s \Z",
        "",
    ),
    _frame(
        ("ідстань", "асстояние"),
        rf"\b (?: [Вв]ідстань \s між | [Рр]асстояние \s между ) \s {_ONE} \s (?: і | й | та | и ) \s {_TWO}"
        r"(?: \s [-–—] | \s (?: становить | составляет ) )? \s \Z",
        "",
    ),
    _frame(
        ("separate", "divide"),
        "",
        rf"\s (?: separates? | separated | divides? ) \s {_ONE} \s (?: from | and ) \s {_TWO}",
    ),
)


def find_pair(text: str, sentence: Span, length: Span, names: Names) -> Pair | None:
    """Read the two ends of a length that the words round it name: "the distance from X to Y is 45 km"."""
    begin = max(sentence.start, length.start - _REACH)
    tail = text[length.end : min(sentence.end, length.end + _REACH)]
    window = text[begin : length.end + len(tail)]
    for frame in _FRAMES:
        if not any(trigger in window for trigger in frame.triggers):
            continue
        after = frame.after.match(tail)
        before = frame.before.search(text[begin : length.start]) if after else None
        if after is None or before is None:
            continue
        ends = {
            key: span for match, shift in ((before, begin), (after, length.end)) for key, span in _ends(match, shift)
        }
        anchor, subject = (pair_end(text, ends[key], names) for key in ("one", "two"))
        if anchor and subject:
            first = begin + before.start() if frame.before.pattern else length.start
            return Pair(anchor=anchor, subject=subject, span=Span(start=first, end=length.end + after.end()))
    return None


def _ends(match: re.Match[str], shift: int) -> list[tuple[str, tuple[int, int]]]:
    """Give the named groups of a match with their places in the text."""
    return [(key, (match.start(key) + shift, match.end(key) + shift)) for key in match.re.groupindex]


def pair_end(text: str, span: tuple[int, int], names: Names) -> Span | None:
    """Give one end of a pair: the name found there before, or the capitalised words themselves."""
    known = names.at(span[0])
    if known is not None:
        return known
    words = text[span[0] : span[1]]
    if not is_proper(words) or proper_kind(words) != "P" or words.lower() in CLASSES:
        return None
    return Span(start=span[0], end=span[1])
