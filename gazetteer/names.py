"""Fold a written name to the one spelling under which index and text meet."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress, pairwise
from operator import not_

# Fold: one character of the text to one character of the key, so that offsets stay as they are.

_APOSTROPHES = "'’‘ʼ`´ʹʻʽˈ′＇‛ʾʿ"
_BETWEEN = "\x1f"
_DASHES = "-‐‑‒–—―−\u2e3a\ufe58\uff0d"
_BLANKS = " \t\n\r\f\v\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ð": "d", "ə": "e", "ё": "е", "ґ": "г"} | {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ة": "ه",
    "ک": "ك",
}
"""Letters that writers swap but Unicode does not take apart; Arabic ones as search engines fold them."""


def _base_letter(char: str) -> str:
    """Give the letter under the accents; Cyrillic й, ї, ў are letters of their own and stay."""
    plain = unicodedata.normalize("NFD", char)[0]
    return char if "\u0400" <= char <= "\u052f" else _LETTERS.get(plain, plain)


def _table() -> dict[str, str]:
    """List every letter that folds to another: capitals beyond ASCII go to small letters at once."""
    blocks = ((0xC0, 0x250), (0x370, 0x530), (0x1E00, 0x2000), (0x212A, 0x212C))
    letters = [chr(code) for block in blocks for code in range(*block) if chr(code).isalpha()]
    small = {char: _base_letter(char) for char in letters if char == char.lower()} | _LETTERS
    capitals = {char: small[char.lower()] for char in letters if char != char.lower() and char.lower() in small}
    signs = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES + _BLANKS, " ") | {"İ": "i"}
    return {char: to for char, to in (capitals | small | signs).items() if to != char.lower() or char in signs}


_TO = _table()
_ASCII_TO = bytes(ord(_TO.get(char, char)) for char in map(str.lower, map(chr, range(128)))) + bytes(128)
"""Folds ASCII, case too; bytes are translated several times as fast as text."""

_ASCII_SIGNS = [char for char in _TO if char.isascii()]

# Characters that must vanish, and runs of blanks: only these move offsets.

_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670"
_INVISIBLE = "\u00ad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_VANISHING = re.compile(f"[{_MARKS}{_INVISIBLE}]")
_RUN = re.compile(r"  +")
_MOVING = re.compile(rf"{_VANISHING.pattern}+|{_RUN.pattern}")

# What parts words becomes a blank, one for one. A dot or an apostrophe inside a word stays (U.S., Kup'yansk),
# but for a possessive and for French l' and d'. Vowel signs of Indian and other scripts belong to their word.


def _parts_words(char: str) -> bool:
    """Tell whether *char*, no letter and no digit, belongs to no word; the separator of `fold_all` has to stay."""
    return not (char in " '." + _BETWEEN or unicodedata.category(char) in ("Mn", "Mc"))


_PLANE = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
_PARTING_SIGNS = "".join(filter(_parts_words, re.findall(r"\W", _PLANE)))
_PARTING = frozenset(_PARTING_SIGNS)
_ASCII_PARTING_SIGNS = [sign for sign in _PARTING_SIGNS if sign.isascii()]
_WITHOUT_SIGNS = {sign: "|" for sign in _PARTING if not (sign.isascii() or _VANISHING.match(sign))} | _TO
_SIGNS = re.compile(f"[{re.escape(''.join(sorted(sign for sign in _WITHOUT_SIGNS if not sign.isascii())))}]")
"""What folds or parts words, beyond ASCII: the latter becomes a sign that parts words, within.

