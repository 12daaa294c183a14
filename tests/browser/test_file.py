"""The exported file in a real browser with the network refused."""

import re
from pathlib import Path

import pytest
from payloads import PAYLOADS, hostile_report
from playwright.sync_api import Browser
from reports_by_hand import report
from visiting import Visit

from pipeline.about import About
from pipeline.export import write
from pipeline.layers import rows_of, to_layers

pytestmark = pytest.mark.browser

MARKS = """() => {
  const found = {};
  for (const layer of Object.values(map_0._layers)) {
    if (layer.feature) {
      const name = layer.feature.properties.id.split("#")[1].split("-")[0];
      found[name] = (found[name] || 0) + 1;
    }
  }
  return found;
}"""

INK = """(pane) => {
  const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`);
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let inked = 0;
  for (let at = 3; at < pixels.length; at += 4) { inked += pixels[at] > 0; }
  return inked / (pixels.length / 4);
}"""


@pytest.fixture
def plain(tmp_path: Path) -> str:
    """Export the report by hand."""
    write([report()], tmp_path / "map.html", about=About(title="A first map"))
    return (tmp_path / "map.html").as_uri()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Export one file that holds every payload in every slot."""
    target = tmp_path_factory.mktemp("hostile") / "map.html"
    write(
        [hostile_report(payload) for payload in PAYLOADS.values()],
        target,
        about=About(title=" ".join(PAYLOADS.values())),
    )
    return target.as_uri()


def test_opens_without_a_request_or_a_complaint(visit: Visit, plain: str) -> None:
    """The file asks for itself and nothing else, and the console stays empty."""
    visit.page.goto(plain)
    visit.page.wait_for_timeout(500)

    assert visit.requests == [plain]
    assert visit.complaints == []


def test_draws_marks_claims_and_basemap(visit: Visit, plain: str) -> None:
    """Every feature is on the map, and the basemap covers most of it."""
    visit.page.goto(plain)

    assert visit.page.evaluate(MARKS) == {"places": 2, "claims": 2, "checks": 1, "coordinates": 1}
    assert visit.page.evaluate(INK, "basemap") > 0.5
    assert 0.001 < visit.page.evaluate(INK, "overlay") < 0.5
    assert visit.page.evaluate(INK, "labels") > 0.001


def test_a_table_row_opens_its_card(visit: Visit, plain: str) -> None:
    """The button of a row shows on the map what the row says, with the words marked."""
    visit.page.goto(plain)
    visit.page.get_by_role("button", name="Show Bakhmut to Avdiivka").click()
    card = visit.page.locator(".cm-card")

    assert card.locator("h3").inner_text() == "Bakhmut to Avdiivka"
    assert card.locator("mark").inner_text() == "roughly 90km to the south"
    assert "distance off" in card.inner_text()
    assert card.locator("a").get_attribute("href") == "https://example.org/note"


def test_a_chosen_check_shows_what_is_stated_beside_what_is_measured(visit: Visit, plain: str) -> None:
    """The ring or sector of the claim is drawn faintly when its line is chosen, and goes with the next choice."""
    faint = "map_0.conflictMap.highlight.getLayers().filter((layer) => layer.options.fillOpacity === 0.1).length"
    visit.page.goto(plain)
    before = visit.page.evaluate(faint)
    visit.page.get_by_role("button", name="Show Bakhmut to Avdiivka").click()
    chosen = visit.page.evaluate(faint)
    visit.page.evaluate("conflictMap.select(map_0, 'note-1#places-12-19')")

    assert [before, chosen, visit.page.evaluate(faint)] == [0, 1, 0]


def test_a_click_on_a_mark_leafs_through_its_mentions(visit: Visit, plain: str) -> None:
    """Two mentions of one place are one mark whose cards can be turned."""
    visit.page.goto(plain)
    visit.page.evaluate("conflictMap.select(map_0, 'note-1#places-12-19')")
    first = visit.page.locator(".cm-card blockquote").inner_text()
    visit.page.get_by_role("button", name="Next").click()

    assert visit.page.locator(".cm-where").inner_text() == "2 of 2"
    assert visit.page.locator(".cm-card blockquote").inner_text() != first


def test_layers_can_be_hidden(visit: Visit, plain: str) -> None:
    """The layer control takes a layer off the map."""
    visit.page.goto(plain)
    visit.page.get_by_label("Places (3)").uncheck()

    assert visit.page.evaluate(MARKS) == {"claims": 2, "checks": 1, "coordinates": 1}


def test_keyboard_alone_is_enough(visit: Visit, plain: str) -> None:
    """A row's button is reached with Tab, opens its card with Enter, and Escape closes it."""
    visit.page.goto(plain)
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.className") == "show":
            break
    visit.page.keyboard.press("Enter")

    assert visit.page.locator(".cm-card").count() == 1
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_timeout(400)
    assert visit.page.locator(".cm-card").count() == 0


