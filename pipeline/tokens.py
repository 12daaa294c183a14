"""Cut a text into words that know their place and their capitals."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Span

_WORD = re.compile(r"(?:[A-Z]\.){2,6}|[^\W_]+(?:['’ʼ‘`´ʿʾ](?![sS]\b)[^\W_]+)*")
_ARTICLES = frozenset(
    ["al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "et", "ez", "de", "la", "d", "l"]
)
"""First words of names that are written small: "al-Qubtan", "ez-Zor"."""

_LINKING = frozenset([" ", "\u00a0", "'", "’", " & "])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The words of a text, counted from 0; each list holds one entry a word.

    `lower` is the word in lower case without stops ("U.S." is "us"), `capital` tells whether it
    begins with a capital letter or is of a script without capitals, `sentence` numbers the sentence
    it stands in, `first` tells whether it begins that sentence. `shouted` holds the sentences
    written in capitals, `titled` the headlines, in which a capital letter says nothing.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    forms: Sequence[str]
    lower: Sequence[str]
    capital: Sequence[bool]
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
        return (
            0 <= left < len(self.starts) - 1
            and self.sentence[left] == self.sentence[left + 1]
            and self.text[self.ends[left] : self.starts[left + 1]].isspace()
        )

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
    """Cut *text* into words, sentence by sentence."""
    matches = [
        (number, match) for number, span in enumerate(sentences) for match in _WORD.finditer(text, span.start, span.end)
    ]
    forms = [match[0] for _, match in matches]
    sentence = [number for number, _ in matches]
    lower = [form.replace(".", "").lower() for form in forms]
    capital = [form[0].isupper() or not (form[0].islower() or form[0].isdigit()) for form in forms]
    starts = [match.start() for _, match in matches]
    ends = [match.end() for _, match in matches]
    for number in range(len(forms) - 1):
        if lower[number] in _ARTICLES and not capital[number] and capital[number + 1]:
            capital[number] = text[ends[number] : starts[number + 1]] in ("-", "‑", "'", "’")
    shouted, titled = _loud(forms, capital, sentence)
    return Tokens(
        text=text,
        starts=starts,
        ends=ends,
        forms=forms,
        lower=lower,
        capital=capital,
        sentence=sentence,
        first=[number == 0 or sentence[number - 1] != sentence[number] for number in range(len(forms))],
        shouted=shouted,
        titled=titled,
    )


def _loud(
    forms: Sequence[str], capital: Sequence[bool], sentence: Sequence[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Find the sentences written in capitals throughout, and those that begin every long word with one."""
    shouted, titled = set(), set()
    start = 0
    for end in range(1, len(forms) + 1):
        if end < len(forms) and sentence[end] == sentence[start]:
            continue
        long = [number for number in range(start, end) if len(forms[number]) > 3 and forms[number][0].isalpha()]
        if len(long) > 1 and sum(forms[number].isupper() for number in long) > 0.7 * len(long):
            shouted.add(sentence[start])
        elif len(long) > 2 and sum(capital[number] for number in long) >= 0.8 * len(long):
            titled.add(sentence[start])
        start = end
    return frozenset(shouted), frozenset(titled)
