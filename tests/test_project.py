"""What people did with reports is in one file: it stands tomorrow, two windows share it, and nothing is lost."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from killing import kill_writers
from payloads import PAYLOADS, hostile_report
from reports_by_hand import report as report_by_hand

from gazetteer.index import Gazetteer
from gazetteer.place import Point
from pipeline.corpus import Options
from pipeline.corrections import Corrected, Correction, NotAPlace, ToPlace, ToPoint
from pipeline.errors import CorrectionError, ProjectError
from pipeline.layers import rows_of, to_layers
from pipeline.model import Document, Report, Span
from pipeline.project.codec import corrections_from_json, corrections_to_json, from_json, packed, to_json, unpacked
from pipeline.project.store import Project, default_path
from pipeline.quoting import quote
from pipeline.review import judgement_of

TEXT = "Shelling of Bakhmut went on. Columns were seen 13 miles southwest of Bakhmut."
NOTE = Document(id="note", text=TEXT, title="Note", published=date(2024, 1, 1))
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
HAND = ToPoint(point=Point(lat=48.7, lon=38.1), uncertainty_m=50.0, written="48.7, 38.1")
AVDIIVKA = ToPlace(place="geonames:713174", name="Avdiivka")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Begin a project."""
    with Project.open(tmp_path / "project.sqlite", author="Ann", clock=lambda: NOON) as begun:
        yield begun


def right(nth: int = 0, decision: Any = HAND, **fields: Any) -> Correction:
    """Put a mention of Bakhmut right."""
    start = TEXT.index("Bakhmut", 20 * nth)
    usual = {"report": "note", "quoted": quote(TEXT, Span(start=start, end=start + 7)), "decision": decision}
    return Correction(**usual | {"made": NOON} | fields)


def the_only(project: Project, gazetteer: Gazetteer) -> Corrected:
    """Give the one result of a project."""
    (result,) = project.results(gazetteer, Options())
    assert isinstance(result, Corrected)
    return result


# Kept.


def test_what_was_done_stands_when_the_project_is_opened_again(project: Project, gazetteer: Gazetteer) -> None:
    """Reports, corrections, judgements, settings and the log are there, as they were."""
    project.add_reports([NOTE], file="note.txt")
    project.correct(right(note="see map"))
    result = the_only(project, gazetteer)
    row = rows_of(to_layers([result.report])["places"])[0]
    judgement = judgement_of(result.report, row, "accepted", made=NOON, author="Ann")
    project.judge([judgement])
    project.set_setting("theme", "dark")
    project.close()

    with Project.open(project.path) as again:
        assert again.documents() == (NOTE,)
        assert again.corrections() == (right(note="see map"),)
        assert again.judgements() == (judgement,)
        assert again.setting("theme") == "dark"
        assert again.revision == 3
        assert the_only(again, gazetteer) == result
        assert [(entry.revision, entry.author, entry.what) for entry in again.log()] == [
            (3, "Ann", "judged 1 feature accepted"),
            (2, "Ann", "“Bakhmut” lies at 48.70000, 38.10000 in this mention"),
            (1, "Ann", "added 1 report"),
        ]


def test_report_is_not_analysed_twice(project: Project, gazetteer: Gazetteer) -> None:
    """An extraction is used again as long as text, options, gazetteer and program are the same."""
    project.add_reports([NOTE])
    first = the_only(project, gazetteer)
    nothing: Any = replace_gazetteer(gazetteer)

    assert the_only(project, nothing) == first


def replace_gazetteer(gazetteer: Gazetteer) -> Any:
    """Make a gazetteer of the same version that can answer nothing: whoever analyses with it fails."""

    class Nothing:
        version = gazetteer.version

    return Nothing()


def test_report_is_analysed_again_when_its_text_or_an_option_changes(project: Project, gazetteer: Gazetteer) -> None:
    """Another text and another confidence give other extractions."""
    project.add_reports([NOTE])
    first = the_only(project, gazetteer)
    (surer,) = project.results(gazetteer, Options(confidence=0.5))
    project.add_reports([replace(NOTE, text="Lviv slept.")])

    assert isinstance(surer, Corrected)
    assert surer.report.findings[0].location != first.report.findings[0].location
    assert the_only(project, gazetteer).report.document.text == "Lviv slept."


