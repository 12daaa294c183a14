"""A day's work in the app, in a real browser with every outside request refused."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from running import running_app
from using import READY, at_rest, map_of, open_app, open_on, type_coordinates, use
from visiting import Visit

from pipeline.project.store import Project

pytestmark = pytest.mark.browser

TEXT = "Shelling was heard 5 km north of Avdiivka. Bakhmut, about 90 km north of Avdiivka, was quiet."
CHECK = "sample-1-highway#checks-664-689"
PLACE = "sample-5-darfur#places-34-40"
SELECT_WORDS = """(words) => {
  const beneath = (node) => (node.shadowRoot ? within(node.shadowRoot) : []);
  const within = (root) => [...root.querySelectorAll("*")].flatMap((node) => [node, ...beneath(node)]);
  const body = within(document).find((node) => node.matches(".text .body, .body[role=group]"));
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at >= 0) {
      window.getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
      return;
    }
  }
}"""


def put_at(page: Page, words: str) -> None:
    """Put the selected record right by typed coordinates, and see that it was kept."""
    type_coordinates(page, words)
    # In haste: the second press belongs to what is done with by then.
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_text("Put right by hand")).to_be_visible(timeout=READY)


def test_an_address_opens_on_its_record_tab_and_filter(visitor: Visit, app_url: str) -> None:
    """What the address holds is what is shown, also after a reload."""
    page = visitor.page
    open_app(page, f"{app_url}/?show={CHECK.replace('#', '%23')}&verdict=distance+off")
    expect(page.locator(".cm-card h3")).to_have_text("Bakhmut to Avdiivka", timeout=READY)
    page.reload()
    map_of(page)

    expect(page.get_by_text("Showing 2 of ")).to_be_visible(timeout=READY)
    expect(page.locator(".cm-card h3")).to_have_text("Bakhmut to Avdiivka", timeout=READY)


def test_a_marked_name_selects_and_the_map_follows(visitor: Visit, app_url: str) -> None:
    """A click on a name in a report's text selects the same record on the map and in the address."""
    page = visitor.page
    open_on(page, app_url, CHECK, "Text")
    frame = map_of(page)
    frame.evaluate("window.token = 1; void window.map.setView([0, 0], 8, { animate: false })")
    page.locator("mark.place", has_text="Avdiivka").first.click()
    expect(page.locator(".cm-card h3")).to_have_text("Avdiivka", timeout=READY)
    expect(page.locator("mark.chosen")).to_have_text("Avdiivka", timeout=READY)

    assert frame.evaluate("[window.token, window.map.getZoom()]") == [1, 8]
    assert frame.evaluate("Math.abs(window.map.getCenter().lat - 48.1) < 1")
    assert "places" in page.url


def test_the_view_survives_every_filter(visitor: Visit, app_url: str) -> None:
    """Words, a verdict and the brush of the time strip narrow the map without moving or mounting it anew."""
    page = visitor.page
    frame = open_app(page, app_url)
    frame.evaluate("window.token = 1; void window.map.setView([48.3, 37.9], 9, { animate: false })")
    page.get_by_label("With the words").fill("Bakhmut")
    page.get_by_label("With the words").press("Enter")
    expect(page.get_by_role("button", name="Reset")).to_be_enabled(timeout=READY)
    at_rest(page)
    # Hovering waits until the strip stands still, which a fixed place does not.
    page.locator(".track").hover(position={"x": 200, "y": 20})
    track = page.locator(".track").bounding_box()
    assert track is not None
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * 0.99, track["y"] + 20, steps=4)
    page.mouse.up()
    expect(page.get_by_role("button", name="All days")).to_be_visible(timeout=READY)
    at_rest(page)

    assert "from=" in page.url
    assert "words=Bakhmut" in page.url
    assert frame.evaluate("[window.token, window.map.getZoom(), window.map.getCenter().lat.toFixed(1)]") == [
        1,
        9,
        "48.3",
    ]


def test_the_time_strip_obeys_the_keyboard(visitor: Visit, app_url: str) -> None:
    """Arrow keys move an end of the brush."""
    page = visitor.page
    open_app(page, app_url)
    page.get_by_role("slider", name="First day shown").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("button", name="All days")).to_be_visible(timeout=READY)
    assert "from=" in page.url


def test_a_pasted_text_is_corrected_and_stands_on_the_next_visit(
    visitor: Visit, working_app: tuple[str, Path], own_app_url: str
) -> None:
    """Paste, correct, reload, and open the project again in another process: the correction stands."""
    page = visitor.page
    open_app(page, own_app_url)
    page.get_by_text("Paste", exact=True).first.click()
    page.get_by_label("Text of a report").fill(TEXT)
    page.get_by_role("button", name="Map it").click()
    expect(page.get_by_text("1 report,")).to_be_visible(timeout=READY)
    page.get_by_role("button", name="Begin with the most doubtful").click()
    expect(page.locator(".cm-card h3")).to_have_text("Avdiivka to Bakhmut", timeout=READY)
    page.get_by_role("button", name="Previous").click()
    expect(page.locator(".cm-card h3")).to_have_text("5 km N of Avdiivka", timeout=READY)
    put_at(page, "48.2001, 37.7001")
    there = page.url
    page.reload()
    expect(page.get_by_text("Put right by hand")).to_be_visible(timeout=READY)
    page.goto("about:blank")
    with Project.open(working_app[1]) as project:
        kept = len(project.corrections())
    with running_app(working_app[1]) as address:
        page.goto(f"{address}/?{there.split('?')[1]}")
        expect(page.get_by_text("Put right by hand")).to_be_visible(timeout=READY)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Put right by hand")).to_have_count(0, timeout=READY)
        # A server does not end while a page is connected.
        page.goto("about:blank")

    assert kept == 1
    assert visitor.outside == []


