"""What is found in Arabic sentences of our own: places, their roles, distances, and nothing where nothing is."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.arabic import readings
from pipeline.model import Choice, Document, Report
from pipeline.sentences import find_sentences
from pipeline.toponyms import find_toponyms

CASES = tomllib.loads((Path(__file__).parent / "cases" / "arabic.toml").read_text(encoding="utf-8"))
FOUND = [(text, names) for section in CASES.values() for text, names in section.items()]


def report_on(text: str, gazetteer: Gazetteer) -> Report:
    """Analyse one text."""
    return analyse(Document(id="report", text=text), gazetteer)


def said(choice: Choice, text: str, *, country: bool) -> str:
    """Write a choice as the cases do."""
    words = f"{choice.toponym.span.of(text)}: {choice.toponym.role}"
    return f"{words} {choice.place.country}" if country and choice.place else words


@pytest.mark.parametrize(("text", "names"), FOUND, ids=[text for text, _ in FOUND])
def test_finds_the_names_and_places_no_others(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    """Each name is found in its role and country, and nothing else is drawn."""
    made = report_on(text, gazetteer).choices
    written = {said(choice, text, country=country) for choice in made for country in (False, True)}
    drawn = {choice.toponym.span.of(text) for choice in made if choice.toponym.role == "location" and choice.place}

    assert [name for name in names if name not in written] == []
    assert drawn <= {name.partition(":")[0] for name in names}


def test_the_cases_are_many_enough() -> None:
    """At least 60 sentences hold names, and at least 25 hold none."""
    empty = [text for text, names in FOUND if not names]

    assert len(FOUND) - len(empty) >= 60
    assert len(empty) >= 25


MODIFIERS = [
    ("انتشرت القوات في محيط مأرب.", "مأرب", "near"),
    ("اشتباكات بالقرب من تدمر.", "تدمر", "near"),
    ("قصف على أطراف مدينة حلب.", "حلب", "outskirts"),
    ("غارات على ريف إدلب.", "إدلب", "around"),
    ("معارك في شمال غربي سوريا.", "سوريا", "northwestern"),
    ("هدوء في جنوب لبنان والعراق.", "العراق", None),
    ("انفجار شرقي حلب.", "حلب", "near"),
    ("انفجار على بعد 5 كم شرقي حلب.", "حلب", None),
    ("انفجار على بعد 5كم شرقي حلب.", "حلب", None),
    ("انفجار على بعد كيلومترين شرقي حلب.", "حلب", None),
    ("انفجار شمال حلب بنحو 20 كم.", "حلب", None),
    ("انفجار على بعد ميل. هدوء شرقي حلب.", "حلب", "near"),
    ("مظاهرة في حلب.", "حلب", None),
]


@pytest.mark.parametrize(("text", "name", "modifier"), MODIFIERS)
def test_reads_the_words_that_widen_or_narrow(text: str, name: str, modifier: str | None, gazetteer: Gazetteer) -> None:
    """A side of a wide place is its part; of a town it is somewhere near, unless a distance counts from there."""
    found = {each.span.of(text): each for each in find_toponyms(text, tuple(find_sentences(text)), gazetteer)}

    assert found[name].modifier == modifier


READINGS = [
    ("حلب", [("", "حلب")]),
    ("بحلب", [("", "بحلب"), ("ب", "حلب")]),
    ("وبحلب", [("", "وبحلب"), ("و", "بحلب"), ("وب", "حلب")]),
    ("للفاشر", [("", "للفاشر"), ("ل", "الفاشر"), ("ل", "لفاشر")]),
    ("وللفاشر", [("", "وللفاشر"), ("و", "للفاشر"), ("ول", "الفاشر"), ("ول", "لفاشر")]),
    ("وادي", [("", "وادي"), ("و", "ادي")]),
    ("بِحَلَب", [("", "بحلب"), ("ب", "حلب")]),
    ("فب", [("", "فب")]),
]


@pytest.mark.parametrize(("form", "expected"), READINGS)
def test_parts_the_particles(form: str, expected: list[tuple[str, str]]) -> None:
    """A word is read as it stands and without every union of particles that leaves three letters."""
    assert [(reading.particles, reading.word) for reading in readings(form)] == expected


def test_a_town_said_once_with_a_mark_counts_without_one(gazetteer: Gazetteer) -> None:
    """What the first sentence calls a town is one in the second."""
    text = "قصفت الطائرات بلدة كفرنبل. كفرنبل بلا ماء."
    spans = [choice.toponym.span.of(text) for choice in report_on(text, gazetteer).choices]

    assert spans == ["كفرنبل", "كفرنبل"]


def test_other_scripts_are_read_as_before_beside_arabic(gazetteer: Gazetteer) -> None:
    """An Arabic sentence changes nothing in the English one beside it."""
    english = "Shells hit Bakhmut, 5 km north of Klishchiivka."
    alone = report_on(english, gazetteer)
    beside = report_on(f"{english}\n\nقصفت الطائرات حلب.", gazetteer)

    toponyms = [choice.toponym for choice in alone.choices]

    assert [choice.toponym for choice in beside.choices][: len(toponyms)] == toponyms
    assert beside.claims == alone.claims


_PIECES = "في مدينة حلب وبإدلب للفاشر على بعد 13 ١٣ كم كيلومترين شمال غرب من المسافة بين خمسة وعشرين ميلا رئيس موسكو"
_WORDS = st.sampled_from(
    [
        *_PIECES.split(),
        "،",
        "؟",
        ".",
        "\n",
        "90,90,5",
        "٣٫٥",
        "1,000",
        "9" * 400,
        "\u200f",
        "\u061c",
        "-",
        "3،5",
        "آلاف",
        "ونصف",
        "بكيلومترين",
        "دَيْر الزور",
        "(",
        ")",
    ]
)
_ARABIC = st.one_of(
    st.lists(_WORDS, max_size=25).map(" ".join),
    st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=60),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_ARABIC)
def test_any_arabic_text_is_read_with_true_offsets(gazetteer: Gazetteer, text: str) -> None:
    """No Arabic text breaks anything, and all spans are in order within the text."""
    report = report_on(text, gazetteer)
    spans = [choice.toponym.span for choice in report.choices]

    assert spans == sorted(spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert all(0 <= claim.span.start < claim.span.end <= len(text) for claim in report.claims)
