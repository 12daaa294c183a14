"""Web pages: the main text with title, site and day, without menus and advertisements."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

import lxml.etree
import lxml.html
from trafilatura import bare_extraction

from pipeline.errors import LimitReachedError, ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_of, host_of, http_link
from pipeline.readers.job import Job, one_line, well_formed
from pipeline.readers.telegram import is_history, reports_of_history
from pipeline.readers.text import decode

if TYPE_CHECKING:
    from trafilatura.settings import Document as Extracted

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?(?P<name>[\w.:-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4_096
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})
_HIDDEN = frozenset({
    "button", "head", "iframe", "math", "noscript", "object", "script", "select", "style", "svg",
    "template", "textarea",
})
# fmt: on
# The day is read from what the page declares, never searched for in its words; far ahead, so that no clock decides.
_DAY_RULES = {"extensive_search": False, "original_date": True, "max_date": "2099-12-31"}
_SHORT = 25
_UNTOLD = "the main text could not be told from the rest of the page; all that is visible was taken"
_LONGEST, _MOST_ELEMENTS = 5_000_000, 25_000
"""Characters and elements of a page up to which its main part is looked for, which takes about 0.1 ms an element."""
_TOO_LARGE = "the page is too large to look for its main text; all that is visible was taken"


class Page(NamedTuple):
    """What a page holds: its main text and the facts it declares."""

    text: str
    title: str | None
    source: str | None
    published: str | None
    link: str | None
    warnings: tuple[str, ...]


def read(job: Job) -> Iterator[Document | Failure]:
    """Read a saved page; a page of a chat's history gives one report a message."""
    html, warnings = decode(job, declared=declared_encoding(job.data))
    tree = parse(job, html)
    if is_history(tree):
        yield from reports_of_history(job, tree)
        return
    page = main_part(html, tree)
    if not page.text.strip():
        message = f"{job.name}: the page shows no text; save it whole from the browser, or paste the text"
        raise ReadError(message)
    yield Document(
        id=job.id,
        text=page.text,
        title=page.title,
        source=page.source,
        published=day_of(page.published),
        warnings=warnings + page.warnings,
        link=page.link,
    )


@cache
def prepare() -> None:
    """Load what extraction loads over its first page, so that a report's own time is not spent on it."""
    bare_extraction("<html><body><p>Fire.</p></body></html>", with_metadata=True, date_extraction_params=_DAY_RULES)


def declared_encoding(data: bytes) -> str | None:
    """Give the encoding that a page declares for itself."""
    found = _CHARSET.search(data[:_DECLARED_WITHIN])
    return found["name"].decode("ascii", "replace") if found else None


def parse(job: Job, html: str) -> lxml.html.HtmlElement:
    """Parse a page; raises `ReadError` for what is none and `LimitReachedError` for one nested too deep."""
    parser = lxml.html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True
    )
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        message = f"{job.name}: the page is empty or broken; save it anew from the browser"
        raise ReadError(message) from None
    if _is_deeper(tree, job.limits.depth):
        message = f"{job.name}: elements lie more than {job.limits.depth} deep in one another; paste the text instead"
        raise LimitReachedError(message)
    return tree


def main_part(html: str, tree: lxml.html.HtmlElement) -> Page:
    """Give the main text of a page and its facts; where no main text can be told apart, all that is visible."""
    if len(html) > _LONGEST or tree.xpath("count(//*)") > _MOST_ELEMENTS:
        return Page(visible_text(tree), one_line(tree.findtext(".//title")), None, None, None, (_TOO_LARGE,))
    found = cast(
        "Extracted | None",
        bare_extraction(html, include_comments=False, with_metadata=True, date_extraction_params=_DAY_RULES),
    )
    text = well_formed(found.text or "") if found is not None else ""
    warnings: tuple[str, ...] = ()
    if len(text.strip()) < _SHORT and len(everything := visible_text(tree)) > len(text.strip()):
        text, warnings = everything, (_UNTOLD,)
    if found is None:
        return Page(text, one_line(tree.findtext(".//title")), None, None, None, warnings)
    link = http_link(found.url)
    source = one_line(found.sitename) or one_line(found.hostname) or host_of(link)
    return Page(text, one_line(found.title), source, found.date, link, warnings)


def visible_text(tree: lxml.html.HtmlElement) -> str:
    """Give all text that a reader would see, one line a block."""
    parts: list[str] = []
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        block = element.tag in _BLOCKS
        if event == "start":
            parts.append("\n" if block else "")
            parts.append("" if element.tag in _HIDDEN else _folded(element.text))
        else:
            parts.append("\n" if block else "")
            parts.append(_folded(element.tail))
    lines = (" ".join(line.split()) for line in "".join(parts).splitlines())
    return well_formed("\n".join(line for line in lines if line))


def text_of_fragment(job: Job, html: str) -> str:
    """Give the visible text of a piece of HTML, as feeds and mails hold."""
    return visible_text(parse(job, html)) if html.strip() else ""


def _folded(text: str | None) -> str:
    return " ".join(re.split(r"[\r\n\t]", text)) if text else ""


def _is_deeper(tree: lxml.html.HtmlElement, limit: int) -> bool:
    """Tell whether any element lies deeper than *limit*: level by level, in time that grows with the page."""
    return bool(tree.getroottree().xpath(f"boolean({'/*' * (limit + 1)})"))
