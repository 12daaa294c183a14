"""Run the app as its users do, and say how Chromium is started to look at it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Every name but this machine's leads nowhere, numbers too: what a page asks for outside is refused.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
)
QUIETLY = ("--server.headless", "true")


@contextmanager
def running_app(project: Path, *, app: Path | None = None, port: int | None = None) -> Iterator[str]:
    """Run the app on that project's file until the block ends, and give its address."""
    with app_process(project, app=app, port=port) as (address, _):
        yield address


@contextmanager
def app_process(
    project: Path, *, app: Path | None = None, port: int | None = None
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the app on that project's file until the block ends, and give its address and its process."""
    port = port or free_port()
    start = ["streamlit", "run", str(app)] if app else ["dashboard"]
    command = [sys.executable, "-m", *start, "--server.port", str(port), *QUIETLY]
    command += ["--", "--project", str(project)]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        _await(f"{address}/_stcore/health")
        yield address, server
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            # A server is slow to go while a page is connected; what it acknowledged is on the disk.
            server.kill()
            server.wait()


def free_port() -> int:
    """Give a port that nothing listens at."""
    with closing(socket.socket()) as free:
        free.bind(("localhost", 0))
        port: int = free.getsockname()[1]
        return port


def _await(address: str) -> None:
    deadline = time.monotonic() + 180
    while True:
        try:
            with urlopen(address) as answer:  # noqa: S310  (our own server)
                if answer.status == 200:
                    return
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
