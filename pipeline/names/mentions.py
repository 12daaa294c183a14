"""Find the stretches of a text that spell a name of the gazetteer, each at its full length."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from gazetteer.index import Gazetteer
from gazetteer.place import Candidate
from pipeline.arabic import is_arabic
from pipeline.lexicon import mapping, words
from pipeline.names.abbreviations import find_abbreviations
from pipeline.names.arabic_names import look_up_arabic
from pipeline.names.fronts import find_fronts
from pipeline.names.offices import BODY_OPENS, is_office, opens_body
from pipeline.names.persons import TITLES
from pipeline.tokens import Tokens

CLASS_KINDS = {
    word: frozenset(kinds.split("/"))
    for table in ("places", "arabic")
    for word, kinds in mapping(table, "class").items()
}
"""What a class word allows a place to be."""

CLASS_BEFORE = words("places", "class before")
FACILITIES = frozenset(tuple(tail.split()) for tail in words("places", "facility"))
_LONGEST_FACILITY = max(len(tail) for tail in FACILITIES)
_COMMON = words("common", "word")
_NEVER = words("words", "demonym") | words("words", "never")
_CALENDAR = words("words", "calendar")
_BARE = frozenset(mapping("places", "side")) | frozenset(CLASS_KINDS) | words("places", "compass")
"""Words that are no name by themselves."""

_OF_HEADS = frozenset(["gulf", "sea", "bay", "strait", "straits", "isle", "lake", "cape"])
_NO_PART = words("places", "no part")
"""Class words that stay outside a name even with a capital letter."""

"""Class words that are no part of a name when more capitals follow."""

SLAVIC_CLASSES = words("places", "slavic class")
_SMALL_CLASSES = words("places", "small class") | SLAVIC_CLASSES

_CAPITAL = 50_000
"""People from which a capital is known as such."""

SEATS = words("roles", "seat")
"""Cities of governments that are no capitals, in lower case."""

SETTLED = frozenset(["capital", "city", "town", "village"])


@dataclass(frozen=True, kw_only=True, eq=False)
class Name:
    """A name as the gazetteer knows it: what it may mean, and how much speaks for a place at all.

    Of one name a `NameBook` makes one, which is equal to itself alone: what is reckoned of it is kept by it.
    """

    text: str
    candidates: tuple[Candidate, ...]

    @cached_property
    def best(self) -> Candidate | None:
        """Give the candidate that comes to mind first: a country, then the one of most people."""
        return max(self.candidates, key=lambda candidate: renown(candidate, self.seats), default=None)

    @cached_property
    def seats(self) -> frozenset[str]:
        """Give the divisions that the bare name leaves to their seats: Kharkiv is the city, not its oblast."""
        return seats(self.text, self.candidates)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Give every kind of place the name may mean."""
        return frozenset(candidate.place.kind for candidate in self.candidates)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Give the countries the name occurs in."""
        return frozenset(candidate.place.country for candidate in self.candidates if candidate.place.country)

    @cached_property
    def is_state(self) -> bool:
        """Tell whether the name is first of all that of a country."""
        return self.best is not None and self.best.place.kind == "country"

    @cached_property
    def is_continent(self) -> bool:
        """Tell whether the name is first of all that of a continent."""
        return self.best is not None and self.best.place.kind == "continent"

    @property
    def is_self_styled(self) -> bool:
        """Tell whether the name is that of a body that calls itself a state: "Luhansk People's Republic"."""
        return self.text.endswith(("People's Republic", "People’s Republic")) and not self.is_state

    @cached_property
    def is_capital(self) -> bool:
        """Tell whether the name is first of all that of a national capital."""
        best = self.best
        if best is not None and best.fit < 1.0:
            best = next((each for each in self.candidates if each.place.kind == "capital" and each.fit >= 1.0), best)
        return best is not None and best.place.kind == "capital" and best.place.population > _CAPITAL

    @property
    def is_seat(self) -> bool:
        """Tell whether a government that is named by its city has its seat there, though it is no capital."""
        return self.text.lower() in SEATS


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in a text: words *first* to *last*, both included, characters *start* to *end*.

    `head` is the part of the name before a class word that belongs to it.
    """

    first: int
    last: int
    start: int
    end: int
    name: Name
    class_word: str | None = None
    abbreviated: bool = False
    arabic: bool = False


