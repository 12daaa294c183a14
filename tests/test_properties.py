"""Whatever comes in, each reader gives a document or a reason, and analysis tells the truth about offsets."""

import io
import sys
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import check_items, check_record

from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.geodata import GEODATA_READERS
from pipeline.model import Document, Failure
from pipeline.read import SUFFIXES, read_job
from pipeline.readers import child
from pipeline.readers.job import Job
from pipeline.record import to_record

sys.path.append(str(Path(__file__).parent / "hostile"))

from good import good, zipped

if TYPE_CHECKING:
    from pipeline.readers.apart import Apart

GOOD = good()
NIGHTLY = settings().max_examples > 1_000
FEW = settings(
    max_examples=10_000 if NIGHTLY else 15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# What parsers stumble on, beside any bytes.
MARKS = (
    *(b"<", b">", b"</", b"<!--", b"<![CDATA[", b"<!DOCTYPE x [", b"&#0;", b"&#x110000;", b"&a;", b"{", b"["),
    *(b"'", b'"', b"9" * 30, b"--x--", b"endobj", b"stream\n", b"4 0 R", b"<<", b"]]>", b"%s"),
    *(b"\x00", b"\r", b"\n", b"\n\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"=?utf-8?q?=ff?="),
    *(b"1e999", b"-1", b"NaN", b"null"),
)


class Here:
    """Reads as the process of its own does, in this one: ten thousand files need no ten thousand processes."""

    def read(self, reader: str, job: Job) -> tuple[Any, ...]:
        """Give all that *reader* reads of *job*; what libraries warn of ends no reading there, so it ends none here."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tuple(child._read(child._reader(reader), job))  # noqa: SLF001  (as its process does)


def read(job: Job) -> list[Any]:
    """Read a file of reports or of geodata, whatever its suffix."""
    for suffix, reader in GEODATA_READERS.items():
        if job.name.endswith(suffix) and job.name != "x.zip":
            return list(Here().read(reader, job))
    return list(read_job(job, cast("Apart", Here())))


def unpacked(whole: bytes) -> dict[str, bytes]:
    """Give the members of an archive."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PUT = st.binary(max_size=20) | st.lists(st.sampled_from(MARKS), max_size=4).map(b"".join)


@st.composite
def damage(draw: st.DrawFn, whole: bytes) -> bytes:
    """Put bytes into a file, in the place of some of its own or between them."""
    start, end = sorted((draw(st.integers(0, len(whole))), draw(st.integers(0, len(whole)))))
    return whole[:start] + draw(PUT) + whole[end if draw(st.booleans()) else start :]


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Damage a file, or a member of one that is an archive."""
    if not whole.startswith(b"PK") or draw(st.booleans()):
        return draw(damage(whole))
    inner = unpacked(whole)
    member = draw(st.sampled_from(sorted(inner)))
    return zipped(inner | {member: draw(damage(inner[member]))})


WORDS = st.sampled_from(
    [
        *("Bakhmut", "Kyiv", "Springfield", "Paris, Texas", "Бахмута", "13 km", "0,000 m", "half a mile", "from", "of"),
        *("south-west", "км на південь від", "between", "and", "48°35'40\"N 37°59'56\"E", "37U DQ 12345 67890", "\n"),
        *(
            "3 May 2023",
            "yesterday",
            ".",
            ",",
            "(",
            "90,5",
            "٩٠",
            "\u202e",
            "\u0301",
            "95.0, 200.0",
            "nan",
            "<b>{{7*7}}",
        ),
    ]
)
TEXTS = st.lists(WORDS | st.text(max_size=8), max_size=25).map(" ".join)


@pytest.mark.parametrize("suffix", GOOD)
@FEW
@given(st.data())
def test_every_reader_gives_a_document_or_a_reason(suffix: str, data: st.DataObject) -> None:
    """A good file, or a member of one, with bytes cut out and put in never raises, and never gives nothing."""
    name = f"x{suffix}"

    check_items(name, read(Job(name=name, data=data.draw(damaged(GOOD[suffix])))))


def test_every_suffix_that_is_read_is_damaged() -> None:
    """No reader is left out above."""
    same = {".htm": ".html", ".xml": ".rss"}  # two names of one form

    assert {same.get(suffix, suffix) for suffix in (*SUFFIXES, *GEODATA_READERS)} <= {*GOOD, ".zip"}


@pytest.mark.parametrize("suffix", GOOD)
def test_the_undamaged_files_are_read(suffix: str) -> None:
    """What is damaged above was whole before."""
    (item,) = read(Job(name=f"x{suffix}", data=GOOD[suffix]))

    assert not isinstance(item, Failure)


@FEW
@given(text=TEXTS)
def test_analysis_is_true_and_the_same_each_time(text: str, gazetteer: Gazetteer) -> None:
    """Offsets slice back to the words, no number is NaN, and a second run gives the same record."""
    document = Document(id="x", text=text)
    record = to_record(analyse(document, gazetteer))

    check_record(text, record)
    assert to_record(analyse(document, gazetteer)) == record
