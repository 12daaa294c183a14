"""The record holds JSON and nothing else, with every field of the contract."""

import json
from dataclasses import replace
from datetime import date

from reports_by_hand import AVDIIVKA, BAKHMUT
from reports_by_hand import span as span_of
from shapely import Polygon

from gazetteer.index import Gazetteer
from gazetteer.place import Candidate, Point
from pipeline.analyse import analyse
from pipeline.layers import unplaced
from pipeline.model import (
    Choice,
    ClaimCheck,
    DistanceClaim,
    Document,
    Failure,
    Finding,
    GroundedClaim,
    Heading,
    Length,
    Location,
    Report,
    Span,
    Toponym,
    Verdict,
    WrittenCoordinate,
)
from pipeline.record import failure_record, to_record
from pipeline.statements import as_table, compared, compass_point, kilometres, same_pairs, statements_of

TEXT = "Avdiivka, roughly 90km south of Bakhmut, at 48.14 N, 37.75 E."


def span(words: str) -> Span:
    """Find *words* in the text."""
    return span_of(TEXT, words)


def report() -> Report:
    """Build the report of the text by hand."""
    claim = DistanceClaim(
        span=span("roughly 90km south of Bakhmut"),
        kind="offset",
        distance=Length(span=span("90"), number="90", unit="km", low_m=90000.0, high_m=90000.0, hedge="roughly"),
        heading=Heading(span=span("south"), bearing_deg=180.0, points=4),
        anchor=span("Bakhmut"),
        subject=span("Avdiivka"),
    )
    grounded = GroundedClaim(
        claim=claim, anchor=BAKHMUT, subject=AVDIIVKA, anchor_span=span("Bakhmut"), subject_span=span("Avdiivka")
    )
    check = ClaimCheck(
        verdict=Verdict.DISTANCE_OFF, measured_m=53726.4, measured_bearing_deg=200.04, ratio=1.6751, note="a note"
    )
    area = Polygon([(37.0, 47.0), (38.0, 47.0), (38.0, 48.0), (37.0, 47.0)])
    location = Location(point=Point(lat=47.78, lon=38.0), area=area, uncertainty_m=72804.4, confidence=0.9)
    choice = Choice(
        toponym=Toponym(span=span("Bakhmut"), name="Bakhmut", role="location"),
        place=BAKHMUT,
        score=0.98765,
        candidates=(Candidate(place=BAKHMUT, name="Bakhmut", fit=1.0, why="name"),),
        terms=(("fit", 1.0),),
        uncertainty_m=4000.0,
    )
    written = WrittenCoordinate(
        span=span("48.14 N, 37.75 E"), notation="DD", point=Point(lat=48.14, lon=37.75), uncertainty_m=1334.2
    )
    return Report(
        document=Document(id="a", text=TEXT, published=date(2023, 3, 28)),
        sentences=(Span(start=0, end=len(TEXT)),),
        choices=(choice,),
        findings=(Finding(grounded=grounded, location=location, check=check),),
        coordinates=(written,),
    )


def test_the_record_has_every_field_of_the_contract() -> None:
    """None may be left out: null where there is nothing."""
    record = json.loads(json.dumps(to_record(report()), allow_nan=False))
    (toponym,), (claim,), (coordinate,) = record["toponyms"], record["claims"], record["coordinates"]

    fields = {"id", "title", "source", "published", "error", "warnings", "toponyms", "claims", "coordinates", "dates"}
    assert set(record) == fields | {"link", "pages", "copies"}
    assert set(toponym) >= {
        "start", "end", "text", "role", "modifier", "uncertainty_m", "place", "score", "candidates",
    }  # fmt: skip
    assert set(claim) >= {
        "start", "end", "text", "kind", "distance", "bearing_deg", "anchor", "subject", "point", "uncertainty_m",
        "area", "area_confidence", "check",
    }  # fmt: skip
    assert set(coordinate) >= {"start", "end", "text", "notation", "lat", "lon", "uncertainty_m"}


def test_the_record_says_what_the_report_holds() -> None:
    """Figures are rounded, spans slice back to the words, places carry their facts."""
    record = to_record(report())
    (claim,) = record["claims"]

    assert claim["distance"] == {
        "start": 18,
        "end": 20,
        "text": "90",
        "unit": "km",
        "low_m": 90000.0,
        "high_m": 90000.0,
        "hedge": "roughly",
    }
    assert claim["anchor"]["place"]["id"] == BAKHMUT.id
    assert claim["anchor"]["implied"] is False
    assert claim["uncertainty_m"] == 72804
    assert claim["area"]["type"] == "Polygon"
    assert claim["circle_m"] == {"bp2020": 73076, "w2004": 74947}
    assert claim["check"] == {
        "verdict": "distance off",
        "measured_m": 53726,
        "measured_bearing_deg": 200.0,
        "ratio": 1.675,
        "note": "a note",
    }
    assert record["published"] == "2023-03-28"


