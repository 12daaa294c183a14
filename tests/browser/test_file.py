"""The exported file in a real browser with the network refused: it opens, draws, and shows what is chosen."""

import pytest
from exported import DRAWN, LATER, NOON, PAGE, settle, shown
from visiting import Visit

pytestmark = pytest.mark.browser

INK = """(pane) => {
  const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`);
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let inked = 0;
  for (let at = 3; at < pixels.length; at += 4) { inked += pixels[at] > 0; }
  return inked / (pixels.length / 4);
}"""

MARK = """(shape) => {
  const { map } = conflictMap.page;
  const marks = Object.values(map._layers).filter((layer) => layer.options.shape === shape);
  const { x, y } = map.latLngToContainerPoint(marks[0].getLatLng());
  const box = map.getContainer().getBoundingClientRect();
  return [box.x + x, box.y + y];
}"""


def test_opens_without_a_request_or_a_complaint(visit: Visit, plain: str) -> None:
    """The file asks for itself and nothing else, and the console stays empty."""
    visit.page.goto(plain)
    settle(visit.page)

    assert visit.requests == [plain]
    assert visit.complaints == []


def test_draws_marks_claims_and_basemap(visit: Visit, plain: str) -> None:
    """Every feature is on the map, and the basemap covers most of it."""
    visit.page.goto(plain)
    settle(visit.page)

    assert visit.page.evaluate(DRAWN) == {"places": 2, "claims": 2, "checks": 1, "coordinates": 1}
    assert visit.page.evaluate(INK, "basemap") > 0.5
    assert 0.001 < visit.page.evaluate(INK, "overlay") < 0.5
    assert visit.page.evaluate(INK, "labels") > 0.001


def test_a_table_row_opens_its_card(visit: Visit, plain: str) -> None:
    """The name in a row shows on the card what the row says, with the words marked."""
    visit.page.goto(plain)
    visit.page.get_by_role("button", name="Show Bakhmut to Avdiivka").click()
    card = visit.page.locator(".cm-card")

    assert card.locator("h3").inner_text() == "Bakhmut to Avdiivka"
    assert card.locator("mark").inner_text() == "roughly 90km to the south"
    assert "distance off" in card.inner_text()
    assert card.locator("a").get_attribute("href") == "https://example.org/note"


def test_a_mark_opens_its_card_and_marks_its_row(visit: Visit, plain: str) -> None:
    """A click on the map fills the card, with degrees, grid, doubt, date and method, and marks the table's row."""
    visit.page.goto(plain)
    visit.page.mouse.click(*visit.page.evaluate(MARK, "square"))
    card = visit.page.locator(".cm-card").inner_text()
    (row,) = visit.page.locator("tr[aria-current]").all()

    for words in ("48.56210, 37.91040", "37U DP 19608 79351", "± 11 m", "2023-01-03", "the coordinate as written"):
        assert words in card
    assert "48.5621, 37.9104" in row.inner_text()


def test_a_chosen_check_shows_what_is_stated_beside_what_is_measured(visit: Visit, plain: str) -> None:
    """The ring or sector of the claim is drawn faintly when its line is chosen, and goes with the next choice."""
    faint = f"{PAGE}.map.conflictMap.highlight.getLayers().filter((layer) => layer.options.fillOpacity === 0.1).length"
    visit.page.goto(plain)
    before = visit.page.evaluate(faint)
    visit.page.get_by_role("button", name="Show Bakhmut to Avdiivka").click()
    chosen = visit.page.evaluate(faint)
    visit.page.evaluate(f"conflictMap.select({PAGE}.map, 'note-1#places-12-19')")

    assert [before, chosen, visit.page.evaluate(faint)] == [0, 1, 0]


def test_mentions_on_one_spot_are_leafed_through(visit: Visit, plain: str) -> None:
    """Two mentions of one place are one mark whose cards can be turned; the focus stays on the button."""
    visit.page.goto(plain)
    visit.page.evaluate(f"conflictMap.select({PAGE}.map, 'note-1#places-12-19')")
    first = visit.page.locator(".cm-card blockquote").inner_text()
    visit.page.get_by_role("button", name="Next ›").click()

    assert visit.page.locator(".cm-where").inner_text() == "2 of 2 mentions here"
    assert visit.page.locator(".cm-card blockquote").inner_text() != first
    assert visit.page.evaluate("document.activeElement.textContent") == "Next ›"


def test_an_address_leads_to_what_was_chosen(visit: Visit, three_days: str) -> None:
    """The part behind # names the choice, the words and the days, and opens the page on them."""
    visit.page.goto(three_days)
    visit.page.get_by_label("Search names and quotes").fill("crater")
    visit.page.locator("#results li").first.wait_for()
    visit.page.get_by_role("button", name="Later ›").click()
    visit.page.locator("#evidence button.show").first.click()
    address = visit.page.evaluate("window.location.href")
    told = (shown(visit.page), visit.page.locator(".cm-card").inner_text())
    other = visit.page.context.new_page()
    other.goto(address)

    assert "words=crater" in address
    assert (shown(other), other.locator(".cm-card").inner_text()) == told


def test_a_citation_can_be_copied(visit: Visit, plain: str) -> None:
    """The quote with its source, place, doubt and method goes to the clipboard."""
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # With its clock stopped the page says "Copied" until that is read.
    visit.page.clock.install(time=NOON)
    visit.page.goto(plain)
    visit.page.clock.pause_at(LATER)
    visit.page.get_by_role("button", name="Show 48.5621, 37.9104").click()
    visit.page.get_by_role("button", name="Copy citation").click()
    visit.page.get_by_role("button", name="Copied").wait_for()
    text = visit.page.evaluate("navigator.clipboard.readText()")

    assert text.startswith(
        "“A crater at 48.5621, 37.9104 was measured.” — A note, https://example.org/note, 2023-01-03."
    )
    assert "Doubt: ± 11 m" in text


def test_a_distance_can_be_measured(visit: Visit, plain: str) -> None:
    """Two clicks give kilometres, miles and a bearing on the ellipsoid; Escape ends it."""
    visit.page.goto(plain)
    visit.page.get_by_role("button", name="Measure", exact=True).click()
    visit.page.evaluate(
        f"(ends) => {{ for (const at of ends) {{ {PAGE}.map.fire('click', {{ latlng: L.latLng(at) }}); }} }}",
        [[48.594, 37.999], [48.140, 37.750]],
    )
    said = visit.page.locator(".cm-measured").inner_text()
    visit.page.keyboard.press("Escape")

    assert said == "53.7 km (33.4 mi), bearing 200°"
    assert visit.page.locator(".cm-measured").is_hidden()
