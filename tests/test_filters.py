"""A filter leaves what it asks for, says so in words, and comes back from an address."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports_by_hand import report

from pipeline.errors import FilterError
from pipeline.filters import (
    METHODS,
    NO_SOURCE,
    STATUSES,
    VERDICTS,
    Filter,
    counted,
    described,
    from_query,
    narrowed,
    showing,
    to_query,
)
from pipeline.layers import LAYERS, Layers, rows_of, to_layers
from pipeline.model import WrittenDate

EVERYTHING = {"places": 3, "claims": 1, "checks": 1, "coordinates": 1}


def layers() -> Layers:
    """Make layers of one report: published on 3 January 2023, its first sentence dated 1 January."""
    plain = report()
    first = WrittenDate(span=plain.sentences[0], first=date(2023, 1, 1), last=date(2023, 1, 2))
    return to_layers([replace(plain, dates=(first,))])


def left(chosen: Filter) -> list[str]:
    """Give the words of the features a filter leaves, those of areas left out."""
    found = narrowed(layers(), chosen)
    return [row["words"] for name in LAYERS for row in rows_of(found[name]) if row["part"] != "area"]


def test_no_filter_leaves_everything() -> None:
    """Nothing asked, nothing lost; a claim of a point and an area counts once."""
    assert counted(narrowed(layers(), Filter())) == EVERYTHING
    assert described(Filter()) == ""
    assert to_query(Filter()) == {}


SOME: dict[str, tuple[Filter, int]] = {
    "a layer": (Filter(layers=("places",)), 3),
    "two layers": (Filter(layers=("places", "checks")), 4),
    "a report": (Filter(reports=("note-1",)), 6),
    "another report": (Filter(reports=("note-2",)), 0),
    "a method": (Filter(methods=("offset",)), 1),
    "a verdict": (Filter(verdicts=("distance off",)), 1),
    "a status nobody gave": (Filter(statuses=("accepted",)), 0),
    "a score": (Filter(least_score=0.99), 1),
    "a score of nought": (Filter(least_score=0.0), 6),
    "a day of the first sentence": (Filter(last=date(2023, 1, 2)), 1),
    "a day within it": (Filter(first=date(2023, 1, 2), last=date(2023, 1, 2)), 1),
    "the day of publication": (Filter(first=date(2023, 1, 3)), 5),
    "a day before all": (Filter(last=date(2022, 12, 31)), 0),
    "words of a quote": (Filter(words="crater"), 1),
    "words that fold alike": (Filter(words="AVDIIVKÁ roughly"), 4),
    "words of which one is missing": (Filter(words="crater zebra"), 0),
    "two fields": (Filter(layers=("places",), words="crater"), 0),
}


@pytest.mark.parametrize(("chosen", "count"), SOME.values(), ids=SOME)
def test_filter_leaves_what_it_asks_for(chosen: Filter, count: int) -> None:
    """Each field alone leaves what it should."""
    assert len(left(chosen)) == count


def test_source_and_no_source() -> None:
    """A source is asked for by its name, features without one by theirs."""
    plain = report()
    bare = replace(plain, document=replace(plain.document, id="bare", source=None))
    named = replace(plain, document=replace(plain.document, source="Desk"))
    both = to_layers([named, bare])

    for source, name in (("Desk", plain.document.id), (NO_SOURCE, "bare")):
        rows = rows_of(narrowed(both, Filter(sources=(source,)))["places"])
        assert {row["report"] for row in rows} == {name}
    assert len(narrowed(both, Filter(sources=("Desk", NO_SOURCE)))["places"]) == 6


def test_feature_without_days_is_not_shown_in_a_time() -> None:
    """What nothing dates is in no time, and shown when no time is asked for."""
    plain = report()
    undated = to_layers([replace(plain, document=replace(plain.document, published=None))])

    assert sum(counted(narrowed(undated, Filter(first=date(1900, 1, 1)))).values()) == 0
    assert sum(counted(narrowed(undated, Filter(last=date(2100, 1, 1)))).values()) == 0
    assert counted(narrowed(undated, Filter())) == EVERYTHING


def test_counts_are_said() -> None:
    """The words beside a map name both counts."""
    assert showing(narrowed(layers(), Filter(layers=("places",))), layers()) == "showing 3 of 6"


def test_layers_keep_their_form() -> None:
    """Even a layer with nothing left has its columns, its types and its reference system."""
    before, after = layers(), narrowed(layers(), Filter(words="no such words"))

    assert all(len(frame) == 0 and frame.crs == "EPSG:4326" for frame in after.values())
    assert all(list(after[name].dtypes) == list(before[name].dtypes) for name in LAYERS)


def test_filter_in_words() -> None:
    """Every field is named."""
    chosen = Filter(
        first=date(2023, 3, 1),
        last=date(2023, 3, 31),
        layers=("places",),
        reports=("note-1",),
        sources=("A", "B"),
        methods=("offset",),
        verdicts=("holds",),
        statuses=("accepted", "new"),
        least_score=0.8,
        words="bridge",
    )

    assert described(chosen) == (
        "2023-03-01 to 2023-03-31; layer: places; report: note-1; source: A or B; method: offset; verdict: holds; "
        "status: accepted or new; score of 0.8 or more; with the words “bridge”"
    )
    assert described(Filter(first=date(2023, 3, 1))) == "from 2023-03-01 on"
    assert described(Filter(last=date(2023, 3, 1))) == "until 2023-03-01"
    assert described(Filter(first=date(2023, 3, 1), last=date(2023, 3, 1))) == "2023-03-01"


BAD = {
    "from": ("2023-13-01", "'2023-13-01' is no day; write it as 2023-03-28"),
    "to": ("tomorrow", "'tomorrow' is no day; write it as 2023-03-28"),
    "least-score": ("much", "least-score: 'much' is no score; choose a number from 0 to 1"),
    "status": ("done", "status: 'done' is none of new, accepted, rejected, needs check"),
}


@pytest.mark.parametrize(("name", "value", "message"), [(name, *case) for name, case in BAD.items()], ids=BAD)
def test_option_that_means_nothing_is_refused(name: str, value: str, message: str) -> None:
    """A sentence says what is wrong and what to write."""
    with pytest.raises(FilterError) as caught:
        from_query({name: value})

    assert str(caught.value) == message


@pytest.mark.parametrize("score", ["1.5", "-1", "nan", "inf"])
def test_score_out_of_range_is_refused(score: str) -> None:
    """A score lies between 0 and 1."""
    with pytest.raises(FilterError, match="is no score"):
        from_query({"least-score": score})


def test_days_in_the_wrong_order_are_refused() -> None:
    """Nothing lies between a day and an earlier one."""
    with pytest.raises(FilterError, match="swap the two"):
        from_query({"from": "2023-03-02", "to": "2023-03-01"})


def test_other_options_are_passed_over() -> None:
    """An address holds more than a filter: a tab, a selection."""
    assert from_query({"tab": "text", "status": ["new", "new"], "words": ""}) == Filter(statuses=("new",))


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values)).map(lambda chosen: tuple(value for value in values if value in chosen))


days = st.none() | st.dates()
filters = st.builds(
    lambda ends, **fields: Filter(first=ends[0], last=ends[1], **fields),
    st.tuples(days, days).map(lambda ends: tuple(sorted(ends)) if all(ends) else ends),
    layers=_some(LAYERS),
    sources=st.lists(st.text(min_size=1), unique=True, max_size=3).map(tuple),
    methods=_some(METHODS),
    verdicts=_some(VERDICTS),
    statuses=_some(STATUSES),
    least_score=st.none() | st.floats(0, 1),
    words=st.text().map(str.strip),
)


@settings(max_examples=80, deadline=None)
@given(chosen=filters)
def test_filter_comes_back_from_its_options(chosen: Filter) -> None:
    """The words of an address lose nothing, and whatever is asked leaves no more than there was."""
    query: dict[str, Any] = dict(to_query(chosen))

    assert from_query(query) == chosen
    assert (described(chosen) == "") == (chosen == Filter())
