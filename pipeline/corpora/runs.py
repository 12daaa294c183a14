"""A run over a corpus, kept in a folder: it goes on where it was stopped, and its outcome never depends on that."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from gazetteer.index import Gazetteer
from pipeline.corpora.parts import Job, Receipt, part_path, read_receipt, receipt_path
from pipeline.corpora.shards import SHARD_BYTES, Shard, cut, find_inputs
from pipeline.errors import RunChangedError, WriteError
from pipeline.maker import Maker
from pipeline.writing import replacing

Do = Callable[[Iterable[Shard], Job], Iterator[Receipt]]
"""What carries shards out: in this process, in a pool, or on a cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """How far a run is: reports and bytes done (`known_bytes` in all, where that is known), and failures."""

    reports: int
    done_bytes: int
    known_bytes: int
    failures: tuple[tuple[str, str], ...]


def run(
    paths: tuple[str, ...], job: Job, *, gazetteer: Gazetteer, do: Do, advance: Callable[[Advance], None]
) -> tuple[int, int]:
    """Make the records of the corpus *paths* in `job.folder`; give how many reports, and how many failed.

    Parts that stand there already, made from the same bytes by an equal run, are kept. Raises
    `RunChangedError` when the folder holds a run with other options, another gazetteer or another program,
    `ReadError` when an input is missing, `WriteError` when the disk refuses or another run is at work there.
    """
    with _held(job.folder):
        _agree(job.folder, _heading(paths, job, gazetteer))
        total, done_bytes, reports, failures = _known_bytes(paths), 0, 0, 0
        shards = _counted(cut(find_inputs(paths), job.folder / "spool"))
        for receipt in do(shards, job):
            _clear_spool(shards, receipt.number)
            reports += receipt.reports
            failures += len(receipt.failures)
            done_bytes += receipt.input_bytes
            advance(Advance(reports=reports, done_bytes=done_bytes, known_bytes=total, failures=receipt.failures))
        _finish(job, shards.count)
    return reports, failures


class _counted:  # noqa: N801  (an iterator, used like a function)
    """Hand shards on, and remember how many there were and which have files in the spool."""

    def __init__(self, shards: Iterable[Shard]) -> None:
        self._shards = iter(shards)
        self.count = 0
        self.temporary: dict[int, list[Path]] = {}

    def __iter__(self) -> Iterator[Shard]:
        return self

    def __next__(self) -> Shard:
        shard = next(self._shards)
        self.count += 1
        paths = [piece.path for piece in shard.pieces if piece.temporary]
        if paths:
            self.temporary[shard.number] = paths
        return shard


def _clear_spool(shards: _counted, number: int) -> None:
    for path in shards.temporary.pop(number, []):
        with suppress(OSError):
            path.unlink(missing_ok=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Make the folders of a run, and keep other runs out while this one is at work."""
    try:
        for name in ("parts", "receipts", "spool"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "lock", timeout=0):
            for left_by_a_stopped_run in (folder / "spool").iterdir():
                left_by_a_stopped_run.unlink()
            yield
    except Timeout:
        message = f"{folder}: another run is at work there; wait for it, or choose another folder"
        raise WriteError(message) from None
    except FileExistsError:
        message = f"{folder}: is a file; a run over a corpus needs a folder"
        raise WriteError(message) from None


def _heading(paths: tuple[str, ...], job: Job, gazetteer: Gazetteer) -> dict[str, object]:
    return {
        **asdict(Maker.of(gazetteer)),
        "options": json.loads(json.dumps(asdict(job.options), default=str)),
        "form": job.form,
        "inputs": list(paths),
        "shard_bytes": SHARD_BYTES,
    }


def _agree(folder: Path, heading: dict[str, object]) -> None:
    """Write what this run is made from; refuse a folder whose run is made from something else."""
    path = folder / "run.json"
    if path.exists():
        try:
            before = json.loads(path.read_bytes())
        except ValueError:
            before = {}
        changed = [name for name in heading if before.get(name) != heading[name]]
        if changed:
            message = (
                f"{folder}: holds a run with another {_listed(changed)}; choose another folder, or remove this one"
            )
            raise RunChangedError(message)
        return
    with replacing(path) as stream:
        stream.write(json.dumps(heading, ensure_ascii=False, indent=1).encode("utf-8"))


def _listed(names: list[str]) -> str:
    return ", another ".join(names)


def _known_bytes(paths: tuple[str, ...]) -> int:
    """Count the bytes of all inputs; those of packed ones are as they lie on the disk."""
    return sum(path.stat().st_size for path in find_inputs(paths))


def _finish(job: Job, count: int) -> None:
    """Take away what killed processes and an earlier, longer corpus left, and write the manifest of what there is."""
    folder = job.folder
    for room in ("parts", "receipts"):
        for unfinished in (folder / room).glob(".*.part"):
            unfinished.unlink(missing_ok=True)
    number = count
    while receipt_path(folder, number).exists() or part_path(folder, number, job.form).exists():
        for path in (receipt_path(folder, number), part_path(folder, number, job.form)):
            path.unlink(missing_ok=True)
        number += 1
    with replacing(folder / "manifest.json") as stream:
        for line in _manifest_lines(job, count):
            stream.write(line.encode("utf-8"))


def _manifest_lines(job: Job, count: int) -> Iterator[str]:
    folder = job.folder
    heading = json.loads((folder / "run.json").read_bytes())
    yield "{"
    for name, value in heading.items():
        yield f'"{name}": {json.dumps(value, ensure_ascii=False)},\n'
    yield '"parts": ['
    reports = failures = 0
    for number in range(count):
        receipt = read_receipt(folder, number)
        if receipt is None:
            message = f"{receipt_path(folder, number)}: has gone or is damaged; run the same command again"
            raise WriteError(message)
        reports += receipt.reports
        failures += len(receipt.failures)
        part = {"part": part_path(folder, number, job.form).name, **asdict(receipt)}
        yield ("" if number == 0 else ",") + "\n" + json.dumps(part, ensure_ascii=False)
    yield f'\n],\n"reports": {reports},\n"failed": {failures}\n}}\n'
