"""Answer from the index: the names in a text, the places a name may mean, what lies near a point."""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

from gazetteer import store
from gazetteer.keys import How
from gazetteer.names import fold, fold_text
from gazetteer.place import Candidate, NameMatch, Place, PlaceKind, Point
from gazetteer.transliterate import skeleton

EARTH_RADIUS_M = 6_371_009.0

_CACHED_NAMES = 50_000


_START, _AFTER = itemgetter(0), itemgetter(1)
_name_match = cast("Callable[[tuple[int, int, str, bool]], NameMatch]", partial(tuple.__new__, NameMatch))
"""Make a match in half the time that its class takes, by leaving out its names and defaults."""

_POSSESSIVE = re.compile(r"['’]s?$")
_BARE = 0.9
"""What is left of the fit of a name without its "'s" where places are called so with it."""

_SKELETON_FIT = 0.6
_FITS = {
    int(How.MAIN): (1.0, "its name"),
    int(How.ALTERNATE): (0.9, "another name of it"),
    int(How.ABBREVIATED): (0.85, "an abbreviation of its name"),
    int(How.TRANSLITERATED): (0.8, "another spelling of its name"),
    int(How.INFLECTED): (0.85, "a case form of its name"),
    int(How.ALTERNATE_INFLECTED): (0.8, "a case form of another name of it"),
}
"""How well a name fits that came about in each way, and what the record says of it."""

_KNOWN_TO: dict[PlaceKind, float] = {
    "continent": 1e9,
    "region": 1e6,
    "sea": 1e6,
    "water": 1e5,
    "mountain": 1e5,
    "island": 1e5,
    "facility": 2e4,
}