def test_corrections_outlive_their_report(project: Project, gazetteer: Gazetteer) -> None:
    """Taken out and in again, a report has its corrections; while it is away they are listed."""
    project.add_reports([NOTE])
    project.correct(right())
    before = the_only(project, gazetteer)
    project.remove_reports(["note"])

    assert list(project.results(gazetteer, Options())) == []
    assert project.without_report() == (right(),)
    project.add_reports([NOTE])
    assert the_only(project, gazetteer) == before


def test_reports_stay_in_order(project: Project) -> None:
    """One that is taken in again keeps its place."""
    documents = [Document(id=name, text=f"{name}.") for name in ("c", "a", "b")]
    project.add_reports(documents)
    project.add_reports([replace(documents[0], text="new")])

    assert [document.id for document in project.documents()] == ["c", "a", "b"]


def test_undo_takes_back_the_last_or_a_given_one(project: Project, gazetteer: Gazetteer) -> None:
    """What is undone no longer counts, and the log keeps both."""
    project.add_reports([NOTE])
    plain = the_only(project, gazetteer)
    for nth in (0, 1):
        project.correct(right(nth))
    first, _ = project.corrections()

    project.undo(first.id)
    assert [item.quoted for item in project.corrections()] == [right(1).quoted]
    project.undo()
    assert the_only(project, gazetteer) == plain
    assert [entry.what.partition(":")[0] for entry in project.log()][:2] == ["undid", "undid"]
    with pytest.raises(CorrectionError, match="there is no correction to undo"):
        project.undo()
    with pytest.raises(CorrectionError, match="there is no such correction"):
        project.undo(first.id)


def test_later_correction_counts_though_the_clock_went_back(project: Project, gazetteer: Gazetteer) -> None:
    """What a person did last is what they see."""
    project.add_reports([NOTE])
    project.correct(right(decision=AVDIIVKA))
    project.correct(right(decision=NotAPlace(), made=NOON - timedelta(days=400)))

    assert the_only(project, gazetteer).report.choices[0].place is None


decisions = st.sampled_from([HAND, AVDIIVKA, NotAPlace()])


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 1), decisions, st.sampled_from(["mention", "report"])), max_size=3))
def test_undoing_everything_restores_the_report(
    steps: list[Any], tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer
) -> None:
    """Each step undone gives what was there before it, down to the report as it was read."""
    with Project.open(tmp_path_factory.mktemp("undo") / "project.sqlite") as project:
        project.add_reports([NOTE])
        before = [the_only(project, gazetteer).report]
        for nth, decision, scope in steps:
            project.correct(right(nth, decision, scope=scope))
            before.append(the_only(project, gazetteer).report)
        while project.corrections():
            assert the_only(project, gazetteer).report == before.pop()
            project.undo()
        assert the_only(project, gazetteer).report == before.pop()


# Two windows.


def test_second_writer_is_told_and_both_changes_stand(project: Project) -> None:
    """Changes of different mentions merge; the second window learns who changed what."""
    seen = project.revision
    with Project.open(project.path, author="Ben") as other:
        other.correct(right(0), seen=seen)
    written = project.correct(right(1), seen=seen)

    assert (written.saved, written.revision, written.conflicts) == (True, 2, ())
    assert [(entry.author, entry.what) for entry in written.others] == [
        ("Ben", "“Bakhmut” lies at 48.70000, 38.10000 in this mention")
    ]
    assert len(project.corrections()) == 2
    assert project.correct(right(1, note="again"), seen=written.revision).others == ()


def test_writers_at_the_same_moment_wait_for_each_other(project: Project) -> None:
    """However many write at once, each change is saved, and no revision is given twice."""
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda number: project.correct(right(report=str(number))), range(24)))

    assert sorted(item.revision for item in written) == list(range(1, 25))
    assert {item.report for item in project.corrections()} == {str(number) for number in range(24)}


CLASHES: dict[str, tuple[Correction, Correction, bool]] = {
    "one mention, two places": (right(), right(decision=AVDIIVKA), True),
    "one mention, the same place": (right(), right(note="me too"), False),
    "a mention and its whole report": (right(), right(1, AVDIIVKA, scope="report"), True),
    "two mentions": (right(), right(1, AVDIIVKA), False),
    "two reports": (right(scope="report"), right(report="other", decision=AVDIIVKA, scope="report"), False),
    "a report and the project": (right(scope="project"), right(report="other", decision=AVDIIVKA), True),
}


