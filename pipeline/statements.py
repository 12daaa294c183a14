"""State each checked claim the way an editor reads it: who said what of which pair, and what the map says."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.model import ClaimCheck, DistanceClaim, Finding, Report, Verdict

_POINT_NAMES = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_OFF = frozenset({Verdict.DISTANCE_OFF, Verdict.DIRECTION_OFF, Verdict.BOTH_OFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One claim as a row of a table: all words, no places."""

    report: str
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
    """Lay the statements out in aligned columns, one line each."""
    rows = [_columns(statement) for statement in statements]
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]


def compass_point(bearing_deg: float) -> str:
    """Name the nearest of the 16 points of the compass: 200 is "SSW"."""
    return _POINT_NAMES[round(bearing_deg / 22.5) % 16]


def kilometres(metres: float) -> str:
    """Write a distance as people do: "850 m", "5.4 km", "97 km"."""
    if metres < 995:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 99_950 else f"{metres / 1000:,.0f} km"


def stated(claim: DistanceClaim) -> str:
    """Write what a claim says of distance and direction: "roughly 90 km S"."""
    parts = [_stated_distance(claim), compass_point(claim.heading.bearing_deg) if claim.heading else ""]
    return " ".join(part for part in parts if part) or claim.kind


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
        quote=" ".join(grounded.claim.span.of(text).split()),
        start=grounded.claim.span.start,
        end=grounded.claim.span.end,
        subject=subject.name if subject else None,
        anchor=anchor.name if anchor else None,
        implied=grounded.implied,
        stated=stated(grounded.claim),
        measured=measured(check) if check else None,
        ratio=round(check.ratio, 2) if check and check.ratio is not None else None,
        verdict=(check.verdict if check else Verdict.CANNOT_CHECK).value,
        note=check.note if check else "the phrase names nothing that could be measured; its point is drawn",
    )


def _stated_distance(claim: DistanceClaim) -> str:
    length = claim.distance
    if length is None:
        return ""
    hedge = f"{length.hedge} " if length.hedge else ""
    metric = ""
    if length.unit not in {"km", "m"} and length.high_m is not None:
        metric = f" ({kilometres(length.high_m)})"
    return f"{hedge}{length.number} {length.unit}{metric}"


def _columns(statement: Statement) -> tuple[str, ...]:
    implied = " (implied)" if statement.implied else ""
    pair = f"{statement.subject or 'unnamed'} from {statement.anchor or 'unknown'}{implied}"
    return (
        statement.verdict,
        pair,
        f"stated {statement.stated}",
        f"measured {statement.measured}" if statement.measured else "not measured",
        f"x{statement.ratio:.2f}" if statement.ratio is not None else "",
        statement.report,
        f'"{statement.quote}": {statement.note}',
    )
