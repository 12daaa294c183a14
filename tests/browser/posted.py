"""Three posts of three sources on three days, with all that may be on a map."""

from datetime import date

from pipeline.model import Document

TEXTS = (
    ("a", "Post One", "Shells fell on Bakhmut at dawn. Later in the day Bakhmut was quiet, the post wrote."),
    ("b", "Post Two", "A drone was seen over Bakhmut. Avdiivka, about 90 km south of Bakhmut, was quiet."),
    ("c", "Post Three", "Shelling was heard 5 km north of Avdiivka. Smoke rose at 48.5621, 37.9104."),
)
FIRST_DAY = date(2024, 3, 3)
EVERY = 9
"""Bakhmut four times and Avdiivka twice, a claim, a coordinate, and the check of how far the two towns lie apart."""
MENTIONS = 8
"""All but the check."""
FIRST, ANCHOR, CLAIM = "a#places-15-22", "c#places-33-41", "c#claims-19-41"


def posts() -> list[Document]:
    """Give them, the first one published on the first day."""
    return [
        Document(id=name, title=name, source=source, text=text, published=FIRST_DAY.replace(day=FIRST_DAY.day + number))
        for number, (name, source, text) in enumerate(TEXTS)
    ]
