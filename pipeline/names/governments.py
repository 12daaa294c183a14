"""Tell whether a country or a capital is named for its government."""

from pipeline.lexicon import mapping, words
from pipeline.names.mentions import Mention
from pipeline.names.organisations import BODIES, UNITS
from pipeline.names.persons import GIVEN
from pipeline.tokens import Tokens

_VERBS = words("roles", "verb")
_AUXILIARIES = words("roles", "auxiliary")
_BEING = words("roles", "being")
_ADVERBS = words("roles", "adverb")
_SUFFERED = words("roles", "suffered")
_WILLING = words("roles", "willing")
_AGENTS = words("roles", "agent before")
_DEALING_VERBS = words("roles", "verb of dealing")
_MAKING_VERBS = words("roles", "verb of making")
_DEALING = words("roles", "dealing")
_BLOWS = words("roles", "blow")
_OFFICE = words("roles", "office")
_STATE_NOUNS = words("roles", "state noun")
_ALSO_VERBS = words("roles", "noun or verb")
_LAND = words("roles", "part of land")
_NOMINAL = words("roles", "nominal")
_HOLDING = words("roles", "holding")
_TAKING = words("places", "verb of taking") | frozenset(["left", "reached", "hit", "struck", "bombed"])
_SIDES = frozenset(mapping("places", "side"))
_BORDERS = frozenset(["border", "borders", "frontier", "line"])
_TO_OTHERS = frozenset(["to", "on", "for", "from", "between", "and"])
_OF_CITIES = frozenset(["police", "team", "house", "department"])
"""Nouns before which a capital is the city itself."""

_AFTER_HYPHEN = frozenset(["backed", "led", "supplied", "sponsored", "made", "aligned", "allied", "funded", "trained"])
_OF_MINISTRIES = frozenset(["interior", "state", "border"])
_MINISTRIES = frozenset(["ministry", "minister", "guard", "guards", "troops", "security", "service"])
_SEATED = frozenset(["based", "born", "area"])
_LONGEST_NAME = 5
"""Words of a name that "and" coordinates with the next, at most."""

_DETERMINERS = frozenset(["the", "a", "an", "its", "their", "his", "all", "any", "that", "no", "another"])
_PLAIN_GAPS = frozenset(["", ",", "—", "–", '"', "“", "”", ', "', ", “", '," ', ",”"])