def test_ten_files_at_once(visitor: Visit, own_app_url: str) -> None:
    """Nine reports are mapped and the tenth is named with its reason."""
    page = visitor.page
    open_app(page, own_app_url)
    files: list[dict[str, object]] = [
        {"name": f"{n}.txt", "mimeType": "text/plain", "buffer": f"{TEXT} {n}".encode()} for n in range(9)
    ]
    use(page, *files, {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""})
    expect(page.get_by_text("9 reports,")).to_be_visible(timeout=READY)

    expect(page.get_by_text("empty.txt").first).to_be_visible(timeout=READY)
    assert visitor.complaints == []


def test_reports_that_come_later_take_the_map_with_them_and_mount_none_anew(visitor: Visit, own_app_url: str) -> None:
    """The map that is there goes to what came in, and says what lies outside the view; it is never built again."""
    page = visitor.page
    open_app(page, own_app_url)
    frame = map_of(page)
    frame.evaluate("window.token = 1")
    text = "Shelling hit Omdurman and Khartoum. A convoy left Port Sudan. Aid went to Kassala, Atbara and Wad Madani."
    use(page, {"name": "sudan.txt", "mimeType": "text/plain", "buffer": text.encode()})
    expect(page.get_by_text("1 report,")).to_be_visible(timeout=READY)
    frame.wait_for_function("window.map.getBounds().contains([15.59, 32.53])", timeout=READY)
    # Port Sudan lies far from the rest.
    expect(frame.locator(".cm-all").first).to_have_text("Show all (1 more)", timeout=READY)

    assert frame.evaluate("window.token") == 1
    assert not frame.evaluate("window.map.getBounds().contains([48.59, 38.0])")
    assert visitor.complaints == []


def test_keyboard_alone_selects_and_judges(visitor: Visit, own_app_url: str) -> None:
    """Without a mouse a record is opened and accepted."""
    page = visitor.page
    open_app(page, own_app_url)
    page.get_by_role("button", name="Begin with the most doubtful").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cm-card h3")).to_be_visible(timeout=READY)
    at_rest(page)
    for _ in range(24):
        # Focus stays where it was: that button leads to the next record now, and judging stands behind it.
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.innerText") or "").endswith("Accept"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_text(" new, 1 accepted")).to_be_attached(timeout=READY)


def test_two_windows_lose_nothing(visitor: Visit, own_app_url: str) -> None:
    """Whoever corrects second is told what the first did, sees both, and decides; neither correction is lost."""
    one, two = visitor.page, visitor.page.context.new_page()
    two.set_viewport_size({"width": 1400, "height": 900})
    for page in (one, two):
        open_on(page, own_app_url, PLACE)
    # The second window shows the place as it was, and while its visitor types, the first puts it elsewhere.
    two.get_by_text("Type", exact=True).click()
    two.get_by_label("Coordinates").fill("13.9001, 25.9001")
    put_at(one, "13.5001, 25.3001")
    two.get_by_role("button", name="Save").click()
    expect(two.get_by_text("Not saved, because it was changed meanwhile")).to_be_visible(timeout=READY)
    expect(two.get_by_text("13.500", exact=False).first).to_be_visible(timeout=READY)
    at_rest(two)
    two.get_by_role("button", name="Save mine over it").click()
    expect(two.get_by_text("Not saved, because it was changed meanwhile")).to_have_count(0, timeout=READY)
    expect(two.get_by_text("13.900", exact=False).first).to_be_visible(timeout=READY)
    # Of other things both stand, and the first window is told at its next step.
    at_rest(one)
    one.get_by_role("button", name="Accept").first.click()
    expect(one.get_by_text("In another window").first).to_be_visible(timeout=READY)
    two.close()


def test_another_candidate_is_chosen_and_missed_words_are_placed(visitor: Visit, own_app_url: str) -> None:
    """A name looked up gives the place; words selected in the text, in which nothing was found, become one."""
    page = visitor.page
    open_on(page, own_app_url, PLACE, "Text")
    page.get_by_text("Choose", exact=True).click()
    page.get_by_label("Look up a name").fill("Avdiivka")
    page.get_by_label("Look up a name").press("Enter")
    first = page.get_by_role("radio", name="Avdiivka (city, Donetsk, UA")
    expect(first).to_be_attached(timeout=READY)
    at_rest(page)
    page.get_by_text("Avdiivka (city, Donetsk, UA").click()
    expect(first).to_be_checked(timeout=READY)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Put right by hand")).to_be_visible(timeout=READY)
    at_rest(page)
    # No name is found in "Doctors": it stands for words that should have been.
    page.evaluate(SELECT_WORDS, "Doctors")
    page.get_by_role("button", name="Place these words").click()
    expect(page.get_by_text("Place these words: Doctors")).to_be_visible(timeout=READY)
    at_rest(page)
    page.get_by_role("radiogroup", name="How").get_by_text("Type").click()
    page.get_by_label("Coordinates").fill("13.6001, 25.3001")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("mark.place", has_text="Doctors")).to_be_visible(timeout=READY)
    assert visitor.complaints == []
