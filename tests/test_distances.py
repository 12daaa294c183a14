"""What is found of distances and directions, and what is not."""

import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.distances import find_distance_claims
from pipeline.model import DistanceClaim, Span
from pipeline.sentences import find_sentences

FOLDER = Path(__file__).parent / "cases"
NOTHING = tomllib.loads((FOLDER / "no_distances.toml").read_text("utf-8"))


def cases_of(table: str) -> list[tuple[str, list[Any]]]:
    """Give the cases of a table with their names."""
    forms = tomllib.loads((FOLDER / table).read_text("utf-8"))
    return [(f"{form}: {case[0]}", case) for form, section in forms.items() for case in section["cases"]]


USUAL, RARE = cases_of("distances.toml"), cases_of("distances_rare.toml")
ARABIC = cases_of("distances_arabic.toml")
"""Sentences in forms of the published claims that the finder was made with, in forms that those lack, in Arabic."""
CASES = USUAL + RARE + ARABIC
EMPTY = [(f"{form}: {text}", text) for form, section in NOTHING.items() for text in section["cases"]]


def unmarked(marked: str) -> tuple[str, list[Span]]:
    """Take the brackets out of a text, and give the spans of the names that stood in them."""
    text, names = "", []
    for piece in re.split(r"(\[[^\]]*\])", marked):
        plain = piece[1:-1] if piece.startswith("[") else piece
        if piece.startswith("["):
            names.append(Span(start=len(text), end=len(text) + len(plain)))
        text += plain
    return text, names


def claims_of(text: str, names: list[Span]) -> list[DistanceClaim]:
    """Find the claims of a text as the pipeline does."""
    return list(find_distance_claims(text, tuple(find_sentences(text)), names))


def as_row(claim: DistanceClaim, text: str) -> dict[str, Any]:
    """Write a claim as the table does."""

    def words(span: Span | None) -> str | None:
        return span.of(text) if span else None

    row: dict[str, Any] = {"a": words(claim.anchor), "s": words(claim.subject), "o": words(claim.other_anchor)}
    if claim.distance:
        row["n"] = claim.distance.span.of(text)
        low, high = claim.distance.low_m, claim.distance.high_m
        if low is not None:
            row["m"] = round(low, 3) if low == high else [round(low, 3), math.inf if high is None else round(high, 3)]
    if claim.heading:
        row["b"] = claim.heading.bearing_deg
    if claim.across:
        row["across"] = [claim.across[0].low_m, claim.across[1].bearing_deg]
    if claim.points_back:
        row["back"] = True
    if claim.kind != ("offset" if claim.heading else "distance"):
        row["k"] = claim.kind
    return {key: value for key, value in row.items() if value is not None}


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_finds_what_is_said(name: str, case: list[Any]) -> None:
    """Each sentence of the table has just the claims that are noted beside it."""
    del name
    text, names = unmarked(case[0])

    assert [as_row(claim, text) for claim in claims_of(text, names)] == case[1:]


@pytest.mark.parametrize(("name", "marked"), EMPTY, ids=[name for name, _ in EMPTY])
def test_finds_nothing_where_nothing_is_placed(name: str, marked: str) -> None:
    """Ranges, advances, lengths, areas, speeds and depths are no claims."""
    del name
    text, names = unmarked(marked)

    assert [claim.span.of(text) for claim in claims_of(text, names)] == []


