"""The process that reads files can do nothing but read what it is handed."""

import subprocess
import sys
from pathlib import Path

import pytest
from project import ROOT

from pipeline.readers.apart import Apart
from pipeline.readers.job import Job

PREPARED = """
import os, socket, subprocess, sys
from pipeline.limits import LIMITS
from pipeline.readers.child import limit_memory, refuse_reaching_out
limit_memory(LIMITS.parse_bytes)
sys.addaudithook(refuse_reaching_out)
for attempt in sys.argv[1:]:
    try:
        exec(attempt)
    except OSError as error:
        print(type(error).__name__, error, flush=True)
    else:
        print("done", flush=True)
"""
REFUSED = {
    "connecting": "socket.socket().connect(('127.0.0.1', 9))",
    "sending": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'a', ('127.0.0.1', 9))",
    "resolving": "socket.getaddrinfo('localhost', 80)",
    "listening": "socket.socket().bind(('127.0.0.1', 0))",
    "running": "subprocess.run(['true'])",
    "a shell": "os.system('true')",
    "forking": "os.fork()",
    "spawning": "os.posix_spawn('/bin/true', ['true'], {})",
    "becoming another": "os.execv('/bin/true', ['true'])",
}


def attempted(*attempts: str) -> list[str]:
    """Try things in a process that is held as the reading ones are, and say what came of each."""
    command = [sys.executable, "-c", PREPARED, *attempts]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def test_it_reaches_nothing_and_starts_nothing() -> None:
    """Network and other processes are refused before anything is sent or started; reading goes on."""
    came = attempted(*REFUSED.values(), "open('README.md').close()")

    refused = [name for name, said in zip(REFUSED, came, strict=False) if "a reader may not do this: " in said]
    assert refused == list(REFUSED)
    assert came[len(REFUSED) :] == ["done"]


def test_it_writes_no_file(tmp_path: Path) -> None:
    """Not a byte reaches a file."""
    file = tmp_path / "a"

    (came,) = attempted(f"open({str(file)!r}, 'wb', buffering=0).write(b'a')")

    assert came.startswith("OSError")
    assert file.stat().st_size == 0


def test_it_is_told_nothing_of_its_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of the environment, where keys are kept, stay behind."""
    monkeypatch.setenv("SECRET_KEY", "a")
    with Apart() as apart:
        apart.read("placemarks", Job(name="a.kml", data=b"<kml/>"))
        process = apart._process  # noqa: SLF001  (there is no other way to its surroundings)
        assert process is not None
        seen = (ROOT / f"/proc/{process.pid}/environ").read_bytes() if sys.platform == "linux" else b"PATH="

    assert b"PATH=" in seen
    assert b"SECRET_KEY" not in seen
