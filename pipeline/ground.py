"""Give every claim its places: what it means, from what it says and the choices made for the names."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazetteer.place import Place, PlaceKind
from pipeline.model import Choice, DistanceClaim, GroundedClaim, Span

_SETTLEMENTS: frozenset[PlaceKind] = frozenset({"capital", "city", "town", "village"})
_POINTED_AT: dict[str, frozenset[PlaceKind]] = {
    "capital": frozenset({"capital"}),
    "city": frozenset({"capital", "city", "town"}),
    "town": frozenset({"city", "town", "village"}),
    "village": frozenset({"town", "village"}),
    "airport": frozenset({"facility"}),
    "airfield": frozenset({"facility"}),
    "base": frozenset({"facility"}),
    "airbase": frozenset({"facility"}),
    "plant": frozenset({"facility"}),
    "station": frozenset({"facility"}),
    "dam": frozenset({"facility", "water"}),
    "lake": frozenset({"water"}),
    "river": frozenset({"water"}),
    "reservoir": frozenset({"water"}),
    "island": frozenset({"island"}),
    "mountain": frozenset({"mountain"}),
}
"""The kinds of place a common noun may point back to; a noun that is not here points to a settlement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A placed name of the report."""

    span: Span
    place: Place


def ground_claims(
    text: str, sentences: Sequence[Span], claims: Sequence[DistanceClaim], choices: Sequence[Choice]
) -> tuple[GroundedClaim, ...]:
    """
    Take the places of each claim from the choices, and supply the anchors the text leaves out.

    An anchor that is left out is the settlement the report is mostly about, or else the nearest
    one named before; one that points back ("of the city") is the nearest that fits the noun. A
    distance without a direction whose anchor cannot be supplied places nothing and is left out.
    """
    return tuple(_grounded(text, sentences, claims, choices))


def _grounded(
    text: str, sentences: Sequence[Span], claims: Sequence[DistanceClaim], choices: Sequence[Choice]
) -> Iterator[GroundedClaim]:
    placed = [
        _Mention(span=choice.toponym.span, place=choice.place)
        for choice in choices
        if choice.place and choice.toponym.role in {"location", "metonym"}
    ]
    focus = _focus(placed)
    for claim in claims:
        subject = _place_at(claim.subject, choices)
        other = _place_at(claim.other_anchor, choices)
        if claim.anchor and not claim.points_back:
            anchor, span, implied = _place_at(claim.anchor, choices), claim.anchor, False
        else:
            source = _supplied(text, sentences, claim, subject, placed, focus)
            if source is None and claim.anchor is None and claim.heading is None:
                continue
            anchor = source.place if source else None
            span = claim.anchor or (source.span if source else None)
            implied = claim.anchor is not None or source is not None
        yield GroundedClaim(
            claim=claim,
            anchor=anchor,
            subject=subject,
            anchor_span=span,
            subject_span=claim.subject,
            other_anchor=other,
            implied=implied,
        )


def _place_at(span: Span | None, choices: Sequence[Choice]) -> Place | None:
    """Give the place of the choice that covers most of a span."""
    if span is None:
        return None
    shared = [
        (min(span.end, choice.toponym.span.end) - max(span.start, choice.toponym.span.start), choice)
        for choice in choices
        if choice.place and choice.toponym.span.overlaps(span)
    ]
    return max(shared, key=lambda pair: pair[0])[1].place if shared else None


def _focus(placed: Sequence[_Mention]) -> Place | None:
    """Give the settlement a report names most, if it stands out: three mentions, and half as many again as the next."""
    counts = Counter(mention.place.id for mention in placed if mention.place.kind in _SETTLEMENTS)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
        return None
    return next(mention.place for mention in placed if mention.place.id == ranked[0][0])


def _supplied(
    text: str,
    sentences: Sequence[Span],
    claim: DistanceClaim,
    subject: Place | None,
    placed: Sequence[_Mention],
    focus: Place | None,
) -> _Mention | None:
    """Find the mention that an anchor left out or pointed back to was taken from."""
    noun = claim.anchor.of(text).split()[-1].lower() if claim.anchor else ""
    kinds = _POINTED_AT.get(noun, _SETTLEMENTS)
    before = [
        mention
        for mention in placed
        if mention.span.end <= claim.span.start
        and mention.place.kind in kinds
        and mention.span != claim.subject
        and (subject is None or mention.place.id != subject.id)
    ]
    if not before:
        return None
    if noun:
        return before[-1]
    about = [mention for mention in before if focus and mention.place.id == focus.id]
    if about:
        return about[-1]
    near = [mention for mention in before if _same_sentence(sentences, mention.span, claim.span)]
    return (near or before)[-1]


def _same_sentence(sentences: Sequence[Span], one: Span, two: Span) -> bool:
    """Tell whether two spans stand in one sentence."""
    return any(sentence.contains(one) and sentence.start <= two.start < sentence.end for sentence in sentences)
