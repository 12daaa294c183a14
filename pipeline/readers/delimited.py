"""Tables written as text: .csv with whatever parts its cells, and .tsv."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from pipeline.errors import LimitReachedError, ReadError
from pipeline.model import Document, Failure
from pipeline.readers.columns import ROWS_ABOVE_HEADINGS, Row, has_headings, reports_of_rows
from pipeline.readers.job import Job
from pipeline.readers.text import decode

_DELIMITERS = ",;\t|"


def read(job: Job) -> Iterator[Document | Failure]:
    """Read one report a row; what parts the cells is told from the first lines."""
    text, warnings = decode(job)
    delimiter = "\t" if job.name.lower().endswith(".tsv") else _delimiter(text)
    if delimiter not in {"\t", ","}:
        warnings = (*warnings, f"the cells are parted by “{delimiter}”, a guess from the first lines")
    for item in reports_of_rows(job, _rows(job, text, delimiter)):
        yield replace(item, warnings=warnings + item.warnings) if isinstance(item, Document) else item


def _delimiter(text: str) -> str:
    """Give the mark most frequent outside quotes in the first line; the comma where there is none.

    Where a title stands above the headings, it is the mark that parts headings we know.
    """
    first, *others = text[:10_000].lstrip("\ufeff\r\n").split("\n")
    bare = "".join(first.split('"')[::2])
    if any(mark in bare for mark in _DELIMITERS):
        return max(_DELIMITERS, key=bare.count)
    parted = (mark for line in others[:ROWS_ABOVE_HEADINGS] for mark in _DELIMITERS if has_headings(line.split(mark)))
    return next(parted, _DELIMITERS[0])


def _rows(job: Job, text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            if "field limit" in str(error):
                message = (
                    f"{job.name}: line {reader.line_num} has a cell longer than {csv.field_size_limit():,} characters"
                )
                raise LimitReachedError(message) from None
            message = f"{job.name}: line {reader.line_num} is no row of a table ({error})"
            raise ReadError(message) from None
        if row is None:
            return
        yield row
