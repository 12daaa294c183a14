"""Every point has days, and says where they come from."""

from datetime import date

import pytest

from pipeline.dates import find_dates
from pipeline.model import Document, Report, Span
from pipeline.sentences import find_sentences
from pipeline.timing import Timing, timed

PUBLISHED = date(2023, 3, 28)
CASES = {
    "the only date of the sentence": ("On 3 March shells fell on Bakhmut.", "2023-03-03", "2023-03-03"),
    "a date after the name": ("Shells fell on Bakhmut on Monday, officials said.", "2023-03-27", "2023-03-27"),
    "the nearest of two": (
        "Lyman was hit on 3 March and Bakhmut on 5 March, he said.",
        "2023-03-05",
        "2023-03-05",
    ),
    "a day before a year that is nearer": (
        "Bakhmut, fought over in 2014, was shelled again on 5 March.",
        "2023-03-05",
        "2023-03-05",
    ),
    "a year where there is nothing else": ("In 2014 Bakhmut was held for weeks.", "2014-01-01", "2014-12-31"),
    "an interval": ("Over the last 10 days Bakhmut was shelled.", "2023-03-18", "2023-03-28"),
}


def report(text: str, published: date | None = PUBLISHED) -> Report:
    """Make a report of sentences and dates alone."""
    return Report(
        document=Document(id="r", text=text, published=published),
        sentences=tuple(find_sentences(text)),
        choices=(),
        findings=(),
        coordinates=(),
        dates=tuple(find_dates(text, published)),
    )


def at(text: str, words: str) -> Span:
    """Find words in a text."""
    return Span(start=text.index(words), end=text.index(words) + len(words))


@pytest.mark.parametrize(("text", "first", "last"), CASES.values(), ids=CASES)
def test_sentence_dates_its_places(text: str, first: str, last: str) -> None:
    """A sentence's date is that of its places."""
    expected = Timing(first=date.fromisoformat(first), last=date.fromisoformat(last), dated_by="sentence")

    assert timed(report(text), at(text, "Bakhmut")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "On 3 March it rained. Shells fell on Bakhmut.",
        "Shells fell on Bakhmut. On 3 March it rained.",
        "On 3 March it rained.\n\nShells fell on Bakhmut.",
    ],
)
def test_date_of_another_sentence_does_not_count(text: str) -> None:
    """Without a date of its own a sentence has the day of publication."""
    expected = Timing(first=PUBLISHED, last=PUBLISHED, dated_by="publication")

    assert timed(report(text), at(text, "Bakhmut")) == expected


def test_nothing_tells() -> None:
    """Without a date and a day of publication there is no interval, and none is made up."""
    text = "Shells fell on Bakhmut."

    assert timed(report(text, None), at(text, "Bakhmut")) == Timing()


def test_claim_over_two_sentences_takes_the_date_of_either() -> None:
    """A span that runs over a sentence's end has the dates of both."""
    text = "Shells fell on Bakhmut. On 3 March it rained."

    assert timed(report(text), at(text, "Bakhmut. On 3")).first == date(2023, 3, 3)


def test_text_without_sentences_has_the_day_of_publication() -> None:
    """Words outside all sentences are dated by the publication."""
    bare = Report(
        document=Document(id="r", text="Bakhmut", published=PUBLISHED),
        sentences=(),
        choices=(),
        findings=(),
        coordinates=(),
    )

    assert timed(bare, Span(start=0, end=7)).dated_by == "publication"
