"""Weigh whether a capitalised name means a place where it stands."""

import math
from collections.abc import Container
from functools import lru_cache

from gazetteer.place import Place
from pipeline.lexicon import mapping, words
from pipeline.names.fronts import COORDINATORS, NOUNS
from pipeline.names.mentions import CLASS_KINDS, SLAVIC_CLASSES, Mention, Name
from pipeline.names.modifiers import class_word
from pipeline.names.persons import GIVEN, SURNAMES, TITLES, Persons
from pipeline.tokens import Tokens

_PREPOSITIONS = {word: int(tenths) / 10.0 for word, tenths in mapping("places", "preposition").items()}
_COMPASS = words("places", "compass")
_SIDES = mapping("places", "side")
_COMMON = words("common", "word") | words("words", "numeral") | words("sentences", "begins")
DOUBTFUL = GIVEN | _COMMON
"""Words that are made no place by the places beside them."""

_GROUPS = words("organisations", "group")
_STREETS = words("words", "street")
_OCCASIONS = words("words", "occasion")
_ILLNESSES = words("words", "illness")
_TREATIES = words("words", "treaty")
_PRODUCTS = words("words", "product")
_DEMONYMS = words("words", "demonym")
_CALENDAR = words("words", "calendar")
EXPLAINED = (
    _DEMONYMS
    | _CALENDAR
    | TITLES
    | _COMMON
    | frozenset(_SIDES)
    | frozenset(CLASS_KINDS)
    | words("organisations", "civic")
    | words("organisations", "body")
    | words("organisations", "unit")
    | words("organisations", "team")
    | words("organisations", "club")
    | words("words", "never")
    | words("roles", "state noun")
    | words("places", "noun behind with a capital")
)
"""Capitalised words beside a name that are no part of a longer one."""

_PARLIAMENTS = words("organisations", "parliament")
_GOVERNING = words("organisations", "governing")
_SAYS = words("persons", "says")
_SURE = 4.0
_LARGE = (
    (1_000_000, 2.4),
    (100_000, 1.5),
    (20_000, 0.7),
    (5_000, 0.1),
    (1_000, -0.4),
)
"""People in the largest place of a name, and what that says for it."""

_OWN_NAME = 0.94
"""The fit from which a name is a place's own, case forms included."""

_TOWNS = frozenset(["city", "town"])
_WELL_KNOWN = 20_000
"""People from which the other names of a town say as much as its own, if no other country has them."""

_KINDS = {
    "country": _SURE,
    "continent": _SURE,
    "capital": 2.6,
    "division": 2.6,
    "region": 2.2,
    "sea": 2.2,
    "county": 0.6,
    "island": 0.8,
    "water": 0.6,
    "mountain": 0.5,
}


@lru_cache(maxsize=20_000)
def prior(name: Name, form: str) -> float:
    """Weigh a name by itself: what it may mean, against the words and persons it may be; kept for other reports."""
    best = name.best
    if best is None:
        return -1.0
    weight = max(
        _KINDS.get(best.place.kind, -0.9),
        next((value for people, value in _LARGE if best.place.population >= people), -0.9),
    )
    lower = form.lower().removeprefix("the ")
    if best.fit < _OWN_NAME and not (_is_well_known_town(best.place) and is_unlike_others(name, lower)):
        weight -= 0.8
    if weight >= _SURE - 0.8:
        return weight
    if lower.split()[0] in TITLES:
        weight -= 1.6 if _is_well_known_town(best.place) and is_unlike_others(name, lower) else 2.6
    if " " in lower or "-" in lower:
        return weight + 1.2
    for others, cost in _OTHER_MEANINGS:
        if lower in others:
            weight -= cost
    if len(lower) < 4:
        weight -= 1.5
    return weight + (0.6 if best.fit >= 1.0 and is_unlike_others(name, lower) else 0.0)


_OTHER_MEANINGS = ((_COMMON, 3.0), (_GROUPS, 2.0), (GIVEN, 2.3), (SURNAMES, 1.0))
"""What else a single word may be, and what each of them says against a place."""


def _is_well_known_town(place: Place) -> bool:
    return place.kind in _TOWNS and place.population >= _WELL_KNOWN


def is_unlike_others(name: Name, lower: str) -> bool:
    """Tell whether a name belongs to places of one country alone and is no word or surname we know."""
    return len(name.countries) == 1 and lower not in DOUBTFUL and lower not in SURNAMES


