"""The dashboard's logic, without a browser: what goes in, what is shown, what is said of bad input."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from reports_by_hand import TEXT as TEXT_BY_HAND
from reports_by_hand import report
from streamlit.testing.v1 import AppTest

from dashboard import map_view, project
from dashboard.addresses import offered
from dashboard.map_view import clicked_id
from dashboard.reading import made_of
from dashboard.records import doubtful_first
from dashboard.text_view import marks_of
from dashboard.tiles import own_tiles
from pipeline.errors import TilesError
from pipeline.layers import rows_of, to_layers

APP = str(Path(__file__).parents[1] / "app.py")
TEXT = "Shelling was heard 5 km north of Avdiivka. Bakhmut, about 90 km north of Avdiivka, was quiet."


@pytest.fixture
def app() -> AppTest:
    """Open the app as a new visitor does."""
    return AppTest.from_file(APP, default_timeout=300).run()


def words(app: AppTest) -> str:
    """Join all the words on the page that are not in a table."""
    shown = [*app.subheader, *app.markdown, *app.caption, *app.error, *app.info, *app.get("html")]
    return " ".join(str(getattr(element, "value", None) or getattr(element.proto, "body", "")) for element in shown)


def paste(app: AppTest, text: str) -> AppTest:
    """Paste a text and press the button."""
    app.segmented_control(key="source").set_value("Paste").run()
    app.text_area(key="pasted").set_value(text)
    return next(button for button in app.button if button.label == "Map it").click().run()


def unfold(app: AppTest, key: str) -> AppTest:
    """Open a folded part of the page; what it holds is made only then."""
    app.session_state[key] = True
    return app.run()


def upload(app: AppTest, *files: tuple[str, bytes, str]) -> AppTest:
    """Hand files in."""
    app.segmented_control(key="source").set_value("Files").run()
    return app.file_uploader[0].set_value(list(files)).run()


def test_opens_on_the_samples_with_a_finished_map(app: AppTest) -> None:
    """A new visitor sees the samples mapped and checked, without a word of error."""
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert "5 reports" in words(app).replace("&#45;", "-")
    assert len(app.get("component_instance")) == 1
    assert len(app.dataframe[0].value) > 0


def test_says_how_to_read_the_map_until_something_is_chosen(app: AppTest) -> None:
    """The panel beside the map explains the signs first, and shows a card after."""
    assert "How to read this map" in words(app)
    next(button for button in app.button if button.label == "Begin with the most doubtful").click().run()

    assert "cm-card" in words(app)
    assert "distance off" in words(app)


def test_next_and_previous_go_round(app: AppTest) -> None:
    """From the first, previous leads to the last and next back."""
    next(button for button in app.button if button.label.startswith("Begin")).click().run()
    first = words(app)
    next(button for button in app.button if "Previous" in button.label).click().run()
    last = words(app)
    next(button for button in app.button if "Next" in button.label).click().run()

    assert first != last
    assert words(app) == first


def test_pasted_text_is_mapped(app: AppTest) -> None:
    """A pasted text gives its own map and tables."""
    paste(app, TEXT)

    assert not app.exception
    assert "1 report" in words(app)
    assert list(app.dataframe[0].value["From and to"]) == ["Avdiivka to Bakhmut"]


def test_uploaded_files_are_mapped(app: AppTest) -> None:
    """Several files give one map; two of one name are told apart."""
    upload(app, ("a.txt", TEXT.encode(), "text/plain"), ("a.txt", b"Fires were seen in Kharkiv.", "text/plain"))

    assert not app.exception
    assert "2 reports" in words(app)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("noise.txt", bytes(range(256)) * 40, "noise"),
        ("broken.jsonl", b'{"text": "Fires in Kharkiv."}\n{"text": \n', "broken.jsonl"),
    ],
)
def test_bad_input_is_one_clear_sentence(app: AppTest, name: str, data: bytes, said: str) -> None:
    """A file that cannot be read is named in one line; there is no traceback, and the page stands."""
    upload(app, (name, data, "text/plain"), ("good.txt", TEXT.encode(), "text/plain"))

    assert not app.exception
    assert len(app.error) == 1
    assert said in app.error[0].value
    assert "Traceback" not in app.error[0].value
    assert len(app.get("component_instance")) == 1


def test_nothing_pasted_is_said(app: AppTest) -> None:
    """Without a text nothing is added, and the samples stay."""
    paste(app, "  ")

    assert not app.exception
    assert "There is no text to read" in app.warning[0].value
    assert "5 reports" in words(app).replace("&#45;", "-")


def test_what_was_added_is_there_on_the_next_visit(app: AppTest) -> None:
    """The project keeps reports and what was decided about them."""
    paste(app, TEXT)
    again = AppTest.from_file(APP, default_timeout=300).run()

    assert "1 report" in words(again)
    assert list(again.dataframe[0].value["From and to"]) == ["Avdiivka to Bakhmut"]


def test_the_same_text_twice_is_one_report(app: AppTest) -> None:
    """Pasting a text again adds nothing."""
    paste(app, TEXT)
    paste(app, TEXT)

    assert "1 report," in words(app)


def test_taking_the_reports_out_brings_the_samples_back(app: AppTest) -> None:
    """A project without a report shows the samples."""
    paste(app, TEXT)
    next(button for button in app.button if button.label == "Take out all").click().run()

    assert "5 reports" in words(app)


@pytest.mark.parametrize("table", ["Claim check", "Evidence", "Not placed"])
def test_each_table_can_be_shown(app: AppTest, table: str) -> None:
    """The three tables show without error."""
    app.segmented_control(key="tab").set_value(table).run()

    assert not app.exception
    assert len(app.dataframe) == (2 if table == "Claim check" else 1)


def test_settings_change_the_result(app: AppTest) -> None:
    """Another confidence gives other areas, and the page stands."""
    unfold(app, "settings").slider(key="confidence").set_value(50).run()

    assert not app.exception
    assert len(app.get("component_instance")) == 1


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"last_active_drawing": {"properties": {"id": "a#places-1-2"}}}, "a#places-1-2"),
        ({"last_active_drawing": {"properties": {}}}, None),
        ({"last_active_drawing": {"properties": {"id": 7}}}, None),
        ({"last_active_drawing": None}, None),
        ({}, None),
        (None, None),
        ("nonsense", None),
    ],
)
def test_a_click_is_known_by_its_id(answer: object, found: str | None) -> None:
    """Whatever the browser sends, it is an id or nothing."""
    assert clicked_id(answer) == found


def test_the_doubtful_come_first() -> None:
    """Claims that are off lead, then what has the lowest score; areas are not counted apart."""
    rows = [row for frame in to_layers([report()]).values() for row in rows_of(frame)]
    order = doubtful_first(rows)

    assert order[0] == "note-1#checks-116-141"
    assert not [feature for feature in order if feature.endswith("-area")]


def test_what_was_chosen_in_a_part_stays_when_it_is_folded_again(app: AppTest) -> None:
    """A folded part keeps its controls, so that no setting is forgotten unseen."""
    assert not [slider for slider in app.slider if slider.key == "confidence"]
    unfold(app, "settings").slider(key="confidence").set_value(50).run()
    app.session_state["settings"] = False

    assert app.run().slider(key="confidence").value == 50


def test_a_region_that_is_none_is_said_and_not_used(app: AppTest) -> None:
    """A slip in the settings costs a sentence, not the map."""
    unfold(app, "settings").text_input(key="region").set_value("Ukrane").run()

    assert "neither a country code" in " ".join(warning.value for warning in app.warning)
    assert [error.value for error in app.error] == []
    assert len(app.dataframe[0].value) > 0


def test_the_address_holds_the_selection_and_gives_it_back() -> None:
    """Who opens an address with a record and a table finds both chosen, the row ticked."""
    app = AppTest.from_file(APP, default_timeout=300)
    app.query_params["show"] = "sample-1-highway#checks-664-689"
    app.query_params["tab"] = "Claim check"
    app.run()

    assert "Bakhmut to Avdiivka" in words(app)
    assert app.session_state["table-checks"]["selection"]["rows"] == [0]


def test_a_chosen_record_stands_in_the_address(app: AppTest) -> None:
    """Choosing writes the record's id into the address."""
    next(button for button in app.button if button.label.startswith("Begin")).click().run()

    assert app.query_params["show"] == app.session_state["selected"]


