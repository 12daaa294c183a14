"""Narrow layers to what a person asks for, one filter for map, tables, counts and files alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

import pandas as pd

from gazetteer.names import fold, fold_all
from pipeline.errors import FilterError
from pipeline.layers import LAYERS, Layers
from pipeline.model import Status, Verdict

STATUSES: tuple[Status, ...] = get_args(Status)
METHODS = ("gazetteer", "offset", "coordinate", "by hand")
VERDICTS = tuple(verdict.value for verdict in Verdict)
NO_SOURCE = "unknown"
"""Stands for features without a source, in a filter and in its words."""

SEARCHED = ("name", "words", "quote", "title", "source", "report", "region", "anchor", "note")
"""The columns that words are looked for in; the exported page looks in them too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a feature must be to be shown; an empty field asks for nothing.

    A feature is shown that meets every field, and of a field with several values one of them.
    `first` and `last` are days, both included: the feature's own days must touch them, and one
    without days is not shown. `least_score` (0..1) leaves out features without a score. `words` must
    all stand in a feature's name, quote, title or source, in any spelling that folds alike.

    Raises `FilterError` for days in the wrong order and for a score outside 0..1.
    """

    first: date | None = None
    last: date | None = None
    layers: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    least_score: float | None = None
    words: str = ""

    def __post_init__(self) -> None:
        """Refuse what nothing could meet."""
        if self.first and self.last and self.first > self.last:
            message = f"from {self.first} to {self.last} holds no day; swap the two"
            raise FilterError(message)
        if self.least_score is not None and not 0.0 <= self.least_score <= 1.0:
            message = f"least-score: {self.least_score} is no score; choose a number from 0 to 1"
            raise FilterError(message)


def narrowed(layers: Layers, chosen: Filter) -> Layers:
    """Give the same layers with the features that *chosen* asks for, in their order."""
    return {name: frame[_kept(frame, chosen)].reset_index(drop=True) for name, frame in layers.items()}


def counted(layers: Layers) -> dict[str, int]:
    """Count the features of each layer; the point and the area of a claim are one."""
    return {name: int((frame["part"] != "area").sum()) for name, frame in layers.items()}


def showing(shown: Layers, everything: Layers) -> str:
    """Say how much a filter leaves: "showing 31 of 34"."""
    return f"showing {sum(counted(shown).values()):,} of {sum(counted(everything).values()):,}"


def described(chosen: Filter) -> str:
    """Say in words what is shown: "2023-03-01 to 2023-03-31; source: A; score of 0.8 or more", "" for none."""
    parts = [
        _days_in_words(chosen.first, chosen.last),
        *(
            f"{label}: {' or '.join(values)}"
            for label, values in (
                ("layer", chosen.layers),
                ("report", chosen.reports),
                ("source", chosen.sources),
                ("method", chosen.methods),
                ("verdict", chosen.verdicts),
                ("status", chosen.statuses),
            )
            if values
        ),
        "" if chosen.least_score is None else f"score of {chosen.least_score:g} or more",
        f"with the words \u201c{chosen.words}\u201d" if chosen.words else "",
    ]
    return "; ".join(part for part in parts if part)


def _days_in_words(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{first.isoformat()} to {last.isoformat()}" if first != last else first.isoformat()
    return f"from {first.isoformat()} on" if first else f"until {last.isoformat()}" if last else ""


# Which features stay.


def _kept(frame: pd.DataFrame, chosen: Filter) -> "pd.Series[bool]":
    kept = pd.Series(data=True, index=frame.index)
    for column, values in (
        ("layer", chosen.layers),
        ("report", chosen.reports),
        ("method", chosen.methods),
        ("verdict", chosen.verdicts),
        ("status", chosen.statuses),
    ):
        if values:
            kept &= frame[column].isin(values)
    if chosen.sources:
        kept &= frame["source"].fillna(NO_SOURCE).isin(chosen.sources)
    # ISO days compare as their days do; one that is missing compares as false.
    if chosen.first:
        kept &= frame["date_to"].fillna("") >= chosen.first.isoformat()
    if chosen.last:
        kept &= frame["date_from"].fillna("9999-99-99") <= chosen.last.isoformat()
    if chosen.least_score is not None:
        kept &= frame["score"] >= chosen.least_score
    return kept & _with_words(frame[kept], fold(chosen.words).split()) if chosen.words else kept


def _with_words(frame: pd.DataFrame, words: Sequence[str]) -> "pd.Series[bool]":
    """Tell for each feature whether all *words*, folded, stand in what it says; False for rows not in *frame*."""
    texts = fold_all([" ".join(_texts(row)) for row in frame[list(SEARCHED)].itertuples(index=False)])
    found = [index for index, text in zip(frame.index, texts, strict=True) if all(word in text for word in words)]
    return pd.Series(data=True, index=found)


def _texts(row: Sequence[object]) -> list[str]:
    return [value for value in row if isinstance(value, str)]


# To and from the words of an address or a command line.

Query = dict[str, tuple[str, ...]]
"""Names of options, each with its values: what an address or a command line holds."""

_LISTS: dict[str, tuple[str, tuple[str, ...] | None]] = {
    "layer": ("layers", LAYERS),
    "report": ("reports", None),
    "source": ("sources", None),
    "method": ("methods", METHODS),
    "verdict": ("verdicts", VERDICTS),
    "status": ("statuses", STATUSES),
}
"""The options that may be given several times: the field each fills, and the values it knows (None: any)."""

OPTIONS = ("from", "to", *_LISTS, "least-score", "words")
"""The names of all options; each is one of the command line's when `--` is set before it."""