def context(tokens: Tokens, mention: Mention, persons: Persons, named: Container[int]) -> float:
    """Weigh the words round a mention; *named* holds the numbers of all words in mentions."""
    return (
        _before(tokens, mention)
        + _of_its_kind(tokens, mention)
        + _capitals(tokens, mention, named)
        + _person(tokens, mention, persons)
        + _origin(tokens, mention, persons)
        + _located(tokens, mention)
        + _firm(tokens, mention)
        + _street(tokens, mention)
        + _occasion(tokens, mention)
        + _parliament(tokens, mention)
        + _acronym(tokens, mention)
        + _adjective(tokens, mention)
    )


def _before(tokens: Tokens, mention: Mention) -> float:
    """Weigh the preposition or verb before a name."""
    number = mention.first - 1
    if not tokens.same_sentence(number, mention.first):
        return 0.0
    article = tokens.lower[number] == "the"
    if article and number > 0:
        number -= 1
    sided = tokens.lower[number] in _SIDES
    if sided:
        number -= 1
    word = tokens.word(number)
    if not tokens.same_sentence(number, mention.first):
        return 1.0 if sided else 0.0
    if tokens.gap(number).strip():
        return 0.0
    if word == "of" and tokens.word(number - 1) in _COMPASS:
        return 4.0
    weight = 2.0 * _PREPOSITIONS.get(word, 0.0)
    if word == "of" and tokens.word(number - 1) in _PLACED_OF:
        weight = 2.5
    if article and not sided:
        natural = mention.name.best is not None and mention.name.best.place.kind in _WITH_ARTICLE
        weight = weight + 1.0 if natural else weight / 2.0 - 0.5
    return weight + (1.0 if sided else 0.0)


_WITH_ARTICLE = frozenset(["water", "sea", "region", "mountain"])
"""Kinds of place that English puts an article before."""

_PLACED_OF = words("places", "before of")


_LOUD_NOUNS = words("places", "noun behind with a capital")
_PLACED_NOUNS = words("places", "noun behind") | _LOUD_NOUNS


def _of_its_kind(tokens: Tokens, mention: Mention) -> float:
    """Weigh the noun that says what the name is."""
    weight = 0.0
    if class_word(tokens, mention) is not None:
        weight += 2.5
    after = mention.last + 1
    if tokens.joined(mention.last) and tokens.lower[after] in (_LOUD_NOUNS if tokens.capital[after] else _PLACED_NOUNS):
        weight += 1.5
    return weight + (2.5 if _is_governed(tokens, mention) else 0.0)


