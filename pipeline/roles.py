"""Tell places from the governments and organisations that bear their names."""

from pipeline.lexicon import mapping, words
from pipeline.mentions import Mention
from pipeline.model import Role
from pipeline.tokens import Tokens

_UNIT = words("organisations", "unit")
_BODY = words("organisations", "body")
_CIVIC = words("organisations", "civic")
_MEDIA = frozenset(tuple(name.split()) for name in words("organisations", "media"))
_LONGEST_MEDIA = max(len(name) for name in _MEDIA)
_LINKS = frozenset(["of", "and", "for", "the", "&", "on", "in"])
_VERBS = words("roles", "verb")
_AUXILIARIES = words("roles", "auxiliary")
_ADVERBS = words("roles", "adverb")
_SUFFERED = words("roles", "suffered")
_AGENTS = words("roles", "agent before")
_DEALING_VERBS = words("roles", "verb of dealing")
_DEALING = words("roles", "dealing")
_OFFICE = words("roles", "office")
_STATE_NOUNS = words("roles", "state noun")
_LAND = words("roles", "part of land")
_NOMINAL = words("roles", "nominal")
_HOLDING = frozenset(
    [
        "in",
        "near",
        "of",
        "from",
        "into",
        "inside",
        "outside",
        "across",
        "around",
        "through",
        "throughout",
        "at",
        "towards",
        "toward",
        "within",
        "over",
        "to",
        "for",
        "on",
        "off",
        "along",
        "between",
    ]
)
"""Prepositions that keep the name after them from being a subject."""

_BEING = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_SIDES = frozenset(mapping("places", "side"))
_OF_BODIES = _UNIT | frozenset(
    [
        "university",
        "bank",
        "college",
        "institute",
        "ministry",
        "forces",
        "army",
        "church",
        "diocese",
        "museum",
        "academy",
        "voice",
        "commonwealth",
        "league",
        "association",
        "federation",
        "confederation",
        "council",
        "assembly",
        "department",
        "union",
        "brigade",
        "battalion",
        "emirate",
    ]
)


def role_of(tokens: Tokens, mention: Mention) -> Role:
    """Tell what a name stands for where it is, asides left out: location, metonym or organisation."""
    if mention.abbreviated and "People's" in mention.name.text:
        return "organisation" if _in_organisation(tokens, mention) or not _is_government(tokens, mention) else "metonym"
    if _in_organisation(tokens, mention):
        return "organisation"
    if (mention.name.is_state or mention.name.is_capital or _is_union(mention)) and _is_government(tokens, mention):
        return "metonym"
    return "location"


def _is_union(mention: Mention) -> bool:
    return mention.name.best is not None and mention.name.best.place.kind == "continent"


def _in_organisation(tokens: Tokens, mention: Mention) -> bool:
    return _in_media(tokens, mention) or _heads_organisation(tokens, mention) or _of_organisation(tokens, mention)


