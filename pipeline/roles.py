"""Tell places from the governments and organisations that bear their names."""

from pipeline.lexicon import words
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

_OF_BODIES = frozenset(
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
        return "organisation" if _heads_organisation(tokens, mention) else "metonym"
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
    if head in _CIVIC and head not in _BODY and head not in _UNIT:
        return mention.name.is_state
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
    before = tokens.word(mention.first - 1) if tokens.same_sentence(mention.first - 1, mention.first) else ""
    head = mention.first - 1
    if before in ("the", "a"):
        head -= 1
        before = tokens.word(head) if tokens.same_sentence(head, mention.first) else ""
    if before in _AGENTS and not _is_location_of(tokens, mention):
        return True
    if before == "of":
        return _after_office(tokens, head)
    if before in ("to", "on", "for", "from", "between", "and") and _dealt_with(tokens, head, mention):
        return True
    if before in _DEALING_VERBS:
        return True
    possessive = _possessive(tokens, mention)
    if possessive is not None:
        return _owns_as_state(tokens, possessive, mention)
    if _is_attribute(tokens, mention):
        return True
    if before in _HOLDING:
        return before == "for" and tokens.word(mention.last + 1) == "to"
    return _is_subject(tokens, mention)


def _is_location_of(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether "with X" or "by X" names a border or a road."""
    number = mention.first - 2
    return tokens.word(number) in ("border", "borders", "frontier", "line") or tokens.word(mention.last + 1) in (
        "border",
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
    for _ in range(3):
        if not tokens.same_sentence(mention.first, number):
            return False
        word = tokens.lower[number]
        if word in _LAND:
            return False
        if tokens.capital[number] and word not in _STATE_NOUNS and word not in _BODY:
            return False
        if word in _STATE_NOUNS:
            return True
        if not tokens.joined(number):
            break
        number += 1
    return mention.name.is_state


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
    if word in _SUFFERED:
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
    return tokens.gap(number).strip() in ("", ",", "—", "–", '"', "“", ', "', ", “")


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and len(word) > 5)


def _skip_coordinated(tokens: Tokens, number: int, mention: Mention) -> int:
    """Step over ", Y and Z" behind a name, up to six words."""
    start = number
    for step in range(7):
        at = start + step
        if not tokens.same_sentence(mention.last, at) or not _plain_gap(tokens, at - 1):
            return start
        if tokens.lower[at] in ("and", "the", "or") or tokens.capital[at]:
            continue
        chained = step > 0 and (tokens.lower[start] == "and" or tokens.gap(start - 1).strip() == ",")
        return at if chained else start
    return start