A text holds few kinds of them: each kind is replaced at once, and most texts are ASCII then.
"""

_PICTURES = re.compile("[\U0001f000-\U0001faff]")
_ASCII_PARTING = bytes(ord(" ") if chr(code) in _PARTING else code for code in range(256))
_LOOSE = re.compile(r"['.](?:(?!\w)|(?<!\w['.])|(?<=')(?=s(?!\w))|(?<=\b[dl]'))")

# Look-alike letters, folded only where one word mixes both scripts.

_CYRILLIC_LIKE = "АВЕКМНОРСТУХІЈЅаеорсухіјѕкԁһԛԝ"
_LATIN_LIKE = "ABEKMHOPCTYXIJSaeopcyxijskdhqw"
_TO_LATIN = str.maketrans(_CYRILLIC_LIKE, _LATIN_LIKE)
_TO_CYRILLIC = str.maketrans(_LATIN_LIKE, _CYRILLIC_LIKE)
_LATIN_MEETING = re.compile(r"[A-Za-z](?:(?=[\u0400-\u052f])|(?<=[\u0400-\u052f].))")
_CYRILLIC_MEETING = re.compile(r"[\u0400-\u052f](?:(?=[A-Za-z])|(?<=[A-Za-z].))")
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z]")
_RARE = re.compile(f"[\u0400-\u052f\U0001f000-\U0001faff{_MARKS}{_INVISIBLE}]")
"""What a text must hold for the dear parts of folding to be needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text that remembers where each of its characters stood in the original.

    `starts` are offsets in `text` from which the original runs ahead by the matching `shifts`;
    `mixed` holds where words that mix Latin and Cyrillic letters start and end in the original.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)
    mixed: tuple[tuple[int, int], ...] = ()

    def original(self, offset: int) -> int:
        """Give the offset in the original text of the character at *offset*."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the original offsets of `text[start:end]`, trailing marks of its last letter left out."""
        at = bisect_right(self.starts, start)
        shift = self.shifts[at - 1]
        is_whole = at == len(self.starts) or end <= self.starts[at]
        return start + shift, end + shift if is_whole else self.original(end - 1) + 1


def fold(text: str) -> str:
    """Fold *text* to its key: case, accents, apostrophes, hyphens, blanks, invisible characters.

    >>> fold("Kup’yans’k-Vuzlovyi"), fold("Часі\u0301в\u00a0Яр"), fold("U.S.")
    ("kup'yans'k vuzlovyi", 'часів яр', 'u.s')
    """
    return fold_text(text).text.strip()


def fold_all(names: Sequence[str]) -> list[str]:
    """Fold many names at once, several times as fast as one by one; those in ASCII apart, which is faster still."""
    is_ascii = list(map(str.isascii, names))
    plain = iter(_fold_joined(list(compress(names, is_ascii))))
    rest = iter(_fold_joined(list(compress(names, map(not_, is_ascii)))))
    return [next(plain) if ascii_only else next(rest) for ascii_only in is_ascii]


def _fold_joined(names: Sequence[str]) -> list[str]:
    """Fold names joined to one text."""
    return list(map(str.strip, fold_text(_BETWEEN.join(names)).text.split(_BETWEEN))) if names else []


def fold_text(text: str) -> Folded:
    """Fold *text* as `fold` does, and keep the way back to its offsets.

    Runs of blanks become one, but a blank line does not, and a sign beside a blank makes two:
    names never run across either.
    """
    plain = _without_signs(text)
    if plain.isascii():
        level = plain.encode().translate(_ASCII_TO).decode()
        return _close_up(text, level, _RUN) if "  " in level else Folded(text=_part(level))
    mixed: tuple[tuple[int, int], ...] = ()
    if rare := _RARE.search(text) is not None:
        mixed = tuple(mixed_words(text))
        plain = _without_signs(_unmixed(text, mixed)) if mixed else plain
    level = plain.lower()
    for sign in _ASCII_SIGNS:
        level = level.replace(sign, _TO[sign])
    if "  " in level or (rare and _VANISHING.search(level)):
        return replace(_close_up(text, level, _MOVING if rare else _RUN), mixed=mixed)
    return Folded(text=_part(level), mixed=mixed)


def is_mixed_script(word: str) -> bool:
    """Tell whether *word* mixes Latin and Cyrillic letters: a slip of the keyboard, or a disguise."""
    if not _LATIN.search(word) or not _CYRILLIC.search(word):
        return False
    return _meeting(word).search(word) is not None


def _meeting(text: str) -> re.Pattern[str]:
    """Choose how to look for a letter beside one of the other script.

    Looking for letters of the rarer script is several times as fast; Cyrillic ones take two bytes each.
    """
    mostly_cyrillic = len(text.encode(errors="surrogatepass")) > 1.5 * len(text)
    return _LATIN_MEETING if mostly_cyrillic else _CYRILLIC_MEETING


