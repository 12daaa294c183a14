"""A file that could not be written leaves the old one whole, in every form."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from project import ROOT
from reports_by_hand import report

from pipeline.export import FORMS, as_bytes

FULL_DISK = """
import resource, sys
from pathlib import Path
from reports_by_hand import report
from pipeline.errors import WriteError
from pipeline.export import FORMS, write

for suffix in FORMS:
    target = Path(sys.argv[1]) / f"map{suffix}"
    write([report()], target)  # imports are done, and caches written
    target.write_bytes(b"old")
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    try:
        write([report()], target)
    except WriteError as error:
        print(suffix, str(error).count(chr(10)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""
"""Every file may grow to 1,000 bytes, as on a disk with no more room; each refusal is printed."""

KILLED = """
import os, signal, sys
from pathlib import Path
from reports_by_hand import report
from pipeline.export import FORMS, as_bytes
from pipeline.writing import replacing

for suffix in FORMS:
    target = Path(sys.argv[1]) / f"map{suffix}"
    target.write_bytes(b"old")
    data = as_bytes([report()], suffix)
    child = os.fork()
    if child == 0:
        with replacing(target) as stream:
            stream.write(data[: len(data) // 2])
            stream.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print(suffix, os.WTERMSIG(status))
"""
"""A process writes half of each file and is killed there."""


def run(script: str, folder: Path) -> list[str]:
    """Run *script* on a folder in a process of its own, and give the lines it prints."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(("script", "says"), [(FULL_DISK, "0"), (KILLED, "9")], ids=["full disk", "killed"])
def test_the_old_file_is_whole(tmp_path: Path, script: str, says: str) -> None:
    """Where the disk is full, or the process is killed half-way, what stood there before still does."""
    assert run(script, tmp_path) == [f"{suffix} {says}" for suffix in FORMS]
    assert {(tmp_path / f"map{suffix}").read_bytes() for suffix in FORMS} == {b"old"}


def test_the_files_are_longer_than_the_disk_is_large() -> None:
    """No form would have fitted where the disk was full."""
    assert [suffix for suffix in FORMS if len(as_bytes([report()], suffix)) <= 1000] == []
