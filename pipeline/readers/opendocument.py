"""OpenDocument texts (.odt): what a reader of the page sees, in its order."""

import io
import re
from collections.abc import Iterator

from odf import dc, meta, teletype
from odf.element import Element
from odf.namespaces import DRAWNS, OFFICENS, SVGNS, TABLENS, TEXTNS
from odf.opendocument import OpenDocument, load

from pipeline.errors import ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_of
from pipeline.readers.guards import check_office_file
from pipeline.readers.job import Job, one_line, well_formed

_PARAGRAPHS = {(TEXTNS, "p"), (TEXTNS, "h")}
_ROW, _CELL, _BOX, _NOTE = (TABLENS, "table-row"), (TABLENS, "table-cell"), (DRAWNS, "text-box"), (TEXTNS, "note-body")
_TEXTS = {(TEXTNS, "tab"): "\t", (TEXTNS, "line-break"): "\n", (TEXTNS, "s"): " "}
# What a change took away, remarks in the margin, marks of notes, descriptions of pictures, lists of contents, readings.
_UNSEEN = {
    *((OFFICENS, name) for name in ("annotation", "forms")),
    *((SVGNS, name) for name in ("title", "desc")),
    *((TEXTNS, name) for name in ("tracked-changes", "note-citation", "table-of-content", "ruby-text")),
}
_BLANKS = re.compile(r"[ \t\r\n]+")


def read(job: Job) -> Iterator[Document | Failure]:
    """Read an OpenDocument text, one paragraph a line; a row of a table is a line, its cells parted by tabs.

    Notes come last.
    """
    check_office_file(job)
    file = load(io.BytesIO(job.data))
    if getattr(file, "text", None) is None:
        message = f"{job.name}: this is no text of OpenDocument, whatever its name says; save it anew as .odt"
        raise ReadError(message)
    notes: list[Element] = []
    lines = [*_lines(file.text, notes)]
    text = well_formed("\n".join([*lines, *("\n".join(_lines(note, [])) for note in notes)]))
    if not text.strip():
        message = f"{job.name}: the file holds no text; check that it is the right one"
        raise ReadError(message)
    made = day_of(_fact(file, meta.CreationDate))
    warnings = (f"dated by the day the file was made, {made}; correct it if the report is older",) if made else ()
    title = one_line(_fact(file, dc.Title))
    yield Document(id=job.id, text=text, title=title, published=made, warnings=warnings)


def _lines(block: Element, notes: list[Element]) -> Iterator[str]:
    """Give the paragraphs and rows within *block*; what stands in a box follows the paragraph that holds it."""
    for child in block.childNodes:
        kind = getattr(child, "qname", None)
        if kind in _PARAGRAPHS:
            boxes: list[Element] = []
            yield "".join(_words(child, boxes, notes))
            for box in boxes:
                yield from _lines(box, notes)
        elif kind == _ROW:
            cells = (cell for cell in child.childNodes if getattr(cell, "qname", None) == _CELL)
            yield "\t".join("\n".join(_lines(cell, notes)) for cell in cells)
        elif kind not in _UNSEEN:
            yield from _lines(child, notes)


def _words(element: Element, boxes: list[Element], notes: list[Element]) -> Iterator[str]:
    """Give what is written in a paragraph, and put its boxes and notes aside; blanks in a row are one, as shown."""
    for child in element.childNodes:
        kind = getattr(child, "qname", None)
        if kind is None:
            yield _BLANKS.sub(" ", str(child))
        elif kind in _TEXTS:
            yield _TEXTS[kind]
        elif kind == _BOX:
            boxes.append(child)
        elif kind == _NOTE:
            notes.append(child)
        elif kind not in _UNSEEN:
            yield from _words(child, boxes, notes)


def _fact(file: OpenDocument, kind: type) -> str | None:
    found = file.meta.getElementsByType(kind)
    return teletype.extractText(found[0]) if found else None
