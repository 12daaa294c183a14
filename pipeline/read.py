"""Read files, folders and streams into documents; what cannot be read comes out as a failure with its reason."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline.errors import FetchError, LimitReachedError, ReadError, UnknownFormatError
from pipeline.limits import LIMITS, MB, Limits
from pipeline.model import Document, Failure
from pipeline.readers import delimited, lines, text
from pipeline.readers.apart import Apart
from pipeline.readers.archive import Member
from pipeline.readers.child import UNPACK
from pipeline.readers.days import host_of, is_address
from pipeline.readers.job import NOTHING_TOLD, Job, Reader, Told, base_name
from pipeline.readers.lines import read_lines
from pipeline.readers.text import is_utf8, known_encoding

if TYPE_CHECKING:
    # What speaks HTTP takes a tenth of a second to import; who wants a web address read brings it along.
    from pipeline.fetch import Fetched, Fetcher

__all__ = [
    "NOTHING_TOLD",
    "SUFFIXES",
    "Told",
    "read_bytes",
    "read_files",
    "read_job",
    "read_lines",
    "read_reports",
    "with_unique_ids",
]

# Home-made parsers of text: linear, and bounded by the size of the file.
_HERE: dict[str, Reader] = {
    ".txt": text.read,
    ".md": text.read,
    ".jsonl": lines.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
}
# Everything else is parsed in a process of its own, by the reader of that name.
_APART = {
    ".html": "webpage",
    ".htm": "webpage",
    ".mhtml": "mail",
    ".eml": "mail",
    ".pdf": "pdf",
    ".docx": "word",
    ".odt": "opendocument",
    ".xlsx": "workbook",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".json": "telegram",
}
# Forms that hold reports and are not read, and what to save them as.
_SAVED_AS = {
    **dict.fromkeys((".doc", ".docm", ".rtf", ".pages"), ".docx"),
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".ods", ".numbers"), ".xlsx"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".epub", ".djvu"), ".pdf"),
    **dict.fromkeys((".msg", ".mbox"), ".eml"),
    **dict.fromkeys((".rar", ".7z"), ".zip"),
}
_ARCHIVE = ".zip"
_MANY = frozenset({".jsonl", ".csv", ".tsv", _ARCHIVE})

SUFFIXES = (*_HERE, *_APART, _ARCHIVE)
"""The suffixes of the files that are read."""


def read_reports(
    paths: Iterable[str], *, told: Told = NOTHING_TOLD, limits: Limits = LIMITS, fetcher: "Fetcher | None" = None
) -> Iterator[Document | Failure]:
    """Read every report of *paths*: files, folders (walked in order of name), `-` for standard input, web addresses.

    Web addresses are asked through *fetcher*, and refused where there is none. Ids are made unique
    over the run.
    """
    with Apart() as apart:
        yield from with_unique_ids(
            item
            for path in paths
            for item in (
                _read_address(path, told, limits, fetcher, apart)
                if is_address(path)
                else _read_path(path, told, limits, apart)
            )
        )


def with_unique_ids(items: Iterable[Document | Failure]) -> Iterator[Document | Failure]:
    """Set a number behind an id that was there before: a second `note.txt` becomes `note.txt (2)`."""
    seen: dict[str, int] = {}
    for item in items:
        seen[item.id] = count = seen.get(item.id, 0) + 1
        yield item if count == 1 else replace(item, id=f"{item.id} ({count})")


def read_files(
    files: Iterable[tuple[str, bytes]], *, told: Told = NOTHING_TOLD, limits: Limits = LIMITS
) -> Iterator[Document | Failure]:
    """Read the reports of many files held in memory, each a name and its bytes; ids are made unique over all."""
    with Apart() as apart:
        yield from with_unique_ids(
            item
            for name, data in files
            for item in read_job(Job(name=name, data=data, told=told, limits=limits), apart)
        )


def read_bytes(
    name: str, data: bytes, *, told: Told = NOTHING_TOLD, limits: Limits = LIMITS
) -> Iterator[Document | Failure]:
    """Read the reports in *data*, a file called *name*; its suffix says how."""
    with Apart() as apart:
        yield from read_job(Job(name=name, data=data, told=told, limits=limits), apart)


def _read_path(path: str, told: Told, limits: Limits, apart: Apart) -> Iterator[Document | Failure]:
    if path == "-":
        job = Job(name="standard input", data=sys.stdin.buffer.read(limits.report_bytes + 1), told=told, limits=limits)
        if len(job.data) > limits.report_bytes:
            yield Failure(id=job.id, reason=str(_too_large(job.name, limits.report_bytes)))
        else:
            yield from _said(text.read, job)
        return
    place = Path(path)
    if place.is_dir():
        yield from _read_folder(place, told, limits, apart)
        return
    try:
        data = _load(place, limits)
    except (ReadError, LimitReachedError) as error:
        yield Failure(id=place.name, reason=str(error))
        return
    yield from read_job(Job(name=path, data=data, told=told, limits=limits), apart)


def _read_address(
    address: str, told: Told, limits: Limits, fetcher: "Fetcher | None", apart: Apart
) -> Iterator[Document | Failure]:
    """Read what a web address sends; what does not say where it comes from comes from there."""
    if fetcher is None:
        yield Failure(
            id=address, reason=f"{address}: web addresses are not read offline; save the page and read the file"
        )
        return
    try:
        fetched = fetcher.fetch(address)
    except (FetchError, LimitReachedError) as error:
        yield Failure(id=address, reason=str(error))
        return
    job = Job(name=fetched.name, data=fetched.data, limits=limits, told=_with_encoding(told, fetched))
    for item in read_job(job, apart):
        if isinstance(item, Failure):
            yield replace(item, reason=f"{address}: {item.reason}")
        else:
            yield replace(item, link=item.link or fetched.address, source=item.source or host_of(fetched.address))


def _with_encoding(told: Told, fetched: "Fetched") -> Told:
    """Let the server's word on the encoding count where the user has not given his and the bytes do not belie it."""
    if told.encoding is not None or fetched.encoding is None or known_encoding(fetched.encoding) is None:
        return told
    if is_utf8(fetched.data):
        return told
    return replace(told, encoding=fetched.encoding)


