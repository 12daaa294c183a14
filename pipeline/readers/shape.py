"""One named shape of a file of geodata, as a reading process hands it over."""

from typing import NamedTuple


class Shape(NamedTuple):
    """A shape in WGS84, longitude first, as well-known binary; `name` is "" where the file gives none."""

    name: str
    wkb: bytes
