"""Tell which letters a picture can draw: those of the font that matplotlib brings, and of others found here."""

from functools import cache

from matplotlib.font_manager import FontProperties, findfont, fontManager
from matplotlib.ft2font import FT2Font

OWN = "DejaVu Sans"
"""Latin, Cyrillic, Greek, Arabic, Hebrew, Georgian, Armenian and more, the same on every machine."""

FURTHER = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans",
    "Malgun Gothic",
    "Noto Sans Devanagari",
    "Noto Sans Ethiopic",
    "Noto Sans Myanmar",
    "Noto Sans Bengali",
    "Nirmala UI",
    "Ebrima",
    "Arial Unicode MS",
)
"""Fonts with the letters that it lacks, as systems bring them, in the order of trying."""


@cache
def families() -> list[str]:
    """Give the names of the fonts that are here, the first to be tried first."""
    here = set(fontManager.get_font_names())
    return [OWN, *(name for name in FURTHER if name in here)]


@cache
def _letters() -> frozenset[int]:
    """Give what can be drawn in plain and in bold letters alike."""
    plain, bold = (
        {
            code
            for name in families()
            for code in FT2Font(findfont(FontProperties(family=name, weight=weight))).get_charmap()
        }
        for weight in ("normal", "bold")
    )
    return frozenset(plain & bold)


def drawable(text: str) -> str:
    """Give *text* less the letters that would be drawn as a box."""
    letters = _letters()
    return "".join(letter for letter in text if ord(letter) in letters or letter.isspace())
