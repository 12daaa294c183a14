"""Count what records hold by place, division, hexagon and week, in memory that grows with what is told apart."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd

from gazetteer.place import Place, Point
from pipeline.corpora.parts import part_path, read_receipt
from pipeline.counting.cells import Cell, Position, Sorter, outline
from pipeline.encode import storable
from pipeline.errors import ReadError
from pipeline.layers import Row
from pipeline.record import Record

COUNTS = "counts"
"""The name of the layer."""

COLUMNS: dict[str, str] = {
    "id": "str",
    "layer": "str",
    "part": "str",
    "name": "str",
    "kind": "str",
    "country": "str",
    "region": "str",
    "lat": "float64",
    "lon": "float64",
    "date_from": "str",
    "date_to": "str",
    "count": "int64",
    "reports": "int64",
    "note": "str",
}
"""The attributes of a count and their types, named as those of the other layers.

`count` is how often something was said to be there, `reports` how many reports said so. `date_from`
and `date_to` are the Monday and Sunday of the week in which the reports were published, null without
weeks and where a report has no day. What could not be counted in a cell has no geometry and a `note`.
"""

_CLAIM, _COORDINATE = "Claims", "Written coordinates"


@dataclass(slots=True, kw_only=True)
class Tally:
    """How often, and in how many reports."""

    count: int = 0
    reports: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """What could not be counted in a cell: its name, what it is, and why."""

    name: str
    kind: str
    reason: str


Key = tuple[Cell | Apart, date | None]
"""What is counted, and the Monday of its week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was counted in how many reports; `failed` ones hold nothing."""

    tallies: dict[Key, Tally]
    reports: int
    failed: int


def count_records(records: Iterable[Record], sort: Sorter, *, weekly: bool = False) -> Counts:
    """Count the positions in *records*, each in the cell that *sort* gives it; weeks are those of publication.

    Counted are places named in the role of a location, best guesses of claims without a known subject,
    and written coordinates. Memory grows with the number of cells and weeks, not with that of records.
    Raises `ReadError` for a record whose fields are not those that `extract` writes.
    """
    tallies: dict[Key, Tally] = {}
    reports = failed = 0
    for record in records:
        reports += 1
        failed += record["error"] is not None
        try:
            week = _week(record["published"]) if weekly else None
            positions = list(_positions(record))
        except (KeyError, TypeError, ValueError) as error:
            message = f"{record['id']}: is no whole record ({error!r}); records are what `extract` writes"
            raise ReadError(message) from None
        seen = set()
        for position, kind in positions:
            cell = sort(position)
            key = (_apart(position, kind, cell) if isinstance(cell, str) else cell, week)
            tally = tallies.setdefault(key, Tally())
            tally.count += 1
            tally.reports += key not in seen
            seen.add(key)
    return Counts(tallies=tallies, reports=reports, failed=failed)


def read_records(paths: Iterable[Path]) -> Iterator[Record]:
    """Read records one at a time from .jsonl files and from folders of runs, part by part.

    Raises `ReadError` for a file that is none, or a run that is not finished.
    """
    for path in paths:
        for file in _parts(path) if path.is_dir() else (path,):
            yield from _records(file)


def counts_layer(counts: Counts) -> gpd.GeoDataFrame:
    """Give the counts as a layer: a row a cell and week, the most first, then what has no cell."""
    rows = sorted((_row(*item) for item in counts.tallies.items()), key=_order)
    frame = gpd.GeoDataFrame(rows, columns=[*COLUMNS, "geometry"], geometry="geometry", crs="EPSG:4326")
    return frame.astype({name: kind for name, kind in COLUMNS.items() if kind != "str"})


def over_all_weeks(counts: Counts) -> Counts:
    """Add the weeks of each cell: what a map without a time axis shows."""
    tallies: dict[Key, Tally] = {}
    for (cell, _), tally in counts.tallies.items():
        total = tallies.setdefault((cell, None), Tally())
        total.count += tally.count
        total.reports += tally.reports
    return Counts(tallies=tallies, reports=counts.reports, failed=counts.failed)


def described(counts: Counts) -> str:
    """Say in words how much was counted, and how much is in no cell."""
    inside, apart = (
        sum(tally.count for (cell, _), tally in counts.tallies.items() if isinstance(cell, Apart) == is_apart)
        for is_apart in (False, True)
    )
    cells = len({cell for cell, _ in counts.tallies if isinstance(cell, Cell)})
    failed = f" ({counts.failed:,} could not be read)" if counts.failed else ""
    return (
        f"{inside:,} mentions in {cells:,} cells, from {counts.reports:,} reports{failed}; "
        f"{apart:,} more are in no cell and are listed apart."
    )


# From records to positions.


def _positions(record: Record) -> Iterator[tuple[Position, str]]:
    for toponym in record["toponyms"]:
        if toponym["place"] and toponym["role"] == "location":
            place = _place(toponym["place"])
            doubt_m = place.radius_m if toponym["uncertainty_m"] is None else toponym["uncertainty_m"]
            yield Position(point=place.point, doubt_m=doubt_m, place=place), place.kind
    for claim in record["claims"]:
        if claim["point"] and not (claim["subject"] and claim["subject"]["place"]):
            yield _position(claim["point"], claim["uncertainty_m"]), _CLAIM
    for written in record["coordinates"]:
        yield _position(written, written["uncertainty_m"]), _COORDINATE


def _place(fields: dict[str, Any]) -> Place:
    named = {name: fields[name] for name in ("id", "name", "kind", "country", "region", "population", "radius_m")}
    return Place(point=Point(lat=fields["lat"], lon=fields["lon"]), **named)


def _position(at: dict[str, Any], doubt_m: float | None) -> Position:
    return Position(point=Point(lat=at["lat"], lon=at["lon"]), doubt_m=doubt_m or 0.0)


def _apart(position: Position, kind: str, reason: str) -> Apart:
    name = position.place.name if position.place else kind
    return Apart(name=name, kind=kind if position.place else "", reason=reason)


def _week(published: str | None) -> date | None:
    """Give the Monday of the week of a day."""
    if published is None:
        return None
    day = date.fromisoformat(published)
    return day - timedelta(days=day.weekday())


# From files to records.


def _parts(folder: Path) -> Iterator[Path]:
    if not (folder / "manifest.json").is_file():
        message = f"{folder}: holds no finished run; finish it with the command that began it"
        raise ReadError(message)
    number = 0
    while read_receipt(folder, number):
        yield part_path(folder, number)
        number += 1


def _records(file: Path) -> Iterator[Record]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _record(line, f"{file}: line {number}")
    except ReadError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        message = f"{file}: cannot be read ({reason}); records are what `extract` writes"
        raise ReadError(message) from None


def _record(line: str, where: str) -> Record:
    try:
        record: Record = json.loads(line)
        if {"id", "error", "published", "toponyms", "claims", "coordinates"} <= record.keys():
            return record
    except (ValueError, AttributeError):
        pass
    message = f"{where} is no record; records are what `extract` writes"
    raise ReadError(message)


# From tallies to rows.


def _row(key: Key, tally: Tally) -> Row:
    cell, monday = key
    return {
        **(_told_apart(cell) if isinstance(cell, Apart) else _told(cell)),
        "layer": COUNTS,
        "date_from": monday.isoformat() if monday else None,
        "date_to": (monday + timedelta(days=6)).isoformat() if monday else None,
        "count": tally.count,
        "reports": tally.reports,
    }


def _told(cell: Cell) -> Row:
    shape = outline(cell)
    return {
        "id": cell.id,
        "part": "point" if shape.geom_type == "Point" else "area",
        "name": storable(cell.name),
        "kind": cell.kind,
        "country": cell.country,
        "region": cell.region,
        "lat": cell.point.lat,
        "lon": cell.point.lon,
        "note": None,
        "geometry": shape,
    }


def _told_apart(apart: Apart) -> Row:
    empty = dict.fromkeys(("country", "region", "lat", "lon", "geometry"))
    return {**empty, "id": "", "part": "apart", "name": storable(apart.name), "kind": apart.kind, "note": apart.reason}


def _order(row: Row) -> tuple[Any, ...]:
    return (row["geometry"] is None, row["date_from"] or "", -row["count"], row["name"], row["id"], row["kind"])