@pytest.mark.parametrize(("theirs", "ours", "is_clash"), CLASHES.values(), ids=CLASHES)
def test_change_of_the_same_thing_is_a_conflict(
    project: Project, theirs: Correction, ours: Correction, is_clash: bool
) -> None:
    """Nothing is set over another's change unseen; seen, it is."""
    project.correct(theirs)
    written = project.correct(ours, seen=0)

    assert (written.saved, bool(written.conflicts)) == (not is_clash, is_clash)
    assert len(project.corrections()) == (1 if is_clash else 2)
    if is_clash:
        assert project.correct(ours, seen=written.revision).saved
        assert [item.decision for item in project.corrections()] == [theirs.decision, ours.decision]


def test_undo_of_what_another_changed_meanwhile_is_a_conflict(project: Project) -> None:
    """The one who undoes is shown the newer change first."""
    project.correct(right())
    seen = project.revision
    ours = project.corrections()[0]
    project.correct(right(decision=AVDIIVKA))

    assert not project.undo(ours.id, seen=seen).saved
    assert len(project.corrections()) == 2


# In and out.


def test_corrections_go_to_another_project_once(project: Project, tmp_path: Path) -> None:
    """A file of corrections gives the same corrections, and taken in twice gives them once."""
    project.correct(right(scope="project", note="a"))
    project.correct(right(1, NotAPlace()))
    with Project.open(tmp_path / "other.sqlite") as other:
        other.import_corrections(project.export_corrections())
        other.import_corrections(project.export_corrections())

        assert other.corrections() == project.corrections()
        assert [entry.what for entry in other.log()] == [
            "took in 0 corrections, 2 known already",
            "took in 2 corrections, 0 known already",
        ]


BAD_FILES = {
    "no JSON": ("hello", "this is no file of corrections"),
    "another JSON": ("{}", "this is no file of corrections"),
    "a list": ("[1]", "this is no file of corrections"),
    "a later version": (
        json.dumps({"form": "conflict-map corrections", "version": 2, "corrections": []}),
        "written by a newer version",
    ),
    "a broken correction": (
        json.dumps({"form": "conflict-map corrections", "version": 1, "corrections": [{"report": 1}]}),
        "correction 1 of the file cannot be read; nothing was taken in",
    ),
    "an impossible point": (
        corrections_to_json([right()]).replace("48.7,", "148.7,"),
        "correction 1 of the file cannot be read",
    ),
    "brackets without end": ("[" * 100_000, "this is no file of corrections"),
}


@pytest.mark.parametrize(("text", "message"), BAD_FILES.values(), ids=BAD_FILES)
def test_file_that_holds_no_corrections_is_refused(project: Project, text: str, message: str) -> None:
    """One sentence says what is wrong, and nothing is taken in."""
    with pytest.raises(CorrectionError, match=message):
        project.import_corrections(text)
    assert project.revision == 0


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_comes_back_to_the_letter(project: Project, payload: str) -> None:
    """Names, notes, ids, texts and settings are data wherever they are kept."""
    made = hostile_report(payload)
    correction = right(report=payload, note=payload, author=payload, decision=ToPlace(place=payload, name=payload))
    project.add_reports([made.document], file=payload)
    project.correct(correction)
    project.set_setting("payload", payload)

    assert project.documents() == (made.document,)
    assert project.corrections() == (correction,)
    assert project.setting("payload") == payload
    assert project.log()[0].author == payload
    assert corrections_from_json(project.export_corrections()) == (correction,)
    assert unpacked(packed(made)) == made


@settings(max_examples=60, deadline=None)
@given(note=st.none() | st.text(st.characters(exclude_categories=())), hours=st.integers(-9999, 9999))
def test_correction_comes_back_from_json(note: str | None, hours: int) -> None:
    """Whatever the note and the time, and by the same id."""
    correction = right(note=note, made=NOON + timedelta(hours=hours))
    again = from_json(to_json(correction), Correction)

    assert again == correction
    assert again.id == correction.id


