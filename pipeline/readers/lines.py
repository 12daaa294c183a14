"""Files of one JSON object a line, each a report with its facts."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NoReturn

from pipeline.errors import LimitReachedError, ReadError
from pipeline.limits import LIMITS, MB, Limits
from pipeline.model import Document, Failure
from pipeline.readers.days import http_link
from pipeline.readers.job import Job, base_name, well_formed

_TEXT_FIELDS = ("id", "title", "source", "language", "link")


def read(job: Job) -> Iterator[Document | Failure]:
    """Read a .jsonl file: a broken line is a failure that leaves the others."""
    if not job.data.strip():
        message = f"{job.name}: the file is empty; give it one report a line"
        raise ReadError(message)
    yield from read_lines(job.name, job.data, limits=job.limits)


def read_lines(name: str, data: bytes, *, first: int = 1, limits: Limits = LIMITS) -> Iterator[Document | Failure]:
    """Read one report a line from *data*, a stretch of the .jsonl file *name* that begins with line *first*."""
    for number, line in enumerate(data.splitlines(), start=first):
        if not line.strip():
            continue
        try:
            yield _report_of_line(name, number, line, limits)
        except (ReadError, LimitReachedError) as error:
            yield Failure(id=f"{base_name(name)}:{number}", reason=str(error))


def report_of(where: str, fallback_id: str, fields: Mapping[str, object]) -> Document:
    """Make a document of the *fields* of one object; *where* names it in what is raised."""
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        message = f'{where} has no "text"; every report needs one'
        raise ReadError(message)
    for key in _TEXT_FIELDS:
        if not isinstance(fields.get(key), str | int | None):
            message = f'{where}: "{key}" must be a string'
            raise ReadError(message)
    given = {key: well_formed(str(fields[key])) for key in _TEXT_FIELDS if fields.get(key) is not None}
    return Document(
        id=given.get("id") or fallback_id,
        text=well_formed(text),
        title=given.get("title"),
        source=given.get("source"),
        published=_date(where, fields.get("published")),
        language=given.get("language"),
        link=http_link(given.get("link")),
    )


def load_json(data: str | bytes) -> object:
    """Parse JSON as the standard has it: without NaN and Infinity. Raises `ValueError`, also for too deep a nesting."""
    try:
        return json.loads(data, parse_constant=_refuse)
    except RecursionError:
        message = "nested too deeply"
        raise ValueError(message) from None


def _refuse(constant: str) -> NoReturn:
    message = f"{constant} is no JSON"
    raise ValueError(message)


def _report_of_line(name: str, number: int, line: bytes, limits: Limits) -> Document:
    where = f"{name}: line {number}"
    if len(line) > limits.report_bytes:
        message = f"{where} is larger than {limits.report_bytes // MB} MB; split it"
        raise LimitReachedError(message)
    return report_of(where, f"{base_name(name)}:{number}", _fields_of_line(where, line))


def _fields_of_line(where: str, line: bytes) -> Mapping[str, object]:
    try:
        fields = load_json(line.decode("utf-8-sig"))
    except ValueError:
        message = f"{where} is not valid JSON; each line must hold one object"
        raise ReadError(message) from None
    if not isinstance(fields, dict):
        message = f"{where} is not a JSON object; each line must hold one"
        raise ReadError(message)
    return fields


def _date(where: str, value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        message = f'{where}: "published" must be a date such as 2023-03-28'
        raise ReadError(message) from None
