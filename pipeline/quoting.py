"""Quote words of a text so that they are found again when the text has changed round them."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Span

CONTEXT = 32
"""Characters kept on either side of the words."""

_SAME_SHARE = 4
"""Words are taken for the same where at least one in so many characters of their context still stands beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words where they stood, with what stood before and after them (the W3C's text quote selector)."""

    span: Span
    words: str
    before: str
    after: str


def quote(text: str, span: Span) -> Quote:
    """Quote the words at *span* of *text*."""
    return Quote(
        span=span,
        words=span.of(text),
        before=text[max(0, span.start - CONTEXT) : span.start],
        after=text[span.end : span.end + CONTEXT],
    )


def found_again(text: str, quoted: Quote) -> Span | None:
    """Find the very words in *text*: where they stood, else where their surroundings have gone.

    None where they are gone, where their surroundings are, and where two places fit alike.
    """
    need = (len(quoted.before) + len(quoted.after)) / _SAME_SHARE
    if not quoted.words:
        return None
    if quoted.span.of(text) == quoted.words and _likeness(text, quoted.span.start, quoted) >= need:
        return quoted.span
    ranked = sorted(
        ((_likeness(text, start, quoted), start) for start in _occurrences(text, quoted.words)), reverse=True
    )
    if not ranked or ranked[0][0] < need or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    start = ranked[0][1]
    return Span(start=start, end=start + len(quoted.words))


def whole_words(text: str, words: str) -> Iterator[Span]:
    """Give every place where the very *words* stand in *text*, not as part of a longer word."""
    for start in _occurrences(text, words):
        end = start + len(words)
        if not (_is_letter(text[start - 1 : start]) or _is_letter(text[end : end + 1])):
            yield Span(start=start, end=end)


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"


def _occurrences(text: str, words: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + len(words))


def _likeness(text: str, start: int, quoted: Quote) -> int:
    """Count the characters beside the words that are the ones that stood there."""
    end = start + len(quoted.words)
    before = text[max(0, start - len(quoted.before)) : start]
    return _common(before[::-1], quoted.before[::-1]) + _common(text[end : end + len(quoted.after)], quoted.after)


def _common(one: str, other: str) -> int:
    """Count the characters with which two texts begin alike."""
    return next(
        (number for number, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )
