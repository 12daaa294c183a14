"""Write layers as one GeoJSON collection (RFC 7946)."""

import json
from collections.abc import Sequence
from typing import Any

from pipeline.about import About
from pipeline.features import DEGREE_DIGITS, features
from pipeline.geojson import bbox, geometry_json
from pipeline.layers import COLUMNS, Layers, Row
from pipeline.model import Report
from pipeline.web.said import said


def geojson(layers: Layers, _: Sequence[Report], about: About) -> bytes:
    """Write the features of every layer, told apart by `layer`; `about` is a foreign member of the collection."""
    rows = features(layers)
    known = said(about)
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    collection |= {name: known[name] for name in ("title", "description") if name in known}
    collection["about"] = known
    box = bbox((row["geometry"] for row in rows), digits=DEGREE_DIGITS)
    if box:
        collection["bbox"] = box
    # One line a feature: as small as can be, and two versions of a file can be compared.
    head = _text(collection).removesuffix("}")
    lines = ",\n".join(_text(_feature(row)) for row in rows)
    return f'{head}, "features": [\n{lines}\n]}}\n'.encode("utf-8", "replace")


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _feature(row: Row) -> dict[str, Any]:
    properties = {key: row[key] for key in COLUMNS}
    geometry = geometry_json(row["geometry"], digits=DEGREE_DIGITS)
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties}
