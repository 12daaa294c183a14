"""Read numbers in digits and in words."""

import re

from pipeline.arabic import arabic_mapping, stems
from pipeline.lexicon import either, mapping

BLANK = r"\s"
DASH = r"[-\u2010-\u2015\u2212]"
_SEP = rf"(?: {BLANK} | {DASH} )"


def _forms(section: str) -> dict[str, str]:
    """Give each form of the words of a section, one to a line in the table, with what it says."""
    lines = mapping("measures", section).items()
    return {form: value for forms, value in lines for form in forms.split()}


_ENGLISH = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {
    word: 10.0 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_OTHERS = {form: float(value) for form, value in _forms("number").items()}
_TENS |= {word: value for word, value in _OTHERS.items() if 20 <= value < 100}
_ONES = {word: float(value) for value, word in enumerate(_ENGLISH)} | {
    word: value for word, value in _OTHERS.items() if value < 20
}
_SCALES = {"dozen": 12.0, "score": 20.0, "hundred": 100.0, "thousand": 1000.0} | {
    word: value for word, value in _OTHERS.items() if value >= 100
}
_PARTS = {"half": 0.5, "quarter": 0.25, "quarters": 0.25, "third": 1 / 3, "thirds": 1 / 3, "fifth": 0.2, "fifths": 0.2}
_VAGUE_ENDS = {
    "few": (2.0, 6.0), "couple": (1.5, 3.0), "handful": (3.0, 6.0), "several": (3.0, 9.0), "many": (10.0, 50.0),
    "number": (3.0, 20.0), "tens": (20.0, 90.0), "dozens": (24.0, 90.0), "scores": (40.0, 120.0),
    "hundreds": (200.0, 900.0), "thousands": (2000.0, 9000.0),
}  # fmt: skip
_VAGUE_ENDS |= {form: _VAGUE_ENDS[word] for form, word in {**_forms("vague"), **arabic_mapping("vague")}.items()}
_GLYPHS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}


_ONE_WORD = either(_ONES)
_TEN_WORD = either(_TENS)
_SCALE = either(_SCALES)
_PART = either(_PARTS)
_SMALL = rf"(?: (?:{_TEN_WORD}) (?: {_SEP} (?:{_ONE_WORD}) (?!\w) )? | {_ONE_WORD} )"
_GROUP = rf"(?: (?: (?: {_SMALL} | an? ) {_SEP} )? (?:{_SCALE}) (?: {_SEP} (?:{_SCALE}) )? )"

_DIGITS = rf"""
    (?: \d{{1,3}} (?: [,\u00a0\u2007\u202f\u2009'’] \d{{3}} ){{1,3}} (?: \. \d{{1,3}} )?
      | \d{{1,3}} (?: \x20 \d{{3}} ){{1,2}}
      | [1-7]/[2-8] (?!\d) | [¼½¾⅓⅔⅛]
      | \d{{1,7}} (?: [.,] \d{{1,3}} )? (?: {BLANK}? [¼½¾⅓⅔⅛] | {BLANK} [1-7]/[2-8] )? )
"""
_WORDS = rf"""
    (?: (?: (?:an?|one|two|three|four) {_SEP} )? (?: {_PART} ) (?! {_SEP} and ) (?: {BLANK} of )? (?: {BLANK} an? )?
        (?: {BLANK} (?: dozen | hundred | thousand ) )?
      | (?: {_GROUP} (?: {_SEP} (?: and {_SEP} )? (?: {_GROUP} | {_SMALL} ) ){{0,2}} | {_SMALL} | an? )
        (?: {_SEP} and {_SEP} (?: an? {_SEP} | one {_SEP} )? (?: {_PART} )
            (?: {BLANK} (?: dozen | hundred | thousand ) )? )?
    )
"""
ONE_NUMBER = rf"(?: {_DIGITS} | {_WORDS} )"
"""One number: a verbose pattern that ignores case, for a text whose apostrophes are straight."""
VAGUE = rf"""
    (?: (?: a {BLANK} )? (?: very {BLANK} )? (?: few | couple | handful ) (?: {BLANK} of )?
        (?: {BLANK} (?: dozen | hundred | thousand | score ) )?
      | several (?: {BLANK} (?: dozen | hundred | thousand ) )? | many | some {BLANK} few
      | (?: tens | dozens | scores | hundreds | thousands ) {BLANK} of
      | (?: a {BLANK} )? number {BLANK} of
      | (?: {either(_forms("vague"))} ) (?: {BLANK} (?: десятк\\w{{1,3}} | сот\\w{{1,3}} | сотень ) )? )
"""
"""An amount that no number is given for."""
NUMBER_WORDS = frozenset({*_ONES, *_TENS, *_SCALES, *_PARTS, *_forms("vague")})
"""Words, folded to lower case and with straight apostrophes, that numbers and vague amounts end with."""

