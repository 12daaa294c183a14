"""Weigh each place a name may mean by itself and by where the report plays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gazetteer.place import Candidate, Place
from pipeline.lexicon import mapping, words
from pipeline.names.containment import lies_in
from pipeline.names.mentions import SETTLED
from pipeline.resolution.senses import Sense
from pipeline.resolution.setting import Setting

_KIND = {
    "country": 4.0,
    "continent": 4.0,
    "capital": 2.2,
    "division": 1.6,
    "region": 1.6,
    "sea": 1.5,
    "island": 0.2,
    "county": -0.3,
    "water": -0.3,
    "mountain": -0.3,
    "facility": -0.3,
}

_GOVERNING = 1.2
"""What it is worth for a country or a capital that the text tells what its government does."""

_KNOWN = {"country": 1_000_000, "capital": 100_000, "division": 1_000_000}
"""People from which a place of a kind is known by its kind."""


_METROPOLIS = 1_000_000
"""People of a city that is as well known as a country."""

STATIC = ("name", "people", "kind", "class", "country", "division", "qualifier", "region", "institution")
"""The terms of a candidate that hold whatever the other names mean."""

Row = tuple[float, float, float, float, float, float, float, float, float]


def static_terms(senses: Sequence[Sense], setting: Setting) -> list[Row]:
    """Weigh each candidate by itself and by the setting: a row of the `STATIC` terms each."""
    named: dict[str, dict[str, Place]] = {sense.qualifier: {} for sense in senses if sense.qualifier is not None}
    for sense in senses:
        if sense.name in named:
            named[sense.name].update((found.place.id, found.place) for found in sense.candidates)
    return [row for number, sense in enumerate(senses) for row in _rows(sense, number, setting, named)]


def _rows(sense: Sense, number: int, setting: Setting, named: Mapping[str, Mapping[str, Place]]) -> Iterator[Row]:
    """Yield the terms of each candidate of a sense; what holds for all of them is looked at once."""
    countries = {candidate.place.country for candidate in sense.candidates} if sense.in_report else ()
    country = {code: _country_term(setting.share(code, number)) for code in countries}
    said = setting.said_besides(number) if sense.in_report else 0.0
    leader = _leader(sense)
    vague = _is_vague(sense.name)
    only = _ONLY_ONE if _is_only_one(sense) else 0.0
    wider = None if sense.qualifier is None else named.get(sense.qualifier, {}).values()
    for candidate, (fit, people) in zip(sense.candidates, sense.known.plain, strict=True):
        place = candidate.place
        yield (
            fit,
            people,
            _kind_term(sense, candidate)
            + (_BARRED if place.kind in sense.barred else 0.0)
            + (_LEADING if place.id == leader else 0.0)
            + (only if only and _may_stand_alone(place, country.get(place.country, 0.0)) else 0.0)
            + (_VAGUE if vague and place.kind in _VAGUE_KINDS and country.get(place.country, 0.0) < 1.5 else 0.0),
            _class_term(sense, candidate) if sense.kinds else 0.0,
            country.get(place.country, 0.0) - _strangeness(candidate, country.get(place.country, 0.0), said),
            _division_term(setting, place) if sense.in_report and setting.divisions else 0.0,
            _qualifier_term(place, wider) if wider is not None else 0.0,
            _region_term(setting, place) if setting.region is not None else 0.0,
            _INSTITUTION if place.country in sense.institutions and place.kind in SETTLED else 0.0,
        )


def _strangeness(candidate: Candidate, country: float, said: float) -> float:
    """Weigh against a town of a country that a report which names others does not: most of all by a looser name."""
    place = candidate.place
    if country or said < _SETTLED_IN or place.kind not in SETTLED or place.population >= _KNOWN_ABROAD:
        return 0.0
    return _LOOSELY if candidate.fit < _OWN_NAME else _STRANGE


_BARRED = -5.0
"""What it costs a place to be of a kind that the words beside its name rule out."""

_INSTITUTION = 3.0
"""What it is worth that the towns of a land have what the text says that this one has."""

_SETTLED_IN = 2.5
"""Votes for countries from which a report that names other countries plays there."""

_KNOWN_ABROAD = 1_000_000
_OWN_NAME = 0.94
_LOOSELY = 4.0
_STRANGE = 1.0
"""People of a city that is named without its country, and what it costs smaller ones to be."""


def _leader(sense: Sense) -> str | None:
    """Give the id of the one great city of a name, next to which no other town that bears it as well is known."""
    towns = [candidate for candidate in sense.candidates if candidate.place.kind in SETTLED]
    if not towns:
        return None
    best = max(towns, key=lambda candidate: (candidate.place.population, candidate.place.id))
    people = best.place.population
    alone = all(
        other is best or (other.fit <= best.fit and other.place.population * _TIMES <= people) for other in towns
    )
    return (
        best.place.id if alone and people >= _GREAT and best.fit >= _OWN_NAME and best.place.kind != "capital" else None
    )


_GREAT = 500_000
_TIMES = 5
_LEADING = 1.2
"""People of a great city, how many times those of its namesakes, and what that is worth."""


def _is_only_one(sense: Sense) -> bool:
    """Tell whether the name belongs to one settlement of the world and to nothing else."""
    if len(sense.candidates) != 1 or len(sense.name) < _LONG_NAME:
        return False
    return sense.candidates[0].fit >= 1.0 and sense.candidates[0].place.kind in SETTLED


_LONG_NAME = 6
"""Letters of a name that is hardly another's by chance."""


