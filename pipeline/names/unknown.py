"""Find names that the gazetteer lacks and the text marks as places: "the village of X", "near X"."""

from collections.abc import Container, Iterator, Mapping, Sequence

from pipeline.lexicon import mapping, words
from pipeline.names.framing import coordinated, is_beside_others, is_framed, speaks_of_war
from pipeline.names.mentions import CLASS_KINDS, FACILITIES, Mention, Name
from pipeline.names.persons import GIVEN, TITLES, Persons
from pipeline.tokens import ARTICLES, Tokens

_COMPASS = words("places", "compass")
_HARD = (
    words("words", "demonym")
    | words("words", "calendar")
    | words("words", "never")
    | words("sentences", "begins")
    | words("organisations", "unit")
    | words("organisations", "body")
    | words("organisations", "civic")
    | words("roles", "state noun")
    | words("words", "street")
    | words("words", "numeral")
    | frozenset(mapping("places", "side"))
    | frozenset(CLASS_KINDS)
    | _COMPASS
    | TITLES
)
_SOFT = (words("common", "word") | GIVEN) - _HARD
_NO_NAME = _HARD | _SOFT
"""Words that begin no unknown name; the soft ones may be one in a list of places."""

_INNER = GIVEN - _HARD - words("common", "word")
"""Names of persons that a place's may go on with: "Debre Elias"."""

_MARKING = frozenset(["near", "nearby", "outside"])
"""Prepositions that hardly ever stand before anything but a place."""

_OF = words("places", "marking of")
_BEFORE = frozenset(["village", "villages", "town", "towns", "settlement", "settlements", "hamlet", "hamlets"])
_AFTER = words("places", "marking behind")
_LISTING = (
    _BEFORE
    | _MARKING
    | frozenset(["of", "through", "between", "towards", "toward", "captured", "liberated", "seized", "areas"])
)
_PROPER_CLASSES = words("places", "proper class")
_INSIDE = frozenset(["in", "at", "near", "from", "to", "around", "outside", "on"])
_WIDER = frozenset(["division", "county", "country"])
_ENDS = frozenset([",", ";", ")", ":"])
"""Prepositions before a name and the wider place it lies in, and the signs that may close the two."""

_ARTICLES = frozenset(["a", "an", "the"])
_SINGLE = frozenset(["village", "town", "settlement", "hamlet", "suburb", "neighbourhood", "neighborhood"])
_BEHIND_SINGLE = words("places", "behind a settlement")
_LONGEST_APPOSITION = 5
"""Words of "a small front-line village" at most, and one."""

_GENERIC = words("places", "generic")
_ILLNESSES = words("words", "illness")
_LONGEST = 4


def find_unknown(
    tokens: Tokens, kept: Sequence[Mention], persons: Persons, *, doubted: Sequence[Mention] = ()
) -> Iterator[Mention]:
    """Yield mentions of names that the text marks as places, in order.

    *kept* are those the gazetteer has, *doubted* those it has as well but that may be words or persons:
    in a list of places they come along.
    """
    taken = {number for mention in kept for number in range(mention.first, mention.last + 1)}
    ends = {mention.last: mention for mention in kept}
    starts = {mention.first: mention for mention in kept}
    listed: set[int] = set()
    bare: list[tuple[int, int]] = []
    soft: list[Mention] = []
    marked: list[Mention] = []
    reach = -1
    war = speaks_of_war(tokens)
    for number in tokens.capitals:
        if number <= reach or number in taken:
            continue
        if tokens.lower[number] in _NO_NAME and not _is_generic(tokens, number):
            soft_one = tokens.lower[number] in _SOFT and not tokens.first[number] and number not in persons.words
            if soft_one and is_beside_others(tokens, number, number):
                soft.append(_mention(tokens, number, number, None))
            continue
        last = _run_end(tokens, number, taken, persons)
        if last is None:
            continue
        mention = _marked(tokens, number, last, ends, listed)
        whole = not (tokens.joined(last) and tokens.capital[last + 1])
        if (
            mention is None
            and whole
            and (
                _opens_list(tokens, number, last, starts)
                or _is_within(tokens, number, last, starts)
                or is_framed(tokens, number, last, persons, war=war)
            )
        ):
            mention = _mention(tokens, number, last, None)
        if mention is None:
            bare.append((number, last))
        else:
            marked.append(mention)
            listed.add(mention.last)
            last = mention.last
        reach = last
    # A name that was marked once is a place wherever it stands.
    names = {mention.name.text for mention in marked}
    again = [run for run in bare if names and _name(tokens, *run) in names]
    marked += [_mention(tokens, *run, None) for run in again]
    taken |= {number for mention in marked for number in range(mention.first, mention.last + 1)}
    unmarked = [_mention(tokens, *run, None) for run in bare if is_beside_others(tokens, *run)]
    beside = [mention for mention in doubted if is_beside_others(tokens, mention.first, mention.last)]
    left = [
        mention for mention in (*beside, *unmarked, *soft) if taken.isdisjoint(range(mention.first, mention.last + 1))
    ]
    marked += coordinated(tokens, [*kept, *marked], list(_outermost(left)), persons, war=war)
    yield from sorted(marked, key=lambda mention: mention.start)


