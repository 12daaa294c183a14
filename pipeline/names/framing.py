"""Tell by the words round a name and by the list it stands in that it is a place's, whoever may lack it."""

from collections.abc import Container, Iterator, Sequence

from pipeline.lexicon import words
from pipeline.names.evidence import DOUBTFUL, is_unlike_others
from pipeline.names.mentions import CLASS_KINDS, Mention
from pipeline.names.persons import SURNAMES, Persons
from pipeline.tokens import Tokens

_HOLDING = words("places", "holding an unknown")
_TAKING = words("places", "verb of taking")
_LISTING = words("places", "verb of hitting") | words("places", "before a list")
_MOVING = words("places", "verb of moving")
_FOUGHT = words("places", "before at")
_STRUCK = words("places", "before on")
_WAR = words("places", "of war")
_FEWEST_OF_WAR = 3
"""Different words of war from which on a text is a report of one."""

_FIGHTS = frozenset(["battle", "battles", "fight", "fights", "fighting", "fought"])
"""Words before "for" in reports of war that say of what follows that it is a place."""

_ENDS_OF_WAYS = frozenset(["from", "to"])
_HITTING = words("places", "verb of hitting")
_FRAMING = _HOLDING | _TAKING | _HITTING | _ENDS_OF_WAYS | frozenset(["at", "on", "for"])
_TAKING_IN = words("places", "no place in")
_ABSTRACT = ("ing", "ism", "ics", "ology", "ity", "ness", "tion")
"""Words before "in" by which what it holds is no place, and endings of words that name none."""

_BEHIND = words("places", "behind a place")
_NO_PLACE = words("persons", "says") | words("roles", "agency") | words("organisations", "party")
_JOINING = frozenset(["and", "or", "to"])
_FILLING = frozenset(["the", "of"]) | frozenset(CLASS_KINDS)
_BESIDE = _JOINING | _FILLING
_LONGEST_GAP = 5
_SHORT = 2
_CLAUSES = frozenset([", and", ", or"])
_KNOWN_BY_THEMSELVES = frozenset(["country", "continent"])
_PAIR = 2
"""Members of a list that may as well be a sentence's: "in Kyiv, Macron"."""


def speaks_of_war(tokens: Tokens) -> bool:
    """Tell whether a text is a report of war, in which few other bare names stand behind "at" and verbs of war."""
    return len(_WAR.intersection(tokens.lower)) >= _FEWEST_OF_WAR


def is_framed(tokens: Tokens, first: int, last: int, persons: Persons, *, war: bool) -> bool:
    """Tell whether a run of words stands where a place does: "fell in Sarda, east of Khiam", "seized Topoli near Y"."""
    before = first - 1
    word = tokens.word(before)
    if word not in _FRAMING or not tokens.joined(before) or not _may_stand(tokens, first, last, persons):
        return False
    if word == "in" and (tokens.word(before - 1) in _TAKING_IN or tokens.lower[last].endswith(_ABSTRACT)):
        return False
    if tokens.first[before]:
        return word == "in" and tokens.same_sentence(last, last + 1) and tokens.gap(last) == ", "
    return _is_held(tokens, before, last, war=war) and _is_whole(tokens, last)


def _is_held(tokens: Tokens, before: int, last: int, *, war: bool) -> bool:
    """Tell whether the word before a name, and the one before that, hold a place."""
    word, head = tokens.lower[before], tokens.word(before - 1)
    if word in _HITTING:
        return war or (tokens.joined(last) and tokens.lower[last + 1] == "near")
    if word == "at":
        return war or head in _FOUGHT
    if word == "for":
        return war and head in _FIGHTS
    if word in _ENDS_OF_WAYS:
        return head in _MOVING
    return word in _HOLDING or word in _TAKING or (war and word == "on" and head in _STRUCK)


def _may_stand(tokens: Tokens, first: int, last: int, persons: Persons) -> bool:
    """Tell whether nothing says that a run names a person, an agency or a make."""
    if tokens.is_loud(first) or any(
        not form[:1].isalpha() or (form[:-1].isupper() and len(form) > _SHORT)
        for form in tokens.forms[first : last + 1]
    ):
        return False
    lower = tokens.lower[first : last + 1]
    return not any(word in persons.surnames or word in SURNAMES or word in _NO_PLACE for word in lower)


def _is_whole(tokens: Tokens, last: int) -> bool:
    """Tell whether a name ends here: at a sign, at the sentence's end, or before a word that goes on behind places."""
    if not tokens.same_sentence(last, last + 1):
        return True
    gap = tokens.gap(last)
    if gap.isspace():
        return tokens.lower[last + 1] in _BEHIND and not tokens.capital[last + 1]
    return gap.lstrip()[:1] in (",", ";", ")", "(", ":", ".", "—", "–")


