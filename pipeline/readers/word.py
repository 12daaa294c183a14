"""Word files (.docx): what a reader of the page sees, in its order."""

import io
from collections.abc import Iterator

import docx
from docx.document import Document as File
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from pipeline.errors import ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_of
from pipeline.readers.guards import check_office_file
from pipeline.readers.job import Job, one_line, well_formed

_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = {
    **{f"{_NAMESPACE}{name}": "\t" for name in ("tab", "ptab")},
    **{f"{_NAMESPACE}{name}": "\n" for name in ("br", "cr")},
    f"{_NAMESPACE}noBreakHyphen": "-",
}
_PARAGRAPH, _TABLE, _ROW, _CELL, _WRITTEN, _BOX = (
    f"{_NAMESPACE}{name}" for name in ("p", "tbl", "tr", "tc", "t", "txbxContent")
)
# Properties, what a change took away or moved elsewhere, a second drawing for programs that lack the first, readings.
_UNSEEN = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    *(f"{_NAMESPACE}{name}" for name in ("pPr", "rPr", "sdtPr", "del", "moveFrom", "rt")),
}
_CONTENTS = f"{_NAMESPACE}docPartGallery"
_NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)


def read(job: Job) -> Iterator[Document | Failure]:
    """Read a Word file, one paragraph a line; a row of a table is a line, its cells parted by tabs; notes come last."""
    check_office_file(job)
    try:
        file = docx.Document(io.BytesIO(job.data))
    except (KeyError, ValueError):
        message = f"{job.name}: this is no Word file, whatever its name says; save it anew as .docx"
        raise ReadError(message) from None
    text = well_formed("\n".join([*_lines(file.element.body), *_notes(file)]))
    if not text.strip():
        message = f"{job.name}: the file holds no text; check that it is the right one"
        raise ReadError(message)
    facts = file.core_properties
    made = day_of(facts.created)
    warnings = (f"dated by the day the file was made, {made}; correct it if the report is older",) if made else ()
    yield Document(id=job.id, text=text, title=one_line(facts.title), published=made, warnings=warnings)


def _lines(block: Element) -> Iterator[str]:
    """Give the paragraphs and rows within *block*; what stands in a box follows the paragraph that holds it."""
    for child in block:
        if child.tag == _PARAGRAPH:
            boxes: list[Element] = []
            yield "".join(_words(child, boxes))
            for box in boxes:
                yield from _lines(box)
        elif child.tag == _ROW:
            yield "\t".join("\n".join(_lines(cell)).strip() for cell in _cells(child))
        elif child.tag not in _UNSEEN and not _is_list_of_contents(child):
            yield from _lines(child)


def _words(element: Element, boxes: list[Element]) -> Iterator[str]:
    """Give what is written in a paragraph, inserted and linked words too, and put its boxes aside."""
    for child in element:
        if child.tag == _WRITTEN:
            yield child.text or ""
        elif child.tag in _TEXTS:
            yield _TEXTS[child.tag]
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _UNSEEN:
            yield from _words(child, boxes)


def _cells(row: Element) -> Iterator[Element]:
    """Give the cells of a row, each once however many columns it spans; a form's field may hold one."""
    for child in row:
        if child.tag == _CELL:
            yield child
        elif child.tag not in _UNSEEN:
            yield from _cells(child)


def _is_list_of_contents(element: Element) -> bool:
    """Tell the list of contents, which says all headings twice."""
    gallery = element.find(f"{_NAMESPACE}sdtPr/{_NAMESPACE}docPartObj/{_CONTENTS}")
    return gallery is not None and gallery.get(f"{_NAMESPACE}val") == "Table of Contents"


def _notes(file: File) -> Iterator[str]:
    """Give the footnotes and endnotes, without the lines that part them from the page."""
    for kind in _NOTES:
        for relation in file.part.rels.values():
            if relation.reltype != kind or relation.is_external:
                continue
            for note in parse_xml(relation.target_part.blob):
                if note.get(f"{_NAMESPACE}type") is None:
                    yield "\n".join(_lines(note)).strip()
