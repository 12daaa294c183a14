"""List every place of reports with its role, place and score: `python toponyms_listed.py REPORT...`.

The two articles the project was created from are `../shared/seeds/*.txt`.
"""

# ruff: noqa: T201 - a benchmark prints

import sys
from collections import Counter

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.model import Choice, Document
from pipeline.read import read_reports


def row(text: str, choice: Choice) -> str:
    """Give one line of the list."""
    place = choice.place
    meant = f"{place.name}, {place.region or '-'}, {place.country or '-'}" if place else "nowhere"
    return f"{choice.toponym.role:12} {choice.toponym.span.of(text):24} {meant:44} {choice.score:.2f}"


def listed(document: Document, gazetteer: Gazetteer) -> list[str]:
    """List the places of one report in order of their first mention, each line with its number of mentions."""
    rows = Counter(row(document.text, choice) for choice in analyse(document, gazetteer).choices)
    return [f"{count:3} {line}" for line, count in rows.items()]


def main() -> None:
    """Read the reports and print their lists."""
    gazetteer = open_gazetteer()
    for document in read_reports(sys.argv[1:]):
        if isinstance(document, Document):
            print("\n".join([document.id, *listed(document, gazetteer)]))


if __name__ == "__main__":
    main()
