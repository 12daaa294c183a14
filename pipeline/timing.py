"""Say when a place or claim was spoken of: the date its sentence gives, else the day of publication."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.model import Report, Span, WrittenDate

DatedBy = Literal["sentence", "publication"]

BACKGROUND_DAYS = 31
"""A date wider than this ("in 2014") is background wherever its sentence has a narrower one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """An interval of days, both included, and where it was taken from; all None where nothing tells."""

    first: date | None = None
    last: date | None = None
    dated_by: DatedBy | None = None


def timed(report: Report, span: Span) -> Timing:
    """Give the days that the words at *span* speak of.

    A date counts within its own sentence only. Carrying one over to the sentences that follow would
    date background and events alike, and a false day hides a point from its true one; the day of
    publication is at least the day on which it was reported.
    """
    written = _nearest(_in_sentence(report, span), span)
    if written is not None:
        return Timing(first=written.first, last=written.last, dated_by="sentence")
    published = report.document.published
    return Timing(first=published, last=published, dated_by="publication") if published else Timing()


def _in_sentence(report: Report, span: Span) -> Sequence[WrittenDate]:
    """Give the dates that begin in the sentence, or the sentences, of *span*."""
    first = bisect_right(report.sentences, span.start, key=lambda sentence: sentence.start) - 1
    last = bisect_left(report.sentences, span.end, key=lambda sentence: sentence.start) - 1
    if first < 0:
        return ()
    start, end = report.sentences[first].start, report.sentences[max(first, last)].end
    low = bisect_left(report.dates, start, key=lambda written: written.span.start)
    high = bisect_left(report.dates, end, key=lambda written: written.span.start)
    return report.dates[low:high]


def _nearest(dates: Sequence[WrittenDate], span: Span) -> WrittenDate | None:
    """Give the date fewest characters away, narrow ones before background; of two as near the first."""
    return min(dates, key=lambda written: (_is_background(written), _gap(written.span, span)), default=None)


def _is_background(written: WrittenDate) -> bool:
    return (written.last - written.first).days >= BACKGROUND_DAYS


def _gap(one: Span, other: Span) -> int:
    """Count the characters between two spans; 0 where they touch or overlap."""
    return max(0, one.start - other.end, other.start - one.end)
