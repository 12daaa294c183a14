"""The exported page asks for nothing, holds all it shows, and nothing in it runs but our own scripts."""

import base64
import hashlib
import html
import json
import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from payloads import PAYLOADS, hostile_report
from project import ROOT
from reports_by_hand import report

from pipeline import __version__
from pipeline.about import About, Precision
from pipeline.encode import storable, visible
from pipeline.errors import TilesError
from pipeline.export import as_bytes
from pipeline.layers import COLUMNS, LAYERS, rows_of, to_layers
from pipeline.web import tables
from pipeline.web.page import html_page
from pipeline.web.view import OPENSTREETMAP, parse_tiles

hostile = pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)


class Page(HTMLParser):
    """The parts of a page that could act: its tags with their attributes, and what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.data = ""
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        # A block of data is no script: no browser runs it, and no policy covers it.
        self._within = "data" if dict(attrs).get("type") == "application/json" else tag

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        if tag in {self._within, "script"}:
            self._within = ""

    def handle_data(self, data: str) -> None:
        """Note text, and code apart from it."""
        if self._within in {"script", "style"}:
            self.code.append((self._within, data))
        elif self._within == "data":
            self.data += data
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
        "distance off",
        "53.7 km SSW (200°)",
        "×1.68",
        "13 mi (20.9 km) SW of Bakhmut",
        "± 10.3 km",
        "48.5621, 37.9104",
        "Xyzzyville",
        "1 name was left out on purpose",
        "Sources",
    ):
        assert words in text


def test_a_row_leads_to_its_source() -> None:
    """Every link within the page has its mark, and stands in a table."""
    page = page_of()
    links = {attrs["href"] for tag, attrs in page.tags if tag == "a" and (attrs["href"] or "").startswith("#source")}

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


def test_the_same_scripts_stand_in_every_page() -> None:
    """No text of a report is in a script: two pages differ in their data only."""
    assert page_of().code == page_of(PAYLOADS["end of script and a script"]).code


@hostile
def test_hostile_text_stays_data(payload: str) -> None:
    """The block of data is whole JSON, and every text in it is the very text of the report."""
    found = json.loads(page_of(payload).data)

    assert storable(payload) in found["strings"]
    assert dict(found["about"])["title"] == storable(payload)


def test_the_data_holds_every_feature_with_every_column() -> None:
    """What the page can give as a file is all that the layers hold, in their order."""
    found = json.loads(page_of().data)
    layers = to_layers([report()])
    rows = [row for name in LAYERS for row in rows_of(layers[name])]

    assert found["count"] == len(rows)
    assert list(found["kinds"]) == list(COLUMNS)
    for name in COLUMNS:
        assert column(found, name) == [
            round(row[name], 6) if name in {"lat", "lon"} and row[name] is not None else row[name] for row in rows
        ]


def column(data: dict[str, Any], name: str) -> list[Any]:
    """Read a column of packed features back."""
    packed = data["columns"][name]
    values = packed if isinstance(packed, list) else [packed["all"]] * data["count"]
    if data["kinds"][name] != "text":
        return values
    return [None if value is None else data["strings"][value] for value in values]


def test_title_description_alt_text_and_filter_are_said() -> None:
    """What a person writes about a map stands in it, and so do the filter that was on and the grid."""
    about = About(
        title="Front lines",
        description="Two weeks of reports",
        alt_text="Bakhmut with Avdiivka to its south-west",
        filter_words="verdict: holds",
        shown=31,
        total=34,
        precision=Precision(step=500, unit="m"),
    )
    page = Page(html_page(to_layers([report()]), [report()], about))
    labels = [attrs["aria-label"] for tag, attrs in page.tags if attrs.get("id") == "map"]
    text = " ".join(page.text)

    assert labels == ["Map: Bakhmut with Avdiivka to its south-west"]
    for words in ("Front lines", "Two weeks of reports", "verdict: holds (31 of 34 shown)", "a grid of 500 m:"):
        assert words in text


def test_tiles_are_allowed_only_where_they_were_chosen() -> None:
    """The policy names a tile host only in a page that was made with it."""
    layers = to_layers([report()])
    with_tiles = Page(html_page(layers, [report()], About(tiles=(OPENSTREETMAP,))))

    assert "img-src data: https://tile.openstreetmap.org;" in with_tiles.policy
    assert json.loads(with_tiles.data)["tiles"][0]["url"] == OPENSTREETMAP.url
    assert "http" not in page_of().policy


@pytest.mark.parametrize(
    ("url", "credit"),
    [
        ("https://tile.example.org/{z}/{x}.png", "Example"),
        ("javascript:alert(1)//{z}/{x}/{y}", "Example"),
        ("https://a.example; script-src */{z}/{x}/{y}", "Example"),
        ('https://a.example/"><script>/{z}/{x}/{y}', "Example"),
        ("https://tile.example.org/{z}/{x}/{y}.png", " "),
    ],
)
def test_what_is_no_address_of_tiles_is_refused(url: str, credit: str) -> None:
    """An address goes into a policy: only what fits there is taken, and never without a credit."""
    with pytest.raises(TilesError, match=r"^tiles: "):
        parse_tiles(url, credit)


def test_a_long_table_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without script the first rows stand in the page, with a note of how many there are."""
    monkeypatch.setattr(tables, "FIRST_ROWS", 2)
    page = Page(html_page(to_layers([report()]), [report()], About()))
    rows = [attrs["data-id"] for tag, attrs in page.tags if tag == "tr" and "data-id" in attrs]

    assert len(rows) == 1 + 2
    assert "The first 2 rows are shown; all 5 are in the data." in " ".join(page.text)


def test_a_page_can_be_read_by_ear() -> None:
    """Every table has a caption and heads with a scope, and the page its landmarks and one main heading."""
    page = page_of()
    tags = [tag for tag, _ in page.tags]

    assert tags.count("table") == tags.count("caption") == 3
    assert all(attrs.get("scope") == "col" for tag, attrs in page.tags if tag == "th")
    assert [tags.count(tag) for tag in ("h1", "header", "main", "footer", "aside")] == [1, 1, 1, 1, 1]
