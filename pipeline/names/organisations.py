"""Tell whether a place name stands inside the name of an organisation."""

from pipeline.lexicon import words
from pipeline.names.mentions import Mention
from pipeline.tokens import Tokens

UNITS = words("organisations", "unit")
BODIES = words("organisations", "body")
CIVIC = words("organisations", "civic")
_OF_BODIES = (UNITS - {"district"}) | words("organisations", "of body")
TEAMS = words("organisations", "team")
CLUBS = words("organisations", "club")
_MEDIA = frozenset(tuple(name.split()) for name in words("organisations", "media"))
_MEDIA_WORDS = frozenset(word for name in _MEDIA for word in name)
_LONGEST_MEDIA = max(len(name) for name in _MEDIA)
_LINKS = frozenset(["and", "&", "the"])
_CLUB_ENDS = frozenset(["city", "town", "rovers", "wanderers", "athletic", "albion", "argyle"])
_MATCHES = words("organisations", "match")
_SPOKEN_OF = 15
"""Ends of the names of clubs that are also those of places, and how many words from them a match is spoken of."""

_LONGEST_TEAM = 2
_LONGEST = 7
"""Words behind a place that may belong to an organisation's name."""


def is_in_organisation(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a name is part of an organisation's: "93rd Kharkiv Brigade", "University of London".

    Bodies that serve a place ("Bangor Police Department") leave the place a place, unless it is a
    country: there they are the government.
    """
    return (
        _is_in_media(tokens, mention)
        or plays(tokens, mention)
        or _is_branch(tokens, mention)
        or _is_saints(tokens, mention)
        or _heads_organisation(tokens, mention)
        or _ends_organisation(tokens, mention)
    )


def plays(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a name is part of a team's or a club's: "the Detroit Red Wings", "Dynamo Kyiv"."""
    if tokens.is_loud(mention.first):
        return False
    before = mention.first - 1
    if tokens.joined(before) and tokens.capital[before] and tokens.lower[before] in CLUBS:
        return True
    return not TEAMS.isdisjoint(_tail(tokens, mention)[:_LONGEST_TEAM]) or _is_club(tokens, mention)


def _is_club(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether "X City" plays: where its sentence speaks of a match, "Crawley Town" is no town."""
    last = mention.last
    if tokens.lower[last] not in _CLUB_ENDS:
        last += 1
        if not tokens.joined(mention.last) or tokens.lower[last] not in _CLUB_ENDS or not tokens.capital[last]:
            return False
    if last == mention.first or (tokens.joined(last) and tokens.capital[last + 1]):
        return False
    near = range(max(0, mention.first - _SPOKEN_OF), min(len(tokens), last + _SPOKEN_OF))
    return any(tokens.lower[number] in _MATCHES and tokens.same_sentence(number, last) for number in near)


def _is_in_media(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the mention is part of one of the whole names of the lexicon."""
    if tokens.lower[mention.first] not in _MEDIA_WORDS:
        return False
    own = mention.last - mention.first + 1
    for start in range(max(0, mention.last - _LONGEST_MEDIA + 1), mention.first + 1):
        for length in range(mention.last - start + 1, _LONGEST_MEDIA + 1):
            if length > own and tuple(tokens.lower[start : start + length]) in _MEDIA:
                return True
    return False


def _is_branch(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a name says which branch of a movement is meant: "ISIS-Somalia", "Islamic State Sahel Province"."""
    before = mention.first - 1
    if not tokens.same_sentence(before, mention.first) or tokens.gap(before) not in (" ", "-"):
        return False
    return tokens.forms[before] in _MOVEMENTS or (
        tokens.lower[before] == "state" and tokens.word(before - 1) == "islamic" and tokens.joined(before)
    )


_MOVEMENTS = frozenset(["IS", "ISIS", "ISIL", "Daesh"])


def _is_saints(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a school or a church is called after a saint, as towns are: "St. John's Lutheran School"."""
    if not {"st", "saint"} & {tokens.lower[mention.first], tokens.word(mention.first - 1)}:
        return False
    own = mention.last if tokens.lower[mention.last] == "s" else mention.last + 1
    if tokens.word(own) != "s" or not tokens.same_sentence(mention.last, own) or not tokens.joined(own):
        return False
    return tokens.capital[own + 1] and tokens.lower[own + 1] in _SAINTS


_SAINTS = words("organisations", "saint's")


def _heads_organisation(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether capitalised words behind the name make it an organisation's."""
    tail = _tail(tokens, mention)
    if "people" in tail and tail[-1] in ("republic", "party"):
        return True
    heads = [word for word in tail if word in UNITS or word in BODIES or word in CIVIC]
    if not heads:
        return False
    if heads[-1] == "district":
        return "military" in tail
    if tokens.is_loud(mention.first) and len(tail) > 1:
        return False
    if heads[-1] in CIVIC:
        return mention.name.is_state or mention.name.best is None
    return True


def _tail(tokens: Tokens, mention: Mention) -> list[str]:
    """List the words behind a mention that may belong to the same name: "People's Republic", "Daily News"."""
    tail: list[str] = []
    number = mention.last
    while len(tail) < _LONGEST and tokens.linked(number):
        number += 1
        word = tokens.lower[number]
        if word == "s" and tail[-1:] != ["people"]:
            break
        if not (tokens.capital[number] or word.isdigit() or word == "s" or (tail and word in _LINKS)):
            break
        tail.append(word)
    return tail


def _ends_organisation(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the name ends an organisation's: "University of X", "the Armed Forces of the X"."""
    of = mention.first - 1
    if tokens.word(of) == "the":
        of -= 1
    head = of - 1
    return (
        tokens.word(of) == "of"
        and tokens.same_sentence(head, mention.first)
        and tokens.capital[head]
        and tokens.lower[head] in _OF_BODIES
    )
