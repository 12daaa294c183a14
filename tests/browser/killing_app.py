"""Kill the app at random moments while corrections are made in a browser; count what it had shown and has lost."""

import random
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page
from running import app_process

from pipeline.project.store import Project

RECORD = "sample-5-darfur%23places-34-40"
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PATIENCE_MS = 180_000
LATEST_MS = 6000
"""Within this time after Save the app is killed: some corrections are shown as kept by then, some are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppKilled:
    """What one kill left: whether the correction was acknowledged, whether it is kept, and how many are."""

    after_ms: int
    acknowledged: bool
    kept: bool
    standing: int


def kill_app(page: Page, path: Path, *, kills: int, seed: int = 0) -> Iterator[AppKilled]:
    """Correct a record, kill the app with signal 9 after a random time, and open its project; *kills* times."""
    chance = random.Random(seed)  # noqa: S311  (moments, no secrets)
    page.set_default_timeout(PATIENCE_MS)
    for number in range(kills):
        after_ms = chance.randrange(0, LATEST_MS)
        with app_process(path) as (address, server):
            page.goto(f"{address}/?show={RECORD}")
            page.locator(".cm-card h3").wait_for()
            page.locator(AT_REST).wait_for()
            page.get_by_text("Type", exact=True).click()
            page.get_by_label("Coordinates").fill("13.5, 25.5")
            page.get_by_label("Note", exact=True).fill(f"kill {number}")
            page.get_by_role("button", name="Save").click()
            page.wait_for_timeout(after_ms)
            said = page.get_by_text(f": kill {number}").count() > 0
            server.send_signal(signal.SIGKILL)
            page.goto("about:blank")
        with Project.open(path) as project:
            notes = [correction.note for correction in project.corrections()]
        kept = f"kill {number}" in notes
        yield AppKilled(after_ms=after_ms, acknowledged=said, kept=kept, standing=len(notes))
