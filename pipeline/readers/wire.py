"""How a reading process says what it read: one JSON object a line, never a pickle."""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pipeline.limits import Limits
from pipeline.model import Document, Failure
from pipeline.readers.archive import Member
from pipeline.readers.job import Job, Told
from pipeline.readers.shape import Shape

Item = Document | Failure | Member | Shape

_DOCUMENT_FIELDS = ("id", "text", "title", "source", "language", "link")


def job_line(job: Job, reader: str) -> bytes:
    """Write the line that comes before a job's bytes."""
    head = {"reader": reader, "name": job.name, "size": len(job.data)}
    return _line({**head, "limits": asdict(job.limits), "told": asdict(job.told)})


def job_of(head: Mapping[str, Any], data: bytes, deadline: float) -> Job:
    """Make the job of its line and its bytes."""
    limits, told = Limits(**head["limits"]), Told(**head["told"])
    return Job(name=head["name"], data=data, limits=limits, told=told, deadline=deadline)


def item_line(item: Item) -> bytes:
    """Write one thing that was read."""
    if isinstance(item, Member):
        return _line({"member": item.name, "data": base64.b64encode(item.data).decode("ascii")})
    if isinstance(item, Shape):
        return _line({"shape": item.name, "wkb": base64.b64encode(item.wkb).decode("ascii")})
    if isinstance(item, Failure):
        return _line({"failure": item.id, "reason": item.reason})
    told = {name: getattr(item, name) for name in _DOCUMENT_FIELDS}
    day = item.published.isoformat() if item.published else None
    return _line({"document": {**told, "published": day, "warnings": item.warnings, "pages": item.pages}})


def item_of(said: Mapping[str, Any]) -> Item:
    """Make one thing of its line; raises `ValueError`, `KeyError` or `TypeError` for what no reader of ours writes."""
    if "member" in said:
        return Member(str(said["member"]), base64.b64decode(said["data"], validate=True))
    if "shape" in said:
        return Shape(str(said["shape"]), base64.b64decode(said["wkb"], validate=True))
    if "failure" in said:
        return Failure(id=str(said["failure"]), reason=str(said["reason"]))
    told = said["document"]
    return Document(
        id=str(told["id"]),
        text=str(told["text"]),
        title=_text(told["title"]),
        source=_text(told["source"]),
        language=_text(told["language"]),
        link=_text(told["link"]),
        published=date.fromisoformat(told["published"]) if told["published"] else None,
        warnings=tuple(map(str, told["warnings"])),
        pages=tuple(map(int, told["pages"])),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def sign_line(sign: str) -> bytes:
    """Write a sign: "ready" before the first thing, "done" after the last, "memory" where there was too little."""
    return _line({"sign": sign})


def _line(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace") + b"\n"
