"""Write layers as one GeoParquet file."""

import io
import json
from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from pipeline.about import About
from pipeline.encode import storable
from pipeline.features import features
from pipeline.forms.arrow import arrow_table
from pipeline.layers import Layers
from pipeline.model import Report
from pipeline.web.said import said


def geoparquet(layers: Layers, _: Sequence[Report], about: About) -> bytes:
    """Write all features in one table, told apart by `layer` and `part`; geometry is WKB, days are dates.

    What the file says of itself is JSON under the key `about` of its metadata.
    """
    table = arrow_table(features(layers))
    plain = table.drop_columns("geometry").to_pandas(types_mapper=pd.ArrowDtype)
    frame = gpd.GeoDataFrame(plain, geometry=gpd.GeoSeries.from_wkb(table["geometry"].to_pylist(), crs="EPSG:4326"))
    stream = io.BytesIO()
    frame.to_parquet(stream, index=False, compression="zstd")
    return _with_about(stream.getvalue(), about)


def _with_about(data: bytes, about: About) -> bytes:
    """Write the file again with what it says of itself: geopandas has no way to add that."""
    table = pq.read_table(io.BytesIO(data))
    facts = storable(json.dumps(said(about), ensure_ascii=False, allow_nan=False))
    stream = io.BytesIO()
    metadata = {**(table.schema.metadata or {}), b"about": facts.encode("utf-8")}
    pq.write_table(table.replace_schema_metadata(metadata), stream, compression="zstd")
    return stream.getvalue()
