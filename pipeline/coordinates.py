"""Find the coordinates written in a text."""

import math
import re
from collections.abc import Iterator

from gazetteer.place import Point
from pipeline.model import Span, WrittenCoordinate

_DECIMAL = re.compile(
    r"""(?<![\w.,-])(?P<lat>[-+−]?\d{1,3}\.\d{2,8})\s{0,2}°?\s{0,2}(?P<ns>[NS]\b)?\s{0,2}[,;/ ]\s{0,2}
        (?P<lon>[-+−]?\d{1,3}\.\d{2,8})\s{0,2}°?\s{0,2}(?P<ew>[EW]\b)?(?![\d.])""",
    re.VERBOSE,
)


def find_coordinates(text: str) -> Iterator[WrittenCoordinate]:
    """Find every written coordinate, in the order of the text; impossible ones come with the reason."""
    for match in _DECIMAL.finditer(text):
        lat, lon = (float(match[key].replace("−", "-")) for key in ("lat", "lon"))
        lat = -lat if match["ns"] == "S" else lat
        lon = -lon if match["ew"] == "W" else lon
        span = Span(start=match.start(), end=match.end())
        if abs(lat) > 90.0 or abs(lon) > 180.0:
            problem = f"{span.of(text)} is no coordinate: latitude ends at 90 degrees and longitude at 180"
            yield WrittenCoordinate(span=span, notation="DD", point=None, uncertainty_m=None, problem=problem)
            continue
        digits = min(len(match[key].split(".")[1]) for key in ("lat", "lon"))
        step = 10.0**-digits * 111_320.0
        doubt = step * math.hypot(1.0, math.cos(math.radians(lat)))
        yield WrittenCoordinate(span=span, notation="DD", point=Point(lat=lat, lon=lon), uncertainty_m=doubt)
