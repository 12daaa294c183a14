"""Put records in the order in which a person should look at them."""

from collections.abc import Iterable

from pipeline.layers import Row
from pipeline.model import Verdict

_SETTLED = {None, Verdict.HOLDS}


def doubtful_first(rows: Iterable[Row]) -> list[str]:
    """Order features by how much they need a look: claims that are off, then low scores; areas go with their point."""
    named = [row for row in rows if row["part"] != "area"]
    return [row["id"] for row in sorted(named, key=lambda row: (row["verdict"] in _SETTLED, row["score"] or 0.0))]


def point_id(record_id: str) -> str:
    """Give the id under which a record is listed: that of its point, where the area was chosen."""
    return record_id.removesuffix("-area")
