"""What a reader is given: one file's bytes with its name, its limits, and what the user said about it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.limits import LIMITS, Limits
from pipeline.model import Document, Failure

_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the user says about files that do not say it themselves; None leaves it to be found or guessed.

    `encoding` is a codec's name; the others are headings of a table's columns.
    """

    encoding: str | None = None
    text_column: str | None = None
    title_column: str | None = None
    source_column: str | None = None
    date_column: str | None = None


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to read; `deadline` is the moment of the monotonic clock at which a reader stops by itself."""

    name: str
    data: bytes
    limits: Limits = LIMITS
    told: Told = NOTHING_TOLD
    deadline: float = field(default=float("inf"))

    @property
    def late(self) -> bool:
        """Tell whether the time is up: a reader of many parts then keeps those it has, and says so."""
        return time.monotonic() >= self.deadline

    @property
    def id(self) -> str:
        """Give the file's own name, without its folders."""
        return base_name(self.name)


Reader = Callable[[Job], Iterator[Document | Failure]]


def base_name(name: str) -> str:
    """Give the last part of a path of any system, without control characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable()) or "unnamed"


def well_formed(text: str) -> str:
    """Replace lone surrogates, which JSON and some files can hold and no file of ours can."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def one_line(text: str | None, *, longest: int = 500) -> str | None:
    """Fold a title or a name of a file's own facts to one line; None where nothing is left."""
    if text is None:
        return None
    return well_formed(" ".join(text[: 4 * longest].replace("\x00", " ").split())[:longest]) or None
