"""Telegram's export of a chat or channel, as JSON or as pages: one report a message."""

from collections.abc import Iterator, Mapping

import lxml.html

from pipeline.errors import ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_of
from pipeline.readers.job import Job, one_line, well_formed
from pipeline.readers.lines import load_json, report_of
from pipeline.readers.text import decode


def read(job: Job) -> Iterator[Document | Failure]:
    """Read `result.json` of a Telegram export, or a list of reports in the fields of a .jsonl line."""
    try:
        content = load_json(decode(job)[0])
    except ValueError:
        message = f"{job.name}: this is not valid JSON; export it anew"
        raise ReadError(message) from None
    if isinstance(content, list):
        yield from _reports_of_list(job, content)
        return
    chats = list(_chats(content))
    if not chats:
        message = f"{job.name}: neither a Telegram export nor a list of reports; use .jsonl for reports of your own"
        raise ReadError(message)
    for chat in chats:
        yield from _reports_of_chat(job, chat)


def _reports_of_list(job: Job, content: list[object]) -> Iterator[Document | Failure]:
    for number, fields in enumerate(content[: job.limits.reports], start=1):
        name = f"{job.id}:{number}"
        if not isinstance(fields, dict):
            yield Failure(id=name, reason=f"{job.name}: item {number} is no report; each must be an object")
            continue
        try:
            yield report_of(f"{job.name}: item {number}", name, fields)
        except ReadError as error:
            yield Failure(id=name, reason=str(error))
    if not content:
        message = f"{job.name}: the list is empty; give it one report an item"
        raise ReadError(message)
    yield from _cut(job, len(content))


def _chats(content: object) -> Iterator[Mapping[str, object]]:
    """Find the chats of an export: one, or a list of them in the export of a whole account."""
    if not isinstance(content, dict):
        return
    if isinstance(content.get("messages"), list):
        yield content
    for key in ("chats", "left_chats"):
        chats = content.get(key)
        inner = chats.get("list") if isinstance(chats, dict) else None
        for chat in inner if isinstance(inner, list) else ():
            if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
                yield chat


def _reports_of_chat(job: Job, chat: Mapping[str, object]) -> Iterator[Document | Failure]:
    messages = chat["messages"]
    source = one_line(name) if isinstance(name := chat.get("name"), str) else None
    found = 0
    for message in messages[: job.limits.reports] if isinstance(messages, list) else ():
        text = _text(message.get("text")) if isinstance(message, dict) and message.get("type") == "message" else ""
        if not text.strip():
            continue  # joinings, pinnings, and pictures without a caption say nothing
        found += 1
        day = message.get("date")
        yield Document(
            id=f"{job.id}:{message.get('id', found)}",
            text=well_formed(text),
            source=source,
            published=day_of(day) if isinstance(day, str) else None,
        )
    if not found:
        yield Failure(id=job.id, reason=f"{job.name}: the chat {source or 'without a name'} holds no message with text")
    yield from _cut(job, len(messages) if isinstance(messages, list) else 0)


def _text(value: object) -> str:
    """Join the pieces of a message: strings, and objects whose "text" is shown."""
    if isinstance(value, str):
        return value
    pieces = value if isinstance(value, list) else ()
    shown = (piece.get("text") if isinstance(piece, dict) else piece for piece in pieces)
    return "".join(piece for piece in shown if isinstance(piece, str))


def _cut(job: Job, count: int) -> Iterator[Failure]:
    if count > job.limits.reports:
        reason = f"{job.name}: what comes after {job.limits.reports:,} messages was not read; export a shorter time"
        yield Failure(id=job.id, reason=reason)


def is_history(tree: lxml.html.HtmlElement) -> bool:
    """Tell whether a page is one of a Telegram export in HTML."""
    return bool(tree.xpath("//div[@class='page_wrap']//div[@class='history']"))


def reports_of_history(job: Job, tree: lxml.html.HtmlElement) -> Iterator[Document | Failure]:
    """Make a report of each message of a page of a Telegram export."""
    source = one_line(
        "".join(tree.xpath("//div[contains(@class,'page_header')]//div[contains(@class,'text')]//text()"))
    )
    found = 0
    for message in tree.xpath("//div[starts-with(@class,'message default')]")[: job.limits.reports]:
        texts = message.xpath(".//div[@class='text']")
        text = "\n".join("".join(_lines_of(part)).strip() for part in texts).strip()
        if not text:
            continue
        found += 1
        days = message.xpath(".//div[contains(@class,'date')]/@title")
        yield Document(
            id=f"{job.id}:{(message.get('id') or str(found)).removeprefix('message')}",
            text=well_formed(text),
            source=source,
            published=day_of(str(days[0])) if days else None,
        )
    if not found:
        message = f"{job.name}: the chat {source or 'without a name'} holds no message with text"
        raise ReadError(message)


def _lines_of(part: lxml.html.HtmlElement) -> Iterator[str]:
    yield part.text or ""
    for element in part.iterdescendants():
        yield "\n" if element.tag == "br" else ""
        yield (element.text or "") if element.tag != "br" else ""
        yield element.tail or ""
