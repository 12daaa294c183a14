"""Write Cyrillic names in Latin letters, and bring the many ways of doing so to one skeleton."""

import re

from gazetteer.names import fold

_COMMON = dict(
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

# Each system: what its letters become, and what some become at a word's start (Russian е after vowels too).

_UKRAINIAN_NATIONAL = (
    _COMMON
    | {"г": "h", "ґ": "g", "е": "e", "є": "ie", "и": "y", "і": "i", "ї": "i", "й": "i", "ь": "", "ю": "iu", "я": "ia"},
    {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
)
_UKRAINIAN_BGN = (
    _COMMON
    | {"г": "h", "ґ": "g", "е": "e", "є": "ye", "и": "y", "і": "i", "ї": "yi", "й": "y", "ь": "", "ю": "yu", "я": "ya"},
    {},
)
_RUSSIAN_BGN = (
    _COMMON | {"г": "g", "е": "e", "ё": "yo", "и": "i", "й": "y", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya"},
    {"е": "ye"},
)
_RUSSIAN_PLAIN = (
    _COMMON | {"г": "g", "е": "e", "ё": "e", "и": "i", "й": "i", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia"},
    {},
)
_SYSTEMS = (_UKRAINIAN_NATIONAL, _UKRAINIAN_BGN, _RUSSIAN_BGN, _RUSSIAN_PLAIN)

_CYRILLIC_NAME = re.compile(r"[а-яёіїєґ'’ʼ \-.]+")
_RUSSIAN_E = re.compile(r"(?<=[аеёиоуыэюяьъ])е|\bе")
_WORD = re.compile(r"[^ \-.]+")


def romanised(name: str) -> set[str]:
    """Give *name*, Ukrainian or Russian in Cyrillic, in Latin letters after each system that has its letters.

    The systems are the Ukrainian national one of 2010, those of BGN/PCGN for both languages, and
    the plain Russian one of passports. Names in other letters give nothing.
    """
    lower = name.lower()
    if _CYRILLIC_NAME.fullmatch(lower) is None:
        return set()
    written = set()
    for system in _SYSTEMS:
        letters, initial = system
        if all(char in letters for char in lower if char not in " -."):
            written.add(_WORD.sub(lambda word, a=letters, b=initial: _write(word[0], a, b), lower))
    return written


def _write(word: str, letters: dict[str, str], initial: dict[str, str]) -> str:
    first = initial.get(word[0], letters[word[0]])
    rest = word[1:]
    if "е" in initial:
        rest = _RUSSIAN_E.sub("\x00", word)[1:]
    return first + "".join("ye" if char == "\x00" else letters.get(char, char) for char in rest)


_LEVEL = (
    (r"[^a-z]", ""),
    (r"shch|sch(?=[aeiouy])", "q"),
    (r"zh", "j"),
    (r"tch|tsch|ch", "x"),
    (r"sh", "w"),
    (r"kh|[gh]", "h"),
    (r"ts|tz|c", "z"),
    (r"[iy]+", "i"),
    (r"i(?=[aeou])", ""),
    (r"(.)\1+", r"\1"),
    (r"[aeiou]*v(?=(?:k[ai]?)?$)", "v"),
    (r"(?<=[nk])(?:oe|o|e|i|a)$", ""),
)
_LEVELLING = tuple((re.compile(pattern), to) for pattern, to in _LEVEL)


def skeleton(name: str) -> str:
    """Give the skeleton of a name in Latin letters: alike for all common spellings of a Slavic name.

    It merges iyi/ii/yi/iy/y, ye/ie/e, yo/o, kh/h/g, ts/c, doubled letters, apostrophes, and the
    endings in which Ukrainian and Russian part (-ivka/-ovka/-eyevka, -iv/-ov/-ev, -ske/-skoye).

    >>> skeleton("Paraskoviivka") == skeleton("Paraskoveyevka") == skeleton("Paraskoviyivka")
    True
    """
    key = fold(name)
    for pattern, to in _LEVELLING:
        key = pattern.sub(to, key)
    return key
