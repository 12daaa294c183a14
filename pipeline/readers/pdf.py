"""PDF files: the text page by page, words mended where lines part them."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, PyPdfError

from pipeline.errors import ReadError
from pipeline.model import Document, Failure
from pipeline.readers.days import day_of
from pipeline.readers.job import Job, one_line, well_formed

_PARTED = re.compile(
    r"""
    (?<= [^\W\d_] ) (?P<hyphen> [-\u00ad\u2010] ) [ \t]{0,4} \r?\n [ \t]{0,8}
    (?P<after> [^\W\d_]{1,60} ) (?P<next> -? )
    """,
    re.VERBOSE,
)
_LAST_LETTERS = re.compile(r"[^\W\d_]{1,60}\Z")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,60}-[^\W\d_]{1,60}")
_SOFT_HYPHEN = "\u00ad"
_SENTENCE_ENDS = '.!?…:;»”"'
_LAST_MARKS = f"{_SENTENCE_ENDS}-\u00ad\u2010"
_DIGITS = re.compile(r"\d{1,9}")
_NOT_A_TITLE = re.compile(r"^(?:untitled|microsoft word|document\d{0,3}$|.{1,200}\.\w{1,5}$)", re.IGNORECASE)
_RUNNING_SHARE = 0.6
_RUNNING_PAGES = 2
_BLANKS = re.compile(r"[ \t\u00a0]{2,}")
_NEIGHBOURS, _NARROWEST, _FULL = 2, 28, 0.85
"""Lines on either side that show how wide a column is, characters of the narrowest that is taken for one, and the share
of its width that a full line takes at least: letters are not of one width."""
_BROWSERS = ("skia/pdf", "mozilla", "chrom")


def read(job: Job) -> Iterator[Document | Failure]:
    """Read all pages that have text; a page that cannot be read is named and passed over."""
    if b"%PDF-" not in job.data[:1024]:
        message = f"{job.name}: this is no PDF, whatever its name says; check the file"
        raise ReadError(message)
    reader = _open(job)
    pages, warnings = _pages(job, reader)
    pages, running = _without_running_lines(pages)
    text, starts = _joined(pages)
    if not text.strip():
        message = f"{job.name}: its pages hold no text, only pictures perhaps; recognise the text first"
        raise ReadError(message)
    title, made, printed = _facts(reader)
    if printed:
        warnings = (*warnings, f"printed from a browser on {made}: the day of publication is not told")
    elif made is not None:
        warnings = (*warnings, f"dated by the day the file was made, {made}; correct it if the report is older")
    yield Document(
        id=job.id,
        text=text,
        title=title,
        published=None if printed else made,
        pages=starts,
        warnings=warnings + _said_of_running(running),
    )


def _open(job: Job) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(job.data))
        if reader.is_encrypted and not reader.decrypt(""):
            message = f"{job.name}: the PDF is locked with a password; save it without one"
            raise ReadError(message)
        len(reader.pages)
    except FileNotDecryptedError:
        message = f"{job.name}: the PDF is locked with a password; save it without one"
        raise ReadError(message) from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        message = f"{job.name}: the PDF is broken; print it to a new PDF"
        raise ReadError(message) from None
    return reader


def _pages(job: Job, reader: PdfReader) -> tuple[list[str], tuple[str, ...]]:
    """Give the text of each page, empty for one that cannot be read, and what was left out."""
    count = len(reader.pages)
    texts: list[str] = []
    broken: list[str] = []
    for number in range(min(count, job.limits.pages)):
        if job.late:
            break
        try:
            texts.append(well_formed(reader.pages[number].extract_text()).replace("\x00", ""))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  (a broken page raises anything, and the others are worth having)
            texts.append("")
            broken.append(str(number + 1))
    warnings = []
    if broken:
        warnings.append(f"pages that could not be read: {', '.join(broken[:20])}")
    if len(texts) < min(count, job.limits.pages):
        warnings.append(f"only {len(texts)} of {count} pages were read within {job.limits.parse_seconds} s")
    elif count > job.limits.pages:
        warnings.append(f"only the first {job.limits.pages:,} of {count:,} pages were read")
    return texts, tuple(warnings)


def _without_running_lines(pages: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Take away the first and last line where most pages share it, numbers aside: running heads and page numbers."""
    lines = [page.strip("\n").split("\n") for page in pages]
    filled = [page for page in lines if len(page) > 2]
    left_out: list[str] = []
    for end in (0, -1):
        counts = Counter(_DIGITS.sub("#", page[end].strip()) for page in filled)
        line, times = counts.most_common(1)[0] if counts else ("", 0)
        if times < max(_RUNNING_PAGES, _RUNNING_SHARE * len(filled)):
            continue
        for page in lines:
            if _DIGITS.sub("#", page[end].strip()) == line:
                page.pop(end)
                if not page:
                    page.append("")
        left_out += [line] if line.strip("# ") else []
    return ["\n".join(page) for page in lines], tuple(left_out)


