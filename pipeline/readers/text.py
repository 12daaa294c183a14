"""Plain text in whatever encoding it came."""

import codecs
from collections.abc import Iterator

from charset_normalizer import from_bytes

from pipeline.errors import ReadError
from pipeline.model import Document, Failure
from pipeline.readers.job import Job

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_OUTSIDE_ASCII = bytes(range(128, 256))
_ENOUGH_FOR_UTF_8 = 8
# Below this many bytes outside ASCII a guess between code pages is no better than a coin.
_ENOUGH_TO_GUESS = 50
# One for each script and way to write it: of two alike, such as cp1250 and cp1252, the wrong one would be guessed.
_GUESSED_ENCODINGS = ["cp1251", "koi8_u", "cp866", "iso8859_5", "cp1252", "cp1253", "cp1255", "cp1256"]
_GUESSED_FROM_BYTES = 1_000_000
_ZERO_SHARES = 0.01, 0.05
"""In UTF-16 the zero bytes of blanks, figures and Latin letters lie on one side: at most this share of characters has
one on the other side, at least this share on theirs."""
_MAX_CONTROL_SHARE = 0.01
_MAX_UNKNOWN_SHARE = 0.1
_ORDINARY_CONTROLS = "\t\n\r\f\v\x1b"
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in _ORDINARY_CONTROLS]


def read(job: Job) -> Iterator[Document | Failure]:
    """Read a .txt or .md file: one report, character by character as it stands there."""
    text, warnings = decode(job)
    if not text.strip():
        message = f"{job.name}: the file is empty; give it some text"
        raise ReadError(message)
    yield Document(id=job.id, text=text, warnings=warnings)


def decode(job: Job, *, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Give the text in the bytes of *job*, and warnings that say what was guessed.

    What the user says comes first, then a byte order mark, what the file itself has *declared*,
    UTF-8 where the bytes are valid, and last a guess. Raises `ReadError` for bytes that are no text.
    """
    if job.told.encoding is not None:
        return _as_told(job, job.told.encoding)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if job.data.startswith(mark):
            return _text_only(job.name, job.data[len(mark) :].decode(encoding, "replace")), ()
    codec = known_encoding(declared) if declared is not None else None
    if codec is not None and (codec.startswith("utf") or not is_utf8(job.data)):
        return _replacing(job, codec)
    if (wide := _wide(job.data)) is not None:
        return _text_only(job.name, job.data.decode(wide, "replace")), (f"the encoding was guessed as {wide}",)
    try:
        text = job.data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(job)
    return _text_only(job.name, text), (f"it says that it is {codec}, and is UTF-8",) if codec is not None else ()


def is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 and can hardly be anything else: enough outside ASCII, all of them in its order."""
    if len(data) - len(data.translate(None, _OUTSIDE_ASCII)) < _ENOUGH_FOR_UTF_8:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def known_encoding(name: str) -> str | None:
    """Give Python's name of a text encoding, None for one it does not know or that is none of text."""
    try:
        codec = codecs.lookup(name.strip())
        codec.decode(b"a", "replace")[0].isascii()  # those that turn bytes into bytes have no such answer
    except (LookupError, ValueError, AttributeError, TypeError):
        return None
    return codec.name


def _as_told(job: Job, encoding: str) -> tuple[str, tuple[str, ...]]:
    codec = known_encoding(encoding)
    if codec is None:
        message = f"{job.name}: there is no encoding called {encoding!r}; use a name such as utf-8, cp1251 or koi8-u"
        raise ReadError(message)
    return _replacing(job, codec)


def _replacing(job: Job, codec: str) -> tuple[str, tuple[str, ...]]:
    try:
        return _text_only(job.name, job.data.decode(codec)), ()
    except UnicodeError:
        text = job.data.decode(codec, "replace")
        return _text_only(job.name, text), (f"some bytes are not valid {codec} and were replaced",)


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 that lacks its byte order mark; None for what is none."""
    first, second = data[::2].count(0), data[1::2].count(0)
    few, many = (share * len(data) / 2 for share in _ZERO_SHARES)
    if min(first, second) > few or max(first, second) < max(many, 1):
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def _guess(job: Job) -> tuple[str, tuple[str, ...]]:
    if len(job.data) - len(job.data.translate(None, _OUTSIDE_ASCII)) >= _ENOUGH_TO_GUESS:
        best = from_bytes(job.data[:_GUESSED_FROM_BYTES], cp_isolation=_GUESSED_ENCODINGS).best()
        if best is not None:
            text = _text_only(job.name, job.data.decode(best.encoding, "replace"))
            return text, (f"the encoding was guessed as {best.encoding}",)
    text = _text_only(job.name, job.data.decode("utf-8", "replace"))
    return text, ("some bytes are not valid UTF-8 and were replaced",)


def _text_only(name: str, text: str) -> str:
    controls = sum(map(text.count, _CONTROLS))
    if controls > _MAX_CONTROL_SHARE * len(text) or text.count("\ufffd") > _MAX_UNKNOWN_SHARE * len(text):
        message = f"{name}: these bytes are no text that could be told; name its encoding, or save it in UTF-8"
        raise ReadError(message)
    return text