def test_report_comes_back_from_its_bytes() -> None:
    """Every noun of a report, areas included."""
    assert unpacked(packed(report_by_hand())) == report_by_hand()
    with pytest.raises(ValueError, match="not a packed report"):
        unpacked(b"no report")
    with pytest.raises(ValueError, match="not a Report"):
        from_json("{}", Report)


# Files that are none of ours, and files that broke.


def other_database(path: Path) -> None:
    """Make a database of another program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table t (x)")
        connection.commit()


def newer_project(path: Path) -> None:
    """Make a project of a later version."""
    Project.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = delete")
        connection.execute("pragma user_version = 99")
        connection.commit()


def torn_project(path: Path) -> None:
    """Overwrite the inside of a project."""
    with Project.open(path) as project:
        project.add_reports([Document(id=str(number), text="word " * 500) for number in range(20)])
    data = bytearray(path.read_bytes())
    data[8192 : len(data) - 4096] = b"\xa5" * (len(data) - 4096 - 8192)
    path.write_bytes(bytes(data))


BROKEN: dict[str, tuple[Any, str]] = {
    "a text": (lambda path: path.write_text("These are my notes.", encoding="utf-8"), "is no project; choose another"),
    "another database": (other_database, "is no project; choose another file"),
    "a later version": (newer_project, "was written by a newer version of the program"),
    "a torn file": (torn_project, "is damaged; open a copy of it, this one was left as it is"),
    "a folder": (lambda path: path.mkdir(), "cannot be opened"),
}


@pytest.mark.parametrize(("make", "message"), BROKEN.values(), ids=BROKEN)
def test_file_that_is_no_whole_project_is_refused_and_left_alone(tmp_path: Path, make: Any, message: str) -> None:
    """One sentence names the file and what to do; not a byte of it changes."""
    path = tmp_path / "project.sqlite"
    make(path)
    before = path.read_bytes() if path.is_file() else b""

    with pytest.raises(ProjectError, match=message) as caught:
        Project.open(path)
    assert str(caught.value).startswith(str(path))
    assert (path.read_bytes() if path.is_file() else b"") == before


def overwrite(path: Path, statement: str) -> None:
    """Change a project from outside."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_extraction_that_came_to_harm_is_made_anew(project: Project, gazetteer: Gazetteer) -> None:
    """What can be made again is."""
    project.add_reports([NOTE])
    first = the_only(project, gazetteer)
    overwrite(project.path, "update extractions set report_packed = x'00ff'")

    assert the_only(project, gazetteer) == first


def test_row_that_cannot_be_read_is_said(project: Project) -> None:
    """What a person wrote is never passed over in silence."""
    project.correct(right())
    overwrite(project.path, "update corrections set correction = '{}'")

    with pytest.raises(ProjectError, match="holds what this program cannot read"):
        project.corrections()


def test_users_folder_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name the project is in the user's data folder, which need not exist."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))

    with Project.open() as project:
        assert project.path == default_path()
        assert project.path.is_relative_to(tmp_path)


def test_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """A project is begun only in a folder that exists."""
    with pytest.raises(ProjectError, match="choose a file in a folder that exists and is yours"):
        Project.open(tmp_path / "nowhere" / "project.sqlite")


def test_odd_file_names_are_file_names(tmp_path: Path) -> None:
    """A name is no address: signs that mean something there mean nothing here."""
    for name in ("a?mode=ro.sqlite", "50% #1.sqlite", "проєкт.sqlite"):
        with Project.open(tmp_path / name) as project:
            project.correct(right())
        assert (tmp_path / name).stat().st_size > 0
    assert {path.suffix for path in tmp_path.iterdir()} == {".sqlite"}


def test_empty_file_is_begun(tmp_path: Path) -> None:
    """A file of no bytes holds nothing that could be lost."""
    (tmp_path / "project.sqlite").touch()

    with Project.open(tmp_path / "project.sqlite") as project:
        assert project.revision == 0


def test_no_acknowledged_correction_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    """Killed three times while it writes, a process loses nothing it said was saved, and the project opens."""
    results = kill_writers(tmp_path / "project.sqlite", kills=3)

    assert [result.lost for result in results] == [[], [], []]
    assert sum(result.acknowledged for result in results) > 0
