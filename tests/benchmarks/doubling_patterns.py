"""Show that every pattern of the code takes time that grows with its text, and no faster.

    PYTHONPATH=. python tests/benchmarks/doubling_patterns.py [NAME ...]

All modules are imported and their compiled patterns collected. Each searches texts made of its own
literals, of digits, blanks, quotes and the like, alone, in pairs, and repeated up to a last character
that spoils the match. The slowest are searched at 32,000 characters, then at 64,000. The last column is the
time for twice the text by the time for the text: 2 is linear, 4 is the square. Names choose the patterns that
contain them. A ratio above 3 is measured again, longer; the exit status is 1 where it stays there.
"""

# ruff: noqa: T201 - a script prints

import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from itertools import product

import dashboard
import gazetteer
import pipeline

Pattern = re.Pattern[str] | re.Pattern[bytes]

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
SHORT, LONG = 8_000, 32_000
DOUBLED = 3
WORST = 3.0


def patterns() -> Iterator[tuple[str, Pattern]]:
    """Give every compiled pattern of our modules with its name, those in tuples and dicts of patterns too."""
    seen: set[tuple[str | bytes, int]] = set()
    for package in (gazetteer, pipeline, dashboard):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.endswith("__main__"):
                continue
            try:
                module = importlib.import_module(found.name)
            except ImportError as error:
                print(f"left out: {found.name} ({error})")
                continue
            for name, value in sorted(vars(module).items()):
                for pattern in _in(value):
                    if (pattern.pattern, pattern.flags) not in seen:
                        seen.add((pattern.pattern, pattern.flags))
                        yield f"{found.name}.{name}", pattern


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


def seconds(pattern: Pattern, unit: str, end: str, size: int) -> float:
    """Time a search for all matches in a text of *size* characters, in seconds of this process."""
    text = (unit * (size // len(unit) + 1))[:size] + end
    found = pattern.finditer(text) if isinstance(pattern.pattern, str) else pattern.finditer(text.encode())
    begun = time.process_time()
    for _ in found:
        pass
    return time.process_time() - begun


def worst(pattern: Pattern) -> tuple[float, float, str]:
    """Give the times for a text and for twice the text, and its unit, where the ratio is largest.

    All texts are tried short, and the slowest few long: a square would be among them, for at 8,000
    characters it takes thirty million steps.
    """
    tried = sorted(((seconds(pattern, *text, SHORT), text) for text in texts(pattern)), reverse=True)
    measured = []
    for _, (unit, end) in tried[:DOUBLED]:
        once, twice = (min(seconds(pattern, unit, end, size) for _ in range(3)) for size in (LONG, 2 * LONG))
        if twice / once > WORST:  # once more, longer: others may have been busy
            once, twice = (min(seconds(pattern, unit, end, size) for _ in range(5)) for size in (2 * LONG, 4 * LONG))
        measured.append((twice / once, once, twice, unit))
    _, once, twice, unit = max(measured)
    return once, twice, unit


def main() -> int:
    """Print a line a pattern and the sum."""
    chosen, count, bad = sys.argv[1:], 0, 0
    print(f"{'pattern':60} {'worst text':20} {'once':>8} {'twice':>8} ratio")
    for name, pattern in patterns():
        if chosen and not any(part in name for part in chosen):
            continue
        once, twice, unit = worst(pattern)
        count, bad = count + 1, bad + (twice / once > WORST)
        print(f"{name:60} {unit!r:20} {1000 * once:5.1f} ms {1000 * twice:5.1f} ms {twice / once:5.2f}", flush=True)
    print(f"{count} patterns, {bad} of them above {WORST}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
