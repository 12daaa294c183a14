"""Mails (.eml), and pages saved whole with their pictures (.mhtml), which are mails too."""

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from typing import NamedTuple

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
_CUT = re.compile(r"(?<!^)(?<!^--)[ ]\r?\n(?!>)", re.MULTILINE)
"""The end of a line that goes on, which the mark above a signature and a quotation below are not."""


class _Body(NamedTuple):
    text: str
    warnings: tuple[str, ...]
    attached: tuple[str, ...]


def read(job: Job) -> Iterator[Document | Failure]:
    """Read the text of a mail, plain or out of its HTML; attachments are named, not read."""
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
    body = _body(job, mail)
    if not body.text.strip():
        message = f"{job.name}: the mail has no text; save its attachments and read them instead"
        raise ReadError(message)
    yield Document(
        id=job.id,
        text=well_formed(body.text),
        title=one_line(_header(mail, "Subject")),
        source=one_line(_header(mail, "From")),
        published=day_of(_header(mail, "Date")),
        warnings=body.warnings + _said_of(body.attached),
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


def _body(job: Job, part: MIMEPart) -> _Body:
    """Give the text of a mail or of a part of one: all that is shown, of alternatives the plainest that says anything.

    A mail within the mail is an attachment, as are files of other kinds but pictures, which are signatures mostly.
    """
    kind = part.get_content_type()
    if part.get_content_disposition() == "attachment" or kind.startswith("message/"):
        return _Body("", (), (_name_of(part),))
    if part.is_multipart():
        return _together([_body(job, inner) for inner in part.iter_parts()], either=kind == "multipart/alternative")
    if kind in {"text/plain", "text/html"}:
        text, warnings = _decoded(job, part)
        return _Body(text_of_fragment(job, text) if kind == "text/html" else _unflowed(part, text), warnings, ())
    return _Body("", (), () if part.get_content_maintype() in {"image", "multipart"} else (_name_of(part),))


def _together(bodies: Sequence[_Body], *, either: bool) -> _Body:
    """Put the texts of parts one after the other, or take the first that says anything."""
    filled = [body for body in bodies if body.text.strip()]
    taken = filled[:1] if either else filled
    return _Body(
        "\n\n".join(body.text for body in taken),
        tuple(warning for body in taken for warning in body.warnings),
        tuple(name for body in bodies for name in body.attached),
    )


def _unflowed(part: MIMEPart, text: str) -> str:
    """Put together the lines that a mail program cut where they end in a blank (RFC 3676)."""
    if str(part.get_param("format")).lower() != "flowed":
        return text
    blank = "" if str(part.get_param("delsp")).lower() == "yes" else " "
    return _CUT.sub(blank, text)


def _name_of(part: MIMEPart) -> str:
    return one_line(part.get_filename()) or "unnamed"


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


def _decoded(job: Job, part: MIMEPart) -> tuple[str, tuple[str, ...]]:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    declared = part.get_content_charset() or declared_encoding(data)
    return decode(Job(name=job.name, data=data, limits=job.limits, told=job.told), declared=declared)


def _header(mail: EmailMessage, name: str) -> str | None:
    value = mail.get(name)
    return str(value) if value is not None else None


def _said_of(attached: Sequence[str]) -> tuple[str, ...]:
    if not attached:
        return ()
    more = f" and {len(attached) - _NAMES_SHOWN} more" if len(attached) > _NAMES_SHOWN else ""
    return (f"attachments are not read: {', '.join(attached[:_NAMES_SHOWN])}{more}; save them and read them too",)
