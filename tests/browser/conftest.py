"""A real Chromium that may reach this machine and nothing else, and the app for it to open."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Error, Playwright, sync_playwright
from visiting import Visit

from gazetteer.index import Gazetteer

ROOT = Path(__file__).parents[2]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
QUIETLY = ("--server.headless", "true", "--server.fileWatcherType", "none")
PATIENCE = 60_000
"""Milliseconds that a thing may take on a busy machine."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_ONE = (
    "no Chromium was found, so nothing was tested in a browser; install one with `apt-get install chromium` "
    "or `.venv/bin/python -m playwright install chromium`, or name one in the variable CHROMIUM"
)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start Playwright."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start the Chromium of this machine, or Playwright's own; without either the tests say so and are skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    try:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
    except Error:
        pytest.skip(HOW_TO_GET_ONE)
    yield started
    started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open an empty page of 1400 by 900."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield Visit(context.new_page())
    context.close()


@pytest.fixture(scope="session")
def app_url(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001  (built before the app asks for it)
    """Run the app as its users do, on a free port, until the tests are done; its project is empty."""
    with running_app(tmp_path_factory.mktemp("project") / "project.sqlite") as address:
        yield address


@pytest.fixture
def own_app_url(gazetteer: Gazetteer, own_project: Path) -> Iterator[str]:  # noqa: ARG001
    """Run the app on a project of the test's own, for what changes it."""
    with running_app(own_project) as address:
        yield address


@contextmanager
def running_app(project: Path) -> Iterator[str]:
    """Run the app on that project's file until the block ends, and give its address."""
    with closing(socket.socket()) as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *QUIETLY]
    command += ["--", "--project", str(project)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        _await(f"{address}/_stcore/health")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=60)


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
            time.sleep(0.2)