def test_nothing_hostile_runs(visit: Visit, hostile: str) -> None:
    """With every payload in every slot, and every card and hint opened, nothing runs and nothing is asked for."""
    visit.page.goto(hostile)
    opened = visit.page.evaluate(
        """() => {
          let opened = 0;
          for (const layer of Object.values(map_0._layers)) {
            if (layer.feature) {
              layer.fire("mouseover", { latlng: map_0.getCenter() });
            }
          }
          for (const byId of map_0.conflictMap.layers.values()) {
            for (const id of byId.keys()) {
              opened += conflictMap.select(map_0, id);
            }
          }
          return opened;
        }"""
    )
    for button in visit.page.locator("button.show").all()[:40]:
        button.click()
    visit.page.wait_for_timeout(500)

    assert opened > 5 * len(PAYLOADS)
    assert visit.attacks() == []
    assert visit.requests == [hostile]
    assert visit.complaints == []
    assert visit.page.locator(".cm-card img, .cm-card script, .cm-card iframe, table img, table iframe").count() == 0


def test_hostile_text_is_read_on_the_card(visit: Visit, hostile: str) -> None:
    """A card shows a payload's very characters."""
    visit.page.goto(hostile)
    text = PAYLOADS["end of script and a script"]
    (check,) = rows_of(to_layers([hostile_report(text)])["checks"])
    visit.page.evaluate("(id) => conflictMap.select(map_0, id)", check["id"])

    assert visit.page.locator(".cm-card h3").inner_text() == f"{text} to {text}"
    assert visit.page.locator(".cm-card mark").inner_text() == check["words"]


def test_readable_without_javascript(browser: Browser, plain: str) -> None:
    """With scripts off the tables stand, and no dead buttons."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(plain)

    assert page.locator("table").count() == 3
    assert "The map needs JavaScript" in page.content()
    assert page.locator("button").count() == 0
    context.close()


def test_prints_map_and_tables(visit: Visit, plain: str) -> None:
    """On paper the map has its height, its buttons are gone, and the tables follow."""
    visit.page.goto(plain)
    visit.page.set_viewport_size({"width": 720, "height": 1040})
    visit.page.emulate_media(media="print")
    visit.page.wait_for_timeout(300)
    box = visit.page.locator(".folium-map").bounding_box()
    pages = len(re.findall(rb"/Type\s*/Page[^s]", visit.page.pdf(format="A4")))

    assert box is not None
    assert box["height"] > 300
    assert not visit.page.locator(".leaflet-control-zoom").is_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 720
    assert 1 <= pages <= 3


def test_fits_a_phone(browser: Browser, plain: str) -> None:
    """At 390 pixels nothing is wider than the screen, and the layer control is folded."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(plain)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".leaflet-control-layers-expanded").count() == 0
    assert page.locator(".cm-legend[open]").count() == 0
    context.close()
