"""Mails (.eml), and pages saved whole with their pictures (.mhtml), which are mails too."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from pipeline.errors import LimitReachedError, ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_of, host_of, http_link
from pipeline.readers.job import Job, one_line, well_formed
from pipeline.readers.text import decode
from pipeline.readers.webpage import declared_encoding, main_part, parse, text_of_fragment

_NAMES_SHOWN = 5
_LINES_A_PART = 100
"""Lines that may begin as the end of a part does, for each part allowed: more take the parser seconds."""

_WHOLE = re.compile(rb"^content-type:[ \t]{0,9}multipart/", re.IGNORECASE | re.MULTILINE)
_HEAD_ENDS = re.compile(rb"\n\r?\n")


def read(job: Job) -> Iterator[Document | Failure]:
    """Read the body of a mail: its plain text, or the text of its HTML; attachments are named, not read."""
    _check_size(job)
    mail = message_from_bytes(job.data, policy=default)
    parts = _parts(job, mail)
    if not mail.keys() or not parts:
        message = f"{job.name}: this is no mail; save it from the mail program as .eml"
        raise ReadError(message)
    saved_page = mail.get_content_type() == "multipart/related" and mail.get("Snapshot-Content-Location")
    if saved_page:
        yield _saved_page(job, mail, parts)
        return
    text, warnings = _body(job, parts)
    if not text.strip():
        message = f"{job.name}: the mail has no text; save its attachments and read them instead"
        raise ReadError(message)
    yield Document(
        id=job.id,
        text=well_formed(text),
        title=one_line(_header(mail, "Subject")),
        source=one_line(_header(mail, "From")),
        published=day_of(_header(mail, "Date")),
        warnings=warnings + _attachments(parts),
    )


def _check_size(job: Job) -> None:
    """Refuse a mail whose head or number of parts would take the parser seconds."""
    marks, wholes = job.data.count(b"\n--"), len(_WHOLE.findall(job.data))
    if marks > _LINES_A_PART * job.limits.mail_parts or wholes > job.limits.mail_parts:
        raise _too_many(job)
    head = _HEAD_ENDS.search(job.data)
    if (head.start() if head else len(job.data)) > job.limits.mail_head:
        message = f"{job.name}: its head is longer than {job.limits.mail_head:,} characters; paste the mail's text"
        raise LimitReachedError(message)


def _parts(job: Job, mail: EmailMessage) -> tuple[EmailMessage, ...]:
    parts: list[EmailMessage] = []
    for part in mail.walk():
        parts.append(part)
        if len(parts) > job.limits.mail_parts:
            raise _too_many(job)
    return tuple(part for part in parts if not part.is_multipart())


def _too_many(job: Job) -> LimitReachedError:
    return LimitReachedError(f"{job.name}: the mail has more than {job.limits.mail_parts} parts; save those you need")


def _body(job: Job, parts: tuple[EmailMessage, ...]) -> tuple[str, tuple[str, ...]]:
    """Give the first plain text, else that of the first HTML."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                text, warnings = _decoded(job, part)
                return (text if kind == "text/plain" else text_of_fragment(job, text)), warnings
    return "", ()


def _saved_page(job: Job, mail: EmailMessage, parts: tuple[EmailMessage, ...]) -> Document:
    """Read the page of a .mhtml file; the day of its mail is the day it was saved, which says nothing of the report."""
    html, warnings = next((_decoded(job, part) for part in parts if part.get_content_type() == "text/html"), ("", ()))
    page = main_part(html, parse(job, html))
    if not page.text.strip():
        message = f"{job.name}: the page shows no text; save it anew, or paste the text"
        raise ReadError(message)
    link = page.link or http_link(_header(mail, "Snapshot-Content-Location"))
    return Document(
        id=job.id,
        text=page.text,
        title=page.title or one_line(_header(mail, "Subject")),
        source=page.source or host_of(link),
        published=day_of(page.published),
        link=link,
        warnings=warnings + page.warnings,
    )


def _decoded(job: Job, part: EmailMessage) -> tuple[str, tuple[str, ...]]:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    declared = part.get_content_charset() or declared_encoding(data)
    return decode(Job(name=job.name, data=data, limits=job.limits, told=job.told), declared=declared)


def _header(mail: EmailMessage, name: str) -> str | None:
    value = mail.get(name)
    return str(value) if value is not None else None


def _attachments(parts: tuple[EmailMessage, ...]) -> tuple[str, ...]:
    names = [
        one_line(part.get_filename()) or "unnamed" for part in parts if part.get_content_disposition() == "attachment"
    ]
    if not names:
        return ()
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return (f"attachments are not read: {', '.join(names[:_NAMES_SHOWN])}{more}; save them and read them too",)