def renown(candidate: Candidate, seats: frozenset[str]) -> tuple[bool, float]:
    """Tell whether a name fits, and how readily its place comes to mind; *seats* are the ids of `Name.seats`."""
    place = candidate.place
    rank = {"country": 10.0, "continent": 10.0, "capital": 5.0, "division": 3.0, "region": 3.0}.get(place.kind, 1.0)
    if place.id in seats:
        rank = 0.01
    return candidate.fit >= 0.85, (place.population + 1000.0) * rank * candidate.fit**12


def seats(text: str, candidates: Sequence[Candidate]) -> frozenset[str]:
    """Give the ids of the divisions and counties among *candidates* that share their name with a large town in them.

    Such a name without a class word means the town. So does that of a division with a country of more people: Niger
    is the country, not Nigeria's Niger State; Georgia is either.
    """
    length = len(text.split())
    towns = [
        candidate.place
        for candidate in candidates
        if candidate.place.kind in SETTLED and candidate.fit >= 0.8 and len(candidate.place.name.split()) == length
    ]
    people = max((c.place.population for c in candidates if c.place.kind == "country" and c.fit >= 1.0), default=0)
    return frozenset(
        candidate.place.id
        for candidate in candidates
        if candidate.place.kind in ("division", "county")
        and (
            people > candidate.place.population
            or any(
                town.country == candidate.place.country and town.population >= 0.02 * candidate.place.population > 0
                for town in towns
            )
        )
    )


class NameBook:
    """Look names up, and remember them: what a name may mean is the same in every report."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names: dict[tuple[str, str | None], Name] = {}

    @classmethod
    @lru_cache(maxsize=2)
    def of(cls, gazetteer: Gazetteer) -> "NameBook":
        """Give the one book of a gazetteer."""
        return cls(gazetteer)

    def look_up(self, text: str, class_word: str | None = None) -> Name:
        """Give what *text* may mean, knowing the class word beside or in it."""
        key = (text, class_word)
        found = self._names.get(key)
        if found is None:
            found = Name(text=text, candidates=look_up(text, class_word, self._gazetteer))
            if len(self._names) >= _REMEMBERED:
                self._names.clear()
            self._names[key] = found
        return found


_REMEMBERED = 50_000
"""Names a book remembers at most, so that memory does not grow with the number of reports."""


def look_up(text: str, class_word: str | None, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Give the places that *text* may mean; where a class word says what it is, only places of that sort.

    A name with its class word ("Sumy City", "Vasylkiv Air Base") that the gazetteer lacks is looked
    up without it; a work is then looked for at the settlement it is named after.
    """
    if class_word == "co":
        text = f"County {text[len(class_word) :].strip()}"
    if is_arabic(text):
        whole = look_up_arabic(text, gazetteer)
    else:
        whole = tuple(_uninflected(candidate) for candidate in gazetteer.candidates(text))
    if class_word is None:
        return whole
    kinds = CLASS_KINDS.get(class_word.split()[-1], frozenset())
    head = text[: -len(class_word)].strip() if text.lower().endswith(f" {class_word}") else text
    named = whole if head == text else whole + gazetteer.candidates(head)
    if not kinds:
        return named
    fitting = tuple(candidate for candidate in named if candidate.place.kind in kinds)
    if not fitting and kinds == {"facility"}:
        fitting = tuple(candidate for candidate in named if candidate.place.kind in SETTLED)
    if head == text:
        return fitting or named
    return whole or fitting


def _uninflected(candidate: Candidate) -> Candidate:
    """Take a case form for the name itself: in a sentence of Ukrainian or Russian it is no looser a fit."""
    if not candidate.why.startswith(_CASE_FORM):
        return candidate
    return replace(candidate, fit=min(1.0, candidate.fit + _CASE_COST))


_CASE_FORM = "a case form of "
_CASE_COST = 0.15
"""What the gazetteer takes from the fit of a case form."""


