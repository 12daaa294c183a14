"""Feeds (RSS, Atom): one report an entry."""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import feedparser

from pipeline.errors import LimitReachedError, ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_of, host_of, http_link
from pipeline.readers.guards import check_depth
from pipeline.readers.job import Job, one_line
from pipeline.readers.webpage import text_of_fragment

_ENTITY = re.compile(rb"<!ENTITY|<\x00!\x00E\x00N\x00T\x00I\x00T\x00Y", re.IGNORECASE)


def read(job: Job) -> Iterator[Document | Failure]:
    """Read every entry of a feed: its full text where it has one, its summary else."""
    if _ENTITY.search(job.data):
        message = f"{job.name}: its XML declares entities, which no feed needs; not read"
        raise ReadError(message)
    check_depth(job.name, job.data, job.limits)
    # As a stream: bytes and strings would be taken for the name of a local file first.
    feed = feedparser.parse(io.BytesIO(job.data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version and not feed.entries:
        message = f"{job.name}: this is no feed; save the address of its RSS or Atom file"
        raise ReadError(message)
    if not feed.entries:
        message = f"{job.name}: the feed has no entries"
        raise ReadError(message)
    broken = ("the feed is broken; what could be made out was read",) if feed.bozo else ()
    site = _site(job, feed.feed)
    for number, entry in enumerate(feed.entries[: job.limits.reports], start=1):
        if job.late:
            reason = f"{job.name}: entries from number {number} on were not read within {job.limits.parse_seconds} s"
            yield Failure(id=job.id, reason=reason)
            return
        name = f"{job.id}:{number}"
        try:
            yield _report(job, name, entry, site, broken)
        except (ReadError, LimitReachedError) as error:
            yield Failure(id=name, reason=f"entry {number} of {error}")
    if len(feed.entries) > job.limits.reports:
        reason = f"{job.name}: entries past {job.limits.reports:,} were not read; split the feed"
        yield Failure(id=job.id, reason=reason)


def _site(job: Job, facts: Mapping[str, Any]) -> str | None:
    """Give the feed's title, or the host it belongs to."""
    with suppress(ReadError, LimitReachedError):
        if (title := one_line(text_of_fragment(job, facts.get("title", "")))) is not None:
            return title
    return host_of(http_link(facts.get("link")))


def _report(
    job: Job, name: str, entry: Mapping[str, Any], site: str | None, warnings: tuple[str, ...]
) -> Document | Failure:
    title = one_line(text_of_fragment(job, entry.get("title", "")))
    text = max((text_of_fragment(job, part) for part in _contents(entry)), key=len, default="")
    link = http_link(entry.get("link"))
    if not text.strip() and title is None:
        return Failure(id=name, reason=f"{job.name}: the entry {name.rpartition(':')[2]} has no text")
    return Document(
        id=name,
        text=text if text.strip() else str(title),
        title=title,
        source=site or host_of(link),
        published=_day(entry),
        link=link,
        warnings=warnings if text.strip() else (*warnings, "the entry has no text but its title"),
    )


def _contents(entry: Mapping[str, Any]) -> Iterator[str]:
    for content in entry.get("content", ()):
        yield content.get("value", "")
    yield entry.get("summary", "")


def _day(entry: Mapping[str, Any]) -> date | None:
    """Give the day the entry was published, where it is; in the entry's own time zone."""
    for key in ("published", "updated", "created"):
        if (day := day_of(entry.get(key))) is not None:
            return day
    return None
