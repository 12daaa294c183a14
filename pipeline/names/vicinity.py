"""Let the places that a report is sure of speak for a little-known name of the same neighbourhood."""

from collections.abc import Iterator, Sequence

from gazetteer.index import distance_m
from gazetteer.place import Place
from pipeline.names.coordination import is_listed
from pipeline.names.evidence import DOUBTFUL, prior
from pipeline.names.mentions import SETTLED, Mention
from pipeline.names.persons import SURNAMES
from pipeline.tokens import Tokens

_SURE = 1.5
"""The weight from which a name speaks for others."""

_SPOKEN_AGAINST = -2.2
"""The weight under which more speaks against a name than that it is little known, or loosely spelt."""

_MOST_AGAINST = -4.0
"""The same for a name that is listed with a place beside it: what makes it a word's or a surname's."""

_SPOKEN_FOR = 1.4
"""The weight of a name that lies among the places of its report."""

_LOOSEST = 0.8
_MOST = 8
_MOST_PAIRED = 40
"""The fit from which a name may be a place's, and the namesakes that are looked at; more of a name listed with one."""

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
    doubted = [number for number, weight in enumerate(weights) if _MOST_AGAINST < weight < _SPOKEN_FOR]
    if not doubted:
        return result
    sure = dict(_sure(mentions, weights))
    places = tuple(sure.values())
    for number in doubted if sure else ():
        mention, weight = mentions[number], weights[number]
        unknown = weight > _SPOKEN_AGAINST and not _is_a_word(tokens, mention) and mention.name.text not in sure
        near = unknown and _is_little_known(tokens, mention, weight) and _lies_by(mention, places)
        if near or _is_paired(tokens, mentions, weights, number):
            result[number] = _SPOKEN_FOR
    return result


def _is_paired(tokens: Tokens, mentions: Sequence[Mention], weights: Sequence[float], number: int) -> bool:
    """Tell whether a town called by a word or a surname is listed with one near it: "Spearfish and Deadwood"."""
    mention = mentions[number]
    if mention.arabic or mention.name.best is None or mention.name.best.place.kind not in SETTLED:
        return False
    for left, right in ((number - 1, number), (number, number + 1)):
        if left < 0 or right == len(mentions) or not is_listed(tokens.text[mentions[left].end : mentions[right].start]):
            continue
        other = right if left == number else left
        others = [each.place for each in mentions[other].name.candidates[:_MOST] if each.place.kind in SETTLED]
        if weights[other] >= _SURE and _lies_by(mention, others, most=_MOST_PAIRED):
            return True
    return False


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


def _lies_by(mention: Mention, sure: Sequence[Place], *, most: int = _MOST) -> bool:
    """Tell whether a place of a mention's name lies near one of *sure*."""
    places = [candidate.place for candidate in mention.name.candidates[:most] if candidate.fit >= _LOOSEST]
    return any(
        place.country == other.country
        and abs(place.point.lat - other.point.lat) < _DEGREES
        and place.id != other.id
        and distance_m(place.point, other.point) < _NEAR_M
        for place in places
        for other in sure
    )