def test_an_unknown_record_in_the_address_is_no_error() -> None:
    """An address whose record is not among these reports opens as if it named none."""
    app = AppTest.from_file(APP, default_timeout=300)
    app.query_params["show"] = "<script>#places-1-2"
    app.run()

    assert not app.exception
    assert "How to read this map" in words(app)


def test_a_filter_narrows_map_tables_and_counts(app: AppTest) -> None:
    """A verdict asked for leaves the claims that have it, everywhere, and the address holds it."""
    app.multiselect(key="filter-verdicts").set_value(["distance off"]).run()

    assert set(app.dataframe[0].value["Verdict"]) == {"distance off"}
    assert re.search(r"Showing 2 of \d+", words(app))
    assert app.query_params["verdict"] == "distance off"


def test_reset_lets_the_filter_go(app: AppTest) -> None:
    """After a reset everything is shown and the address is clean."""
    app.text_input(key="filter-words").set_value("soledar").run()
    narrowed = words(app)
    next(button for button in app.button if button.label == "Reset").click().run()

    everything = re.compile(r"Showing (\d+) of \1\b")

    assert not everything.search(narrowed)
    assert everything.search(words(app))
    assert "words" not in app.query_params


def test_an_address_gives_its_filter_back() -> None:
    """Days, words and score stand in the controls of who opens the address."""
    app = AppTest.from_file(APP, default_timeout=300)
    app.query_params["from"] = "2023-01-01"
    app.query_params["least-score"] = "0.9"
    app.run()

    assert app.slider(key="filter-least").value == 90
    assert str(app.date_input(key="filter-first").value) == "2023-01-01"


