"""Files made with the programs that people use give their text, their facts and their places."""

import tomllib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.limits import Limits
from pipeline.model import Document, Failure
from pipeline.read import read_bytes, read_reports

HERE = Path(__file__).parent
FILES = HERE / "files"
PATIENT = Limits(parse_seconds=60)
"""What is read is the question here, not how soon on a busy machine."""
CASES = tomllib.loads((HERE / "cases" / "files.toml").read_text(encoding="utf-8"))["report"]


@pytest.fixture(scope="module")
def reports() -> dict[str, Document]:
    """Read the folder once, in one process as a user's run does."""
    paths = [str(FILES / name) for name in sorted({case["id"].split(":")[0] for case in CASES})]
    items = list(read_reports(paths, limits=PATIENT))
    assert [item for item in items if isinstance(item, Failure)] == []
    return {item.id: item for item in items if isinstance(item, Document)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_file_tells_its_facts(case: dict[str, Any], reports: dict[str, Document]) -> None:
    """Title, source, day and link arrive, and what was guessed is said."""
    report = reports[case["id"]]

    assert (report.title, report.source) == (case.get("title"), case.get("source"))
    assert (report.published, report.link) == (case.get("published"), case.get("link"))
    assert any(case["warning"] in warning for warning in report.warnings) if "warning" in case else not report.warnings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_file_gives_its_text(case: dict[str, Any], reports: dict[str, Document]) -> None:
    """The sentences are whole, and what is not the report's stays out."""
    text = reports[case["id"]].text

    assert [words for words in case["says"] if words not in text] == []
    assert [words for words in case.get("omits", ()) if words in text] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_places_are_found_in_it(case: dict[str, Any], reports: dict[str, Document], gazetteer: Gazetteer) -> None:
    """The pipeline finds in the text what a reader would."""
    found = {choice.place.name for choice in analyse(reports[case["id"]], gazetteer).choices if choice.place}

    assert set(case["places"]) - found == set()


@pytest.mark.parametrize(
    ("name", "words", "page"), [(case["id"], *page) for case in CASES for page in case.get("pages", ())]
)
def test_a_quote_knows_its_page(name: str, words: str, page: int, reports: dict[str, Document]) -> None:
    """The page of any words of a paged file can be said."""
    report = reports[name]

    assert report.page_of(report.text.index(words)) == str(page)


def test_other_files_have_no_pages(reports: dict[str, Document]) -> None:
    """Where there are no pages, none is made up."""
    assert reports["sitrep.docx"].page_of(0) is None


def test_an_archive_gives_the_reports_of_its_members(reports: dict[str, Document]) -> None:
    """A ZIP of files reads as the files do; what is no report in it is passed over."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("saved.html", "sitrep.docx", "feed.rss"):
            archive.write(FILES / name, f"folder/{name}")
        archive.writestr("folder/picture.png", b"\x89PNG")

    items = list(read_bytes("all.zip", packed.getvalue(), limits=PATIENT))

    assert [item.id for item in items] == ["feed.rss:1", "feed.rss:2", "saved.html", "sitrep.docx"]
    assert items[2:] == [reports["saved.html"], reports["sitrep.docx"]]
