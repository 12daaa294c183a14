"""Show that every pattern of the code takes time that grows with its text, and no faster, from 1 to 16 MB.

    PYTHONPATH=. python tests/benchmarks/doubling_patterns.py [--most MB] [--seconds S] [NAME ...]

All modules are imported and their compiled patterns collected, with the calls that the code makes of each: one that
is only ever laid on a whole text (`match` and `fullmatch` of it) is timed so, of every other all matches are taken out.
Each is tried on short texts made of its own literals, of digits, blanks, quotes and the like, alone, in pairs, and
repeated up to a last character that spoils the match. The slowest of these grows to 1, 2, 4, 8 and 16 million
characters. The slope is that of the logarithm of the time over that of the size: 1 is linear, 2 the square; one
above 1.3 is measured again, and the exit status is 1 where it stays there. A pattern has so many seconds of the
processor; the column "to" says which size it reached in them. Names choose the patterns that contain them.
"""

# ruff: noqa: T201 - a script prints

import argparse
import ast
import importlib
import math
import pkgutil
import re
import sys
from collections.abc import Iterator
from functools import partial
from inspect import getsource
from itertools import product
from types import ModuleType

import growth

import dashboard
import gazetteer
import pipeline

Pattern = re.Pattern[str] | re.Pattern[bytes]
Calls = dict[int, set[str]]

UNITS = (
    *(" ", "\n", "\t", "1", "12 ", "1,", "1.", "0.", "a", "A", "Ab ", "a ", "a-", "а", "А", "中", "'", '"', "’", "«"),
    *(
        "(",
        ")",
        "[",
        "[1]",
        "<",
        "<meta ",
        "-",
        "– ",
        ".",
        ". ",
        "...",
        ",",
        ", ",
        "/",
        ":",
        "°",
        "\u0301",
        "&",
        "A.",
        "x@",
    ),
)
ENDS = ("", "\x00")
TRIED, CHOSEN, LONGER = 0.002, 6, 0.016
"""All texts are tried at the first size in MB, the slowest few of them at the second: a square is among them."""
WORST = 1.3
EVERYWHERE = "everywhere"


def modules() -> Iterator[ModuleType]:
    """Import all our modules but the commands."""
    for package in (gazetteer, pipeline, dashboard):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                try:
                    yield importlib.import_module(found.name)
                except ImportError as error:
                    print(f"left out: {found.name} ({error})")


def patterns(ours: list[ModuleType]) -> Iterator[tuple[str, Pattern]]:
    """Give every compiled pattern of our modules with its name, those in tuples and dicts of patterns too."""
    seen: set[tuple[str | bytes, int]] = set()
    for module in ours:
        for name, value in sorted(vars(module).items()):
            for pattern in _in(value):
                if (pattern.pattern, pattern.flags) not in seen:
                    seen.add((pattern.pattern, pattern.flags))
                    yield f"{module.__name__}.{name}", pattern


def calls(ours: list[ModuleType]) -> Calls:
    """Give the methods that the code calls of each pattern, by its identity; at a place of a text is everywhere."""
    found: Calls = {}
    for module in ours:
        for node in ast.walk(ast.parse(getsource(module))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                pattern = vars(module).get(node.value.id)
                if isinstance(pattern, re.Pattern):
                    found.setdefault(id(pattern), set()).add(node.attr)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) > 1:
                pattern = vars(module).get(getattr(node.func.value, "id", ""))
                if isinstance(pattern, re.Pattern) and node.func.attr == "match":
                    found.setdefault(id(pattern), set()).add(EVERYWHERE)
    return found


def way(pattern: Pattern, made: Calls) -> str:
    """Say how a pattern is timed: as it is called, and at all places where that is not known."""
    called = made.get(id(pattern), {EVERYWHERE}) - {"pattern", "flags"}
    if called <= {"fullmatch"}:
        return "fullmatch"
    return "match" if called <= {"match", "fullmatch"} else "all"


def _in(value: object, depth: int = 0) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            yield from _in(item, depth + 1)
    elif depth < 3 and isinstance(value, dict):
        for item in (*value, *value.values()):
            yield from _in(item, depth + 1)


def literals(pattern: Pattern) -> list[str]:
    """Give stretches of letters, digits and marks that stand in the pattern itself, the shortest and the longest."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    bare = re.sub(r"\\[A-Za-z]|\(\?[a-zA-Z<>=!:#]{1,3}(?:\w{1,30}>)?|[{][\d,]{1,9}[}]", " ", source)
    words = sorted(set(re.findall(r"[^\W_]{1,12}", bare)), key=lambda word: (len(word), word))
    marks = sorted({mark for mark in bare if not mark.isalnum() and not mark.isspace()})
    return [*words[:6], *words[-6:], *marks[:24]]


def texts(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Give a unit that is repeated and the character that ends the text."""
    own = literals(pattern)
    units = dict.fromkeys((*UNITS, *own, *(f"{word} " for word in own)))
    units |= dict.fromkeys(one + two for one, two in product(own[:8], (" ", "1", "a", ".", "-", ",", "'", "\n")))
    units |= dict.fromkeys(one + two for one, two in product((" ", "1 ", "a "), own[:8]))
    yield from product(units, ENDS)


def seconds(pattern: Pattern, how: str, text: tuple[str, str], size: float) -> float:
    """Time a pattern over a text of *size* million characters, made of a unit and an end."""
    (unit, end), length = text, int(size * growth.MB)
    written = (unit * (length // len(unit) + 1))[:length] + end
    given = written if isinstance(pattern.pattern, str) else written.encode()
    if how == "all":
        return growth.seconds(lambda: pattern.subn(given[:0], given))  # type: ignore[arg-type]
    return growth.seconds(lambda: getattr(pattern, how)(given))


def worst(pattern: Pattern, how: str) -> tuple[str, str]:
    """Give the unit and the end of the slowest text."""
    tried = sorted(((seconds(pattern, how, text, TRIED), text) for text in texts(pattern)), reverse=True)
    return max((seconds(pattern, how, text, LONGER), text) for _, text in tried[:CHOSEN])[1]


def main() -> int:
    """Print a line a pattern and the sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=float, default=16.0, help="MB of the longest text")
    parser.add_argument("--seconds", type=float, default=60.0, help="of the processor, for each pattern")
    parser.add_argument("names", nargs="*", help="all by default")
    chosen = parser.parse_args()
    ours, sizes = list(modules()), growth.sizes(chosen.most)
    made, count, bad, short = calls(ours), 0, 0, 0
    print(f"{'pattern':52} {'how':9} {'worst text':16} {'to MB':>6} {'seconds':>8} {'MB/s':>7} slope")
    for name, pattern in patterns(ours):
        if chosen.names and not any(part in name for part in chosen.names):
            continue
        how = way(pattern, made)
        text = worst(pattern, how)
        work = partial(seconds, pattern, how, text)
        took = growth.times(work, sizes, chosen.seconds)
        if growth.slope(sizes, took) > WORST:  # once more: others may have been busy
            took = growth.times(work, sizes, chosen.seconds)
        to, last = (sizes[len(took) - 1], max(took[-1], 1e-6)) if took else (0.0, math.inf)
        steep = growth.slope(sizes, took)
        count, bad, short = count + 1, bad + (steep > WORST), short + (len(took) < len(sizes))
        print(f"{name:52} {how:9} {text[0]!r:16} {to:6.2f} {last:8.3f} {to / last:7.1f} {steep:5.2f}", flush=True)
    print(f"{count} patterns, {bad} with a slope above {WORST}, {short} out of time before {sizes[-1]:g} MB")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
