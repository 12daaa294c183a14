"""Print how long layers, map and exports take, and how large they are, for 10 to 10,000 places.

python tests/benchmarks/map_layers.py
"""
# ruff: noqa: T201  (printing figures is what a benchmark does)

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from drawn import whole_map  # noqa: E402
from reports_by_hand import report  # noqa: E402

from gazetteer.place import Point  # noqa: E402
from pipeline.export import FORMS, as_bytes  # noqa: E402
from pipeline.layers import to_layers  # noqa: E402
from pipeline.model import Report  # noqa: E402

T = TypeVar("T")


def reports_of(places: int) -> Iterator[Report]:
    """Yield reports of five choices each whose places all differ."""
    plain = report()
    for number in range(places // 5):
        moved = [
            replace(
                choice,
                toponym=replace(choice.toponym, role="location"),
                place=replace(
                    plain.choices[0].place or plain.choices[2].place,
                    point=Point(lat=45 + (number * 5 + at) % 997 * 0.007, lon=25 + (number * 5 + at) % 1009 * 0.012),
                ),
            )
            for at, choice in enumerate(plain.choices)
        ]
        yield replace(plain, document=replace(plain.document, id=f"note-{number}"), choices=tuple(moved))


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Give the seconds that *work* takes, and what it makes."""
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def main() -> None:
    """Print one line a size."""
    as_bytes([report()], ".html")
    for places in (10, 1_000, 10_000):
        reports = list(reports_of(places))
        seconds, layers = timed(lambda reports=reports: to_layers(reports))
        drawing, _ = timed(lambda layers=layers: whole_map(layers).get_root().render())
        parts = [f"{places:6,} places: layers {seconds:.2f} s", f"map {drawing:.2f} s"]
        for suffix in FORMS:
            seconds, data = timed(lambda reports=reports, suffix=suffix: as_bytes(reports, suffix))
            parts.append(f"{suffix} {seconds:.2f} s, {len(data) / 1e6:.2f} MB")
        print("; ".join(parts))


if __name__ == "__main__":
    main()
