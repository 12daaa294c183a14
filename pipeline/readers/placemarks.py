"""KML, and KMZ, which is KML in an archive: placemarks; links out of the file are never followed."""

import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element  # the type alone; defusedxml does the parsing

import shapely
from defusedxml.ElementTree import iterparse
from shapely.geometry.base import BaseGeometry

from pipeline.errors import ReadError
from pipeline.model import Failure
from pipeline.readers.geometry import Shapes
from pipeline.readers.guards import check_xml, is_link, open_archive, unpacked
from pipeline.readers.job import Job
from pipeline.readers.shape import Shape


def read(job: Job) -> Iterator[Shape | Failure]:
    """Give the shapes of all placemarks, in the order of the file."""
    shapes = Shapes(job)
    for data in _packed_kml(job) if job.name.lower().endswith(".kmz") else [job.data]:
        yield from _shapes_of(job, data, shapes)
    if not shapes.number:
        message = f"{job.name}: holds no placemark; links to other files are not followed, save those themselves"
        raise ReadError(message)


def _shapes_of(job: Job, data: bytes, shapes: Shapes) -> Iterator[Shape | Failure]:
    check_xml(job.name, data, job.limits)
    root = ""
    for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        kind = _kind(element)
        root = root or kind
        if root != "kml":
            message = f"{job.name}: this is no KML, whatever its name says; export it anew"
            raise ReadError(message)
        if event == "end" and kind == "Placemark":
            yield shapes.take(lambda mark=element: _first_shape(mark), element.findtext("{*}name"))  # type: ignore[misc]
            element.clear()


def _packed_kml(job: Job) -> Iterator[bytes]:
    """Give the files of a KMZ: doc.kml, then the others by name, which GDAL and map servers link from it."""
    with open_archive(job) as archive:
        found = [item for item in archive.infolist() if PurePosixPath(item.filename).suffix.lower() == ".kml"]
        files = [item for item in found if not is_link(item)]
        if not files:
            message = f"{job.name}: holds no .kml file; export it anew"
            raise ReadError(message)
        for item in sorted(files, key=lambda item: (item.filename != "doc.kml", item.filename)):
            yield unpacked(job, archive, item)


def _kind(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _first_shape(parent: Element) -> BaseGeometry | None:
    """Give the shape among the children of *parent*; raises `ValueError` or `TypeError` for a broken one."""
    for child in parent:
        kind = _kind(child)
        if kind == "Point":
            return shapely.Point(_positions(child)[0])
        if kind in {"LineString", "LinearRing"}:
            return shapely.LineString(_positions(child))
        if kind == "Polygon":
            holes = [_ring(hole) for hole in child.findall("{*}innerBoundaryIs")]
            return shapely.Polygon(_ring(child.find("{*}outerBoundaryIs")), holes)
        if kind == "MultiGeometry":
            return _collection(child)
    return None


def _collection(parent: Element) -> BaseGeometry:
    """Join the parts of a MultiGeometry; one within another is taken apart, as deep as XML may be nested."""
    parts = []
    for child in parent:
        alone = Element("part")
        alone.append(child)
        part = _first_shape(alone)
        parts += [] if part is None else list(getattr(part, "geoms", [part]))
    return shapely.GeometryCollection(parts)


def _ring(boundary: Element | None) -> list[tuple[float, float]]:
    ring = boundary.find("{*}LinearRing") if boundary is not None else None
    if ring is None:
        raise ValueError
    return _positions(ring)


def _positions(element: Element) -> list[tuple[float, float]]:
    """Read "longitude,latitude[,altitude]" parted by blanks."""
    written = (element.findtext("{*}coordinates") or "").split()
    pairs = (position.split(",") for position in written)
    return [(float(pair[0]), float(pair[1])) for pair in pairs]