_GROUPED = re.compile(r"\d{1,3}(?:[, ]\d{3}){1,3}(?:\.\d{1,3})?")
_IN_DIGITS = re.compile(r"\d{1,3}(?:[, ]\d{3}){1,3}(?:\.\d{1,3})?(?!\d)|\d{1,9}(?:[.,]\d{1,9})?")
_FRACTION = re.compile(r"(?:^| )([1-7])/([2-8])$")
_WORD_GAPS = re.compile(r"[\s\u2010-\u2015\u2212-]+")
_TO_BLANK = str.maketrans(
    dict.fromkeys("\u2007\u2009\u202f\u00a0", " ")
    | dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،", "01234567890123456789.,,", strict=True))
)


def straightened(text: str) -> str:
    """Make the apostrophes of a text straight, every offset kept."""
    return text.replace("’", "'").replace("ʼ", "'")


def fold_apostrophes(word: str) -> str:
    """Give a word in lower case with straight apostrophes."""
    return straightened(word.lower())


def number_value(words: str) -> float | None:
    """Give the value of one number as written, None for a vague one.

    A comma before exactly three digits sets off thousands; any other comma is a decimal one.
    """
    folded = fold_apostrophes(words).translate(_TO_BLANK).strip()
    if folded[:1].isdigit() or folded[:1] in _GLYPHS:
        return _digits_value(folded.replace("'", " "))
    return _words_value(folded)


def plain_digits(words: str) -> list[str]:
    """Give the numbers in digits among the words of one, in plain notation: "1200" for "1,200", "2.5" for "2,5"."""
    return [_plain(found) for found in _IN_DIGITS.findall(words.translate(_TO_BLANK))]


def vague_ends(words: str) -> tuple[float, float]:
    """Give the two numbers that a vague amount is thought to lie between: 2 and 6 for "a few".

    These are figures of speech, not measured ones.
    """
    parts = words.lower().split()
    forms = [form for part in parts for form in (part, *(() if part.isascii() else stems(part)))]
    low, high = next((_VAGUE_ENDS[form] for form in forms if form in _VAGUE_ENDS), (2.0, 9.0))
    scale = next((_SCALES[word] for word in reversed(parts) if word in _SCALES and parts.index(word) > 0), 1.0)
    return low * scale, high * scale


def _digits_value(folded: str) -> float | None:
    """Read "2,000", "2,5", "10 000", "2 1/2", "3½" or "1/4"."""
    glyph = next((_GLYPHS[letter] for letter in folded if letter in _GLYPHS), 0.0)
    folded = folded.rstrip("".join(_GLYPHS)).strip()
    fraction = _FRACTION.search(folded)
    if fraction:
        glyph, folded = int(fraction[1]) / int(fraction[2]), folded[: fraction.start()].strip()
    if not folded:
        return glyph
    return float(_plain(folded)) + glyph


def _plain(written: str) -> str:
    """Take out what sets off thousands; any other comma is a decimal one."""
    return written.replace(",", "").replace(" ", "") if _GROUPED.fullmatch(written) else written.replace(",", ".")


def _words_value(folded: str) -> float | None:
    """Read "thirteen", "twenty-five", "a dozen", "half a", "one and a half", "two hundred and ten"."""
    total = group = 0.0
    counted = False
    words = _WORD_GAPS.split(folded)
    for word in words:
        if word in _ONES or word in _TENS:
            group += _ONES.get(word, 0.0) + _TENS.get(word, 0.0)
        elif word in _PARTS:
            group, total = 0.0, total + _part(group, _PARTS[word], after_and="and" in words)
        elif word in _SCALES and 0.0 < total < _SCALES[word] and not group:  # "half a dozen", "one and a half thousand"
            total *= _SCALES[word]
        elif word == "thousand":
            group, total = 0.0, total + (group or 1.0) * _SCALES[word]
        elif word in _SCALES:
            group = (group or 1.0) * _SCALES[word]
        elif word not in {"a", "an", "and", "of"}:
            return None
        counted = counted or word in _ONES or word in _TENS or word in _SCALES or word in _PARTS
    if counted:
        return total + group
    return 1.0 if {"a", "an"} & set(words) else None


def _part(group: float, part: float, *, after_and: bool) -> float:
    """Add a half to "two and a half", multiply it in "three quarters"."""
    return group + part if after_and else (group or 1.0) * part
