"""Judge the features of a map: a judgement stays with its words, and counts for what was shown when it was made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.layers import Layers, Row, rows_of
from pipeline.model import Report, Span, Status
from pipeline.quoting import Quote, found_again, quote

NEEDS_CHECK: Status = "needs check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person thinks of a feature.

    `quoted` holds its words, by which it is known when the report is read again; `shown` what was on
    the map: once something else is, an accepted or rejected feature needs a check.
    """

    report: str
    layer: str
    quoted: Quote
    shown: str
    status: Status
    made: datetime
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Layers with the status of each feature, and the judgements whose words are gone."""

    layers: Layers
    lost: tuple[Judgement, ...]


def judgement_of(report: Report, row: Row, status: Status, *, made: datetime, author: str | None = None) -> Judgement:
    """Make the judgement of a feature of *report*, one row of its layers."""
    return Judgement(
        report=report.document.id,
        layer=row["layer"],
        quoted=quote(report.document.text, Span(start=row["start"], end=row["end"])),
        shown=shown(row),
        status=status,
        made=made,
        author=author,
    )


def new_above(layers: Layers, least_score: float) -> list[str]:
    """Give the ids of the features that nobody has judged and whose score is *least_score* (0..1) or more."""
    return [
        name
        for frame in layers.values()
        for name in frame.loc[
            (frame["part"] != "area") & (frame["status"] == "new") & (frame["score"] >= least_score), "id"
        ]
    ]


def shown(row: Row) -> str:
    """Say in short what a feature shows: another place, anchor, verdict or length, or another point, is another.

    Places are known by their ids; the points of claims count to a kilometre, so that a finer drawing of
    the same claim is the same.
    """
    digits = 2 if row["layer"] == "claims" and row["method"] != "by hand" else 4
    named = row["layer"] == "places" and row["method"] != "by hand"
    point = "" if named or row["lat"] is None else f"{row['lat']:.{digits}f},{row['lon']:.{digits}f}"
    length = "" if row["measured_m"] is None else f"{row['measured_m'] / 1000:.0f} km"
    words = (row["method"], row["place_id"], row["anchor"], row["stated"], row["verdict"], length, point)
    return "|".join(word or "" for word in words)


def reviewed(layers: Layers, reports: Sequence[Report], judgements: Iterable[Judgement]) -> Reviewed:
    """Set the status of every feature that was judged; of two judgements of one feature the later counts."""
    texts = {report.document.id: report.document.text for report in reports}
    standing: dict[_Key, Judgement] = {}
    lost = []
    for judgement in sorted(judgements, key=lambda item: item.made):
        span = found_again(texts[judgement.report], judgement.quoted) if judgement.report in texts else None
        if span is None:
            lost.append(judgement)
        else:
            standing[judgement.report, judgement.layer, span.start, span.end] = judgement
    if not standing:
        return Reviewed(layers=layers, lost=tuple(lost))
    rows = {name: rows_of(frame[list(_JUDGED)]) for name, frame in layers.items()}
    marked = {
        name: frame.assign(status=[_status(row, standing.get(_key(row))) for row in rows[name]])
        for name, frame in layers.items()
    }
    drawn = {_key(row) for layer in rows.values() for row in layer}
    lost += [judgement for key, judgement in standing.items() if key not in drawn]
    return Reviewed(layers=marked, lost=tuple(lost))


_Key = tuple[str, str, int, int]
"""Report, layer and offsets: what the point and the area of a claim have in common."""

_JUDGED = (
    "report",
    "layer",
    "start",
    "end",
    "method",
    "place_id",
    "anchor",
    "stated",
    "verdict",
    "measured_m",
    "lat",
    "lon",
    "status",
)


def _key(row: Row) -> _Key:
    return row["report"], row["layer"], row["start"], row["end"]


def _status(row: Row, judgement: Judgement | None) -> Status:
    if judgement is None:
        status: Status = row["status"]
        return status
    return judgement.status if judgement.status == "new" or judgement.shown == shown(row) else NEEDS_CHECK
