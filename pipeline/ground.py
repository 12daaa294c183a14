"""Give every claim its places: what it means, from what it says and the choices made for the names."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gazetteer.place import Place, PlaceKind
from pipeline.lexicon import mapping
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

_WIDE: frozenset[PlaceKind] = frozenset({"continent", "region", "country", "division", "sea"})
"""Kinds of place too wide to be at a distance from anything."""
_PEOPLES = mapping("demonyms", "country")
_NAME_BEFORE = re.compile(r"(?P<name>[^\W\d_a-z][\w’'-]{1,30}(?:\s[^\W\d_a-z][\w’'-]{1,30}){0,2}),\s\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A placed name of the report."""

    span: Span
    place: Place


CapitalOf = Callable[[str], Place | None]
"""Give the capital of a country by its ISO 3166-1 alpha-2 code."""


def _no_capital(_country: str) -> None:
    """Know no capital."""


def ground_claims(
    text: str,
    sentences: Sequence[Span],
    claims: Sequence[DistanceClaim],
    choices: Sequence[Choice],
    *,
    capital_of: CapitalOf = _no_capital,
) -> tuple[GroundedClaim, ...]:
    """
    Take the places of each claim from the choices, and supply the anchors the text leaves out.

    An anchor that is left out is the settlement the report is mostly about, or else the nearest
    one named before; one that points back ("of the city") is the nearest that fits the noun, and
    "the Syrian capital" the one that `capital_of` knows if the report does not name it. A distance
    without a direction whose anchor cannot be supplied places nothing and is left out.
    """
    return tuple(_grounded(_Report(text, sentences, choices, capital_of), claims))


def _grounded(report: "_Report", claims: Sequence[DistanceClaim]) -> Iterator[GroundedClaim]:
    for said in claims:
        claim = _with_settled_subject(said, report)
        subject = report.place_at(claim.subject)
        anchor, span, implied = _anchor(claim, subject, report)
        other = report.place_at(claim.other_anchor)
        if span is None and claim.heading is None:
            continue
        if claim.distance is None and not _is_end(anchor):
            continue
        if claim.kind in {"between", "along"} and claim.distance is None and not _is_end(other):
            continue
        yield GroundedClaim(
            claim=claim,
            anchor=anchor,
            subject=subject,
            anchor_span=span,
            subject_span=claim.subject,
            other_anchor=other,
            implied=implied,
        )


def _is_end(place: Place | None) -> bool:
    """Tell whether a place is small enough to say "north of" it or "between" it and another."""
    return place is not None and place.kind not in _WIDE


def _with_settled_subject(claim: DistanceClaim, report: "_Report") -> DistanceClaim:
    """Take the settlement before it where the subject is the country or province it lies in: "Shahil, Syria"."""
    subject = claim.subject
    place = report.place_at(subject)
    if subject is None or place is None or place.kind not in _WIDE:
        return claim
    before = _NAME_BEFORE.search(report.text, max(0, subject.start - 60), subject.start)
    if before and place.kind != "sea":
        return replace(claim, subject=Span(start=before.start("name"), end=before.end("name")))
    return claim if place.kind == "division" else replace(claim, subject=None)


def _anchor(claim: DistanceClaim, subject: Place | None, report: "_Report") -> tuple[Place | None, Span | None, bool]:
    """Give the anchor's place, the span it was taken from, and whether it was supplied."""
    if claim.anchor and not claim.points_back:
        return report.place_at(claim.anchor), claim.anchor, False
    source = report.supplied(claim, subject)
    place = source.place if source else report.capital(claim)
    span = claim.anchor or (source.span if source else None)
    return place, span, span is not None


class _Report:
    """What is known of a report when its claims are grounded."""

    __slots__ = ("_capital_of", "_choices", "_focus", "_placed", "_sentences", "text")

    def __init__(self, text: str, sentences: Sequence[Span], choices: Sequence[Choice], capital_of: CapitalOf) -> None:
        self.text = text
        self._capital_of = capital_of
        self._sentences = sentences
        self._choices = choices
        self._placed = [
            _Mention(span=choice.toponym.span, place=choice.place)
            for choice in choices
            if choice.place and choice.toponym.role in {"location", "metonym"}
        ]
        self._focus = _focus(self._placed)

    def place_at(self, span: Span | None) -> Place | None:
        """Give the place of the choice that covers most of a span."""
        if span is None:
            return None
        shared = [
            (min(span.end, choice.toponym.span.end) - max(span.start, choice.toponym.span.start), choice.place)
            for choice in self._choices
            if choice.place and choice.toponym.span.overlaps(span)
        ]
        return max(shared, key=lambda pair: pair[0])[1] if shared else None

    def supplied(self, claim: DistanceClaim, subject: Place | None) -> _Mention | None:
        """Find the mention that an anchor left out or pointed back to was taken from."""
        words = claim.anchor.of(self.text).split() if claim.anchor else []
        kinds = _POINTED_AT.get(words[-1].lower(), _SETTLEMENTS) if words else _SETTLEMENTS
        before = [
            mention
            for mention in self._placed
            if mention.span.end <= claim.span.start
            and mention.place.kind in kinds
            and mention.span != claim.subject
            and (subject is None or mention.place.id != subject.id)
        ]
        if words:
            return self._of_people(before, words)
        about = [mention for mention in before if self._focus and mention.place.id == self._focus.id]
        near = [mention for mention in before if self._same_sentence(mention.span, claim.span)]
        found = about or near or before
        return found[-1] if found else None

    def capital(self, claim: DistanceClaim) -> Place | None:
        """Give the capital that a claim counts from: of the people it names, or else of the country most spoken of."""
        words = claim.anchor.of(self.text).lower().split() if claim.anchor else []
        if not words or words[-1] != "capital":
            return None
        country = _country_of(words)
        if country is None:
            counts = Counter(mention.place.country for mention in self._placed if mention.place.country)
            country = counts.most_common(1)[0][0] if counts else None
        return self._capital_of(country) if country else None

    def _of_people(self, before: Sequence[_Mention], words: Sequence[str]) -> _Mention | None:
        """Give the last mention that fits "the city"; for "the Syrian capital" one in that country."""
        country = _country_of([word.lower() for word in words])
        fitting = [mention for mention in before if country is None or mention.place.country == country]
        return fitting[-1] if fitting else None

    def _same_sentence(self, one: Span, two: Span) -> bool:
        """Tell whether two spans stand in one sentence."""
        return any(
            sentence.contains(one) and sentence.start <= two.start < sentence.end for sentence in self._sentences
        )


def _country_of(words: Sequence[str]) -> str | None:
    """Give the code of the country whose people is named among words in lower case."""
    return next((_PEOPLES[word] for word in words if word in _PEOPLES), None)


def _focus(placed: Sequence[_Mention]) -> Place | None:
    """Give the settlement a report names most, if it stands out: three mentions, and half as many again as the next."""
    counts = Counter(mention.place.id for mention in placed if mention.place.kind in _SETTLEMENTS)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
        return None
    return next(mention.place for mention in placed if mention.place.id == ranked[0][0])
