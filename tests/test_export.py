"""Files carry what the map shows, and nothing in them runs."""

import base64
import csv
import hashlib
import html
import io
import json
import math
import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from payloads import PAYLOADS, hostile_report
from project import ROOT
from reports_by_hand import report

from pipeline import __version__
from pipeline.about import About
from pipeline.encode import storable, visible
from pipeline.errors import UnknownFormatError, WriteError
from pipeline.export import FORMS, as_bytes, check_target, write
from pipeline.layers import COLUMNS, LAYERS

hostile = pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)


class Page(HTMLParser):
    """The parts of a page that could act: its tags with their attributes, and what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        self._within = tag

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        self._within = "" if tag == self._within else self._within

    def handle_data(self, data: str) -> None:
        """Note text, and code apart from it."""
        if self._within in {"script", "style"}:
            self.code.append((self._within, data))
        else:
            self.text.append(data)

    @property
    def policy(self) -> str:
        """Give the Content-Security-Policy."""
        (found,) = (
            attrs["content"] or "" for _, attrs in self.tags if attrs.get("http-equiv") == "Content-Security-Policy"
        )
        return found


@cache
def page_of(payload: str | None = None) -> Page:
    """Export a report and read the page back."""
    made = report() if payload is None else hostile_report(payload)
    return Page(as_bytes([made], ".html", about=About(title=payload)).decode("utf-8"))


def test_page_asks_for_nothing() -> None:
    """No tag has an address but links to sources and within the page, and no style names a file."""
    page = page_of()
    addresses = {(tag, attrs[name]) for tag, attrs in page.tags for name in ("src", "href") if name in attrs}
    addresses = {(tag, address) for tag, address in addresses if not (address or "").startswith("#")}
    styles = " ".join(code for kind, code in page.code if kind == "style")

    assert addresses == {("a", "https://example.org/note")}
    assert re.findall(r"url\((?![\"']?data:)", styles) == []
    assert "@import" not in styles


def test_policy_names_every_script_and_style_by_hash_and_nothing_else() -> None:
    """The Content-Security-Policy is hashes of what the page holds; images only from within."""
    page = page_of()
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for _, code in page.code]
    allowed = dict(part.strip().split(" ", 1) for part in page.policy.split(";"))

    assert sorted(hashes) == sorted(f"{allowed['script-src']} {allowed['style-src']}".split())
    assert allowed["default-src"] == "'none'"
    assert allowed["img-src"] == "data:"
    assert "unsafe" not in page.policy


def test_page_has_no_handlers_and_no_inline_styles() -> None:
    """Nothing in the page needs what the policy forbids."""
    names = {name for _, attrs in page_of().tags for name in attrs}

    assert not {name for name in names if name.startswith("on")} | ({"style"} & names)


def test_page_is_readable_without_the_map() -> None:
    """The tables name every place, the claim with its figures and quote, and what was not placed."""
    text = " ".join(page_of().text)

    for words in (
        "Claim check (1)",
        "distance off",
        "53.7 km SSW (200°)",
        "×1.68",
        "Evidence (5)",
        "13 mi (20.9 km) SW of Bakhmut",
        "± 10.3 km",
        "48.5621, 37.9104",
        "Not placed (1)",
        "Xyzzyville",
        "1 name was left out on purpose",
        "Sources",
    ):
        assert words in text


def test_a_row_leads_to_its_source() -> None:
    """Every link within the page has its mark, and stands in a table."""
    page = page_of()
    links = {attrs["href"] for tag, attrs in page.tags if tag == "a" and (attrs["href"] or "").startswith("#")}

    assert links == {f"#{attrs['id']}" for tag, attrs in page.tags if tag == "li"}
    assert len(links) == 1


def test_the_foot_names_version_and_time() -> None:
    """A reader can tell what made the page and when; without a time given none is made up."""
    made = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    text = " ".join(Page(as_bytes([report()], ".html", about=About(generated=made)).decode()).text)

    assert f"Made with Conflict map {__version__} on 2026-03-04 at 05:06 UTC." in text
    assert f"Made with Conflict map {__version__}." in " ".join(page_of().text)


def test_the_version_is_the_projects() -> None:
    """The version is said in two places and is one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == __version__


def test_same_reports_give_the_same_bytes() -> None:
    """An export depends on nothing but its reports."""
    for suffix in FORMS:
        assert as_bytes([report()], suffix) == as_bytes([report()], suffix)


def test_page_of_nothing_is_a_page() -> None:
    """Without reports there is still a map and tables that say so."""
    text = " ".join(Page(as_bytes([], ".html").decode()).text)

    assert "Nothing was placed." in text


