"""What is looked at before a library opens an archive or XML: sizes, ratios, depth, entities."""

import io
import stat
import zipfile
import zlib
from contextlib import suppress
from xml.etree.ElementTree import ParseError  # the error alone; defusedxml does the parsing
from xml.parsers.expat import ExpatError, ParserCreate  # it counts elements, and is handed no XML with entities

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from pipeline.errors import LimitReachedError, ReadError
from pipeline.limits import MB, Limits
from pipeline.readers.job import Job

_SMALL = MB
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


def open_archive(job: Job) -> zipfile.ZipFile:
    """Open the archive in *job* once its members keep the limits by what they state.

    Raises `ReadError` for what is no archive, `LimitReachedError` for one too large.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(job.data))
    except _DAMAGED:
        message = f"{job.name}: this is no whole ZIP archive; get the file anew"
        raise ReadError(message) from None
    members = archive.infolist()
    if len(members) > job.limits.members:
        message = f"{job.name}: holds {len(members):,} members, more than {job.limits.members:,}; split it"
        raise LimitReachedError(message)
    _check_unpacked(job.name, sum(member.file_size for member in members), job.limits)
    for member in members:
        _check_ratio(job.name, member, job.limits)
    return archive


def unpacked(job: Job, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack one member in memory, never past the size it states. Raises `ReadError` for a damaged or locked one."""
    if member.flag_bits & 0x1:
        message = f"{job.name}: {member.filename!r} is locked with a password; unpack it first"
        raise ReadError(message)
    try:
        with archive.open(member) as stream:
            data = stream.read(job.limits.unpacked_bytes + 1)
    except _DAMAGED:
        message = f"{job.name}: {member.filename!r} is damaged inside the archive; get the file anew"
        raise ReadError(message) from None
    _check_unpacked(job.name, len(data), job.limits)
    return data


def is_link(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member is a symbolic link, which is never followed."""
    return stat.S_ISLNK(member.external_attr >> 16)


def check_office_file(job: Job) -> None:
    """Look through a .docx, .odt or .xlsx before its library does: an archive within limits, its XML harmless."""
    total = 0
    with open_archive(job) as archive:
        names = [member.filename for member in archive.infolist()]
        if len(set(names)) != len(names):
            message = f"{job.name}: two members of the file share a name; save it anew"
            raise ReadError(message)
        for member in archive.infolist():
            data = unpacked(job, archive, member)
            total += len(data)
            _check_unpacked(job.name, total, job.limits)
            if member.filename.lower().endswith((".xml", ".rels")):
                check_xml(job.name, data, job.limits)


def check_xml(name: str, data: bytes, limits: Limits) -> None:
    """Refuse XML with entities or a document type, or nested deeper than the limit, or broken."""
    depth = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > limits.depth:
                message = f"{name}: elements lie more than {limits.depth} deep in one another; save it anew"
                raise LimitReachedError(message)
            if event == "end":
                element.clear()
    except DefusedXmlException:
        message = f"{name}: its XML declares a document type or entities, which no such file needs; not read"
        raise ReadError(message) from None
    except (ParseError, ValueError, LookupError):
        message = f"{name}: its XML is broken; save it anew"
        raise ReadError(message) from None


def check_depth(name: str, data: bytes, limits: Limits) -> None:
    """Refuse XML nested deeper than the limit.

    It holds no entities, as was seen before; what comes after its first fault is not looked at.
    """
    depth = deepest = 0

    def enter(*_: object) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(depth, deepest)

    def leave(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    with suppress(ExpatError, ValueError, LookupError):
        parser.Parse(data, True)  # noqa: FBT003  (its only way to say that this is all)
    if deepest > limits.depth:
        message = f"{name}: elements lie more than {limits.depth} deep in one another; save it anew"
        raise LimitReachedError(message)


def _check_unpacked(name: str, size: int, limits: Limits) -> None:
    if size > limits.unpacked_bytes:
        message = f"{name}: unpacks to more than {limits.unpacked_bytes // MB} MB; split it"
        raise LimitReachedError(message)


def _check_ratio(name: str, member: zipfile.ZipInfo, limits: Limits) -> None:
    if member.file_size > _SMALL and member.file_size > limits.ratio * max(1, member.compress_size):
        message = f"{name}: {member.filename!r} unpacks to more than {limits.ratio} times its size; not read"
        raise LimitReachedError(message)
