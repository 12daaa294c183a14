"""Say how far a place reaches as the words beside its name have it."""

from gazetteer.place import Place

_NEARBY_M = 2_000.0
_NEARBY = ("near", "outside", "around", "vicinity", "close to", "next to", "towards", "approach")
_WIDER = ("outskirt", "suburb", "area", "edge", "environs", "surround", "direction", " of ")


def extent_m(place: Place, modifier: str | None) -> float:
    """
    Give the radius in metres within which a place lies as the words beside its name have it.

    "near", "outside" and the like double it, by at least 2 km (Georeferencing Quick Reference Guide
    2.1.3.8 leaves the figure free; BioGeomancer took the same); "outskirts", "suburbs" and "area" add
    half; a part of a place ("northern", "centre") is not narrowed, since its own bounds are unknown.
    """
    if modifier is None:
        return place.radius_m
    words = modifier.casefold()
    if any(word in words for word in _NEARBY):
        return max(2.0 * place.radius_m, place.radius_m + _NEARBY_M)
    if any(word in words for word in _WIDER):
        return max(1.5 * place.radius_m, place.radius_m + _NEARBY_M / 2.0)
    return place.radius_m
