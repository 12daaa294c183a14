"""Print what is wrong on an annotated corpus, by cause, with counts: `python toponyms_errors.py GOLD.jsonl [KM]`."""

import sys
from collections import Counter
from pathlib import Path

from annotated import WIDE_KM, Found, end_to_end_f1, judge, read, recognition_f1

from gazetteer.build import open_gazetteer
from pipeline.analyse import analyse
from pipeline.model import Choice, Document

_SHOWN = 8
"""Names shown of each cause, the most frequent."""


def found(choice: Choice) -> Found:
    """Give a choice as a name that somebody found."""
    span, place = choice.toponym.span, choice.place
    return Found(start=span.start, end=span.end, at=(place.point.lat, place.point.lon) if place else None)


def main() -> None:
    """Judge every report and count the causes."""
    gazetteer = open_gazetteer()
    km = float(sys.argv[2]) if len(sys.argv) > 2 else WIDE_KM
    judged, names = [], {}
    for document in read(Path(sys.argv[1])):
        report = analyse(Document(id="report", text=document["text"]), gazetteer)
        for one in judge(document, [found(c) for c in report.choices if c.toponym.role == "location"], km):
            judged.append(one)
            names.setdefault(one.cause, Counter())[document["text"][one.start : one.end]] += 1
    print(f"names {recognition_f1(judged):.3f}, placed within {km:g} km {end_to_end_f1(judged):.3f}")  # noqa: T201
    for cause, counted in sorted(names.items(), key=lambda item: -item[1].total()):
        often = ", ".join(f"{name} {count}" for name, count in counted.most_common(_SHOWN))
        print(f"{cause:10} {counted.total():5}" + ("" if cause == "right" else f"  {often}"))  # noqa: T201


if __name__ == "__main__":
    main()
