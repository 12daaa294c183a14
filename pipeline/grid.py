"""Write a point as a square of the military grid (MGRS), no finer than it is known."""

import math

import mgrs

from gazetteer.place import Point

_CONVERTER = mgrs.MGRS()


def mgrs_square(point: Point, *, doubt_m: float, least_m: float = 1.0) -> str:
    """Give the grid square that *point* lies in: "37U DQ 26 83" for a square of 1 km, without the blanks.

    Its side is a power of ten from 1 m to 100 km: at most a tenth of *doubt_m*, so that no digit says
    more than is known, and at least *least_m*.
    """
    side = max(doubt_m / 10.0, 1.0)
    power = max(math.floor(math.log10(side)), math.ceil(math.log10(max(least_m, 1.0))))
    found: str = _CONVERTER.toMGRS(point.lat, point.lon, MGRSPrecision=5 - min(power, 5))
    return found
