"""What stands between the names of a list, and between the ends of a way."""

import pytest

from gazetteer.index import Gazetteer
from pipeline.names.coordination import is_coordinated, is_listed
from pipeline.names.lists import chains
from pipeline.names.mentions import NameBook, find_mentions
from pipeline.sentences import find_sentences
from pipeline.tokens import read_tokens

LISTED = [", ", "; ", " and ", ", and ", " & ", " OR ", " та ", ", а також ", " или ", "،", "، و", " و", " أو ", " وَ"]
ENDS = ["-", " – ", "/", " to "]
APART = [" ", "", ", in ", " near ", ", ,", " and the ", " في ", "، في ", ". ", "\u200f"]


@pytest.mark.parametrize("between", [*LISTED, " \u200fو", "\u061c، "])
def test_a_comma_or_and_makes_a_list(between: str) -> None:
    """A comma, a word for "and" or both part the names of a list, whatever marks of direction stand beside them."""
    assert is_listed(between)
    assert is_coordinated(between)


@pytest.mark.parametrize("between", ENDS)
def test_what_parts_the_ends_of_a_way_makes_no_list(between: str) -> None:
    """A stroke, a hyphen and "to" stand between the ends of a way: they coordinate names, and list none."""
    assert is_coordinated(between)
    assert not is_listed(between)


@pytest.mark.parametrize("between", APART)
def test_other_words_part_names(between: str) -> None:
    """Nothing at all, and whatever says more than "and", makes no list."""
    assert not is_coordinated(between)
    assert not is_listed(between)


@pytest.mark.parametrize(("text", "grouped"), [("Poland to Ukraine: stay.", []), ("From Poland to Ukraine.", [[0, 1]])])
def test_to_behind_the_word_that_opens_a_sentence_ends_no_way(
    text: str, grouped: list[list[int]], gazetteer: Gazetteer
) -> None:
    """Who opens a headline speaks to another: "Poland to Ukraine" is no way from one to the other."""
    tokens = read_tokens(text, tuple(find_sentences(text)))
    mentions = list(find_mentions(tokens, gazetteer, NameBook.of(gazetteer)))

    assert [tokens.text[mention.start : mention.end] for mention in mentions] == ["Poland", "Ukraine"]
    assert chains(tokens, mentions) == grouped
