"""The commands of the contract: data on standard output, one sentence on trouble, the promised exit status."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from project import ROOT, Run

from pipeline.corrections import Correction, typed_point
from pipeline.model import Document, Span
from pipeline.project.store import Project
from pipeline.quoting import quote

SAMPLES = str(ROOT / "assets" / "samples")


@pytest.fixture(scope="module")
def extracted(run_module: Run) -> list[dict[str, object]]:
    """Extract the sample reports once."""
    done = run_module("pipeline", "extract", SAMPLES)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_extract_gives_one_record_a_report_in_order(extracted: list[dict[str, object]]) -> None:
    """The records come in the order of the reports."""
    assert [record["id"] for record in extracted] == [
        "sample-1-highway",
        "sample-2-two-fronts",
        "sample-3-monitors",
        "sample-4-crimea",
        "sample-5-darfur",
    ]


def test_two_workers_give_the_same_bytes(run_module: Run, run_here: Run, tmp_path: Path) -> None:
    """The number of processes changes nothing."""
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    assert run_here("pipeline", "extract", SAMPLES, "-o", str(one)).returncode == 0
    assert run_module("pipeline", "extract", SAMPLES, "-o", str(two), "--workers", "2").returncode == 0

    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().count(b"\n") == 5


@pytest.mark.parametrize("arguments", [("check", "-"), ("extract", "none.txt")])
def test_a_process_says_and_gives_what_these_tests_see(
    run_module: Run, run_here: Run, arguments: tuple[str, ...]
) -> None:
    """Data, sentence and exit status of `python -m pipeline` are those of the same command run within this process."""
    outside, inside = (run("pipeline", *arguments, stdin=TEXT) for run in (run_module, run_here))

    assert (outside.stdout, outside.stderr, outside.returncode) == (inside.stdout, inside.stderr, inside.returncode)


def test_extract_reads_standard_input(run_here: Run) -> None:
    """A dash stands for standard input."""
    done = run_here("pipeline", "extract", "-", stdin="Shelling was heard in Bakhmut.")

    assert done.returncode == 0
    assert json.loads(done.stdout)["toponyms"][0]["place"]["id"] == "geonames:713174"


def test_a_broken_line_does_not_stop_the_others(run_here: Run, tmp_path: Path) -> None:
    """The other reports come out, the broken one carries its error, and the status is 2."""
    file = tmp_path / "reports.jsonl"
    file.write_text('{"text": "Fire in Bakhmut."}\n{"text": \n{"text": "Fire in Kyiv."}\n', encoding="utf-8")

    done = run_here("pipeline", "extract", str(file))
    records = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 2
    assert [record["error"] is None for record in records] == [True, False, True]
    assert "line 2 is not valid JSON" in records[1]["error"]
    assert done.stderr.strip() == records[1]["error"]


def test_what_is_guessed_can_be_told(run_here: Run, tmp_path: Path) -> None:
    """The encoding and the columns of a table are options."""
    file = tmp_path / "events.csv"
    file.write_bytes("Опис;Подія;Дата\nдовгий опис без назв;Пожежа у Києві.;2023-03-28\n".encode("cp1251"))

    done = run_here(
        "pipeline", "extract", str(file), "--encoding", "cp1251", "--column", "text=Подія", "--column", "date=Дата"
    )
    record = json.loads(done.stdout)

    assert (record["published"], record["toponyms"][0]["text"]) == ("2023-03-28", "Києві")
    assert record["warnings"] == ["the cells are parted by “;”, a guess from the first lines"]


def test_the_same_text_is_checked_once(run_here: Run, tmp_path: Path) -> None:
    """Two sources of one text give one line of the table."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Chasiv Yar, about 12 km west of Bakhmut, was hit.", encoding="utf-8")

    assert len(run_here("pipeline", "check", str(tmp_path)).stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["extract", "none.txt"], "none.txt: there is no such file; check the path"),
        (["check", "none.txt"], "none.txt: there is no such file; check the path"),
        (["map", SAMPLES, "-o", "map.xyz"], "map.xyz: cannot tell the form from the suffix; use one of .html"),
        (["map", SAMPLES, "-o", "/none/such/map.html"], "/none/such/map.html: cannot be written"),
        (["map", SAMPLES, "-o", "map.csv", "--precision", "5"], "precision: '5' is no grid to move points onto"),
        (["map", SAMPLES, "-o", "map.csv", "--from", "soon"], "'soon' is no day; write it as 2023-03-28"),
        (["extract", SAMPLES, "-o", "/none/such/out.jsonl"], "/none/such/out.jsonl: cannot be written"),
        (["extract"], "Missing argument"),
        (
            ["extract", "--offline", "https://monitor.example/"],
            "https://monitor.example/: web addresses are not read off",
        ),
        (["extract", "file:///etc/passwd"], "file:///etc/passwd: only http and https addresses are read"),
        (["extract", "http://127.0.0.1/"], "http://127.0.0.1/: 127.0.0.1 is no public address"),
        (["extract", SAMPLES, "--column", "notes"], "'notes' is not of the form text=HEADING"),
        (["extract", SAMPLES, "--confidence", "2"], "Invalid value for '--confidence'"),
        (["check", SAMPLES, "--region", "Ukraine"], "the region 'Ukraine' is neither a country code (UA) nor a box"),
        (["paint", SAMPLES], "No such command 'paint'"),
    ],
)
def test_trouble_is_one_sentence_and_status_2(run_here: Run, arguments: list[str], says: str) -> None:
    """Whatever is asked wrongly is said in one line, without a traceback."""
    done = run_here("pipeline", *arguments)

    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not any(json.loads(line)["error"] is None for line in done.stdout.splitlines())


