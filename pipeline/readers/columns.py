"""Rows of a table become reports: which column holds the text is told, read from the headings, or guessed and said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from pipeline.errors import LimitReachedError, ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_first, day_of, day_of_slashes, http_link
from pipeline.readers.job import Job, one_line, well_formed

Row = Sequence[object]

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("text", "full text", "body", "content", "report", "report text", "article", "message", "notes"),
        *("description", "summary", "event description", "details", "narrative", "comment", "comments"),
        *("текст", "опис", "описание", "повідомлення", "сообщение", "зміст", "содержание"),
    ),
    "title": ("title", "headline", "subject", "heading", "заголовок", "назва", "название", "тема"),
    "source": ("source", "sources", "publisher", "outlet", "channel", "author", "джерело", "источник", "канал"),
    "date": (
        *("published", "date", "publication date", "date published", "event date", "datetime", "timestamp"),
        *("report date", "time", "дата", "дата публікації", "дата публикации"),
    ),
    "id": ("id", "event id", "event id cnty", "report id", "uid"),
    "link": ("link", "url", "address", "source url", "посилання", "ссылка"),
    "language": ("language", "lang", "мова", "язык"),
}
_KNOWN = frozenset(name for names in _HEADINGS.values() for name in names)
_LONGEST_HEADING = 60
ROWS_ABOVE_HEADINGS = 20
"""Rows among which headings are looked for: a title, a date of issue and empty rows often stand above them."""
_ROWS_TO_GUESS_FROM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column holds what: `at` maps a fact to a column's number; `first` is the first row of data.

    `day_first` says how 03/04/2023 is meant in its column of days, None where that stays open.
    """

    at: Mapping[str, int]
    first: int
    day_first: bool | None
    warnings: tuple[str, ...]


def reports_of_rows(job: Job, rows: Iterator[Row], *, origin: str = "") -> Iterator[Document | Failure]:
    """Make a report of each row; *origin* names the sheet in ids and reasons."""
    table = list(islice(rows, job.limits.reports + 2))
    if not any(any(_shown(cell) for cell in row) for row in table):
        message = f"{job.name}: {origin + ' ' if origin else ''}holds no row; give it one report a row"
        raise ReadError(message)
    columns = _columns(job, table)
    if not any(any(_shown(cell) for cell in row) for row in table[columns.first :]):
        message = f"{job.name}: {origin + ' ' if origin else ''}holds headings and no row; give it one report a row"
        raise ReadError(message)
    cut = len(table) - columns.first > job.limits.reports
    for number, row in enumerate(table[columns.first :][: job.limits.reports], start=columns.first + 1):
        if any(_shown(cell) for cell in row):
            where = f"{origin}:{number}" if origin else f"{number}"
            yield _report(job, where, row, columns)
    if cut:
        reason = f"{job.name}: rows past {job.limits.reports:,} were not read; split the table"
        yield Failure(id=f"{job.id}:{origin}" if origin else job.id, reason=reason)


def _columns(job: Job, table: Sequence[Row]) -> Columns:
    width = max(map(len, table))
    if width > job.limits.columns:
        message = f"{job.name}: more than {job.limits.columns:,} columns; keep those that tell of the reports"
        raise LimitReachedError(message)
    longest = job.limits.cell_characters
    if (number := next((n for n, row in enumerate(table, 1) if any(len(_shown(c)) > longest for c in row)), 0)) > 0:
        message = f"{job.name}: row {number} has a cell longer than {longest:,} characters"
        raise LimitReachedError(message)
    top = _row_of_headings(job, table)
    headings = [_folded(cell) for cell in table[top]]
    told = _told_columns(job, headings)
    at = {**_known_headings(headings), **told}
    first = top + int(bool(at) or _looks_like_headings(table[top]))
    first += int(first > top and first < len(table) and _is_of_tags(table[first]))
    above = any(_shown(cell) for row in table[:top] for cell in row)
    warnings = [f"the headings were taken from row {top + 1}, a guess; what stands above was left out"] if above else []
    if "text" not in at:
        at["text"] = _widest_column(table[first:][:_ROWS_TO_GUESS_FROM], width)
        heading = _heading(table[top], at["text"]) if first > top else None
        name = f"“{heading}”" if heading else f"number {at['text'] + 1}"
        warnings.append(f"the text was taken from the column {name}, a guess: its cells are the longest")
    elif "text" not in told and headings[at["text"]] != "text":
        heading = _heading(table[top], at["text"])
        warnings.append(f"the text was taken from the column “{heading}”, a guess by its heading")
    days = [_shown(row[at["date"]]) for row in table[first:] if at.get("date", width) < len(row)]
    return Columns(at=at, first=first, day_first=day_first(days), warnings=tuple(warnings))