def _read_folder(folder: Path, told: Told, limits: Limits, apart: Apart) -> Iterator[Document | Failure]:
    """Read what holds reports; one in a form that is not read is said, pictures and the like are passed over."""
    wanted = {*SUFFIXES, *_SAVED_AS}
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix.lower() in wanted)
    if not files:
        yield Failure(id=folder.name, reason=f"{folder}: the folder holds no report; files read are {_known()}")
    for file in files:
        yield from _read_path(str(file), told, limits, apart)


def _load(file: Path, limits: Limits) -> bytes:
    most = _most_bytes(file.name, limits)
    try:
        if file.stat().st_size > most:
            raise _too_large(str(file), most)
        return file.read_bytes()
    except FileNotFoundError:
        message = f"{file}: there is no such file; check the path"
        raise ReadError(message) from None
    except OSError as error:
        message = f"{file}: cannot be read ({error.strerror}); check the permissions"
        raise ReadError(message) from None


def read_job(job: Job, apart: Apart) -> Iterator[Document | Failure]:
    """Read the reports of one file; what is parsed apart is parsed by *apart*, which may read others too."""
    suffix = _suffix(job.name)
    if (trouble := _refused(job, suffix)) is not None:
        yield Failure(id=job.id, reason=str(trouble))
    elif suffix == _ARCHIVE:
        yield from _read_archive(job, apart)
    elif suffix in _HERE:
        yield from _said(_HERE[suffix], job)
    else:
        yield from _reports(apart.read(_APART[suffix], job), job)


def _refused(job: Job, suffix: str) -> Exception | None:
    if suffix in _SAVED_AS:
        message = (
            f"{job.name}: reports of this kind ({suffix}) are not read; save it as {_SAVED_AS[suffix]} and read that"
        )
        return UnknownFormatError(message)
    if suffix not in SUFFIXES:
        message = f"{job.name}: reports of this kind ({suffix or 'no suffix'}) are not read; use one of {_known()}"
        return UnknownFormatError(message)
    most = _most_bytes(job.name, job.limits)
    return _too_large(job.name, most) if len(job.data) > most else None


def _said(reader: Reader, job: Job) -> Iterator[Document | Failure]:
    try:
        yield from reader(job)
    except (ReadError, LimitReachedError) as error:
        yield Failure(id=job.id, reason=str(error))


def _read_archive(job: Job, apart: Apart) -> Iterator[Document | Failure]:
    """Read every member that holds a report; each stands for itself, its name behind the archive's."""
    items = apart.read(f"{UNPACK}{' '.join(SUFFIXES)}:{' '.join(_SAVED_AS)}", job)
    if not items:
        yield Failure(id=job.id, reason=f"{job.name}: the archive holds no report; files read are {_known()}")
    for item in items:
        if not isinstance(item, Member):
            yield from _reports((item,), job)
        elif _suffix(item.name) == _ARCHIVE:
            yield Failure(id=item.name, reason=f"{job.name}: {item.name} is an archive in an archive; unpack it first")
        elif len(item.data) > job.limits.report_bytes:
            most = job.limits.report_bytes // MB
            reason = f"{job.name}: {item.name} is larger than {most} MB, the most for a member; unpack it first"
            yield Failure(id=item.name, reason=reason)
        else:
            member = replace(job, name=f"{job.name}/{item.name}", data=item.data)
            yield from read_job(member, apart)


def _reports(items: Iterable[object], job: Job) -> Iterator[Document | Failure]:
    """Give the reports among *items*; a packed file may hold a longer text than the file is."""
    for item in items:
        if isinstance(item, Document) and len(item.text) > job.limits.report_bytes:
            most = job.limits.report_bytes // MB
            yield Failure(id=item.id, reason=f"{job.name}: its text is longer than {most} MB; split it")
        elif isinstance(item, Document | Failure):
            yield item


def _most_bytes(name: str, limits: Limits) -> int:
    return limits.file_bytes if _suffix(name) in _MANY else limits.report_bytes


def _too_large(name: str, most: int) -> LimitReachedError:
    what = "a file" if most > LIMITS.report_bytes else "a single report"
    message = f"{name}: {what} larger than {most // MB} MB; split it"
    return LimitReachedError(message)


def _suffix(name: str) -> str:
    return PurePosixPath(base_name(name)).suffix.lower()


def _known() -> str:
    return " ".join(SUFFIXES)
