"""A real Chromium that may reach this machine and nothing else, and the app for it to open."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from exported import PATIENCE, of_days
from payloads import PAYLOADS, hostile_report
from playwright.sync_api import Browser, Playwright, sync_playwright
from posted import posts
from reports_by_hand import report
from running import ARGUMENTS, running_app
from visiting import Visit

from dashboard.own_layers import SETTING as OWN_LAYERS
from gazetteer.index import Gazetteer
from pipeline.about import About
from pipeline.export import write
from pipeline.project.store import Project

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_ONE = (
    "no Chromium was found, so nothing was tested in a browser; install one with `apt-get install chromium` "
    "or `.venv/bin/python -m playwright install chromium`, or name one in the variable CHROMIUM"
)


LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a browser where there is none; where CI asks for one its lack is a failure."""
    out = [item for item in items if "browser" in _fixtures(item)]
    if not out or "CI" in os.environ or _has_chromium():
        return
    config.stash[LEFT_OUT] = Counter(item.path.name for item in out)
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if "browser" not in _fixtures(item)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which tests did not run for want of a browser, and why."""
    left_out = config.stash.get(LEFT_OUT, Counter())
    if left_out:
        terminalreporter.section("not run in a browser")
        terminalreporter.line(HOW_TO_GET_ONE)
        for name, count in left_out.items():
            terminalreporter.line(f"{name}: {count} tests")


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def _chromium() -> str | None:
    """Give the path of this machine's Chromium, None where it has none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def _has_chromium() -> bool:
    """Tell whether there is a Chromium, this machine's or Playwright's own."""
    if _chromium():
        return True
    with sync_playwright() as running:
        return Path(running.chromium.executable_path).exists()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start Playwright."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start the Chromium of this machine, or Playwright's own: one that is there and does not start is a failure."""
    started = playwright.chromium.launch(executable_path=_chromium(), args=list(ARGUMENTS))
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
def _app_page(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield Visit(context.new_page())
    context.close()


@pytest.fixture
def visitor(_app_page: Visit) -> Visit:
    """Give the page on which the app is visited again and again: loading its scripts takes half of a visit."""
    _app_page.begin()
    return _app_page


@pytest.fixture
def plain(tmp_path: Path) -> str:
    """Export the report by hand."""
    write([report()], tmp_path / "map.html", about=About(title="A first map"))
    return (tmp_path / "map.html").as_uri()


@pytest.fixture
def three_days(tmp_path: Path) -> str:
    """Export three reports of three days."""
    write(of_days(), tmp_path / "days.html")
    return (tmp_path / "days.html").as_uri()


@pytest.fixture(scope="session")
def hostile_about() -> About:
    """Give every payload in every slot of what a file says of itself."""
    words = " ".join(PAYLOADS.values())
    return About(title=words, description=words, alt_text=words, filter_words=words)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, hostile_about: About) -> str:
    """Export one file that holds every payload in every slot."""
    target = tmp_path_factory.mktemp("hostile") / "map.html"
    write([hostile_report(payload) for payload in PAYLOADS.values()], target, about=hostile_about)
    return target.as_uri()


@pytest.fixture(scope="session")
def app_url(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001  (built before the app asks for it)
    """Run the app as its users do, on a free port, until the tests are done; its project is empty."""
    with running_app(tmp_path_factory.mktemp("project") / "project.sqlite") as address:
        yield address


@pytest.fixture(scope="session")
def working_app(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:  # noqa: ARG001
    """Run the app once more, for what changes its project: one server, as starting one takes seconds."""
    path = tmp_path_factory.mktemp("work") / "project.sqlite"
    with running_app(path) as address:
        yield address, path


@pytest.fixture
def own_app_url(working_app: tuple[str, Path]) -> str:
    """Give the address of an app whose project holds no report and no correction."""
    address, path = working_app
    with Project.open(path) as project:
        project.remove_reports([document.id for document in project.documents()])
        for correction in reversed(project.corrections()):
            project.undo(correction.id)
        project.set_setting(OWN_LAYERS, None)
    return address


@pytest.fixture
def three_posts(working_app: tuple[str, Path], own_app_url: str) -> str:
    """Give the app with a report of each of three sources on three days."""
    with Project.open(working_app[1]) as project:
        project.add_reports(posts())
    return own_app_url