def _outermost(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions that lie in no other."""
    reach = -1
    for mention in sorted(mentions, key=lambda mention: (mention.first, -mention.last)):
        if mention.last > reach:
            yield mention
            reach = mention.last


def _is_generic(tokens: Tokens, number: int) -> bool:
    """Tell whether a word begins names of its language as "Mount" does in English: "Wadi al-Shay", "Al-Qabu"."""
    word = tokens.lower[number]
    if word in _GENERIC and tokens.joined(number):
        return tokens.capital[number + 1]
    hyphened = word in ARTICLES and tokens.same_sentence(number, number + 1) and tokens.gap(number) in ("-", "‑")
    return hyphened and tokens.capital[number + 1]


def _run_end(tokens: Tokens, first: int, taken: set[int], persons: Persons) -> int | None:
    """Give the last word of the run of capitalised words that begins at *first*, a free one, and may be one name."""
    if not _may_name(tokens, first, taken, persons):
        return None
    last = first
    while (
        last - first + 1 < _LONGEST
        and last + 1 < len(tokens)
        and tokens.sentence[last] == tokens.sentence[last + 1]
        and tokens.gap(last) in (" ", "-", "‑", "\u00a0")
        and _may_name(tokens, last + 1, taken, persons)
        and (tokens.lower[last + 1] not in _NO_NAME or tokens.lower[last + 1] in _INNER)
    ):
        last += 1
    return last


def _may_name(tokens: Tokens, number: int, taken: set[int], persons: Persons) -> bool:
    return (
        tokens.capital[number]
        and number not in taken
        and number not in persons.words
        and tokens.sentence[number] not in tokens.shouted
        and tokens.sentence[number] not in tokens.titled
        and len(tokens.forms[number]) > 1
        and not tokens.forms[number].isupper()
    )


def _marked(tokens: Tokens, first: int, last: int, ends: dict[int, Mention], listed: set[int]) -> Mention | None:
    """Make a mention of a run of words if the text marks it as a place."""
    tail = _class_tail(tokens, last)
    if tail and tokens.word(last + tail + 1) in _ILLNESSES:
        return None
    if tail:
        return _mention(tokens, first, last + tail, " ".join(tokens.lower[last + 1 : last + tail + 1]))
    if tokens.joined(last) and tokens.capital[last + 1]:
        return None
    after = tokens.lower[last + 1] if tokens.joined(last) else ""
    if after in ("army", "military", "air", "naval", "border", "displacement", "refugee", "power") and tokens.joined(
        last + 1
    ):
        after = tokens.lower[last + 2]
    class_word = after if after in _AFTER and after in CLASS_KINDS else None
    before = tokens.word(first - 1) if tokens.same_sentence(first - 1, first) else ""
    if (
        (last > first and tokens.lower[first] in _GENERIC)
        or (after == "camp" and before in _INSIDE)
        or _is_marked(tokens, first, before)
        or after in _AFTER
        or _is_listed(tokens, first, last, ends, listed)
        or _is_told(tokens, last)
    ):
        return _mention(tokens, first, last, class_word)
    return None


def _is_told(tokens: Tokens, last: int) -> bool:
    """Tell whether the words behind a run say what it is: "in Rivne, a village near Kupiansk"."""
    number = last + 1
    if not tokens.same_sentence(last, number) or tokens.gap(last) != ", " or tokens.lower[number] not in _ARTICLES:
        return False
    for noun in range(number + 1, number + _LONGEST_APPOSITION):
        if not tokens.same_sentence(last, noun) or tokens.gap(noun - 1) not in (" ", "-") or tokens.capital[noun]:
            return False
        if tokens.lower[noun] in _SINGLE:
            return not tokens.joined(noun) or tokens.lower[noun + 1] in _BEHIND_SINGLE
    return False


def _class_tail(tokens: Tokens, last: int) -> int:
    """Count the capitalised class words behind a run: 1 in "X Mountains", 3 in "X Gas Processing Plant"."""
    run = 0
    while (
        run < 6
        and tokens.joined(last + run)
        and (tokens.capital[last + run + 1] or tokens.lower[last + run + 1] == "and")
    ):
        run += 1
    for length in range(run, 0, -1):
        tail = tuple(tokens.lower[last + 1 : last + length + 1])
        if tail in FACILITIES or (length == 1 and tail[0] in _PROPER_CLASSES):
            return length if length == run else 0
    return 0


def _is_marked(tokens: Tokens, first: int, before: str) -> bool:
    """Tell whether the words before a run say that a place follows."""
    if before in _MARKING or before in _BEFORE:
        return tokens.joined(first - 1)
    if before != "of":
        return False
    head = tokens.word(first - 2)
    return head in _OF or head in _COMPASS


def _is_listed(tokens: Tokens, first: int, last: int, ends: dict[int, Mention], listed: set[int]) -> bool:
    """Tell whether a run goes on a list of places."""
    number = first - 1
    if tokens.word(number) in ("and", "or"):
        number -= 1
    if number not in ends and number not in listed:
        return False
    if not tokens.same_sentence(number, first) or tokens.text[
        tokens.ends[number] : tokens.starts[first]
    ].strip() not in (",", "and", ", and", "or", ", or"):
        return False
    if not _ends_item(tokens, last):
        return False
    if number in listed:
        return True
    head = ends[number]
    opening = tokens.word(head.first - 1)
    return opening in _LISTING or tokens.word(number - 1) == "and" or head.first - 1 in ends or head.first - 1 in listed


def _is_within(tokens: Tokens, first: int, last: int, starts: Mapping[int, Mention]) -> bool:
    """Tell whether the text says in which wider place a run lies: "in Bulo Marer, Lower Shabelle, at dawn"."""
    before = first - 1
    if not tokens.joined(before) or tokens.lower[before] not in _INSIDE or tokens.first[before]:
        return False
    wider = starts.get(last + 1)
    if wider is None or tokens.text[tokens.ends[last] : wider.start] != ", " or _WIDER.isdisjoint(wider.name.kinds):
        return False
    return not tokens.same_sentence(wider.last, wider.last + 1) or tokens.text[wider.end : wider.end + 1] in _ENDS


def _opens_list(tokens: Tokens, first: int, last: int, starts: Container[int]) -> bool:
    """Tell whether a run opens a list of places: "through Shtepivka, Sumy and Romny"."""
    following = last + 1
    if tokens.word(first - 1) not in _LISTING or not tokens.joined(first - 1):
        return False
    if not tokens.same_sentence(last, following):
        return False
    if tokens.lower[following] == "and":
        following += 1
    gap = tokens.text[tokens.ends[last] : tokens.starts[following]].strip() if following < len(tokens) else ""
    return following in starts and gap in (",", "and", ", and")


def _ends_item(tokens: Tokens, last: int) -> bool:
    """Tell whether a list goes on or ends behind a word."""
    if not tokens.same_sentence(last, last + 1):
        return True
    gap = tokens.gap(last).strip()
    return gap in (",", ";", ")") or (gap == "" and tokens.lower[last + 1] in ("and", "or", "on", "in", "to", "have"))


def _mention(tokens: Tokens, first: int, last: int, class_word: str | None) -> Mention:
    start, end = tokens.starts[first], tokens.ends[last]
    name = Name(text=_name(tokens, first, last), candidates=())
    return Mention(first=first, last=last, start=start, end=end, name=name, class_word=class_word)


def _name(tokens: Tokens, first: int, last: int) -> str:
    """Give the words of a run, one blank between them."""
    return " ".join(tokens.text[tokens.starts[first] : tokens.ends[last]].split())
