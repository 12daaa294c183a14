"""What holds of every record and of everything that is read, whatever the input."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.model import Document, Failure


def check_record(text: str, record: dict[str, Any]) -> None:
    """Offsets slice back to the words, every number is finite, every point is on the earth."""
    json.dumps(record, allow_nan=False).encode()
    for part in _objects({key: value for key, value in record.items() if key != "copies"}):
        if isinstance(part.get("start"), int) and "end" in part:
            assert 0 <= part["start"] <= part["end"] <= len(text)
            if isinstance(part.get("text"), str):
                assert text[part["start"] : part["end"]] == part["text"]
        if isinstance(part.get("lat"), float):
            assert abs(part["lat"]) <= 90.0
            assert abs(part["lon"]) <= 180.0


def check_items(name: str, items: Iterable[object]) -> None:
    """There is a document with a text, or a failure whose one line names the file; nothing is no answer."""
    count = 0
    for count, item in enumerate(items, start=1):  # noqa: B007  (counted after the loop)
        if isinstance(item, Document):
            item.text.encode("utf-8")
            assert all("\n" not in warning for warning in item.warnings)
        elif isinstance(item, Failure):
            assert name in item.reason
            assert "\n" not in item.reason
    assert count


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)
