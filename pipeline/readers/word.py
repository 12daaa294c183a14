"""Word files (.docx): paragraphs and tables in the order of the page."""

import io
from collections.abc import Iterator

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from pipeline.errors import ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_of
from pipeline.readers.guards import check_office_file
from pipeline.readers.job import Job, one_line, well_formed


def read(job: Job) -> Iterator[Document | Failure]:
    """Read the body of a Word file, one paragraph a line; a row of a table is a line, its cells parted by tabs."""
    check_office_file(job)
    try:
        file = docx.Document(io.BytesIO(job.data))
    except (KeyError, ValueError):
        message = f"{job.name}: this is no Word file, whatever its name says; save it anew as .docx"
        raise ReadError(message) from None
    text = well_formed("\n".join(_lines(file.iter_inner_content())))
    if not text.strip():
        message = f"{job.name}: the file holds no text; check that it is the right one"
        raise ReadError(message)
    facts = file.core_properties
    made = day_of(facts.created)
    warnings = (f"dated by the day the file was made, {made}; correct it if the report is older",) if made else ()
    yield Document(id=job.id, text=text, title=one_line(facts.title), published=made, warnings=warnings)


def _lines(blocks: Iterator[Paragraph | Table]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(cell.text for cell in row.cells)
        else:
            yield block.text
