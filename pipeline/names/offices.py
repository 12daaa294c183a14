"""Tell which words belong to the name of an office, and not to that of the place before it."""

from gazetteer.function_words import FUNCTION_WORDS
from pipeline.lexicon import words
from pipeline.names.persons import TITLES
from pipeline.tokens import Tokens

BODY_OPENS = frozenset(["city", "state", "town", "district", "municipality", "region", "territory", "village", "park"])
"""Words that end names of places, and begin those of their offices."""

_CIVIC = words("organisations", "civic")
_SERVING = _CIVIC | words("organisations", "body") | TITLES | {"hall", "manager"}


def opens_body(tokens: Tokens, number: int) -> bool:
    """Tell whether a word belongs to what follows: "City" in "Lansing City Council"."""
    return (
        tokens.lower[number] in BODY_OPENS
        and tokens.joined(number)
        and tokens.capital[number + 1]
        and tokens.lower[number + 1] in _SERVING
    )


def is_office(tokens: Tokens, number: int) -> bool:
    """Tell whether a word is what the name before it has: "Police", a town too, in "Salt Lake City Police"."""
    before = number - 1
    return (
        tokens.lower[number] in _CIVIC
        and tokens.joined(before)
        and tokens.capital[before]
        and tokens.lower[before] not in FUNCTION_WORDS
    )
