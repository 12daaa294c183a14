"""What leaves is encoded for where it goes."""

import html
import json
import re

import pytest
from folium.template import Template
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import PAYLOADS

from pipeline.encode import csv_cell, html_text, markdown_text, script_json, storable, visible, web_address

DANGEROUS = re.compile(r"[{}$`\\'\"<>=\x00-\x08\x0b-\x1f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
payloads = pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)


@payloads
def test_html_text_holds_nothing_that_markup_or_templates_know(text: str) -> None:
    """Encoded text has no character that HTML, Jinja or a template literal acts on."""
    assert not DANGEROUS.search(html_text(text))


@payloads
def test_html_text_reads_as_it_was(text: str) -> None:
    """A browser shows the very text, less what hides or turns it."""
    assert html.unescape(html_text(text)) == visible(text)


@payloads
def test_html_text_passes_two_templates_unchanged(text: str) -> None:
    """Folium renders twice; neither time does anything happen."""
    once = Template(html_text(text)).render()

    assert Template(once).render() == html_text(text)


@payloads
def test_script_json_reads_as_it_was(text: str) -> None:
    """JSON keeps keys and values, less what hides or turns them."""
    assert json.loads(script_json({text: [text, 1, None, True, 0.5]})) == {
        visible(text): [visible(text), 1, None, True, 0.5]
    }


@payloads
def test_script_json_passes_a_template_unchanged(text: str) -> None:
    """Folium may render it as a template again and again."""
    assert Template(script_json([text, {"a": {"b": text}}])).render() == script_json([text, {"a": {"b": text}}])


@payloads
def test_script_json_has_only_plain_strings(text: str) -> None:
    """Within its strings stands nothing but letters, digits, blanks and escapes."""
    assert re.fullmatch(r'"(?:[0-9A-Za-z .,-]|\\u[0-9a-f]{4})*"', script_json(text))


@settings(max_examples=200)
@given(st.text())
def test_any_text_survives_both_encodings(text: str) -> None:
    """Whatever the text, a reader gets it back, less what hides or turns it."""
    assert html.unescape(html_text(text)) == visible(text)
    assert json.loads(script_json(text)) == visible(text)


@payloads
def test_markdown_text_has_no_syntax(text: str) -> None:
    """No character is left that Markdown or Streamlit's directives act on."""
    assert not re.search(r"[\[\]()!*_`<>$:\\~|\n]", re.sub(r"&#\d+;", "", markdown_text(text)))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_script_json_refuses_what_is_no_json(value: float) -> None:
    """NaN and infinity are errors, not broken JSON."""
    with pytest.raises(ValueError, match="Out of range"):
        script_json(value)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+7 kilometres", "'+7 kilometres"),
        ("-13.5", "-13.5"),
        ("+5", "+5"),
        ("- north", "'- north"),
        ("@here", "'@here"),
        ("\tx", "'\tx"),
        ("  =x", "'  =x"),
        ("\uff1dx", "'\uff1dx"),
        ("a=b", "a=b"),
        ("a\x00b", "a\ufffdb"),
        (-13.5, "-13.5"),
        (7, "7"),
        (None, ""),
    ],
)
def test_csv_cell_is_no_formula(value: object, cell: str) -> None:
    """A spreadsheet takes a cell for text unless it is a number."""
    assert csv_cell(value) == cell


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("https://", None),
        ("https://user@example.org/", None),
        ("https://exa mple.org", None),
        ("https://example.org/\u202e", None),
        ("https://[::1", None),
        ("Reuters", None),
        ("", None),
        (None, None),
        ("https://example.org/" + "a" * 2000, None),
    ],
)
def test_web_address_is_http_or_nothing(value: str | None, address: str | None) -> None:
    """Only a plain http or https address becomes a link."""
    assert web_address(value) == address


def test_hidden_characters_keep_their_place() -> None:
    """What must not be shown is replaced one for one, so that offsets still count."""
    assert visible("a\u202eb\x00c\ud800d") == "a\ufffdb\ufffdc\ufffdd"


def test_files_keep_all_but_what_they_cannot_carry() -> None:
    """In data a mark that turns text stays; NUL and half a pair do not."""
    assert storable("a\u202eb\x00c\ud800d") == "a\u202eb\ufffdc\ufffdd"
