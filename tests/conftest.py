"""What the tests share: one gazetteer of their own, and the command line as a user runs it."""

import os
import runpy
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from itertools import count
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

_PROJECTS = count()


def pytest_configure() -> None:
    """Let every process that a test starts use the tests' gazetteer."""
    os.environ["GAZETTEER_DIR"] = str(GAZETTEER)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """Open the default index, built on the first run."""
    return open_gazetteer(GAZETTEER)


@pytest.fixture(autouse=True)
def own_project(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a project of its own, made when it is opened: none touches that of whoever runs the tests."""
    path = tmp_path_factory.getbasetemp() / f"project-{next(_PROJECTS)}.sqlite"
    monkeypatch.setenv("CONFLICT_MAP_PROJECT", str(path))
    return path


@pytest.fixture
def run_here(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `python -m MODULE ...` within this process: what it says and gives, without the second that a start costs."""

    def run(module: str, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        given, said, errors = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(3))
        given.buffer.write((stdin or "").encode())
        given.buffer.seek(0)
        with monkeypatch.context() as there:
            there.chdir(ROOT)
            there.setattr(sys, "argv", [module, *arguments])
            for name, stream in (("stdin", given), ("stdout", said), ("stderr", errors)):
                there.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as ended:
                runpy.run_module(module, run_name="__main__", alter_sys=True)
        output = [stream.buffer.getvalue().decode() for stream in (said, errors)]
        return subprocess.CompletedProcess([module, *arguments], ended.value.code or 0, *output)

    return run


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
