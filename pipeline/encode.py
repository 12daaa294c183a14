"""Encode text for the place it goes to: every word of a report passes here on its way out.

Folium renders what it is given as a Jinja template on the server, browsers run what looks like
markup, spreadsheets what looks like a formula. So nothing is filtered by what is known to be bad:
outside a small safe set, every character is written as a number.
"""

import json
import re
from urllib.parse import urlsplit

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands, one for one, where a character must not be shown."""

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, and the marks that turn the direction of what follows: they can make a name read as another."""

_BROKEN = re.compile("[\x00\ud800-\udfff]")
"""What no file format can carry: NUL and halves of surrogate pairs."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot carry, not even as a number."""

_NOT_AS_IT_IS = re.compile(f"[&<>\r{_NOT_XML.pattern[1:-1]}]")
"""What XML carries only in another form, or not at all; most text holds none of it."""

_NOT_PLAIN = re.compile(r"[^0-9A-Za-z .,\u00a1-\U0010ffff-]")
_NOT_PLAIN_ASCII = re.compile(r"[^0-9A-Za-z .,-]")
_NOT_IN_DATA = re.compile("[<>&\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_FORMULA = re.compile(r"\s*[=+\-@|%\t\r\n\uff0b\uff0d\uff1d\uff20]")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?\Z", re.ASCII)

MAX_URL = 2000
"""Characters of the longest address that becomes a link."""


def visible(text: str) -> str:
    """Give *text* fit for eyes, every offset kept: what hides or turns text becomes U+FFFD."""
    return _HIDDEN.sub(REPLACEMENT, text)


def storable(text: str) -> str:
    """Give *text* fit for a file, every offset kept: only what no format can carry becomes U+FFFD."""
    # Most text is plain ASCII, which can hold only one of them: that is told at once.
    return text if text.isascii() and "\x00" not in text else _BROKEN.sub(REPLACEMENT, text)


def xml_text(text: str) -> str:
    """Give *text* fit for an XML document, every offset kept; whoever writes the document encodes its markup."""
    return _NOT_XML.sub(REPLACEMENT, text)


def xml_content(value: object) -> str:
    """Encode for the text of an XML element: it arrives unchanged, line ends too, less what XML cannot carry."""
    text = str(value)
    if not _NOT_AS_IT_IS.search(text):
        return text
    plain = xml_text(text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def html_text(value: object) -> str:
    """Encode for HTML text and for attributes in double quotes; harmless in Jinja and template literals too."""
    return _NOT_PLAIN.sub(lambda match: f"&#{ord(match[0])};", visible(str(value)))


def script_json(value: object) -> str:
    """Encode as JSON that may stand in a script, in HTML, in a Jinja template or in a template literal.

    The values are JSON types; strings keep their meaning exactly, less what `visible` hides. Raises
    `ValueError` for NaN and infinity.
    """
    text = json.dumps(_visible_all(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _JSON_STRING.sub(lambda match: _escaped(json.loads(match[0])), text)


def data_json(value: object) -> str:
    """Encode as JSON for a data block: `<script type="application/json">`, which no browser runs.

    Strings keep their meaning exactly; what could end the block, and what hides or turns text in an
    editor, is an escape. Raises `ValueError` for NaN and infinity.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _NOT_IN_DATA.sub(_as_units, text)


def markdown_text(value: object) -> str:
    """Encode for Markdown: shown as it is, never a link, an image or a directive."""
    return _NOT_PLAIN.sub(lambda match: f"&#{ord(match[0])};", " ".join(visible(str(value)).split()))


def csv_cell(value: object) -> str:
    """Encode for a cell of a CSV file: a spreadsheet takes it for text unless it is a number (CWE-1236)."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    text = storable(str(value))
    if _FORMULA.match(text) and not _NUMBER.match(text):
        return f"'{text}"
    return text


def web_address(value: str | None) -> str | None:
    """Give *value* if it is an http or https address with a host that a link may lead to, else None."""
    if not value or len(value) > MAX_URL or value != visible(value) or any(sign.isspace() for sign in value):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc else None


def _visible_all(value: object) -> object:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {visible(str(key)): _visible_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_visible_all(item) for item in value]
    return value


def _escaped(text: str) -> str:
    """Write a string as a JSON literal whose every unusual character is a four-digit escape."""
    return f'"{_NOT_PLAIN_ASCII.sub(_as_units, text)}"'


def _as_units(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
