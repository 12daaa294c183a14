"""Answer from the index: the names in a text, the places a name may mean, what lies near a point."""

import math
import re
import threading
import weakref
from array import array
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from gazetteer import store
from gazetteer.keys import How
from gazetteer.names import fold, fold_text
from gazetteer.place import Candidate, NameMatch, Place, PlaceKind, Point
from gazetteer.transliterate import skeleton

EARTH_RADIUS_M = 6_371_009.0

_CACHED_NAMES = 50_000


_POSSESSIVE = re.compile(r"['’]s?$")
_SKELETON_FIT = 0.6
_FIT = {
    How.MAIN: 1.0,
    How.ALTERNATE: 0.9,
    How.ABBREVIATED: 0.85,
    How.TRANSLITERATED: 0.8,
    How.INFLECTED: 0.85,
    How.ALTERNATE_INFLECTED: 0.8,
}
_KNOWN_TO: dict[PlaceKind, float] = {
    "continent": 1e9,
    "region": 1e6,
    "sea": 1e6,
    "water": 1e5,
    "mountain": 1e5,
    "island": 1e5,
    "facility": 2e4,
}
_WHY = {
    How.MAIN: "its name",
    How.ALTERNATE: "another name of it",
    How.TRANSLITERATED: "another spelling of its name",
    How.INFLECTED: "a case form of its name",
    How.ALTERNATE_INFLECTED: "a case form of another name of it",
    How.ABBREVIATED: "an abbreviation of its name",
}