class Gazetteer:
    """The gazetteer, open for reading. Safe to share between threads; pickles as its files.

    Open one with `gazetteer.build.open_gazetteer`, which builds it where there is none.
    """

    def __init__(self, layers: Sequence[Path]) -> None:
        self._layers = [store.Layer(path) for path in layers]
        self._candidates: dict[str, tuple[Candidate, ...]] = {}

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[list[Path]]]:
        """Pickle as its files: a worker process opens the same ones."""
        return Gazetteer, (self.files,)

    @property
    def files(self) -> list[Path]:
        """Give the files of the index, the default layer's first."""
        return [layer.path for layer in self._layers]

    @property
    def directory(self) -> Path:
        """Give the folder of the index."""
        return self._layers[0].path.parent

    @property
    def version(self) -> str:
        """Name the content of this index: equal versions answer alike."""
        return "+".join(layer.path.stem.rpartition("-")[2] for layer in self._layers)

    def scan(self, text: str) -> list[NameMatch]:
        """Find every whole-word name in *text*, overlapping ones too, by start and then longest first.

        Letter case is not looked at ("MARCH" is found as March): judging it is the caller's part. But
        words all in lower case are common words, unless the whole text is: those are left out.
        A name may run over one line break, never over an empty line. Offsets count in *text*.
        """
        folded = fold_text(text)
        level = f" {folded.text} "
        judges_case, moved = not text.islower(), len(folded.starts) > 1
        found = []
        for start, after, _ in self._matches(level):
            # A pattern is a name between two blanks, and the text has one before it.
            first, last = folded.span(start, after - 2) if moved else (start, after - 2)
            if judges_case and text[first:last].islower():
                continue
            key = level[start + 1 : after - 1]
            if "." in key and text[last : last + 1] == ".":
                last += 1
            found.append(_name_match((first, last, key, False)))
        return [_flagged(match, folded.mixed) for match in found] if folded.mixed else found

    def _matches(self, level: str) -> list[tuple[int, int, int]]:
        """Give where matches start and end in *level*, each once, by start and then longest first."""
        found = [match for layer in self._layers for match in layer.matches(level)]
        if len(self._layers) > 1:
            found = list({(start, after, 0) for start, after, _ in found})
        found.sort(key=_AFTER, reverse=True)
        found.sort(key=_START)
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
        return chosen(self.candidates(name), near=near, country=country)[:limit]

    def near(self, point: Point, radius_m: float) -> tuple[tuple[Place, float], ...]:
        """Give the places whose point lies within *radius_m* of *point*, with the metres, nearest first."""
        places = self._places(f"cell in ({','.join(map(str, _cells(point, radius_m)))})")
        measured = ((place, distance_m(point, place.point)) for place in places)
        return tuple(sorted((item for item in measured if item[1] <= radius_m), key=lambda item: (item[1], item[0].id)))

    def place(self, place_id: str) -> Place | None:
        """Give the place with this id ("geonames:713174"), if the gazetteer has it."""
        return next(iter(self._places("id = ?", (place_id,))), None)

    def capital(self, country: str) -> Place | None:
        """Give the capital of *country*, an ISO 3166-1 alpha-2 code ("SY"); None where none is known."""
        return self._capitals.get(country.upper())

    @cached_property
    def _capitals(self) -> dict[str, Place]:
        places = self._places("kind = 'capital' order by no")
        return {place.country: place for place in reversed(places) if place.country}

    def _find(self, name: str) -> tuple[Candidate, ...]:
        fits: dict[str, tuple[Place, float, str]] = {}
        bare = _POSSESSIVE.sub("", name)
        if bare != name:  # "St. John's" is a town's own name, and not what belongs to Saint John
            fits = {place.id: (place, *_FITS[how]) for place, how in self._named(fold(name), "names")}
        share = _BARE if fits else 1.0
        for place, how in self._named(fold(bare), "names"):
            fit, why = _FITS[how]
            if place.id not in fits or fits[place.id][1] < share * fit:
                fits[place.id] = (place, share * fit, why)
        if not fits and (key := skeleton(name)):
            for place, _ in self._named(key, "skeletons"):
                fits.setdefault(place.id, (place, _SKELETON_FIT, "a spelling much like its name"))
        found = (Candidate(place=place, name=name, fit=fit, why=why) for place, fit, why in fits.values())
        return tuple(sorted(found, key=_rank))

    def _named(self, key: str, table: str) -> Iterator[tuple[Place, int]]:
        """Give the places with a key, each with how it came about; a place of two layers as the first has it."""
        for number, layer in enumerate(self._layers):
            refs = layer.named(key, table)
            places = layer.by_number(refs)
            for ref, how in refs.items():
                place = places[ref]
                yield (self.place(place.id) or place if number else place), how

    def _places(self, where: str, values: tuple[Any, ...] = ()) -> list[Place]:
        """Read the places of which an SQL condition holds; of two layers with one id the first counts."""
        found: dict[str, Place] = {}
        for layer in self._layers:
            for place in layer.places(where, values):
                found.setdefault(place.id, place)
        return list(found.values())


def chosen(
    candidates: Iterable[Candidate], *, near: Point | None = None, country: str | None = None
) -> tuple[Candidate, ...]:
    """Give those of *country* only, nearest to *near* first, where these are given."""
    found = [item for item in candidates if country is None or item.place.country == country.upper()]
    if near is not None:
        found.sort(key=lambda item: distance_m(near, item.place.point) / item.fit)
    return tuple(found)


def distance_m(one: Point, other: Point) -> float:
    """Give the great-circle distance in metres: for ranking, half a per cent off the ellipsoid."""
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    across = math.sin(math.radians(other.lon - one.lon) / 2.0)
    along = math.sin((other_lat - lat) / 2.0)
    return 2.0 * EARTH_RADIUS_M * math.asin(math.sqrt(along**2 + math.cos(lat) * math.cos(other_lat) * across**2))


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


def _flagged(match: NameMatch, mixed: Sequence[tuple[int, int]]) -> NameMatch:
    """Mark a match that shares ground with a word of two scripts; these come in order."""
    at = bisect_left(mixed, match.end, key=itemgetter(0)) - 1
    return match._replace(is_mixed=True) if at >= 0 and mixed[at][1] > match.start else match
