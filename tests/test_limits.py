"""The limits in the documents are those of the code, and a file at a limit is read where one past it is not."""

import io
import json
import math
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from project import ROOT

from pipeline.limits import LIMITS, Limits, as_markdown
from pipeline.model import Document, Failure
from pipeline.read import read_bytes, read_files, read_job, read_reports
from pipeline.readers.apart import Apart
from pipeline.readers.job import Job

sys.path.append(str(Path(__file__).parent / "hostile"))

from good import LINE, pdf, word, zipped


@pytest.mark.parametrize("name", ["SECURITY.md", "README.md"])
def test_the_published_table_is_that_of_the_code(name: str) -> None:
    """Nobody is told a limit that does not hold."""
    assert as_markdown(LIMITS) in (ROOT / name).read_text(encoding="utf-8")


def packed(count: int, text: str = "Fire in Kyiv.") -> bytes:
    """Make an archive of *count* reports."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number}.txt", text)
    return data.getvalue()


def page(depth: int) -> bytes:
    """Make a page whose text lies *depth* elements deep: html and body are two of them."""
    inner = depth - 2
    return b"<html><body>" + b"<div>" * inner + b"Fire in Kyiv." + b"</div>" * inner + b"</body></html>"


def mail(parts: int) -> bytes:
    """Make a mail of *parts* parts, the whole one of them."""
    inner = b"".join(b"--x\n\nFire in Kyiv.\n" for _ in range(parts - 1))
    return b"Subject: s\nContent-Type: multipart/mixed; boundary=x\n\n" + inner + b"--x--\n"


MADE: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "report_bytes": ("r.txt", lambda size: b"a" * size),
    "file_bytes": ("r.csv", lambda size: b"text\n" + b"a" * (size - 5)),
    "members": ("r.zip", packed),
    "unpacked_bytes": ("r.zip", lambda size: packed(1, "a" * size)),
    "cell_characters": ("r.csv", lambda size: b"text\n" + b"a" * size),
    "depth": ("r.html", page),
    "columns": ("r.csv", lambda count: b"text" + b",b" * (count - 1) + b"\nFire."),
    "mail_head": ("r.eml", lambda size: b"A: " + b"b" * (size - 3) + b"\n\nFire."),
    "mail_parts": ("r.eml", mail),
    "reports": ("r.json", lambda count: json.dumps([{"text": "Fire."}] * count).encode()),
}


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    """Read all in one process."""
    with Apart() as process:
        yield process


@pytest.mark.parametrize("field", MADE)
def test_a_file_may_reach_its_limit(field: str, apart: Apart) -> None:
    """At the limit everything is read; one past it there is a failure that says why."""
    most = 9
    name, make = MADE[field]
    limits = Limits(**{field: most})

    at, past = (list(read_job(Job(name=name, data=make(size), limits=limits), apart)) for size in (most, most + 1))

    assert at
    assert all(isinstance(item, Document) for item in at)
    assert isinstance(past[-1], Failure)
    assert name in past[-1].reason


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("r.docx", lambda size: word(f"<w:p><w:r><w:t>{'a' * size}</w:t></w:r></w:p>")),
        ("r.zip", lambda size: zipped({"a.txt": b"a" * size})),
        ("r.zip", lambda size: zipped({"a.csv": b"text\n" + b"a" * (size - 5)})),
    ],
    ids=["text of a file", "member", "member of many reports"],
)
def test_what_is_packed_may_be_as_long_as_the_limit(name: str, make: Callable[[int], bytes], apart: Apart) -> None:
    """What a packed file holds is measured as it is unpacked, also where the file itself is smaller."""
    most = 20_000
    (at,), (past,) = (
        list(read_job(Job(name=name, data=make(size), limits=Limits(report_bytes=most)), apart))
        for size in (most, most + 1)
    )

    assert isinstance(at, Document)
    assert isinstance(past, Failure)
    assert "than 0 MB" in past.reason


@pytest.mark.parametrize(("size", "kind"), [(100, Document), (101, Failure)])
def test_standard_input_may_be_as_long_as_the_limit(size: int, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too long is refused, never cut."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a" * size)))

    (item,) = read_reports(["-"], limits=Limits(report_bytes=100))

    assert isinstance(item, kind)


def paged(count: int) -> bytes:
    """Make a PDF whose one page is shown *count* times."""
    return pdf(LINE, pages="[" + "3 0 R " * count + "]", count=count)


def test_a_pdf_is_read_to_the_last_page_allowed(apart: Apart) -> None:
    """The pages up to the limit come; that there are more is said."""
    jobs = (Job(name="r.pdf", data=paged(count), limits=Limits(pages=3)) for count in (3, 4))
    (at,), (past,) = (list(read_job(job, apart)) for job in jobs)

    assert isinstance(at, Document)
    assert isinstance(past, Document)
    assert [len(at.pages), len(past.pages)] == [3, 3]
    assert at.warnings == ()
    assert past.warnings == ("only the first 3 of 4 pages were read",)


def test_a_bomb_is_refused_by_its_ratio(apart: Apart) -> None:
    """A member over 1 MB is unpacked up to the ratio, and not past it."""
    bomb = packed(1, "a" * 2_000_000)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        (member,) = archive.infolist()
    ratio = math.ceil(member.file_size / member.compress_size)

    jobs = (Job(name="bomb.zip", data=bomb, limits=Limits(ratio=most)) for most in (ratio, ratio - 1))
    (read,), (failure,) = (list(read_job(job, apart)) for job in jobs)

    assert isinstance(read, Document)
    assert isinstance(failure, Failure)
    assert f"unpacks to more than {ratio - 1} times its size" in failure.reason


@pytest.mark.parametrize(("share", "says"), [(0.5, "held"), (1.0, "refused")])
def test_a_reading_process_has_the_memory_of_the_limit(share: float, says: str) -> None:
    """Half of it, beside what Python takes itself, can be had; all of it on top of that cannot."""
    code = f"""