@hostile
def test_hostile_text_adds_no_tag_and_no_attribute(payload: str) -> None:
    """A page made of payloads has the same kinds of tags and attributes as any other."""
    plain, evil = page_of(), page_of(payload)
    links = [attrs["href"] for tag, attrs in evil.tags if tag == "a" and not (attrs["href"] or "").startswith("#")]

    assert {tag for tag, _ in evil.tags} <= {tag for tag, _ in plain.tags}
    assert {name for _, attrs in evil.tags for name in attrs} <= {name for _, attrs in plain.tags for name in attrs}
    assert links == []


@hostile
def test_hostile_text_is_shown_as_it_is(payload: str) -> None:
    """Title and tables show the text itself, less what hides or turns it."""
    page = as_bytes([hostile_report(payload)], ".html", about=About(title=payload)).decode("utf-8")
    (title,) = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)

    assert html.unescape(title) == visible(payload)


@hostile
def test_hostile_text_does_not_break_the_policy(payload: str) -> None:
    """Every script and style of a hostile page is still whole: its hash is in the policy."""
    page = page_of(payload)

    for _, code in page.code:
        assert base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() in page.policy


def test_geojson_is_one_collection_of_all_layers() -> None:
    """GeoJSON tells layers apart by `layer` and holds every column."""
    found = json.loads(as_bytes([report()], ".geojson"))

    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    assert {feature["properties"]["layer"] for feature in found["features"]} == set(LAYERS)
    assert {feature["geometry"]["type"] for feature in found["features"]} == {"Point", "Polygon", "LineString"}
    for feature in found["features"]:
        assert feature["id"] == feature["properties"]["id"]
        assert list(feature["properties"]) == list(COLUMNS)


def test_geojson_follows_rfc_7946() -> None:
    """Outer rings run counter-clockwise, positions are longitude first and in range, and no number is NaN."""
    text = as_bytes([report()], ".geojson").decode()
    found = json.loads(text, parse_constant=pytest.fail)
    (ring,) = (f["geometry"]["coordinates"][0] for f in found["features"] if f["geometry"]["type"] == "Polygon")
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))

    assert area > 0
    assert ring[0] == ring[-1]
    assert all(math.isfinite(value) for position in ring for value in position)
    assert all(30 < lon < 45 < lat < 55 for lon, lat in ring)


@hostile
def test_geojson_keeps_text_unchanged(payload: str) -> None:
    """In data the text arrives as it was, less NUL and halves of pairs."""
    found = json.loads(as_bytes([hostile_report(payload)], ".geojson", about=About(title=payload)))

    assert found["title"] == payload or "\x00" in payload
    assert storable(payload) in {feature["properties"]["name"] for feature in found["features"]}


def test_csv_has_a_row_for_each_feature() -> None:
    """CSV holds points and lines, areas as their point; it opens in a spreadsheet as UTF-8."""
    data = as_bytes([report()], ".csv")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert data.startswith(b"\xef\xbb\xbf")
    assert [row["layer"] for row in rows] == ["places"] * 3 + ["claims", "checks", "coordinates"]
    assert rows[0]["lat"] == "48.594"
    assert rows[4]["ratio"] == "1.675"


@hostile
def test_no_cell_of_a_csv_is_a_formula(payload: str) -> None:
    """Whatever a report says, no cell begins like a formula."""
    data = as_bytes([hostile_report(payload)], ".csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data, newline="")) for cell in row]

    assert not [cell for cell in cells if re.match(r"\s*[=+@\t\r]", cell)]
    assert "\x00" not in data


@pytest.mark.parametrize("suffix", [*FORMS, ".HTML"])
def test_a_file_is_written_whole(tmp_path: Path, suffix: str) -> None:
    """The bytes land in the file, and nothing else in the folder."""
    target = tmp_path / f"out{suffix}"
    write([report()], target)

    assert target.read_bytes() == as_bytes([report()], suffix)
    assert list(tmp_path.iterdir()) == [target]


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    """A form we do not write is refused in one sentence, before any work."""
    with pytest.raises(UnknownFormatError) as caught:
        check_target(tmp_path / "map.xyz")

    assert str(caught.value).endswith("cannot tell the form from the suffix; use one of " + ", ".join(FORMS))


@pytest.mark.parametrize("target", ["nowhere/map.html", "folder.html"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, target: str) -> None:
    """A missing folder, or a folder in the file's place, is an error in one sentence."""
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(WriteError) as caught:
        write([report()], tmp_path / target)

    assert str(caught.value).endswith("cannot be written; choose a file in a folder that exists")
