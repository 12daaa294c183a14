"""Say a feature's place and doubt in the terms of Darwin Core, the standard for georeferences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from gazetteer.place import Point
from pipeline.about import About
from pipeline.features import DEGREE_DIGITS
from pipeline.layers import LAYERS, Row
from pipeline.notations import mgrs_square
from pipeline.obscure import METRES_A_DEGREE
from pipeline.web.cards import METHODS

FOOTPRINT = "footprint"
"""The column beside those of a feature that holds its shape as text (WKT)."""

_NO_COORDINATES = tuple(layer for layer in LAYERS if layer != "coordinates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A column of a table beside those of a feature, and where its value is from: plain enough for a page to read too.

    It holds `constant`, or else what stands in `columns`, told apart by "/" where two differ, in the
    wording of `words` if there is one; only for features of `layers`.
    """

    name: str
    columns: tuple[str, ...] = ()
    layers: tuple[str, ...] = LAYERS
    words: Mapping[str, str] | None = None
    constant: str | None = None


TERMS = (
    Term(name="decimalLatitude", columns=("lat",)),
    Term(name="decimalLongitude", columns=("lon",)),
    Term(name="geodeticDatum", constant="EPSG:4326"),
    Term(name="coordinateUncertaintyInMeters", columns=("uncertainty_m",)),
    Term(name="footprintWKT", columns=(FOOTPRINT,)),
    Term(name="verbatimLocality", columns=("words",), layers=_NO_COORDINATES),
    Term(name="verbatimCoordinates", columns=("words",), layers=("coordinates",)),
    Term(name="eventDate", columns=("date_from", "date_to")),
    Term(name="georeferenceProtocol", columns=("method",), words=METHODS),
    Term(name="georeferenceSources", columns=("place_id",)),
    Term(name="georeferenceRemarks", columns=("note",)),
)
"""The terms used, of http://rs.tdwg.org/dwc/terms/, in the order of a table's columns; `assets/downloads.js` too."""


def value(term: Term, row: Row) -> Any:  # noqa: ANN401  (a cell)
    """Give what stands in the column of *term* for a feature; *row* has a `FOOTPRINT` too."""
    if term.constant is not None:
        return term.constant
    if row["layer"] not in term.layers:
        return None
    found = [*dict.fromkeys(row[name] for name in term.columns if row[name] is not None)]
    if len(found) < 2:
        (only,) = found or [None]
        return term.words[only] if term.words and only is not None else only
    return "/".join(found)


def footprint(row: Row, area: Any = None) -> str | None:  # noqa: ANN401  (a shapely geometry)
    """Give the line of a claim check, or else *area*, the one that a feature lies in, as WKT; None for neither."""
    shape = row["geometry"] if row["part"] == "line" else area
    if shape is None:
        return None
    text: str = shapely.to_wkt(shapely.orient_polygons(shape), rounding_precision=DEGREE_DIGITS)
    return text


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
