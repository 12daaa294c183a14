"""Whatever comes in, each reader gives a document or a reason, and analysis tells the truth about offsets."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import check_items, check_record

from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.model import Document
from pipeline.readers import child
from pipeline.readers.job import Job
from pipeline.record import to_record

sys.path.append(str(Path(__file__).parent / "hostile"))

from files import good

READERS = {
    ".txt": "text", ".csv": "delimited", ".jsonl": "lines", ".html": "webpage", ".eml": "mail", ".rss": "feed",
    ".json": "telegram", ".docx": "word", ".pdf": "pdf", ".geojson": "features", ".kml": "placemarks",
    ".kmz": "placemarks", ".gpkg": "geopackage",
}  # fmt: skip
GOOD = good()
NIGHTLY = settings().max_examples > 1_000
FEW = settings(
    max_examples=10_000 if NIGHTLY else 15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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


@pytest.mark.parametrize("suffix", READERS)
@FEW
@given(st.data())
def test_every_reader_gives_a_document_or_a_reason(suffix: str, data: st.DataObject) -> None:
    """A good file with bytes cut out and put in never raises, and never gives nothing."""
    whole = GOOD[suffix]
    start, end = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
    damaged = whole[:start] + data.draw(st.binary(max_size=20)) + whole[end if data.draw(st.booleans()) else start :]
    name = f"x{suffix}"

    module = __import__(f"pipeline.readers.{READERS[suffix]}", fromlist=["read"])
    check_items(name, child._read(module.read, Job(name=name, data=damaged)))  # noqa: SLF001  (as its process does)


@FEW
@given(text=TEXTS)
def test_analysis_is_true_and_the_same_each_time(text: str, gazetteer: Gazetteer) -> None:
    """Offsets slice back to the words, no number is NaN, and a second run gives the same record."""
    document = Document(id="x", text=text)
    record = to_record(analyse(document, gazetteer))

    check_record(text, record)
    assert to_record(analyse(document, gazetteer)) == record
