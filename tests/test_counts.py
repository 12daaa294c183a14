"""Counts: what is counted where, what is in no cell, and that every form holds the same."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from corpora import here, make, write_corpus
from project import Run

from gazetteer.index import Gazetteer
from gazetteer.place import Place, Point
from pipeline.about import About
from pipeline.counting.cells import NO_PLACE, OUTSIDE, TOO_WIDE, Cell, Position, outline, sorter
from pipeline.counting.counts import Apart, Counts, count_records, counts_layer, described, over_all_weeks, read_records
from pipeline.counting.forms import FORMS, check_target, write_counts
from pipeline.errors import ReadError, UnknownFormatError, WriteError

BAKHMUT = {
    "id": "geonames:709611",
    "name": "Bakhmut",
    "lat": 48.5944,
    "lon": 37.9998,
    "kind": "city",
    "country": "UA",
    "region": "Donetsk",
    "population": 70_000,
    "radius_m": 4_000,
}
UKRAINE = {**BAKHMUT, "id": "geonames:690791", "name": "Ukraine", "kind": "country", "lat": 49.0, "lon": 32.0}
DONETSK = {**BAKHMUT, "id": "geonames:709716", "name": "Donetsk", "kind": "division", "lat": 48.0, "lon": 37.8}


def record(*places: dict[str, Any], published: str | None = None, **more: Any) -> dict[str, Any]:
    """Make a record that names these places."""
    wide = {"country": 500_000, "division": 90_000}
    toponyms = [
        {"role": "location", "place": place, "uncertainty_m": wide.get(place["kind"], 4_000)} for place in places
    ]
    return {
        "id": "r", "error": None, "published": published, "toponyms": toponyms, "claims": [], "coordinates": [], **more
    }  # fmt: skip


def told(counts: Counts) -> dict[tuple[str, str | None], tuple[int, int]]:
    """Give the tallies by name and week."""
    return {
        (cell.name, str(week) if week else None): (tally.count, tally.reports)
        for (cell, week), tally in counts.tallies.items()
    }


def test_mentions_and_reports_are_counted_apart() -> None:
    """Three mentions in two reports are three and two."""
    counts = count_records([record(BAKHMUT, BAKHMUT), record(BAKHMUT)], sorter("place"))

    assert told(counts) == {("Bakhmut", None): (3, 2)}


@pytest.mark.parametrize("by", ["hexagon", "division"])
def test_what_is_wider_than_a_cell_is_in_none(by: Any) -> None:
    """A country is not a hit in the cell of its middle; it is listed apart with its number."""
    counts = count_records([record(BAKHMUT, UKRAINE, UKRAINE)], sorter(by))

    (apart,) = [(cell, tally.count) for (cell, _), tally in counts.tallies.items() if isinstance(cell, Apart)]
    assert apart == (Apart(name="Ukraine", kind="country", reason=TOO_WIDE.format(by=by)), 2)
    assert described(counts).startswith("1 mentions in 1 cells, from 1 reports; 2 more are in no cell")


def test_a_division_that_is_named_counts_for_itself() -> None:
    """Its own name is as wide as the cell, not wider; a hexagon has no room for it."""
    assert set(told(count_records([record(DONETSK, BAKHMUT)], sorter("division")))) == {("Donetsk", None)}
    ((cell, _),) = count_records([record(DONETSK)], sorter("hexagon")).tallies
    assert isinstance(cell, Apart)


def test_names_that_are_no_locations_are_not_counted() -> None:
    """A government's name is no mention of the place, as on the map."""
    named = record(BAKHMUT)
    named["toponyms"][0]["role"] = "metonym"

    assert told(count_records([named], sorter("place"))) == {}


def test_claims_without_a_subject_and_coordinates_count_where_they_lie() -> None:
    """Their doubt decides whether a cell holds them."""
    near = {"subject": None, "point": {"lat": 48.6, "lon": 38.0}, "uncertainty_m": 3_000}
    far = {**near, "uncertainty_m": 300_000}
    known = {**near, "subject": {"place": BAKHMUT}}
    at_sea = {"lat": 43.0, "lon": 34.0, "uncertainty_m": 10}
    counts = count_records([record(claims=[near, far, known], coordinates=[at_sea])], sorter("division"))

    assert told(counts) == {("Donetsk", None): (1, 1), ("Claims", None): (1, 1), ("Written coordinates", None): (1, 1)}
    assert {cell.reason for cell, _ in counts.tallies if isinstance(cell, Apart)} == {
        TOO_WIDE.format(by="division"),
        OUTSIDE,
    }
    assert sorter("place")(Position(point=Point(lat=48.6, lon=38.0), doubt_m=1.0)) == NO_PLACE


def test_weeks_begin_on_monday_and_add_up() -> None:
    """A report without a day has a week of its own: none."""
    days = ("2023-03-26", "2023-03-27", "2023-04-02", None)
    counts = count_records([record(BAKHMUT, published=day) for day in days], sorter("place"), weekly=True)

    assert told(counts) == {
        ("Bakhmut", "2023-03-20"): (1, 1),
        ("Bakhmut", "2023-03-27"): (2, 2),
        ("Bakhmut", None): (1, 1),
    }
    assert told(over_all_weeks(counts)) == {("Bakhmut", None): (4, 4)}
    layer = counts_layer(counts)
    assert Counter(layer["date_to"].fillna("none")) == Counter(("2023-03-26", "2023-04-02", "none"))


