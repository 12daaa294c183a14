"""Dates are found in the very words and mean the days a reader would take them for."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dates import find_dates
from pipeline.days import MONTH_WORDS, SLAVIC_WEEKDAY_WORDS, WEEKDAY_WORDS

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8"))["case"]
PUBLISHED = date(2023, 3, 28)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_words_mean_their_days(case: dict[str, Any]) -> None:
    """Each date is found once, with its first and last day."""
    found = [
        [written.span.of(case["text"]), written.first.isoformat(), written.last.isoformat()]
        for written in find_dates(case["text"], PUBLISHED)
    ]

    assert found == case["found"]


def test_without_a_day_of_publication_only_whole_dates_count() -> None:
    """Nothing is counted from today: the clock is not looked at."""
    text = "On Monday, March 20 and yesterday; on 20 March 2023."

    assert [written.span.of(text) for written in find_dates(text, None)] == ["20 March 2023"]


@pytest.mark.parametrize("capitals", [str.title, str.upper])
def test_every_word_for_a_month_or_a_weekday_is_found(capitals: Callable[[str], str]) -> None:
    """Where dates are looked for rests on a short list of parts of words: no word may lack one."""
    written = [
        *(f"on 3 {capitals(word)}" for word in MONTH_WORDS),
        *(capitals(word) for word in WEEKDAY_WORDS),
        *(f"у {capitals(word)}" for word in SLAVIC_WEEKDAY_WORDS),
        *(f"two {unit}s ago" for unit in ("hour", "day", "week", "month", "year")),
    ]

    assert [words for words in written if not list(find_dates(f"It was hit {words}.", PUBLISHED))] == []


def test_a_letter_that_grows_when_it_is_small_moves_no_date() -> None:
    """Spans count in the text as written, not in the one searched."""
    text = "İİİ, on 3 March"

    assert [written.span.of(text) for written in find_dates(text, PUBLISHED)] == ["3 March"]


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(alphabet=" 0123456789,./-–MarchMondaylast days and of the since night to between week\n", max_size=80)
)
def test_any_text_gives_intervals_in_order(text: str) -> None:
    """Spans follow one another, and no interval ends before it begins."""
    found = list(find_dates(text, PUBLISHED))

    assert all(written.first <= written.last for written in found)
    assert [written.span.start for written in found] == sorted({written.span.start for written in found})
    assert all(0 <= written.span.start < written.span.end <= len(text) for written in found)
