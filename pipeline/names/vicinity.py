"""Let the places that a report is sure of speak for a little-known name of the same neighbourhood."""

from collections.abc import Iterator, Sequence

from gazetteer.index import distance_m
from gazetteer.place import Place
from pipeline.names.evidence import DOUBTFUL, prior
from pipeline.names.mentions import SETTLED, Mention
from pipeline.names.persons import SURNAMES
from pipeline.tokens import Tokens

_SURE = 1.5
"""The weight from which a name speaks for others."""

_SPOKEN_AGAINST = -2.2
"""The weight under which more speaks against a name than that it is little known, or loosely spelt."""

_SPOKEN_FOR = 1.4
"""The weight of a name that lies among the places of its report."""

_LOOSEST = 0.8
_MOST = 8
"""The fit from which a name may be a place's, and the namesakes that are looked at."""

_WELL_KNOWN = 100_000
"""People from which a town is known by itself."""

_UNOPPOSED = -0.8
"""What the words round a name may say against it at most."""

_NEAR_M = 60_000.0
_DEGREES = 0.55
"""How far from a sure place a name may lie to be of its neighbourhood; in degrees of latitude, rounded up."""


def among_neighbours(tokens: Tokens, mentions: Sequence[Mention], weights: Sequence[float]) -> list[float]:
    """Raise the weights of little-known names that lie near places named for sure: villages of one front."""
    result = list(weights)
    doubted = [number for number, weight in enumerate(weights) if _SPOKEN_AGAINST < weight < _SPOKEN_FOR]
    if not doubted:
        return result
    sure = dict(_sure(mentions, weights))
    if not sure:
        return result
    for number in doubted:
        mention = mentions[number]
        little_known = _is_little_known(tokens, mention, weights[number]) and not _is_a_word(tokens, mention)
        if little_known and mention.name.text not in sure and _lies_by(mention, tuple(sure.values())):
            result[number] = _SPOKEN_FOR
    return result


def _sure(mentions: Sequence[Mention], weights: Sequence[float]) -> Iterator[tuple[str, Place]]:
    """Yield the settlements that come to mind first for the names that are surely places."""
    for mention, weight in zip(mentions, weights, strict=True):
        best = mention.name.best
        if weight >= _SURE and best is not None and best.place.kind in SETTLED:
            yield mention.name.text, best.place


def _is_little_known(tokens: Tokens, mention: Mention, weight: float) -> bool:
    """Tell whether a name is doubted since few know it, and not for the words round it."""
    best = mention.name.best
    if best is None or best.place.kind not in SETTLED or best.place.population >= _WELL_KNOWN:
        return False
    return weight - prior(mention.name, tokens.text[mention.start : mention.end]) >= _UNOPPOSED


def _is_a_word(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a single word is an everyday one or a person's name too, or a script's own rules weigh it."""
    lower = tokens.lower[mention.first]
    return mention.arabic or (mention.first == mention.last and (lower in DOUBTFUL or lower in SURNAMES))


def _lies_by(mention: Mention, sure: Sequence[Place]) -> bool:
    """Tell whether a place of a mention's name lies near one of *sure*."""
    places = [candidate.place for candidate in mention.name.candidates[:_MOST] if candidate.fit >= _LOOSEST]
    return any(
        place.country == other.country
        and abs(place.point.lat - other.point.lat) < _DEGREES
        and place.id != other.id
        and distance_m(place.point, other.point) < _NEAR_M
        for place in places
        for other in sure
    )
