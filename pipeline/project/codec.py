"""Write the nouns as JSON and read them back the same, to the letter."""

import json
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

import cattrs
import shapely
from cattrs.strategies import configure_tagged_union

from pipeline.corrections import Correction, Decision
from pipeline.errors import CorrectionError
from pipeline.model import Area, Report

T = TypeVar("T")

FORM = "conflict-map corrections"
"""What a file of corrections says it is."""

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes of the largest report that is unpacked: a file from elsewhere may hold one that never ends."""


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    converter.register_unstructure_hook(Area, lambda area: shapely.to_wkb(area, hex=True))
    converter.register_structure_hook(Area, lambda value, _: shapely.from_wkb(value))
    configure_tagged_union(Decision, converter, tag_name="kind")
    return converter


_CONVERTER = _converter()


def to_json(value: object, kind: Any = None) -> str:  # noqa: ANN401  (a union is no type)
    """Give the JSON of a noun; every text in it comes back to the letter, halves of surrogate pairs too."""
    plain = _CONVERTER.unstructure(value, unstructure_as=kind)
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text if text.isascii() or _is_whole(text) else json.dumps(plain, allow_nan=False, separators=(",", ":"))


def from_json(text: str, kind: type[T]) -> T:
    """Read a noun back. Raises `ValueError` for what is none."""
    try:
        return _CONVERTER.structure(json.loads(text), kind)
    except (cattrs.BaseValidationError, TypeError, KeyError, RecursionError, shapely.errors.ShapelyError) as error:
        message = f"not a {kind.__name__} ({type(error).__name__})"
        raise ValueError(message) from None


def packed(report: Report) -> bytes:
    """Give a report as small bytes; `unpacked` gives it back."""
    return zlib.compress(to_json(report).encode("utf-8"), level=6)


def unpacked(data: bytes) -> Report:
    """Read a report back. Raises `ValueError` for what is none, and for one that is too large."""
    try:
        plain = zlib.decompressobj().decompress(data, MAX_UNPACKED)
    except zlib.error:
        message = "not a packed report"
        raise ValueError(message) from None
    return from_json(plain.decode("utf-8"), Report)


def corrections_to_json(corrections: Iterable[Correction]) -> str:
    """Give corrections as a file that another project takes in: readable, one after another."""
    items = [json.loads(to_json(correction)) for correction in corrections]
    return json.dumps({"form": FORM, "version": 1, "corrections": items}, ensure_ascii=True, indent=1) + "\n"


def corrections_from_json(text: str) -> tuple[Correction, ...]:
    """Read such a file. Raises `CorrectionError` saying what is wrong with it; then none of it counts."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get("form") != FORM or not isinstance(content.get("corrections"), list):
        message = "this is no file of corrections; export one from a project"
        raise CorrectionError(message)
    if content.get("version") != 1:
        message = "these corrections were written by a newer version; update the program"
        raise CorrectionError(message)
    found = []
    for number, item in enumerate(content["corrections"], start=1):
        try:
            found.append(_CONVERTER.structure(item, Correction))
        except (cattrs.BaseValidationError, ValueError, TypeError, KeyError, RecursionError):
            message = f"correction {number} of the file cannot be read; nothing was taken in"
            raise CorrectionError(message) from None
    return tuple(found)


def _is_whole(text: str) -> bool:
    """Tell whether a text can be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
