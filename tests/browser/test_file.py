"""The exported file in a real browser with the network refused."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from many import reports_of
from payloads import PAYLOADS, hostile_report
from playwright.sync_api import Browser, Page
from reports_by_hand import report
from visiting import Visit

from pipeline.about import About
from pipeline.export import as_bytes, write
from pipeline.layers import rows_of, to_layers
from pipeline.model import Report

pytestmark = pytest.mark.browser

PAGE = "conflictMap.page"
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

INK = """(pane) => {
  const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`);
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let inked = 0;
  for (let at = 3; at < pixels.length; at += 4) { inked += pixels[at] > 0; }
  return inked / (pixels.length / 4);
}"""

FLAT = """() => {
  const canvas = document.querySelector(".cm-flat");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  for (let at = 0; at < pixels.length; at += 4) { colours.add(pixels.slice(at, at + 3).join()); }
  return colours.size;
}"""

MARK = """(shape) => {
  const { map } = conflictMap.page;
  const marks = Object.values(map._layers).filter((layer) => layer.options.shape === shape);
  const { x, y } = map.latLngToContainerPoint(marks[0].getLatLng());
  const box = map.getContainer().getBoundingClientRect();
  return [box.x + x, box.y + y];
}"""


def dated(name: str, day: date) -> Report:
    """Give the report by hand under another name and day."""
    plain = report()
    return replace(plain, document=replace(plain.document, id=name, title=f"Note of {day}", published=day))


@pytest.fixture
def plain(tmp_path: Path) -> str:
    """Export the report by hand."""
    write([report()], tmp_path / "map.html", about=About(title="A first map"))
    return (tmp_path / "map.html").as_uri()


@pytest.fixture
def three_days(tmp_path: Path) -> str:
    """Export three reports of three days."""
    days = (date(2023, 1, 3), date(2023, 1, 5), date(2023, 1, 9))
    write([dated(f"note-{day.day}", day) for day in days], tmp_path / "days.html")
    return (tmp_path / "days.html").as_uri()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Export one file that holds every payload in every slot."""
    target = tmp_path_factory.mktemp("hostile") / "map.html"
    words = " ".join(PAYLOADS.values())
    about = About(title=words, description=words, alt_text=words, filter_words=words)
    write([hostile_report(payload) for payload in PAYLOADS.values()], target, about=about)
    return target.as_uri()


@pytest.fixture(scope="module", params=[1_000, 10_000])
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """Export that many mentions of places."""
    target = tmp_path_factory.mktemp("many") / "map.html"
    write(list(reports_of(request.param)), target)
    return request.param, target.as_uri()


def shown(page: Page) -> str:
    """Read what the page says of how much is shown."""
    return page.locator("#count").inner_text()


def saved(page: Page, name: str) -> bytes:
    """Press a button that gives a file, and read it."""
    with page.expect_download() as caught:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(caught.value.path()).read_bytes()


# It opens, draws, and asks for nothing.


def test_opens_without_a_request_or_a_complaint(visit: Visit, plain: str) -> None:
    """The file asks for itself and nothing else, and the console stays empty."""
    visit.page.goto(plain)
    visit.page.wait_for_timeout(500)

    assert visit.requests == [plain]
    assert visit.complaints == []


def test_draws_marks_claims_and_basemap(visit: Visit, plain: str) -> None:
    """Every feature is on the map, and the basemap covers most of it."""
    visit.page.goto(plain)

    assert visit.page.evaluate(DRAWN) == {"places": 2, "claims": 2, "checks": 1, "coordinates": 1}
    assert visit.page.evaluate(INK, "basemap") > 0.5
    assert 0.001 < visit.page.evaluate(INK, "overlay") < 0.5
    assert visit.page.evaluate(INK, "labels") > 0.001


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


# One choice.


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
    address = visit.page.url
    told = (shown(visit.page), visit.page.locator(".cm-card").inner_text())
    other = visit.page.context.new_page()
    other.goto(address)

    assert "words=crater" in address
    assert (shown(other), other.locator(".cm-card").inner_text()) == told


def test_a_citation_can_be_copied(visit: Visit, plain: str) -> None:
    """The quote with its source, place, doubt and method goes to the clipboard."""
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.goto(plain)
    visit.page.get_by_role("button", name="Show 48.5621, 37.9104").click()
    visit.page.get_by_role("button", name="Copy citation").click()
    visit.page.get_by_role("button", name="Copied").wait_for()
    text = visit.page.evaluate("navigator.clipboard.readText()")

    assert text.startswith(
        "“A crater at 48.5621, 37.9104 was measured.” — A note, https://example.org/note, 2023-01-03."
    )
    assert "Doubt: ± 11 m" in text


# One filter.


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
    visit.page.clock.install()
    visit.page.goto(three_days)
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


def test_a_long_table_has_pages(visit: Visit, many: tuple[int, str]) -> None:
    """A hundred rows are shown at a time, and the rest by turning."""
    number, address = many
    visit.page.goto(address)
    pager = visit.page.locator("#evidence .pager")
    pager.get_by_role("button", name="Next rows").click()

    assert visit.page.locator("#evidence tbody tr").count() == 100
    assert pager.inner_text().split("\n")[1].strip() == f"Rows 101 to 200 of {number + number // 25 * 2:,}"


def test_many_marks_come_in_groups(visit: Visit, many: tuple[int, str]) -> None:
    """From 1,500 spots on a layer is grouped, no mention is lost, and a click on a group comes nearer."""
    number, address = many
    visit.page.goto(address)
    counts = """() => Object.values(conflictMap.page.map._layers)
        .filter(({ options }) => options.shape === "circle").map(({ options }) => options.count)"""
    visit.page.evaluate(f"void {PAGE}.map.fitBounds({PAGE}.data.view.all, {{ animate: false }})")
    drawn = visit.page.evaluate(counts)
    zoom = visit.page.evaluate(f"{PAGE}.map.getZoom()")
    if number > 1_500:
        visit.page.evaluate(
            f"void Object.values({PAGE}.map._layers).find(({{ options }}) => options.halo).fire('click').remove()"
        )

    assert sum(drawn) == number
    assert len(drawn) < 500 if number > 1_500 else len(drawn) > 900
    assert visit.page.evaluate(f"{PAGE}.map.getZoom()") > zoom or number < 1_500


# Its data as files.


def test_gives_its_geojson(visit: Visit, three_days: str) -> None:
    """The file holds the features of the exporter, number for number, or those that are shown."""
    visit.page.goto(three_days)
    days = (date(2023, 1, 3), date(2023, 1, 5), date(2023, 1, 9))
    exported = json.loads(as_bytes([dated(f"note-{day.day}", day) for day in days], ".geojson"))
    every = json.loads(saved(visit.page, "GeoJSON"))
    visit.page.get_by_role("button", name="Later ›").click()
    some = json.loads(saved(visit.page, "GeoJSON"))

    assert every["features"] == exported["features"]
    assert some["features"] == [f for f in exported["features"] if f["properties"]["date_from"] == "2023-01-03"]


def test_gives_its_csv(visit: Visit, plain: str) -> None:
    """The table holds the cells of the exporter, as far as it has the columns."""
    visit.page.goto(plain)
    data = saved(visit.page, "CSV")
    rows, exported = (
        list(csv.DictReader(io.StringIO(found.decode("utf-8-sig"), newline="")))
        for found in (data, as_bytes([report()], ".csv"))
    )

    assert data.startswith(b"\xef\xbb\xbf")
    assert rows == [{name: row[name] for name in rows[0]} for row in exported]


# Hostile text.


def test_nothing_hostile_runs(visit: Visit, hostile: str) -> None:
    """With every payload in every slot, every card, hint and row opened, nothing runs and nothing is asked for."""
    visit.page.goto(hostile)
    opened = visit.page.evaluate(
        """() => {
          const { map, features } = conflictMap.page;
          for (const layer of Object.values(map._layers)) {
            if (layer.feature) {
              layer.fire("mouseover", { latlng: map.getCenter() });
            }
          }
          return features.filter(({ id }) => conflictMap.select(map, id)).length;
        }"""
    )
    for text in ("window", "<img", "{{"):
        visit.page.get_by_label("Search names and quotes").fill(text)
        visit.page.wait_for_timeout(250)
    visit.page.get_by_role("button", name="Show all again").click()
    for button in visit.page.locator("button.show").all()[:40]:
        button.click()
    for head in visit.page.locator("button.sort").all():
        head.click()
    visit.page.wait_for_timeout(300)

    assert opened > 5 * len(PAYLOADS)
    assert visit.attacks() == []
    assert visit.requests == [hostile]
    assert visit.complaints == []
    assert (
        visit.page.locator("#card img, #card script, #card iframe, table img, table iframe, #results img").count() == 0
    )


def test_hostile_text_is_read_on_the_card(visit: Visit, hostile: str) -> None:
    """A card shows a payload's very characters."""
    visit.page.goto(hostile)
    text = PAYLOADS["end of script and a script"]
    (check,) = rows_of(to_layers([hostile_report(text)])["checks"])
    visit.page.evaluate(f"(id) => conflictMap.select({PAGE}.map, id)", check["id"])

    assert visit.page.locator(".cm-card h3").inner_text() == f"{text} to {text}"
    assert visit.page.locator(".cm-card mark").inner_text() == check["words"]


def test_hostile_text_leaves_in_files_as_it_was(visit: Visit, hostile: str) -> None:
    """The files the page gives hold what the exporter's hold: text unchanged, no cell a formula."""
    reports = [hostile_report(payload) for payload in PAYLOADS.values()]
    visit.page.goto(hostile)
    features = json.loads(saved(visit.page, "GeoJSON"))["features"]
    cells = [
        cell
        for row in csv.reader(io.StringIO(saved(visit.page, "CSV").decode("utf-8-sig"), newline=""))
        for cell in row
    ]

    assert features == json.loads(as_bytes(reports, ".geojson"))["features"]
    assert not [cell for cell in cells if re.match(r"\s*[=+@\t\r]", cell)]


def test_a_hostile_address_selects_nothing(visit: Visit, plain: str) -> None:
    """Whatever stands behind #, the page is whole and nothing runs."""
    for text in (
        "id=<img src=x onerror=window.PWNED=1>&words=%3Cscript%3E&from=x&to=y",
        "%",
        "id=__proto__",
        "source-nowhere",
    ):
        visit.page.goto("about:blank")
        visit.page.goto(f"{plain}#{text}")
        visit.page.wait_for_timeout(200)

    assert visit.attacks() == []
    assert visit.complaints == []


# Everywhere.


def test_keyboard_alone_is_enough(visit: Visit, plain: str) -> None:
    """A row's name is reached with Tab, opens its card with Enter, and Escape closes it; / leads to the search."""
    visit.page.goto(plain)
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.className") == "show":
            break
    visit.page.keyboard.press("Enter")
    opened = visit.page.locator(".cm-card").count()
    visit.page.keyboard.press("Escape")
    closed = visit.page.locator(".cm-card").count()
    visit.page.keyboard.press("/")

    assert (opened, closed) == (1, 0)
    assert visit.page.evaluate("document.activeElement.id") == "search"


def test_a_distance_can_be_measured(visit: Visit, plain: str) -> None:
    """Two clicks give kilometres, miles and a bearing on the ellipsoid; Escape ends it."""
    visit.page.goto(plain)
    visit.page.get_by_role("button", name="Measure", exact=True).click()
    visit.page.evaluate(
        f"for (const at of [[48.594, 37.999], [48.140, 37.750]]) {PAGE}.map.fire('click', {{ latlng: L.latLng(at) }})"
    )
    said = visit.page.locator(".cm-measured").inner_text()
    visit.page.keyboard.press("Escape")

    assert said == "53.7 km (33.4 mi), bearing 200°"
    assert visit.page.locator(".cm-measured").is_hidden()


def test_readable_without_javascript(browser: Browser, plain: str) -> None:
    """With scripts off the tables stand, and no dead buttons."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(plain)

    assert page.locator("table").count() == 3
    assert "The map needs JavaScript" in page.content()
    assert page.locator("button:visible, input:visible").count() == 0
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_prints_map_and_tables(visit: Visit, plain: str, paper: str) -> None:
    """On paper the map has its height, its buttons are gone, and the tables follow."""
    visit.page.goto(plain)
    visit.page.set_viewport_size({"width": 720, "height": 1040})
    visit.page.emulate_media(media="print")
    visit.page.wait_for_timeout(300)
    box = visit.page.locator("#map").bounding_box()
    pages = len(re.findall(rb"/Type\s*/Page[^s]", visit.page.pdf(format=paper)))

    assert box is not None
    assert box["height"] > 300
    assert visit.page.evaluate(FLAT) > 50
    assert not visit.page.locator(".leaflet-control-zoom").is_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 720
    assert 1 <= pages <= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_a_phone(browser: Browser, plain: str, scheme: str) -> None:
    """At 390 pixels nothing is wider than the screen, layers and legend are folded, and fingers find the buttons."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(plain)
    page.get_by_role("button", name="Show Bakhmut to Avdiivka").tap()
    heights = page.locator("#tools button, .cm-tools button").evaluate_all("found => found.map((b) => b.offsetHeight)")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".leaflet-control-layers-expanded").count() == 0
    assert page.locator(".cm-legend[open]").count() == 0
    assert min(heights) >= 40
    context.close()


def test_meets_wcag(visit: Visit, three_days: str) -> None:
    """A checker of accessibility (axe) finds nothing against WCAG 2.1 A and AA, in light and dark."""
    visit.page.goto(three_days)
    visit.page.locator("#evidence button.show").first.click()
    found = []
    for scheme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        results = Axe().run(visit.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        found += [
            (scheme, each["id"], [node["target"] for node in each["nodes"]][:3])
            for each in results.response["violations"]
        ]

    assert found == []
