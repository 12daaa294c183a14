"""Weigh the names of a list together: what holds for one of them speaks for the others."""

from collections.abc import Sequence

from pipeline.lexicon import words
from pipeline.names.coordination import is_coordinated
from pipeline.names.evidence import DOUBTFUL, EXPLAINED, is_unlike_others
from pipeline.names.mentions import CLASS_KINDS, Mention
from pipeline.names.persons import SURNAMES
from pipeline.tokens import Tokens

_LISTED = 0.6
_LONG_LIST = 3
"""The weight of a name in a list that can hold nothing but places, and the names it takes."""

_SPOKEN_AGAINST = -2.0
"""The weight under which more speaks against a name than that it is little known."""

_CLASSES_OF_MANY = frozenset(word for word in CLASS_KINDS if word.endswith("s")) - words("places", "not behind")


def together(tokens: Tokens, mentions: Sequence[Mention], weights: Sequence[float]) -> list[float]:
    """Let the names of a list speak for one another: "Kupiansk, Lyman and Sloviansk"."""
    result = list(weights)
    for chain in chains(tokens, mentions):
        best = max(weights[number] for number in chain)
        if _shares_class(tokens, mentions[chain[-1]]):
            for number in chain:
                result[number] = max(weights[number], min(weights[number] + 4.0, 2.5))
            continue
        firm = _is_firm(tokens, mentions[chain[0]], [weights[number] for number in chain])
        unopposed = min(weights[number] for number in chain) > _SPOKEN_AGAINST
        listed = unopposed and _lists_places(tokens, [mentions[number] for number in chain])
        for number in chain:
            if best > weights[number]:
                first = mentions[number].first
                single = first == mentions[number].last
                doubtful = single and tokens.lower[first] in DOUBTFUL and tokens.word(first - 1) not in _SPANNING
                result[number] += min(0.3 if doubtful else 2.2, 0.6 * (best - weights[number]))
            if listed or (firm and weights[number] > _NEVER_LISTED):
                result[number] = max(result[number], _LISTED)
    return result


_SPANNING = frozenset(["to", "from", "between"])
_HOLDING = frozenset(["in", "from", "near", "across", "through", "throughout", "between", "around", "at", "to"])
"""Words before the ends of a way, and words before a list of places."""

_FIRM = 0.3
_NEVER_LISTED = -5.0
"""The weight of a name that is surely a place, and of one that no list makes one: a person's."""


def _is_firm(tokens: Tokens, first: Mention, weights: Sequence[float]) -> bool:
    """Tell whether a list that a preposition holds is mostly of sure places: "in Castlegar, Trail and Rossland"."""
    sure = sum(weight > _FIRM for weight in weights)
    held = tokens.joined(first.first - 1) and tokens.lower[first.first - 1] in _HOLDING
    return (
        held
        and len(weights) >= _LONG_LIST
        and sure > 1
        and 2 * sure >= len(weights)
        and not tokens.is_loud(first.first)
    )


def _lists_places(tokens: Tokens, listed: Sequence[Mention]) -> bool:
    """Tell whether a list has three names of which none is a word or a person's: "Torske, Yampolivka, Kyslivka"."""
    if len(listed) < _LONG_LIST or any(tokens.is_loud(mention.first) for mention in listed):
        return False
    forms = [tokens.lower[mention.first] for mention in listed]
    if any(form in DOUBTFUL or form in SURNAMES or form in EXPLAINED for form in forms):
        return False
    alone = sum(is_unlike_others(mention.name, form) for mention, form in zip(listed, forms, strict=True))
    return 2 * alone > len(listed)


def _shares_class(tokens: Tokens, last: Mention) -> bool:
    """Tell whether the noun behind a list says what all its members are: "Harper and Kingman counties"."""
    after = tokens.word(last.last + 1) if tokens.joined(last.last) else ""
    return after in _CLASSES_OF_MANY


def chains(tokens: Tokens, mentions: Sequence[Mention]) -> list[list[int]]:
    """Group neighbouring mentions that nothing parts but what stands in a list, or between the ends of a way."""
    found: list[list[int]] = []
    for number, mention in enumerate(mentions):
        if number and _coordinated(tokens, mentions[number - 1], mention):
            if found and found[-1][-1] == number - 1:
                found[-1].append(number)
            else:
                found.append([number - 1, number])
    return found


def _coordinated(tokens: Tokens, left: Mention, right: Mention) -> bool:
    if tokens.sentence[left.last] != tokens.sentence[right.first] or right.first - left.last > 2:
        return False
    between = tokens.text[left.end : right.start]
    if tokens.first[left.first] and between.strip().lower() == "to":
        return False
    return is_coordinated(between)
