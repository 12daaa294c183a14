"""Group the mentions of a report that mean the same place: one sense a name, unless the text says otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gazetteer.index import Gazetteer
from gazetteer.place import Candidate
from pipeline.model import Span, Toponym
from pipeline.names.containment import lies_in
from pipeline.names.mentions import CLASS_KINDS, SETTLED, NameBook, seats

_WIDE = frozenset(["country", "division", "county", "region", "continent", "sea", "water", "mountain", "island"])
_ASIDE = frozenset(["byline", "boilerplate"])
_MOST = 100
"""Namesakes that are weighed at most."""


_Key = tuple[str, bool, bool]
"""A folded name, whether it is a wide place, whether it stands in an aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """A name and all its mentions that mean the same: their numbers, and what they may mean.

    `kinds` are those a class word allows, empty where there is none; `qualifier` is the name of the
    wider place the text puts beside it; `governs` tells whether it stands for a government somewhere.
    """

    name: str
    members: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    kinds: frozenset[str]
    qualifier: str | None
    seats: frozenset[str]
    named_by_class: bool
    belief: float
    in_report: bool
    governs: bool


def group_senses(text: str, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> list[Sense]:
    """Group *toponyms* into senses, in the order of their first mentions."""
    names = {toponym.span: toponym.name for toponym in toponyms}
    book = NameBook.of(gazetteer)
    divisions = _divisions(text, toponyms, book)
    narrowed = {**_narrowed(text, toponyms, book), **divisions}
    members: dict[tuple[_Key, str | None], list[int]] = {}
    qualified: dict[_Key, str] = {}
    pending: list[tuple[int, _Key]] = []
    for number, toponym in enumerate(toponyms):
        key = (toponym.name.casefold(), _is_wide(toponym) or toponym.span in narrowed, _is_aside(toponym))
        if toponym.qualifier is not None and toponym.span not in divisions:
            qualified[key] = names.get(toponym.qualifier, toponym.qualifier.of(text))
        elif key not in qualified:
            pending.append((number, key))
            continue
        members.setdefault((key, qualified[key]), []).append(number)
    first = {whole[0]: whole for whole in reversed(members)}
    for number, key in pending:
        members.setdefault(first.get(key, (key, None)), []).append(number)
    senses = [
        _sense(toponyms, sorted(numbers), qualifier, narrowed, gazetteer) for (_, qualifier), numbers in members.items()
    ]
    return sorted(senses, key=lambda sense: sense.members[0])


_Narrowed = Mapping[Span, frozenset[str]]
"""The ids of the places that a mention may mean, by its span."""


def _narrowed(text: str, toponyms: Sequence[Toponym], book: NameBook) -> _Narrowed:
    """
    Find the mentions that mean a wider place than comes to mind: "Everett, Washington" is in the state.

    Where a country comes to mind, all mentions of the name mean what it means beside a town ("Atlanta, Georgia",
    "Georgia's governor"); where a town does, only those beside one ("Albany, New York", "New York's mayor").
    """
    insides: dict[str, list[str]] = {}
    qualifying: set[Span] = set()
    for before, held, holder in zip((None, *toponyms), toponyms, toponyms[1:], strict=False):
        if held.qualifier != holder.span or (before and before.qualifier is None and _listed(text, before, held)):
            continue
        insides.setdefault(holder.name, []).append(held.name)
        qualifying.add(holder.span)
    narrowed: dict[Span, frozenset[str]] = {}
    for outer, inner in insides.items():
        best = book.look_up(outer).best
        holders = _holders(outer, inner, book)
        if best is None or not holders or best.place.id in holders:
            continue
        narrowed |= {
            toponym.span: holders
            for toponym in toponyms
            if toponym.name == outer and (toponym.span in qualifying or best.place.kind not in SETTLED)
        }
    return narrowed


def _divisions(text: str, toponyms: Sequence[Toponym], book: NameBook) -> _Narrowed:
    """
    Find the mentions that mean a division since they stand in a list of them: "Utah, Washington, Oregon and Colorado".

    At least two of the list, and more than half of it, must bring to mind a division by themselves, all of one country.
    """
    found: dict[Span, frozenset[str]] = {}
    for chain in _chains(text, toponyms):
        best = [book.look_up(toponym.name).best for toponym in chain]
        firm = [item.place.country for item in best if item is not None and item.place.kind == "division"]
        if len(firm) < _FEWEST_DIVISIONS or 2 * len(firm) <= len(chain) or len(set(firm)) > 1:
            continue
        for toponym in chain:
            meant = frozenset(
                item.place.id
                for item in book.look_up(toponym.name).candidates
                if item.place.kind == "division" and item.place.country == firm[0] and item.fit >= _OWN_NAME
            )
            if meant:
                found[toponym.span] = meant
    return found


_FEWEST_DIVISIONS = 2
_OWN_NAME = 0.9
"""The fit from which a division bears a name, in full or in short."""


def _chains(text: str, toponyms: Sequence[Toponym]) -> Iterator[Sequence[Toponym]]:
    """Yield the lists of three names or more, parted by commas and "and"."""
    start = 0
    for end in range(1, len(toponyms) + 1):
        if end < len(toponyms) and _goes_on(text, toponyms[end - 1], toponyms[end]):
            continue
        if end - start > _FEWEST_DIVISIONS:
            yield toponyms[start:end]
        start = end


def _goes_on(text: str, left: Toponym, right: Toponym) -> bool:
    """Tell whether two names follow one another in a list."""
    return left.class_word is None and text[left.span.end : right.span.start].strip() in _LIST_SIGNS


_LIST_SIGNS = frozenset([",", "and", ", and", "or", ", or"])


def _listed(text: str, left: Toponym, right: Toponym) -> bool:
    """Tell whether two names stand in a list, in which the next one need not hold the one before it."""
    return text[left.span.end : right.span.start].strip() == ","


def _holders(outer: str, inner: Sequence[str], book: NameBook) -> frozenset[str]:
    """Give the ids of the places called *outer* in which some place of each name in *inner* lies."""
    places = [candidate.place for candidate in book.look_up(outer).candidates]
    held = [[candidate.place for candidate in book.look_up(name).candidates] for name in inner]
    return frozenset(
        place.id for place in places if all(any(lies_in(one, place) for one in candidates) for candidates in held)
    )


def _sense(
    toponyms: Sequence[Toponym],
    members: Sequence[int],
    qualifier: str | None,
    narrowed: _Narrowed,
    gazetteer: Gazetteer,
) -> Sense:
    mentions = [toponyms[number] for number in members]
    allowed = narrowed.get(mentions[0].span)
    classes = [mention.class_word for mention in mentions if mention.class_word]
    word = classes[0] if classes else None
    name = NameBook.of(gazetteer).look_up(mentions[0].name, word)
    candidates = name.candidates[:_MOST]
    if allowed is not None:
        candidates = tuple(candidate for candidate in name.candidates if candidate.place.id in allowed) or candidates
    return Sense(
        name=mentions[0].name,
        members=tuple(members),
        candidates=candidates,
        named_by_class=word is not None and mentions[0].name.casefold().endswith(word),
        seats=name.seats if len(candidates) == len(name.candidates) else seats(name.text, candidates),
        kinds=CLASS_KINDS.get(word.split()[-1], frozenset()) if word else frozenset(),
        qualifier=qualifier,
        belief=max(mention.belief for mention in mentions),
        governs=any(mention.role == "metonym" for mention in mentions),
        in_report=any(not _is_aside(mention) for mention in mentions),
    )


def _is_aside(toponym: Toponym) -> bool:
    """Tell whether a name says nothing of where the report plays; a dateline does."""
    return toponym.role in _ASIDE and not toponym.dateline


def _is_wide(toponym: Toponym) -> bool:
    """Tell whether the class word says that no settlement is meant."""
    if toponym.class_word is None:
        return False
    kinds = CLASS_KINDS.get(toponym.class_word.split()[-1], frozenset())
    return bool(kinds) and kinds <= _WIDE
