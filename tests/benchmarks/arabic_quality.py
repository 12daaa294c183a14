"""Count how many of the names of thirty Arabic passages of our own are found and placed, those not tuned on apart.

Run as `python tests/benchmarks/arabic_quality.py`. A name is found where a span holds it or is held by it; it is placed
right within 25 km of the point noted, in the country noted, or at the sea noted.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer, distance_m
from gazetteer.place import Place, Point
from pipeline.analyse import analyse
from pipeline.model import Document, Role, Span

PASSAGES = Path(__file__).parents[1] / "cases" / "arabic_passages.txt"
MENDED_ON = 20
NEAR_M = 25_000.0

_NAME = re.compile(r"\[(?:(?P<role>[mob]):)?(?P<name>[^=\]]*)=(?P<where>[^\]]*)\]")
_ROLES: dict[str | None, Role] = {None: "location", "m": "metonym", "o": "organisation", "b": "byline"}
_RANGE = re.compile(r"(?P<low>-?[\d.]+?)(?:\.\.(?P<high>[\d.]+))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A name as annotated: where it stands, its role, and where its place lies."""

    span: Span
    role: Role
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What came of some passages."""

    noted: int
    found: int
    false: int
    roles: int
    placed: int
    right: int


def passages() -> Iterator[tuple[str, Sequence[Noted]]]:
    """Yield the text of each passage with its names."""
    for block in re.split(r"^== \d+\n", PASSAGES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        text, names, done = "", [], 0
        for match in _NAME.finditer(block.strip()):
            text += block.strip()[done : match.start()]
            span = Span(start=len(text), end=len(text) + len(match["name"]))
            names.append(Noted(span=span, role=_ROLES[match["role"]], where=match["where"]))
            text, done = text + match["name"], match.end()
        yield text + block.strip()[done:], names


def is_right(place: Place, where: str) -> bool:
    """Tell whether a place lies where a name is noted to lie."""
    if "," not in where:
        return place.country == where
    ends = [_RANGE.match(side) for side in where.split(",")]
    low = [float(end["low"]) for end in ends if end]
    if ".." in where:
        high = [float(end["high"]) for end in ends if end]
        return low[0] <= place.point.lat <= high[0] and low[1] <= place.point.lon <= high[1]
    return distance_m(place.point, Point(lat=low[0], lon=low[1])) < NEAR_M


def count(texts: Sequence[tuple[str, Sequence[Noted]]], gazetteer: Gazetteer) -> Counts:
    """Count over some passages."""
    noted = found = false = roles = placed = right = 0
    for number, (text, names) in enumerate(texts):
        choices = list(analyse(Document(id=str(number), text=text), gazetteer).choices)
        noted += len(names)
        for name in names:
            spans = [choice.toponym.span for choice in choices]
            at = next((n for n, span in enumerate(spans) if span.contains(name.span) or name.span.contains(span)), None)
            if at is None:
                continue
            choice = choices.pop(at)
            found += 1
            roles += choice.toponym.role == name.role
            placed += choice.place is not None
            right += choice.place is not None and is_right(choice.place, name.where)
        false += len(choices)
    return Counts(noted=noted, found=found, false=false, roles=roles, placed=placed, right=right)


def main() -> None:
    """Print the counts, and precision and recall of finding and of placing."""
    gazetteer = open_gazetteer()
    texts = list(passages())
    for title, some in (("mended on", texts[:MENDED_ON]), ("kept apart", texts[MENDED_ON:])):
        made = count(some, gazetteer)
        sys.stdout.write(
            f"{title:10}  names {made.noted}, found {made.found}, false {made.false}"
            f" (P {made.found / (made.found + made.false):.3f}, R {made.found / made.noted:.3f});"
            f" placed {made.placed}, right {made.right}"
            f" (P {made.right / (made.placed + made.false):.3f}, R {made.right / made.noted:.3f});"
            f" roles right {made.roles} of {made.found}\n"
        )


if __name__ == "__main__":
    main()
