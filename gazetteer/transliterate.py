"""Write Cyrillic names in Latin letters, and bring the many ways of doing so to one skeleton."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gazetteer.names import fold_all

_SAME = dict(
    zip(
        "абвдзклмнопрстуфц",
        ["a", "b", "v", "d", "z", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "ts"],
        strict=True,
    )
) | {
    "ж": "zh",
    "х": "kh",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "'": "",
    "’": "",
    "ʼ": "",
    "ъ": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _System:
    """A way of writing Cyrillic: its letters by code point, those that differ at a word's start, and е after vowels."""

    letters: Mapping[int, str]
    initial: Mapping[str, str] = field(default_factory=dict)
    softens_e: bool = False


_UKRAINIAN = _SAME | {"г": "h", "ґ": "g", "е": "e", "и": "y", "і": "i", "ь": ""}
_RUSSIAN = _SAME | {"г": "g", "е": "e", "и": "i", "ы": "y", "ь": "", "э": "e"}
_SYSTEMS = (
    _System(  # Ukrainian national, 2010
        letters=str.maketrans(_UKRAINIAN | {"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}),
        initial={"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
    ),
    _System(
        letters=str.maketrans(_UKRAINIAN | {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"})
    ),  # BGN/PCGN 1965
    _System(
        letters=str.maketrans(_RUSSIAN | {"ё": "yo", "й": "y", "ю": "yu", "я": "ya"}), softens_e=True
    ),  # BGN/PCGN 1947
    _System(letters=str.maketrans(_RUSSIAN | {"ё": "e", "й": "i", "ю": "iu", "я": "ia"})),  # passports
    _System(letters=str.maketrans(_RUSSIAN | {"ё": "e", "й": "y", "ю": "yu", "я": "ya"})),  # the press
)

_CYRILLIC_NAME = re.compile(r"[а-яёіїєґ'’ʼ \-.]+")
_SOFT_E = re.compile(r"(?<=[аеёиоуыэюяьъ])е|\bе")
_WORDS = re.compile(r"[^ \-.]+|[ \-.]+")
_GAPS = frozenset(map(ord, " -."))


def romanised(name: str) -> set[str]:
    """Give *name*, Ukrainian or Russian in Cyrillic, in Latin letters after each system that has its letters.

    The systems are the Ukrainian national one of 2010, those of BGN/PCGN for both languages, and
    the plain Russian ones of passports and the press. Names in other letters give nothing.
    """
    if name.isascii():
        return set()
    lower = name.lower()
    if _CYRILLIC_NAME.fullmatch(lower) is None:
        return set()
    words, used = _WORDS.findall(lower), set(map(ord, lower)) - _GAPS
    return {"".join(_write(word, system) for word in words) for system in _SYSTEMS if used <= system.letters.keys()}


def national(name: str) -> str | None:
    """Give *name*, Ukrainian in Cyrillic, in small Latin letters after the national system of 2010; None for others."""
    lower = name.lower()
    if _CYRILLIC_NAME.fullmatch(lower) is None or not set(map(ord, lower)) - _GAPS <= _SYSTEMS[0].letters.keys():
        return None
    return "".join(_write(word, _SYSTEMS[0]) for word in _WORDS.findall(lower))


def _write(word: str, system: _System) -> str:
    """Write one word, or the gap between two, in Latin letters."""
    if system.softens_e:
        word = _SOFT_E.sub("ye", word)
    first = system.initial.get(word[0])
    return word.translate(system.letters) if first is None else first + word[1:].translate(system.letters)


# Names are levelled many at a time, a line each: a pattern over all of them takes a fraction of the time.

_LEVEL = (
    (r"[^a-z\n]", ""),
    (r"shch|sch(?=[aeiouy])", "q"),
    (r"zh", "j"),
    (r"tch|tsch|ch", "x"),
    (r"sh", "w"),
    (r"kh|[gh]", "h"),
    (r"ts|tz|c", "z"),
    (r"[iy]+", "i"),
    (r"i(?=[aeou])", ""),
    (r"([a-z])\1+", r"\1"),
    (r"(?<![aeiou])[aeiou]*v(?=(?:k[ai]?)?$)", "v"),
    (r"(?<=[nk])(?:oe|o|e|i|a)$", ""),
)
_LEVELLING = tuple((re.compile(pattern, re.MULTILINE), to) for pattern, to in _LEVEL)


def skeletons(names: Sequence[str]) -> list[str]:
    """Give the skeletons of names in Latin letters: alike for all common spellings of a Slavic name.

    A skeleton merges iyi/ii/yi/iy/y, ye/ie/e, yo/o, kh/h/g, ts/c, doubled letters, apostrophes, and the
    endings in which Ukrainian and Russian part (-ivka/-ovka/-eyevka, -iv/-ov/-ev, -ske/-skoye).

    >>> one, other = skeletons(["Paraskoviivka", "Paraskoveyevka"]); one == other
    True
    """
    lines = "\n".join(fold_all(names))
    for pattern, to in _LEVELLING:
        lines = pattern.sub(to, lines)
    return lines.split("\n") if names else []


@lru_cache(maxsize=20_000)
def skeleton(name: str) -> str:
    """Give the skeleton of one name."""
    return skeletons([name])[0]
