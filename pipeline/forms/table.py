"""Write layers as one CSV table that spreadsheets and statistics programs open as it is."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from pipeline.about import About
from pipeline.darwin_core import FOOTPRINT, TERMS, footprint, square, value
from pipeline.encode import csv_cell
from pipeline.features import features, of_point
from pipeline.layers import COLUMNS, Layers, Row
from pipeline.model import Report

COLUMNS_OF_A_TABLE = (*COLUMNS, "mgrs", *(term.name for term in TERMS))
"""The attributes of a feature, its square of the military grid, and its Darwin Core terms."""


def table(layers: Layers, _: Sequence[Report], about: About) -> bytes:
    """Write one row a feature, a claim's area in the row of its point.

    UTF-8 with a byte order mark, without which Excel takes it for another encoding; lines end as RFC
    4180 has it. Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS_OF_A_TABLE)
    rows = features(layers)
    areas = {of_point(row["id"]): row["geometry"] for row in rows if row["part"] == "area"}
    for row in rows:
        if row["part"] != "area":
            writer.writerow([csv_cell(cell) for cell in _cells(row, areas.get(row["id"]), about)])
    return stream.getvalue().encode("utf-8-sig", "replace")


def _cells(row: Row, area: Any, about: About) -> list[Any]:  # noqa: ANN401  (a shapely geometry)
    whole = {**row, FOOTPRINT: footprint(row, area)}
    return [*(row[key] for key in COLUMNS), square(row, about), *(value(term, whole) for term in TERMS)]
