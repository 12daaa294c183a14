"""Cut a text into its sentences."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.lexicon import words
from pipeline.model import Span

_GO_ON = words("sentences", "goes on")
_MAY_END = words("sentences", "may end")
_BEGINNERS = words("sentences", "begins")
_UNFINISHED = words("sentences", "unfinished")

_END = re.compile(
    r"""
    (?P<mark> [.!?…؟।]{1,8} )
    (?P<close> ["'”’»)\]]{0,4} )
    (?P<notes> (?: \[ \d{1,4} \] ){0,9} )
    (?: \s (?P<gap> \s{0,20} ) | (?<= [a-z][a-z][a-z][.!?] ) (?= [A-Z][a-z] ) )
  | (?P<ideographic> [。！？]{1,8} [」』”]{0,4} )
    """,
    re.VERBOSE,
)
_MARK = re.compile("[.!?…؟।。！？]")
"""What an end begins with: a text is skimmed for it several times as fast as for an end."""

_LAST_WORD_REACH = 20
_LAST_WORD = re.compile(
    rf"(?: (?<![^\W_]) | ^ ) (?P<word> [^\W\d_] (?: [^\W\d_] | \.(?=[^\W\d_]) ){{0,{_LAST_WORD_REACH}}} ) $", re.VERBOSE
)
_NEXT_WORD = re.compile(r"[\"'“‘«(\[]{0,3}(?P<word>[^\W\d_]{0,20})")
_LIST_MARK = re.compile(r"\s{0,20}(?:[-–—*•·▪◦‣]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
_WIDEST_WRAP = 100
"""Lines longer than this, in characters, were not wrapped by hand or by mail programs."""


def find_sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of *text* in order, without the white space around them.

    Headlines, list items and the lines of menus count as sentences; a sentence wrapped over several
    lines stays whole. Spans do not overlap, and every character that is not white space is in one.
    """
    for paragraph in _paragraphs(text):
        start = paragraph.start
        for end in _ends(text, paragraph):
            yield from _trimmed(text, start, end)
            start = end
        yield from _trimmed(text, start, paragraph.end)


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield runs of lines that belong together: all of a wrapped paragraph, or one headline."""
    block: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.isspace():
            yield from _runs(text, block)
            block = []
        else:
            block.append(Span(start=at, end=at + len(line)))
        at += len(line)
    yield from _runs(text, block)


def _runs(text: str, block: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of *block*, lines without an empty one between them, that run on."""
    if not block:
        return
    wrapped = _is_wrapped(text, block)
    start = block[0].start
    for line, following in pairwise(block):
        if not _runs_on(text, line, following, wrapped=wrapped):
            yield Span(start=start, end=line.end)
            start = following.start
    yield Span(start=start, end=block[-1].end)


def _is_wrapped(text: str, block: Sequence[Span]) -> bool:
    """Tell whether every line but the last is so full that the next word had no room in it."""
    if len(block) < 3:
        return False
    lines = [line.of(text).strip() for line in block]
    width = max(len(line) for line in lines)
    return width <= _WIDEST_WRAP and all(
        len(line) + 1 + len(following.split(maxsplit=1)[0]) > width for line, following in pairwise(lines)
    )


def _runs_on(text: str, line: Span, following: Span, *, wrapped: bool) -> bool:
    """Tell whether the sentence at the end of *line* goes on in the *following* one."""
    before, after = line.of(text).rstrip(), following.of(text).lstrip()
    if _LIST_MARK.match(after):
        return False
    if wrapped or after[0].islower():
        return True
    return before.endswith((",", "-")) or before.rsplit(maxsplit=1)[-1].lower() in _UNFINISHED


def _ends(text: str, paragraph: Span) -> Iterator[int]:
    """Yield where the sentences of a paragraph end, but for the last."""
    reach = paragraph.start
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        match = _END.match(text, mark.start(), paragraph.end) if mark.start() >= reach else None
        if match is None:
            continue
        reach = match.end()
        if match["ideographic"] or _ends_sentence(text, paragraph, match):
            yield match.end()


def _ends_sentence(text: str, paragraph: Span, match: re.Match[str]) -> bool:
    """Tell whether a full stop ends a sentence, from the words on both sides."""
    if match.end() >= paragraph.end or text[match.end()].islower():
        return False
    if match["mark"] != "." or match["close"] or match["notes"]:
        return True
    before = text[max(paragraph.start, match.start() - _LAST_WORD_REACH) : match.start()]
    last = _LAST_WORD.search(before, before.rfind(" ") + 1)
    if last is None:
        return True
    word = last["word"].lower()
    if word in _GO_ON:
        return False
    if word in _MAY_END or len(word) == 1:
        following = _NEXT_WORD.match(text, match.end(), paragraph.end)
        return following is not None and following["word"].lower() in _BEGINNERS
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the stretch without the white space around it, if anything is left."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    if start < end:
        yield Span(start=start, end=end)
