"""Archives (.zip): their members, unpacked in memory one by one, never onto the disk."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.errors import LimitReachedError, ReadError
from pipeline.model import Failure
from pipeline.readers.guards import is_link, open_archive, unpacked
from pipeline.readers.job import Job, base_name


class Member(NamedTuple):
    """One file of an archive; `name` is its own, without the folders it lay in, `data` empty where it is only named."""

    name: str
    data: bytes


def members(job: Job, suffixes: frozenset[str], named: frozenset[str]) -> Iterator[Member | Failure]:
    """Give the members whose suffix is among *suffixes*, in order of name; one that cannot be had is a failure.

    Those with a suffix among *named* are not unpacked: no reader takes them, and that is to be said.
    """
    total = 0
    with open_archive(job) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            name = base_name(member.filename)
            if member.is_dir() or member.filename.startswith("__MACOSX/"):
                continue
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in named:
                yield Member(name, b"")
            if suffix not in suffixes:
                continue
            where = f"{job.name}: {name}"
            if is_link(member):
                yield Failure(id=name, reason=f"{where} is a link to another file, which is never followed")
                continue
            try:
                data = unpacked(job, archive, member)
            except (ReadError, LimitReachedError) as error:
                yield Failure(id=name, reason=str(error))
                continue
            total += len(data)
            if total > job.limits.unpacked_bytes:
                yield Failure(
                    id=name, reason=f"{where} and what follows were not read: the archive unpacks to too much"
                )
                return
            yield Member(name, data)
