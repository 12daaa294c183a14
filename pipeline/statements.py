"""State each checked claim the way an editor reads it: who said what of which pair, and what the map says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from gazetteer.place import Place
from pipeline.check import obstacle
from pipeline.model import (
    ClaimCheck,
    DistanceClaim,
    Finding,
    GroundedClaim,
    Heading,
    Length,
    Report,
    Span,
    Verdict,
)

_POINT_NAMES = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_MOST_OTHERS = 3
_OFF = frozenset({Verdict.DISTANCE_OFF, Verdict.DIRECTION_OFF, Verdict.BOTH_OFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """
    One claim as a row of a table: all words, no places.

    `subject` and `anchor` are the names of the places it was given, `subject_text` and `anchor_text` the
    words of the report; `pair` holds the ids of both places, sorted, so that what several reports say of
    the same two can be put together.
    """

    report: str
    kind: str
    quote: str
    start: int
    end: int
    subject: str | None
    anchor: str | None
    implied: bool
    stated: str
    measured: str | None
    ratio: float | None
    verdict: str
    note: str
    subject_text: str | None = None
    anchor_text: str | None = None
    pair: tuple[str, str] | None = None

    @property
    def is_off(self) -> bool:
        """Tell whether the claim does not hold."""
        return self.verdict in _OFF

    def as_json(self) -> dict[str, Any]:
        """Give the fields as JSON types."""
        return asdict(self)


def statements_of(report: Report) -> list[Statement]:
    """Give a statement for each claim of *report*, in the order of its text."""
    return [_statement(report, finding) for finding in report.findings]


def as_table(statements: Sequence[Statement]) -> list[str]:
    """Lay the statements out in aligned columns, one line each, with what others say of the same two places."""
    rows = [_columns(statement) for statement in compared(statements)]
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]


def same_pairs(statements: Sequence[Statement]) -> dict[tuple[str, str], list[Statement]]:
    """Group the statements about the same two places, whichever of them is counted from; single ones are left out."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.pair:
            groups[statement.pair].append(statement)
    return {pair: group for pair, group in groups.items() if len(group) > 1}


def compared(statements: Sequence[Statement]) -> list[Statement]:
    """Add to each note what others say of the same two places, in their order: three of them, and how many more."""
    groups = same_pairs(statements)
    return [
        _beside(statement, groups[statement.pair]) if statement.pair in groups else statement
        for statement in statements
    ]


def _beside(statement: Statement, group: Sequence[Statement]) -> Statement:
    """Add what the first of a group say to the note of one of it."""
    others = [_said(other, statement) for other in group[: _MOST_OTHERS + 1] if other is not statement][:_MOST_OTHERS]
    more = len(group) - 1 - len(others)
    rest = [f"{more} more speak of the two."] if more else []
    return replace(statement, note=" ".join(part for part in (statement.note, *others, *rest) if part))


def _said(other: Statement, beside: Statement) -> str:
    """Say in a short sentence what another statement makes of a pair: "note-2 says 60 mi S, 1.80 times the map's."."""
    who = "This report also" if other.report == beside.report else other.report
    way = "" if other.anchor == beside.anchor else f" from {other.anchor}"
    ratio = "" if other.ratio is None else f", {other.ratio:.2f} times the map's"
    return f"{who} says {other.stated}{way}{ratio}."


def compass_point(bearing_deg: float) -> str:
    """Name the nearest of the 16 points of the compass: 200 is "SSW"."""
    return _POINT_NAMES[round(bearing_deg / 22.5) % 16]


def kilometres(metres: float) -> str:
    """Write a distance as people do: "850 m", "5.4 km", "97 km"."""
    if metres < 995:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 99_950 else f"{metres / 1000:,.0f} km"


def stated(claim: DistanceClaim) -> str:
    """Write what a claim says of distance and direction: "roughly 90 km S", "5 km N and 3 km E"."""
    first = _leg(claim.distance, claim.heading) or claim.kind
    return f"{first} and {_leg(*claim.across)}" if claim.across else first


