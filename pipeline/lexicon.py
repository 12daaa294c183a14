"""Hand out the word lists that ship with the pipeline."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")


@cache
def words(table: str, section: str) -> frozenset[str]:
    """Give back the entries of one *section* of a *table*, folded to lower case.

    A table is a text file beside this module: `[section]` lines, entries parted by commas or line
    ends, `#` comments. Raises `KeyError` for a section the table lacks.
    """
    return frozenset(entry.casefold() for entry in _sections(table)[section])


@cache
def mapping(table: str, section: str) -> Mapping[str, str]:
    """Give back the entries of a *section* that are lines of `key = value`, letter case kept."""
    pairs = (entry.partition("=") for entry in _sections(table, ends="\n")[section])
    return {key.strip(): value.strip() for key, _, value in pairs}


def either(words: Iterable[str]) -> str:
    """Make a pattern of the words, longest first, for a regular expression, verbose or not."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _sections(table: str, ends: str = ",") -> Mapping[str, tuple[str, ...]]:
    """Read a table; *ends* is what parts entries besides line ends."""
    found: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in (files("pipeline") / "lexicon" / f"{table}.txt").read_text("utf-8").splitlines():
        content = line.partition("#")[0].strip()
        if heading := _SECTION.fullmatch(content):
            entries = found.setdefault(heading["name"], [])
        else:
            entries.extend(entry.strip() for entry in content.split(ends) if entry.strip())
    return {name: tuple(section) for name, section in found.items()}
