"""Show when things were said to happen: a histogram with a brush under the map."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import accumulate

import streamlit as st

from dashboard.filtering import set_days
from dashboard.state import remembered
from dashboard.widgets import time_strip
from pipeline.filters import Filter
from pipeline.layers import Layers

Interval = tuple[str, str]
"""The first and the last day, ISO, both included."""

_BY_DAY, _BY_WEEK, _BY_MONTH = 160, 160 * 7, 160 * 30
"""The longest stretch of days that is cut into days, into weeks, into months; a longer one is cut into years."""

_FEW, _FAR = 20, 2
"""One record in so many, at either end, may be far off; far is so many times as long as the time of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A stretch of time and how many records touch it; one at an end may be the `rest` of a far longer time."""

    first: str
    last: str
    label: str
    count: int
    rest: bool = False


def show_strip(layers: Layers, chosen: Filter) -> None:
    """Show the days of *layers*, which no choice of days has narrowed, with those of the filter marked."""
    intervals, undated = remembered("intervals", layers, None, lambda: intervals_of(layers))
    bins = remembered("bins", layers, None, lambda: bins_of(intervals))
    if len(bins) < 2:
        st.caption("No time strip: the records shown speak of fewer than two dates.")
        return
    said = "Drag over the bars to choose days"
    if undated:
        said += f"; {undated:,} without a date"
    time_strip(
        [asdict(bar) for bar in bins],
        first=chosen.first.isoformat() if chosen.first else None,
        last=chosen.last.isoformat() if chosen.last else None,
        said=said,
        on_brushed=set_days,
    )


def intervals_of(layers: Layers) -> tuple[list[Interval], int]:
    """Give the days of each record that has some, and how many have none; a claim's area goes with its point."""
    found: list[Interval] = []
    undated = 0
    for frame in layers.values():
        points = frame[frame["part"] != "area"]
        dated = points[points["date_from"].notna()]
        undated += len(points) - len(dated)
        found.extend(zip(dated["date_from"], dated["date_to"], strict=True))
    return found, undated


def bins_of(intervals: Sequence[Interval]) -> list[Bin]:
    """Count how many intervals touch each day, week, month or year, whichever gives a readable number of bins."""
    if not intervals:
        return []
    stretches = list(_axis(intervals))
    starts = [start.isoformat() for start, _, _, _ in stretches]
    ends = [end.isoformat() for _, end, _, _ in stretches]
    changes = [0] * (len(stretches) + 1)
    for since, until in intervals:
        changes[bisect_left(ends, since)] += 1
        changes[bisect_right(starts, until)] -= 1
    return [
        Bin(first=start, last=end, label=label, count=count, rest=rest)
        for start, end, (_, _, label, rest), count in zip(starts, ends, stretches, accumulate(changes), strict=False)
    ]


def _axis(intervals: Sequence[Interval]) -> Iterator[tuple[date, date, str, bool]]:
    """Cut the time of *intervals* into stretches; a few that lie far off have one at its end to themselves.

    One mention of a year long past would press all else into a bar: what begins or ends further off than
    twice the time of the others is one stretch, which says so.
    """
    first, last = min(first for first, _ in intervals), max(last for _, last in intervals)
    few = len(intervals) // _FEW
    since, until = sorted(first for first, _ in intervals)[few], sorted(last for _, last in intervals)[-1 - few]
    far = _FAR * _days(since, until)
    since = since if _days(first, since) > far > 0 else first
    until = until if _days(until, last) > far > 0 else last
    inner = list(_stretches(date.fromisoformat(since), date.fromisoformat(until)))
    (begin, _, _), (_, end, _) = inner[0], inner[-1]
    if first < begin.isoformat():
        yield date.fromisoformat(first), begin - timedelta(days=1), f"before {begin.isoformat()}", True
    for stretch in inner:
        yield *stretch, False
    if last > end.isoformat():
        yield end + timedelta(days=1), date.fromisoformat(last), f"after {end.isoformat()}", True


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _stretches(first: date, last: date) -> Iterator[tuple[date, date, str]]:
    """Cut the time from *first* to *last* into days, weeks that begin on Monday, months or years."""
    days = (last - first).days + 1
    at = _start(first, days)
    while at <= last:
        end = _end(at, days)
        yield at, end, _label(at, end, days)
        if end == date.max:
            return
        at = end + timedelta(days=1)


def _start(day: date, days: int) -> date:
    if days <= _BY_DAY:
        return day
    if days <= _BY_WEEK:
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    return day.replace(day=1) if days <= _BY_MONTH else day.replace(month=1, day=1)


def _end(start: date, days: int) -> date:
    if days <= _BY_DAY:
        return start
    if days <= _BY_WEEK:
        return start + timedelta(days=6)
    if days <= _BY_MONTH:
        return start.replace(day=monthrange(start.year, start.month)[1])
    return start.replace(month=12, day=31)


def _label(start: date, end: date, days: int) -> str:
    if days <= _BY_DAY:
        return f"{start.day} {start:%B} {start.year}"
    if days <= _BY_WEEK:
        return f"{start.isoformat()} to {end.isoformat()}"
    return f"{start:%B} {start.year}" if days <= _BY_MONTH else f"{start.year}"
