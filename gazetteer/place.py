"""The nouns of the gazetteer: a point on the earth, and a place that has a name."""

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

PlaceKind = Literal[
    "continent",
    "region",
    "country",
    "division",
    "county",
    "capital",
    "city",
    "town",
    "village",
    "sea",
    "water",
    "mountain",
    "island",
    "facility",
]
"""What a place is.

`region` is an area without a government of its own (Donbas, Sahel, Middle East); `division` a
country's first level (oblast, state, governorate); `county` its second (raion, district, county);
`capital` to `village` are settlements, `village` under 1,000 and `town` under 20,000 people; `sea`
holds oceans, gulfs and straits, `water` rivers, lakes and canals, `facility` airports, bases,
power stations and other works.
"""

WIDE: frozenset[PlaceKind] = frozenset({"continent", "region", "country", "division", "county", "sea", "water"})
"""Kinds of place too wide for one point to stand for them: nothing is measured from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A position in degrees of WGS84.

    Raises `ValueError` for a latitude outside -90..90, a longitude outside -180..180, and for
    numbers that are not finite.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        """Refuse the impossible."""
        if not (math.isfinite(self.lat) and -90.0 <= self.lat <= 90.0):
            message = f"latitude {self.lat} is not between -90 and 90"
            raise ValueError(message)
        if not (math.isfinite(self.lon) and -180.0 <= self.lon <= 180.0):
            message = f"longitude {self.lon} is not between -180 and 180"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the gazetteer.

    `id` names its source and its key there ("geonames:709611"); `country` is an ISO 3166-1
    alpha-2 code; `region` the name of its first-level division; `radius_m` its honest extent: the
    distance from `point` within which most of the place lies.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str | None
    region: str | None
    population: int
    point: Point
    radius_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a written name may mean: `fit` (0..1) says how well the spelling fits, `why` how."""

    place: Place
    name: str
    fit: float
    why: str


class NameMatch(NamedTuple):
    """A stretch `text[start:end]` that spells a name of the gazetteer; `key` is the folded name.

    A match `is_mixed` where one of its words mixes Latin and Cyrillic letters: a slip, or a disguise.
    A scan makes thousands of them: a tuple takes a third of the time of a frozen dataclass.
    """

    start: int
    end: int
    key: str
    is_mixed: bool = False
