"""Write counts as a map, GeoJSON, GeoPackage, CSV or GeoParquet."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from pipeline.about import About
from pipeline.counting.counts import COLUMNS, COUNTS, Counts, counts_layer, over_all_weeks
from pipeline.counting.page import counts_page
from pipeline.encode import csv_cell, storable
from pipeline.errors import UnknownFormatError, WriteError
from pipeline.features import DEGREE_DIGITS
from pipeline.forms import gdal
from pipeline.geojson import geometry_json
from pipeline.layers import Row, rows_of
from pipeline.web.said import said
from pipeline.writing import replacing


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is written: the counts as a layer, and for the map what counts, over all weeks and in words."""

    layer: gpd.GeoDataFrame
    total: gpd.GeoDataFrame
    legend: str
    about: About


def write_counts(counts: Counts, target: Path, *, legend: str, about: About) -> None:
    """Write *counts* in the form that the suffix of *target* names; the file is whole or not there.

    *legend* says in a few words what is counted. Equal counts give equal bytes. Raises
    `UnknownFormatError` for a suffix that is none of `FORMS`, and `WriteError`.
    """
    check_target(target)
    total = counts_layer(over_all_weeks(counts))
    data = FORMS[target.suffix.lower()](Counted(layer=counts_layer(counts), total=total, legend=legend, about=about))
    with replacing(target) as stream:
        stream.write(data)


def check_target(target: Path) -> None:
    """Say before any work is done whether *target* can be written.

    Raises `UnknownFormatError` for a suffix that is none of `FORMS` and `WriteError` for a folder that is not there.
    """
    if target.suffix.lower() not in FORMS:
        message = f"{target}: counts are written as {', '.join(FORMS)}; choose one of these suffixes"
        raise UnknownFormatError(message)
    if target.is_dir() or not target.parent.is_dir():
        message = f"{target}: cannot be written; choose a file in a folder that exists"
        raise WriteError(message)


def _html(counted: Counted) -> bytes:
    return counts_page(counted.layer, counted.total, counted.about, legend=counted.legend).encode("utf-8")


def _geojson(counted: Counted) -> bytes:
    """Write a feature a line (RFC 7946); what is in no cell has a null geometry."""
    head = json.dumps({"type": "FeatureCollection", "about": said(counted.about)}, ensure_ascii=False)
    lines = ",\n".join(json.dumps(_feature(row), ensure_ascii=False) for row in rows_of(counted.layer))
    return f'{head.removesuffix("}")}, "features": [\n{lines}\n]}}\n'.encode("utf-8", "replace")


def _feature(row: Row) -> Row:
    shape = row["geometry"]
    geometry = None if shape is None else geometry_json(shape, digits=DEGREE_DIGITS)
    return {"type": "Feature", "geometry": geometry, "properties": {name: row[name] for name in COLUMNS}}


def _csv(counted: Counted) -> bytes:
    """Write a row a count, shapes as WKT in the last column, as other tables of ours: UTF-8 with its mark."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*COLUMNS, "footprintWKT"])
    for row in rows_of(counted.layer):
        shape = row["geometry"]
        wkt = "" if shape is None else shape.wkt
        writer.writerow([*(csv_cell(row[name]) for name in COLUMNS), wkt])
    return stream.getvalue().encode("utf-8-sig", "replace")


def _typed(counted: Counted) -> gpd.GeoDataFrame:
    """Give the layer with a type for every column, also where all is null; days are dates."""
    texts = {name: pd.ArrowDtype(pa.string()) for name, kind in COLUMNS.items() if kind == "str"}
    days = dict.fromkeys(("date_from", "date_to"), pd.ArrowDtype(pa.date32()))
    return counted.layer.astype(texts).astype(days)


def _parquet(counted: Counted) -> bytes:
    stream = io.BytesIO()
    _typed(counted).to_parquet(stream, index=False, compression="zstd")
    return stream.getvalue()


def _geopackage(counted: Counted) -> bytes:
    facts = {name: storable(str(value)) for name, value in said(counted.about).items()}
    with gdal.folder(counted.about.generated) as folder:
        target = folder / "counts.gpkg"
        gdal.add_table(
            gdal.table_of(_typed(counted)),
            target,
            driver="GPKG",
            geometry="Unknown",
            layer=COUNTS,
            layer_options={"DESCRIPTION": counted.legend, "IDENTIFIER": COUNTS},
            dataset_metadata=facts,
        )
        return target.read_bytes()


FORMS: dict[str, Callable[[Counted], bytes]] = {
    ".html": _html,
    ".geojson": _geojson,
    ".gpkg": _geopackage,
    ".csv": _csv,
    ".parquet": _parquet,
}
"""The suffixes that counts can be written in."""
