"""Words are found again by what stood beside them, and never taken for others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Span
from pipeline.quoting import found_again, quote, whole_words

TEXT = "Guns fired at Lyman on Monday, and at Lyman again on Tuesday, before the rain came down on all of them."
SECOND = Span(start=38, end=43)

CHANGED = {
    "unchanged": (TEXT, 38),
    "a sentence before it": ("It was cold. " + TEXT, 51),
    "a word changed beside it": (TEXT.replace("again", "once more"), 38),
    "the other mention gone": (TEXT.replace("Lyman", "Izyum", 1), 38),
    "the end cut off": (TEXT[:50], 38),
}


@pytest.mark.parametrize(("text", "start"), CHANGED.values(), ids=CHANGED)
def test_words_are_found_again(text: str, start: int) -> None:
    """The second mention stays the second mention."""
    assert found_again(text, quote(TEXT, SECOND)) == Span(start=start, end=start + 5)


LOST = {
    "the words gone": TEXT.replace("Lyman", "Izyum"),
    "another text": "Lyman is a town.",
    "an empty text": "",
    "two places alike": f"{TEXT}\n{TEXT}"[5:],
}


@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_words_that_may_be_others_are_not_found(text: str) -> None:
    """Better none than the wrong one."""
    assert found_again(text, quote(TEXT, SECOND)) is None


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="ab \n", min_size=1, max_size=60), ends=st.tuples(st.integers(0, 59), st.integers(1, 60)))
def test_unchanged_text_gives_the_very_span(text: str, ends: tuple[int, int]) -> None:
    """However often the words stand there."""
    span = Span(start=min(ends[0], len(text) - 1), end=0)
    span = Span(start=span.start, end=max(span.start + 1, min(ends[1], len(text))))

    assert found_again(text, quote(text, span)) == span


def test_whole_words_only() -> None:
    """A name inside a longer one is another name."""
    text = "Lyman, Lymanske, Krasny_Lyman, (Lyman)"

    assert [span.start for span in whole_words(text, "Lyman")] == [0, 32]
    assert list(whole_words(text, "")) == []
