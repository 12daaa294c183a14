"""The time strip: which stretches of time there are, and how many records touch each."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.strip import bins_of

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))


def test_without_days_there_is_no_bin() -> None:
    """Nothing dated, nothing to show."""
    assert bins_of([]) == []


def test_counts_every_day_that_an_interval_touches() -> None:
    """An interval of two days counts in both."""
    bins = bins_of([("2023-03-01", "2023-03-01"), ("2023-03-01", "2023-03-02")])

    assert [(bar.first, bar.count) for bar in bins] == [("2023-03-01", 2), ("2023-03-02", 1)]


@pytest.mark.parametrize(
    ("last", "label", "count"),
    [
        ("2023-01-31", "1 January 2023", 31),
        ("2023-12-31", "2022-12-26 to 2023-01-01", 53),
        ("2030-12-31", "January 2023", 96),
        ("2060-12-31", "2023", 38),
    ],
)
def test_longer_times_have_coarser_bins(last: str, label: str, count: int) -> None:
    """Days, weeks, months or years: never more bins than a screen can tell apart."""
    bins = bins_of([("2023-01-01", "2023-01-01"), (last, last)])

    assert (bins[0].label, len(bins)) == (label, count)


@given(st.lists(st.tuples(DAYS, st.integers(min_value=0, max_value=400)), min_size=1, max_size=6))
def test_bins_join_and_count_what_touches_them(written: list[tuple[date, int]]) -> None:
    """Bins follow each other without a gap, and each counts exactly the intervals that touch it."""
    intervals = [(day.isoformat(), (day + timedelta(days=more)).isoformat()) for day, more in written]
    bins = bins_of(intervals)

    for one, after in pairwise(bins):
        assert date.fromisoformat(one.last) + timedelta(days=1) == date.fromisoformat(after.first)
    for bar in bins:
        assert bar.count == sum(first <= bar.last and last >= bar.first for first, last in intervals)


def test_one_day_far_off_does_not_press_all_else_together() -> None:
    """It is one stretch at the end, which says so; the others are days."""
    days = [(f"2023-03-{day:02d}", f"2023-03-{day:02d}") for day in range(1, 26)]
    bins = bins_of([("2016-05-01", "2016-05-31"), *days])

    assert (bins[0].rest, bins[0].label, bins[0].count) == (True, "before 2023-03-01", 1)
    assert [bar.rest for bar in bins[1:]] == [False] * 25
