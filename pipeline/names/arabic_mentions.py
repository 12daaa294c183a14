"""Find the stretches of Arabic text that may spell a name of the gazetteer, particles parted from them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from gazetteer.index import Gazetteer
from pipeline.arabic import (
    Reading,
    arabic_mapping,
    arabic_words,
    holds_arabic,
    is_arabic,
    is_persian,
    plain,
    readings,
    stems,
    without_signs,
)
from pipeline.lexicon import mapping, words
from pipeline.names.arabic_names import scanned
from pipeline.names.coordination import is_coordinated
from pipeline.names.mentions import Mention, Name, NameBook, renown
from pipeline.tokens import Tokens

CLASSES = {plain(word): word for word in mapping("arabic", "class")}
"""The class words as texts have them, folded, and as the lexicon does."""

_OF_MANY = arabic_words("class of many")
_OUTER = arabic_words("outer class")
_DIRECTLY = arabic_words("directly") | CLASSES.keys()
_BEGINS_NONE = arabic_words("function")
_COMPASS = frozenset(arabic_mapping("side"))
_NEVER = arabic_words("never") | CLASSES.keys()
_BODIES = frozenset(tuple(name.split()) for name in arabic_words("body"))
_LONGEST_BODY = max(len(name) for name in _BODIES)
_MONTHS = words("arabic", "month")
_LONGEST = 5
"""Words of a name at most."""

_CUT = 5.0
"""How many times better known a name must be for a particle to be cut off its word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """A name of the gazetteer that begins at word *first*, in one reading of it, and runs to word *last*."""

    first: int
    reading: Reading
    last: int


def find_arabic(tokens: Tokens, gazetteer: Gazetteer, book: NameBook) -> list[Mention]:
    """List the Arabic names of the gazetteer in a text, longest first where they overlap, in order."""
    if not holds_arabic(tokens.text):
        return []
    found: list[Mention] = []
    bodies = frozenset(_in_bodies(tokens))
    for first, matches in _matches(tokens, gazetteer).items():
        if first not in bodies and (not found or first > found[-1].last):
            named = [(match, _name(tokens, match, book)) for match in matches]
            if found and found[-1].last == first - 1 and is_beside(tokens, first - 1):  # "مكة وجدة": of a list
                named = [item for item in named if item[0].reading.particles.startswith("و")] or named
            meaning = [(match, name) for match, name in named if name.candidates and not _is_no_name(name)]
            if meaning:
                match, name = max(meaning, key=lambda item: (item[0].last, _known(item[1], item[0].reading)))
                found.append(_mention(tokens, match, name, found[-1] if found else None, book))
    return found


def _in_bodies(tokens: Tokens) -> Iterator[int]:
    """Yield the words of bodies that bear the name of a place: "قوات سوريا الديمقراطية" is no Syria."""
    lower = [plain(form) if is_arabic(form) else "" for form in tokens.forms]
    for length in range(2, _LONGEST_BODY + 1):
        for first in range(len(lower) - length + 1):
            if tuple(lower[first : first + length]) in _BODIES:
                yield from range(first, first + length)


def _is_no_name(name: Name) -> bool:
    """Tell whether a name is one of words that name no place: bodies, months, class words, the compass alone."""
    folded = plain(name.text)
    return folded in _NEVER or _COMPASS.issuperset(folded.split())


def is_beside(tokens: Tokens, left: int) -> bool:
    """Tell whether word *left* and the next are parted by nothing but a blank, marks of direction left out."""
    if tokens.joined(left):
        return True
    return tokens.same_sentence(left, left + 1) and without_signs(tokens.gap(left)).isspace()


