"""The exported file with a thousand and with ten thousand mentions of places."""

import json

import pytest
from exported import PAGE, saved, shown
from many import reports_of
from visiting import Visit

from pipeline.export import write

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=[1_000, 10_000])
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """Export that many mentions of places."""
    target = tmp_path_factory.mktemp("many") / "map.html"
    write(list(reports_of(request.param)), target)
    return request.param, target.as_uri()


def test_all_works_with_many_places(visit: Visit, many: tuple[int, str]) -> None:
    """With 1,000 and with 10,000 mentions: drawn, searched, cut by time, switched, chosen, saved; no complaint."""
    number, address = many
    visit.page.goto(address)
    every = shown(visit.page)
    visit.page.get_by_label("Search names and quotes").fill("note 7")
    visit.page.locator("#results li").first.wait_for()
    found = shown(visit.page)
    visit.page.get_by_role("button", name="Show all again").click()
    visit.page.get_by_role("button", name="Later ›").click()
    visit.page.get_by_label(f"Places ({number:,})").uncheck()
    visit.page.locator("#evidence button.show").first.click()
    collection = json.loads(saved(visit.page, "GeoJSON"))

    assert every == f"All {number + number // 25 * 3:,} shown"
    assert found != every
    assert 0 < len(collection["features"]) < number
    assert visit.page.locator("#card mark").count() == 1
    assert visit.requests == [address]
    assert visit.complaints == []


def test_a_long_table_has_pages(visit: Visit, many: tuple[int, str]) -> None:
    """A hundred rows are shown at a time, and the rest by turning."""
    number, address = many
    visit.page.goto(address)
    pager = visit.page.locator("#evidence .pager")
    pager.get_by_role("button", name="Next rows").click()

    assert visit.page.locator("#evidence tbody tr").count() == 100
    assert pager.inner_text().split("\n")[1].strip() == f"Rows 101 to 200 of {number + number // 25 * 2:,}"


def test_many_marks_come_in_groups(visit: Visit, many: tuple[int, str]) -> None:
    """So many marks come in groups, no mention is lost, and a click on a group comes nearer."""
    number, address = many
    visit.page.goto(address)
    counts = """() => Object.values(conflictMap.page.map._layers)
        .filter(({ options }) => options.shape === "circle").map(({ options }) => options.count)"""
    visit.page.evaluate(f"void {PAGE}.map.fitBounds({PAGE}.data.view.all, {{ animate: false }})")
    drawn = visit.page.evaluate(counts)
    zoom = visit.page.evaluate(f"{PAGE}.map.getZoom()")
    visit.page.evaluate(f"void Object.values({PAGE}.map._layers).find(({{ options }}) => options.halo).fire('click')")
    # The map flies there.
    visit.page.wait_for_function(f"(zoom) => {PAGE}.map.getZoom() > zoom", arg=zoom)

    assert sum(drawn) == number
    assert len(drawn) < 500
