"""What goes into the app, in a real browser: many reports and a stop, web addresses, shapes of one's own."""

import json
import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from payloads import PAYLOADS
from playwright.sync_api import expect
from running import running_app
from using import READY, at_rest, choose, hints, map_of, open_app, shown_on_map, switch_on, unfold, use
from visiting import Visit

from gazetteer.index import Gazetteer

pytestmark = pytest.mark.browser

MANY = 300
SENTENCES = 60
PAGE = """<!doctype html><html lang="en"><head><title>Shelling north of the town</title></head><body><article>
<h1>Shelling north of the town</h1><p>Shells fell 5 km north of Avdiivka on Tuesday, the monitors wrote. Bakhmut,
about 55 km north of Avdiivka, was quiet, and so was Kostiantynivka.</p><p>Nobody was hurt, they added, and the
road to Bakhmut stayed open for the whole of the day.</p></article></body></html>"""
FRONT_KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>
<name>A line of &lt;b&gt;March&lt;/b&gt;</name><LineString><coordinates>37.5,48.0 37.9,48.3</coordinates></LineString>
</Placemark></Document></kml>"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a page on this machine."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's name)
        """Say nothing."""


def many_reports() -> bytes:
    """Give reports that take long to read, each of other words, in one file."""
    lines = (
        {
            "id": f"{number}",
            "text": " ".join(
                f"On day {number * SENTENCES + at} shells fell {at + 1} km north of Avdiivka, said post {number}."
                for at in range(SENTENCES)
            ),
        }
        for number in range(MANY)
    )
    return "\n".join(map(json.dumps, lines)).encode()


def test_a_stop_keeps_what_was_read_and_says_how_much(visitor: Visit, own_app_url: str) -> None:
    """Stopped in the middle of many reports, the page shows the finished ones, and says how many there are."""
    page = visitor.page
    open_app(page, own_app_url)
    use(page, {"name": "many.jsonl", "mimeType": "text/plain", "buffer": many_reports()})
    # The first is finished once another is being read: the page does not wait for the one in hand when it is stopped.
    expect(page.get_by_text(re.compile(r"report (?:[2-9]|\d{2,}) of "))).to_be_visible(timeout=READY)
    page.get_by_role("button", name="Stop reading").click()
    said = page.get_by_text(re.compile(rf"^Stopped after \d+ of {MANY} reports: "))
    expect(said).to_be_visible(timeout=READY)
    at_rest(page)
    done = int(said.inner_text().split()[2])
    frame = map_of(page)

    assert 0 < done < MANY
    expect(page.get_by_text(re.compile(rf"^{done} reports?, "))).to_be_visible()
    expect(page.get_by_role("button", name="Read on")).to_be_visible()
    assert shown_on_map(frame) >= done * SENTENCES
    assert visitor.complaints == []


def test_an_address_is_read_once_it_is_allowed(
    visitor: Visit, pages: str, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    """No place to enter one is there until the switch is on; a page is then mapped, and one that fails says why."""
    assert gazetteer
    page = visitor.page
    with running_app(tmp_path / "fetched.sqlite", app=Path(__file__).with_name("app_on_this_network.py")) as address:
        open_app(page, address)
        at_rest(page)
        ways = page.get_by_role("radiogroup", name="Add reports")
        before = ways.inner_text()
        unfold(page, "Settings")
        switch_on(page, "Read web addresses")
        ways.get_by_text("Address", exact=True).click()
        for name, said in (("missing.html", "404"), ("page.html", "1 report,")):
            at_rest(page)
            page.get_by_label("Web address", exact=True).fill(f"{pages}/{name}")
            page.get_by_role("button", name="Fetch it").click()
            expect(page.get_by_text(said, exact=False).first).to_be_visible(timeout=READY)
        at_rest(page)
        page.get_by_role("button", name="Begin with the most doubtful").click()
        expect(page.locator(".cm-card h3")).to_have_text(re.compile("Avdiivka|Bakhmut|Kostiantynivka"), timeout=READY)
        page.goto("about:blank")

    assert "Address" not in before
    assert visitor.outside == []


def test_own_shapes_are_drawn_with_day_and_source_and_run_nothing(visitor: Visit, own_app_url: str) -> None:
    """A front line and areas full of payloads are drawn, named with day and source, and go when taken off."""
    page = visitor.page
    frame = open_app(page, own_app_url)
    features = [
        {
            "type": "Feature",
            "properties": {"name": text},
            "geometry": {"type": "LineString", "coordinates": [[37, 48 + at / 50], [38, 48 + at / 50]]},
        }
        for at, text in enumerate(PAYLOADS.values())
    ]
    hostile = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    source = '<img src=x onerror="window.PWNED=98">{{7*191}}`${window.PWNED=97}`'
    fold = unfold(page, "Map layers")
    for name, data in (("hostile.geojson", hostile), ("front.kml", FRONT_KML.encode())):
        place = fold.get_by_test_id("stFileUploader")
        place.locator('input[type="file"]').set_input_files([{"name": name, "mimeType": "text/plain", "buffer": data}])
        expect(place.get_by_text(name)).to_be_visible(timeout=READY)
        page.get_by_label("Source of the shapes").fill(source)
        page.get_by_role("spinbutton", name="year, Day they speak of").focus()
        page.keyboard.type("20240305")
        page.get_by_role("button", name="Lay it over the map").click()
        layer = frame.locator(".leaflet-control-layers-overlays label", has_text=name)
        expect(layer).to_contain_text(f"{name} (2024-03-05; {source})", timeout=READY)
        at_rest(page)
    told = hints(frame)
    attacks = visitor.attacks()
    for left in (1, 0):
        page.get_by_role("button", name="Take off").first.click()
        expect(page.get_by_role("button", name="Take off")).to_have_count(left, timeout=READY)
        at_rest(page)

    assert "A line of <b>March</b>" in told
    assert len(told) > len(PAYLOADS)
    assert attacks == []
    assert visitor.outside == []
    assert visitor.complaints == []
    expect(frame.locator(".leaflet-control-layers-overlays label", has_text="2024-03-05")).to_have_count(0)


def test_what_a_file_does_not_say_is_told_and_what_was_guessed_is_said(visitor: Visit, own_app_url: str) -> None:
    """A file too short to guess from says what to do; told its encoding it is read, and a table's columns likewise."""
    page = visitor.page
    open_app(page, own_app_url)
    short = {"name": "short.txt", "mimeType": "text/plain", "buffer": "Обстріл Бахмута".encode("cp1251")}
    table = {"name": "hits.csv", "mimeType": "text/plain", "buffer": b"Area,Remark\nLviv,Avdiivka was hit twice.\n"}
    use(page, short, table)
    expect(page.get_by_text("name its encoding, or save it in UTF-8")).to_be_visible(timeout=READY)
    expect(page.get_by_text(re.compile("^1 report, "))).to_be_visible(timeout=READY)
    fold = unfold(page, "If a file is read wrongly")
    for control, told in (("Encoding", "cp1251"), ("Column of the text", "Area")):
        fold.get_by_label(control).fill(told)
        fold.get_by_label(control).press("Enter")
        at_rest(page)
    use(page, short, table)
    expect(page.get_by_text(re.compile("^3 reports, "))).to_be_visible(timeout=READY)
    at_rest(page)
    page.get_by_text("Text", exact=True).click()

    for report, said in (("hits.csv:2", 1), ("hits.csv:2 (2)", 0)):
        choose(page, "Report", report)
        words = page.get_by_text("How it was read: the text was taken from the column “Remark”, a guess")
        expect(words).to_have_count(said, timeout=READY)
    assert visitor.complaints == []
