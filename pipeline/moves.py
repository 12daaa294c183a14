"""Tell how a report differs from what it was: which features moved, came, went or got another verdict."""

from collections.abc import Iterator
from dataclasses import dataclass

from gazetteer.place import Point
from pipeline.geodesy import inverse
from pipeline.identity import feature_id
from pipeline.model import ClaimCheck, Report, Span

MOVED_M = 1.0
"""A feature has moved when its point has by more metres than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A feature that is not as it was: its id in the layers, and what became of it in one sentence.

    `metres` is how far its point moved, None where it came, went, or is a check; `follows` tells a
    feature that changed because a place it counts from did.
    """

    id: str
    span: Span
    said: str
    metres: float | None
    follows: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """Where a feature is, and what its check says."""

    point: Point
    check: ClaimCheck | None = None


def moves(before: Report, after: Report) -> Iterator[Moved]:
    """Tell what became of each feature that is not as it was, in the order of the text."""
    old, new = _states(before), _states(after)
    hands = set(_by_hand(after))
    for layer, span in sorted(old.keys() | new.keys(), key=lambda key: (key[1], key[0])):
        was, now = old.get((layer, span)), new.get((layer, span))
        metres = inverse(was.point, now.point)[0] if was and now and not now.check else 0.0
        what = _became(was, now, metres, follows=span not in hands)
        if what:
            words = " ".join(span.of(after.document.text).split())
            yield Moved(
                id=feature_id(after.document.id, layer, span),
                span=span,
                said=f"\u201c{words}\u201d {what}",
                metres=metres if metres > MOVED_M else None,
                follows=span not in hands,
            )


def _became(was: _State | None, now: _State | None, metres: float, *, follows: bool) -> str:
    """Say what became of a feature; nothing where it is as it was."""
    if was is None or now is None:
        return "is now on the map" if was is None else "is no longer on the map"
    if was.check and now.check:
        return _rechecked(was.check, now.check)
    if metres <= MOVED_M:
        return ""
    far = f"moved {metres / 1000:.1f} km" if metres >= 1000 else f"moved {metres:.0f} m"
    return f"{far} with the place it counts from" if follows else far


def _rechecked(was: ClaimCheck, now: ClaimCheck) -> str:
    """Say what became of a check: another verdict, or another length on the map."""
    if was.verdict != now.verdict:
        return f"was \u201c{was.verdict}\u201d and is now \u201c{now.verdict}\u201d"
    if was.measured_m is not None and now.measured_m is not None and abs(was.measured_m - now.measured_m) > MOVED_M:
        return f"measured {was.measured_m / 1000:.1f} km and now measures {now.measured_m / 1000:.1f} km"
    return ""


def _by_hand(report: Report) -> Iterator[Span]:
    """Give the spans of everything that a person decided."""
    yield from (choice.toponym.span for choice in report.choices if choice.by_hand)
    yield from (written.span for written in report.coordinates if written.by_hand)
    yield from (finding.grounded.claim.span for finding in report.findings if finding.by_hand)


def _states(report: Report) -> dict[tuple[str, Span], _State]:
    """Give the state of everything that a layer draws."""
    states = {
        ("places", choice.toponym.span): _State(point=choice.place.point)
        for choice in report.choices
        if choice.place and choice.toponym.role == "location"
    }
    states |= {
        ("coordinates", written.span): _State(point=written.point) for written in report.coordinates if written.point
    }
    for finding in report.findings:
        grounded, span = finding.grounded, finding.grounded.claim.span
        if grounded.subject is None and finding.location:
            states["claims", span] = _State(point=finding.location.point)
        elif grounded.subject and grounded.anchor and finding.check:
            states["checks", span] = _State(point=grounded.anchor.point, check=finding.check)
    return states
