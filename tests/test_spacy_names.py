"""A second recogniser raises and lowers the belief in names, and adds places the gazetteer lacks."""

import subprocess
import sys
from typing import Any

import pytest
import spacy

from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.errors import RecogniserError
from pipeline.model import Choice, Document
from pipeline.names.spacy_names import recogniser_of, spacy_recogniser


def pipeline_of(*rules: tuple[str, str]) -> Any:
    """Make a pipeline that knows just these names and labels: no model is needed."""
    language = spacy.blank("en")
    language.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": words} for words, label in rules])
    return language


def choices(text: str, gazetteer: Gazetteer, *rules: tuple[str, str]) -> dict[str, Choice]:
    """Analyse *text* with such a pipeline; no rules, no recogniser."""
    recogniser = recogniser_of(pipeline_of(*rules)) if rules else None
    report = analyse(Document(id="a", text=text), gazetteer, recogniser=recogniser)
    return {choice.toponym.span.of(text): choice for choice in report.choices}


def test_entities_are_the_very_words() -> None:
    """Spans point into the text, labels become sorts."""
    text = "Anna Kovalenko of Reuters left Bakhmut on Monday."
    rules = (("Anna Kovalenko", "PERSON"), ("Reuters", "ORG"), ("Bakhmut", "GPE"), ("Monday", "DATE"))
    found = recogniser_of(pipeline_of(*rules))(text)

    assert [(entity.span.of(text), entity.sort) for entity in found] == [
        ("Anna Kovalenko", "person"),
        ("Reuters", "body"),
        ("Bakhmut", "place"),
        ("Monday", "other"),
    ]


def test_a_name_the_gazetteer_lacks_is_found_and_unplaced(gazetteer: Gazetteer) -> None:
    """What only the recogniser knows is a place without a point."""
    text = "Shells hit Bakhmut. Then the Zarvinka burned, and Zarvinka was left."

    assert "Zarvinka" not in choices(text, gazetteer)
    found = choices(text, gazetteer, ("Zarvinka", "GPE"), ("the Zarvinka", "LOC"))["Zarvinka"]
    assert (found.place, found.score, found.toponym.role) == (None, 0.0, "location")


def test_it_raises_and_lowers_belief(gazetteer: Gazetteer) -> None:
    """The same name is believed more as its place, less as its person."""
    text = "Shells hit Izium."
    plain = choices(text, gazetteer)["Izium"].toponym.belief

    assert choices(text, gazetteer, ("Izium", "GPE"))["Izium"].toponym.belief > plain
    assert choices(text, gazetteer, ("Izium", "PERSON"))["Izium"].toponym.belief < plain


@pytest.mark.parametrize("words", ["Monday", "Russian", "march"])
def test_what_is_never_a_place_is_not_taken_from_it(words: str, gazetteer: Gazetteer) -> None:
    """Days, demonyms and small words are no places, whatever a model thinks."""
    assert choices(f"They met the {words} column.", gazetteer, (words, "GPE")) == {}


def test_an_unknown_pipeline_is_one_sentence() -> None:
    """What is not installed is said, with what to do."""
    with pytest.raises(RecogniserError, match="'no_such_pipeline' is no spaCy pipeline: give the name of"):
        spacy_recogniser("no_such_pipeline")


def test_the_default_never_imports_it() -> None:
    """Without --recogniser the command line does not load spaCy."""
    code = "import sys, pipeline.__main__; sys.exit('spacy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