def to_query(chosen: Filter) -> Query:
    """Give the options that stand for *chosen*; none for no filter. `from_query` takes them back."""
    single = {
        "from": chosen.first.isoformat() if chosen.first else "",
        "to": chosen.last.isoformat() if chosen.last else "",
        "least-score": "" if chosen.least_score is None else repr(chosen.least_score),
        "words": chosen.words,
    }
    query: Query = {name: (value,) for name, value in single.items() if value}
    query |= {name: values for name, (field, _) in _LISTS.items() if (values := getattr(chosen, field))}
    return {name: query[name] for name in OPTIONS if name in query}


def from_query(query: Mapping[str, str | Sequence[str]]) -> Filter:
    """Read a filter from options; others in *query* are passed over, and a text is one value.

    Raises `FilterError` for a day, a score or a value that is none; the message says what is.
    """
    given = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in query.items()}
    first, last, score, words = (_last(name, given) for name in ("from", "to", "least-score", "words"))
    return Filter(
        first=_day(first) if first else None,
        last=_day(last) if last else None,
        least_score=_score(score) if score else None,
        words=words.strip(),
        **{field: _values(name, given, known) for name, (field, known) in _LISTS.items()},
    )


def _values(name: str, given: Query, known: tuple[str, ...] | None) -> tuple[str, ...]:
    """Give the values of an option, each once, in the order in which the product lists them."""
    values = tuple(dict.fromkeys(value for value in given.get(name, ()) if value))
    if known is None:
        return values
    wrong = next((value for value in values if value not in known), None)
    if wrong is not None:
        message = f"{name}: {wrong[:60]!r} is none of {', '.join(known)}"
        raise FilterError(message)
    return tuple(value for value in known if value in values)


def _last(name: str, given: Query) -> str:
    """Give the value of an option that has one, of several the last."""
    return given[name][-1] if given.get(name) else ""


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        message = f"{words[:60]!r} is no day; write it as 2023-03-28"
        raise FilterError(message) from None


def _score(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        message = f"least-score: {words[:60]!r} is no score; choose a number from 0 to 1"
        raise FilterError(message) from None
