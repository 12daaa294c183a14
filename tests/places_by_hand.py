"""Places, choices and claims made by hand, for tests that need no gazetteer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gazetteer.place import Candidate, Place, PlaceKind, Point
from pipeline.distances import find_distance_claims
from pipeline.ground import CapitalOf, ground_claims
from pipeline.model import Choice, GroundedClaim, Span, Toponym
from pipeline.sentences import find_sentences


def place(  # noqa: PLR0913 - one argument a field
    name: str,
    lat: float,
    lon: float,
    *,
    kind: PlaceKind = "city",
    country: str = "UA",
    radius_m: float = 3_000.0,
) -> Place:
    """Make a place; its id is its name."""
    return Place(
        id=f"test:{name}",
        name=name,
        kind=kind,
        country=country,
        region=None,
        population=10_000,
        point=Point(lat=lat, lon=lon),
        radius_m=radius_m,
    )


BAKHMUT = place("Bakhmut", 48.594, 37.999)
AVDIIVKA = place("Avdiivka", 48.140, 37.750)
SIVERSK = place("Siversk", 48.866, 38.100, kind="town", radius_m=2_000.0)
KHARKIV = place("Kharkiv", 49.993, 36.230, radius_m=13_000.0)
KYIV = place("Kyiv", 50.450, 30.523, kind="capital", radius_m=17_000.0)
DAMASCUS = place("Damascus", 33.510, 36.291, kind="capital", country="SY", radius_m=13_000.0)
ALEPPO = place("Aleppo", 36.202, 37.160, country="SY", radius_m=13_000.0)
UKRAINE = place("Ukraine", 49.0, 32.0, kind="country", radius_m=300_000.0)
SYRIA = place("Syria", 35.0, 38.0, kind="country", country="SY", radius_m=300_000.0)
IDLIB = place("Idlib", 35.8, 36.7, kind="division", country="SY", radius_m=42_000.0)
IDLIB_CITY = replace(IDLIB, id="test:Idlib city", kind="city", point=Point(lat=35.93, lon=36.63), radius_m=4_000.0)
OSKIL = place("Oskil", 49.3, 37.6, kind="water", radius_m=130_000.0)
ALL = (BAKHMUT, AVDIIVKA, SIVERSK, KHARKIV, KYIV, DAMASCUS, ALEPPO, UKRAINE, SYRIA, IDLIB, OSKIL)


def choices_of(text: str, places: Sequence[Place] = ALL) -> list[Choice]:
    """Choose the place of each of these names in a text; the noun after a name says what it is."""
    known = {item.name: item for item in places}
    return [
        Choice(
            toponym=Toponym(
                span=Span(start=match.start(), end=match.end()),
                name=match[0],
                role="metonym" if text.startswith(" said", match.end()) else "location",
                class_word=next(
                    (word for word in ("province", "town", "airport") if text.startswith(f" {word}", match.end())), None
                ),
            ),
            place=known[match[0]],
            score=1.0,
            candidates=tuple(
                Candidate(place=item, name=match[0], fit=1.0, why="its name")
                for item in (known[match[0]], *((IDLIB_CITY,) if match[0] == "Idlib" else ()))
            ),
        )
        for match in re.finditer("|".join(rf"\b{name}\b" for name in known), text)
    ]


def _unknown(_country: str) -> None:
    """Know no capital."""


def grounded(text: str, *, capital_of: CapitalOf = _unknown) -> tuple[GroundedClaim, ...]:
    """Read and ground the claims of a text."""
    choices = choices_of(text)
    sentences = tuple(find_sentences(text))
    claims = tuple(find_distance_claims(text, sentences, [choice.toponym.span for choice in choices]))
    return ground_claims(text, sentences, claims, choices, capital_of=capital_of)
