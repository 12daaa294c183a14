"""Weigh what another recogniser says of a text together with what the gazetteer says."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.lexicon import words
from pipeline.model import Span
from pipeline.names.mentions import Mention, Name
from pipeline.tokens import Tokens

Sort = Literal["place", "person", "body", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of a text that a recogniser takes for a name, and what it takes it for."""

    span: Span
    sort: Sort


Recogniser = Callable[[str], tuple[Entity, ...]]
"""What gives the entities of a text, in order, without overlaps."""

_SAYS: dict[Sort, float] = {"place": 1.0, "person": -1.2, "body": -0.6, "other": -0.6}
"""What it says for a place that a recogniser takes the very words for this.

Set by hand, and small: small models are wrong of a third of the names of conflict reports.
"""

_SILENT = -0.2
"""What it says for a place that the recogniser takes it for no name at all."""

HEARD = 0.6
"""How sure it is that a name the gazetteer lacks is a place where a recogniser takes it for one."""

_NO_PLACE = words("words", "demonym") | words("words", "calendar") | words("words", "never") | words("common", "word")


def weight(mention: Mention, entities: Sequence[Entity]) -> float:
    """Weigh what *entities*, in order, say of a mention; nothing where there are none."""
    if not entities:
        return 0.0
    over = _overlapping(mention.start, mention.end, entities)
    if not over:
        return _SILENT
    widest = max(over, key=lambda e: min(e.span.end, mention.end) - max(e.span.start, mention.start))
    return _SAYS[widest.sort]


def heard_alone(tokens: Tokens, mentions: Sequence[Mention], entities: Sequence[Entity]) -> Iterator[Mention]:
    """Yield mentions, without candidates, of the places among *entities* that share no word with *mentions*."""
    if not entities:
        return
    taken = {number for mention in mentions for number in range(mention.first, mention.last + 1)}
    for entity in entities:
        first, last = bisect_left(tokens.starts, entity.span.start), tokens.at(entity.span.end - 1)
        if first < last and tokens.lower[first] == "the":
            first += 1
        if entity.sort == "place" and first <= last and _may_name(tokens, first, last, taken):
            start, end = tokens.starts[first], tokens.ends[last]
            name = Name(text=" ".join(tokens.text[start:end].split()), candidates=())
            yield Mention(first=first, last=last, start=start, end=end, name=name)


def _may_name(tokens: Tokens, first: int, last: int, taken: set[int]) -> bool:
    """Tell whether words may be a name: capitals at both ends, in one sentence, where a capital says something."""
    return (
        tokens.capital[first]
        and tokens.capital[last]
        and tokens.same_sentence(first, last)
        and not tokens.is_loud(first)
        and tokens.lower[last] not in _NO_PLACE
        and taken.isdisjoint(range(first, last + 1))
    )


def _overlapping(start: int, end: int, entities: Sequence[Entity]) -> Sequence[Entity]:
    low = bisect_right(entities, start, key=lambda entity: entity.span.end)
    high = bisect_left(entities, end, key=lambda entity: entity.span.start)
    return entities[low:high]
