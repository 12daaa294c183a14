"""Cut a text into words that know their place and their capitals."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress

from pipeline.arabic import MARKS, holds_arabic, is_arabic
from pipeline.model import Span

_JOINED = r"['’ʼ‘`´ʿʾ](?![sS]\b)[^\W_]+"
_INITIALS = r"\.(?<=[A-Z]\.)(?<![^\W_][A-Z]\.)(?:[A-Z]\.){1,5}"
_TAIL = rf"(?:{_JOINED}(?:{_JOINED})*|{_INITIALS}|)"
_WORD = re.compile(rf"((?:[A-Za-z0-9]+[^\W_]*|[^\W_]+){_TAIL})")
"""A word, in the one group by which `split` hands back words and gaps in turn: "U.S.", "Kup'yansk".

What may follow its letters begins with a sign: for most words one look at the next character is enough. Letters of
ASCII stand in a set of their own, since those of all the world take twice as long.
"""

_ASCII_WORD = re.compile(rf"([A-Za-z0-9]+{_TAIL})")

_WITH_MARKS = re.compile(rf"([^\W_]+(?:[{MARKS}]+[^\W_]*)*{_TAIL})")
_MARK = re.compile(f"[{MARKS}]")
"""A word of a text that has Arabic vowel signs, and such a sign: no others need the slower pattern."""

ARTICLES = frozenset(
    ["al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "et", "ez", "de", "la", "d", "l"]
)
"""First words of names that are written small: "al-Qubtan", "ez-Zor"."""

_ELIDED = re.compile(r"['’](?<=\b[dl].)(?=[A-ZÀ-ÖØ-Þ])")
"""The apostrophe behind the elided article of "Côte d'Ivoire": rarer than the article, so a text is skimmed for it."""

_SMALL = frozenset("0123456789")
_SHORT = 3
"""Letters of words whose capital says nothing of a headline."""

_AFTER_ARTICLE = frozenset(["-", "‑", "'", "’"])

_FEWEST = 2
"""Long words with a capital from which on a sentence may be a headline."""

_LINKING = frozenset([" ", "\u00a0", "'", "’", " & "])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The words of a text, counted from 0; each list holds one entry a word.

    `lower` is the word in lower case without stops ("U.S." is "us"), `capital` tells whether it
    begins with a capital letter or is of a script without capitals (Arabic aside), `capitals` numbers those that do,
    `follows` tells whether the next word comes after nothing but a blank, `sentence` numbers the
    sentence it stands in, `first` tells whether it begins that sentence. `shouted` holds the sentences
    written in capitals, `titled` the headlines, in which a capital letter says nothing.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    forms: Sequence[str]
    lower: Sequence[str]
    capital: Sequence[bool]
    capitals: Sequence[int]
    follows: Sequence[bool]
    sentence: Sequence[int]
    first: Sequence[bool]
    shouted: frozenset[int]
    titled: frozenset[int]

    def __len__(self) -> int:
        """Count the words."""
        return len(self.starts)

    def gap(self, left: int) -> str:
        """Give the text between word *left* and the next."""
        return self.text[self.ends[left] : self.starts[left + 1]]

    def word(self, number: int) -> str:
        """Give a word in lower case, an empty one beyond the ends of the text."""
        return self.lower[number] if 0 <= number < len(self.starts) else ""

    def joined(self, left: int) -> bool:
        """Tell whether word *left* and the next are parted by nothing but a blank, in one sentence."""
        return left >= 0 and self.follows[left]

    def linked(self, left: int) -> bool:
        """Tell whether word *left* and the next may be parts of one name: parted by a blank, an apostrophe, "&"."""
        return (
            0 <= left < len(self.starts) - 1
            and self.sentence[left] == self.sentence[left + 1]
            and self.gap(left) in _LINKING
        )

    def possessed(self, number: int) -> int | None:
        """Give the number of the word after "X's" where word *number* ends X; None where there is no 's."""
        if self.follows[number] or not self.same_sentence(number, number + 1):
            return None
        gap = self.gap(number)
        if gap in ("'", "’") and self.lower[number + 1] == "s":
            return number + 2
        return number + 1 if gap in ("' ", "’ ") else None

    def is_loud(self, number: int) -> bool:
        """Tell whether a word stands in a headline or in capitals, where a capital letter says nothing."""
        return self.sentence[number] in self.shouted or self.sentence[number] in self.titled

    def same_sentence(self, left: int, right: int) -> bool:
        """Tell whether both words exist and share a sentence."""
        return left >= 0 and right < len(self.starts) and self.sentence[left] == self.sentence[right]

    def at(self, offset: int) -> int:
        """Find the number of the last word that starts at or before *offset*, -1 where there is none."""
        return bisect_right(self.starts, offset) - 1


