"""Reports become layers whose features carry their evidence."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reports_by_hand import AVDIIVKA, BAKHMUT, TEXT, report

from gazetteer.index import Gazetteer
from gazetteer.place import Point
from pipeline.analyse import analyse
from pipeline.geodesy import inverse
from pipeline.layers import (
    COLUMNS,
    LAYERS,
    MAX_QUOTE,
    STATED_AREA,
    geodesic_line,
    quote_of,
    rows_of,
    to_layers,
    unplaced,
)
from pipeline.model import Choice, Document, Report, Span
from pipeline.web import cards

CONTRACT = {"id", "layer", "name", "report", "source", "published", "quote", "start", "end", "method", "score"}


def test_counts() -> None:
    """The report by hand has three places, a claim of two parts, a check and a coordinate."""
    layers = to_layers([report()])

    assert {name: len(layers[name]) for name in LAYERS} == {"places": 3, "claims": 2, "checks": 1, "coordinates": 1}


@pytest.mark.parametrize("name", LAYERS)
def test_every_feature_has_what_the_contract_names(name: str) -> None:
    """Every layer has every column, in WGS84, and `text[start:end]` are the words."""
    frame = to_layers([report()])[name]

    assert CONTRACT | {"uncertainty_m", "stated", "measured", "verdict"} <= set(COLUMNS) <= set(frame.columns)
    assert frame.crs == "EPSG:4326"
    for row in rows_of(frame):
        assert TEXT[row["start"] : row["end"]] == row["words"]
        assert TEXT[row["quote_start"] :].startswith(row["quote"])
        assert row["words"] in row["quote"]


@pytest.mark.parametrize("name", LAYERS)
def test_no_reports_give_empty_layers_of_the_same_columns(name: str) -> None:
    """Nothing in, nothing out: the columns stay."""
    frame = to_layers([])[name]

    assert len(frame) == 0
    assert set(frame.columns) == {*COLUMNS, "geometry", STATED_AREA}


def test_a_quote_names_its_page() -> None:
    """What stands on the second page of a file says so on every card and in every list; other files have no pages."""
    plain = report()
    paged = replace(plain, document=replace(plain.document, pages=(0, TEXT.index("Avdiivka"))))
    rows = [row for frame in to_layers([paged]).values() for row in rows_of(frame)]
    missing = unplaced([paged])

    assert {(row["words"] in TEXT[: TEXT.index("Avdiivka")], row["page"]) for row in rows} == {
        (True, "1"),
        (False, "2"),
    }
    assert {item.page for item in missing} <= {"1", "2"}
    assert cards.cite(rows[0]).startswith("A note, p. 1, https")
    assert {row["page"] for frame in to_layers([plain]).values() for row in rows_of(frame)} == {None}


def test_ids_are_unique_and_tell_where_a_feature_is_from() -> None:
    """An id is made of report, layer and offsets; even twice the same report gives no id twice."""
    layers = to_layers([report(), report()])
    ids = [row["id"] for name in LAYERS for row in rows_of(layers[name])]

    assert len(ids) == len(set(ids))
    assert rows_of(layers["places"])[0]["id"] == "note-1#places-12-19"


def test_only_locations_are_drawn() -> None:
    """A name of another role is on no layer, even when it has a place."""
    plain = report()
    metonym = replace(plain.choices[0], toponym=replace(plain.choices[0].toponym, role="metonym"))
    layers = to_layers([replace(plain, choices=(metonym,))])

    assert len(layers["places"]) == 0


def test_what_is_missing_is_none() -> None:
    """Rows hold no NaN."""
    values = [value for frame in to_layers([report()]).values() for row in rows_of(frame) for value in row.values()]

    assert not any(isinstance(value, float) and math.isnan(value) for value in values)


def test_claim_has_a_point_and_an_area() -> None:
    """A claim without a subject is drawn twice under one name: where it likely is, and where it may be."""
    area, point = rows_of(to_layers([report()])["claims"])

    assert (area["part"], point["part"]) == ("area", "point")
    assert area["name"] == point["name"] == "13 mi (20.9 km) SW of Bakhmut"
    assert area["geometry"].contains(point["geometry"])
    assert point["published"] == date(2023, 1, 3).isoformat()


def test_check_carries_stated_and_measured_figures() -> None:
    """A check is a line from anchor to subject with both figures and the verdict."""
    (check,) = rows_of(to_layers([report()])["checks"])

    assert check["geometry"].coords[0] == (BAKHMUT.point.lon, BAKHMUT.point.lat)
    assert check["geometry"].coords[-1] == (AVDIIVKA.point.lon, AVDIIVKA.point.lat)
    assert check["stated_high_m"] == 90_000.0
    assert check["measured_m"] == 53_739.0
    assert check["verdict"] == "distance off"
    assert check["anchor_implied"] is True


def test_what_is_not_placed_is_listed_with_its_reason() -> None:
    """A name without a place and a name that is no location are listed, and told apart."""
    found = [(item.words, item.deliberate) for item in unplaced([report()])]

    assert found == [("Xyzzyville", False), ("Kyiv", True)]


def test_claim_without_an_anchor_is_listed() -> None:
    """A claim that counts from nowhere known is not drawn but said."""
    plain = report()
    finding = plain.findings[1]
    lost = replace(finding, grounded=replace(finding.grounded, anchor=None), check=None)

    assert [item.reason for item in unplaced([replace(plain, choices=(), findings=(lost,))])] == [
        "the place it counts from is not known"
    ]


def test_long_sentence_is_cut_round_its_words() -> None:
    """A quote is never longer than its limit, and holds the words."""
    text = "word " * 2000 + "Bakhmut" + " word" * 2000
    start = text.index("Bakhmut")
    long = Report(
        document=Document(id="long", text=text),
        sentences=(Span(start=0, end=len(text)),),
        choices=(),
        findings=(),
        coordinates=(),
    )
    quote = quote_of(long, Span(start=start, end=start + 7))

    assert quote.end - quote.start <= MAX_QUOTE
    assert "Bakhmut" in quote.of(text)


degrees = st.builds(Point, lat=st.floats(-85, 85), lon=st.floats(-180, 180))


@settings(max_examples=60, deadline=None)
@given(degrees, degrees)
@example(Point(lat=0.0, lon=-180.0), Point(lat=0.0, lon=1.0))
@example(Point(lat=0.0, lon=1.0), Point(lat=0.0, lon=-180.0))
def test_geodesic_line_stays_on_the_map_and_joins_its_ends(start: Point, end: Point) -> None:
    """No piece of a line jumps across the map, and none leaves it."""
    if inverse(start, end)[0] < 1.0:
        return
    line = geodesic_line(start, end)
    pieces = [list(piece.coords) for piece in getattr(line, "geoms", [line])]

    assert all(abs(lon) <= 180.0 and abs(lat) <= 90.0 for piece in pieces for lon, lat in piece)
    for (lon, lat), point in ((pieces[0][0], start), (pieces[-1][-1], end)):
        assert math.cos(math.radians(lon - point.lon)) == pytest.approx(1.0)  # 180 and -180 are one
        assert lat == point.lat
    for piece in pieces:
        lons = [lon for lon, _ in piece]
        assert all(abs(after - before) <= 180.0 for before, after in pairwise(lons))


def test_line_across_the_antimeridian_is_cut() -> None:
    """From Fiji to Samoa a line has two pieces that end at 180 degrees."""
    line = geodesic_line(Point(lat=-18.0, lon=178.0), Point(lat=-14.0, lon=-172.0))

    assert [piece.coords[0][0] for piece in line.geoms] == [178.0, -180.0]
    assert [piece.coords[-1][0] for piece in line.geoms] == [180.0, -172.0]


def test_layers_take_time_in_proportion_to_the_claims() -> None:
    """However many claims a report has, the list of its places is gone through as often."""

    class Counted(tuple[Choice, ...]):
        """A tuple that counts how often it is gone through."""

        __slots__ = ()
        passes = 0

        def __iter__(self) -> Iterator[Choice]:
            Counted.passes += 1
            return super().__iter__()

    def passes(times: int) -> int:
        plain, Counted.passes = report(), 0
        to_layers([replace(plain, choices=Counted(plain.choices), findings=plain.findings * times)])
        return Counted.passes

    assert passes(1) == passes(20) > 0


def test_every_feature_has_days_and_a_status() -> None:
    """Each feature carries its days, says what gave them, and nobody has judged it yet."""
    rows = [row for frame in to_layers([report()]).values() for row in rows_of(frame)]

    assert {row["status"] for row in rows} == {"new"}
    assert {(row["date_from"], row["date_to"], row["dated_by"]) for row in rows} == {
        ("2023-01-03", "2023-01-03", "publication")
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Drones fell within 5 km of Siversk.", "within 5 km of Siversk"),
        ("Drones fell up to 5 km from Siversk.", "up to 5 km of Siversk"),
        ("Drones fell 5 km north of Siversk.", "5 km N of Siversk"),
        ("Drones fell 5 km north and 3 km east of Siversk.", "5 km N and 3 km E of Siversk"),
        ("Drones fell between Siversk and Bakhmut.", "between Siversk and Bakhmut"),
        ("Drones fell on the Siversk-Bakhmut highway.", "on the line between Siversk and Bakhmut"),
        ("Drones fell 10 km from Siversk on the road to Bakhmut.", "by road 10 km from Siversk towards Bakhmut"),
        ("Drones fell 10 km by road from Siversk.", "by road 10 km from Siversk"),
    ],
)
def test_a_claim_is_named_as_it_was_said(gazetteer: Gazetteer, text: str, name: str) -> None:
    """No word of it stands there twice."""
    layers = to_layers([analyse(Document(id="a", text=text), gazetteer)])

    assert set(layers["claims"]["name"]) == {name}