def test_check_says_what_is_off_and_fails(run_here: Run) -> None:
    """The two claims about Avdiivka are off, the one about Chasiv Yar holds, and the status is 1."""
    done = run_here("pipeline", "check", SAMPLES, "--json")
    verdicts = {
        (statement["report"], statement["subject"]): statement
        for statement in map(json.loads, done.stdout.splitlines())
    }

    assert done.returncode == 1
    assert verdicts["sample-1-highway", "Avdiivka"]["verdict"] == "distance off"
    assert verdicts["sample-1-highway", "Avdiivka"]["ratio"] == pytest.approx(1.67, abs=0.02)
    assert verdicts["sample-1-highway", "Avdiivka"]["implied"]
    assert verdicts["sample-2-two-fronts", "Avdiivka"]["verdict"] == "distance off"
    assert verdicts["sample-2-two-fronts", "Chasiv Yar"]["verdict"] == "holds"


def test_check_prints_one_line_a_claim(run_here: Run) -> None:
    """The table for people and the JSON for programs hold the same claims."""
    table = run_here("pipeline", "check", SAMPLES)
    objects = run_here("pipeline", "check", SAMPLES, "--json")

    assert len(table.stdout.splitlines()) == len(objects.stdout.splitlines()) > 5
    assert "distance off" in table.stdout
    assert "\N{MULTIPLICATION SIGN}" not in table.stdout


def test_check_of_claims_that_hold_ends_with_0(run_here: Run) -> None:
    """Nothing off, nothing to warn of."""
    done = run_here("pipeline", "check", "-", stdin="Chasiv Yar, about 12 km west of Bakhmut, was hit.")

    assert (done.returncode, done.stdout.startswith("holds")) == (0, True)


def test_offsets_slice_back_to_the_words(extracted: list[dict[str, object]]) -> None:
    """Every start and end in a record points at the text beside it."""
    texts = {
        record["id"]: record["text"]
        for record in map(json.loads, (ROOT / "assets/samples/reports.jsonl").read_text(encoding="utf-8").splitlines())
    }

    def spans(value: object) -> list[dict[str, object]]:
        if isinstance(value, dict):
            inner = [span for item in value.values() for span in spans(item)]
            return [value, *inner] if "start" in value and "text" in value else inner
        return [span for item in value for span in spans(item)] if isinstance(value, list) else []

    found = [(record["id"], span) for record in extracted for span in spans(record)]
    assert len(found) > 60
    assert [span for name, span in found if texts[name][span["start"] : span["end"]] != span["text"]] == []


TEXT = "Avdiivka, 90 km south of Bakhmut, was shelled."


def put_right(folder: Path) -> Path:
    """Write a note, and give a project in which its first name was put right."""
    (folder / "note.txt").write_text(TEXT, "utf-8")
    correction = Correction(
        report="note.txt",
        quoted=quote(TEXT, Span(start=0, end=8)),
        decision=typed_point("47.785, 38.0"),
        made=datetime(2026, 1, 1, tzinfo=UTC),
    )
    with Project.open(folder / "work.conflictmap") as project:
        project.add_reports([Document(id="note.txt", text=TEXT)])
        project.correct(correction)
    return folder / "work.conflictmap"


def test_corrections_go_to_a_colleague_and_are_taken_in_once(run_here: Run, tmp_path: Path) -> None:
    """What one project gives as a file another takes in, a second time without effect; other files are refused."""
    work, theirs, file = put_right(tmp_path), tmp_path / "theirs.conflictmap", tmp_path / "right.json"
    Project.open(theirs).close()
    given = run_here("pipeline", "corrections", "--project", str(work), "-o", str(file))
    taken = [
        run_here("pipeline", "corrections", "--project", str(theirs), "--take-in", str(path))
        for path in (file, file, tmp_path / "note.txt")
    ]

    assert (given.returncode, [done.returncode for done in taken]) == (0, [0, 0, 2])
    assert taken[0].stderr.endswith("took in 1 correction, 0 known already\n")
    assert taken[1].stderr.endswith("took in 0 corrections, 1 known already\n")
    assert taken[2].stderr == f"{tmp_path / 'note.txt'}: this is no file of corrections; export one from a project\n"
    with Project.open(work) as one, Project.open(theirs) as other:
        assert one.corrections() == other.corrections()


def test_what_a_project_put_right_is_right_on_the_command_line(run_here: Run, tmp_path: Path) -> None:
    """A correction moves the place in the records, and the check that counts from it."""
    work = put_right(tmp_path)
    before = run_here("pipeline", "check", str(tmp_path / "note.txt"))
    command = ("pipeline", "check", str(tmp_path / "note.txt"), "--project", str(work))

    after = run_here(*command)

    assert before.returncode == 1
    assert (after.returncode, after.stdout.split()[0]) == (0, "holds")
