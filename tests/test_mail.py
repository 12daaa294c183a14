"""Mails give the text that their reader sees, however their program nests it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.limits import Limits
from pipeline.model import Document, Failure
from pipeline.read import read_bytes

CASES = tomllib.loads((Path(__file__).parent / "cases" / "mails.toml").read_text(encoding="utf-8"))["mail"]
HEAD = "From: Desk <desk@monitor.example>\nSubject: Note\nDate: Tue, 28 Mar 2023 23:30:00 +0300\nMIME-Version: 1.0"
PATIENT = Limits(parse_seconds=60)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_mail_gives_what_its_reader_sees(case: dict[str, Any]) -> None:
    """All of its texts, of alternatives one, and the names of what was not read."""
    (report,) = read_bytes("note.eml", f"{HEAD}\n{case['lines']}".encode(), limits=PATIENT)

    assert isinstance(report, Document)
    assert report.text.strip() == case["text"]
    assert report.warnings == ((case["warning"],) if "warning" in case else ())


def test_a_mail_that_only_carries_another_is_refused() -> None:
    """The mail within is an attachment, and says what to do."""
    lines = "Content-Type: message/rfc822\n\nSubject: another\n\nOdesa was hit.\n"

    (failure,) = read_bytes("note.eml", f"{HEAD}\n{lines}".encode(), limits=PATIENT)

    assert isinstance(failure, Failure)
    assert failure.reason == "note.eml: the mail has no text; save its attachments and read them instead"
