"""Do one shard: its records into a part, then a receipt that says what went in and what came out."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from gazetteer.index import Gazetteer
from pipeline.corpora.shards import Piece, Shard
from pipeline.corpus import Options, analyse_each
from pipeline.errors import WorkerLostError
from pipeline.limits import LIMITS, MB
from pipeline.model import Document, Failure, Report
from pipeline.read import read_bytes, read_lines
from pipeline.record import record_line
from pipeline.writing import replacing

Form = Literal["jsonl", "parquet"]

DIED = "its analysis ended the process twice, perhaps for want of memory; read it apart, or leave it out"

AT_FAULT = 2
"""So often a report must have been at work when a process died to be left out."""
MOST_LEFT_OUT = 100
"""More such reports in one shard mean that the machine is at fault, not the reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is done with every shard of a run, and where what comes of it goes.

    Parts hold records, a line each ("jsonl"), or the features of all layers as GeoParquet ("parquet").
    """

    folder: Path
    options: Options
    form: Form = "jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What went into a part and what came out: checksums (SHA-256, hexadecimal), counts, and who failed why.

    `left_out` holds the numbers, in the shard, of reports that would end any process that reads them.
    """

    number: int
    input_sha256: str
    output_sha256: str
    reports: int
    input_bytes: int
    failures: tuple[tuple[str, str], ...] = ()
    left_out: tuple[int, ...] = ()


def part_path(folder: Path, number: int, form: Form = "jsonl") -> Path:
    """Give the place of a part."""
    return folder / "parts" / f"{number:06}.{form}"


def receipt_path(folder: Path, number: int) -> Path:
    """Give the place of a part's receipt."""
    return folder / "receipts" / f"{number:06}.json"


def _mark_path(folder: Path, number: int) -> Path:
    """Give the place of the mark that says which report of a shard is being analysed."""
    return folder / "spool" / f"{number:06}.at"


def do_shard(shard: Shard, job: Job, gazetteer: Gazetteer, left_out: tuple[int, ...] = ()) -> Receipt:
    """Analyse a shard and write its part, unless that stands there already, made from the same bytes.

    Part and receipt are written whole or not at all, the receipt last: a shard that was broken off has none.
    Raises `WriteError` when the disk refuses.
    """
    pieces = [_load(piece) for piece in shard.pieces]
    input_sha256 = _sha256_of(pieces)
    done = read_receipt(job.folder, shard.number)
    if done and done.input_sha256 == input_sha256 and _is_whole(job, done):
        return done
    output_sha256, reports, failures = _write_part(shard, pieces, job, gazetteer, left_out)
    receipt = Receipt(
        number=shard.number,
        input_sha256=input_sha256,
        output_sha256=output_sha256,
        reports=reports,
        input_bytes=shard.size,
        failures=failures,
        left_out=left_out,
    )
    with replacing(receipt_path(job.folder, shard.number)) as stream:
        stream.write(json.dumps(asdict(receipt), ensure_ascii=False, indent=1).encode("utf-8"))
    return receipt


def read_receipt(folder: Path, number: int) -> Receipt | None:
    """Give the receipt of a part; None where there is none that can be read."""
    try:
        fields = json.loads(receipt_path(folder, number).read_bytes())
        fields["failures"] = tuple((name, reason) for name, reason in fields["failures"])
        fields["left_out"] = tuple(fields["left_out"])
        return Receipt(**fields)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def report_at_work(folder: Path, number: int) -> int | None:
    """Give the number, in its shard, of the report whose analysis was begun last; None before the first."""
    try:
        return int(_mark_path(folder, number).read_bytes())
    except (OSError, ValueError):
        return None


def blamed(at_work: Counter[int | None], *, unbegun: int = AT_FAULT) -> tuple[int, ...]:
    """Give the reports of a shard to leave out, told by those *at_work* (None: none yet) whenever its process died.

    Raises `WorkerLostError` when processes die before they begin *unbegun* times, or at whatever they are given.
    """
    at_fault = {number for number, deaths in at_work.items() if deaths >= AT_FAULT}
    if len(at_work) > MOST_LEFT_OUT or at_work[None] >= unbegun:
        message = "processes are ended from outside whatever they are given, perhaps for want of memory; free some"
        raise WorkerLostError(message)
    return tuple(sorted(number for number in at_fault if number is not None))


