"""A part of the hostile corpus on each run; `make nightly` reads all of it."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "hostile"))

from files import corpus
from run import run

SHOWN = (
    *("truncated-5", "archives-slip", "archives-link", "archives-bomb", "archives-nested", "office-x", "mails-many"),
    *("pdfs-cycle", "tables-nul", "jsons-nan", "xmls-laughs", "geodata-vrt0"),
)


def test_hostile_files_give_a_document_or_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """None is late, and none gives nothing."""
    chosen = [(name, data) for name, data in corpus() if name.startswith(SHOWN)]

    sums = run(chosen).sums

    assert sums.total() == len(chosen) > 25
    assert set(sums) <= {"read", "partly", "refused"}, capsys.readouterr().out


def test_the_corpus_is_large() -> None:
    """It holds 200 files and more, each with a name of its own."""
    names = [name for name, _ in corpus()]

    assert len(set(names)) == len(names) >= 200