def _matches(tokens: Tokens, gazetteer: Gazetteer) -> Mapping[int, list[_Match]]:
    """
    Give the gazetteer's names by the number of the word they begin at, in order.

    What may begin at each word is written out in every reading, and all of that is scanned at a stroke.
    """
    found: dict[int, list[_Match]] = defaultdict(list)
    windows: list[str] = []
    opened: dict[int, _Window] = {}
    at = 0
    for number in range(len(tokens)):
        if is_arabic(tokens.forms[number]) and tokens.forms[number] not in _MONTHS:
            for reading, window in _windows(tokens, number):
                ends = list(accumulate((len(word) + 1 for word in window), initial=at - 1))[1:]
                opened[at] = (number, reading, ends)
                windows.append(" ".join(window))
                at = ends[-1] + len(_PARAGRAPH)
    for start, end, _, _ in gazetteer.scan(_PARAGRAPH.join(windows)):
        number, reading, ends = opened.get(start, _NO_WINDOW)
        if end in ends and plain(reading.word) not in _OUTER and not _is_cut_short(reading, ends.index(end) + 1):
            found[number].append(_Match(first=number, reading=reading, last=number + ends.index(end)))
    return dict(sorted(found.items()))


def _is_cut_short(reading: Reading, count: int) -> bool:
    """Tell whether a name of so many words has too few letters left for particles to have been cut off it."""
    return count == 1 and len(reading.word) < _SHORTEST and bool(reading.particles)


_SHORTEST = 3
"""Letters of a name of one word from which on particles may be parted from it."""

_Window = tuple[int, Reading, list[int]]
"""The word a window begins at, in which reading, and where its words end in the text that is scanned."""

_NO_WINDOW: _Window = (0, Reading(particles="", word="", cut=0), [])
_PARAGRAPH = "\n\n"
"""What no name runs across."""


def _windows(tokens: Tokens, first: int) -> Iterator[tuple[Reading, list[str]]]:
    """Yield the words that a name may consist of that begins at word *first*, for each reading and spelling."""
    following: list[str] = []
    while len(following) < _LONGEST - 1 and is_beside(tokens, first + len(following)):
        following.append(without_signs(tokens.forms[first + len(following) + 1]))
    named = is_beside(tokens, first - 1) and not _DIRECTLY.isdisjoint(stems(tokens.forms[first - 1]))
    whole_only = named or is_persian(tokens.text)
    for reading in readings(tokens.forms[first], shortest=2 if following else 3):
        if plain(reading.word) in _BEGINS_NONE or (whole_only and reading.particles):
            continue
        for spelling in scanned(reading.word):
            yield reading, [spelling, *following]


def _name(tokens: Tokens, match: _Match, book: NameBook) -> Name:
    """Look up what a match may mean, by its words as a dictionary spells them."""
    rest = [without_signs(tokens.forms[number]) for number in range(match.first + 1, match.last + 1)]
    return book.look_up(" ".join([match.reading.word, *rest]))


def _known(name: Name, reading: Reading) -> tuple[bool, float]:
    """Tell how readily a reading of a known name comes to mind: of a whole word before one with particles cut off."""
    fits, known = max(renown(candidate, name.seats) for candidate in name.candidates)
    return fits, known / _CUT ** len(reading.particles)


def _mention(tokens: Tokens, match: _Match, name: Name, before: Mention | None, book: NameBook) -> Mention:
    """Make a mention of the words of a name, with the class word before it, or before the list it stands in."""
    class_word = class_before(tokens, match.first)
    start = tokens.starts[match.first] + match.reading.cut
    if class_word is None and before is not None and before.class_word is not None:
        listed = tokens.same_sentence(before.last, match.first) and is_coordinated(tokens.text[before.end : start])
        class_word = before.class_word if listed and plain(before.class_word) in _OF_MANY else None
    return Mention(
        first=match.first,
        last=match.last,
        start=start,
        end=tokens.ends[match.last],
        name=book.look_up(name.text, class_word) if class_word else name,
        class_word=class_word,
        arabic=True,
    )


def class_before(tokens: Tokens, first: int) -> str | None:
    """Give the class word right before word *first*, as the lexicon spells it."""
    if not is_beside(tokens, first - 1):
        return None
    return next((CLASSES[stem] for stem in stems(tokens.forms[first - 1]) if stem in CLASSES), None)
