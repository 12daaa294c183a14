"""Learn from a report where it plays: the countries and divisions it names."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazetteer.place import Place
from pipeline.lexicon import mapping
from pipeline.senses import Sense

_DEMONYMS = mapping("demonyms", "country")
_WORD = re.compile(r"[A-Za-z]{4,14}")
_ISO = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a report plays.

    `countries` holds each country's share (0..1) of what the report names, `divisions` the
    divisions it names, as (country, name); `country` and `box` (south, west, north, east) are the
    user's region of interest.
    """

    countries: Mapping[str, float]
    divisions: frozenset[tuple[str, str]]
    country: str | None = None
    box: tuple[float, float, float, float] | None = None

    def prefers(self, place: Place) -> bool | None:
        """Tell whether a place lies in the region of interest; None where there is none."""
        if self.country is not None:
            return place.country == self.country
        if self.box is None:
            return None
        south, west, north, east = self.box
        inside = west <= place.point.lon <= east if west <= east else not east < place.point.lon < west
        return south <= place.point.lat <= north and inside


def read_setting(text: str, senses: Sequence[Sense], region: str | None) -> Setting:
    """Learn the setting of a report from its *text* and its names; `region` as in `resolve`."""
    votes: dict[str, float] = defaultdict(float)
    divisions: set[tuple[str, str]] = set()
    for word in _WORD.findall(text):
        country = _DEMONYMS.get(word.lower()) if word[0].isupper() else None
        if country is not None:
            votes[country] += 1
    for sense in senses:
        if not sense.in_report or not sense.candidates:
            continue
        for country, weight in _votes(sense).items():
            votes[country] += weight * (1.0 + math.log(len(sense.members)))
        divisions |= {
            (candidate.place.country or "", candidate.place.name)
            for candidate in sense.candidates
            if candidate.place.kind == "division" and candidate.fit >= 0.85
        }
    total = sum(votes.values()) + 1.0
    country, box = _region(region)
    return Setting(
        countries={name: votes[name] / total for name in sorted(votes)},
        divisions=frozenset(divisions),
        country=country,
        box=box,
    )


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


def _region(region: str | None) -> tuple[str | None, tuple[float, float, float, float] | None]:
    """Read a region of interest."""
    if region is None:
        return None, None
    if _ISO.fullmatch(region):
        return region.upper(), None
    try:
        south, west, north, east = (float(part) for part in region.split(","))
    except ValueError:
        message = f"the region {region!r} is neither a country code (UA) nor a box (south,west,north,east)"
        raise ValueError(message) from None
    return None, (south, west, north, east)
