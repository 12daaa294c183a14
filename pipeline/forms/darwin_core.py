"""Say a feature's place and doubt in the terms of Darwin Core, the standard for georeferences."""

from typing import Any

import shapely

from gazetteer.place import Point
from pipeline.about import About
from pipeline.forms.features import DEGREE_DIGITS
from pipeline.grid import mgrs_square
from pipeline.layers import Row
from pipeline.obscure import METRES_A_DEGREE
from pipeline.web.cards import METHODS

TERMS = (
    "decimalLatitude",
    "decimalLongitude",
    "geodeticDatum",
    "coordinateUncertaintyInMeters",
    "footprintWKT",
    "verbatimLocality",
    "verbatimCoordinates",
    "eventDate",
    "georeferenceProtocol",
    "georeferenceSources",
    "georeferenceRemarks",
)
"""The terms used, of http://rs.tdwg.org/dwc/terms/, in the order of a table's columns."""


def darwin_core(row: Row, area: Any = None) -> dict[str, Any]:  # noqa: ANN401  (a shapely geometry)
    """Give the terms for a feature; *area* is the one it lies in, where one was drawn.

    What a claim check draws is a line, which has no coordinates of its own.
    """
    shape = row["geometry"] if row["part"] == "line" else area
    coordinate = row["layer"] == "coordinates"
    days = [row["date_from"], row["date_to"]]
    return {
        "decimalLatitude": row["lat"],
        "decimalLongitude": row["lon"],
        "geodeticDatum": "EPSG:4326",
        "coordinateUncertaintyInMeters": row["uncertainty_m"],
        "footprintWKT": None if shape is None else shapely.to_wkt(shape, rounding_precision=DEGREE_DIGITS),
        "verbatimLocality": None if coordinate else row["words"],
        "verbatimCoordinates": row["words"] if coordinate else None,
        "eventDate": "/".join(dict.fromkeys(day for day in days if day)) or None,
        "georeferenceProtocol": METHODS[row["method"]],
        "georeferenceSources": row["place_id"],
        "georeferenceRemarks": row["note"],
    }


def square(row: Row, about: About) -> str | None:
    """Give the feature's square of the military grid, no finer than its doubt and the file's precision."""
    if row["lat"] is None or row["lon"] is None:
        return None
    least = about.precision.step if about.precision else 1.0
    if about.precision and about.precision.unit == "deg":
        least *= METRES_A_DEGREE
    # Where nothing is said of doubt, 1 km.
    doubt = 10_000.0 if row["uncertainty_m"] is None else row["uncertainty_m"]
    return mgrs_square(Point(lat=row["lat"], lon=row["lon"]), doubt_m=doubt, least_m=least)
