"""Tell which words of a text name persons."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.lexicon import mapping, words
from pipeline.tokens import Tokens

GIVEN = words("persons", "given")
SURNAMES = words("persons", "surname")
TITLES = words("persons", "title")
_CAPITAL_TITLES = words("persons", "title with a capital")
"""Titles that are other words when written small."""

_PARTICLES = words("persons", "particle")
_NO_SURNAME = (
    words("organisations", "unit")
    | words("organisations", "body")
    | words("organisations", "civic")
    | words("words", "street")
    | words("words", "calendar")
    | words("words", "demonym")
    | words("persons", "no surname")
) - words("persons", "surname all the same")
_NO_GIVEN = words("common", "word") | words("sentences", "begins") | frozenset(mapping("places", "preposition"))
"""Words that begin sentences and no person's name."""

_NO_LAST_NAME = _NO_SURNAME | (TITLES - SURNAMES - GIVEN)
_ALIASES = frozenset(tuple(alias.replace("-", " ").split()) for alias in words("persons", "alias"))
_LAST_OF_ALIAS = frozenset(alias[-1] for alias in _ALIASES)
_LONGEST_ALIAS = max(len(alias) for alias in _ALIASES)
_BEFORE_ALIAS = frozenset(["", ",", ":", "-", *"\"“”‘’'«„", ': "', ": “", ', "', ", “", "-“", '-"'])
"""What may stand between "call sign" and the name."""

_KIN = words("persons", "kin")
_BEFORE_PERSON = TITLES | _LAST_OF_ALIAS | _KIN
_AGE = re.compile(r",[ ](?P<age>[0-9]{2})[,.;]")

_LONGEST = 5
"""Words in a person's name at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """The persons of a text.

    `words` numbers all words in their names; `surnames` holds the first and last words of these in
    lower case, each with the number of its first occurrence.
    """

    words: frozenset[int]
    surnames: Mapping[str, int]


def find_persons(tokens: Tokens) -> Persons:
    """Find the persons of a text by their given names, titles and ages."""
    taken: set[int] = set()
    surnames: dict[str, int] = {}
    for first, last in _names(tokens):
        taken.update(range(first, last + 1))
        surnames.setdefault(tokens.lower[first], first)
        surnames.setdefault(tokens.lower[last], last)
    return Persons(words=frozenset(taken), surnames=surnames)


def _names(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield first and last word of each person's name."""
    reach = -1
    ages = _ages(tokens)
    for number in tokens.capitals if ages else _beginning(tokens):
        if number <= reach:
            continue
        last = _name_end(tokens, number, ages)
        if last is not None:
            yield number, last
            reach = last


def _beginning(tokens: Tokens) -> Sequence[int]:
    """List the words that speak for a person's name, or have one before them that does: a look that spares most."""
    lower, forms = tokens.lower, tokens.forms
    return [
        number
        for number in tokens.capitals
        if lower[number] in GIVEN or len(forms[number]) == 1 or lower[number - 1] in _BEFORE_PERSON
    ]


def _ages(tokens: Tokens) -> frozenset[int]:
    """Give the numbers of the words that may be ages: "44" in "Jones, 44, said"."""
    found = (tokens.at(match.start("age")) for match in _AGE.finditer(tokens.text))
    return frozenset(number for number in found if tokens.same_sentence(number - 1, number))


def _name_end(tokens: Tokens, first: int, ages: frozenset[int]) -> int | None:
    """Give the last word of the person's name that begins at *first*, if one does."""
    if (tokens.lower[first] in GIVEN and not _is_article(tokens, first)) or _is_initial(tokens, first):
        last = _surname_end(tokens, first)
        if last > first and _allows_person(tokens, first, last):
            return last
    if _follows_alias(tokens, first):
        return _surname_end(tokens, first)
    if (_has_title(tokens, first) or _is_kin(tokens, first)) and tokens.lower[first] not in _NO_SURNAME:
        return _surname_end(tokens, first)
    opens = tokens.first[first] and (tokens.lower[first] in _NO_GIVEN or tokens.is_loud(first))
    if ages and not opens and tokens.lower[first] not in _NO_SURNAME:
        last = _surname_end(tokens, first)
        if last > first and last + 1 in ages:
            return last
    return None


def _is_article(tokens: Tokens, first: int) -> bool:
    """Tell whether "Al" is the article of a name and not short for Albert: "Al-Qabu"."""
    return tokens.lower[first] == "al" and tokens.same_sentence(first, first + 1) and tokens.gap(first) in ("-", "‑")


def _surname_end(tokens: Tokens, first: int) -> int:
    """Go on from *first* as long as the words may be parts of one person's name."""
    last = first
    number = first
    while number - first < _LONGEST and _goes_on(tokens, number):
        number += 1
        if tokens.capital[number]:
            if tokens.lower[number] in _NO_LAST_NAME:
                break
            last = number
        elif tokens.lower[number] not in _PARTICLES:
            break
    return last


def _goes_on(tokens: Tokens, number: int) -> bool:
    """Tell whether the next word is joined to this one, or parted from it by the stop of an initial or a hyphen."""
    if number + 1 >= len(tokens) or tokens.sentence[number] != tokens.sentence[number + 1]:
        return False
    gap = tokens.gap(number)
    if gap == " " or gap.isspace() or gap in ("-", "‑"):
        return True
    return gap in (". ", ' "', '" ', " “", "” ", " (", ") ") and (_is_initial(tokens, number) or gap != ". ")


def _is_initial(tokens: Tokens, number: int) -> bool:
    """Tell whether a word is a single capital letter with a stop."""
    form = tokens.forms[number]
    return len(form) == 1 and form.isupper() and tokens.text.startswith(".", tokens.ends[number])


def _allows_person(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether the words after a given name are no verb or noun of a headline."""
    number = tokens.sentence[first]
    if number not in tokens.titled and number not in tokens.shouted:
        return True
    return tokens.lower[last] in SURNAMES or tokens.lower[last] in GIVEN


def _has_title(tokens: Tokens, first: int) -> bool:
    """Tell whether the word before is a person's title."""
    before = first - 1
    if before < 0 or tokens.lower[before] not in TITLES or tokens.sentence[before] != tokens.sentence[first]:
        return False
    if tokens.gap(before) not in (" ", ". ", "\u00a0"):
        return False
    return tokens.capital[before] or tokens.lower[before] not in _CAPITAL_TITLES


def _is_kin(tokens: Tokens, first: int) -> bool:
    """Tell whether a word between commas is the name of somebody's kin: "her daughter, Brittany, was"."""
    before = first - 1
    if before < 0 or tokens.lower[before] not in _KIN or not tokens.same_sentence(before, first):
        return False
    return tokens.gap(before) == ", " and tokens.text.startswith(",", tokens.ends[first])


def _follows_alias(tokens: Tokens, first: int) -> bool:
    """Tell whether the words before say that somebody goes by the name: "call sign Odesa"."""
    if first == 0 or tokens.lower[first - 1] not in _LAST_OF_ALIAS:
        return False
    if not tokens.same_sentence(first - 1, first) or tokens.gap(first - 1).strip() not in _BEFORE_ALIAS:
        return False
    before = tuple(tokens.lower[max(0, first - _LONGEST_ALIAS) : first])
    return any(before[-length:] in _ALIASES for length in range(1, len(before) + 1))
