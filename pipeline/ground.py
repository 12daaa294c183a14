"""Give every claim its places: what it means, from what it says and the choices made for the names."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from gazetteer.place import WIDE, Place, PlaceKind
from pipeline.geodesy import inverse, turn
from pipeline.lexicon import either, mapping, words
from pipeline.measures import vague_range_m
from pipeline.model import Choice, DistanceClaim, GroundedClaim, Span
from pipeline.spans import Spans

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
"""The kinds of place a common noun may point back to."""
_FOR_A_SETTLEMENT = words("claims", "settlement") | words("claims", "for a settlement")

_LANDS: frozenset[PlaceKind] = frozenset({"region", "country", "division", "county"})
_EDGE_OF_KIND = mapping("claims", "edge of a kind")
_EDGE_OF_NOUN = mapping("claims", "edge")
_NOUN_AFTER = re.compile(
    r"(?:\s?[-–—]\s?[^\W\d_][\w’'-]{1,30}(?:\s[^\W\d_a-z][\w’'-]{1,30})?)?\s(?P<noun>[a-z]{3,14})\b"
)
"""The noun after a name, or after the two of "the Pokrovsk-Kostiantynivka highway"."""
_SAME_NOUN = mapping("claims", "same noun")
_PROVINCIAL = words("claims", "provincial")
_WORKS = words("claims", "works")
_WORKS_AFTER = re.compile(
    rf"(?:\s(?:{either(words('claims', 'of works'))})){{0,3}}\s(?:{either(_WORKS)})\b(?!\s(?:town|city|village)\b)",
    re.IGNORECASE,
)
_LINKS = frozenset({"with", "of", "in", "on", "between", "to"})
_FURTHER = re.compile(r"\b(?:further|farther)\b", re.IGNORECASE)
_OFF_SHARE, _OFF_DEG = 0.2, 60.0
_ABSURD_M, _ABSURD_TIMES = 100_000.0, 5.0
"""A supplied anchor that much farther than said, and that many times as far, was not what was meant."""
_SAME_SPOT_M = 5_000.0
_LOOKS_BACK = 200
"""How many names before it an anchor that is left out is looked for among: further back nobody remembers it."""
_PEOPLES = mapping("demonyms", "country")
_REGIONS = words("claims", "region")
_NAME_BEFORE = re.compile(r"(?P<name>[^\W\d_a-z][\w’'-]{1,30}(?:\s[^\W\d_a-z][\w’'-]{1,30}){0,2}),\s\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A placed name of the report."""

    span: Span
    place: Place
    is_government: bool


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

    An anchor that is left out is the settlement named before it in the sentence, of several the last
    with which the claim may be true, or else the one the report is mostly about, or else the nearest
    one named before; a government ("Cairo said") only where no place was named. One that points back
    ("of the city") is of the places that fit the noun, in the last sentence to name any, the last with
    which the claim may be true; "the Syrian capital" is the one that `capital_of` knows if the report
    does not name it. None is supplied that would make the claim absurd. A claim counted from a border,
    a coast, a road, a region or a water has no anchor but an `edge`: no point stands for such a thing. A distance
    without a direction whose anchor cannot be supplied places nothing and is left out.
    """
    return tuple(_grounded(_Report(text, sentences, choices, claims, capital_of), claims)) if claims else ()


def _grounded(report: "_Report", claims: Sequence[DistanceClaim]) -> Iterator[GroundedClaim]:
    left_out = frozenset(claim.subject for claim in claims if claim.anchor is None and claim.subject)
    for said in claims:
        claim = _with_settled_subject(said, report)
        subject = report.place_at(claim.subject)
        edge = _edge(claim, report)
        anchor, span, implied = (
            _anchor(claim, subject, report, left_out) if edge is None else (None, claim.anchor, False)
        )
        if anchor and _is_end(anchor) and not _is_end(subject):
            subject = report.told_by(said, said.subject, anchor, is_anchor=True) or subject
            claim = replace(claim, subject=said.subject) if _is_end(subject) else claim
        elif subject and anchor is None and edge is None and not claim.points_back:
            anchor = report.told_by(claim, claim.anchor, subject, is_anchor=False)
        other = report.place_at(claim.other_anchor)
        if claim.distance is None and not (_is_end(anchor) and (claim.heading or _is_end(other))):
            continue
        if span is None and claim.heading is None:
            continue
        yield GroundedClaim(
            claim=claim,
            anchor=anchor,
            subject=subject,
            anchor_span=span,
            subject_span=claim.subject,
            other_anchor=other,
            implied=implied,
            edge=edge,
            edge_of=report.land_at(claim.anchor) if edge else None,
            anchor_score=report.score(anchor),
            subject_score=report.score(subject),
            anchor_rivals=report.rivals(anchor),
            subject_rivals=report.rivals(subject),
        )


def _edge(claim: DistanceClaim, report: "_Report") -> str | None:
    """
    Say what a claim counts from where no point can stand for it: "a border", "the edge of a country".

    It is told by the noun of the phrase ("the Syria-Turkey border", "the road"), by the one right
    after the name ("the Oskil river"), or by the kind of the place.
    """
    if claim.anchor is None or claim.other_anchor:
        return None
    head: list[str] = []
    for word in claim.anchor.of(report.text).lower().split():
        if word in _LINKS:
            break
        head.append(word)
    after = _NOUN_AFTER.match(report.text, claim.anchor.end)
    nouns = [
        *head[-2 if head[-1:] == ["line"] else -1 :],
        *([after["noun"]] if after and not claim.points_back else []),
    ]
    place = None if claim.points_back else report.place_at(claim.anchor)
    nouns = [_SAME_NOUN.get(noun, noun) for noun in nouns]
    named = next((_EDGE_OF_NOUN[noun] for noun in nouns if noun in _EDGE_OF_NOUN), None)
    return named or (_EDGE_OF_KIND.get(place.kind) if place else None)


def _is_end(place: Place | None) -> bool:
    """Tell whether a place is small enough to say "north of" it or "between" it and another."""
    return place is not None and place.kind not in WIDE


def _with_settled_subject(claim: DistanceClaim, report: "_Report") -> DistanceClaim:
    """Take the settlement before it where the subject is the country or province it lies in: "Shahil, Syria"."""
    subject = claim.subject
    place = report.place_at(subject)
    if subject is None or place is None or _is_end(place) or place.kind == "water":
        return claim
    before = _NAME_BEFORE.search(report.text, max(0, subject.start - 60), subject.start)
    if before and place.kind != "sea":
        return replace(claim, subject=Span(start=before.start("name"), end=before.end("name")))
    return claim if place.kind in {"division", "county"} else replace(claim, subject=None)


def _anchor(
    claim: DistanceClaim, subject: Place | None, report: "_Report", left_out: frozenset[Span]
) -> tuple[Place | None, Span | None, bool]:
    """Give the anchor's place, the span it was taken from, and whether it was supplied."""
    if claim.anchor and not claim.points_back:
        return report.place_at(claim.anchor), claim.anchor, False
    source = report.supplied(claim, subject, left_out)
    place = source.place if source else report.capital(claim)
    if source is None and place and _is_absurd(claim, subject, place):
        place = None
    span = claim.anchor or (source.span if source else None)
    return place, span, span is not None


