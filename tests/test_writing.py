"""A file is written whole or not at all."""

from pathlib import Path

import pytest

from pipeline.errors import WriteError
from pipeline.writing import replacing


def test_a_finished_block_becomes_the_file(tmp_path: Path) -> None:
    """What was written stands in the target, and nothing else in the folder."""
    target = tmp_path / "out.bin"
    with replacing(target) as stream:
        stream.write(b"new")

    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failed_block_leaves_the_old_file(tmp_path: Path) -> None:
    """An exception inside the block changes nothing on disk."""
    target = tmp_path / "out.bin"
    target.write_bytes(b"old")

    def fail() -> None:
        with replacing(target) as stream:
            stream.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    """The message names the target and what to do."""
    target = tmp_path / "none" / "out.bin"

    with pytest.raises(WriteError, match=r"cannot be written .* choose a folder that exists"), replacing(target):
        pass
