"""Weigh the names of a list together: what holds for one of them speaks for the others."""

from collections.abc import Sequence

from pipeline.lexicon import words
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
        unopposed = min(weights[number] for number in chain) > _SPOKEN_AGAINST
        listed = unopposed and _lists_places(tokens, [mentions[number] for number in chain])
        for number in chain:
            if best > weights[number]:
                first = mentions[number].first
                doubtful = tokens.lower[first] in DOUBTFUL and tokens.word(first - 1) != "to"
                result[number] += min(0.3 if doubtful else 2.2, 0.6 * (best - weights[number]))
            if listed:
                result[number] = max(result[number], _LISTED)
    return result


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
    """Group neighbouring mentions that are parted by nothing but commas, "and", "or", strokes and hyphens."""
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
    between = tokens.text[left.end : right.start].strip().lower()
    return between in _COORDINATING


_COORDINATING = frozenset(
    [",", "and", ", and", "or", ", or", "/", "-", "–", "&", "to", "та", "і", "й", "и", "або", "чи", "или", ", а також"]
)