class Gazetteer:
    """The gazetteer, open for reading. Safe to share between threads; pickles as its folder.

    Open one with `gazetteer.build.open_gazetteer`, which builds it where there is none.
    """

    def __init__(self, directory: Path) -> None:
        manifest = store.read_manifest(directory)
        if manifest is None:
            message = f"there is no gazetteer in {directory}: run python -m gazetteer build"
            raise store.DamagedIndexError(message)
        self.directory = directory
        self._manifest = manifest
        self._connection = store.connect(directory, manifest)
        # Held open, so that this index can be read to the end when another takes its place meanwhile.
        self._patterns = (directory / manifest.patterns).open("rb")
        weakref.finalize(self, self._patterns.close)
        self._lock = threading.Lock()
        self._places: dict[int, Place] = {}
        self._candidates: dict[str, tuple[Candidate, ...]] = {}

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[Path]]:
        """Pickle as the folder: a worker process opens the same files."""
        return Gazetteer, (self.directory,)

    @property
    def version(self) -> str:
        """Name the content of this index: equal versions answer alike."""
        return self._manifest.version

    def scan(self, text: str) -> list[NameMatch]:
        """Find every whole-word name in *text*, overlapping ones too, by start and then longest first.

        Letter case is not looked at ("march" is found as March): judging it is the caller's part.
        A name may run over one line break, never over an empty line. Offsets count in *text*.
        """
        folded = fold_text(text)
        level = folded.text
        found = []
        for start, after, _ in self._automaton.find_overlapping(f" {level} "):
            end = after - 2  # a pattern is a name between two blanks, and the text has one before it
            key = level[start:end]
            first, last = folded.span(start, end)
            if "." in key and text[last : last + 1] == ".":
                last += 1
            found.append(NameMatch(start=first, end=last, key=key))
        found.sort(key=_by_start_then_longest)
        return found

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Give all places that *name*, as written, may mean: best fit first, then most people.

        A spelling the index does not hold is looked up by its transliteration skeleton.
        """
        found = self._candidates.get(name)
        if found is None:
            found = self._find(name)
            if len(self._candidates) >= _CACHED_NAMES:
                self._candidates.clear()
            self._candidates[name] = found
        return found

    def lookup(
        self, name: str, *, near: Point | None = None, country: str | None = None, limit: int = 10
    ) -> tuple[Candidate, ...]:
        """Give the *limit* likeliest places for *name*, those of *country* only, nearest to *near* first."""
        found = [item for item in self.candidates(name) if country is None or item.place.country == country.upper()]
        if near is not None:
            found.sort(key=lambda item: distance_m(near, item.place.point) / item.fit)
        return tuple(found[:limit])

    def near(self, point: Point, radius_m: float) -> tuple[tuple[Place, float], ...]:
        """Give the places whose point lies within *radius_m* of *point*, with the metres, nearest first."""
        rows = self._rows(f"cell in ({','.join(map(str, _cells(point, radius_m)))})", ())
        measured = ((place, distance_m(point, place.point)) for place in rows)
        return tuple(sorted((item for item in measured if item[1] <= radius_m), key=lambda item: (item[1], item[0].id)))

    def place(self, place_id: str) -> Place | None:
        """Give the place with this id ("geonames:713174"), if the gazetteer has it."""
        return next(iter(self._rows("id = ?", (place_id,))), None)

    def capital(self, country: str) -> Place | None:
        """Give the capital of *country*, an ISO 3166-1 alpha-2 code ("SY"); None where none is known."""
        return self._capitals.get(country.upper())

    @cached_property
    def _capitals(self) -> dict[str, Place]:
        return {place.country: place for place in self._rows("kind = 'capital' order by no desc", ()) if place.country}

    @cached_property
    def _automaton(self) -> CharwiseDoubleArrayAhoCorasick:
        return CharwiseDoubleArrayAhoCorasick.deserialize(self._patterns.read())

    def _find(self, name: str) -> tuple[Candidate, ...]:
        how = {ref >> 3: How(ref & 7) for ref in self._refs("names", fold(_POSSESSIVE.sub("", name)))}
        fits = [(number, _FIT[way], _WHY[way]) for number, way in how.items()]
        if not fits and (key := skeleton(name)):
            fits = [(ref >> 3, _SKELETON_FIT, "a spelling much like its name") for ref in self._refs("skeletons", key)]
        places = self._by_number(number for number, *_ in fits)
        found = (Candidate(place=places[number], name=name, fit=fit, why=why) for number, fit, why in fits)
        return tuple(sorted(found, key=_rank))

    def _refs(self, table: str, key: str) -> Iterable[int]:
        with self._lock:
            row = self._connection.execute(f"select refs from {table} where key = ?", (key,)).fetchone()  # noqa: S608 - our own table names
        return array("I", row[0]) if row else ()

    def _by_number(self, wanted: Iterable[int]) -> dict[int, Place]:
        numbers = list(wanted)
        missing = [number for number in numbers if number not in self._places]
        if missing:
            self._rows(f"no in ({','.join(map(str, missing))})", ())
        return {number: self._places[number] for number in numbers}

    def _rows(self, where: str, values: tuple[Any, ...]) -> list[Place]:
        """Read places; each is made once and shared from then on."""
        query = f"select no, id, name, kind, country, region, population, lat, lon, radius_m from places where {where}"  # noqa: S608 - conditions are our own, values are bound
        with self._lock:
            rows = self._connection.execute(query, values).fetchall()
            return [self._places.get(row[0]) or self._places.setdefault(row[0], _place(row)) for row in rows]


def distance_m(one: Point, other: Point) -> float:
    """Give the great-circle distance in metres: for ranking, half a per cent off the ellipsoid."""
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    across = math.sin(math.radians(other.lon - one.lon) / 2.0)
    along = math.sin((other_lat - lat) / 2.0)
    return 2.0 * EARTH_RADIUS_M * math.asin(math.sqrt(along**2 + math.cos(lat) * math.cos(other_lat) * across**2))


def _place(row: tuple[Any, ...]) -> Place:
    _, place_id, name, kind, country, region, population, lat, lon, radius_m = row
    return Place(
        id=place_id,
        name=name,
        kind=kind,
        country=country,
        region=region,
        population=population,
        point=Point(lat=lat, lon=lon),
        radius_m=radius_m,
    )


def _rank(candidate: Candidate) -> tuple[float, float, str]:
    """Sort by fit, then by people; those of a division or county count a tenth beside its town's.

    Where hardly anybody lives, the kind stands for how many know of it.
    """
    place = candidate.place
    weight = 0.1 if place.kind in ("division", "county") else 1.0
    return -candidate.fit, -max(weight * place.population, _KNOWN_TO.get(place.kind, 0.0)), place.id


def _cells(point: Point, radius_m: float) -> list[int]:
    """List the squares of one degree that a circle may touch."""
    reach = math.degrees(radius_m / EARTH_RADIUS_M)
    south, north = max(point.lat - reach, -90.0), min(point.lat + reach, 90.0)
    widest = math.cos(math.radians(max(abs(south), abs(north))))
    wide = 180.0 if widest * 180.0 <= reach else min(180.0, reach / widest)
    columns = range(math.floor(point.lon - wide), math.floor(point.lon + wide) + 1)[:360]
    return [store.cell_of(row, column) for row in range(math.floor(south), math.floor(north) + 1) for column in columns]


def _by_start_then_longest(match: NameMatch) -> tuple[int, int]:
    return match.start, -match.end
