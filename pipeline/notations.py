"""Write a point in the notations that people copy, each as fine as its doubt deserves and no finer."""

import math
from dataclasses import dataclass

import mgrs

from gazetteer.place import Point

_CONVERTER = mgrs.MGRS()
_FINENESS = ((100.0, 5, 1), (1000.0, 4, 0), (10_000.0, 3, None), (float("inf"), 2, None))
"""Below that many metres of doubt: decimals of a degree, decimals of a second (None: whole minutes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A point as decimal degrees, as degrees with minutes, and as the MGRS square that holds it."""

    dd: str
    dms: str
    mgrs: str


def written(point: Point, *, doubt_m: float | None) -> Written:
    """Write *point*, which may be `doubt_m` metres off, in three notations: none is finer than a tenth of that."""
    doubt = doubt_m or 1.0
    _, _, seconds = _fineness(doubt)
    dms = f"{_dms(point.lat, 'NS', seconds)} {_dms(point.lon, 'EW', seconds)}"
    return Written(dd=decimal_degrees(point, doubt_m=doubt_m), dms=dms, mgrs=mgrs_square(point, doubt_m=doubt))


def decimal_degrees(point: Point, *, doubt_m: float | None) -> str:
    """Write *point* as decimal degrees, latitude first, with the digits that its doubt in metres deserves."""
    _, digits, _ = _fineness(doubt_m or 1.0)
    return f"{point.lat:.{digits}f}, {point.lon:.{digits}f}"


def mgrs_square(point: Point, *, doubt_m: float, least_m: float = 1.0) -> str:
    """Give the square of the military grid that *point* lies in: "37UDQ2683", of 1 km.

    Its side is a power of ten from 1 m to 100 km: at most a tenth of *doubt_m*, so that no digit says
    more than is known, and at least *least_m*.
    """
    side = max(doubt_m / 10.0, 1.0)
    power = max(math.floor(math.log10(side)), math.ceil(math.log10(max(least_m, 1.0))))
    # A metre south of the equator the library's square has no northing left: none there is of that name.
    lat = 0.0 if -_METRE_DEG < point.lat < 0.0 else point.lat
    found: str = _CONVERTER.toMGRS(lat, point.lon, MGRSPrecision=5 - min(power, 5))
    return found


_METRE_DEG = 0.00001


def _fineness(doubt_m: float) -> tuple[float, int, int | None]:
    return next(row for row in _FINENESS if doubt_m < row[0])


def _dms(angle: float, letters: str, seconds: int | None) -> str:
    """Write one angle: 48°35′38.4″N, or 48°36′N where seconds would claim too much."""
    letter = letters[angle < 0]
    if seconds is None:
        minutes = round(abs(angle) * 60)
        return f"{minutes // 60}°{minutes % 60:02d}′{letter}"
    units = round(abs(angle) * 3600 * 10**seconds)
    whole, part = divmod(units, 10**seconds)
    fraction = f".{part:0{seconds}d}" if seconds else ""
    return f"{whole // 3600}°{whole // 60 % 60:02d}′{whole % 60:02d}{fraction}″{letter}"
