"""Learn from a report where it plays: the countries and divisions it names."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazetteer.place import Place
from pipeline.arabic import holds_arabic
from pipeline.errors import UnknownRegionError
from pipeline.lexicon import either, mapping
from pipeline.resolution.idiom import idiom_votes
from pipeline.resolution.senses import Sense

_FORCES = mapping("demonyms", "force")
_DEMONYMS = {**mapping("demonyms", "country"), **_FORCES}
_CAPITALISED = re.compile(r"[A-Z](?<![A-Za-z].)[A-Za-z]{3,13}", re.DOTALL)
_STEMS = mapping("demonyms", "stem")
_STEM = re.compile(rf"\b(?:{'|'.join(sorted(_STEMS))})", re.IGNORECASE)
_CYRILLIC_FORCE = re.compile(rf"\b(?:{'|'.join(sorted(force.upper() for force in _FORCES if not force.isascii()))})\b")
_ARABIC_DEMONYMS = mapping("arabic", "demonym")
_ARABIC_DEMONYM = re.compile(
    rf"""
    (?<!\w) (?: [وفبك]{{0,2}} ال | و?لل | [وفبلك]{{1,2}} | )
    (?P<nation> {either(_ARABIC_DEMONYMS)} ) (?: ة | ه | ين | ون | تين | تان | ا | )
    (?!\w)
    """,
    re.VERBOSE,
)
"""An adjective of a nation, with particles, article and ending."""

_CYRILLIC = re.compile(r"[а-яіїє]")
_ISO = re.compile(r"[A-Za-z]{2}")


_UNSAID = 2.0
"""What stands for all that a report does not say: a country named once is not yet the one it plays in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region of interest: a country by its code, or a box (south, west, north, east) in degrees."""

    country: str | None = None
    box: tuple[float, float, float, float] | None = None

    def holds(self, place: Place) -> bool:
        """Tell whether a place lies in it."""
        if self.box is None:
            return place.country == self.country
        south, west, north, east = self.box
        lon = place.point.lon
        inside = west <= lon <= east if west <= east else not east < lon < west
        return south <= place.point.lat <= north and inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a report plays.

    `votes` holds what speaks for each country, `total` their sum, `own` what each name by itself put in, by its number
    among the senses; `divisions` the divisions the report names, as (country, name); `region` is the
    user's region of interest.
    """

    votes: Mapping[str, float]
    own: Sequence[Mapping[str, float]]
    divisions: frozenset[tuple[str, str]]
    total: float
    region: Region | None = None

    def share(self, country: str | None, number: int) -> float:
        """Give a country's share (0..1) of what all names but that of sense *number* speak for."""
        own = self.own[number]
        said = self.votes.get(country or "", 0.0)
        return (
            max(0.0, said - own.get(country or "", 0.0)) / (self.total - sum(own.values()) + _UNSAID) if said else 0.0
        )

    def said_besides(self, number: int) -> float:
        """Give the sum of what all names but that of sense *number* speak for."""
        return self.total - sum(self.own[number].values())

    def prefers(self, place: Place) -> bool | None:
        """Tell whether a place lies in the region of interest; None where there is none."""
        return None if self.region is None else self.region.holds(place)


def read_setting(text: str, senses: Sequence[Sense], region: str | None) -> Setting:
    """Learn the setting of a report from its *text* and its names; `region` as in `resolve`."""
    votes = _votes_of_words(text)
    own = [_own_votes(sense) for sense in senses]
    for vote in own:
        for country, weight in vote.items():
            votes[country] += weight
    divisions = {
        (candidate.place.country or "", candidate.place.name)
        for sense in senses
        if sense.in_report
        for candidate in sense.candidates
        if candidate.place.kind == "division" and candidate.fit >= 0.85
    }
    votes = dict(sorted(votes.items()))
    return Setting(
        votes=votes,
        total=sum(votes.values()),
        own=own,
        divisions=frozenset(divisions),
        region=None if region is None else parse_region(region),
    )


def _votes_of_words(text: str) -> dict[str, float]:
    """Say for which countries the words of a text speak, those aside that are names of places."""
    votes: dict[str, float] = defaultdict(float)
    for word in map(str.lower, _CAPITALISED.findall(text)):
        if word in _DEMONYMS:
            votes[_DEMONYMS[word]] += 1
    if not text.isascii() and _CYRILLIC.search(text):
        for stem in _STEM.findall(text):
            votes[_STEMS[stem.lower()]] += 1
        for force in _CYRILLIC_FORCE.findall(text):
            votes[_FORCES[force.lower()]] += 1
    if holds_arabic(text):
        for nation in _ARABIC_DEMONYM.findall(text):
            votes[_ARABIC_DEMONYMS[nation]] += 1
    for country, weight in idiom_votes(text).items():
        votes[country] += weight
    return votes


def _own_votes(sense: Sense) -> Mapping[str, float]:
    """Say for which countries a name and its repetitions speak."""
    if not sense.in_report or not sense.candidates:
        return {}
    often = 1.0 + math.log(len(sense.members))
    return {country: weight * often for country, weight in _votes(sense).items() if country}


def _votes(sense: Sense) -> Mapping[str, float]:
    """Say for which countries a name speaks: a country's own most, a name of one country only a little."""
    states = [c.place for c in sense.candidates if c.place.kind == "country" and c.fit >= 0.85 and c.place.country]
    if states:
        return {states[0].country or "": 3.0}
    divisions = [c.place for c in sense.candidates if c.place.kind == "division" and c.fit >= 0.85 and c.place.country]
    if divisions:
        return {place.country or "": 2.0 / len(divisions) for place in divisions}
    countries = sorted({candidate.place.country for candidate in sense.candidates if candidate.place.country})
    if len(countries) == 1:
        return {countries[0]: sense.belief * (1.0 if sense.candidates[0].place.population >= 50_000 else 0.4)}
    largest = max(sense.candidates, key=lambda candidate: (candidate.place.population, candidate.place.id)).place
    people = sum(candidate.place.population + 500 for candidate in sense.candidates)
    return {largest.country or "": 0.6 * sense.belief * largest.population / people}


def parse_region(text: str) -> Region:
    """Read a region of interest: an ISO 3166-1 alpha-2 code ("UA") or a box "south,west,north,east" in degrees.

    A box whose west lies east of its east crosses the antimeridian. Raises `UnknownRegionError` for
    anything else.
    """
    text = text.strip()
    if _ISO.fullmatch(text):
        return Region(country=text.upper())
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError:
        message = f"the region {text!r} is neither a country code (UA) nor a box (south,west,north,east)"
        raise UnknownRegionError(message) from None
    if not (-90.0 <= south < north <= 90.0 and -180.0 <= west <= 180.0 and -180.0 <= east <= 180.0):
        message = f"the region {text!r} is no box of degrees: south,west,north,east, as in 44,22,52,40"
        raise UnknownRegionError(message)
    return Region(box=(south, west, north, east))