def _in_media(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the mention lies in one of the whole names of the lexicon."""
    for start in range(max(0, mention.last - _LONGEST_MEDIA + 1), mention.first + 1):
        for length in range(mention.last - start + 1, _LONGEST_MEDIA + 1):
            if tuple(tokens.lower[start : start + length]) in _MEDIA and length > mention.last - mention.first + 1:
                return True
    return False


def _heads_organisation(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether capitalised words behind the name make it an organisation's: "Kharkiv Brigade"."""
    shouted = tokens.sentence[mention.first] in tokens.shouted or tokens.sentence[mention.first] in tokens.titled
    head = None
    number = mention.last
    steps = 0
    people = False
    while steps < 7 and _links(tokens, number):
        number += 1
        steps += 1
        word = tokens.lower[number]
        if not tokens.capital[number] and word not in ("of", "and", "for", "&", "s", "the") and not word.isdigit():
            break
        if word == "and" and steps == 1:
            break
        if word == "s":
            people = tokens.lower[number - 1] == "people"
            if not people:
                break
            continue
        if people and word in ("republic", "party"):
            return True
        if word == "of" or word == "for":
            break
        if word in _UNIT or word in _BODY or word in _CIVIC:
            head = word
    if head is None:
        return False
    if head == "district":
        return (
            tokens.lower[number - 1] == "military"
            or tokens.lower[number] == "military"
            or "military" in tokens.lower[mention.last : number + 1]
        )
    if shouted and steps > 1:
        return False
    if head in _CIVIC:
        return mention.name.is_state or mention.name.best is None
    return True


def _links(tokens: Tokens, number: int) -> bool:
    """Tell whether the next word may belong to the same name."""
    if number + 1 >= len(tokens) or tokens.sentence[number] != tokens.sentence[number + 1]:
        return False
    gap = tokens.gap(number)
    return gap in (" ", "'", "’", " & ", "\u00a0")


def _of_organisation(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the name ends an organisation's: "University of X", "Armed Forces of X"."""
    before = mention.first - 1
    if tokens.word(before) == "the":
        before -= 1
    if tokens.word(before) == "and" or tokens.word(before) != "of" or before < 1:
        return False
    head = before - 1
    return tokens.capital[head] and tokens.same_sentence(head, mention.first) and tokens.lower[head] in _OF_BODIES


def _is_government(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a country or a capital is named as one who acts."""
    before, head = _before(tokens, mention)
    if before in _SIDES:
        return False
    possessive = _possessive(tokens, mention)
    if possessive is not None:
        return _owns_as_state(tokens, possessive, mention)
    if before in _AGENTS:
        return not _is_location_of(tokens, mention, head)
    if before == "of":
        return _after_office(tokens, head)
    if before in ("to", "on", "for", "from", "between", "and") and _dealt_with(tokens, head, mention):
        return True
    if before in _DEALING_VERBS or _is_attribute(tokens, mention):
        return True
    if before in _HOLDING:
        return before == "for" and tokens.word(mention.last + 1) == "to"
    return _is_subject(tokens, mention) or _is_made_to(tokens, mention)


def _before(tokens: Tokens, mention: Mention) -> tuple[str, int]:
    """Give the word before a name, an article left out, and its number."""
    number = mention.first - 1
    if tokens.word(number) in ("the", "a"):
        number -= 1
    return (tokens.word(number) if tokens.same_sentence(number, mention.first) else ""), number


def _is_made_to(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the name is the object of "prompted X to fire"."""
    after = mention.last + 1
    return (
        tokens.joined(mention.last)
        and tokens.word(after) == "to"
        and tokens.joined(after)
        and not tokens.capital[after + 1]
        and tokens.word(after + 1) != "the"
    )


def _is_location_of(tokens: Tokens, mention: Mention, agent: int) -> bool:
    """Tell whether "with X" names a border, or "against X" what befalls the land: "war against X"."""
    after = tokens.word(mention.last + 1)
    return (
        after == "border"
        or tokens.word(agent - 1) in _BORDERS
        or tokens.word(agent) == "against"
        and tokens.word(agent - 1) in _BLOWS
    )


_BORDERS = frozenset(["border", "borders", "frontier", "line"])
_BLOWS = frozenset(
    [
        "war",
        "aggression",
        "attack",
        "attacks",
        "strike",
        "strikes",
        "offensive",
        "operation",
        "operations",
        "campaign",
        "assault",
        "invasion",
    ]
)


def _after_office(tokens: Tokens, of: int) -> bool:
    """Tell whether "of" follows an office: "head of the X", "Minister of Foreign Affairs of X"."""
    return tokens.word(of - 1) in _OFFICE or f"{tokens.word(of - 2)} {tokens.word(of - 1)}" in _OFFICE


def _dealt_with(tokens: Tokens, preposition: int, mention: Mention) -> bool:
    """Tell whether a noun of dealings stands before the preposition: "sanctions on X", "talks between X"."""
    number = preposition
    if tokens.word(number) == "and":
        for step in range(1, 5):
            if tokens.word(number - step) == "between":
                number -= step
                break
        else:
            return False
    elif tokens.word(number) == "for" and tokens.word(mention.last + 1) == "to":
        return True
    return tokens.same_sentence(number - 1, number) and (
        tokens.word(number - 1) in _DEALING
        or (tokens.word(number) == "between" and tokens.word(number - 1) in ("war",))
    )


def _possessive(tokens: Tokens, mention: Mention) -> int | None:
    """Give the number of the word after "X's", None where there is no 's."""
    after = mention.last + 1
    if not tokens.same_sentence(mention.last, after):
        return None
    gap = tokens.gap(mention.last)
    if gap in ("'", "’") and tokens.lower[after] == "s":
        return after + 1
    return after if gap in ("' ", "’ ") else None


def _owns_as_state(tokens: Tokens, number: int, mention: Mention) -> bool:
    """Tell whether what a country has is a government's, not a part of the land."""
    first = number
    for step in range(5):
        number = first + step
        if not tokens.same_sentence(mention.first, number) or (step and not tokens.joined(number - 1)):
            break
        word = tokens.lower[number]
        if word in _LAND:
            return False
        if word in _STATE_NOUNS or word in _UNIT or word in _BODY:
            return True
    return mention.name.is_state and tokens.same_sentence(mention.first, first) and not tokens.capital[first]


def _is_attribute(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the name stands before a government's noun: "US envoys", "Ukraine railways"."""
    after = mention.last + 1
    if not tokens.joined(mention.last):
        return (
            tokens.word(after) in ("backed", "led", "supplied", "sponsored", "made", "aligned")
            and tokens.same_sentence(mention.last, after)
            and tokens.gap(mention.last) in ("-", "‑")
        )
    word = tokens.lower[after]
    if word in _VERBS and word not in ("strikes", "attacks", "claims", "reports", "supports", "threats", "plans"):
        return False
    return word in _STATE_NOUNS and word not in _NOMINAL and not _is_subject(tokens, mention)


def _is_subject(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a verb of governments follows; what befell a city is not one."""
    number = mention.last + 1
    number = _skip_coordinated(tokens, number, mention)
    for _ in range(3):
        if tokens.same_sentence(mention.last, number) and _is_adverb(tokens.lower[number]):
            number += 1
    if not tokens.same_sentence(mention.last, number) or tokens.lower[number] not in _VERBS:
        return False
    if not _plain_gap(tokens, number - 1):
        return False
    if tokens.lower[number] not in _AUXILIARIES:
        return True
    following = number + 1
    while tokens.same_sentence(number, following) and (
        tokens.lower[following] in _AUXILIARIES or _is_adverb(tokens.lower[following])
    ):
        following += 1
    word = tokens.word(following)
    passive = any(tokens.lower[at] in _BEING for at in range(number, following))
    if passive and word in _SUFFERED and not (mention.name.is_state and word in _HOLDING):
        return False
    if tokens.lower[number] in ("is", "are", "was", "were") and not mention.name.is_state:
        return word.endswith(("ing", "ed")) or word in (
            "ready",
            "willing",
            "unlikely",
            "likely",
            "set",
            "keen",
            "determined",
            "due",
            "expected",
            "not",
            "wary",
            "confident",
            "unwilling",
            "prepared",
            "to",
        )
    return True


def _plain_gap(tokens: Tokens, number: int) -> bool:
    return tokens.gap(number).strip() in ("", ",", "—", "–", '"', "“", "”", ', "', ", “")


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and len(word) > 5)


def _skip_coordinated(tokens: Tokens, number: int, mention: Mention) -> int:
    """Step over ", Y and Z" behind a name, up to six words."""
    start = number
    for step in range(7):
        at = start + step
        if not tokens.same_sentence(mention.last, at) or not _plain_gap(tokens, at - 1):
            return start
        if tokens.lower[at] in ("and", "the", "or", "as", "well") or tokens.capital[at]:
            continue
        chained = step > 0 and (tokens.lower[start] == "and" or tokens.gap(start - 1).strip() == ",")
        return at if chained else start
    return start