def _may_stand_alone(place: Place, country: float) -> bool:
    """Tell whether a place of a name of its own is meant: a village may have namesakes that nobody counted."""
    if country:
        return place.population >= _VILLAGE or not place.population
    return place.population >= _TOWNSHIP


_VILLAGE = 2_000
_TOWNSHIP = 5_000
_ONLY_ONE = 1.5
"""People of a place in a country that the report names, and in any other, and what it is worth to bear a name alone."""


def _is_vague(name: str) -> bool:
    """Tell whether a name is made of common words alone, as it is in many countries: "West Region", "North Shore"."""
    return _VAGUE_WORDS.issuperset(name.casefold().split())


_VAGUE_WORDS = words("places", "compass") | words("places", "vague") | frozenset(mapping("places", "side"))
_VAGUE_KINDS = SETTLED | {"division", "county"}
_VAGUE = -9.0
"""What it costs such a place that the report says nothing else of its country."""


def _is_metropolis(candidate: Candidate) -> bool:
    """Tell whether a great city bears the very name."""
    return candidate.fit >= 1.0 and candidate.place.kind == "city" and candidate.place.population >= _METROPOLIS


def _kind_term(sense: Sense, candidate: Candidate) -> float:
    """
    Weigh the sort of place: the known ones are named more often than their size says.

    A country by a looser name leaves it to a great city: "Salvador" is Brazil's city, not El Salvador.
    """
    place = candidate.place
    if not sense.kinds and place.id in sense.seats:
        return -2.5
    if place.kind == "country" and candidate.fit < 1.0 and any(map(_is_metropolis, sense.candidates)):
        return 0.3
    if place.population < _KNOWN.get(place.kind, 0) and not (place.kind == "country" and candidate.fit >= 1.0):
        return 0.3
    return _KIND.get(place.kind, 0.0) + (_GOVERNING if sense.governs and place.kind in ("country", "capital") else 0.0)


def _class_term(sense: Sense, candidate: Candidate) -> float:
    """Weigh whether a place is what the class word says; a town may bear a class word in its very name."""
    if candidate.place.kind in sense.kinds:
        return _BY_ITS_TOWN if _is_named_after(sense, candidate) else 3.0
    if "facility" in sense.kinds <= _WORKS and candidate.place.kind in SETTLED:
        return -0.5
    return (
        0.0
        if candidate.fit >= 1.0
        and candidate.name.casefold() == candidate.place.name.casefold()
        and sense.named_by_class
        else -4.0
    )


_WORKS = frozenset(["facility", "water"])
"""What is built near a town and called by its name: an airfield, a dam."""


def _is_named_after(sense: Sense, candidate: Candidate) -> bool:
    """Tell whether a town stands for the land that bears its name: "Wood River" for "Wood River Valley"."""
    natural = sense.named_by_class and "mountain" in sense.kinds and candidate.place.kind in SETTLED
    return natural and candidate.name.casefold().split()[-1:] != sense.name.casefold().split()[-1:]


_BY_ITS_TOWN = -2.0
"""What it costs a town to stand for a valley or hills of its name."""


def _country_term(share: float) -> float:
    return 4.0 * share + (1.0 if share > 0.03 else 0.0)


def _division_term(setting: Setting, place: Place) -> float:
    if place.region is None or place.kind == "division":
        return 0.0
    return 1.6 if (place.country or "", place.region) in setting.divisions else 0.0


def _qualifier_term(place: Place, wider: Iterable[Place]) -> float:
    return 6.0 if any(lies_in(place, outer) for outer in wider) else -2.0


def _region_term(setting: Setting, place: Place) -> float:
    inside = setting.prefers(place)
    if inside is None or place.kind in ("country", "continent"):
        return 0.0
    return 3.0 if inside else -3.0
