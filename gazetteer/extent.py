"""Say how far a place reaches: the honest radius of each kind and size."""

import math

from gazetteer.place import PlaceKind

_SMALLEST_SETTLEMENT_M = 1_000.0
_LARGEST_SETTLEMENT_M = 40_000.0
_USUAL_M: dict[PlaceKind, float] = {
    "continent": 3_000_000.0,
    "region": 300_000.0,
    "country": 300_000.0,
    "division": 100_000.0,
    "county": 25_000.0,
    "sea": 300_000.0,
    "water": 50_000.0,
    "mountain": 20_000.0,
    "island": 10_000.0,
    "facility": 2_000.0,
}


def settlement_radius(population: int) -> float:
    """Give the radius in metres within which most of a settlement of *population* people lies.

    45 m times population to the power 0.4, at least 1 km and at most 40 km: Bakhmut (80,500) 4.1 km,
    Avdiivka (35,800) 3.0 km, Kyiv (2.8 million) 17 km, a village of 500 1 km. Built-up areas grow
    slower than their population; 0.4 and 45 m were set on these four, whose extent is known.
    """
    return min(max(45.0 * math.pow(population, 0.4), _SMALLEST_SETTLEMENT_M), _LARGEST_SETTLEMENT_M)


def area_radius(square_km: float) -> float:
    """Give the radius in metres of the circle that has an area of *square_km*."""
    return 1_000.0 * math.sqrt(square_km / math.pi)


def usual_radius(kind: PlaceKind, population: int = 0) -> float:
    """Give the radius in metres to take for a place of which only kind and population are known."""
    return _USUAL_M.get(kind, settlement_radius(population))


def settlement_kind(population: int) -> PlaceKind:
    """Class a settlement by its people: village under 1,000, town under 20,000, else city."""
    if population < 1_000:
        return "village"
    return "town" if population < 20_000 else "city"
