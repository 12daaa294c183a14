"""A real Chromium that may reach this machine and nothing else, and the app for it to open."""

import os
import shutil
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


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start Playwright."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start the Chromium of this machine, or Playwright's own; where there is neither the tests say so and are skipped.

    One that is there and does not start is a failure, and so is none where CI asks for one.
    """
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and not Path(playwright.chromium.executable_path).exists() and "CI" not in os.environ:
        pytest.skip(HOW_TO_GET_ONE)
    started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
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
