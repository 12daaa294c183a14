"""Tell which changes to a project concern the same thing, so that two people can work on it at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gazetteer.names import fold
from pipeline.corrections import Correction, NotAPlace, ToPlace
from pipeline.review import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One thing that a change concerns, and what it made of it.

    `words` are folded; `wide` says that all mentions of them are meant, `everywhere` in all reports too.
    """

    kind: str
    report: str
    words: str
    start: int
    end: int
    value: str
    wide: bool = False
    everywhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a project's log: what was done, by whom and when, and the revision that came of it."""

    revision: int
    at: datetime
    author: str | None
    what: str
    touches: tuple[Touch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of a change.

    `saved` says whether it is in the file, `revision` is what to hand in with the next change.
    `others` are the changes made since the revision that was handed in: show them. Where some of
    those concern the same thing and make something else of it, they are the `conflicts`, and
    nothing was saved: hand in the same change with the new revision to set it over theirs.
    """

    saved: bool
    revision: int
    others: tuple[Entry, ...] = ()
    conflicts: tuple[Entry, ...] = ()


def touch_of(correction: Correction, *, undone: bool = False) -> Touch:
    """Say what a correction, or its undoing, concerns."""
    decision = correction.decision
    if isinstance(decision, ToPlace):
        value = decision.place
    else:
        value = "no place" if isinstance(decision, NotAPlace) else f"{decision.point.lat},{decision.point.lon}"
    return Touch(
        kind=correction.target,
        report=correction.report,
        words=fold(correction.quoted.words),
        start=correction.quoted.span.start,
        end=correction.quoted.span.end,
        value="undone" if undone else value,
        wide=correction.scope != "mention",
        everywhere=correction.scope == "project",
    )


def touch_of_judgement(judgement: Judgement) -> Touch:
    """Say what a judgement concerns."""
    return Touch(
        kind=f"status of {judgement.layer}",
        report=judgement.report,
        words=fold(judgement.quoted.words),
        start=judgement.quoted.span.start,
        end=judgement.quoted.span.end,
        value=judgement.status,
    )


def clash(one: Touch, other: Touch) -> bool:
    """Tell whether two changes make different things of the same one."""
    if one.kind != other.kind or one.words != other.words or one.value == other.value:
        return False
    if one.report != other.report and not (one.everywhere or other.everywhere):
        return False
    return one.wide or other.wide or (one.start, one.end) == (other.start, other.end)


def conflicts(touches: Sequence[Touch], since: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give the entries that clash with a change that touches *touches*."""
    by_words: dict[tuple[str, str], list[Touch]] = {}
    for touch in touches:
        by_words.setdefault((touch.kind, touch.words), []).append(touch)
    return tuple(
        entry
        for entry in since
        if any(clash(own, other) for other in entry.touches for own in by_words.get((other.kind, other.words), ()))
    )
