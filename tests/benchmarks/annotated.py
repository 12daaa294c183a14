"""Hold what a geoparser finds in a text against what people annotated there.

A corpus is JSON lines with `text` and `mentions` (`start`, `end`, `lat`, `lon`, `type`, `demonym`, `wide`). Counted are
literal place names; those annotated as associative or as demonyms cost nothing, found or not. A leading "the" counts
on neither side. Names annotated as wide (countries, regions, rivers) are right within 161 km, the convention of
published comparisons, since their one point is a convention too.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDE_KM = 161.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A name somebody found, with latitude and longitude in degrees; None where it was placed nowhere."""

    start: int
    end: int
    at: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of one name: `cause` is "right", "unplaced", "misplaced", "missed", "cut" or "false".

    "cut" is a name found with another beginning or end; `km` the distance to the truth of a placed one;
    `counts_placed` whether a point was annotated (or, of a false one, made).
    """

    start: int
    end: int
    cause: str
    km: float | None = None
    counts_placed: bool = True


def read(path: Path) -> list[dict[str, Any]]:
    """Read a corpus."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Measure between two positions on the sphere."""
    lat, to = math.radians(one[0]), math.radians(other[0])
    half = (
        math.sin((to - lat) / 2) ** 2
        + math.cos(lat) * math.cos(to) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    )
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def counts(mention: Mapping[str, Any]) -> bool:
    """Tell whether an annotated name is a literal place name."""
    return mention.get("type") not in ("associative", "nontoponym") and not mention.get("demonym")


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out "the" before a name, and white space round it."""
    words = text[start:end]
    if words.lower().startswith("the "):
        start, words = start + 4, words[4:]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def judge(document: Mapping[str, Any], found: Iterable[Found], km: float) -> Iterator[Judgement]:
    """Yield a judgement of every annotated name, then of every name found where none is annotated."""
    text = document["text"]
    seen: dict[tuple[int, int], Found] = {}
    for item in found:
        seen.setdefault(bare(text, item.start, item.end), item)
    wanted = {bare(text, m["start"], m["end"]): m for m in document["mentions"] if counts(m)}
    ignored = [bare(text, m["start"], m["end"]) for m in document["mentions"] if not counts(m)]
    for span, mention in wanted.items():
        yield _of_wanted(span, mention, seen, km)
    for span, item in seen.items():
        forgiven = _shared(span, ignored)
        if span not in wanted and not (forgiven > 0 and forgiven >= _shared(span, wanted)):
            yield Judgement(start=span[0], end=span[1], cause="false", counts_placed=item.at is not None)


def _of_wanted(
    span: tuple[int, int], mention: Mapping[str, Any], seen: Mapping[tuple[int, int], Found], km: float
) -> Judgement:
    start, end = span
    known = mention["lat"] is not None
    item = seen.get(span)
    if item is None:
        cause = "cut" if _shared(span, seen) else "missed"
        return Judgement(start=start, end=end, cause=cause, counts_placed=known)
    if not known:
        return Judgement(start=start, end=end, cause="right", counts_placed=False)
    if item.at is None:
        return Judgement(start=start, end=end, cause="unplaced")
    off = kilometres((mention["lat"], mention["lon"]), item.at)
    reach = max(km, WIDE_KM) if mention.get("wide") else km
    return Judgement(start=start, end=end, cause="right" if off <= reach else "misplaced", km=off)


def _shared(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> int:
    """Count the characters a span shares with that of *others* it shares most with."""
    return max(0, max((min(span[1], end) - max(span[0], start) for start, end in others), default=0))


def recognition_f1(judged: Iterable[Judgement]) -> float:
    """Give the F1 of finding the very names."""
    causes = [judgement.cause for judgement in judged]
    right = sum(cause in ("right", "unplaced", "misplaced") for cause in causes)
    return _f1(right, causes.count("false"), causes.count("missed") + causes.count("cut"))


def end_to_end_f1(judged: Iterable[Judgement]) -> float:
    """Give the F1 of finding the names and placing them right."""
    causes = [judgement.cause for judgement in judged if judgement.counts_placed]
    wrong = causes.count("misplaced")
    lost = causes.count("missed") + causes.count("cut") + causes.count("unplaced") + wrong
    return _f1(causes.count("right"), causes.count("false") + wrong, lost)


def _f1(right: int, wrong: int, lost: int) -> float:
    return 2 * right / max(1, 2 * right + wrong + lost)
