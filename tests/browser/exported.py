"""What the tests of the exported file share: reports of several days, and how its page is read without a race."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from reports_by_hand import report

from pipeline.model import Report

PATIENCE = 60_000
"""Milliseconds that a thing may take on a busy machine."""

NOON, LATER = (datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (12, 13))
"""Where a test has its own clock, the page's at its start and from when on it stands still."""

PAGE = "conflictMap.page"
DAYS = (date(2023, 1, 3), date(2023, 1, 5), date(2023, 1, 9))

DRAWN = """() => {
  const found = {};
  for (const layer of Object.values(conflictMap.page.map._layers)) {
    if (layer.feature) {
      const name = layer.feature.properties.id.split("#")[1].split("-")[0];
      found[name] = (found[name] || 0) + 1;
    }
  }
  return found;
}"""
"""Counts the marks that are on the map, by layer: the page changes them at once."""

_SETTLED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""


def dated(name: str, day: date) -> Report:
    """Give the report by hand under another name and day."""
    plain = report()
    return replace(plain, document=replace(plain.document, id=name, title=f"Note of {day}", published=day))


def of_days() -> list[Report]:
    """Give three reports of three days."""
    return [dated(f"note-{day.day}", day) for day in DAYS]


def shown(page: Page) -> str:
    """Read what the page says of how much is shown."""
    return page.locator("#count").inner_text()


def saved(page: Page, name: str) -> bytes:
    """Press a button that gives a file, and read it."""
    with page.expect_download() as caught:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(caught.value.path()).read_bytes()


def settle(page: Page) -> None:
    """Wait until the frame that was asked for has been painted: canvases are drawn in the next frame."""
    page.evaluate(_SETTLED)


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open an empty page in a context of its own."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()
