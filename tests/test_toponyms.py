"""What place names are found in sentences of our own, in which role, and where they are placed."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.index import Gazetteer
from pipeline.distances import find_distance_claims
from pipeline.model import Choice, Span, Toponym
from pipeline.resolve import resolve
from pipeline.sentences import find_sentences
from pipeline.toponyms import add_claimed, find_toponyms

CASES = tomllib.loads((Path(__file__).parent / "cases" / "toponyms.toml").read_text(encoding="utf-8"))
FOUND = [(text, names) for section in CASES.values() for text, names in section.items()]


def choices(text: str, gazetteer: Gazetteer) -> tuple[Choice, ...]:
    """Find and resolve the names of *text*, as a report's are."""
    sentences = tuple(find_sentences(text))
    toponyms = tuple(find_toponyms(text, sentences, gazetteer))
    claims = tuple(find_distance_claims(text, sentences, [toponym.span for toponym in toponyms]))
    return resolve(text, add_claimed(text, toponyms, claims), claims, gazetteer)


def toponyms_of(text: str, gazetteer: Gazetteer) -> list[Toponym]:
    """Find the names of *text*."""
    return list(find_toponyms(text, tuple(find_sentences(text)), gazetteer))


def said(choice: Choice, text: str, *, country: bool) -> str:
    """Write a choice as the cases do."""
    words = f"{choice.toponym.span.of(text)}: {choice.toponym.role}"
    return f"{words} {choice.place.country}" if country and choice.place else words


@pytest.mark.parametrize(("text", "names"), FOUND, ids=[text for text, _ in FOUND])
def test_finds_the_names_and_places_no_others(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    """Each name is found in its role and country, and nothing else is drawn."""
    made = choices(text, gazetteer)
    bare = {said(choice, text, country=False) for choice in made}
    full = {said(choice, text, country=True) for choice in made}
    drawn = {choice.toponym.span.of(text) for choice in made if choice.toponym.role == "location" and choice.place}

    assert [name for name in names if name not in bare | full] == []
    assert drawn <= {name.partition(":")[0] for name in names}


def test_the_cases_are_many_enough() -> None:
    """At least 200 sentences, and at least 80 of them place nothing."""
    empty = [text for text, names in FOUND if not names]

    assert len(FOUND) >= 200
    assert len(empty) >= 80


MODIFIERS = [
    ("Troops dug in near Bakhmut.", "near"),
    ("Troops dug in near the town of Bakhmut.", "near"),
    ("Fighting goes on outside Bakhmut.", "outside"),
    ("The fields around Bakhmut are mined.", "around"),
    ("They hold the outskirts of Bakhmut.", "outskirts"),
    ("They dig in close to Bakhmut.", "near"),
    ("They moved on to Bakhmut.", None),
    ("Houses held by Bakhmut burned.", None),
    ("The Bakhmut area was shelled.", "area"),
    ("They attacked in the Bakhmut direction.", "direction"),
    ("Only northern Bakhmut is contested.", "northern"),
    ("South-eastern Bakhmut was lost.", "southeastern"),
    ("They fight north of the centre of Bakhmut.", "north of the centre"),
    ("They fight in the city centre of Bakhmut.", "centre"),
    ("A depot 5 km north of Bakhmut burned.", None),
    ("They fight in Bakhmut.", None),
]


@pytest.mark.parametrize(("text", "modifier"), MODIFIERS)
def test_reads_the_words_that_widen_or_narrow(text: str, modifier: str | None, gazetteer: Gazetteer) -> None:
    """The modifier says how wide the name is meant; "north of X" is a claim, no modifier."""
    found = next(toponym for toponym in toponyms_of(text, gazetteer) if toponym.span.of(text) == "Bakhmut")

    assert found.modifier == modifier


CLASS_WORDS = [
    ("The Oskil River froze.", "Oskil River", "river"),
    ("The village of Pisky burned.", "Pisky", "village"),
    ("They left Luhansk region.", "Luhansk", "region"),
    ("Kharkiv, Poltava and Sumy regions were quiet.", "Kharkiv", "regions"),
    ("Kharkiv City was dark.", "Kharkiv City", "city"),
    ("Drones hit Vasylkiv Air Base.", "Vasylkiv Air Base", "air base"),
]


@pytest.mark.parametrize(("text", "name", "word"), CLASS_WORDS)
def test_reads_what_a_place_is(text: str, name: str, word: str, gazetteer: Gazetteer) -> None:
    """The class word is told, and belongs to the name where it has a capital letter."""
    found = next(toponym for toponym in toponyms_of(text, gazetteer) if toponym.span.of(text) == name)

    assert found.class_word == word


def test_reads_the_qualifier_beside_a_name(gazetteer: Gazetteer) -> None:
    """The name that says which Lyman is meant is the Lyman's qualifier."""
    text = "Shells hit Lyman, Donetsk Oblast, again."
    lyman = next(toponym for toponym in toponyms_of(text, gazetteer) if toponym.span.of(text) == "Lyman")

    assert lyman.qualifier is not None
    assert lyman.qualifier.of(text) == "Donetsk Oblast"


def test_a_surname_alone_is_no_place_after_the_full_name(gazetteer: Gazetteer) -> None:
    """Kostenko is a village too, but not where the report has a Roman Kostenko."""
    text = "Roman Kostenko leads the unit. “We hold on,” said Kostenko. Kostenko was wounded."

    assert toponyms_of(text, gazetteer) == []


def test_adds_the_anchor_of_a_claim(gazetteer: Gazetteer) -> None:
    """What a distance counts from is a place, known to the gazetteer or not."""
    text = "The depot lies 5 km north of Marchenkove."
    sentences = tuple(find_sentences(text))
    claims = tuple(find_distance_claims(text, sentences, []))
    added = add_claimed(text, (), claims)

    assert [(toponym.span.of(text), toponym.role) for toponym in added] == [("Marchenkove", "location")]
    assert toponyms_of("Marchenkove", gazetteer) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.sampled_from([text for text, _ in FOUND]), min_size=1, max_size=6),
    gap=st.sampled_from([" ", "\n", "\n\n", "\t", "…", "— "]),
)
def test_spans_are_the_very_words_and_never_overlap(parts: list[str], gap: str, gazetteer: Gazetteer) -> None:
    """Every span gives back words of the text, in order, none twice."""
    text = gap.join(parts)
    spans = [toponym.span for toponym in toponyms_of(text, gazetteer)]

    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_survives_any_text(text: str, gazetteer: Gazetteer) -> None:
    """No text, however strange, breaks it."""
    for toponym in toponyms_of(text, gazetteer):
        assert Span(start=0, end=len(text)).contains(toponym.span)
