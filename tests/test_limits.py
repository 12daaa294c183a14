"""The limits in the documents are those of the code, and a file at a limit is read where one past it is not."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from project import ROOT

from pipeline.limits import LIMITS, Limits, as_markdown
from pipeline.model import Document, Failure
from pipeline.read import read_bytes, read_files


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
    "depth": ("r.html", page),
    "columns": ("r.csv", lambda count: b"text" + b",b" * (count - 1) + b"\nFire."),
    "mail_parts": ("r.eml", mail),
    "reports": ("r.json", lambda count: json.dumps([{"text": "Fire."}] * count).encode()),
}


@pytest.mark.parametrize("field", MADE)
def test_a_file_may_reach_its_limit(field: str) -> None:
    """At the limit everything is read; one past it there is a failure that says why."""
    most = 9
    name, make = MADE[field]
    limits = Limits(**{field: most})

    at, past = list(read_bytes(name, make(most), limits=limits)), list(read_bytes(name, make(most + 1), limits=limits))

    assert at
    assert all(isinstance(item, Document) for item in at)
    assert isinstance(past[-1], Failure)
    assert name in past[-1].reason


@pytest.mark.parametrize(("size", "kind"), [(LIMITS.cell_characters, Document), (LIMITS.cell_characters + 1, Failure)])
def test_a_cell_may_be_as_long_as_the_limit(size: int, kind: type) -> None:
    """The longest cell is read, a longer one is refused."""
    (item,) = read_bytes("r.csv", b"text\n" + b"a" * size)

    assert isinstance(item, kind)


def test_a_bomb_is_refused_by_its_ratio() -> None:
    """A member that unpacks to more than the ratio allows is not unpacked."""
    (failure,) = read_bytes("bomb.zip", packed(1, "a" * 2_000_000))

    assert isinstance(failure, Failure)
    assert "unpacks to more than 200 times its size" in failure.reason


def test_a_file_that_takes_too_much_leaves_the_others() -> None:
    """Past the time of the process a file is a failure, and the next one is read in a new process."""
    many = b"<html><body>" + b"<p>Fire in <b>Kyiv</b>.</p>" * 400_000 + b"</body></html>"
    late, read = list(read_files([("many.html", many), ("one.html", page(3))], limits=Limits(parse_seconds=1)))

    assert isinstance(late, Failure)
    assert "many.html: " in late.reason
    assert isinstance(read, Document)