def measured(check: ClaimCheck) -> str | None:
    """Write what the map says: "53.7 km SSW (200°)"."""
    if check.measured_m is None:
        return None
    if check.measured_bearing_deg is None:
        return kilometres(check.measured_m)
    bearing = check.measured_bearing_deg
    return f"{kilometres(check.measured_m)} {compass_point(bearing)} ({bearing:.0f}°)"


def _statement(report: Report, finding: Finding) -> Statement:
    grounded, check, text = finding.grounded, finding.check, report.document.text
    subject, anchor = grounded.subject, grounded.anchor
    return Statement(
        report=report.document.id,
        kind=grounded.claim.kind,
        quote=" ".join(grounded.claim.span.of(text).split()),
        start=grounded.claim.span.start,
        end=grounded.claim.span.end,
        subject=subject.name if subject else None,
        anchor=counted_from(grounded),
        implied=grounded.implied,
        stated=stated(grounded.claim),
        measured=measured(check) if check else None,
        ratio=round(check.ratio, 2) if check and check.ratio is not None else None,
        verdict=(check.verdict if check else Verdict.CANNOT_CHECK).value,
        note=_note(finding),
        subject_text=_words(text, grounded.subject_span),
        anchor_text=_words(text, grounded.anchor_span),
        pair=_pair(subject, anchor),
    )


def counted_from(grounded: GroundedClaim) -> str | None:
    """Name what a claim counts from: one place, the two that it lies between, or the two ends of its road."""
    anchor, other = grounded.anchor, grounded.other_anchor
    if anchor is None or other is None:
        return anchor.name if anchor else None
    return f"{anchor.name} {'towards' if grounded.claim.distance else 'and'} {other.name}"


def _words(text: str, span: Span | None) -> str | None:
    return " ".join(span.of(text).split()) if span else None


def _pair(one: Place | None, two: Place | None) -> tuple[str, str] | None:
    """Give the ids of two places, sorted."""
    return (min(one.id, two.id), max(one.id, two.id)) if one and two else None


def _note(finding: Finding) -> str:
    """Say what is wrong with a claim, or why it was not checked."""
    if finding.check:
        return finding.check.note
    if finding.location:
        return "the phrase names nothing that could be measured; its point is drawn"
    if finding.grounded.anchor and finding.grounded.claim.subject is None:
        return "Its distance or direction is too vague, or too far, to draw."
    return f"{obstacle(finding.grounded)} Nothing is drawn."


def _leg(length: Length | None, heading: Heading | None) -> str:
    """Write a distance and a direction, or the one of them that there is."""
    parts = (_distance(length) if length else "", compass_point(heading.bearing_deg) if heading else "")
    return " ".join(part for part in parts if part)


def _distance(length: Length) -> str:
    hedge = f"{length.hedge} " if length.hedge else ""
    metric = ""
    if length.unit not in {"km", "m"} and length.high_m is not None:
        metric = f" ({kilometres(length.high_m)})"
    return f"{hedge}{length.number} {length.unit}{metric}"


def _columns(statement: Statement) -> tuple[str, ...]:
    implied = " (implied)" if statement.implied else ""
    subject = statement.subject or statement.subject_text or "unnamed"
    counted = "between" if statement.kind == "between" or statement.stated == "along" else "from"
    pair = f"{subject} {counted} {statement.anchor or statement.anchor_text or 'unknown'}{implied}"
    return (
        statement.verdict,
        pair,
        f"stated {statement.stated}",
        f"measured {statement.measured}" if statement.measured else "not measured",
        f"x{statement.ratio:.2f}" if statement.ratio is not None else "",
        statement.report,
        f'"{statement.quote}": {statement.note}' if statement.note else f'"{statement.quote}"',
    )
