"""Cut a text into words that know their place and their capitals."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import ne

from pipeline.model import Span

_WORD = re.compile(r"([^\W_](?:(?<=[A-Z])\.(?:[A-Z]\.){1,5}|[^\W_]*(?:['’ʼ‘`´ʿʾ](?![sS]\b)[^\W_]+)*))")
"""A word, in the one group by which `split` hands back words and gaps in turn: "U.S.", "Kup'yansk".

Its first letter stands before the choice: a text is skimmed a fifth faster for a pattern that begins with a set.
"""

_ARTICLES = frozenset(
    ["al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "et", "ez", "de", "la", "d", "l"]
)
"""First words of names that are written small: "al-Qubtan", "ez-Zor"."""

_ELIDED = re.compile(r"\b[dl]['’](?=[A-ZÀ-ÖØ-Þ])")
"""The elided article of "Côte d'Ivoire"."""

_SMALL = frozenset("0123456789")
_SHORT = 3
"""Letters of words whose capital says nothing of a headline."""

_LINKING = frozenset([" ", "\u00a0", "'", "’", " & "])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The words of a text, counted from 0; each list holds one entry a word.

    `lower` is the word in lower case without stops ("U.S." is "us"), `capital` tells whether it
    begins with a capital letter or is of a script without capitals, `capitals` numbers those that do,
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
        if not self.same_sentence(number, number + 1):
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
    parts = _WORD.split(text)
    forms = parts[1::2]
    offsets = list(accumulate(map(len, parts)))
    starts, ends = offsets[:-1:2], offsets[1::2]
    follows = list(map(str.isspace, parts[2::2]))
    sentence: list[int] = []
    for number, span in enumerate(sentences):
        behind = bisect_left(starts, span.end, len(sentence))
        if behind > len(sentence):
            follows[behind - 1] = False
            sentence += [number] * (behind - len(sentence))
    lower = list(map(str.lower, forms))
    if "." in text:
        lower = [form.replace(".", "") if "." in form else form for form in lower]
    heads = [form[0] for form in forms]
    begins = {head: _begins_name(head) for head in set(heads)}
    capital = [begins[head] for head in heads]
    first = [True, *map(ne, sentence, sentence[1:])] if sentence else []
    _capitalise_articles(text, starts, ends, lower, capital)
    stopped = frozenset(number for number, span in enumerate(sentences) if text[span.end - 1] in ".!…")
    shouted, titled = _loud(forms, capital, sentence)
    return Tokens(
        text=text,
        starts=starts,
        ends=ends,
        forms=forms,
        lower=lower,
        capital=capital,
        capitals=[number for number, is_capital in enumerate(capital) if is_capital],
        follows=follows,
        sentence=sentence,
        first=first,
        shouted=shouted,
        titled=titled - stopped,
    )


def _begins_name(letter: str) -> bool:
    """Tell whether a word that begins with *letter* may be a name: a capital, or of a script without capitals."""
    return letter.isupper() or (letter not in _SMALL and not letter.islower())


def _capitalise_articles(
    text: str, starts: Sequence[int], ends: Sequence[int], lower: Sequence[str], capital: list[bool]
) -> None:
    """Count the small article of "al-Qubtan" and of "d'Ivoire" as the beginning of a name."""
    for elided in _ELIDED.finditer(text):
        number = bisect_left(starts, elided.start())
        if number < len(starts) and starts[number] == elided.start():
            capital[number] = True
    for number, word in enumerate(lower[:-1]):
        if word in _ARTICLES and not capital[number] and capital[number + 1]:
            capital[number] = text[ends[number] : starts[number + 1]] in ("-", "‑", "'", "’")


def _loud(
    forms: Sequence[str], capital: Sequence[bool], sentence: Sequence[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Find the sentences written in capitals throughout, and those that begin every long word with one."""
    counts = [0] * (sentence[-1] + 1 if sentence else 0)
    capitals = counts.copy()
    upper = counts.copy()
    for form, is_capital, place in zip(forms, capital, sentence, strict=True):
        if len(form) > _SHORT and form[0] not in _SMALL:
            counts[place] += 1
            if is_capital:
                capitals[place] += 1
                upper[place] += form.isupper()
    shouted, titled = set(), set()
    for place, count in enumerate(counts):
        if count < 2 or capitals[place] < 0.7 * count:
            continue
        if upper[place] > 0.7 * count:
            shouted.add(place)
        elif count > 2 and capitals[place] >= 0.8 * count:
            titled.add(place)
    return frozenset(shouted), frozenset(titled)