def _said_of_running(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"the line that every page repeats was left out: “{line[:80]}”" for line in lines)


def _joined(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Put the pages together, and give the offset at which each begins.

    A page that ends within a sentence goes on in the next line, a finished one is followed by a
    blank line. Words parted at a page's end stay parted: the page's start lies between them.
    """
    known = frozenset(_HYPHENATED.findall("\n".join(pages)))
    text, starts = "", []
    parts: list[str] = []
    length = 0
    for number, page in enumerate(pages):
        mended = _mended(page.strip(), known)
        if number:
            gap = "\n" if text[-1:] and text[-1] not in _SENTENCE_ENDS and mended[:1].islower() else "\n\n"
            parts.append(gap)
            length += len(gap)
        starts.append(length)
        parts.append(mended)
        length += len(mended)
        text = mended or text
    return "".join(parts), tuple(starts)


def _mended(page: str, known: frozenset[str]) -> str:
    """Join words that a line's end parts, keeping the hyphen of those that have one elsewhere or a capital after it."""

    def join(found: re.Match[str]) -> str:
        after, start = found["after"], found.start()
        before = _LAST_LETTERS.search(page[max(0, start - 60) : start])
        written = f"{before[0] if before else ''}-{after}"
        soft = found["hyphen"] == _SOFT_HYPHEN
        keeps = not soft and (not after[0].islower() or bool(found["next"]) or written in known)
        return f"{'-' if keeps else ''}{after}{found['next']}"

    page = _unwrapped([line.strip() for line in _BLANKS.sub(" ", page).split("\n")])
    return _PARTED.sub(join, page)


def _unwrapped(lines: Sequence[str]) -> str:
    """Put a blank for the line's end within a sentence, so that names stay whole; other lines stay lines."""
    parts = list(lines[:1])
    for number, (line, following) in enumerate(pairwise(lines)):
        near = lines[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS + 1]
        parts += [" " if _goes_on(line, following, max(map(len, near))) else "\n", following]
    return "".join(parts)


def _goes_on(line: str, following: str, width: int) -> bool:
    """Tell whether a line of prose was so full that the next word had no room in it, and no sentence ends there."""
    word = following.split(maxsplit=1)[:1]
    if not word or width < _NARROWEST or len(line) + 1 + len(word[0]) < _FULL * width or line[-1:] in _LAST_MARKS:
        return False
    # Most words of a row of a table or of a headline have a capital or are figures; those of a bullet have no letter.
    plain = [part[0].islower() or (part[0].isalpha() and not part[0].isupper()) for part in line.split()]
    return word[0][0].isalnum() and 2 * sum(plain) > len(plain)


def _facts(reader: PdfReader) -> tuple[str | None, date | None, bool]:
    """Give the title, the day the file was made, and whether a browser printed it."""
    try:
        facts = reader.metadata
        title = one_line(facts.title) if facts is not None else None
        made = day_of(str(facts.get("/CreationDate", "")).removeprefix("D:")[:8]) if facts is not None else None
        makers = f"{facts.creator} {facts.producer}".lower() if facts is not None else ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None, None, False
    named = title if title and not _NOT_A_TITLE.match(title) else None
    return named, made, made is not None and any(name in makers for name in _BROWSERS)
