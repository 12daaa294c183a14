"""Read the words beside a name that widen it, narrow it, or say what it is."""

from gazetteer.function_words import FUNCTION_WORDS
from pipeline.lexicon import mapping, words
from pipeline.names.mentions import CLASS_KINDS, Mention
from pipeline.tokens import Tokens

_SIDES = mapping("places", "side")
_BEFORE = mapping("places", "modifier before")
_AFTER = mapping("places", "modifier after")
_COMPASS = words("places", "compass")
_CENTRE = frozenset(["centre", "center", "downtown", "city-centre"])
_CLOSE_TO = frozenset(["close", "closer", "closest", "next", "adjacent"])
_WIDENING_OF = words("places", "widening of")
_ADJECTIVES = words("places", "adjective")


def modifier(tokens: Tokens, mention: Mention) -> str | None:
    """Give the words that change how wide a name is meant: "near", "outskirts", "northern", "area".

    "north of X" is a claim and no modifier; "north of the centre of X" is one.
    """
    return _side(tokens, mention) or _widened_before(tokens, mention) or _widened_after(tokens, mention)


def _side(tokens: Tokens, mention: Mention) -> str | None:
    before = mention.first - 1
    if not tokens.joined(before):
        return None
    word = tokens.lower[before]
    if tokens.same_sentence(before - 1, before) and tokens.gap(before - 1) == "-":
        word = f"{tokens.lower[before - 1]}-{word}"
    return _SIDES.get(word)


def _widened_before(tokens: Tokens, mention: Mention) -> str | None:
    """Read "near X", "near the town of X", "the outskirts of X", "north of the centre of X"."""
    number = _skip_class(tokens, mention.first - 1)
    word = tokens.word(number)
    if not tokens.same_sentence(number, mention.first):
        return None
    if word == "of":
        head = tokens.word(number - 1)
        if head in _WIDENING_OF:
            return _BEFORE[head]
        return _of_centre(tokens, number - 1) if head in _CENTRE else None
    if word == "to" and tokens.word(number - 1) in _CLOSE_TO:
        return _BEFORE["near"]
    if word in _BEFORE and word not in _WIDENING_OF:
        return _BEFORE[word]
    return None


def _of_centre(tokens: Tokens, centre: int) -> str:
    """Read the words before "centre of X"."""
    number = centre - 1
    if tokens.word(number) in ("the", "city", "town"):
        number -= 1
    if tokens.word(number) in ("the", "city", "town"):
        number -= 1
    if tokens.word(number) == "of" and tokens.word(number - 1) in _COMPASS:
        return f"{tokens.lower[number - 1]} of the centre"
    return "centre"


def _skip_class(tokens: Tokens, number: int) -> int:
    """Step back over "the town of" and over adjectives and numbers before it."""
    if tokens.word(number) == "of" and tokens.word(number - 1) in CLASS_KINDS:
        number -= 2
    elif tokens.word(number) in CLASS_KINDS and tokens.word(number) not in _BEFORE:
        number -= 1
    while tokens.word(number) in _ADJECTIVES:
        number -= 1
    return number - 1 if tokens.word(number) in ("the", "a") else number


def _widened_after(tokens: Tokens, mention: Mention) -> str | None:
    """Read "the X area", "X's outskirts", "the X direction"."""
    after = mention.last + 1
    if not tokens.same_sentence(mention.last, after):
        return None
    gap = tokens.gap(mention.last)
    if not gap.isspace() and gap not in ("-", "’s ", "'s ", "’ ", "' "):
        if gap not in ("'", "’") or tokens.word(after) != "s":
            return None
        after += 1
    word = tokens.word(after)
    if word == "region" and mention.name.kinds & {"division", "county"}:
        return None
    return _AFTER.get(word)


def class_word(tokens: Tokens, mention: Mention) -> str | None:
    """Give the noun that says what a name is: in it, behind it ("X oblast"), or before it ("the village of X")."""
    if mention.class_word is not None:
        return mention.class_word
    after = mention.last + 1
    if (
        tokens.joined(mention.last)
        and tokens.lower[after] in CLASS_KINDS
        and tokens.lower[after] not in _AFTER_ONLY
        and not _is_attribute(tokens, after)
    ):
        listed = tokens.word(mention.first - 1) in ("and", "or", "")
        return tokens.lower[after] if listed or tokens.lower[after] not in _PLURALS else None
    before = mention.first - 1
    if tokens.word(before) == "of" and tokens.same_sentence(before - 1, before):
        head = tokens.word(before - 1)
        if head in CLASS_KINDS and head not in _NOT_OF and CLASS_KINDS[head] != {"facility"}:
            return tokens.lower[before - 1]
    elif tokens.joined(before) and tokens.lower[before] in _DIRECT:
        return tokens.lower[before]
    return None


def _is_attribute(tokens: Tokens, number: int) -> bool:
    """Tell whether "community" belongs to the noun behind it: "Ohio community health centers"."""
    if tokens.lower[number] != "community" or not tokens.joined(number):
        return False
    return tokens.lower[number + 1] not in FUNCTION_WORDS


_AFTER_ONLY = words("places", "not behind")
_PLURALS = frozenset(word for word in CLASS_KINDS if word.endswith("s"))
_NOT_OF = words("places", "not before of")
_DIRECT = words("places", "directly before")