@pytest.mark.parametrize(("lat", "lon"), [(48.6, 38.0), (-17.0, 179.99), (-17.0, -179.99), (0.0, 0.0)])
@pytest.mark.parametrize("resolution", [2, 4, 7])
def test_a_hexagon_holds_its_middle_also_at_180_degrees(lat: float, lon: float, resolution: int) -> None:
    """Its outline is cut there, and no wider than it should be."""
    cell = sorter("hexagon", resolution=resolution)(Position(point=Point(lat=lat, lon=lon), doubt_m=0.0))

    assert isinstance(cell, Cell)
    shape = outline(cell)
    assert shape.is_valid
    assert shape.buffer(1e-9).covers(shapely.Point(lon, lat))
    assert shape.area < 12.0
    assert shape.bounds[0] >= -180.0
    assert shape.bounds[2] <= 180.0


@pytest.fixture
def run_folder(tmp_path: Path, gazetteer: Gazetteer) -> Path:
    """Make a run over the small corpus."""
    make(write_corpus(tmp_path / "corpus.jsonl"), tmp_path / "run", gazetteer, here(gazetteer))
    return tmp_path / "run"


@pytest.mark.parametrize("by", ["place", "division", "hexagon"])
def test_every_form_holds_the_same_counts_in_the_same_bytes(tmp_path: Path, run_folder: Path, by: Any) -> None:
    """The counts of a run add up in each form, and are written alike twice."""
    counts = count_records(read_records([run_folder]), sorter(by), weekly=True)
    total = sum(tally.count for tally in counts.tallies.values())
    for suffix in FORMS:
        for name in ("one", "two"):
            write_counts(counts, tmp_path / f"{name}{suffix}", legend="Mentions", about=About())
        assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes(), suffix

    geojson = json.loads((tmp_path / "one.geojson").read_text("utf-8"))
    assert counts.reports == 60
    assert counts.failed == 2
    assert sum(feature["properties"]["count"] for feature in geojson["features"]) == total > 58
    assert gpd.read_file(tmp_path / "one.gpkg")["count"].sum() == total
    assert gpd.read_parquet(tmp_path / "one.parquet")["count"].sum() == total
    assert "Bakhmut" in (tmp_path / "one.csv").read_text("utf-8-sig") or by != "place"


def test_text_of_reports_cannot_leave_its_cell(tmp_path: Path) -> None:
    """A place's name that looks like markup or a formula is text in a page and in a table."""
    hostile = {**BAKHMUT, "name": "=cmd|</script><img src=x onerror=1>"}
    counts = count_records([record(hostile)], sorter("place"))
    for suffix in (".html", ".csv"):
        write_counts(counts, tmp_path / f"c{suffix}", legend="Mentions", about=About())

    assert "<img src=x" not in (tmp_path / "c.html").read_text("utf-8")
    assert ",'=cmd|" in (tmp_path / "c.csv").read_text("utf-8-sig")


def test_what_is_no_record_is_named(tmp_path: Path, run_here: Run) -> None:
    """The file and line are said; so is a run that is not finished, and an unknown form."""
    (tmp_path / "reports.jsonl").write_text('{"text": "Kyiv."}\n', "utf-8")

    with pytest.raises(ReadError, match="line 1 is no record"):
        list(read_records([tmp_path / "reports.jsonl"]))
    with pytest.raises(ReadError, match="holds no finished run"):
        list(read_records([tmp_path]))
    with pytest.raises(UnknownFormatError, match="counts are written as"):
        write_counts(Counts(tallies={}, reports=0, failed=0), tmp_path / "c.kml", legend="", about=About())
    with pytest.raises(WriteError, match="choose a file in a folder that exists"):
        check_target(tmp_path / "nowhere" / "c.csv")
    write_counts(Counts(tallies={}, reports=0, failed=0), tmp_path / "empty.html", legend="", about=About())
    finished = run_here("pipeline", "count", str(tmp_path), "--by", "place", "-o", str(tmp_path / "x.csv"))
    assert (finished.returncode, finished.stderr.count("\n")) == (2, 1)


BROKEN = {
    "a day that is none": record(BAKHMUT, published="yesterday"),
    "a place without its point": record({key: value for key, value in BAKHMUT.items() if key != "lat"}),
    "a latitude beyond the pole": record({**BAKHMUT, "lat": 95.0}),
    "a list of words": record(toponyms=["Bakhmut"]),
    "no list": record(claims=None),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_record_that_was_changed_by_hand_is_refused_by_its_id(broken: dict[str, Any]) -> None:
    """One sentence names the record, whatever is wrong inside it."""
    with pytest.raises(ReadError, match=r"^r: is no whole record .*; records are what `extract` writes$"):
        count_records([broken], sorter("place"), weekly=True)


def test_places_keep_what_the_record_says_of_them() -> None:
    """A place counted is the one of the gazetteer."""
    fields = {key: value for key, value in BAKHMUT.items() if key not in {"lat", "lon"}}
    place = Place(**fields, point=Point(lat=1.0, lon=2.0))
    cell = sorter("place")(Position(point=place.point, doubt_m=3.0, place=place))

    assert cell == Cell(
        id="geonames:709611", name="Bakhmut", kind="city", point=place.point, country="UA", region="Donetsk"
    )
