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


@pytest.fixture(scope="module")
def made() -> dict[str, bytes | None]:
    """Make the corpus once, and keep what is read here."""
    return {name: data if name.startswith(SHOWN) else None for name, data in corpus()}


def test_hostile_files_give_a_document_or_a_reason(
    made: dict[str, bytes | None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each comes to an answer."""
    chosen = [(name, data) for name, data in made.items() if data is not None]

    sums = run(chosen).sums

    assert sums.total() == len(chosen) > 25
    # How late it came is for `make nightly` to say: here others may be busy.
    assert set(sums) <= {"read", "partly", "refused", "LATE"}, capsys.readouterr().out


def test_the_corpus_is_large(made: dict[str, bytes | None]) -> None:
    """It holds 200 files of different names and more."""
    assert len(made) >= 200
