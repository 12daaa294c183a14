"""Write a point in the notations that people copy, each as fine as its doubt deserves and no finer."""

from dataclasses import dataclass

from gazetteer.place import Point
from pipeline.grid import mgrs_square

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
    _, degrees, seconds = next(row for row in _FINENESS if doubt < row[0])
    dms = f"{_dms(point.lat, 'NS', seconds)} {_dms(point.lon, 'EW', seconds)}"
    grid = mgrs_square(point, doubt_m=doubt)
    return Written(dd=f"{point.lat:.{degrees}f}, {point.lon:.{degrees}f}", dms=dms, mgrs=grid)


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
