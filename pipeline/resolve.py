"""Choose one place for each name of a report, all names and claims weighed together."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gazetteer.index import Gazetteer
from gazetteer.place import Place
from pipeline.claims.phrases import LINES
from pipeline.extents import extent_m
from pipeline.model import Choice, DistanceClaim, Span, Toponym
from pipeline.names.coordination import is_listed
from pipeline.names.mentions import SEATS, SETTLED
from pipeline.resolution.agreement import Link
from pipeline.resolution.senses import Sense, group_senses
from pipeline.resolution.setting import read_setting
from pipeline.resolution.weighing import Scored, weigh


def resolve(
    text: str,
    toponyms: Sequence[Toponym],
    claims: Sequence[DistanceClaim],
    gazetteer: Gazetteer,
    *,
    region: str | None = None,
) -> tuple[Choice, ...]:
    """Give one choice for each of *toponyms*, in their order.

    `region` prefers places among namesakes: an ISO 3166-1 alpha-2 code ("UA") or a box
    "south,west,north,east" in degrees. Raises
    `UnknownRegionError` for any other region.
    """
    scored = weighed(text, toponyms, claims, gazetteer, region=region)
    return tuple(_choice(toponym, result) for toponym, result in zip(toponyms, scored, strict=True))


def weighed(
    text: str,
    toponyms: Sequence[Toponym],
    claims: Sequence[DistanceClaim],
    gazetteer: Gazetteer,
    *,
    region: str | None = None,
) -> tuple[Scored, ...]:
    """Give what each of *toponyms* came to and what its score is made of; everything else as in `resolve`."""
    senses = group_senses(text, toponyms, gazetteer)
    setting = read_setting(text, senses, region)
    links = tuple(_links(text, toponyms, senses, claims))
    scored = weigh(senses, setting, links, tuple(_listed(text, toponyms, senses)))
    chosen = {number: result for sense, result in zip(senses, scored, strict=True) for number in sense.members}
    return tuple(chosen[number] for number in range(len(toponyms)))


def _choice(toponym: Toponym, result: Scored) -> Choice:
    place = result.place
    return Choice(
        toponym=_by_place(toponym, place),
        place=place,
        score=result.score,
        candidates=result.candidates,
        terms=result.terms,
        uncertainty_m=None if place is None else extent_m(place, toponym.modifier),
    )


def _by_place(toponym: Toponym, place: Place | None) -> Toponym:
    """Take back that a government is named where the place turns out to have none: Panama City in Florida."""
    if toponym.role != "metonym" or place is None or toponym.name.lower() in SEATS:
        return toponym
    province = place.kind == "division" and toponym.class_word is not None
    return replace(toponym, role="location") if province or place.kind in _UNGOVERNED else toponym


_UNGOVERNED = (SETTLED - {"capital"}) | {"county"}
"""Kinds of place that no text names for a government of the world."""


def _links(
    text: str, toponyms: Sequence[Toponym], senses: Sequence[Sense], claims: Sequence[DistanceClaim]
) -> Iterator[Link]:
    """Yield what *claims* say about two named places; a border or a coast is none."""
    if not claims:
        return
    placed = sorted((toponyms[member].span, number) for number, sense in enumerate(senses) for member in sense.members)
    for claim in claims:
        anchor, subject = _sense_at(placed, claim.anchor), _sense_at(placed, claim.subject)
        if (
            anchor is None
            or subject is None
            or anchor == subject
            or _is_line(text, claim.anchor)
            or claim.kind not in ("offset", "distance", "direction")
        ):
            continue
        yield Link(
            anchor=anchor,
            subject=subject,
            low_m=claim.distance.low_m if claim.distance else None,
            high_m=claim.distance.high_m if claim.distance else None,
            bearing_deg=claim.heading.bearing_deg if claim.heading else None,
        )


def _is_line(text: str, span: Span | None) -> bool:
    """Tell whether a span names a border or a coast: its country's middle is not what is counted from."""
    return span is not None and not LINES.isdisjoint(span.of(text).lower().split())


def _listed(text: str, toponyms: Sequence[Toponym], senses: Sequence[Sense]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of senses that stand side by side in a list: "near Heorhiivka and Krasnohorivka"."""
    owner = {member: number for number, sense in enumerate(senses) for member in sense.members}
    pairs = {
        (owner[number], owner[number + 1])
        for number, (left, right) in enumerate(pairwise(toponyms))
        if left.role == right.role == "location"
        and left.qualifier is None
        and right.span.start - left.span.end <= _WIDEST_GAP
        and is_listed(text[left.span.end : right.span.start])
    }
    yield from sorted((left, right) for left, right in pairs if left != right)


_WIDEST_GAP = 8


def _sense_at(placed: Sequence[tuple[Span, int]], span: Span | None) -> int | None:
    """Find the sense whose mention shares a character with *span*; *placed* are the mentions in order.

    A span with two names is a line between them, "the Damascus-Beirut highway", and no place to measure from.
    """
    if span is None:
        return None
    after = bisect_right(placed, span.end - 1, key=lambda item: item[0].start)
    if not after or not placed[after - 1][0].overlaps(span):
        return None
    if after > 1 and placed[after - 2][0].overlaps(span):
        return None
    return placed[after - 1][1]
