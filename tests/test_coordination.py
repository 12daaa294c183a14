"""What stands between two names of one list, and between the ends of a way."""

import pytest

from pipeline.names.coordination import is_coordinated, is_listed

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
