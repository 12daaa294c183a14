"""Find the parts of a page that are no part of its report: menus, credits, authors' notes, datelines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.arabic import is_arabic
from pipeline.lexicon import either, words
from pipeline.model import Role, Span

_AGENCY = "|".join(re.escape(name) for name in sorted(words("roles", "agency"), key=lambda name: (-len(name), name)))
_CREDIT = "|".join(re.escape(name) for name in sorted(words("roles", "credit"), key=lambda name: (-len(name), name)))
_AUTHOR = "|".join(sorted(words("roles", "author")))
_MENU = words("roles", "menu")
_AUTHOR_HEADING = words("roles", "author heading")

_HEADED = re.compile(
    rf"(?:{'|'.join(re.escape(heading) for heading in sorted(_AUTHOR_HEADING))})\s{{0,3}}[:–—-]\s", re.IGNORECASE
)
"""The heading of an author's note on the note's own line: "About the author: ..."."""

_LONGEST_WHO = 5
"""Words of an author's name in a note, at most."""

_NOTE = re.compile(
    rf"""
    (?P<who> [A-Z][\w'’.-]{{0,30}} (?:[ ][\w'’.-]{{1,30}}){{0,{_LONGEST_WHO - 1}}}? ) [ ]
    (?: is | was | works[ ]as | serves[ ]as ) [ ]
    (?: [\w'’.,\ -]{{0,120}}? ) \b (?:{_AUTHOR})s? \b
    (?P<rest> .{{0,300}} )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOTE_VERBS = frozenset(["is", "was", "works", "serves"])
"""One of these every such note holds behind its first words: a cheap look spares most sentences the dear one."""

_NOTE_SIGN = re.compile(
    r"\b(?:based\s(?:in|at|out\sof)|focus(?:es|ing)?|covers|covering|reporting|writes|is\sa|author\sof|lives\sin|contribut|joined)\b"
)
_BYLINE = re.compile(
    r"""
    (?: (?:[Bb]y|BY|(?:[Ww]ritten|[Rr]eporting|[Ee]diting|[Cc]ompiled|[Rr]eported)[ ]by) [ ]
        [A-Z][\w'’.-]{0,30} (?:[ ,]{1,2} (?:and[ ])? [A-Z][\w'’.-]{0,30}){1,12} [.]? $
      | [(]? (?:[Aa]dditional[ ])? (?:[Rr]eporting|[Ee]diting|[Ww]riting)[ ](?:by|and)\b .{0,300} )
    """,
    re.VERBOSE,
)
_DATELINE = re.compile(
    rf"""
    (?P<place> [A-Z][\w'’.-]{{1,30}} (?: [ ,/-]{{1,2}} (?: of[ ](?:the[ ])? )? [A-Z][\w'’.-]{{1,30}} ){{0,5}} )
    (?: ,? [ ] (?: (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{{0,6}}[.]? [ ] \d{{1,2}}
      | \d{{1,2}} [ ] (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{{0,6}}[.]? ) (?: ,? [ ] \d{{4}} )? )?
    (?: [ ,]{{1,2}} \( (?P<agency> [^)\n]{{2,40}} ) \)
      | ,? [ ] (?P<bare> {_AGENCY} ) )?
    [ ]? (?: [–—] | -{{1,2}} | [:] (?=[ ]) ) [ ]?
    """,
    re.VERBOSE,
)


_ARABIC_AGENCY = either(words("arabic", "agency"))
_ARABIC_DATELINE = re.compile(
    rf"""
    (?: \w{{2,20}} [ ]{{0,2}} ){{1,3}}
    (?: \( \s? (?: {_ARABIC_AGENCY} ) \s? \) | [-–—/،:|] \s{{0,2}} (?: {_ARABIC_AGENCY} ) (?!\w) )
    \s{{0,2}} [-–—:/|]?
    """,
    re.VERBOSE,
)
"""A place and the agency that reports from there: "دمشق - سانا", "غزة (رويترز) -"."""

_CREDITED = re.compile(r"(?:image|photo|picture|video)s?\s?(?:credit|by|courtesy)?\s?:|©|\(c\)|copyright\b")
_BEHIND_STROKE = re.compile(rf"(?:^|/)\s?(?:{_CREDIT})\b")
_DASH = re.compile(r"[–—:]|-")
_LONGEST_DATELINE = 300
"""Characters of a dateline, at most, its dash included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A stretch of a text and the role that names in it have.

    A `dateline` names from where a report was sent; of an `agency`, when one is named in it.
    """

    span: Span
    role: Role
    dateline: bool = False
    agency: bool = False


def find_asides(text: str, sentences: Sequence[Span]) -> Iterator[Aside]:
    """Yield the asides of a text, in order; `sentences` are its sentences."""
    noted = -1
    for number, span in enumerate(sentences):
        sentence = span.of(text)
        plain = _plain(sentence)
        if span.start < noted:
            yield Aside(span=span, role="byline")
        elif plain in _AUTHOR_HEADING:
            yield Aside(span=span, role="boilerplate")
            noted = _paragraph_end(text, sentences[number + 1].start if number + 1 < len(sentences) else span.end)
        elif plain in _MENU or _is_credit(sentence):
            yield Aside(span=span, role="boilerplate")
        elif _HEADED.match(sentence) or _is_note(sentence):
            yield Aside(span=span, role="byline")
            noted = _paragraph_end(text, span.end)
        elif _BYLINE.match(sentence) and len(sentence) < 250:
            yield Aside(span=span, role="byline")
        elif (dateline := _dateline(sentence)) is not None:
            end, agency = dateline
            yield Aside(span=Span(start=span.start, end=span.start + end), role="byline", dateline=True, agency=agency)


_WORDS = re.compile(r"[\w']+")
_LONGEST_LINE = 60
"""Characters of the line of a menu, at most."""


def _plain(sentence: str) -> str:
    """Give a line's words alone, in lower case."""
    if len(sentence) > _LONGEST_LINE:
        return ""
    return " ".join(_WORDS.findall(sentence.lower()))


def _paragraph_end(text: str, offset: int) -> int:
    """Give where the line that *offset* lies in ends."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _is_credit(sentence: str) -> bool:
    """Tell whether a short line credits a picture: names and agencies parted by strokes, no verb."""
    if len(sentence) > 120:
        return False
    lower = sentence.lower()
    if _CREDITED.match(lower):
        return sum(word.islower() and len(word) > _SHORTEST for word in sentence.split()) <= _PLAIN_WORDS
    return "/" in sentence and _BEHIND_STROKE.search(lower) is not None and " is " not in lower


def _is_note(sentence: str) -> bool:
    """Tell whether a sentence presents the author: "X is a reporter based in Y"."""
    opening = sentence.lower().split(" ", _LONGEST_WHO + 1)[1 : _LONGEST_WHO + 1]
    note = None if _NOTE_VERBS.isdisjoint(opening) else _NOTE.match(sentence)
    if note is None:
        return False
    return _NOTE_SIGN.search(note["rest"]) is not None or sentence.rstrip(".").lower().endswith(
        tuple(_AUTHOR.split("|"))
    )


def _dateline(sentence: str) -> tuple[int, bool] | None:
    """Measure the dateline a sentence begins with, and tell whether it names an agency; None where it has none."""
    if is_arabic(sentence):
        arabic = _ARABIC_DATELINE.match(sentence)
        return None if arabic is None else (arabic.end(), True)
    match = _DATELINE.match(sentence) if _DASH.search(sentence, 0, _LONGEST_DATELINE) else None
    if match is None:
        return None
    place = match["place"].split(",")[0]
    agency = match["bare"] is not None or _is_agency(match["agency"])
    if match["agency"] or agency:
        return (match.end(), agency) if place.isupper() or agency else None
    dashed = match[0].rstrip()[-1:] in ("–", "—", "-")
    return (match.end(), False) if place.isupper() and dashed and len(place) > _SHORTEST else None


_PLAIN_WORDS = 3
"""Words written small that a credit has at most; a caption has more: "Photo: A woman carries water in Turkana"."""

_SHORTEST = 3
"""Letters that may be a heading's short form rather than a town."""


def _is_agency(name: str | None) -> bool:
    return name is not None and name.lower().strip() in words("roles", "agency")