def _is_absurd(claim: DistanceClaim, subject: Place | None, anchor: Place) -> bool:
    """Tell whether an anchor is so much farther from the subject than said that it cannot be the one meant."""
    if subject is None or claim.distance is None:
        return False
    length = claim.distance
    said = vague_range_m(length)[1] if length.low_m is None else length.high_m
    metres = inverse(anchor.point, subject.point)[0]
    return said is not None and metres > max(_ABSURD_M, _ABSURD_TIMES * said)


def _may_be_true(claim: DistanceClaim, subject: Place | None, anchor: Place) -> bool:
    """Tell whether a claim is not far off, if it counts from a place: by a fifth of the distance, or 60 degrees."""
    if subject is None or claim.distance is None:
        return False
    low, high = claim.distance.low_m, claim.distance.high_m
    near, far = vague_range_m(claim.distance) if low is None else (low, math.inf if high is None else high)
    metres, bearing = inverse(anchor.point, subject.point)
    reach = anchor.radius_m + subject.radius_m
    astray = turn(claim.heading.bearing_deg, bearing) if claim.heading and metres > reach else 0.0
    return near * (1.0 - _OFF_SHARE) - reach <= metres <= far * (1.0 + _OFF_SHARE) + reach and astray <= _OFF_DEG


def _last(mentions: Sequence[_Mention]) -> _Mention | None:
    return mentions[-1] if mentions else None