def find_mentions(tokens: Tokens, gazetteer: Gazetteer, book: NameBook) -> list[Mention]:
    """List the names of the gazetteer in a text, longest first where they overlap, in order."""
    spans = [*_abbreviated(tokens), *find_fronts(tokens), *_matched(tokens, gazetteer, book)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    found: list[Mention] = []
    reach = -1
    for first, last, full in _without_nested(spans):
        if first <= reach:
            continue
        mention = _mention(tokens, first, last, full, book)
        found.append(mention)
        reach = mention.last
    return found


def _without_nested(spans: Sequence[tuple[int, int, str | None]]) -> Iterator[tuple[int, int, str | None]]:
    """Yield the spans of which none longer covers the beginning."""
    for number, (first, last, full) in enumerate(spans):
        if number + 1 == len(spans) or spans[number + 1][0] > last:
            yield first, last, full
            continue
        following = spans[number + 1 : number + 6]
        # "Bakhmut City Hall": a longer name that begins inside this one wins.
        if any(
            first < other <= last < other_last and other_last - other > last - first
            for other, other_last, _ in following
        ):
            continue
        yield first, last, full


def _abbreviated(tokens: Tokens) -> Iterator[tuple[int, int, str | None]]:
    """Yield the short forms of the lexicon as spans of words, with their full names."""
    for start, end, full in find_abbreviations(tokens.text, [tokens.starts[number] for number in tokens.capitals]):
        yield tokens.at(start), tokens.at(end - 1), full


def _matched(tokens: Tokens, gazetteer: Gazetteer, book: NameBook) -> Iterator[tuple[int, int, str | None]]:
    """Yield the gazetteer's matches that are whole capitalised words, as spans of words."""
    starts = {tokens.starts[number]: number for number in tokens.capitals}
    ends = {tokens.ends[number]: number for number in tokens.capitals}
    saints = [number for number in tokens.capitals if tokens.lower[number - 1] in _SAINTS]
    ends |= {tokens.ends[number + 1]: number + 1 for number in saints if _is_saint_s(tokens, number)}
    small = {tokens.ends[number + 1]: number + 1 for number in tokens.capitals if _has_small_class(tokens, number)}
    found = gazetteer.scan(tokens.text)
    bare = {(match.start, match.end) for match in found} if small else ()
    for start, end, key, _ in found:
        first, last = starts.get(start), ends.get(end)
        if last is None and end in small and not _stands_alone(tokens, start, small[end], bare):
            last = small[end]
        if first is None or last is None or tokens.sentence[first] != tokens.sentence[last]:
            continue
        if (first == last and (_is_no_name(tokens, first) or len(key) < 2)) or key.removeprefix("the ") in _NEVER:
            continue
        if is_office(tokens, first) if first == last else _is_of_body(tokens, first, last, key, book):
            continue
        if all(_may_stand_inside(tokens, number) for number in range(first + 1, last)):
            yield first, last, None


def _has_small_class(tokens: Tokens, number: int) -> bool:
    """Tell whether a class word follows a word in small letters: "the Hamrin mountains", "у Харківській області"."""
    return tokens.follows[number] and tokens.lower[number + 1] in _SMALL_CLASSES and not tokens.capital[number + 1]


def _stands_alone(tokens: Tokens, start: int, last: int, bare: Container[tuple[int, int]]) -> bool:
    """Tell whether a name is one without the small class word *last*; the adjective of a Slavic division never is."""
    return tokens.lower[last] not in SLAVIC_CLASSES and (start, tokens.ends[last - 1]) in bare


def _may_stand_inside(tokens: Tokens, number: int) -> bool:
    """Tell whether a word may stand within a name: with a capital, as "of" does, or between hyphens."""
    return (
        tokens.capital[number] or tokens.lower[number] in _SMALL or tokens.gap(number - 1) == tokens.gap(number) == "-"
    )


def _is_saint_s(tokens: Tokens, number: int) -> bool:
    """Tell whether the "'s" behind a word belongs to its name: "St. John's"."""
    return tokens.word(number - 1) in _SAINTS and tokens.word(number + 1) == "s" and tokens.gap(number) in ("'", "’")


_SAINTS = frozenset(["st", "saint"])
_BODIES_OF = ("city of ", "town of ", "state of ", "village of ", "county of ", "borough of ")


def _is_of_body(tokens: Tokens, first: int, last: int, key: str, book: NameBook) -> bool:
    """Tell whether a name is that of an office, or runs into one: "City of Lansing", "Lansing City Council".

    A town of that very name keeps it: "Kansas City Council".
    """
    if key.startswith(_BODIES_OF):
        return True
    return opens_body(tokens, last) and not _is_own_name(" ".join(tokens.lower[first : last + 1]), book)


def _is_own_name(name: str, book: NameBook) -> bool:
    """Tell whether a town is called so first of all, and not besides."""
    places = (found.place for found in book.look_up(name).candidates)
    return any(place.name.casefold() == name and place.kind in SETTLED for place in places)


_SMALL = words("places", "small words")


def _is_no_name(tokens: Tokens, number: int) -> bool:
    word = tokens.lower[number]
    return word in _NO_NAMES or word.isdigit()


_NO_NAMES = _NEVER | _CALENDAR | _BARE | TITLES


def _mention(tokens: Tokens, first: int, last: int, full: str | None, book: NameBook) -> Mention:
    """Make a mention of a span of words, with the class word that belongs to it."""
    if full is not None:
        start, end = tokens.starts[first], tokens.ends[last]
        if end < len(tokens.text) and tokens.text[end] == "." and tokens.text[start : end + 1] in _WITH_STOP:
            end += 1
        return Mention(first=first, last=last, start=start, end=end, name=book.look_up(full), abbreviated=True)
    class_word = None
    before = _class_before(tokens, first)
    after = 0 if before or (first == last and tokens.lower[first] in _COMMON) else _class_after(tokens, last)
    if before:
        class_word = tokens.lower[first - before]
        first -= before
    elif after:
        class_word = " ".join(tokens.lower[last + 1 : last + after + 1])
        last += after
    elif last > first and tokens.lower[last] in CLASS_KINDS and tokens.joined(last - 1):
        class_word = _own_class(tokens, first, last)
    start, end = tokens.starts[first], tokens.ends[last]
    text = " ".join(tokens.text[start:end].split())
    name = book.look_up(text, class_word)
    if class_word is None and first == last and tokens.word(first - 1) == "the":
        river = _river(tokens, first, name, book)
        if river is not None:
            name, class_word = river, "river"
    return Mention(first=first, last=last, start=start, end=end, name=name, class_word=class_word)


def _river(tokens: Tokens, number: int, name: Name, book: NameBook) -> Name | None:
    """Give the river that a bare name behind "the" means, if there is one: "the Severn at Tewkesbury".

    A country's name means its river only where something lies on it or crosses it: "along the Niger".
    """
    if tokens.capital[number - 1] and name.is_state:
        return None
    if tokens.joined(number):
        if tokens.lower[number + 1] not in _BEHIND_RIVERS:
            return None
    elif tokens.same_sentence(number, number + 1) and tokens.gap(number)[0] not in ",;:)":
        return None
    if name.is_state and tokens.word(number - 2) not in _BEFORE_RIVERS:
        return None
    river = book.look_up(f"{name.text} River", "river")
    return river if "water" in river.kinds else None


_BEHIND_RIVERS = words("places", "behind a river")
_BEFORE_RIVERS = words("places", "before a river")


def _own_class(tokens: Tokens, first: int, last: int) -> str:
    """Give the class word that the gazetteer's own name ends in: "air base", "river"."""
    for length in range(last - first, 1, -1):
        if tuple(tokens.lower[last - length + 1 : last + 1]) in FACILITIES:
            return " ".join(tokens.lower[last - length + 1 : last + 1])
    return tokens.lower[last]


_WITH_STOP = frozenset(short for short in mapping("abbreviations", "always") if short.endswith("."))


def _class_before(tokens: Tokens, first: int) -> int:
    """Count the words of a class word in front that belongs to the name: 1 in "Lake X", 2 in "Gulf of X"."""
    if tokens.joined(first - 1) and tokens.capital[first - 1] and tokens.lower[first - 1] in CLASS_BEFORE:
        company = tokens.lower[first - 1] == "co" and tokens.joined(first - 2) and tokens.capital[first - 2]
        return 0 if company else 1
    if (
        tokens.joined(first - 1)
        and tokens.joined(first - 2)
        and tokens.lower[first - 1] == "of"
        and tokens.capital[first - 2]
        and tokens.lower[first - 2] in _OF_HEADS
    ):
        return 2
    return 0


def _class_after(tokens: Tokens, last: int) -> int:
    """Count the capitalised words behind a name that are its class word: "Oblast", "Air Base"."""
    run = 0
    while run < _LONGEST_FACILITY and tokens.joined(last + run):
        following = last + run + 1
        if not tokens.capital[following] and tokens.lower[following] != "and":
            break
        run += 1
    for length in range(run, 0, -1):
        if tuple(tokens.lower[last + 1 : last + length + 1]) in FACILITIES:
            return length
    if run and tokens.lower[last + 1] in CLASS_KINDS and tokens.lower[last + 1] not in _NO_PART:
        # "Fargo City Commissioner", "Illinois State Police": the word begins the next name.
        return 0 if run > 1 and tokens.lower[last + 1] in BODY_OPENS else 1
    return 0
