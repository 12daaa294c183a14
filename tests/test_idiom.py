"""What words that only one country's reports have say of the places in them."""

import pytest

from pipeline.model import Span
from pipeline.resolution.idiom import barred_kinds, idiom_votes, institutions


def spans(text: str, name: str) -> list[Span]:
    """Give where a name stands first."""
    start = text.index(name)
    return [Span(start=start, end=start + len(name))]


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("The sheriff spoke.", {"US": 1.0}),
        ("The sheriff spoke; the sheriff left.", {"US": 1.0}),
        ("A grand jury heard of a felony and a misdemeanor on Interstate 20, a state trooper said.", {"US": 3.0}),
        ("The sheriff spoke. Sheriff Hill left; both sheriffs are new.", {"US": 1.0}),
        ("Shelling hit a school near the river.", {}),
        ("Shells fell near Malakhivka, Gardabani and Lake Garda.", {}),
        ("Ten crore were promised to the panchayat.", {"IN": 2.0}),
        ("", {}),
    ],
)
def test_each_word_is_one_vote_and_three_are_most(text: str, votes: dict[str, float]) -> None:
    """A word that comes again says nothing new."""
    assert idiom_votes(text) == votes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("the Paris Police Department", {"US"}),
        ("the Paris police department", set()),
        ("the Paris, Police Department", set()),
        ("London Borough Council and Paris", set()),
        ("Paris Borough Council", {"GB"}),
        ("Paris", set()),
    ],
)
def test_what_stands_right_behind_a_name_is_its_towns(text: str, codes: set[str]) -> None:
    """Only in its own spelling, and only right behind."""
    assert institutions(text, spans(text, "Paris")) == codes


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("A Lebanon man was charged.", {"country"}),
        ("A Lebanon mandate ended.", set()),
        ("Lebanon High School won.", {"country"}),
        ("in downtown Lebanon", {"continent", "country", "division", "region"}),
        ("at 400 S. Locust St., Lebanon", {"continent", "country", "division", "region"}),
        ("in 2009 the court, Lebanon said", set()),
        ("Israel and Lebanon agreed.", set()),
    ],
)
def test_some_words_rule_out_that_a_country_is_meant(text: str, barred: set[str]) -> None:
    """A country has an adjective for its people, and no downtown."""
    assert barred_kinds(text, spans(text, "Lebanon")) == barred
