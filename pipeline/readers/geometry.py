"""What every shape of a user's geodata must keep: few enough points, each finite and on the earth, in WGS84."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from pipeline.errors import LimitReachedError, ReadError
from pipeline.model import Failure
from pipeline.readers.job import Job, one_line
from pipeline.readers.shape import Shape

WGS84 = 4326
"""The EPSG code of degrees on WGS84."""

NAME_FIELDS = ("name", "title", "label", "nom", "id")
"""Attributes that name a shape, the first that is there, in whatever case."""

ToDegrees = Callable[[BaseGeometry], BaseGeometry]


class Shapes:
    """Checks the shapes of one file, one after another, and counts them and their points."""

    def __init__(self, job: Job) -> None:
        self.number = 0
        self._job = job
        self._points = 0

    def take(self, make: Callable[[], BaseGeometry | None], name: object) -> Shape | Failure:
        """Give the next shape, or why it cannot be drawn; raises `LimitReachedError` past a limit."""
        self.number += 1
        limits = self._job.limits
        if self.number > limits.features:
            message = f"{self._job.name}: holds more than {limits.features:,} shapes; split it"
            raise LimitReachedError(message)
        try:
            geometry = make()
        except (ShapelyError, ProjError, ValueError, TypeError, IndexError, KeyError, OverflowError):
            return self._failure("is broken")
        if geometry is None or geometry.is_empty:
            return self._failure("has no position")
        self._points += int(shapely.get_num_coordinates(geometry))
        if self._points > limits.vertices:
            message = f"{self._job.name}: its shapes have more than {limits.vertices:,} points; simplify them"
            raise LimitReachedError(message)
        flat = shapely.force_2d(geometry)
        if not _is_on_earth(shapely.get_coordinates(flat)):
            return self._failure("lies outside 180 degrees of longitude and 90 of latitude")
        return Shape(one_line(str(name)) or "" if name is not None else "", shapely.to_wkb(flat))

    def _failure(self, why: str) -> Failure:
        name = self._job.name
        return Failure(id=f"{self._job.id}:{self.number}", reason=f"{name}: shape {self.number} {why}; left out")


def _is_on_earth(pairs: Any) -> bool:  # noqa: ANN401  (an array)
    return bool((np.abs(pairs) <= (180.0, 90.0)).all())


def name_of(attributes: Mapping[str, object]) -> object:
    """Choose what names a shape among its attributes; None where nothing does."""
    found = {str(key).casefold(): value for key, value in attributes.items()}
    chosen = (found.get(field) for field in NAME_FIELDS)
    return next((value for value in chosen if isinstance(value, str | int) and str(value).strip()), None)


def to_degrees(job: Job, code: int | None) -> ToDegrees:
    """Give what turns shapes of the EPSG system *code* into degrees of WGS84. Raises `ReadError` for an unknown one.

    Only systems with a code are taken: a definition written out can name files for PROJ to open.
    """
    if code == WGS84:
        return lambda geometry: geometry
    try:
        change = Transformer.from_crs(code, WGS84, always_xy=True)
    except (CRSError, ProjError):
        message = f"{job.name}: its coordinate system is not known; save it in WGS 84 (EPSG:4326)"
        raise ReadError(message) from None
    return lambda geometry: shapely.transform(
        geometry, lambda pairs: np.column_stack(change.transform(pairs[:, 0], pairs[:, 1]))
    )


def code_of(definition: str) -> int | None:
    """Give the EPSG code of a coordinate system written out as well-known text; None where it has none."""
    try:
        return CRS.from_wkt(definition[:10_000]).to_epsg()
    except CRSError:
        return None
