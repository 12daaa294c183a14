"""Putting records right in the dashboard, without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup, TextInput

from dashboard import project, tables
from dashboard.map_view import pin_of
from dashboard.text_view import span_of_units
from gazetteer.place import Point
from pipeline.corrections import ToPoint
from pipeline.model import Span

APP = str(Path(__file__).parents[1] / "app.py")
PLACE = "sample-5-darfur#places-34-40"
CHECK = "sample-1-highway#checks-664-689"


def opened(record: str) -> AppTest:
    """Open the app on a record."""
    app = AppTest.from_file(APP, default_timeout=300)
    app.query_params["show"] = record
    return app.run()


def words(app: AppTest) -> str:
    """Join all the words on the page that are not in a table."""
    shown = [*app.markdown, *app.caption, *app.error, *app.info, *app.warning, *app.get("html")]
    return " ".join(str(getattr(element, "value", None) or getattr(element.proto, "body", "")) for element in shown)


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of that label."""
    return next(button for button in app.button if button.label == label).click().run()


def ways(app: AppTest) -> ButtonGroup[str]:
    """Give the control that offers the ways to put a record right."""
    return next(control for control in app.segmented_control if control.label == "Put it right")


def field(app: AppTest, label: str) -> TextInput:
    """Give the field of that label."""
    return next(control for control in app.text_input if control.label == label)


def typed(app: AppTest, coordinates: str) -> AppTest:
    """Choose to type coordinates, and type them."""
    ways(app).set_value("Type").run()
    return field(app, "Coordinates").set_value(coordinates).run()


def test_typed_coordinates_are_echoed_and_move_the_point() -> None:
    """What was understood is said in two notations before it is saved; then the point stands there, by hand."""
    app = typed(opened(PLACE), "13°30'N 25°19'E")
    echo = words(app).replace("&#46;", ".")
    press(app, "Save")

    assert "Understood as 13.500, 25.317" in echo
    assert "Put right by hand" in words(app)
    assert app.session_state["selected"] == PLACE


@pytest.mark.parametrize("nonsense", ["north of town", "95.0, 37.0", "48.5"])
def test_what_is_no_coordinate_is_said_and_never_saved(nonsense: str) -> None:
    """Bad input costs a sentence, and pressing the button saves nothing."""
    app = typed(opened(PLACE), nonsense)
    said = len(app.warning)
    press(app, "Save")

    assert said == 1
    assert project.project().corrections() == ()
    assert field(app, "Coordinates").value == nonsense


def test_nothing_chosen_is_said_and_not_saved() -> None:
    """A button pressed too early costs a sentence."""
    app = opened(PLACE)
    ways(app).set_value("Type").run()
    press(app, "Save")

    assert "Nothing was saved" in app.warning[0].value
    assert project.project().corrections() == ()


def test_what_is_typed_last_counts_though_the_button_comes_with_it() -> None:
    """Coordinates and a note that reach the page together with the press are those that are kept."""
    app = typed(opened(PLACE), "14.2, 25.5")
    field(app, "Note").set_value("seen in a picture")
    field(app, "Coordinates").set_value("14.3, 25.6")
    press(app, "Save")
    (kept,) = project.project().corrections()

    assert isinstance(kept.decision, ToPoint)
    assert kept.decision.point == Point(lat=14.3, lon=25.6)
    assert kept.note == "seen in a picture"


def test_what_was_typed_for_one_record_is_not_there_for_the_next() -> None:
    """The controls of a record are its own: nothing typed for another can be saved for it."""
    app = typed(opened(PLACE), "14.2, 25.5")
    press(app, "Next ›")
    next_one = app.session_state["selected"]
    empty = ways(app).value is None
    ways(app).set_value("Type").run()

    assert next_one != PLACE
    assert empty
    assert field(app, "Coordinates").value == ""