from pipeline.limits import LIMITS
from pipeline.readers.child import limit_memory
limit_memory(LIMITS.parse_bytes)
try:
    bytearray(int({share} * LIMITS.parse_bytes))
    print("held")
except MemoryError:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == says


@pytest.mark.parametrize(("allowed", "kind"), [(2_000, Document), (1_000, Failure)])
def test_a_reader_may_say_no_more_than_the_memory_it_has(allowed: int, kind: type) -> None:
    """What a page of 1,500 letters comes to is taken from its process within the limit alone."""
    page = b"<p>" + b"Fire. " * 250 + b"</p>"
    (item,) = read_bytes("r.html", page, limits=Limits(parse_bytes=allowed))

    assert isinstance(item, kind)


def test_a_file_that_takes_too_much_leaves_the_others() -> None:
    """Past the time of the process a file is a failure, and the next one is read in a new process."""
    many = b"<rss><channel>" + b"<item><title>a</title></item>" * 300_000 + b"</channel></rss>"
    late, read = list(read_files([("many.rss", many), ("one.html", page(3))], limits=Limits(parse_seconds=2)))

    assert isinstance(late, Failure)
    assert "many.rss: was not read to its end within 2 s" in late.reason
    assert isinstance(read, Document)


ELSEWHERE = {
    "ratio": ("test_limits.py", "test_a_bomb_is_refused_by_its_ratio"),
    "pages": ("test_limits.py", "test_a_pdf_is_read_to_the_last_page_allowed"),
    "parse_seconds": ("test_limits.py", "test_a_file_that_takes_too_much_leaves_the_others"),
    "parse_bytes": ("test_limits.py", "test_a_reading_process_has_the_memory_of_the_limit"),
    "features": ("test_geodata.py", "test_geodata_keep_the_limits"),
    "vertices": ("test_geodata.py", "test_geodata_keep_the_limits"),
    "fetch_bytes": ("test_fetch.py", "test_an_answer_at_the_limit_is_read"),
    "fetch_seconds": ("test_fetch.py", "test_an_answer_that_drips_is_cut_off"),
    "redirects": ("test_fetch.py", "test_an_answer_at_the_limit_is_read"),
}
"""Where the limits are tried that `MADE` does not try."""


def test_every_limit_is_tried() -> None:
    """Each field of the table has its test, at the limit and past it."""
    assert {*MADE} | {*ELSEWHERE} == {field.name for field in fields(LIMITS)}
    for file, test in ELSEWHERE.values():
        assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")
