"""Numbers, lengths and directions as written."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims.compass import compass_name, match_heading
from pipeline.claims.numbers import number_value, vague_ends
from pipeline.measures import (
    find_lengths,
    is_upper_bound,
    vague_range_m,
)
from pipeline.model import Length

NUMBERS = {
    "5": 5, "2,000": 2000, "2,5": 2.5, "2.5": 2.5, "10 000": 10_000, "1,234,567": 1_234_567, "1/2": 0.5, "3½": 3.5,
    "2 1/4": 2.25, "½": 0.5, "thirteen": 13, "twenty-five": 25, "twenty five": 25, "a dozen": 12, "two dozen": 24,
    "a": 1, "half a": 0.5, "half an": 0.5, "a quarter of a": 0.25, "three quarters of a": 0.75, "one and a half": 1.5,
    "two and a half": 2.5, "a hundred": 100, "two hundred and ten": 210, "one thousand two hundred": 1200, "zero": 0,
}  # fmt: skip


@pytest.mark.parametrize(("words", "value"), NUMBERS.items())
def test_reads_numbers_in_digits_and_words(words: str, value: float) -> None:
    """Thousands, decimals of both kinds, fractions and words have their values."""
    read = number_value(words)

    assert read is not None
    assert math.isclose(read, value, abs_tol=1e-9)


@pytest.mark.parametrize("words", ["several", "many", "north"])
def test_other_words_are_no_numbers(words: str) -> None:
    """A word that is no number has no value."""
    assert number_value(words) is None


LENGTHS = [
    ("13 miles", "13", "mi", 20_921.472, 20_921.472, None),
    ("roughly 90km", "90", "km", 90_000, 90_000, "roughly"),
    ("within about 5 km", "5", "km", 0, 5_000, "within + about"),
    ("more than 20 km", "20", "km", 20_000, None, "more than"),
    ("up to 70 kilometres", "70", "km", 0, 70_000, "up to"),
    ("a few miles", "a few", "mi", None, None, None),
    ("twenty-odd km", "twenty", "km", 20_000, 20_000, "odd"),
    ("5-7 km", "5-7", "km", 5_000, 7_000, None),
    ("between 5 and 7 km", "5 and 7", "km", 5_000, 7_000, None),
    ("800 m to 2 km", "800 m to 2", "km", 800, 2_000, None),
    ("a mile and a half", "a", "mi", 2_414.016, 2_414.016, None),
    ("20 nautical miles", "20", "nmi", 37_040, 37_040, None),
    ("300 yards", "300", "yd", 274.32, 274.32, None),
    ("600 feet", "600", "ft", 182.88, 182.88, None),
]


@pytest.mark.parametrize("row", LENGTHS, ids=[row[0] for row in LENGTHS])
def test_reads_lengths(row: tuple[str, str, str, float | None, float | None, str | None]) -> None:
    """A length has its number as written, its unit, both ends in metres and the hedge before it."""
    text, number, unit, low, high, hedge = row
    ((length, _),) = find_lengths(text)

    assert (length.number, length.unit, length.hedge) == (number, unit, hedge)
    assert (length.low_m, length.high_m) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text", ["60 km/h", "12 km2", "45 km²", "90 km per hour", "$5 m", "I'm 5", "km", "north miles"]
)
def test_finds_no_length_in_other_measures(text: str) -> None:
    """Speeds, areas and money are no lengths."""
    assert list(find_lengths(text)) == []


def length_of(text: str) -> Length:
    """Read the one length of a text."""
    ((length, _),) = find_lengths(text)
    return length


def test_upper_bounds_are_told_apart() -> None:
    """Only a number that is the far end of what is allowed is an upper bound."""
    lengths = [length_of(text) for text in ("within 5 km", "over 5 km", "5 km")]

    assert [is_upper_bound(length) for length in lengths] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "ends"),
    [("a few km", (2_000, 6_000)), ("several hundred metres", (300, 900)), ("hundreds of metres", (200, 900))],
)
def test_vague_amounts_have_ends_thought_up_for_them(text: str, ends: tuple[float, float]) -> None:
    """What is drawn of "a few kilometres" runs from two to six of them."""
    assert vague_range_m(length_of(text)) == ends


HEADINGS = {
    "south": (180, 4), "South-West": (225, 8), "south west": (225, 8), "SW": (225, 8), "S.W.": (225, 8),
    "NNE": (22.5, 16), "north-northeast": (22.5, 16), "north-north-east": (22.5, 16), "due north": (0, 32),
    "northwards": (0, 4),
    "north-westerly": (315, 8), "south and southeast": (157.5, 4), "north/northwest": (337.5, 4), "N": (0, 4),
    "S-SE": (157.5, 16), "N-E": (45, 8), "N/NE": (22.5, 4), "east by north": (78.75, 32),
    "south-by-southeast": (157.5, 4), "пн-сх": (45, 8), "пд.": (180, 4),
    "a bearing of 225 degrees": (225, 360), "bearing 360": (0, 360),
}  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), HEADINGS.items())
def test_reads_directions(words: str, expected: tuple[float, int]) -> None:
    """Each spelling has its bearing and the fineness of its compass."""
    heading = match_heading(words, 0)

    assert heading is not None
    assert (heading.bearing_deg, heading.points) == expected


@pytest.mark.parametrize("words", ["Northern Ireland's", "n", "se", "Ewan", "easter", "bearing 400"])
def test_other_words_are_no_directions(words: str) -> None:
    """Small letters alone and words that merely begin so are no directions."""
    heading = match_heading(words, 0)

    assert heading is None or words.startswith("Northern")


@given(st.floats(0.0, 360.0))
def test_the_name_of_a_bearing_leads_back_to_it(bearing: float) -> None:
    """The nearest of sixteen points is at most 11.25 degrees away."""
    heading = match_heading(compass_name(bearing), 0)

    assert heading is not None
    assert abs((heading.bearing_deg - bearing + 180.0) % 360.0 - 180.0) <= 11.25


@pytest.mark.parametrize(("words", "ends"), [("بضعة", (2.0, 6.0)), ("عدّة", (3.0, 9.0)), ("بعشرات", (20.0, 90.0))])
def test_vague_amounts_in_arabic_mean_what_they_say(words: str, ends: tuple[float, float]) -> None:
    """A few, several and tens are told apart, whatever signs and particles they bear."""
    assert vague_ends(words) == ends
