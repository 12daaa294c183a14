"""Shards: every form of a corpus is cut into the same reports."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from pipeline.corpora import shards
from pipeline.corpora.shards import cut, find_inputs
from pipeline.errors import ReadError
from pipeline.model import Document
from pipeline.read import read_lines, read_reports

ROWS = [
    {"id": f"r{number}", "text": f"Report {number} of Bakhmut, ' \" \u2028 Артемівськ.", "published": "2023-01-02"}
    for number in range(90)
]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut small enough to see it."""
    monkeypatch.setattr(shards, "SHARD_BYTES", 1_000)
    monkeypatch.setattr(shards, "ROWS_AT_ONCE", 7)


def documents(path: Path, spool: Path) -> list[Document]:
    """Read a corpus shard by shard."""
    spool.mkdir(exist_ok=True)
    found = []
    for shard in cut(find_inputs([str(path)]), spool):
        for piece in shard.pieces:
            data = piece.path.read_bytes()[piece.start : piece.end]
            assert piece.first is not None
            found += list(read_lines(piece.name, data, first=piece.first))
    assert all(isinstance(item, Document) for item in found)
    return [item for item in found if isinstance(item, Document)]


WRITERS: dict[str, Callable[[Path], object]] = {
    ".jsonl": lambda path: path.write_bytes(LINES),
    ".jsonl.gz": lambda path: path.write_bytes(gzip.compress(LINES)),
    ".jsonl.zst": lambda path: path.write_bytes(pa.compress(LINES, codec="zstd", asbytes=True)),
    ".parquet": lambda path: parquet.write_table(pa.Table.from_pylist(ROWS), path),
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_form_holds_the_same_reports(tmp_path: Path, suffix: str) -> None:
    """Plain, packed and as a table: the reports are those that were written, in order."""
    path = tmp_path / f"corpus{suffix}"
    WRITERS[suffix](path)

    found = documents(path, tmp_path / "spool")

    assert [(item.id, item.text, str(item.published)) for item in found] == [
        (row["id"], row["text"], row["published"]) for row in ROWS
    ]


def test_a_report_without_an_id_is_called_after_its_line(tmp_path: Path) -> None:
    """Line numbers count from the beginning of the file, not of the shard."""
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b"".join(b'{"text": "Kyiv %d."}\n' % number for number in range(200)))

    found = documents(path, tmp_path / "spool")

    assert [item.id for item in found] == [f"corpus.jsonl:{number}" for number in range(1, 201)]
    assert [item.text for item in found] == [f"Kyiv {number}." for number in range(200)]


def test_shards_are_the_same_every_time_and_about_as_large_as_asked(tmp_path: Path) -> None:
    """A shard ends at the line in which it grows large enough."""
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(LINES)

    first, second = (list(cut(find_inputs([str(path)]), tmp_path)) for _ in range(2))

    assert first == second
    assert sum(shard.size for shard in first) == len(LINES)
    assert {shard.size > 2_000 for shard in first} == {False}
    assert [shard.number for shard in first] == list(range(len(first)))


def test_a_folder_is_walked_in_order_and_small_files_share_a_shard(tmp_path: Path) -> None:
    """Files of one report each go together; what is not read is passed over."""
    for name in ("b/2.txt", "a.txt", "b/1.txt", "c.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Kyiv.", "utf-8")

    (shard,) = cut(find_inputs([str(tmp_path)]), tmp_path)

    assert [piece.path.relative_to(tmp_path).as_posix() for piece in shard.pieces] == ["a.txt", "b/1.txt", "b/2.txt"]
    assert [item.id for item in read_reports([str(tmp_path)])] == ["a.txt", "1.txt", "2.txt"]


BROKEN = {
    "gone.jsonl": None,
    "cut.jsonl.gz": gzip.compress(LINES)[:-40],
    "noise.jsonl.gz": b"no such thing",
    "cut.jsonl.zst": pa.compress(LINES, codec="zstd", asbytes=True)[:40],
    "noise.parquet": b"PAR1 and no more",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_unpacked_is_named(tmp_path: Path, name: str) -> None:
    """A broken corpus ends in one sentence that names the file."""
    if (data := BROKEN[name]) is not None:
        (tmp_path / name).write_bytes(data)

    with pytest.raises(ReadError, match=name):
        documents(tmp_path / name, tmp_path / "spool")


def test_a_table_without_text_is_refused(tmp_path: Path) -> None:
    """The column that is missing is named."""
    parquet.write_table(pa.table({"body": ["Kyiv."]}), tmp_path / "t.parquet")

    with pytest.raises(ReadError, match='no column "text"'):
        documents(tmp_path / "t.parquet", tmp_path / "spool")