def _without_signs(text: str) -> str:
    """Fold the letters, blanks and apostrophes beyond ASCII, and simplify what parts words; the length stays."""
    if not text.isascii():
        for sign in set(_SIGNS.findall(text)):
            text = text.replace(sign, _WITHOUT_SIGNS[sign])
    return text


def _part(level: str) -> str:
    """Make blanks of the signs that part words; the length stays."""
    if level.isascii():
        level = level.encode().translate(_ASCII_PARTING).decode()
    else:
        for sign in _ASCII_PARTING_SIGNS:
            level = level.replace(sign, " ")
        level = _PICTURES.sub(" ", level)
    return _loosened(level.replace(". ", "  "))


def _loosened(level: str) -> str:
    """Make blanks of the dots and apostrophes that stand in no word.

    A pattern would try at every letter: looking for the signs, and then at each of them, takes a third of that.
    """
    if "'" not in level and "." not in level:
        return level
    loose = sorted(at for sign in "'." for at in _places(level, sign) if _LOOSE.match(level, at))
    bounds = pairwise([-1, *loose, len(level)])
    return " ".join([level[before + 1 : at] for before, at in bounds]) if loose else level


def _places(level: str, sign: str) -> Iterator[int]:
    """Give where a sign stands."""
    at = level.find(sign)
    while at >= 0:
        yield at
        at = level.find(sign, at + 1)


def _close_up(text: str, level: str, moving: re.Pattern[str]) -> Folded:
    """Take out of *level*, the folded *text*, what must vanish."""
    parts: list[str] = []
    starts, shifts, length = [0], [0], 0
    for piece, offset in _pieces(text, level, moving):
        if offset - length != shifts[-1]:
            starts.append(length)
            shifts.append(offset - length)
        parts.append(piece)
        length += len(piece)
    return Folded(text=_part("".join(parts)), starts=tuple(starts), shifts=tuple(shifts))


def _pieces(text: str, level: str, moving: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Cut *level* into the pieces that stay, each with its offset."""
    done = 0
    for found in _runs(level) if moving is _RUN else moving.finditer(level):
        start, end = found.span()
        if level[start] == " ":
            if _breaks_paragraph(text[start:end]):
                continue
            start += 1
        elif start > done:
            yield level[done : start - 1], done
            yield _compose(level[start - 1 : end]), start - 1
            done = end
            continue
        yield level[done:start], done
        done = end
    yield level[done:], done


def _runs(level: str) -> Iterator[re.Match[str]]:
    """Find the runs of blanks; a pattern would try at every blank."""
    at = level.find("  ")
    while at >= 0 and (run := _RUN.match(level, at)):
        yield run
        at = level.find("  ", run.end())


def _compose(cluster: str) -> str:
    """Make one letter of a letter and its marks: и and a breve are й, е and a stress mark е."""
    letter = unicodedata.normalize("NFC", cluster)[0]
    return _TO.get(letter, letter)


def _breaks_paragraph(blanks: str) -> bool:
    """Tell whether a run of blanks holds an empty line."""
    return blanks.replace("\r\n", "\n").count("\n") > 1


def mixed_words(text: str) -> list[tuple[int, int]]:
    """Give where the words of *text* that mix Latin and Cyrillic letters start and end."""
    if not _CYRILLIC.search(text) or not _LATIN.search(text):
        return []
    found: list[tuple[int, int]] = []
    for meeting in _meeting(text).finditer(text):
        start = end = meeting.start()
        if found and start < found[-1][1]:
            continue
        while start > 0 and _LETTER.match(text, start - 1):
            start -= 1
        word = _WORD.match(text, start)
        end = word.end() if word else end + 1
        found.append((start, end))
    return found


def _unmixed(text: str, mixed: Sequence[tuple[int, int]]) -> str:
    """Write each of the *mixed* words in the script most of its letters have, if its look-alikes allow."""
    parts, done = [], 0
    for start, end in mixed:
        parts += [text[done:start], _unmix(text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _unmix(word: str) -> str:
    """Write a mixed-script word in the script most of its letters have, if its look-alikes allow."""
    latin_first = 2 * len(_CYRILLIC.findall(word)) <= len(word)
    for table in (_TO_LATIN, _TO_CYRILLIC) if latin_first else (_TO_CYRILLIC, _TO_LATIN):
        if not is_mixed_script(whole := word.translate(table)):
            return whole
    return word