def test_a_table_that_repeats_what_it_showed_before_selects_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick that a browser reports before it has the latest page is not taken for a choice; a later one is."""
    state = {"table-evidence": {"selection": {"rows": [1], "columns": [], "cells": []}}}
    chosen: list[str | None] = []
    monkeypatch.setattr(tables.st, "session_state", state)
    monkeypatch.setattr(tables, "select", chosen.append)
    tables.shows("table-evidence", (("a", "b"), [0]))
    state["edition-seen"] = "0"
    tables._told("table-evidence", ("a", "b"))  # noqa: SLF001
    state["edition-seen"] = "1"
    tables._told("table-evidence", ("a", "b"))  # noqa: SLF001

    assert chosen == ["b"]


def test_what_counts_from_a_corrected_place_is_said_to_have_moved() -> None:
    """A check whose place was moved says its new verdict."""
    app = press(typed(opened(PLACE), "14.2, 25.5"), "Save")

    assert "With it" in words(app)
    assert "both off" in words(app)


def test_undo_brings_all_back() -> None:
    """After undo the page says what it said before."""
    app = opened(PLACE)
    before = words(app)
    press(press(typed(app, "14.2, 25.5"), "Save"), "Undo")

    assert words(app) == before


def test_a_candidate_can_be_chosen_by_another_name() -> None:
    """A name that is looked up offers its places."""
    app = opened(PLACE)
    ways(app).set_value("Choose").run()
    field(app, "Look up a name").set_value("Avdiivka").run()
    candidates = app.radio[-1]
    candidates.set_value(candidates.options[0]).run()
    press(app, "Save")

    assert "Avdiivka" in candidates.options[0]
    assert "Put right by hand" in words(app)


def test_not_a_place_leaves_the_map_and_stays_selected() -> None:
    """Words that are no place are listed as not placed, and the page follows them there."""
    app = opened(PLACE)
    ways(app).set_value("Not a place").run()
    press(app, "Save")

    assert app.session_state["selected"] == PLACE.replace("places", "unplaced")
    assert "Put right by hand" in words(app)


def test_a_claim_has_no_candidates() -> None:
    """A claim is put right by coordinates or a pin, or set aside."""
    app = opened(CHECK)

    assert ways(app).options == ["Type", "On the map", "Not a place"]


def test_judging_is_counted_and_taken_back() -> None:
    """Accepting a record shows in the filter; pressing again makes it new."""
    app = press(opened(PLACE), "✓ Accept")
    accepted = words(app)
    press(app, "✓ Accept")

    assert " new, 1 accepted" in accepted
    assert " new, 0 accepted" in words(app)


def test_all_above_a_score_are_accepted_at_once() -> None:
    """The button says how many, and does it."""
    app = opened(PLACE)
    button = next(button for button in app.button if button.label.startswith("Accept "))
    number = button.label.split()[1]
    button.click().run()

    assert f"{number} accepted" in words(app)


def test_the_log_lists_what_was_done() -> None:
    """A correction and a judgement stand in the log, the last first."""
    app = press(press(typed(opened(PLACE), "14.2, 25.5"), "Save"), "✕ Reject")
    app.segmented_control(key="tab").set_value("Log").run()
    said = list(app.dataframe[0].value["What"])

    assert "rejected" in said[0]
    assert "lies at 14.20000, 25.50000" in said[1]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"placed": "a#places-1-2", "lat": 48.5, "lon": 37.5}, ("a#places-1-2", Point(lat=48.5, lon=37.5))),
        ({"placed": "a#places-1-2", "lat": 480, "lon": 37.5}, None),
        ({"placed": "a#places-1-2", "lat": None, "lon": 37.5}, None),
        ({"id": "a#places-1-2"}, None),
        ({}, None),
    ],
)
def test_where_a_pin_was_dropped_is_read(answer: dict[str, object], found: tuple[str, Point] | None) -> None:
    """Whatever the browser sends, it is a point on the earth or nothing."""
    assert pin_of({"last_active_drawing": {"properties": answer}}) == found


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (3, 10, "Bakhmut"),
        (2, 11, "Bakhmut"),
        (2, 3, None),
        (0, 2, "\U0001f4a5"),
        (0, 99, "\U0001f4a5 Bakhmut fell"),
        (7, 3, None),
    ],
)
def test_selected_words_are_found_again(start: int, end: int, words: str | None) -> None:
    """What the browser counts in UTF-16 units is the very words, without the blanks round them."""
    text = "\U0001f4a5 Bakhmut fell"
    span = span_of_units(text, start, end)

    assert (span.of(text) if span else None) == words


def test_words_that_were_missed_are_placed() -> None:
    """Words in which nothing was found become a place by hand."""
    app = opened(PLACE)
    app.segmented_control(key="tab").set_value("Text").run()
    app.session_state["missed"] = ("sample-5-darfur", Span(start=12, end=17))
    app.run()
    next(control for control in app.segmented_control if control.label == "How").set_value("Type").run()
    press(field(app, "Coordinates").set_value("13.6, 25.3").run(), "Save")

    assert "Place these words" not in words(app)
    assert len(project.project().corrections()) == 1
    assert not app.exception


def test_what_another_window_did_meanwhile_is_never_written_over_unasked() -> None:
    """A correction thought of before the other's waits until its visitor decides, however often the page was made."""
    app, other = typed(opened(PLACE), "14.2, 25.5"), typed(opened(PLACE), "13.9, 25.1")
    press(other, "Save")
    field(app, "Note").set_value("seen in a picture").run()
    press(app, "Save")
    said = " ".join(warning.value for warning in app.warning)
    before = len(project.project().corrections())
    press(app, "Save mine over it")

    assert "Not saved, because it was changed meanwhile" in said
    assert before == 1
    assert len(project.project().corrections()) == 2
    assert "seen in a picture" in words(app)
