"""A report as a whole: what is said of it beside what is found in it."""

import pytest

from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.model import Document


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("Shelling was reported in Bakhmut and in Бахмут.", ()),
        (
            "Shelling was reported.\nIt hit B\u0430khmut first. Avdiivka, then B\u0430khmut again, then \u0410vdiivka.",
            (
                '"B\u0430khmut" (line 2, offset 30) mixes Latin and Cyrillic letters',
                '"\u0410vdiivka" (line 2, offset 80) mixes Latin and Cyrillic letters',
            ),
        ),
    ],
)
def test_names_of_two_scripts_are_warned_of(gazetteer: Gazetteer, text: str, warnings: tuple[str, ...]) -> None:
    """Each such spelling is told once, where it first stands; plain names of either script are not."""
    assert analyse(Document(id="note", text=text), gazetteer).warnings == warnings
