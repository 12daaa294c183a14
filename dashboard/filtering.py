"""Let the visitor narrow what is shown; the address holds the filter."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from pipeline.encode import markdown_text, visible
from pipeline.errors import FilterError
from pipeline.filters import METHODS, NO_SOURCE, OPTIONS, STATUSES, VERDICTS, Filter, from_query, showing, to_query
from pipeline.layers import Layers

METHOD_WORDS = {
    "gazetteer": "name in the gazetteer",
    "offset": "distance and direction",
    "coordinate": "written coordinate",
    "by hand": "by hand",
}
_KEYS = {
    "words": "filter-words",
    "sources": "filter-sources",
    "methods": "filter-methods",
    "verdicts": "filter-verdicts",
    "statuses": "filter-statuses",
    "least": "filter-least",
    "first": "filter-first",
    "last": "filter-last",
}
_EMPTY: dict[str, Any] = {
    "words": "",
    "sources": [],
    "methods": [],
    "verdicts": [],
    "statuses": [],
    "least": 0,
    "first": None,
    "last": None,
}
_READ = "filter-read"


def recall_filter() -> None:
    """Take the filter from the address when a visit begins; one that is wrong is said and passed over."""
    if _READ in st.session_state:
        return
    st.session_state[_READ] = True
    try:
        found = from_query({name: st.query_params.get_all(name) for name in OPTIONS if name in st.query_params})
    except FilterError as error:
        st.warning(f"The filter in this address was passed over: {markdown_text(error)}")
        found = Filter()
    _set(
        words=found.words,
        sources=list(found.sources),
        methods=list(found.methods),
        verdicts=list(found.verdicts),
        statuses=list(found.statuses),
        least=round(100 * (found.least_score or 0)),
        first=found.first,
        last=found.last,
    )


def chosen_filter() -> Filter:
    """Give the filter that the controls stand for; days in the wrong order are put right."""
    value = {name: st.session_state.get(key, _EMPTY[name]) for name, key in _KEYS.items()}
    first, last = value["first"], value["last"]
    if first and last and first > last:
        first, last = last, first
    return Filter(
        words=value["words"].strip(),
        sources=tuple(value["sources"]),
        methods=tuple(value["methods"]),
        verdicts=tuple(value["verdicts"]),
        statuses=tuple(value["statuses"]),
        least_score=value["least"] / 100 if value["least"] else None,
        first=first,
        last=last,
    )


def show_filter(everything: Layers, shown: Layers) -> None:
    """Show the controls of the filter, how much it leaves, and a way to let it go."""
    st.subheader("2 · Filter")
    st.text_input("With the words", key=_KEYS["words"], placeholder="name, quote, title or source")
    sources = _sources(everything)
    if len(sources) > 1 or st.session_state.get(_KEYS["sources"]):
        options = sorted({*sources, *st.session_state.get(_KEYS["sources"], [])})
        st.multiselect("Source", options, key=_KEYS["sources"], format_func=visible, placeholder="any source")
    st.multiselect("Verdict", VERDICTS, key=_KEYS["verdicts"], placeholder="any verdict")
    st.multiselect(
        "Placed by", METHODS, key=_KEYS["methods"], format_func=METHOD_WORDS.__getitem__, placeholder="any method"
    )
    st.multiselect("Review", STATUSES, key=_KEYS["statuses"], placeholder="any state")
    st.slider("Least score", min_value=0, max_value=100, step=5, format="%d%%", key=_KEYS["least"])
    st.date_input("From", key=_KEYS["first"], value=None, min_value=date(1800, 1, 1), max_value=date(2200, 1, 1))
    st.date_input("To", key=_KEYS["last"], value=None, min_value=date(1800, 1, 1), max_value=date(2200, 1, 1))
    words, button = st.columns([3, 2], vertical_alignment="center")
    words.markdown(f"**{showing(shown, everything).capitalize()}**")
    button.button("Reset", on_click=reset, disabled=chosen_filter() == Filter(), use_container_width=True)


def remember_filter(chosen: Filter) -> None:
    """Write the filter into the address."""
    query = to_query(chosen)
    for name in OPTIONS:
        wanted = list(query.get(name, ()))
        if wanted != st.query_params.get_all(name):
            if wanted:
                st.query_params[name] = wanted
            else:
                del st.query_params[name]


def reset() -> None:
    """Let the filter go."""
    _set(**_EMPTY)


def set_days(first: str | None, last: str | None) -> None:
    """Choose the days to show, ISO; None for no bound."""
    _set(first=_day(first), last=_day(last))


def _set(**values: Any) -> None:  # noqa: ANN401  (what a control holds)
    for name, value in values.items():
        st.session_state[_KEYS[name]] = value


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _sources(layers: Layers) -> Sequence[str]:
    """List the sources that there are."""
    return sorted({str(source) for frame in layers.values() for source in frame["source"].fillna(NO_SOURCE)})