def test_a_record_holds_both_ends_and_both_legs(gazetteer: Gazetteer) -> None:
    """Nothing of "between X and Y" or "5 km north and 3 km east of X" is lost on the way to other programs."""
    text = "Drones fell between Siversk and Bakhmut. A depot 5 km north and 3 km east of Siversk burned."
    between, across = to_record(analyse(Document(id="a", text=text), gazetteer))["claims"]

    assert [between[end]["place"]["name"] for end in ("anchor", "other_anchor")] == ["Siversk", "Bakhmut"]
    assert between["across"] is None
    assert (across["distance"]["text"], across["bearing_deg"]) == ("5", 0.0)
    assert (across["across"]["distance"]["text"], across["across"]["bearing_deg"]) == ("3", 90.0)


def test_what_reaches_too_far_is_not_said_to_lack_a_place(gazetteer: Gazetteer) -> None:
    """A claim that is not drawn for its distance says so, wherever it is listed."""
    made = analyse(Document(id="a", text="A ship is 25,000 km east of Kyiv."), gazetteer)
    (statement,), (missing,) = statements_of(made), unplaced([made])

    assert statement.note == "Its distance or direction is too vague, or too far, to draw."
    assert missing.reason == "its distance or direction is too vague, or too far, to draw"


def test_a_failure_has_the_same_fields() -> None:
    """A report that failed is a record with its error and nothing found."""
    record = failure_record(Failure(id="x", reason="x: there is no such file"))

    assert set(record) == set(to_record(report()))
    assert record["error"] == "x: there is no such file"
    assert record["toponyms"] == []


def test_a_statement_reads_as_an_editor_would_write_it() -> None:
    """Stated and measured stand side by side."""
    (statement,) = statements_of(report())
    (line,) = as_table([statement])

    assert line == (
        "distance off  Avdiivka from Bakhmut  stated roughly 90 km S  measured 53.7 km SSW (200°)  x1.68  a  "
        '"roughly 90km south of Bakhmut": a note'
    )
    assert statement.is_off


def test_reports_on_one_pair_are_set_side_by_side() -> None:
    """Each note says what the others make of the same two places, whichever of them is counted from."""
    (one,) = statements_of(report())
    two = replace(one, report="b", stated="60 mi S", ratio=1.8, note="")
    three = replace(one, report="b", subject="Bakhmut", anchor="Avdiivka", stated="54 km N", ratio=1.0, note="")
    alone = replace(one, pair=("x", "y"))

    assert same_pairs([one, two, three, alone]) == {one.pair: [one, two, three]}
    assert [statement.note for statement in compared([one, two, three, alone])] == [
        "a note b says 60 mi S, 1.80 times the map's. b says 54 km N from Avdiivka, 1.00 times the map's.",
        (
            "a says roughly 90 km S, 1.68 times the map's. "
            "This report also says 54 km N from Avdiivka, 1.00 times the map's."
        ),
        (
            "a says roughly 90 km S from Bakhmut, 1.68 times the map's. "
            "This report also says 60 mi S from Bakhmut, 1.80 times the map's."
        ),
        "a note",
    ]


def test_many_reports_on_one_pair_are_counted() -> None:
    """A note names three others, and says how many more there are."""
    (one,) = statements_of(report())
    many = [replace(one, report=str(number), note="") for number in range(9)]

    assert [statement.note.count("says") for statement in compared(many)] == [3] * 9
    assert all(statement.note.endswith("5 more speak of the two.") for statement in compared(many))


def test_bearings_have_names_and_distances_fit_their_size() -> None:
    """16 points of the compass; metres below a kilometre."""
    assert [compass_point(bearing) for bearing in (0, 11, 12, 200, 225, 350)] == ["N", "N", "NNE", "SSW", "SW", "N"]
    assert [kilometres(metres) for metres in (12.4, 994.9, 996, 53_726, 99_960, 1_234_567)] == [
        "12 m", "995 m", "1.0 km", "53.7 km", "100 km", "1,235 km",
    ]  # fmt: skip
