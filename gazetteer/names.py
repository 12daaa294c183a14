"""Fold a written name to the one spelling under which index and text meet."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    """List every letter that folds to another; lower-case letters only."""
    latin_greek = (chr(code) for block in ((0xC0, 0x250), (0x370, 0x400), (0x1E00, 0x2000)) for code in range(*block))
    accented = {char: _base_letter(char) for char in latin_greek if char.isalpha() and char == char.lower()}
    signs = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES + _BLANKS, " ")
    return {char: to for char, to in (accented | _LETTERS | signs).items() if char != to}


_TO = _table()
_ASCII_TO = str.maketrans({char: to for char, to in _TO.items() if char.isascii()})
_ASCII_SIGNS = [char for char in _TO if char.isascii()]
_FOLDING = re.compile("[" + re.escape("".join(sorted(char for char in _TO if not char.isascii()))) + "]")

# Characters that must vanish, and runs of blanks: only these move offsets.

_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670"
_INVISIBLE = "\u00ad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_VANISHING = re.compile(f"[{_MARKS}{_INVISIBLE}]")
_RUN = re.compile(r"  +")
_MOVING = re.compile(rf"{_VANISHING.pattern}+|{_RUN.pattern}")

# What parts words becomes a blank, one for one. A dot or an apostrophe inside a word stays (U.S., Kup'yansk),
# but for a possessive and for French l' and d'. Vowel signs of Indian and other scripts belong to their word.


def _parts_words(char: str) -> bool:
    """Tell whether *char* belongs to no word; the separator of `fold_all` has to stay."""
    return not (char.isalnum() or char in "_ '." + _BETWEEN or unicodedata.category(char) in ("Mn", "Mc"))


_PARTING_SIGNS = "".join(filter(_parts_words, map(chr, (*range(0xD800), *range(0xE000, 0x10000)))))
_PARTING = re.compile(f"[{re.escape(_PARTING_SIGNS)}]")
_PICTURES = re.compile("[\U0001f000-\U0001faff]")
_ASCII_PARTING = str.maketrans({sign: " " for sign in _PARTING_SIGNS if sign.isascii()})
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

    `starts` are offsets in `text` from which the original runs ahead by the matching `shifts`.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def original(self, offset: int) -> int:
        """Give the offset in the original text of the character at *offset*."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the original offsets of `text[start:end]`, trailing marks of its last letter left out."""
        return self.original(start), self.original(end - 1) + 1


def fold(text: str) -> str:
    """Fold *text* to its key: case, accents, apostrophes, hyphens, blanks, invisible characters.

    >>> fold("Kup’yans’k-Vuzlovyi"), fold("Часі\u0301в\u00a0Яр"), fold("U.S.")
    ("kup'yans'k vuzlovyi", 'часів яр', 'u.s')
    """
    return fold_text(text).text.strip()


def fold_all(names: Sequence[str]) -> list[str]:
    """Fold many names at once, several times as fast as one by one."""
    return [key.strip() for key in fold_text(_BETWEEN.join(names)).text.split(_BETWEEN)] if names else []


def fold_text(text: str) -> Folded:
    """Fold *text* as `fold` does, and keep the way back to its offsets.

    Runs of blanks become one, but a blank line does not, and a sign beside a blank makes two:
    names never run across either.
    """
    rare = not text.isascii() and _RARE.search(text) is not None
    level = _fold_letters(text, rare=rare)
    if "  " not in level and not (rare and _VANISHING.search(level)):
        return Folded(text=_part(level, rare=rare))
    return _close_up(text, level, rare=rare)


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


def _fold_letters(text: str, *, rare: bool) -> str:
    """Fold letters, blanks and apostrophes one by one; the length stays."""
    if text.isascii():
        return text.lower().translate(_ASCII_TO)
    if rare:
        text = _unmixed(text)
    lower = text.replace("İ", "I").lower()
    for sign in _ASCII_SIGNS:
        lower = lower.replace(sign, _TO[sign])
    return _FOLDING.sub(lambda found: _TO[found[0]], lower)


def _part(level: str, *, rare: bool) -> str:
    """Make blanks of the signs that part words; the length stays."""
    level = level.translate(_ASCII_PARTING) if level.isascii() else _PARTING.sub(" ", level)
    if rare:
        level = _PICTURES.sub(" ", level)
    return _LOOSE.sub(" ", level) if "'" in level or "." in level else level


def _close_up(text: str, level: str, *, rare: bool) -> Folded:
    """Take out of *level*, the folded *text*, what must vanish."""
    parts: list[str] = []
    starts, shifts, length = [0], [0], 0
    for piece, offset in _pieces(text, level, _MOVING if rare else _RUN):
        if offset - length != shifts[-1]:
            starts.append(length)
            shifts.append(offset - length)
        parts.append(piece)
        length += len(piece)
    return Folded(text=_part("".join(parts), rare=rare), starts=tuple(starts), shifts=tuple(shifts))


def _pieces(text: str, level: str, moving: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Cut *level* into the pieces that stay, each with its offset."""
    done = 0
    for found in moving.finditer(level):
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


def _unmixed(text: str) -> str:
    """Write each mixed-script word in the script most of its letters have, if its look-alikes allow."""
    parts, done = [], 0
    for start, end in mixed_words(text):
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
