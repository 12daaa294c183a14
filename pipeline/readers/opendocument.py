"""OpenDocument texts (.odt): paragraphs, headings and cells in the order of the page."""

import io
from collections.abc import Iterator

from odf import dc, meta, teletype
from odf.element import Element
from odf.opendocument import OpenDocument, load
from odf.table import TableRow
from odf.text import H, P

from pipeline.errors import ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_of
from pipeline.readers.guards import check_office_file
from pipeline.readers.job import Job, one_line, well_formed


def read(job: Job) -> Iterator[Document | Failure]:
    """Read the body of an OpenDocument text, one paragraph a line."""
    check_office_file(job)
    file = load(io.BytesIO(job.data))
    if getattr(file, "text", None) is None:
        message = f"{job.name}: this is no text of OpenDocument, whatever its name says; save it anew as .odt"
        raise ReadError(message)
    text = well_formed("\n".join(_lines(file.text)))
    if not text.strip():
        message = f"{job.name}: the file holds no text; check that it is the right one"
        raise ReadError(message)
    made = day_of(_fact(file, meta.CreationDate))
    warnings = (f"dated by the day the file was made, {made}; correct it if the report is older",) if made else ()
    title = one_line(_fact(file, dc.Title))
    yield Document(id=job.id, text=text, title=title, published=made, warnings=warnings)


_ROW = TableRow().qname
_PARAGRAPHS = {P(text="").qname, H(outlinelevel=1, text="").qname}


def _lines(body: Element) -> Iterator[str]:
    """Walk the body without recursion: a hostile file nests as deep as it likes."""
    waiting = [body]
    while waiting:
        node = waiting.pop()
        kind = getattr(node, "qname", None)
        if kind in _PARAGRAPHS:
            yield teletype.extractText(node)
        elif kind == _ROW:
            yield "\t".join(teletype.extractText(cell) for cell in node.childNodes)
        else:
            waiting.extend(reversed(node.childNodes))


def _fact(file: OpenDocument, kind: type) -> str | None:
    found = file.meta.getElementsByType(kind)
    return teletype.extractText(found[0]) if found else None
