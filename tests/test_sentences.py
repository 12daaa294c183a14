"""Where sentences end."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sentences import find_sentences

WHOLE = [
    "Gen. Ivan Petrenko met Lt. Col. Shaw on Monday.",
    "The U.S. Army left at 5 p.m. local time.",
    "They drove from Columbus, Ohio, to St. Louis, Mo., in a day.",
    "Shells fell approx. 5 km from the town, i.e. on open ground.",
    "J. K. Doe wrote it.",
    "Losses rose by 3.5 per cent.",
    "“Is it over?” he asked.",
    "The column left at dawn and reached\nthe river by noon.",
    "In Sept. 2022 the front moved.",
    "У с. Кліщіївка Донецької обл. Бахмутського р-ну тривають бої.",
    "На вул. Миру в м. Харків загинули двоє.",
    "По ул. Ленина в г. Харьков погибли двое.",
]
CUT = [
    ("It fell. They left.", ["It fell.", "They left."]),
    ("It fell.[12] They left.[13][14] Then rain.", ["It fell.[12]", "They left.[13][14]", "Then rain."]),
    ("“It fell.” They left.", ["“It fell.”", "They left."]),
    ("He is in the U.S. The others stayed.", ["He is in the U.S.", "The others stayed."]),
    ("Why? Nobody knows! Rain…", ["Why?", "Nobody knows!", "Rain…"]),
    ("War in the east\nShells fall on the town\nTwo hurt", ["War in the east", "Shells fall on the town", "Two hurt"]),
    ("- Lyman: calm\n- Izium: two hurt", ["- Lyman: calm", "- Izium: two hurt"]),
    ("A headline\n\nThe text begins. It goes on.", ["A headline", "The text begins.", "It goes on."]),
    ("They fought for all of Europe.He added nothing.", ["They fought for all of Europe.", "He added nothing."]),
    ("Місто взято. Бої тривають.", ["Місто взято.", "Бої тривають."]),
    ("Бої почалися в 2022 р. У місті тихо.", ["Бої почалися в 2022 р.", "У місті тихо."]),
    ("Он погиб в 2022 г. В городе траур.", ["Он погиб в 2022 г.", "В городе траур."]),
    ("城市被占领。战斗继续。", ["城市被占领。", "战斗继续。"]),
    ("", []),
    (" \n\t ", []),
]
WRAPPED = """The column left the town at dawn and
moved west along the river to reach
Lyman before the bridges were blown.
Nobody stopped it."""


@pytest.mark.parametrize("text", WHOLE)
def test_keeps_a_sentence_whole(text: str) -> None:
    """Stops of abbreviations, initials and numbers end no sentence."""
    assert [span.of(text) for span in find_sentences(text)] == [text]


@pytest.mark.parametrize(("text", "expected"), CUT)
def test_cuts_between_sentences(text: str, expected: list[str]) -> None:
    """Full stops, headlines, list items and notes end sentences."""
    assert [span.of(text) for span in find_sentences(text)] == expected


def test_joins_wrapped_lines() -> None:
    """A line so full that the next word had no room in it goes on in the next."""
    assert [span.of(WRAPPED).split()[0] for span in find_sentences(WRAPPED)] == ["The", "Nobody"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet='aZ. \n?!"”)[1]é。-…U.S', max_size=120))
def test_loses_nothing_but_white_space(text: str) -> None:
    """Sentences are in order, apart, trimmed, and hold every character that is not white space."""
    spans = list(find_sentences(text))

    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() for span in spans)