def is_beside_others(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a comma or "and" stands beside a run of words: a cheap look that spares most of them a dear one."""
    end, start = tokens.ends[last], tokens.starts[first]
    if tokens.text.startswith(",", end) or tokens.text.endswith(",", 0, max(0, start - 1)):
        return True
    return tokens.word(last + 1) in _BESIDE or tokens.word(first - 1) in _BESIDE


def coordinated(
    tokens: Tokens, known: Sequence[Mention], doubted: Sequence[Mention], persons: Persons, *, war: bool
) -> Iterator[Mention]:
    """Yield those of *doubted* that stand in a list of places: "around Lubero, Kitsombiro and Walikale".

    *known* are the names that mean places whatever stands beside them.
    """
    if not doubted:
        return
    doubted = [mention for mention in doubted if not _leads(tokens, mention)]
    lacking = {mention.first for mention in doubted}
    for chain in _chains(tokens, sorted((*known, *doubted), key=lambda mention: mention.first)):
        if len(chain) > 1 and not lacking.isdisjoint(mention.first for mention in chain):
            yield from _members(tokens, chain, lacking, persons, war=war)


def _leads(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a word that begins its sentence leads to a place: "Roads to Santa Maria were cut"."""
    return tokens.first[mention.first] and tokens.word(mention.last + 1) == "to"


def _members(
    tokens: Tokens, chain: Sequence[Mention], lacking: Container[int], persons: Persons, *, war: bool
) -> Iterator[Mention]:
    """Yield the doubted names of a list that can hold nothing but places."""
    places = sum(mention.first not in lacking and _is_somewhere(mention) for mention in chain)
    little_known = sum(mention.first in lacking and _is_named(tokens, mention) for mention in chain)
    if not _lists(tokens, chain, places, little_known, war=war):
        return
    for mention in chain:
        plain = DOUBTFUL.isdisjoint(tokens.lower[mention.first : mention.last + 1])
        spoken_for = plain or (len(chain) > _PAIR and places >= _PAIR)
        if mention.first in lacking and spoken_for and _may_stand(tokens, mention.first, mention.last, persons):
            yield mention


def _is_named(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the gazetteer has a doubted name, of one country and as no word or person's."""
    return mention.name.best is not None and is_unlike_others(mention.name, tokens.lower[mention.first])


def _is_somewhere(mention: Mention) -> bool:
    """Tell whether a mention is no country, which may be listed beside those that act: "Iran and Hezbollah"."""
    best = mention.name.best
    return best is None or best.place.kind not in _KNOWN_BY_THEMSELVES


def _chains(tokens: Tokens, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Group the mentions that are parted by nothing but commas, "and" and "to"."""
    chain: list[Mention] = []
    for mention in mentions:
        if chain and not _goes_on(tokens, chain[-1], mention):
            yield chain
            chain = []
        chain.append(mention)
    if chain:
        yield chain


def _goes_on(tokens: Tokens, left: Mention, right: Mention) -> bool:
    if right.first - left.last > _LONGEST_GAP or tokens.sentence[left.last] != tokens.sentence[right.first]:
        return False
    between = tokens.lower[left.last + 1 : right.first]
    signs = {tokens.gap(number).strip() for number in range(left.last, right.first)} - {""}
    parted = signs == {","} or (not signs and any(word in _JOINING for word in between))
    return parted and all(word in _JOINING or word in _FILLING for word in between)


def _lists(tokens: Tokens, chain: Sequence[Mention], places: int, little_known: int, *, war: bool) -> bool:
    """Tell whether a list is one of places: several are, or a word before it holds places alone."""
    last, pair = chain[-1].last, len(chain) == _PAIR
    if tokens.possessed(last) is not None or (pair and tokens.text[chain[0].end : chain[1].start].strip() in _CLAUSES):
        return False
    if tokens.joined(last) and (tokens.capital[last + 1] or tokens.lower[last + 1] in _NO_PLACE):
        return False
    if pair:
        return _is_pair_held(tokens, chain, places + little_known, war=war) or places == _PAIR
    return _is_list_held(tokens, chain, places + little_known, war=war) or (
        places >= _PAIR and 2 * places >= len(chain)
    )


def _is_pair_held(tokens: Tokens, pair: Sequence[Mention], known: int, *, war: bool) -> bool:
    """Tell whether the word before two names, of which *known* are in the gazetteer, holds places."""
    if known and _opens_sentence(tokens, pair):
        return True
    word = _opener(tokens, pair[0].first)
    held = known and (word in _HOLDING or word in _TAKING or word in _LISTING)
    return bool(held or (war and word in _HITTING)) and _is_whole(tokens, pair[-1].last)


def _is_list_held(tokens: Tokens, chain: Sequence[Mention], known: int, *, war: bool) -> bool:
    """Tell the same of three names and more, which a colon may open as well."""
    before = chain[0].first - 1
    if known and tokens.same_sentence(before, before + 1) and tokens.gap(before) == ": ":
        return True
    word = _opener(tokens, chain[0].first)
    holds = word in _HOLDING or word in _TAKING
    if not holds and word not in _LISTING:
        return False
    return known > 0 or (tokens.lower[before] == word and (holds or war or word in _HITTING))


def _opener(tokens: Tokens, first: int) -> str:
    """Give the word before a list, an article left out; none where it begins the sentence."""
    number = first - 1
    if tokens.word(number) == "the":
        number -= 1
    inside = tokens.same_sentence(number, first) and not tokens.first[number]
    return tokens.lower[number] if inside else ""


def _opens_sentence(tokens: Tokens, chain: Sequence[Mention]) -> bool:
    """Tell whether two names are held by the "in" that begins a sentence: "In Um Kaddada and Al-Kuma, gunmen ..."."""
    before, last = chain[0].first - 1, chain[-1].last
    return (
        tokens.joined(before)
        and tokens.first[before]
        and tokens.lower[before] == "in"
        and tokens.same_sentence(last, last + 1)
        and tokens.gap(last) == ", "
        and tokens.text[chain[0].end : chain[-1].start] == " and "
    )
