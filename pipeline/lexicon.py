"""Hand out the word lists that ship with the pipeline."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")


def words(table: str, section: str) -> frozenset[str]:
    """
    Give back the entries of one *section* of a *table*, folded to lower case.

    A table is a text file beside this module: `[section]` lines, entries parted by commas or line
    ends, `#` comments. Raises `KeyError` for a section the table lacks.
    """
    return _sections(table)[section]


def mapping(table: str, section: str) -> Mapping[str, str]:
    """Give back the entries of a *section* that are written `key = value`; both in lower case."""
    pairs = (entry.partition("=") for entry in sorted(words(table, section)))
    return {key.strip(): value.strip() for key, _, value in pairs}


@cache
def _sections(table: str) -> Mapping[str, frozenset[str]]:
    """Read a table once."""
    found: dict[str, set[str]] = {}
    entries: set[str] = set()
    for line in (files("pipeline") / "lexicon" / f"{table}.txt").read_text("utf-8").splitlines():
        content = line.partition("#")[0].strip()
        if heading := _SECTION.fullmatch(content):
            entries = found.setdefault(heading["name"], set())
        else:
            entries.update(entry.strip().casefold() for entry in content.split(",") if entry.strip())
    return {name: frozenset(section) for name, section in found.items()}
