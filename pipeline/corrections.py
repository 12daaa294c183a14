"""Put right by hand what a report was taken to mean, so that it can be replayed on every reading."""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal

from gazetteer.extent import usual_radius
from gazetteer.index import Gazetteer
from gazetteer.names import fold
from gazetteer.place import WIDE, Candidate, Place, Point
from pipeline.analyse import settle
from pipeline.coordinates import find_coordinates
from pipeline.errors import CorrectionError
from pipeline.extents import extent_m
from pipeline.geodesy import disc
from pipeline.model import (
    ByHand,
    Choice,
    DistanceClaim,
    Finding,
    GroundedClaim,
    Location,
    Report,
    Span,
    Toponym,
    WrittenCoordinate,
)
from pipeline.moves import Moved, moves
from pipeline.quoting import Quote, found_again, whole_words

Scope = Literal["mention", "report", "project"]
_SMALLEST_AREA_M = 1.0
SCOPES: tuple[Scope, ...] = ("mention", "report", "project")
Target = Literal["place", "claim", "coordinate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPlace:
    """The words mean this place of the gazetteer; `name` says which that was, should its id ever go."""

    place: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPoint:
    """The words mean this point, within `uncertainty_m` metres; `written` is what was typed, if it was."""

    point: Point
    uncertainty_m: float
    written: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAPlace:
    """The words mean no place."""


Decision = ToPlace | ToPoint | NotAPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person decided that some words of a report mean.

    `quoted` holds the words as they stood when it was made in `report`. `scope` says where it counts:
    for this mention, for all mentions of that name in the report, or in all reports of the project;
    `target` whether the words are a place name, a distance claim or a written coordinate. `missed` is
    set where nothing had been found at the words ("these words too"): then they are added, in a
    wider scope wherever they stand as whole words. `made` is the time it was made, with its zone;
    of two corrections of one mention the later counts.

    Raises `CorrectionError` for what cannot be replayed.
    """

    report: str
    quoted: Quote
    decision: Decision
    made: datetime
    scope: Scope = "mention"
    target: Target = "place"
    missed: bool = False
    note: str | None = None
    author: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be replayed."""
        for is_wrong, message in (
            (not self.quoted.words.strip(), "a correction needs words; select those that it is about"),
            (self.made.tzinfo is None, "a correction needs the zone of its time"),
            (
                self.target == "claim" and isinstance(self.decision, ToPlace),
                "a claim is put right by a point, or by the places it is counted from",
            ),
            (
                self.missed and (self.target != "place" or isinstance(self.decision, NotAPlace)),
                "words that were missed need a place or a point",
            ),
        ):
            if is_wrong:
                raise CorrectionError(message)

    @property
    def id(self) -> str:
        """Give a name made of the content: the same correction taken in twice is one."""
        content = asdict(self) | {"made": self.made.isoformat(), "kind": type(self.decision).__name__}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplied:
    """A correction that no longer applies, and why."""

    correction: Correction
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A report as corrections have it, and what became of each of them."""

    report: Report
    applied: tuple[Correction, ...] = ()
    not_applied: tuple[NotApplied, ...] = ()
    moved: tuple[Moved, ...] = ()


# Making one, and saying what it does.


def typed_point(words: str) -> ToPoint:
    """Read a coordinate that a person typed, in any notation; its digits set the uncertainty.

    Raises `CorrectionError` where *words* are no coordinate, with the reason.
    """
    # Two bare numbers of few decimals are a coordinate only where something says so.
    said = f"coordinates {words}"
    found = next(find_coordinates(said), None)
    rest = said[: found.span.start] + said[found.span.end :] if found else said
    if found is None or any(char.isdigit() for char in rest):
        what = f"{' '.join(words.split())[:60]} is no coordinate"
        message = f"{what}; write one such as 48.5946, 37.9994 or 48°35'41\"N 37°59'58\"E or 37U DP 26221 82874"
        raise CorrectionError(message)
    if found.point is None or found.uncertainty_m is None:
        raise CorrectionError(found.problem)
    return ToPoint(point=found.point, uncertainty_m=found.uncertainty_m, written=words.strip())


def in_words(correction: Correction) -> str:
    """Say what a correction does: "“Lyman” means Lyman (geonames:702759) in this mention"."""
    decision = correction.decision
    words = " ".join(correction.quoted.words.split())
    if isinstance(decision, ToPlace):
        what = f"means {decision.name} ({decision.place})"
    elif isinstance(decision, ToPoint):
        what = f"lies at {decision.point.lat:.5f}, {decision.point.lon:.5f}"
    else:
        what = {"place": "is no place", "claim": "is no claim", "coordinate": "is no coordinate"}[correction.target]
    where = {"mention": "in this mention", "report": "in this report", "project": "in all reports"}[correction.scope]
    return f"\u201c{words}\u201d {what} {where}"


# Applying them.


def corrected(
    report: Report, corrections: Iterable[Correction], gazetteer: Gazetteer, *, confidence: float = 0.9
) -> Corrected:
    """Replay *corrections* on a *report* as it was analysed; the order in which they are given is all one.

    Later ones win over earlier ones, narrower ones over wider ones. Claims are grounded, located and
    checked anew, so that what counts from a corrected place moves with it. `confidence` is that of
    the report's areas. Corrections of other reports are passed over.
    """
    own = [item for item in corrections if item.scope == "project" or item.report == report.document.id]
    if not own:
        return Corrected(report=report)
    desk = _Desk(report, gazetteer)
    reasons = [(item, desk.apply(item)) for item in sorted(own, key=_precedence)]
    after = desk.finish(confidence) if desk.is_changed else report
    return Corrected(
        report=after,
        applied=tuple(item for item, reason in reasons if reason is None),
        not_applied=tuple(NotApplied(correction=item, reason=reason) for item, reason in reasons if reason),
        moved=tuple(moves(report, after)),
    )


def _precedence(correction: Correction) -> tuple[int, datetime, str]:
    """Sort so that what shall win comes last."""
    return -SCOPES.index(correction.scope), correction.made, correction.id


class _Desk:
    """A report on the desk: its mentions by their spans, as the corrections applied so far have them."""

    __slots__ = ("_choices", "_coordinates", "_gazetteer", "_hand_claims", "_report", "is_changed")

    def __init__(self, report: Report, gazetteer: Gazetteer) -> None:
        self._report = report
        self._gazetteer = gazetteer
        self._choices = {choice.toponym.span: choice for choice in report.choices}
        self._coordinates = {written.span: written for written in report.coordinates}
        self._hand_claims: dict[Span, Correction] = {}
        self.is_changed = False

    def apply(self, correction: Correction) -> str | None:
        """Apply one correction; give the reason if it does not apply."""
        place = None
        if isinstance(correction.decision, ToPlace):
            place = self._gazetteer.place(correction.decision.place)
            if place is None:
                return f"the gazetteer has no place {correction.decision.place} ({correction.decision.name}) any more"
        if correction.scope == "mention":
            return self._apply_to_mention(correction, place)
        spans = list(self._spans(correction))
        for span in spans:
            self._set(span, correction, place)
        added = list(self._uncovered(correction)) if correction.missed else []
        for span, within in added:
            self._replace(within, span, correction, place)
        # A project's correction need not concern every report, only the one it was made in.
        return None if spans or added or correction.report != self._report.document.id else _GONE

    def _apply_to_mention(self, correction: Correction, place: Place | None) -> str | None:
        span = found_again(self._report.document.text, correction.quoted)
        if span is None:
            return _GONE
        known = self._known(correction.target)
        if span not in known:
            if correction.target != "place":
                return f"no {correction.target} is read at these words any more"
            around = [other for other in known if other.overlaps(span)]
            if around and not correction.missed:
                longer = around[0].of(self._report.document.text)
                return f"these words are now read as part of \u201c{longer}\u201d"
            if isinstance(correction.decision, NotAPlace):
                return None  # nothing is read there, as was wished
            self._replace(around, span, correction, place)
        else:
            self._set(span, correction, place)
        return None

    def finish(self, confidence: float) -> Report:
        """Give the report with everything that follows from its mentions made anew."""
        changed = replace(
            self._report,
            choices=tuple(self._choices[span] for span in sorted(self._choices)),
            coordinates=tuple(self._coordinates[span] for span in sorted(self._coordinates)),
        )
        settled = settle(changed, self._gazetteer, confidence=confidence)
        placed = {finding.grounded.claim.span for finding in settled.findings}
        rest = [_ungrounded(claim) for claim in settled.claims if claim.span in self._hand_claims.keys() - placed]
        findings = (
            _by_hand(finding, self._hand_claims.get(finding.grounded.claim.span), confidence)
            for finding in (*settled.findings, *rest)
        )
        return replace(settled, findings=tuple(sorted(findings, key=lambda finding: finding.grounded.claim.span)))

    def _known(self, target: Target) -> Collection[Span]:
        """Give the spans of all mentions of a kind."""
        if target == "claim":
            return [claim.span for claim in self._report.claims]
        return self._choices.keys() if target == "place" else self._coordinates.keys()

    def _spans(self, correction: Correction) -> Iterator[Span]:
        """Find all mentions of the words of a correction, in any spelling that folds alike."""
        text = self._report.document.text
        key = fold(correction.quoted.words)
        yield from (span for span in self._known(correction.target) if fold(span.of(text)) == key)

    def _uncovered(self, correction: Correction) -> Iterator[tuple[Span, list[Span]]]:
        """Find the words of a correction where no mention holds them, with the mentions inside them."""
        mentions = sorted(self._choices)
        for span in whole_words(self._report.document.text, correction.quoted.words):
            first = bisect_right(mentions, span.start, key=lambda mention: mention.end)
            last = bisect_left(mentions, span.end, key=lambda mention: mention.start)
            around = mentions[first:last]
            if span not in self._choices and all(span.contains(mention) for mention in around):
                yield span, around

    def _replace(self, around: Iterable[Span], span: Span, correction: Correction, place: Place | None) -> None:
        """Set a mention in the stead of those that it holds."""
        for other in around:
            self._choices.pop(other, None)
        self._set(span, correction, place)

    def _set(self, span: Span, correction: Correction, place: Place | None) -> None:
        self.is_changed = True
        if correction.target == "claim":
            self._hand_claims[span] = correction
        elif correction.target == "coordinate":
            self._coordinates[span] = _coordinate(self._coordinates[span], correction, place)
        else:
            choice = self._choices.get(span) or self._missed(span)
            self._choices[span] = _choice(choice, correction, place)

    def _missed(self, span: Span) -> Choice:
        """Make a choice for words at which nothing was found."""
        name = " ".join(span.of(self._report.document.text).split())
        return Choice(toponym=Toponym(span=span, name=name, role="location"), place=None, score=0.0)


_GONE = "the words no longer stand in the report where they did"


def _mark(correction: Correction) -> ByHand:
    return ByHand(correction=correction.id, author=correction.author, note=correction.note)


def _choice(choice: Choice, correction: Correction, place: Place | None) -> Choice:
    """Give a choice as a correction has it; a mention that was itself pointed at becomes a location."""
    decision, toponym = correction.decision, choice.toponym
    if isinstance(decision, NotAPlace):
        return replace(choice, place=None, score=1.0, uncertainty_m=None, by_hand=_mark(correction))
    if correction.scope == "mention":
        toponym = replace(toponym, role="location")
    if isinstance(decision, ToPoint):
        place = _place_at(decision, choice, correction.id)
        uncertainty_m = decision.uncertainty_m
    elif place is not None:
        uncertainty_m = extent_m(place, toponym.modifier)
    else:
        return choice
    others = tuple(item for item in choice.candidates if item.place.id != place.id)
    chosen = Candidate(place=place, name=toponym.name, fit=1.0, why="chosen by hand")
    return replace(
        choice,
        toponym=toponym,
        place=place,
        score=1.0,
        candidates=(chosen, *others),
        terms=(),
        uncertainty_m=uncertainty_m,
        by_hand=_mark(correction),
    )


def _place_at(decision: ToPoint, choice: Choice, correction: str) -> Place:
    """Make a place of a point.

    It keeps kind and extent of the place that stood there; where none did, or one too wide for a
    point, it is taken for a village. The extent counts in claims measured from it: a point by hand
    says where a town is, not that the town has no extent.
    """
    former = choice.place if choice.place and choice.place.kind not in WIDE else None
    radius_m = former.radius_m if former else usual_radius("village")
    return Place(
        id=f"by hand:{correction}",
        name=choice.toponym.name,
        kind=former.kind if former else "village",
        country=None,
        region=None,
        population=0,
        point=decision.point,
        radius_m=max(radius_m, decision.uncertainty_m),
    )


def _coordinate(written: WrittenCoordinate, correction: Correction, place: Place | None) -> WrittenCoordinate:
    decision, mark = correction.decision, _mark(correction)
    if isinstance(decision, NotAPlace):
        return replace(written, point=None, uncertainty_m=None, by_hand=mark)
    if isinstance(decision, ToPoint):
        point, uncertainty_m = decision.point, decision.uncertainty_m
    elif place is not None:
        point, uncertainty_m = place.point, place.radius_m
    else:
        return written
    return replace(written, point=point, uncertainty_m=uncertainty_m, problem=None, by_hand=mark)


def _ungrounded(claim: DistanceClaim) -> Finding:
    """Make a finding of a claim that placed nothing by itself."""
    grounded = GroundedClaim(claim=claim, anchor=None, subject=None, anchor_span=None, subject_span=None)
    return Finding(grounded=grounded, location=None, check=None)


def _by_hand(finding: Finding, correction: Correction | None, confidence: float) -> Finding:
    """Place a finding where a person did, or set it aside."""
    if correction is None:
        return finding
    decision, mark = correction.decision, _mark(correction)
    if not isinstance(decision, ToPoint):
        return replace(finding, location=None, check=None, by_hand=mark)
    location = Location(
        point=decision.point,
        area=disc(decision.point, max(decision.uncertainty_m, _SMALLEST_AREA_M)),
        uncertainty_m=decision.uncertainty_m,
        confidence=confidence,
    )
    grounded = replace(finding.grounded, subject=None, subject_span=None)
    return replace(finding, grounded=grounded, location=location, check=None, by_hand=mark)