def test_a_wrong_filter_in_the_address_is_said(app: AppTest) -> None:
    """A filter that is none costs a sentence, not the page."""
    app = AppTest.from_file(APP, default_timeout=300)
    app.query_params["from"] = "yesterday<script>"
    app.run()

    assert not app.exception
    assert "passed over" in app.warning[0].value
    assert len(app.get("component_instance")) == 1


def test_the_text_tab_marks_every_record_of_a_report() -> None:
    """Each record of the report has a mark over its very words."""
    result = made_of([report()])
    marks = list(marks_of(result, report()))

    assert {TEXT_BY_HAND[mark["start"] : mark["end"]] for mark in marks if mark["kind"] == "place"} == {
        "Bakhmut",
        "Avdiivka",
    }
    assert [mark["kind"] for mark in marks].count("claim off") == 1
    assert {mark["kind"] for mark in marks} == {"place", "claim", "claim off", "coordinate", "missing", "aside"}


def test_marks_count_as_the_browser_does() -> None:
    """A character beyond the basic plane before a mark moves it by two."""
    plain = report()
    text = f"\U0001f4a5 {plain.document.text}"
    moved = replace(plain, document=replace(plain.document, text=text))
    (first, *_) = marks_of(made_of([moved]), moved)
    (before, *_) = marks_of(made_of([plain]), plain)

    assert first["start"] - before["start"] == 1


LINE = json.dumps(
    {
        "type": "Feature",
        "properties": {"name": "<b>line</b>"},
        "geometry": {"type": "LineString", "coordinates": [[37, 48], [38, 49]]},
    }
)


def test_own_shapes_lie_over_the_map_with_day_and_source(app: AppTest) -> None:
    """A front line is kept with what its owner says of it, until it is taken off."""
    uploader = next(item for item in unfold(app, "map-layers").file_uploader if item.label.startswith("Own shapes"))
    uploader.set_value([("front.geojson", LINE.encode(), "application/geo+json")])
    next(item for item in app.text_input if item.label == "Source of the shapes").set_value("Monitor <i>")
    next(button for button in app.button if button.label == "Lay it over the map").click().run()
    again = unfold(AppTest.from_file(APP, default_timeout=300).run(), "map-layers")

    assert not app.exception
    assert "day not told" in words(again)
    assert "Monitor" in words(again)
    next(button for button in again.button if button.label == "Take off").click().run()
    assert "Monitor" not in words(again)


