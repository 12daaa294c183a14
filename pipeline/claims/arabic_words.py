"""Cut an Arabic sentence into words that know what they may be without their particles."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.arabic import MARKS, UNSEEN, plain, stems
from pipeline.claims.phrases import Names
from pipeline.model import Span

_TOKEN = re.compile(
    rf"""
    \d+ (?: [.,،٫٬] \d+ )*
  | [^\W\d_]+ (?: [{MARKS}]+ [^\W\d_]* )*
  | [^\w\s{UNSEEN}]
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, number or sign of a sentence, and what it may be without its particles."""

    span: Span
    folded: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The words of one sentence and the names found in its text."""

    text: str
    words: Sequence[Word]
    names: Names

    def at(self, number: int) -> frozenset[str]:
        """Give what word *number* may be, nothing beyond the ends."""
        return self.words[number].stems if 0 <= number < len(self.words) else frozenset()

    def folded(self, number: int) -> str:
        """Give word *number* as it stands, folded; an empty one beyond the ends."""
        return self.words[number].folded if 0 <= number < len(self.words) else ""

    def name(self, number: int) -> Span | None:
        """Give the name that word *number* is part of, particles before it left out of sight."""
        if not 0 <= number < len(self.words):
            return None
        span = self.words[number].span
        return self.names.at(span.end - 1) or next(iter(self.names.within(span)), None)

    def before(self, offset: int) -> int:
        """Give the number of the last word that begins before *offset*."""
        return bisect_left(self.words, offset, key=lambda word: word.span.start) - 1


def read_sentence(text: str, sentence: Span, names: Names) -> Sentence:
    """Cut a sentence of *text* into words; `names` are the place names found in the text."""
    words = [_word(match) for match in _TOKEN.finditer(text, sentence.start, sentence.end)]
    return Sentence(text=text, words=words, names=names)


def _word(match: re.Match[str]) -> Word:
    """Read a word; a sign, which folds to nothing, is what it is."""
    folded = plain(match[0]) or match[0]
    return Word(
        span=Span(start=match.start(), end=match.end()),
        folded=folded,
        stems=frozenset(stems(match[0])) if folded[0].isalpha() else frozenset([folded]),
    )
