"""What the dashboard makes ready before anybody visits it."""

import gc
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from streamlit import runtime
from streamlit.testing.v1 import AppTest
from streamlit.web import cli

from dashboard import __main__ as start
from dashboard import ahead, loading, page, project, reading, samples
from gazetteer.index import Gazetteer
from pipeline.model import Document
from pipeline.project import store
from pipeline.project.store import Project

APP = str(Path(__file__).parents[1] / "app.py")


@pytest.fixture(autouse=True)
def nothing_ready(gazetteer: Gazetteer) -> Iterator[None]:  # noqa: ARG001  (it has to be built: nothing is read else)
    """Begin with nothing read, and leave nothing to other tests."""
    everything = (reading.ready, reading.shelf, samples.sample_project)
    for kept in everything:
        kept.clear()
    yield
    for kept in everything:
        kept.clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is read in the samples in a folder of this test's own."""
    monkeypatch.setattr(samples, "default_directory", lambda: tmp_path)
    return tmp_path


def test_a_visit_shows_what_was_read_ahead() -> None:
    """The samples are read once: the first visit shows that very result."""
    ahead.prepare()
    (made,) = reading.ready().values()
    app = AppTest.from_file(APP, default_timeout=300).run()

    assert not app.exception
    assert made.reports
    assert [shown is made for shown in app.session_state["results"].values()] == [True]
    assert "analysed" not in app.session_state


@pytest.mark.usefixtures("folder")
def test_a_visit_without_it_reads_for_itself() -> None:
    """Nothing depends on its having been done; and it comes to the same, out of the file that the visit left, too."""
    app = AppTest.from_file(APP, default_timeout=300).run()
    (shown,) = app.session_state["results"].values()
    ahead.prepare()
    (made,) = reading.ready().values()

    assert shown.reports == made.reports
    assert shown.rows.keys() == made.rows.keys()


def test_no_samples_are_read_where_the_project_holds_reports(own_project: Path) -> None:
    """Then they would not be shown; the gazetteer is opened all the same."""
    with Project.open(own_project) as project:
        project.add_reports([Document(id="one", text="Shelling was heard 5 km north of Avdiivka.")])
    ahead.prepare()

    assert [result.reports for result in reading.ready().values()] == [()]
    assert reading.shelf()


def test_a_gazetteer_that_is_not_built_waits_for_a_visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building takes half a minute: it begins with somebody who is told of it."""
    folder = tmp_path / "gazetteer"
    monkeypatch.setenv("GAZETTEER_DIR", str(folder))
    ahead.prepare()

    assert not reading.ready()
    assert not reading.shelf()
    assert not list(folder.glob("*.sqlite"))


def test_a_project_that_cannot_be_opened_is_left_to_the_visit(own_project: Path) -> None:
    """The visit says what is wrong; nothing is said where nobody reads it."""
    own_project.write_text("no database")
    ahead.prepare()

    assert not reading.ready()


def test_the_samples_are_read_at_the_first_start_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next start has what was read from a file beside the gazetteer; no word of it is in anybody's project."""
    ahead.prepare()
    (first,) = reading.ready().values()
    for kept in (reading.ready, reading.shelf, samples.sample_project):
        kept.clear()
    monkeypatch.setattr(store, "analyse_each", None)

    ahead.prepare()
    (second,) = reading.ready().values()
    assert second.reports == first.reports
    assert not project.project().documents()
    assert (folder / "samples.db").exists()


def test_other_samples_take_the_place_of_the_former(folder: Path) -> None:
    """A later version of the program has other samples: nothing of the former stays."""
    with Project.open(folder / "samples.db") as project:
        project.add_reports([Document(id="old", text="Fires were seen in Sumy.")])

    assert "old" not in {document.id for document in samples.sample_project().documents()}


def test_samples_are_shown_where_nothing_can_be_kept(folder: Path) -> None:
    """What is read in them is then read at each start."""
    (folder / "samples.db").write_text("of another program")
    ahead.prepare()

    (made,) = reading.ready().values()
    assert made.reports
    assert (folder / "samples.db").read_text() == "of another program"


def test_the_analysis_is_rehearsed_once_a_page_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before that it would only keep the page waiting; where there is no gazetteer yet there is nothing to rehearse."""
    done: list[Document] = []
    monkeypatch.setattr(ahead, "analyse", lambda document, _: done.append(document))
    monkeypatch.setattr(ahead, "shown", Event())
    monkeypatch.setattr(ahead, "DRAWING_S", 0)
    thread = Thread(target=ahead.rehearse)
    thread.start()
    assert not done

    AppTest.from_file(APP, default_timeout=300).run()
    thread.join(timeout=60)
    assert done == [samples.sample_reports()[0]]

    reading.shelf.clear()
    ahead.rehearse()
    assert len(done) == 1


def test_a_visit_loads_nothing_beside_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads that load the same libraries at once may come to wait for one another."""
    done: list[str] = []

    class Turn:
        def __enter__(self) -> None:
            done.append("mine")

        def __exit__(self, *_: object) -> None:
            done.append("the next one's")

    monkeypatch.setattr(loading, "loading", Turn())
    monkeypatch.setattr(page, "main", lambda: done.append("page"))
    AppTest.from_file(APP, default_timeout=300).run()

    assert done == ["mine", "the next one's", "page"]


def test_loading_ahead_has_the_first_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is not there yet when it begins; it gives the turn up, too, where it fails."""
    held: list[bool] = []
    monkeypatch.setattr(cli, "main", lambda *_, **__: held.append(loading.loading.locked()))
    monkeypatch.setattr(start, "Thread", lambda **_: Thread())
    monkeypatch.setattr(runtime, "exists", lambda: None.here)  # type: ignore[attr-defined]
    try:
        start.main()
        with pytest.raises(AttributeError):
            start.load()
    finally:
        gc.enable()

    assert held == [True]
    assert not loading.loading.locked()