def test_the_table_is_as_large_as_promised() -> None:
    """There are at least 250 sentences, 180 more with none, and half of the first are in rare forms."""
    assert len(EMPTY) >= 180
    assert len(CASES) >= 250
    assert len(RARE) >= len(USUAL)


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_the_parts_lie_where_they_should(name: str, case: list[Any]) -> None:
    """A claim's number lies in its span, and all its spans in the text."""
    del name
    text, names = unmarked(case[0])
    for claim in claims_of(text, names):
        assert claim.distance is None or claim.span.contains(claim.distance.span)
        for span in (claim.span, claim.anchor, claim.subject, claim.other_anchor):
            assert span is None or 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    ("marked", "phrase"),
    [
        ("Cars burned on the [Avdiivka]-[Horlivka] highway.", "the Avdiivka-Horlivka highway"),
        ("A mine lay on the road between [Weldiya] and [Dessie].", "the road between Weldiya and Dessie"),
        ("They cut the main road from [Izium] to [Lyman].", "the main road from Izium to Lyman"),
        ("They cut the M04 highway between [Pokrovsk] and [Dnipro].", "the M04 highway between Pokrovsk and Dnipro"),
        ("Troops hold ground between [Bakhmut] and [Siversk].", "between Bakhmut and Siversk"),
    ],
)
def test_a_stretch_between_two_has_the_whole_phrase(marked: str, phrase: str) -> None:
    """Whoever reads the words of a claim alone must see what it says of the two ends."""
    text, names = unmarked(marked)

    assert [claim.span.of(text) for claim in claims_of(text, names)] == [phrase]


def pieces() -> Iterator[str]:
    """Give words that claims are made of."""
    yield from (
        "5",
        "km",
        " ",
        "north",
        "of",
        "Bakhmut",
        "(",
        ")",
        ",",
        "10-",
        "miles",
        "and",
        "the",
        "city",
        "\n",
        "½",
        "a",
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(list(pieces())), max_size=40).map(" ".join))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    """Whatever the order of the words, every span found gives back words of the text."""
    for claim in claims_of(text, []):
        assert claim.span.of(text)
        assert claim.distance is None or claim.distance.span.of(text) == claim.distance.number


NUMBERS = ("5", "2,5", "1 200", "a dozen", "two and a half", "three-quarters of a", "a few", "10–12", "п'ять", "кілька")
UNITS = (" km", "km", " miles", "-mile", " nm", " km.", " кілометрів", " миль", " m")
HEDGES = ("", "about ", "within ", "no more than ", "~", "майже за ", "a mere ")
HEADINGS = ("", " north", " SSW", " to the east", " due west", " east by north", " на південь", " північніше")
RELATIONS = (" of ", " from ", " away from ", " від ", " ", " outside ", " to ")
PLACES = ("Siversk", "the city", "there", "Lyman's northern outskirts", "the border", "Бахмута", "it", "")
BEFORE = (
    "",
    "Riznykivka, ",
    "Riznykivka (",
    "Shells fell ",
    "Село Різниківка — ",
    "Siversk and Lyman are ",
    "From Lyman it is ",
)
AFTER = (
    "",
    ".",
    ")",
    ", respectively.",
    " apart.",
    " lies Terny.",
    " on the road to Terny.",
    " to the east.",
    " bearing 045",
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(*map(st.sampled_from, (BEFORE, HEDGES, NUMBERS, UNITS, HEADINGS, RELATIONS, PLACES, AFTER))),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([" ", "; ", " and ", ". ", "\n\n", ""]),
)
def test_any_mixture_of_the_parts_has_true_spans(rows: list[tuple[str, ...]], joint: str) -> None:
    """Whatever parts of the grammar meet, every span found is one of words, in the order of the text."""
    text = joint.join("".join(row) for row in rows)
    claims = claims_of(text, [])

    assert claims == sorted(claims, key=lambda claim: claim.span)
    for claim in claims:
        spans = [claim.anchor, claim.subject, claim.other_anchor, claim.heading and claim.heading.span]
        for span in (claim.span, *(span for span in spans if span)):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip()
        assert claim.distance is None or claim.distance.span.of(text) == claim.distance.number
        assert claim.distance is None or claim.span.contains(claim.distance.span)
        assert claim.subject is None or claim.anchor is None or not claim.subject.overlaps(claim.anchor)


def test_a_length_of_nothing_is_no_other_unit_of_the_one_before() -> None:
    """Nothing is divided by a length of 0 (found by a coverage-guided run)."""
    text = "half a mile N-E of Al-Bab; ٩٠ km, 0,000 m, 90,5 km"

    assert all(claim.span.of(text) for claim in find_distance_claims(text, [Span(start=0, end=len(text))], []))
