"""Workbooks (.xlsx): one report a row of each sheet."""

import io
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from openpyxl import load_workbook

from pipeline.errors import ReadError
from pipeline.model import Document, Failure
from pipeline.readers.columns import Row, reports_of_rows
from pipeline.readers.guards import check_office_file
from pipeline.readers.job import Job, one_line


def read(job: Job) -> Iterator[Document | Failure]:
    """Read the values of every sheet; formulas are read as what they last came to."""
    check_office_file(job)
    book = load_workbook(io.BytesIO(job.data), read_only=True, data_only=True, keep_links=False)
    found = False
    for sheet in book.worksheets:
        rows = _rows(sheet)
        first = next(rows, None)
        if first is None:
            continue
        found = True
        yield from reports_of_rows(job, _with(first, rows), origin=one_line(sheet.title) or "sheet")
    if not found:
        message = f"{job.name}: the workbook is empty; give it one report a row"
        raise ReadError(message)


def _rows(sheet: Any) -> Iterator[Row]:  # noqa: ANN401  (openpyxl has no types)
    # The size that a sheet states is not to be trusted: without it openpyxl counts the cells there are.
    sheet.reset_dimensions()
    empty = 0
    for row in sheet.iter_rows(values_only=True):
        if any(cell is not None for cell in row):
            yield from repeat((), empty)  # rows keep their numbers
            yield row
            empty = 0
        else:
            empty += 1


def _with(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest
