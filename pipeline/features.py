"""Give the features of all layers as rows with the digits that a file holds, for every form alike."""

from pipeline.layers import LAYERS, Layers, Row, rows_of

DEGREE_DIGITS = 6
"""Decimals of a degree in a file, as in the record: 0.1 m."""


def features(layers: Layers) -> list[Row]:
    """Give the features of every layer, in the order of `LAYERS`: None for what is missing, never NaN."""
    return [_rounded(row) for name in LAYERS for row in rows_of(layers[name])]


def _rounded(row: Row) -> Row:
    """Leave out the digits that no measurement has: of a degree the seventh, of a metre the second."""
    degrees = {name: round(row[name], DEGREE_DIGITS) for name in ("lat", "lon") if row[name] is not None}
    metres = {name: round(row[name], 1) for name in ("uncertainty_m", "measured_m") if row[name] is not None}
    return row | degrees | metres


def of_point(area: str) -> str:
    """Give the id of the point that the area of that id belongs to: "x-area~2" is of "x~2"."""
    head, _, tail = area.rpartition("-area")
    return f"{head}{tail}"
