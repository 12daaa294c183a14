"""Files become documents, and what is wrong with one is said in a sentence."""

import json
import tomllib
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.limits import Limits
from pipeline.model import Document, Failure
from pipeline.read import read_bytes, read_reports

CASES = tomllib.loads((Path(__file__).parent / "cases" / "read.toml").read_text(encoding="utf-8"))


def only(items: Any) -> Any:
    """Give the one item there is."""
    (item,) = list(items)
    return item


@pytest.mark.parametrize("case", CASES["failure"], ids=lambda case: case["name"])
def test_a_bad_file_is_one_failure_with_its_reason(case: dict[str, Any], tmp_path: Path) -> None:
    """Each trouble names the file and says what is wrong, in one line."""
    file = tmp_path / case["name"]
    if "repeat" in case:
        character, times = case["repeat"]
        file.write_text(character * times, encoding="utf-8")
    elif "bytes" in case:
        file.write_bytes(case["bytes"].encode("latin-1"))

    failure = only(read_reports([str(file)]))

    assert isinstance(failure, Failure)
    assert case["says"] in failure.reason
    assert case["name"] in failure.reason
    assert "\n" not in failure.reason


@pytest.mark.parametrize("case", CASES["text"], ids=lambda case: case["name"])
def test_text_arrives_character_by_character(case: dict[str, Any], tmp_path: Path) -> None:
    """Encodings are told apart, line ends stay, and a guess is said."""
    file = tmp_path / case["name"]
    file.write_bytes(case["text"].encode(case["encoding"]))

    document = only(read_reports([str(file)]))

    assert document == Document(
        id=case["name"], text=case["text"], warnings=(case["warning"],) if "warning" in case else ()
    )


def test_a_line_holds_a_report_with_its_facts() -> None:
    """All fields of a .jsonl line arrive."""
    fields = {"id": "a", "text": "t", "title": "T", "source": "S", "published": "2023-03-28", "language": "en"}

    document = only(read_bytes("r.jsonl", json.dumps(fields).encode()))

    assert document == Document(id="a", text="t", title="T", source="S", published=date(2023, 3, 28), language="en")


def test_a_broken_line_leaves_the_others() -> None:
    """The lines round a broken one are read, and it is named by its number."""
    data = b'{"text": "one"}\n{"text": \n\n{"text": "three"}\n'

    items = list(read_bytes("r.jsonl", data))

    assert [item.id for item in items] == ["r.jsonl:1", "r.jsonl:2", "r.jsonl:4"]
    assert [type(item) for item in items] == [Document, Failure, Document]


def test_a_lone_surrogate_is_replaced() -> None:
    """JSON can hold half a character; no file can."""
    document = only(read_bytes("r.jsonl", b'{"text": "a\\ud800b"}'))

    assert document.text == "a\ufffdb"


def test_a_folder_is_read_in_order_of_name(tmp_path: Path) -> None:
    """Every report in a folder and below comes, others are passed over, and ids stay unique."""
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.md", "sub/b.txt", "picture.png"):
        (tmp_path / name).write_text(f"Text of {name}.", encoding="utf-8")

    assert [item.id for item in read_reports([str(tmp_path)])] == ["a.md", "b.txt", "b.txt (2)"]


def test_a_report_in_a_form_that_is_not_read_is_said(tmp_path: Path) -> None:
    """In a folder and in an archive it is named, with what to save it as."""
    (tmp_path / "a.DOC").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "b.txt").write_text("Shelling in Bakhmut.", encoding="utf-8")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/a.ods", b"PK")

    failure, report = read_reports([str(tmp_path)])
    inner = only(read_bytes("all.zip", packed.getvalue()))

    assert isinstance(failure, Failure)
    assert "(.doc) are not read; save it as .docx and read that" in failure.reason
    assert report.id == "b.txt"
    assert inner.reason == "all.zip/a.ods: reports of this kind (.ods) are not read; save it as .xlsx and read that"


def test_an_empty_folder_is_a_failure(tmp_path: Path) -> None:
    """A folder without reports is said, not passed over."""
    assert "holds no report" in only(read_reports([str(tmp_path)])).reason


@pytest.mark.parametrize(("size", "kind"), [(100, Document), (101, Failure)])
def test_a_report_may_be_as_long_as_the_limit(size: int, kind: type) -> None:
    """At the limit a report is read, one byte past it is refused."""
    limits = Limits(report_bytes=100)

    assert isinstance(only(read_bytes("r.txt", b"a" * size, limits=limits)), kind)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=300), suffix=st.sampled_from([".txt", ".jsonl", ".md"]))
def test_any_bytes_give_documents_or_reasons(data: bytes, suffix: str) -> None:
    """Nothing that comes in raises."""
    for item in read_bytes(f"r{suffix}", data):
        assert isinstance(item, Document | Failure)


def test_a_row_may_be_longer_than_the_headings() -> None:
    """The column guessed to hold the text may have no heading; it is named by its number."""
    (item,) = read_bytes("r.csv", b"a,b\n1,2,Fire in Kyiv and more.\n")

    assert isinstance(item, Document)
    assert "number 3" in item.warnings[0]


