"""Cut a corpus of any size into shards: small, numbered, and the same ones every time."""

import io
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO, cast

from pipeline.errors import ReadError
from pipeline.limits import LIMITS
from pipeline.read import SUFFIXES

SHARD_BYTES = 512 * 1024
"""About so much is in a shard: a few hundred reports, some seconds of work, a few MB of records."""
SHARD_FILES = 256
"""Most files of their own in a shard."""
ROWS_AT_ONCE = 256

COMPRESSED = (".jsonl.gz", ".jsonl.zst")
TABLE = ".parquet"
_FIELDS = ("id", "text", "title", "source", "published", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of input: a whole file (`first` is None), or lines of one that begin with line *first*.

    `name` is what its reports are called after, `path` where the bytes lie from `start` to before `end`.
    A `temporary` file was made for this shard alone and may go when it is done.
    """

    name: str
    path: Path
    start: int
    end: int
    first: int | None = None
    temporary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """What one process does at a time: its number in the order of the corpus, and its pieces."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """Count the bytes of its pieces."""
        return sum(piece.end - piece.start for piece in self.pieces)


def find_inputs(paths: Iterable[str]) -> Iterator[Path]:
    """Walk *paths*, files and folders, in order of name; one folder's names are held at a time.

    Raises `ReadError` for a path that does not exist.
    """
    for path in map(Path, paths):
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path
        else:
            message = f"{path}: there is no such file; check the path"
            raise ReadError(message)


def is_input(path: Path) -> bool:
    """Tell whether files of this name are read."""
    return path.name.lower().endswith((*SUFFIXES, *COMPRESSED, TABLE))


def cut(files: Iterable[Path], spool: Path) -> Iterator[Shard]:
    """Cut *files* into shards, in order; memory holds one at a time.

    What can only be read from its beginning (.jsonl.gz, .jsonl.zst, .parquet) is unpacked shard by shard into
    files in the folder *spool*. Raises `ReadError` naming a file that cannot be read.
    """
    unpacked = (spool / f"unpacked-{number:06}.jsonl" for number in count())
    for number, pieces in enumerate(_groups(files, unpacked)):
        yield Shard(number=number, pieces=pieces)


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda found: found.name):
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif entry.is_file() and is_input(Path(entry.name)):
            yield Path(entry.path)


def _groups(files: Iterable[Path], unpacked: Iterator[Path]) -> Iterator[tuple[Piece, ...]]:
    """Give the pieces of each shard: lines of one file, or several files of their own."""
    together: list[Piece] = []
    for file in files:
        with _refusals_named(file):
            if _holds_lines(file):
                if together:
                    yield tuple(together)
                    together = []
                yield from ((piece,) for piece in _lines_of(file, unpacked))
                continue
            together.append(Piece(name=str(file), path=file, start=0, end=file.stat().st_size))
        if len(together) == SHARD_FILES or sum(piece.end for piece in together) >= SHARD_BYTES:
            yield tuple(together)
            together = []
    if together:
        yield tuple(together)


@contextmanager
def _refusals_named(file: Path) -> Iterator[None]:
    try:
        yield
    except ReadError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        message = f"{file}: cannot be read ({reason}); check the file, or leave it out"
        raise ReadError(message) from None


def _holds_lines(file: Path) -> bool:
    return file.name.lower().endswith((".jsonl", *COMPRESSED, TABLE))


def _lines_of(file: Path, unpacked: Iterator[Path]) -> Iterator[Piece]:
    if file.name.lower().endswith(".jsonl"):
        with file.open("rb") as stream:
            yield from (
                Piece(name=str(file), path=file, start=start, end=start + len(block), first=first)
                for block, start, first in _blocks(stream)
            )
        return
    for (block, first), path in zip(_unpacked(file), unpacked, strict=False):
        path.write_bytes(block)
        yield Piece(name=str(file), path=path, start=0, end=len(block), first=first, temporary=True)


def _unpacked(file: Path) -> Iterator[tuple[bytes, int]]:
    if file.name.lower().endswith(TABLE):
        yield from _rows(file)
        return
    import pyarrow as pa  # noqa: PLC0415  (a third of a second, for such files alone)

    form = "gzip" if file.name.lower().endswith(".gz") else "zstd"
    # Unlike the packages that only unpack, Arrow notices a stream that was cut off.
    with pa.OSFile(str(file)) as packed, pa.CompressedInputStream(packed, form) as stream:
        for block, _, first in _blocks(cast("BinaryIO", io.BufferedReader(stream))):
            yield block, first


def _blocks(stream: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Cut a stream behind line ends: the bytes, where they start, and the number of their first line.

    A line longer than any report may be is cut too: its stretches are refused one by one when they are read.
    """
    start, first = 0, 1
    while block := stream.read(SHARD_BYTES):
        whole = block if block.endswith(b"\n") else block + stream.readline(LIMITS.report_bytes + 1)
        yield whole, start, first
        start += len(whole)
        first += whole.count(b"\n")


def _rows(file: Path) -> Iterator[tuple[bytes, int]]:
    """Turn the rows of a table into lines, so that they are read like any others."""
    from pyarrow import parquet  # noqa: PLC0415  (the same)

    table = parquet.ParquetFile(file)
    columns = [name for name in _FIELDS if name in table.schema_arrow.names]
    if "text" not in columns:
        message = f'{file}: the table has no column "text"; every report needs one'
        raise ReadError(message)
    first = 1
    for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, columns=columns):
        rows: list[dict[str, Any]] = batch.to_pylist()
        lines = [json.dumps({**row, **_day(row)}, ensure_ascii=False, default=str) for row in rows]
        yield "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"), first
        first += len(rows)


def _day(row: dict[str, Any]) -> dict[str, str | None]:
    return {"published": str(row["published"])} if row.get("published") is not None else {}
