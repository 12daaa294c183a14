"""Tell which of its places a name may mean where it stands: in a list of states, beside a town, in a town's hands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gazetteer.index import distance_m
from gazetteer.place import Place
from pipeline.model import Span, Toponym
from pipeline.names.containment import lies_in
from pipeline.names.coordination import is_listed
from pipeline.names.mentions import SETTLED, NameBook

_Allowed = Mapping[Span, frozenset[str]]
"""The ids of the places that a mention may mean, by its span; none where it can mean none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """The mentions that mean less than their names: `allowed` holds the ids of the places left to each, by its span.

    `listed` are those that stand in a list of divisions, where the next name need not hold the one before it.
    """

    allowed: _Allowed
    listed: frozenset[Span]


def narrow(text: str, toponyms: Sequence[Toponym], book: NameBook) -> Narrowing:
    """Look at what stands beside each of *toponyms*, which come in order."""
    divisions = _divisions(text, toponyms, book)
    allowed = {
        **_misplaced(text, toponyms, book),
        **_qualifying(text, toponyms, book),
        **divisions,
        **_owned(text, toponyms, book),
    }
    return Narrowing(allowed=allowed, listed=frozenset(divisions))


def _misplaced(text: str, toponyms: Sequence[Toponym], book: NameBook) -> _Allowed:
    """Find the towns that the text puts into a division abroad: Kigoma "in South Kivu" is not Tanzania's."""
    found: dict[Span, frozenset[str]] = {}
    for held, holder in pairwise(toponyms):
        if held.qualifier is not None or text[held.span.end : holder.span.start] != " in ":
            continue
        before = text[max(0, held.span.start - _LONGEST_WORD) : held.span.start].split()
        best, outer = book.look_up(held.name, held.class_word).best, book.look_up(holder.name, holder.class_word)
        if best is None or best.place.kind not in _TOWNS or (before and before[-1].lower() in _LEADING_AWAY):
            continue
        if outer.kinds and outer.kinds <= {"division", "county"}:
            countries = outer.countries
            found[held.span] = frozenset(
                candidate.place.id
                for candidate in book.look_up(held.name, held.class_word).candidates
                if candidate.place.country in countries
            )
    return found


_TOWNS = SETTLED - {"capital"}
_LEADING_AWAY = frozenset(["from", "to", "with", "for", "by", "between", "via", "of"])
"""Words before a town behind which "in X" may say where something else is: "refugees from El Geneina in Ouaddai"."""

_LONGEST_WORD = 12


def _qualifying(text: str, toponyms: Sequence[Toponym], book: NameBook) -> _Allowed:
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


def _owned(text: str, toponyms: Sequence[Toponym], book: NameBook) -> _Allowed:
    """Find the districts that the text gives to a town or division: "Kherson's Dniprovskyi district" is not Kyiv's."""
    found: dict[Span, frozenset[str]] = {}
    for owner, owned in pairwise(toponyms):
        if owned.class_word not in _PARTS or text[owner.span.end : owned.span.start] not in _OWNING:
            continue
        best = book.look_up(owner.name).best
        if best is not None and best.place.kind in _OWNERS:
            owners = [item.place for item in book.look_up(owner.name).candidates if item.place.kind in _OWNERS]
            found[owned.span] = frozenset(
                item.place.id
                for item in book.look_up(owned.name, owned.class_word).candidates
                if any(_is_part(item.place, place) for place in owners)
            )
    return found


def _is_part(part: Place, owner: Place) -> bool:
    return lies_in(part, owner) or (owner.kind in SETTLED and distance_m(part.point, owner.point) < _CITY_M)


_PARTS = frozenset(["district", "quarter", "neighborhood", "neighbourhood", "suburb", "borough"])
_OWNERS = SETTLED | {"division"}
_OWNING = frozenset(["'s ", "’s "])
_CITY_M = 60_000.0
"""How far the middle of a district may lie from that of its town: a county called a district is wide."""


def _divisions(text: str, toponyms: Sequence[Toponym], book: NameBook) -> _Allowed:
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
    return left.class_word is None and is_listed(text[left.span.end : right.span.start])


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
