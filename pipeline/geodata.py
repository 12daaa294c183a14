"""Read the user's own geodata (a front line, areas, places) into a table of named shapes; GDAL is never asked.

GDAL tells what a file is by looking into it: an upload called .geojson that holds one of its virtual
files makes it open other files and addresses. Here the suffix chooses one reader, which refuses
everything else, and every reader runs in the process with limits.
"""

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  (a field is called date)
from pathlib import PurePosixPath

import shapely
from geopandas import GeoDataFrame

from pipeline.errors import LimitReachedError, ReadError, UnknownFormatError
from pipeline.limits import LIMITS, MB, Limits
from pipeline.model import Failure
from pipeline.readers.apart import Apart
from pipeline.readers.job import Job, base_name
from pipeline.readers.shape import Shape

GEODATA_READERS = {
    ".geojson": "features",
    ".kml": "placemarks",
    ".kmz": "placemarks",
    ".gpkg": "geopackage",
    ".zip": "shapefile",
}
"""The reader of each suffix."""

GEODATA_SUFFIXES = tuple(GEODATA_READERS)
"""The suffixes of the files that are read."""

PROBLEMS_KEPT = 20
"""Shapes left out that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geodata:
    """A file of shapes: `table` has the columns `name` and `geometry` in WGS84 (EPSG:4326), in the file's order.

    `source` and `date` are the user's word on where it comes from and the day it speaks of; `problems`
    say what was left out.
    """

    name: str
    table: GeoDataFrame
    source: str | None = None
    date: Date | None = None
    problems: tuple[str, ...] = ()


def read_geodata(
    name: str, data: bytes, *, source: str | None = None, date: Date | None = None, limits: Limits = LIMITS
) -> Geodata:
    """Read *data*, a file called *name*, whose suffix says how.

    Where shapes are broken, or more than the limits allow, the others are given, and `problems` says so.
    Raises `UnknownFormatError` for another suffix, `ReadError` where not one shape can be had, and
    `LimitReachedError` for too large a file.
    """
    suffix = PurePosixPath(base_name(name)).suffix.lower()
    if suffix not in GEODATA_READERS:
        message = f"{name}: geodata of this kind are not read; use one of {' '.join(GEODATA_SUFFIXES)}"
        raise UnknownFormatError(message)
    if len(data) > limits.report_bytes:
        message = f"{name}: larger than {limits.report_bytes // MB} MB; simplify its shapes or split it"
        raise LimitReachedError(message)
    with Apart() as apart:
        items = apart.read(GEODATA_READERS[suffix], Job(name=name, data=data, limits=limits))
    shapes = [item for item in items if isinstance(item, Shape)]
    problems = [item.reason for item in items if isinstance(item, Failure)]
    if not shapes:
        raise ReadError(problems[-1] if problems else f"{name}: holds no shape; check that it is the right file")
    return Geodata(name=base_name(name), table=_table(shapes), source=source, date=date, problems=_few(problems))


def _table(shapes: list[Shape]) -> GeoDataFrame:
    geometry = shapely.from_wkb([shape.wkb for shape in shapes])
    return GeoDataFrame({"name": [shape.name for shape in shapes]}, geometry=geometry, crs="EPSG:4326")


def _few(problems: list[str]) -> tuple[str, ...]:
    more = len(problems) - PROBLEMS_KEPT
    return (*problems[:PROBLEMS_KEPT], f"and {more:,} more shapes were left out") if more > 0 else tuple(problems)