def read_tokens(text: str, sentences: Sequence[Span]) -> Tokens:
    """Cut *text* into words; *sentences* are all of its sentences, which no word runs out of."""
    # Lists made by the built-ins at a stroke: a loop over all words of a text costs several times as much.
    marked = holds_arabic(text) and _MARK.search(text) is not None
    parts = (_ASCII_WORD if text.isascii() else _WITH_MARKS if marked else _WORD).split(text)
    forms = parts[1::2]
    offsets = list(accumulate(map(len, parts)))
    starts, ends = offsets[:-1:2], offsets[1::2]
    follows = list(map(str.isspace, parts[2::2]))
    sentence: list[int] = []
    first = [False] * len(forms)
    for number, span in enumerate(sentences):
        behind = bisect_left(starts, span.end, len(sentence))
        if behind > len(sentence):
            follows[behind - 1] = False
            first[len(sentence)] = True
            sentence += [number] * (behind - len(sentence))
    lower = list(map(str.lower, forms))
    heads = [form[0] for form in forms]
    begins = {head: _begins_name(head) for head in set(heads)}
    capital = [begins[head] for head in heads]
    for number in _elided(text, starts):
        capital[number] = True
    capitals = list(compress(range(len(forms)), capital))
    for number in capitals:
        if "." in lower[number]:
            lower[number] = lower[number].replace(".", "")
    if articles := _articles(text, starts, ends, lower, capitals):
        for number in articles:
            capital[number] = True
        capitals = sorted({*capitals, *articles})
    stopped = frozenset(number for number, span in enumerate(sentences) if text[span.end - 1] in ".!…")
    shouted, titled = _loud(forms, capitals, sentence)
    return Tokens(
        text=text,
        starts=starts,
        ends=ends,
        forms=forms,
        lower=lower,
        capital=capital,
        capitals=capitals,
        follows=follows,
        sentence=sentence,
        first=first,
        shouted=shouted,
        titled=titled - stopped,
    )


def _begins_name(letter: str) -> bool:
    """
    Tell whether a word that begins with *letter* may be a name: a capital, or of a script without capitals.

    No Arabic word is: particles stand before its names, which `names.arabic_mentions` finds.
    """
    return letter.isupper() or (letter not in _SMALL and not letter.islower() and not is_arabic(letter))


def _elided(text: str, starts: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of the words that begin with an elided article and a capital: "d'Ivoire"."""
    for sign in _ELIDED.finditer(text):
        number = bisect_left(starts, sign.start() - 1)
        if number < len(starts) and starts[number] == sign.start() - 1:
            yield number


def _articles(
    text: str, starts: Sequence[int], ends: Sequence[int], lower: Sequence[str], capitals: Sequence[int]
) -> list[int]:
    """List the numbers of the small articles that begin names: that of "al-Qubtan"."""
    return [
        number - 1
        for number in capitals
        if number
        and lower[number - 1] in ARTICLES
        and text[ends[number - 1] : starts[number]] in _AFTER_ARTICLE
        and text[starts[number - 1]].islower()
    ]


def _loud(
    forms: Sequence[str], capitals: Sequence[int], sentence: Sequence[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Find the sentences written in capitals throughout, and those that begin every long word with one."""
    long: dict[int, list[str]] = {}
    for number in capitals:
        if len(forms[number]) > _SHORT:
            long.setdefault(sentence[number], []).append(forms[number])
    shouted, titled = set(), set()
    for place, found in long.items():
        if len(found) < _FEWEST:
            continue
        words = forms[bisect_left(sentence, place) : bisect_right(sentence, place)]
        count = sum([len(form) > _SHORT and form[0] not in _SMALL for form in words])
        if len(found) < 0.7 * count:
            continue
        if sum(map(str.isupper, found)) > 0.7 * count:
            shouted.add(place)
        elif count > _FEWEST and len(found) >= 0.8 * count:
            titled.add(place)
    return frozenset(shouted), frozenset(titled)