def _is_governed(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a body that only places have follows a name: "Chester School Board", "Nelson City Council"."""
    after = mention.last + 1
    if not tokens.joined(mention.last) or not tokens.capital[after] or tokens.lower[mention.first] in _COMMON:
        return False
    return tokens.lower[after] in _GOVERNING or (
        tokens.joined(after) and f"{tokens.lower[after]} {tokens.lower[after + 1]}" in _GOVERNING
    )


def _capitals(tokens: Tokens, mention: Mention, named: Container[int]) -> float:
    """Weigh what the capital letter may be owed to, and capitalised words that belong to a longer name."""
    weight = 0.0
    single = mention.first == mention.last
    sentence = tokens.sentence[mention.first]
    lower = tokens.lower[mention.first]
    if sentence in tokens.titled or sentence in tokens.shouted:
        weight -= 0.6 if not single or lower not in _COMMON else 1.5
    elif tokens.first[mention.first] and single:
        weight -= 0.5 if lower not in _COMMON else 2.0
    else:
        weight += 0.3
    loud = sentence in tokens.titled or sentence in tokens.shouted
    if not loud:
        more = max(_part_of_more(tokens, *side, named) for side in ((mention.first, -1), (mention.last, 1)))
        best = mention.name.best
        # "Adan Yabaal" is not Aden: by one of its other names a place is hardly named with a word more.
        weight -= 1.8 * more if single and best is not None and best.fit < _OWN_NAME else more
    if not loud and _follows_word(tokens, mention.first):
        weight -= 1.5
    if tokens.first[mention.first] and mention.end < len(tokens.text) and tokens.text[mention.end] == ":":
        weight += 1.0
    return weight


def _follows_word(tokens: Tokens, first: int) -> bool:
    """Tell whether a capitalised common word stands before a name within a sentence: "Reserve America"."""
    before = first - 1
    return (
        tokens.joined(before)
        and tokens.capital[before]
        and not tokens.first[before]
        and tokens.lower[before] in _COMMON
        and tokens.lower[before] not in _PREPOSITIONS
    )


def _part_of_more(tokens: Tokens, edge: int, step: int, named: Container[int]) -> float:
    """Weigh against a name that the word one *step* from its *edge* is a capitalised one that nothing explains."""
    number = edge + step
    left = step < 0
    inner = number if left else edge
    hyphen = False
    if not tokens.joined(inner):
        hyphen = tokens.same_sentence(inner, inner + 1) and tokens.gap(inner) == "-"
        if not hyphen or number in named:
            return 0.0
    if left and hyphen and tokens.lower[number] in _PARTIES:
        return -2.0
    if left and hyphen and tokens.lower[number] == "anti":
        return 6.0
    if not tokens.capital[number] or tokens.lower[number] in EXPLAINED:
        return 0.0
    if left and tokens.first[number] and tokens.lower[number] not in GIVEN:
        return 0.0
    return 6.0 if hyphen else 3.5


def _person(tokens: Tokens, mention: Mention, persons: Persons) -> float:
    """Weigh what speaks for a person."""
    if persons.words.issuperset(range(mention.first, mention.last + 1)):
        whole = mention.last > mention.first and tokens.lower[mention.last] not in SURNAMES
        return -2.5 if whole else -7.0
    weight, single = 0.0, mention.first == mention.last
    if single and tokens.lower[mention.first] in persons.surnames:
        # A person is named in full before the surname stands alone, but for headlines.
        before = persons.surnames[tokens.lower[mention.first]] < mention.first
        heading = tokens.sentence[mention.first] == 0
        weight -= 3.5 if before or (heading and not mention.name.is_capital) else 1.5
    paired = single and tokens.word(mention.last + 1) == "and" and _is_given(tokens, mention.last + 2)
    if paired and not is_unlike_others(mention.name, tokens.lower[mention.first]):
        weight -= 1.5
    after = tokens.word(mention.last + 1)
    held = _PREPOSITIONS.get(tokens.word(mention.first - 1), 0.0)
    told = held > _HOLDING_FIRMLY or (held and not tokens.joined(mention.last))
    if single and after in _SAYS and not told and not (mention.name.is_state or mention.name.is_capital):
        weight -= 2.0
    return weight - (3.0 if single and not held and _is_somebody(tokens, mention) else 0.0)


def _is_somebody(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the words behind a town's name speak of a person: "said Sofia, who lives there"."""
    after = mention.last + 1
    who = tokens.word(after) == "who" and tokens.same_sentence(mention.last, after) and tokens.gap(mention.last) == ", "
    before = mention.first - 1
    follows = tokens.same_sentence(before, mention.first) and (tokens.capital[before] or "," in tokens.gap(before))
    return who and not mention.name.is_state and not follows


def _located(tokens: Tokens, mention: Mention) -> float:
    """Weigh that the words behind a name say where it lies: "in Phoenix, north of Durban"."""
    after = mention.last + 1
    if not tokens.same_sentence(mention.first, after + 1) or tokens.gap(mention.last) != ", ":
        return 0.0
    if tokens.lower[after] == "in" and tokens.first[mention.first] and tokens.capital[after + 1]:
        return 1.0
    if tokens.lower[after] == "just" or tokens.lower[after].isdigit():
        after += 1
    if tokens.word(after) in _LENGTHS:
        after += 1
    compass = tokens.word(after) in _COMPASS and tokens.word(after + 1) == "of"
    return 3.0 if compass and tokens.same_sentence(mention.first, after + 2) and tokens.capital[after + 2] else 0.0


_LENGTHS = frozenset(["km", "kilometres", "kilometers", "miles", "mi"])


def _origin(tokens: Tokens, mention: Mention, persons: Persons) -> float:
    """Weigh what makes the name that of a home: "Mary Bell of Ashland", "Bell, 45, of Outlook", "Marsh Road, Hull"."""
    of = mention.first - 1
    if tokens.joined(mention.last) and tokens.capital[mention.last + 1] and tokens.word(mention.last + 1) in _STREETS:
        return 0.0
    if tokens.same_sentence(of, mention.first) and tokens.gap(of) in _BEHIND_STREET and tokens.lower[of] in _STREETS:
        return 3.0 if tokens.capital[of] else 0.0
    if tokens.word(of) not in _HAILING or not tokens.same_sentence(of - 1, mention.first) or not tokens.joined(of):
        return 0.0
    if tokens.lower[of - 1].isdigit() and tokens.gap(of - 1) == ", " and tokens.gap(of - 2) == ", ":
        return 4.0
    return 3.0 if of - 1 in persons.words and tokens.lower[of] == "of" else 0.0


_BEHIND_STREET = frozenset([", ", "., "])
_HAILING = frozenset(["of", "from"])


def _is_given(tokens: Tokens, number: int) -> bool:
    """Tell whether a word is a given name that stands alone: "Mary" in "Lyman and Mary smiled"."""
    given = tokens.word(number) in GIVEN and tokens.same_sentence(number - 2, number)
    return given and tokens.capital[number] and not (tokens.joined(number) and tokens.capital[number + 1])


_PARTIES = frozenset(["r", "d"])
"""Parties before the place of one who was elected there: "R-Westfield"."""


def _firm(tokens: Tokens, mention: Mention) -> float:
    """Weigh what makes the name a firm's: "Amazon hired drivers", "an Amazon warehouse" are not in "the Amazon"."""
    if mention.first < mention.last or tokens.lower[mention.first] not in _FIRMS:
        return 0.0
    bare = not tokens.joined(mention.last) or tokens.lower[mention.last + 1] in _BEHIND_LAND
    return 0.0 if bare and tokens.word(mention.first - 1) == "the" else -8.0


_FIRMS = words("words", "firm without the")
_BEHIND_LAND = words("places", "behind a river")


def _street(tokens: Tokens, mention: Mention) -> float:
    """Weigh what makes the name a street's."""
    after = mention.last + 1
    if tokens.joined(mention.last) and tokens.capital[after] and tokens.lower[after] in _STREETS:
        return -4.0
    return 0.0


def _occasion(tokens: Tokens, mention: Mention) -> float:
    """Weigh what makes the name that of a day, an illness, a treaty or a dish: "Lassa fever", "Parma ham"."""
    after = tokens.possessed(mention.last) or mention.last + 1
    word = tokens.word(after)
    joined = tokens.joined(mention.last)
    if joined and word in _ILLNESSES:
        return -12.0
    if joined and word in _TREATIES and not mention.name.is_state:
        return -6.0
    if joined and word in _PRODUCTS and not tokens.capital[after]:
        return -6.0
    near = word in _OCCASIONS and tokens.same_sentence(mention.last, after) and after - mention.last <= 2
    return -6.0 if near and tokens.capital[after] and not mention.name.is_state else 0.0


def _parliament(tokens: Tokens, mention: Mention) -> float:
    """Weigh what makes the name a parliament's: "the State Duma" is none of Syria's towns."""
    if mention.first < mention.last or tokens.lower[mention.first] not in _PARLIAMENTS:
        return 0.0
    return -2.0 if _PREPOSITIONS.get(tokens.word(mention.first - 1), 0.0) > 0.5 else -6.0


def _acronym(tokens: Tokens, mention: Mention) -> float:
    """Weigh what makes the name an acronym: short and in capitals where its sentence is not, "the SWAT team"."""
    form = tokens.forms[mention.first]
    short = mention.first == mention.last and len(form) <= _LONGEST_ACRONYM and form.isupper() and form.isascii()
    if not short or tokens.first[mention.first] or tokens.sentence[mention.first] in tokens.shouted:
        return 0.0
    return 0.0 if _PREPOSITIONS.get(tokens.word(mention.first - 1), 0.0) > _HOLDING_FIRMLY else -3.0


def _adjective(tokens: Tokens, mention: Mention) -> float:
    """Weigh what makes a Cyrillic word an adjective: "на Лиманському напрямку", "у Куп'янській громаді"."""
    lower = tokens.lower[mention.first]
    if mention.first < mention.last or lower.isascii() or not lower.endswith(_ADJECTIVES):
        return 0.0
    number = mention.last + 1
    while tokens.same_sentence(mention.first, number) and (
        tokens.lower[number] in COORDINATORS or tokens.lower[number].endswith(_ADJECTIVES)
    ):
        number += 1
    if not tokens.same_sentence(mention.first, number):
        return 0.0
    noun = tokens.lower[number]
    return -6.0 if noun.startswith(_FRONTS) or noun in SLAVIC_CLASSES else 0.0


_ADJECTIVES = tuple(
    f"{stem}{ending}"
    for stem in ("ськ", "цьк", "зьк", "ск", "цк")
    for ending in ("ий", "ому", "ого", "им", "их", "ими", "ом", "ой", "ій", "ої", "ою", "а", "у", "ая", "ую", "ие", "і")
)
_FRONTS = (*NOUNS, "фронт")
"""Endings of adjectives made of places, and the nouns that say they are no settlement's name."""

_LONGEST_ACRONYM = 5
_HOLDING_FIRMLY = 0.5
"""Letters of an acronym at most, and how strongly a preposition says that a place follows all the same."""


def belief(weight: float) -> float:
    """Turn a weight into the probability that a place is meant."""
    return 1.0 / (1.0 + math.exp(-weight))
