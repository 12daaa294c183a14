"""Let GDAL write tables into a folder of their own, in the same bytes each time: the door to pyogrio."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from pipeline.errors import WriteError

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The time that a file names where none is given."""

_LOCK = threading.Lock()


def stamp(now: datetime | None) -> str:
    """Write a time as a GeoPackage does; `EPOCH` where there is none."""
    return (now or EPOCH).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@contextmanager
def folder(now: datetime | None) -> Iterator[Path]:
    """Give a folder to write into, gone after the block; what GDAL stamps with the time gets *now*.

    Raises `WriteError` when the disk refuses.
    """
    # GDAL's settings belong to the whole process.
    with _LOCK, TemporaryDirectory(prefix="conflict-map-") as name:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp(now)})
        try:
            yield Path(name)
        except (DataLayerError, DataSourceError, FeatureError, sqlite3.Error, OSError) as error:
            reason = " ".join(str(error).split())
            message = f"the file could not be made ({reason}); is there room on the disk of {Path(name).parent}?"
            raise WriteError(message) from None
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def table_of(frame: Any) -> pa.Table:  # noqa: ANN401  (a GeoDataFrame)
    """Give a frame as a table with its shapes as WKB."""
    return pa.table(frame.to_arrow(index=False, geometry_encoding="WKB"))


def add_table(table: pa.Table, target: Path, *, driver: str, geometry: str, **options: Any) -> None:  # noqa: ANN401
    """Add *table* to the file *target*; *geometry* is the type of its shapes, *options* are GDAL's for a layer."""
    pyogrio.write_arrow(
        table, target, driver=driver, geometry_name="geometry", geometry_type=geometry, crs="EPSG:4326", **options
    )
