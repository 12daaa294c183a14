"""What the tests share: one gazetteer of their own, and the command line as a user runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from project import GAZETTEER, ROOT, Run

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer

# A run that passes today passes tomorrow; `--hypothesis-profile=default` draws new examples each time.
settings.register_profile("steady", derandomize=True)
settings.register_profile("nightly", max_examples=10_000, deadline=None)
settings.load_profile("steady")


def pytest_configure() -> None:
    """Let every process that a test starts use the tests' gazetteer."""
    os.environ["GAZETTEER_DIR"] = str(GAZETTEER)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """Open the default index, built on the first run."""
    return open_gazetteer(GAZETTEER)


@pytest.fixture(autouse=True)
def own_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a project of its own: none touches that of whoever runs the tests."""
    path = tmp_path / "project.sqlite"
    monkeypatch.setenv("CONFLICT_MAP_PROJECT", str(path))
    return path


@pytest.fixture(scope="session")
def run_module() -> Run:
    """Run `python -m MODULE ...` from the project's root, as the README tells users to."""

    def run(module: str, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(
            command, cwd=ROOT, input=stdin, capture_output=True, encoding="utf-8", timeout=300, check=False
        )

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--accept`: rewrite the golden records, whose diff is then reviewed."""
    parser.addoption("--accept", action="store_true", help="rewrite the golden records from what is found now")
