"""Shapefiles in a ZIP archive (.shp with its .dbf and .prj), read from memory."""

import io
import struct
from collections.abc import Iterator
from pathlib import PurePosixPath

import shapefile
import shapely

from pipeline.errors import ReadError
from pipeline.model import Failure
from pipeline.readers.geometry import WGS84, Shapes, code_of, name_of, to_degrees
from pipeline.readers.guards import is_link, open_archive, unpacked
from pipeline.readers.job import Job
from pipeline.readers.shape import Shape
from pipeline.readers.text import known_encoding

_DAMAGED = (shapefile.ShapefileException, struct.error, ValueError, LookupError, EOFError, TypeError)


def read(job: Job) -> Iterator[Shape | Failure]:
    """Give the shapes of every .shp of the archive, in order of name; without a .prj they must be in degrees."""
    shapes = Shapes(job)
    with open_archive(job) as archive:
        files = {item.filename.lower(): item for item in archive.infolist() if not is_link(item)}
        for name in sorted(name for name in files if name.endswith(".shp") and not name.startswith("__macosx/")):
            parts = {
                suffix: unpacked(job, archive, files[path])
                for suffix in (".shp", ".dbf", ".prj", ".cpg")
                if (path := str(PurePosixPath(name).with_suffix(suffix))) in files
            }
            yield from _shapes_of(job, parts, shapes)
    if not shapes.number:
        message = f"{job.name}: the archive holds no shapefile with a shape in it; export it anew"
        raise ReadError(message)


def _shapes_of(job: Job, parts: dict[str, bytes], shapes: Shapes) -> Iterator[Shape | Failure]:
    written = parts.get(".prj")
    change = to_degrees(job, WGS84 if written is None else code_of(written.decode("utf-8", "replace")))
    try:
        reader = shapefile.Reader(
            shp=io.BytesIO(parts[".shp"]),
            dbf=io.BytesIO(parts[".dbf"]) if ".dbf" in parts else None,
            encoding=known_encoding(parts.get(".cpg", b"utf-8").decode("ascii", "replace").strip()) or "utf-8",
            encodingErrors="replace",
        )
        names = _names(reader) if ".dbf" in parts else iter(())
        for found in reader.iterShapes():
            yield shapes.take(
                lambda one=found: change(shapely.geometry.shape(one.__geo_interface__)) if one.shapeType else None,  # type: ignore[misc]
                next(names, None),
            )
    except _DAMAGED:
        message = f"{job.name}: the shapefile is damaged or cut short; export it anew"
        raise ReadError(message) from None


def _names(reader: shapefile.Reader) -> Iterator[object]:
    return (name_of(record.as_dict()) for record in reader.iterRecords())