def test_shapes_that_are_none_are_refused_in_a_sentence(app: AppTest) -> None:
    """A file of nothing costs a sentence, and the map stays as it was."""
    uploader = next(item for item in unfold(app, "map-layers").file_uploader if item.label.startswith("Own shapes"))
    uploader.set_value([("front.geojson", b"<html>", "application/geo+json")])
    next(button for button in app.button if button.label == "Lay it over the map").click().run()

    assert not app.exception
    assert "front" in app.warning[0].value
    assert len(app.get("component_instance")) == 1


@pytest.mark.parametrize(
    ("written", "credited"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "tiles.example"),
        ("http://localhost:8080/{z}/{x}/{y}.png?key=a&b=c", "localhost:8080"),
    ],
)
def test_tiles_credit_their_host_where_nobody_else_is_named(written: str, credited: str) -> None:
    """A map never shows tiles without saying whose they are."""
    assert own_tiles(written, "").credit == credited
    assert own_tiles(written, "A survey").credit == "A survey"


@pytest.mark.parametrize(
    "written",
    [
        "https://tiles.example/{z}/{x}.png",
        "javascript:alert({x}{y}{z})",
        'https://tiles.example/{z}/{x}/{y}"</script>',
        "",
    ],
)
def test_tiles_come_from_an_address_that_is_one(written: str) -> None:
    """An address begins with http, holds the three parts, and nothing that could be markup."""
    with pytest.raises(TilesError):
        own_tiles(written, "")


def test_very_many_records_are_density_and_the_most_doubtful_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit only the first are marks, the chosen one among them, and density stands for all."""
    layers = to_layers([report()])
    order = doubtful_first(row for frame in layers.values() for row in rows_of(frame))
    monkeypatch.setattr(map_view, "MOST_DRAWN", 3)
    monkeypatch.setattr(map_view, "MOST_MARKS", 2)
    groups = [group.layer_name for group in map_view.groups_of(layers, order, order[-1])]
    drawn = sum(int(found) for name in groups for found in re.findall(r"\((\d+)\)", name))

    assert drawn == 3 < len(order)
    assert (groups[0], groups[-1]) == ("Notice", "Density of mentions")


def test_what_several_say_of_one_pair_stands_side_by_side(app: AppTest) -> None:
    """The two samples that speak of Bakhmut and Avdiivka are put together."""
    beside = app.dataframe[1].value

    assert set(beside["From and to"]) == {"Bakhmut to Avdiivka"}
    assert len(set(beside["Said by"])) == 2


def test_a_step_is_taken_in_what_is_shown_now(app: AppTest) -> None:
    """A button pressed while other reports are read leads to one of those, never to one that is gone."""
    paste(app, TEXT)
    next(button for button in app.button if button.label.startswith("Begin")).click().run()

    assert app.session_state["selected"].startswith("pasted#")


@pytest.mark.parametrize(
    ("address", "asked", "is_offered"),
    [
        ("localhost", False, True),
        ("127.0.0.1", False, True),
        ("192.0.2.7", False, False),
        (None, False, False),
        (None, True, True),
    ],
)
def test_only_whoever_runs_a_shared_server_may_let_it_fetch(address: str | None, asked: bool, is_offered: bool) -> None:
    """At one's own machine the switch is there; on a server that others reach only where it was started so."""
    assert offered(address, asked=asked) is is_offered


def test_no_web_address_is_asked_for_before_it_is_allowed(app: AppTest) -> None:
    """The switch is off at first, and without it there is no place to enter an address."""
    assert unfold(app, "settings").toggle(key="allow-fetch").value is False
    assert "Address" not in app.segmented_control(key="source").options


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ("http://127.0.0.1:9/secret", "only the ports of the web"),
        ("http://127.0.0.1/secret", "no public address"),
        ("/etc/passwd", "no web address"),
        ("file:///etc/passwd", "file"),
        ("README.md", "no web address"),
    ],
)
def test_an_address_within_or_a_path_is_refused_in_a_sentence(app: AppTest, entered: str, said: str) -> None:
    """Neither a server of one's own network nor a file of the machine is read; the page says why."""
    unfold(app, "settings").toggle(key="allow-fetch").set_value(True).run()
    app.segmented_control(key="source").set_value("Address").run()
    app.text_input(key="address").set_value(entered)
    next(button for button in app.button if button.label == "Fetch it").click().run()

    assert not app.exception
    assert len(app.error) == 1
    assert said in app.error[0].value
    assert project.documents() == ()