def forget_mark(folder: Path, number: int) -> None:
    """Take away the mark of a shard, once it is done or to be begun anew."""
    with suppress(OSError):
        _mark_path(folder, number).unlink(missing_ok=True)


def _load(piece: Piece) -> bytes | Failure:
    """Read the bytes of a piece; a file that cannot be read is one failed report."""
    try:
        if piece.end - piece.start > LIMITS.file_bytes:
            reason = f"{piece.name}: larger than {LIMITS.file_bytes // MB} MB; split it into smaller files"
            return Failure(id=Path(piece.name).name, reason=reason)
        with piece.path.open("rb") as stream:
            stream.seek(piece.start)
            return stream.read(piece.end - piece.start)
    except OSError as error:
        reason = f"{piece.name}: cannot be read ({error.strerror}); check the file and its permissions"
        return Failure(id=Path(piece.name).name, reason=reason)


def _sha256_of(pieces: list[bytes | Failure]) -> str:
    """Make one checksum of several pieces; where they meet counts."""
    each = (piece.reason.encode() if isinstance(piece, Failure) else piece for piece in pieces)
    return hashlib.sha256(b"".join(hashlib.sha256(piece).digest() for piece in each)).hexdigest()


def _is_whole(job: Job, receipt: Receipt) -> bool:
    try:
        with part_path(job.folder, receipt.number, job.form).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == receipt.output_sha256
    except OSError:
        return False


def _items(shard: Shard, pieces: list[bytes | Failure]) -> Iterator[Document | Failure]:
    for piece, data in zip(shard.pieces, pieces, strict=True):
        if isinstance(data, Failure):
            yield data
        elif piece.first is None:
            yield from read_bytes(piece.name, data)
        else:
            yield from read_lines(piece.name, data, first=piece.first)


def _write_part(
    shard: Shard, pieces: list[bytes | Failure], job: Job, gazetteer: Gazetteer, left_out: tuple[int, ...]
) -> tuple[str, int, tuple[tuple[str, str], ...]]:
    checksum, reports, failures = hashlib.sha256(), 0, []
    items = _marking(_leaving_out(_items(shard, pieces), left_out), _mark_path(job.folder, shard.number))
    blocks = _features(items, job, gazetteer) if job.form == "parquet" else _lines(items, job, gazetteer)
    with replacing(part_path(job.folder, shard.number, job.form)) as stream:
        for data, count, failed in blocks:
            stream.write(data)
            checksum.update(data)
            reports += count
            failures += failed
    forget_mark(job.folder, shard.number)
    return checksum.hexdigest(), reports, tuple(failures)


_Block = tuple[bytes, int, list[tuple[str, str]]]
"""Bytes of a part, how many reports they are of, and who of these failed why."""


def _lines(items: Iterator[Document | Failure], job: Job, gazetteer: Gazetteer) -> Iterator[_Block]:
    """Give the record of each report."""
    for line, error in analyse_each(items, gazetteer=gazetteer, options=job.options, finish=record_line):
        yield line.encode("utf-8") + b"\n", 1, [(json.loads(line)["id"], error)] if error else []


def _features(items: Iterator[Document | Failure], job: Job, gazetteer: Gazetteer) -> Iterator[_Block]:
    """Give the features of all reports at once, as one table."""
    # geopandas takes seconds to import.
    from pipeline.about import About  # noqa: PLC0415
    from pipeline.forms.parquet import geoparquet  # noqa: PLC0415
    from pipeline.layers import to_layers  # noqa: PLC0415

    results = list(analyse_each(items, gazetteer=gazetteer, options=job.options, finish=_as_it_is))
    done = [result for result in results if isinstance(result, Report)]
    failed = [(result.id, result.reason) for result in results if isinstance(result, Failure)]
    yield geoparquet(to_layers(done), done, About()), len(results), failed


def _as_it_is(result: Report | Failure) -> Report | Failure:
    return result


def _leaving_out(items: Iterator[Document | Failure], left_out: tuple[int, ...]) -> Iterator[Document | Failure]:
    for number, item in enumerate(items):
        yield Failure(id=item.id, reason=f"{item.id}: {DIED}") if number in left_out else item


def _marking(items: Iterator[Document | Failure], mark: Path) -> Iterator[Document | Failure]:
    """Write the number of each item to *mark* before it is handed on: what a killed process leaves behind."""
    handle = os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        for number, item in enumerate(items):
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, b"%012d" % number)
            yield item
    finally:
        os.close(handle)
