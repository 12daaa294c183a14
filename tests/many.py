"""Reports by hand in any number, whose places and days all differ."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from reports_by_hand import report

from gazetteer.place import Point
from pipeline.model import Choice, Report

FIRST_DAY = date(2022, 2, 24)


def reports_of(places: int) -> Iterator[Report]:
    """Yield reports of five mentions each; every fifth has a claim, a check and a coordinate too."""
    plain = report()
    for number in range(places // 5):
        document = replace(
            plain.document,
            id=f"note-{number}",
            title=f"Note {number}",
            published=FIRST_DAY + timedelta(days=number % 500),
        )
        choices = tuple(_moved(choice, number * 5 + at, plain) for at, choice in enumerate(plain.choices))
        more = {} if number % 5 == 0 else {"findings": (), "coordinates": ()}
        yield replace(plain, document=document, choices=choices, **more)


def _moved(choice: Choice, number: int, plain: Report) -> Choice:
    place = choice.place or plain.choices[2].place
    assert place is not None
    point = Point(lat=45 + number % 997 * 0.007, lon=25 + number % 1009 * 0.012)
    return replace(choice, toponym=replace(choice.toponym, role="location"), place=replace(place, point=point))
