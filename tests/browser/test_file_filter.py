"""One filter for the exported file's map, slider, search and tables."""

import pytest
from exported import DRAWN, LATER, NOON, shown
from visiting import Visit

pytestmark = pytest.mark.browser


def test_layers_can_be_hidden(visit: Visit, plain: str) -> None:
    """The layer control takes a layer off the map."""
    visit.page.goto(plain)
    visit.page.get_by_label("Places (3)").uncheck()

    assert visit.page.evaluate(DRAWN) == {"claims": 2, "checks": 1, "coordinates": 1}


def test_time_drives_map_tables_and_counts_together(visit: Visit, three_days: str) -> None:
    """A step of the slider leaves one day on every layer and in both tables, and the count says so."""
    visit.page.goto(three_days)
    visit.page.get_by_role("button", name="Later ›").click()

    assert visit.page.evaluate(DRAWN) == {"places": 2, "claims": 2, "checks": 1, "coordinates": 1}
    assert visit.page.locator("#checks .n").inner_text() == "1"
    assert visit.page.locator("#evidence .n").inner_text() == "5"
    assert {cell.inner_text() for cell in visit.page.locator("#evidence td:nth-child(7)").all()} == {"2023-01-03"}
    assert shown(visit.page) == "6 of 18 shown"


def test_time_can_be_driven_by_keys(visit: Visit, three_days: str) -> None:
    """The handles are sliders that arrow keys move, and say their day."""
    visit.page.goto(three_days)
    last = visit.page.get_by_role("slider", name="Last day shown")
    last.focus()
    for _ in range(4):
        visit.page.keyboard.press("ArrowLeft")

    assert last.get_attribute("aria-valuetext") == "2023-01-05"
    assert shown(visit.page) == "12 of 18 shown"


def test_time_plays_to_the_end(visit: Visit, three_days: str) -> None:
    """Play steps day by day through the whole time and stops."""
    visit.page.clock.install(time=NOON)
    visit.page.goto(three_days)
    visit.page.clock.pause_at(LATER)
    visit.page.get_by_role("button", name="▶ Play").click()
    counts = []
    for _ in range(8):
        counts.append(shown(visit.page).split()[0])
        visit.page.clock.run_for(900)

    assert counts == ["6", "0", "6", "0", "0", "0", "6", "6"]
    assert visit.page.get_by_role("button", name="▶ Play").count() == 1


def test_one_date_is_no_timeline(visit: Visit, plain: str) -> None:
    """With fewer than two dates there is no slider, and a note says why."""
    visit.page.goto(plain)

    assert visit.page.get_by_role("slider").count() == 0
    assert "fewer than two dates" in visit.page.locator("#time").inner_text()


@pytest.mark.parametrize("words", ["crater", "  CRATER 37.9104", "cràter wás"])
def test_search_folds_and_selects(visit: Visit, three_days: str, words: str) -> None:
    """Case and accents do not matter; what is found is listed, and choosing it opens its card."""
    visit.page.goto(three_days)
    visit.page.get_by_label("Search names and quotes").fill(words)
    visit.page.locator("#results button").first.click()

    assert shown(visit.page) == "3 of 18 shown"
    assert visit.page.locator(".cm-card h3").inner_text() == "48.5621, 37.9104"
    assert visit.page.evaluate(DRAWN) == {"coordinates": 1}


def test_search_says_when_nothing_fits(visit: Visit, three_days: str) -> None:
    """Words that are nowhere leave nothing, and that is said."""
    visit.page.goto(three_days)
    visit.page.get_by_label("Search names and quotes").fill("zzz")

    assert visit.page.locator("#results li").inner_text() == "Nothing fits these words."
    assert shown(visit.page) == "0 of 18 shown"


def test_tables_sort(visit: Visit, plain: str) -> None:
    """A column's head sorts by what it means, and says how it is sorted."""
    visit.page.goto(plain)
    head = visit.page.locator("#evidence").get_by_role("button", name="Doubt")
    head.click()
    rising = visit.page.locator("#evidence tbody tr td:nth-child(4)").all_inner_texts()
    head.click()
    falling = visit.page.locator("#evidence tbody tr td:nth-child(4)").all_inner_texts()

    assert rising == ["± 11 m", "± 3.0 km", "± 4.0 km", "± 4.0 km", "± 10.3 km"]
    assert falling == rising[::-1]
    assert visit.page.locator("#evidence th[aria-sort=descending]").inner_text().startswith("Doubt")
