"""Group the mentions of a report that mean the same place: one sense a name, unless the text says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.index import Gazetteer
from gazetteer.place import Candidate
from pipeline.model import Toponym
from pipeline.names.mentions import CLASS_KINDS, NameBook, seats
from pipeline.resolution.idiom import barred_kinds, institutions
from pipeline.resolution.known import Known, known, known_of
from pipeline.resolution.narrowing import Narrowing, narrow

_WIDE = frozenset(["country", "division", "county", "region", "continent", "sea", "water", "mountain", "island"])
_ASIDE = frozenset(["byline", "boilerplate"])

_Key = tuple[str, bool, bool]
"""A folded name, whether it is a wide place, whether it stands in an aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """A name and all its mentions that mean the same: their numbers, and what they may mean.

    `known` is what is known of the candidates by themselves; `kinds` are those a class word allows, empty where there
    is none; `qualifier` is the name of the wider place the text puts beside it; `governs` tells whether it stands for a
    government somewhere; `institutions` are the countries whose towns have what stands behind the name, and `barred`
    the kinds that the words beside it rule out.
    """

    name: str
    members: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    known: Known
    kinds: frozenset[str]
    qualifier: str | None
    seats: frozenset[str]
    named_by_class: bool
    belief: float
    in_report: bool
    institutions: frozenset[str]
    barred: frozenset[str]
    governs: bool


def group_senses(text: str, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> list[Sense]:
    """Group *toponyms* into senses, in the order of their first mentions."""
    names = {toponym.span: toponym.name for toponym in toponyms}
    narrowed = narrow(text, toponyms, NameBook.of(gazetteer))
    members: dict[tuple[_Key, str | None], list[int]] = {}
    qualified: dict[_Key, str] = {}
    pending: list[tuple[int, _Key]] = []
    for number, toponym in enumerate(toponyms):
        key = (toponym.name.casefold(), _is_wide(toponym) or toponym.span in narrowed.allowed, _is_aside(toponym))
        if toponym.qualifier is not None and toponym.span not in narrowed.listed:
            qualified[key] = names.get(toponym.qualifier, toponym.qualifier.of(text))
        elif key not in qualified:
            pending.append((number, key))
            continue
        members.setdefault((key, qualified[key]), []).append(number)
    first = {whole[0]: whole for whole in reversed(members)}
    for number, key in pending:
        members.setdefault(first.get(key, (key, None)), []).append(number)
    report = _Read(text=text, toponyms=toponyms, narrowed=narrowed, gazetteer=gazetteer)
    senses = [_sense(report, sorted(numbers), qualifier) for (_, qualifier), numbers in members.items()]
    return sorted(senses, key=lambda sense: sense.members[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What all senses of a report are made from."""

    text: str
    toponyms: Sequence[Toponym]
    narrowed: Narrowing
    gazetteer: Gazetteer


def _sense(report: _Read, members: Sequence[int], qualifier: str | None) -> Sense:
    mentions = [report.toponyms[number] for number in members]
    spans = [mention.span for mention in mentions]
    allowed = report.narrowed.allowed.get(mentions[0].span)
    classes = [mention.class_word for mention in mentions if mention.class_word]
    word = classes[0] if classes else None
    name = NameBook.of(report.gazetteer).look_up(mentions[0].name, word)
    meant = known(name)
    if allowed is not None:
        fitting = tuple(candidate for candidate in name.candidates if candidate.place.id in allowed)
        if fitting or not allowed:
            meant = known_of(fitting)
    candidates = meant.candidates
    return Sense(
        name=mentions[0].name,
        members=tuple(members),
        candidates=candidates,
        known=meant,
        named_by_class=word is not None and mentions[0].name.casefold().endswith(word),
        seats=name.seats if len(candidates) == len(name.candidates) else seats(name.text, candidates),
        kinds=CLASS_KINDS.get(word.split()[-1], frozenset()) if word else frozenset(),
        qualifier=qualifier,
        belief=max(mention.belief for mention in mentions),
        governs=any(mention.role == "metonym" for mention in mentions),
        in_report=any(not _is_aside(mention) for mention in mentions),
        institutions=institutions(report.text, spans),
        barred=barred_kinds(report.text, spans),
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