def is_government(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the words round a country or a capital say that its government is meant.

    "Kyiv is preparing", "Russia's invasion", "sanctions on Moscow", "US envoys" are governments;
    "Kyiv was shelled", "Ukraine's coast", "the invasion of Ukraine", "eastern Ukraine" are not.
    """
    before, number = _before(tokens, mention)
    if (before in _SIDES and tokens.joined(number)) or _is_seat(tokens, mention):
        return False
    owned = tokens.possessed(mention.last)
    if owned is not None:
        return _owns_as_state(tokens, owned, mention)
    if before == "of":
        return _follows_office(tokens, number)
    if (agent := _agent(tokens, before, number)) is not None:
        return not _is_struck(tokens, agent, mention)
    if _deals(tokens, before, number, mention) or _is_attribute(tokens, mention):
        return True
    return not _is_held(tokens, before, number) and (
        _is_subject(tokens, mention) or (before in _MAKING_VERBS and _is_made_to(tokens, mention))
    )


def governs(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a name does what governments do, whatever others do to it: "Port Sudan accused", not "aid to"."""
    before, number = _before(tokens, mention)
    held = (before in _SIDES and tokens.joined(number)) or before in _AGENTS or _is_held(tokens, before, number)
    return not held and tokens.possessed(mention.last) is None and _is_subject(tokens, mention)


def _before(tokens: Tokens, mention: Mention) -> tuple[str, int]:
    """Give the word before a name, an article left out, and its number."""
    number = mention.first - 1
    if tokens.word(number) in ("the", "a"):
        number -= 1
    return (tokens.word(number) if tokens.same_sentence(number, mention.first) else ""), number


def _is_seat(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the name says where something has its seat: "Goma-based"."""
    after = mention.last + 1
    return (
        tokens.same_sentence(mention.last, after)
        and tokens.gap(mention.last) in ("-", "‑")
        and tokens.lower[after] in _SEATED
    )


def _agent(tokens: Tokens, before: str, number: int) -> int | None:
    """Give the number of the preposition that holds one who acts, also over "and": "by Qatar and Turkey"."""
    if before in _AGENTS:
        return number
    if before not in ("and", "or") or "," in tokens.gap(number - 1):
        return None
    first = _opener(tokens, number)
    return first if tokens.same_sentence(first, number) and tokens.lower[first] in _AGENTS else None


def _is_held(tokens: Tokens, before: str, number: int) -> bool:
    """Tell whether a preposition, word *number* before a name, holds it, or holds the name it is coordinated with."""
    if before not in ("and", "or"):
        return before in _HOLDING or before in _TAKING
    if "," in tokens.gap(number - 1):
        return False  # "for December, and Beijing backs them": a clause begins
    first = _opener(tokens, number)
    return tokens.same_sentence(first, number) and tokens.lower[first] in _HOLDING


def _opener(tokens: Tokens, number: int) -> int:
    """Give the number of the word before the name that "and", word *number*, coordinates with the next."""
    first = number - 1
    while number - first < _LONGEST_NAME and tokens.joined(first - 1) and tokens.capital[first]:
        first -= 1
    return first - 1 if tokens.word(first) == "the" else first


def _owns_as_state(tokens: Tokens, first: int, mention: Mention) -> bool:
    """Tell whether what "X's" has is a government's, not a part of the land."""
    for number in range(first, first + 5):
        if not tokens.same_sentence(mention.first, number) or (number > first and not tokens.joined(number - 1)):
            break
        word = tokens.lower[number]
        if word in _LAND:
            return word in _OF_MINISTRIES and tokens.word(number + 1) in _MINISTRIES
        if word in _STATE_NOUNS or word in UNITS or word in BODIES:
            return True
    if not mention.name.is_state or not tokens.same_sentence(mention.first, first):
        return False
    return not tokens.capital[first] or _is_person(tokens, first)


def _is_person(tokens: Tokens, first: int) -> bool:
    """Tell whether a person's name begins at a word: "Anthony Albanese" in "Australia's Anthony Albanese"."""
    return tokens.lower[first] in GIVEN and tokens.joined(first) and tokens.capital[first + 1]


def _is_struck(tokens: Tokens, agent: int, mention: Mention) -> bool:
    """Tell whether "with X" names a border or the other end of a road, or "against X" what befalls the land.

    "The border with X", "a line that links Mombasa with Nairobi", "war against X".
    """
    noun = tokens.word(agent - 1)
    if tokens.word(agent) == "with" and tokens.joined(agent - 1) and tokens.capital[agent - 1]:
        return True
    after = tokens.word(mention.last + 1)
    return after == "border" or noun in _BORDERS or (tokens.word(agent) == "against" and noun in _BLOWS)


def _follows_office(tokens: Tokens, of: int) -> bool:
    """Tell whether "of" follows an office: "head of the X", "Minister of Foreign Affairs of X"."""
    return tokens.word(of - 1) in _OFFICE or f"{tokens.word(of - 2)} {tokens.word(of - 1)}" in _OFFICE


def _deals(tokens: Tokens, before: str, number: int, mention: Mention) -> bool:
    """Tell whether others deal with X: "sanctions on X", "talks between X and Y", "warned X", "calls for X to"."""
    if before in _DEALING_VERBS:
        return True
    if before not in _TO_OTHERS:
        return False
    if before == "for" and tokens.word(mention.last + 1) == "to":
        return True
    if before == "and":
        between = next((at for at in range(number - 1, number - 5, -1) if tokens.word(at) == "between"), None)
        if between is None:
            return False
        number = between
    noun = tokens.word(number - 1)
    return tokens.same_sentence(number - 1, number) and (
        noun in _DEALING or (noun == "war" and tokens.word(number) == "between")
    )


def _is_attribute(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the name stands before a government's noun: "US envoys", "Rwanda-backed"."""
    after = mention.last + 1
    if not tokens.joined(mention.last):
        hyphened = tokens.same_sentence(mention.last, after) and tokens.gap(mention.last) in ("-", "‑")
        return hyphened and tokens.lower[after] in _AFTER_HYPHEN
    word = tokens.lower[after]
    if word in _VERBS and word not in _ALSO_VERBS:
        return False
    if word in _OF_CITIES and not mention.name.is_state:
        return False
    return word in _STATE_NOUNS and word not in _NOMINAL and not _is_subject(tokens, mention)


def _is_subject(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a verb of governments follows; what befell a city is not one."""
    if tokens.same_sentence(mention.last, mention.last + 1) and tokens.gap(mention.last) in ("-", "‑"):
        return False
    number = _skip_adverbs(tokens, mention, _skip_coordinated(tokens, mention))
    if not tokens.same_sentence(mention.last, number) or not _is_verb(tokens, number):
        return False
    if tokens.gap(number - 1).strip() not in _PLAIN_GAPS:
        return False
    return tokens.lower[number] not in _AUXILIARIES or _acts(tokens, number, mention)


def _is_verb(tokens: Tokens, number: int) -> bool:
    """Tell whether a word is a verb of governments, or any past form with its object behind it: "welcomed the"."""
    word = tokens.lower[number]
    if word in _VERBS:
        return True
    if not word.endswith("ed") or word in _SUFFERED or not tokens.joined(number):
        return False
    return tokens.capital[number + 1] or tokens.lower[number + 1] in _DETERMINERS


def _acts(tokens: Tokens, auxiliary: int, mention: Mention) -> bool:
    """Tell whether "X is ..." or "X has ..." goes on with what a government does."""
    number = auxiliary + 1
    while tokens.same_sentence(auxiliary, number) and (
        tokens.lower[number] in _AUXILIARIES or _is_adverb(tokens.lower[number])
    ):
        number += 1
    word = tokens.word(number)
    passive = any(tokens.lower[at] in _BEING for at in range(auxiliary, min(number, len(tokens))))
    if not passive:
        return True
    if word in _SUFFERED:
        return mention.name.is_state and word in _HOLDING
    return mention.name.is_state or word.endswith("ing") or word in _WILLING


def _skip_adverbs(tokens: Tokens, mention: Mention, number: int) -> int:
    """Step over up to three adverbs."""
    for _ in range(3):
        if tokens.same_sentence(mention.last, number) and _is_adverb(tokens.lower[number]):
            number += 1
    return number


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and len(word) > 5)


def _skip_coordinated(tokens: Tokens, mention: Mention) -> int:
    """Step over ", Y and Z" behind a name, up to nine words."""
    start = mention.last + 1
    for number in range(start, start + 10):
        if not tokens.same_sentence(mention.last, number) or tokens.gap(number - 1).strip() not in _PLAIN_GAPS:
            return start
        if tokens.lower[number] in ("and", "the", "or", "as", "well") or tokens.capital[number]:
            continue
        named = any(tokens.capital[at] for at in range(start, number))
        chained = named and (tokens.lower[start] == "and" or tokens.gap(start - 1).strip() == ",")
        return number if chained else start
    return start


def _is_made_to(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the name is the object of "prompted X to fire"."""
    to = mention.last + 1
    return (
        tokens.joined(mention.last)
        and tokens.word(to) == "to"
        and tokens.joined(to)
        and not tokens.capital[to + 1]
        and tokens.lower[to + 1] != "the"
    )