def has_headings(row: Row) -> bool:
    """Tell whether two cells of a row are headings we know; one alone could as well be a title, or part of a report."""
    return len({_folded(cell) for cell in row} & _KNOWN) > 1


def _row_of_headings(job: Job, table: Sequence[Row]) -> int:
    """Find the row of the headings: the first that has one told or two known; else the first that is not empty."""
    named = (job.told.text_column, job.told.title_column, job.told.source_column, job.told.date_column)
    told = {_folded(name) for name in named if name is not None}
    for number, row in enumerate(table[:ROWS_ABOVE_HEADINGS]):
        if has_headings(row) or told & {_folded(cell) for cell in row}:
            return number
    return next(number for number, row in enumerate(table) if any(_shown(cell) for cell in row))


def _is_of_tags(row: Row) -> bool:
    """Tell the row of hashtags that humanitarian tables have below their headings (HXL)."""
    cells = [_shown(cell) for cell in row if _shown(cell)]
    return bool(cells) and all(cell[0] == "#" and cell[1:2].isalpha() for cell in cells)


def _told_columns(job: Job, headings: Sequence[str]) -> dict[str, int]:
    """Find the columns that the user named; one that is not there is refused with those that are."""
    wanted = {
        "text": job.told.text_column,
        "title": job.told.title_column,
        "source": job.told.source_column,
        "date": job.told.date_column,
    }
    found: dict[str, int] = {}
    for fact, heading in wanted.items():
        if heading is None:
            continue
        if _folded(heading) not in headings:
            there = ", ".join(name for name in headings if name)[:300]
            message = f"{job.name}: no column is called {heading!r}; there are {there or 'none with a heading'}"
            raise ReadError(message)
        found[fact] = headings.index(_folded(heading))
    return found


def _known_headings(headings: Sequence[str]) -> dict[str, int]:
    """Find the headings we know; the earlier word of the list wins over the earlier column."""
    return {
        fact: headings.index(name)
        for fact, names in _HEADINGS.items()
        if (name := next((name for name in names if name in headings), None)) is not None
    }


def _looks_like_headings(row: Row) -> bool:
    cells = [_shown(cell) for cell in row if _shown(cell)]
    words = all(cell[0].isalpha() and len(cell) <= _LONGEST_HEADING and cell[-1] not in ".!?" for cell in cells)
    return len(cells) > 1 and words and len(set(cells)) == len(cells)


def _widest_column(rows: Sequence[Row], width: int) -> int:
    lengths = [sum(len(_shown(row[column])) for row in rows if column < len(row)) for column in range(width)]
    return lengths.index(max(lengths))


def _report(job: Job, where: str, row: Row, columns: Columns) -> Document | Failure:
    text = _cell(row, columns, "text")
    name = _cell(row, columns, "id") or f"{job.id}:{where}"
    if not text.strip():
        return Failure(id=name, reason=f"{job.name}: row {where} has no text")
    published, warnings = _day(row, columns)
    return Document(
        id=name,
        text=well_formed(text),
        title=one_line(_cell(row, columns, "title")),
        source=one_line(_cell(row, columns, "source")),
        published=published,
        language=one_line(_cell(row, columns, "language")),
        link=http_link(_cell(row, columns, "link").strip()),
        warnings=columns.warnings + warnings,
    )


def _day(row: Row, columns: Columns) -> tuple[date | None, tuple[str, ...]]:
    written = row[columns.at["date"]] if "date" in columns.at and columns.at["date"] < len(row) else None
    if not _shown(written):
        return None, ()
    if (day := day_of(written)) is not None:
        return day, ()
    shown = one_line(_shown(written), longest=40) or ""
    order = columns.day_first
    if order is not None and (day := day_of_slashes(shown, day_first=order)) is not None:
        first = "day" if order else "month"
        return day, (f"“{shown}” was read with the {first} first, as others of its column can only be",)
    return None, (f"“{shown}” could not be read as a day without doubt; write it as 2023-03-28",)


def _cell(row: Row, columns: Columns, fact: str) -> str:
    number = columns.at.get(fact)
    return _shown(row[number]) if number is not None and number < len(row) else ""


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _heading(row: Row, column: int) -> str | None:
    """Show a column's heading; None for a column that has none, as in a table whose rows are of unlike lengths."""
    return one_line(_shown(row[column])) if column < len(row) else None


def _folded(cell: object) -> str:
    return " ".join(_shown(cell).replace("_", " ").split()).lower()