def test_a_heading_of_two_lines_is_shown_on_one() -> None:
    """A warning is one line, whatever the headings are."""
    (item,) = read_bytes("r.csv", b'"full\ntext",b\nFire in Kyiv.,2\n')

    assert isinstance(item, Document)
    assert "“full text”" in item.warnings[0]


@pytest.mark.parametrize(
    ("above", "warnings"),
    [
        ("", ()),
        (
            "Incidents in May,,\nissued on 3 June,,\n,,\n",
            ("the headings were taken from row 4, a guess; what stands above was left out",),
        ),
    ],
)
def test_headings_may_stand_below_a_title(above: str, warnings: tuple[str, ...]) -> None:
    """What is above them is no report, nor is the row of hashtags below them, and neither hides the columns."""
    table = f"{above}Date,Place,Notes\n#date,#adm1+name,#description\n2024-05-06,Kupiansk,Two shells hit Kupiansk.\n"

    (report,) = read_bytes("r.csv", table.encode())

    assert isinstance(report, Document)
    assert (report.text, report.published) == ("Two shells hit Kupiansk.", date(2024, 5, 6))
    assert report.warnings == (*warnings, "the text was taken from the column “Notes”, a guess by its heading")


def test_a_title_alone_in_its_line_does_not_hide_what_parts_the_cells() -> None:
    """The mark is told from the headings below it, and is never one of a text's own."""
    table = b"Incidents in May\n\nDate;Notes\n2024-05-06;Two shells hit Kupiansk, one Izium.\n"
    lines = b"text\nFire; smoke; noise.\n"

    (report,) = read_bytes("r.csv", table)
    (line,) = read_bytes("r.csv", lines)

    assert isinstance(report, Document)
    assert isinstance(line, Document)
    assert report.text == "Two shells hit Kupiansk, one Izium."
    assert line.text == "Fire; smoke; noise."


def test_a_table_without_headings_keeps_its_first_row() -> None:
    """A report that holds a word which elsewhere heads a column is a report."""
    reports = list(read_bytes("r.csv", b"2024-05-06,Two shells hit Kupiansk.\n2024-05-07,Notes\n2024-05-08,Text.\n"))

    assert [item.id for item in reports] == ["r.csv:1", "r.csv:2", "r.csv:3"]


def test_rows_of_a_workbook_keep_their_numbers() -> None:
    """Empty rows count, as they do on the screen of whoever looks a report up."""
    book = Workbook()
    book.active.append([])
    book.active.append(["What happened", "Where"])
    book.active.append([])
    book.active.append(["Two shells hit Kupiansk.", "Kupiansk"])
    packed = BytesIO()
    book.save(packed)

    report = only(read_bytes("r.xlsx", packed.getvalue()))

    assert (report.id, report.text) == ("r.xlsx:Sheet:4", "Two shells hit Kupiansk.")


def test_an_entry_nested_too_deep_leaves_the_others() -> None:
    """It is named, and the feed's title is read as the page that it is written as."""
    items = ("Fire in Kyiv.", "&lt;div>" * 300, "Fire in Sumy.")
    entries = "".join(f"<item><description>{item}</description></item>" for item in items)
    feed = f"<rss version='2.0'><channel><title>Border &amp;amp; Monitor</title>{entries}</channel></rss>"

    first, second, third = read_bytes("f.rss", feed.encode(), limits=Limits(parse_seconds=60))

    assert isinstance(second, Failure)
    assert second.id == "f.rss:2"
    assert second.reason.startswith("entry 2 of f.rss: elements lie more than 200 deep")
    assert [(item.text, item.source) for item in (first, third) if isinstance(item, Document)] == [
        ("Fire in Kyiv.", "Border & Monitor"),
        ("Fire in Sumy.", "Border & Monitor"),
    ]


@pytest.mark.parametrize(("name", "head"), [("p.html", "<meta charset=windows-1251>"), ("m.eml", "")])
@pytest.mark.parametrize(("encoding", "warnings"), [("cp1251", 0), ("utf-8", 1)])
def test_bytes_belie_a_wrong_word_on_their_encoding(name: str, head: str, encoding: str, warnings: int) -> None:
    """A page or a mail that says that it is Windows-1251 is read so, unless it can only be UTF-8, which is said."""
    body = f"<html><head>{head}</head><body><p>Обстріл Бахмута тривав усю ніч, кажуть у Часовому Яру.</p></body></html>"
    mail = "Subject: s\nContent-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: 8bit\n\n"
    data = ((mail if name == "m.eml" else "") + body).encode(encoding)

    report = only(read_bytes(name, data, limits=Limits(parse_seconds=60)))

    assert report.text == "Обстріл Бахмута тривав усю ніч, кажуть у Часовому Яру."
    assert [said for said in report.warnings if "UTF-8" in said] == [
        "it says that it is cp1251, and is UTF-8"
    ] * warnings
