"""The spans that overlap one are those that a look at all of them finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Span
from pipeline.spans import Spans

SPAN = st.builds(lambda start, length: Span(start=start, end=start + length), st.integers(0, 40), st.integers(1, 12))


@settings(max_examples=200, deadline=None)
@given(spans=st.lists(SPAN, max_size=20).map(sorted), wanted=SPAN)
def test_none_is_missed_and_none_too_many(spans: list[Span], wanted: Span) -> None:
    """Overlapping or not among themselves, the last comes first."""
    found = Spans(spans)

    expected = [number for number, span in enumerate(spans) if span.overlaps(wanted)]
    assert list(found.overlapping(wanted)) == expected[::-1]
    assert found.meet(wanted) is bool(expected)
    assert found.before(wanted.start) == sum(span.start < wanted.start for span in spans)
