"""What the dashboard makes ready before anybody visits it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import intake, reading
from pipeline.model import Document
from pipeline.project.store import Project

APP = str(Path(__file__).parents[1] / "app.py")


@pytest.fixture(autouse=True)
def nothing_ready() -> Iterator[None]:
    """Begin with nothing read, and leave nothing to other tests."""
    for kept in (reading.ready, reading.shelf):
        kept.clear()
    yield
    for kept in (reading.ready, reading.shelf):
        kept.clear()


def test_a_visit_shows_what_was_read_ahead() -> None:
    """The samples are read once: the first visit shows that very result."""
    intake.prepare()
    (made,) = reading.ready().values()
    app = AppTest.from_file(APP, default_timeout=300).run()

    assert not app.exception
    assert made.reports
    assert [shown is made for shown in app.session_state["results"].values()] == [True]
    assert "analysed" not in app.session_state


def test_a_visit_without_it_reads_for_itself() -> None:
    """Nothing depends on its having been done; and it comes to the same."""
    app = AppTest.from_file(APP, default_timeout=300).run()
    (shown,) = app.session_state["results"].values()
    intake.prepare()
    (made,) = reading.ready().values()

    assert shown.reports == made.reports
    assert shown.rows.keys() == made.rows.keys()


def test_no_samples_are_read_where_the_project_holds_reports(own_project: Path) -> None:
    """Then they would not be shown; the gazetteer is opened all the same."""
    with Project.open(own_project) as project:
        project.add_reports([Document(id="one", text="Shelling was heard 5 km north of Avdiivka.")])
    intake.prepare()

    assert [result.reports for result in reading.ready().values()] == [()]
    assert reading.shelf()


def test_a_gazetteer_that_is_not_built_waits_for_a_visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building takes half a minute: it begins with somebody who is told of it."""
    folder = tmp_path / "gazetteer"
    monkeypatch.setenv("GAZETTEER_DIR", str(folder))
    intake.prepare()

    assert not reading.ready()
    assert not reading.shelf()
    assert not list(folder.glob("*.sqlite"))


def test_a_project_that_cannot_be_opened_is_left_to_the_visit(own_project: Path) -> None:
    """The visit says what is wrong; nothing is said where nobody reads it."""
    own_project.write_text("no database")
    intake.prepare()

    assert not reading.ready()
