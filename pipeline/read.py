"""Read files, folders and streams into documents; what cannot be read comes out as a failure with its reason."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from charset_normalizer import from_bytes

from pipeline.errors import LimitReachedError, ReadError, UnknownFormatError
from pipeline.model import Document, Failure

MAX_FILE_BYTES = 200 * 1024 * 1024
"""Largest file of many reports."""
MAX_REPORT_BYTES = 20 * 1024 * 1024
"""Largest single report."""

SUFFIXES = (".txt", ".md", ".jsonl")

_TEXT_FIELDS = ("id", "title", "source", "language")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Below this many bytes outside ASCII a guess between code pages is no better than a coin.
_ENOUGH_TO_GUESS = 50
_GUESSED_ENCODINGS = ["cp1251", "koi8_u", "cp866", "cp1252"]
_MAX_CONTROL_SHARE = 0.01
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def read_reports(paths: Iterable[str]) -> Iterator[Document | Failure]:
    """Read every report of *paths*: files, folders (walked in order of name), or `-` for standard input.

    Ids are made unique over the run.
    """
    return with_unique_ids(item for path in paths for item in _read_path(path))


def with_unique_ids(items: Iterable[Document | Failure]) -> Iterator[Document | Failure]:
    """Set a number behind an id that was there before: a second `note.txt` becomes `note.txt (2)`."""
    seen: dict[str, int] = {}
    for item in items:
        yield _with_unique_id(item, seen)


def read_bytes(name: str, data: bytes) -> Iterator[Document | Failure]:
    """Read the reports in *data*, a file called *name*; its suffix says how."""
    try:
        yield from _parse(name, data)
    except (ReadError, UnknownFormatError, LimitReachedError) as error:
        yield Failure(id=Path(name).name, reason=str(error))


def _with_unique_id(item: Document | Failure, seen: dict[str, int]) -> Document | Failure:
    seen[item.id] = count = seen.get(item.id, 0) + 1
    if count == 1:
        return item
    unique = f"{item.id} ({count})"
    if isinstance(item, Failure):
        return Failure(id=unique, reason=item.reason)
    return Document(
        id=unique,
        text=item.text,
        title=item.title,
        source=item.source,
        published=item.published,
        language=item.language,
        warnings=item.warnings,
    )


def _read_path(path: str) -> Iterator[Document | Failure]:
    if path == "-":
        data = sys.stdin.buffer.read(MAX_REPORT_BYTES + 1)
        yield from _attempt("standard input", data)
        return
    place = Path(path)
    if place.is_dir():
        yield from _read_folder(place)
        return
    try:
        data = _load(place)
    except (ReadError, LimitReachedError) as error:
        yield Failure(id=place.name, reason=str(error))
        return
    yield from read_bytes(path, data)


def _read_folder(folder: Path) -> Iterator[Document | Failure]:
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix.lower() in SUFFIXES)
    if not files:
        known = " ".join(SUFFIXES)
        yield Failure(id=folder.name, reason=f"{folder}: the folder holds no report; files read are {known}")
    for file in files:
        yield from _read_path(str(file))


def _attempt(name: str, data: bytes) -> Iterator[Document | Failure]:
    try:
        yield _one_report(name, data)
    except (ReadError, LimitReachedError) as error:
        yield Failure(id=name, reason=str(error))


def _load(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            message = f"{file}: larger than {MAX_FILE_BYTES >> 20} MB; split it into smaller files"
            raise LimitReachedError(message)
        return file.read_bytes()
    except FileNotFoundError:
        message = f"{file}: there is no such file; check the path"
        raise ReadError(message) from None
    except OSError as error:
        message = f"{file}: cannot be read ({error.strerror}); check the permissions"
        raise ReadError(message) from None


def _parse(name: str, data: bytes) -> Iterator[Document | Failure]:
    suffix = Path(name).suffix.lower()
    if suffix == ".jsonl":
        yield from _parse_lines(name, data)
    elif suffix in SUFFIXES:
        yield _one_report(name, data)
    else:
        known = " ".join(SUFFIXES)
        message = f"{name}: reports of this kind ({suffix or 'no suffix'}) are not read; use one of {known}"
        raise UnknownFormatError(message)


def _one_report(name: str, data: bytes) -> Document:
    if len(data) > MAX_REPORT_BYTES:
        message = f"{name}: a single report larger than {MAX_REPORT_BYTES >> 20} MB; split it"
        raise LimitReachedError(message)
    text, warnings = _decode(name, data)
    if not text.strip():
        message = f"{name}: the file is empty; give it some text"
        raise ReadError(message)
    return Document(id=Path(name).name, text=text, warnings=warnings)


def _parse_lines(name: str, data: bytes) -> Iterator[Document | Failure]:
    if not data.strip():
        message = f"{name}: the file is empty; give it one report a line"
        raise ReadError(message)
    yield from read_lines(name, data)


def read_lines(name: str, data: bytes, *, first: int = 1) -> Iterator[Document | Failure]:
    """Read one report a line from *data*, a stretch of the .jsonl file *name* that begins with line *first*."""
    for number, line in enumerate(data.splitlines(), start=first):
        if not line.strip():
            continue
        try:
            yield _report_of_line(name, number, line)
        except (ReadError, LimitReachedError) as error:
            yield Failure(id=f"{Path(name).name}:{number}", reason=str(error))


def _report_of_line(name: str, number: int, line: bytes) -> Document:
    where = f"{name}: line {number}"
    if len(line) > MAX_REPORT_BYTES:
        message = f"{where} is larger than {MAX_REPORT_BYTES >> 20} MB; split it"
        raise LimitReachedError(message)
    fields = _fields_of_line(where, line)
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        message = f'{where} has no "text"; every report needs one'
        raise ReadError(message)
    for key in _TEXT_FIELDS:
        if not isinstance(fields.get(key), str | int | None):
            message = f'{where}: "{key}" must be a string'
            raise ReadError(message)
    given = {key: _well_formed(str(fields[key])) for key in _TEXT_FIELDS if fields.get(key) is not None}
    return Document(
        id=given.get("id") or f"{Path(name).name}:{number}",
        text=_well_formed(text),
        title=given.get("title"),
        source=given.get("source"),
        published=_date(where, fields.get("published")),
        language=given.get("language"),
    )


def _fields_of_line(where: str, line: bytes) -> dict[str, object]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
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


def _well_formed(text: str) -> str:
    """Replace lone surrogates, which JSON can hold and no file can."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def _decode(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return _text_only(name, text), ()
    try:
        return _text_only(name, data.decode("utf-8")), ()
    except UnicodeDecodeError:
        return _guess(name, data)


def _guess(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    outside_ascii = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if outside_ascii >= _ENOUGH_TO_GUESS:
        best = from_bytes(data[:1_000_000], cp_isolation=_GUESSED_ENCODINGS).best()
        if best is not None:
            text = _text_only(name, data.decode(best.encoding, "replace"))
            return text, (f"the encoding was guessed as {best.encoding}",)
    text = _text_only(name, data.decode("utf-8", "replace"))
    return text, ("some bytes are not valid UTF-8 and were replaced",)


def _text_only(name: str, text: str) -> str:
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v\x1b")
    unknown = text.count("\ufffd")
    if controls > _MAX_CONTROL_SHARE * len(text) or unknown > 0.1 * len(text):
        message = f"{name}: these bytes are no text; save the report as plain text in UTF-8"
        raise ReadError(message)
    return text
