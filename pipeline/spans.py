"""Find which of many spans share a character with one, without looking at all of them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.model import Span


class Spans:
    """Spans in order of their starts; they may overlap each other."""

    __slots__ = ("_reach", "_starts", "all")

    def __init__(self, spans: Sequence[Span]) -> None:
        self.all = spans
        self._starts = [span.start for span in spans]
        # The furthest end of a span and all before it: where that lies before a span, nothing before overlaps it.
        self._reach = list(accumulate((span.end for span in spans), max))

    def overlapping(self, span: Span) -> Iterator[int]:
        """Yield the numbers of the spans that share a character with *span*, the last first."""
        number = bisect_left(self._starts, span.end) - 1
        while number >= 0 and self._reach[number] > span.start:
            if self.all[number].overlaps(span):
                yield number
            number -= 1

    def meet(self, span: Span) -> bool:
        """Tell whether any of the spans shares a character with *span*."""
        return next(self.overlapping(span), None) is not None

    def before(self, offset: int) -> int:
        """Count the spans that start before *offset*."""
        return bisect_left(self._starts, offset)