def _settlement_of(choice: Choice) -> Place | None:
    """
    Take the town of that name where a name was placed as the province or county round it.

    With "province" beside the name it stays what it is; with "town" beside it, it is a town or nothing known.
    """
    place, noun = choice.place, choice.toponym.class_word
    if choice.by_hand or place is None or place.kind not in {"division", "county"} or noun in _REGIONS:
        return place
    fit = next((candidate.fit for candidate in choice.candidates if candidate.place.id == place.id), 0.0)
    towns = (item.place for item in choice.candidates if item.place.kind in _SETTLEMENTS and item.fit >= fit)
    town = next((town for town in towns if inverse(place.point, town.point)[0] <= place.radius_m), None)
    return town if town or noun in _FOR_A_SETTLEMENT else place


class _Report:
    """What is known of a report when its claims are grounded."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        choices: Sequence[Choice],
        claims: Sequence[DistanceClaim],
        capital_of: CapitalOf,
    ) -> None:
        self.text = text
        self._subjects = {claim.subject for claim in claims if claim.subject}
        self._capital_of = capital_of
        self._sentences = Spans(sentences)
        self._choices = sorted((choice for choice in choices if choice.place), key=lambda choice: choice.toponym.span)
        self._chosen_at = Spans([choice.toponym.span for choice in self._choices])
        self._named = {choice.toponym.span: choice for choice in reversed(choices)}
        self._placed = [
            _Mention(span=choice.toponym.span, place=place, is_government=choice.toponym.role == "metonym")
            for choice in self._choices
            if choice.toponym.role in {"location", "metonym"} and (place := _settlement_of(choice))
        ]
        self._placed_at = Spans([mention.span for mention in self._placed])
        self._focus = _focus(self._placed)
        self._chosen = {
            place.id: choice for choice in reversed(choices) if choice.place and (place := _settlement_of(choice))
        }

    def place_at(self, span: Span | None) -> Place | None:
        """Give the place of the choice that covers most of a span, of two that cover as much the first."""
        if span is None:
            return None
        shared = [
            (min(span.end, other.end) - max(span.start, other.start), -number)
            for number in self._chosen_at.overlapping(span)
            for other in (self._chosen_at.all[number],)
        ]
        choice = self._choices[-max(shared)[1]] if shared else None
        place = _settlement_of(choice) if choice else None
        is_town = place is not None and place.kind in _SETTLEMENTS
        return None if choice and is_town and self._is_of_works(choice) else place

    def told_by(self, claim: DistanceClaim, span: Span | None, other: Place, *, is_anchor: bool) -> Place | None:
        """
        Give the settlement that a name without one means, if the claim itself tells: Palpa, 350 km south of Lima.

        `other` is the place at the other end, `is_anchor` says that the claim counts from it. None
        unless just one candidate fits.
        """
        choice = self._named.get(span) if span else None
        if choice is None or choice.by_hand or choice.toponym.class_word in _REGIONS or self._is_of_works(choice):
            return None
        candidates = [item.place for item in choice.candidates if item.place.kind in _SETTLEMENTS]
        fitting = [
            place
            for place in candidates
            if place.id != other.id
            and (_may_be_true(claim, place, other) if is_anchor else _may_be_true(claim, other, place))
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _is_of_works(self, choice: Choice) -> bool:
        """Tell whether a name is that of works: the airport of a town is not the town."""
        after = _WORKS_AFTER.match(self.text, choice.toponym.span.end)
        return not choice.by_hand and bool(choice.toponym.class_word in _WORKS or after)

    def score(self, place: Place | None) -> float | None:
        """Give the score with which a place was chosen, None for one that no name was placed as."""
        choice = self._chosen.get(place.id) if place else None
        return choice.score if choice else None

    def rivals(self, place: Place | None) -> tuple[Place, ...]:
        """Give the other settlements that the name of a place may mean, none for one of the same spot."""
        choice = self._chosen.get(place.id) if place else None
        if place is None or choice is None:
            return ()
        others = (candidate.place for candidate in choice.candidates if candidate.place.kind in _SETTLEMENTS)
        return tuple(other for other in others if inverse(place.point, other.point)[0] > _SAME_SPOT_M)

    def land_at(self, span: Span | None) -> Place | None:
        """Give the region or country that a span names."""
        place = self.place_at(span)
        return place if place and place.kind in _LANDS else None

    def supplied(self, claim: DistanceClaim, subject: Place | None, left_out: frozenset[Span]) -> _Mention | None:
        """Find the mention that an anchor left out or pointed back to was taken from.

        `left_out` are the subjects of claims that leave out their anchors: two in a sentence have the same one.
        """
        words_back = claim.anchor.of(self.text).lower().split() if claim.anchor else []
        kinds = _kinds_of(words_back) if words_back else _SETTLEMENTS
        before = self._before(claim, subject, kinds)
        if words_back:
            return self._meant(self._of_people(before, words_back), claim, subject)
        before = [mention for mention in before if not mention.is_government] or before
        near = [mention for mention in before if mention.span not in left_out]
        if _FURTHER.search(self.text, claim.span.start, claim.span.end):
            near = [mention for mention in near if mention.span in self._subjects] or near
        about = [mention for mention in before if self._focus and mention.place.id == self._focus.id]
        return self._meant(near, claim, subject, within_sentence=True) or _last(about) or _last(before)

    def _before(self, claim: DistanceClaim, subject: Place | None, kinds: frozenset[PlaceKind]) -> Sequence[_Mention]:
        """Give the mentions before a claim that it may count from, as far back as a reader would look."""
        end = self._placed_at.before(claim.span.start)
        return [
            mention
            for mention in self._placed[max(0, end - _LOOKS_BACK) : end]
            if mention.span.end <= claim.span.start
            and mention.place.kind in kinds
            and (subject is None or mention.place.id != subject.id)
            and not _is_absurd(claim, subject, mention.place)
        ]

    def _meant(
        self, before: Sequence[_Mention], claim: DistanceClaim, subject: Place | None, *, within_sentence: bool = False
    ) -> _Mention | None:
        """Choose among the mentions of the claim's sentence the last with which it may be true, or else the last.

        "Rafah, 30 km southwest of Gaza City, and Kerem Shalom, 3 km to the south-east": of Rafah, not of Gaza City.
        Where the sentence names none, those of the last one that does are chosen among, unless *within_sentence*.
        """
        near = [mention for mention in before if self._same_sentence(mention.span, claim.span)]
        if before and not near and not within_sentence:
            near = [mention for mention in before if self._same_sentence(mention.span, before[-1].span)]
        fitting = [mention for mention in near if _may_be_true(claim, subject, mention.place)]
        return _last(fitting) or _last(near)

    def capital(self, claim: DistanceClaim) -> Place | None:
        """Give the capital that a claim counts from: of the people it names, or else of the country most spoken of."""
        words = claim.anchor.of(self.text).lower().split() if claim.anchor else []
        if not words or words[-1] != "capital":
            return None
        country = _country_of(words)
        if country is None:
            country = self._country
        return self._capital_of(country) if country else None

    @staticmethod
    def _of_people(before: Sequence[_Mention], words: Sequence[str]) -> Sequence[_Mention]:
        """Give the mentions that fit "the city"; for "the Syrian capital" those in that country."""
        country = _country_of(words)
        return [mention for mention in before if country is None or mention.place.country == country]

    def _same_sentence(self, one: Span, two: Span) -> bool:
        """Tell whether two spans stand in one sentence."""
        number = self._sentences.before(two.start + 1) - 1
        return number >= 0 and two.start < self._sentences.all[number].end and self._sentences.all[number].contains(one)

    @cached_property
    def _country(self) -> str | None:
        """Give the country most spoken of."""
        counts = Counter(mention.place.country for mention in self._placed if mention.place.country)
        return counts.most_common(1)[0][0] if counts else None


def _kinds_of(phrase: Sequence[str]) -> frozenset[PlaceKind]:
    """Give the kinds of place that words which point back may mean; none for "the crossing", "the hospital"."""
    noun = "city" if _PROVINCIAL.intersection(phrase) else _SAME_NOUN.get(phrase[-1], phrase[-1])
    return _POINTED_AT.get(noun) or (_SETTLEMENTS if noun in _FOR_A_SETTLEMENT else frozenset())


def _country_of(words: Sequence[str]) -> str | None:
    """Give the code of the country whose people is named among words in lower case."""
    pairs = [f"{one} {two}" for one, two in pairwise(words)]  # "south sudanese" is not "sudanese"
    return next((_PEOPLES[people] for people in (*pairs, *words) if people in _PEOPLES), None)


def _focus(placed: Sequence[_Mention]) -> Place | None:
    """Give the settlement a report names most, if it stands out: three mentions, and half as many again as the next."""
    counts = Counter(mention.place.id for mention in placed if mention.place.kind in _SETTLEMENTS)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
        return None
    return next(mention.place for mention in placed if mention.place.id == ranked[0][0])
