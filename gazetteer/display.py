"""Choose the name under which a place is shown: the English one that news uses, where the data knows it."""

import re
import unicodedata
from collections.abc import Sequence

from gazetteer.arabic import ARABIC_COUNTRIES
from gazetteer.transliterate import national, skeleton

_CYRILLIC_SCRIPT = frozenset({"BG", "BY", "KG", "KZ", "MK", "MN", "RU", "TJ", "UA"})
_OTHER_SCRIPTS = frozenset({"AF", "AM", "BD", "ET", "GE", "GR", "IN", "IR", "LK", "MM", "NP", "PK", "TH"})
TRANSLITERATED = ARABIC_COUNTRIES | _CYRILLIC_SCRIPT | _OTHER_SCRIPTS
"""Countries whose names GeoNames writes in Latin letters with the marks of a library catalogue."""

_SIGNS = re.compile("[‘’ʻʼʿʾ`´′]")
_UKRAINIAN = re.compile("[іїєґ]")
_FRENCH = frozenset({"DJ", "DZ", "MA", "MR", "TD", "TN"})
"""Of these, those whose accents are French and stay."""


def shown_name(name: str, country: str, alternates: Sequence[str]) -> str:
    """Give the name to show for a settlement that GeoNames calls *name*.

    In Ukraine it is the spelling of the national system of 2010, which news follows, if it is among
    *alternates* (Huliaipole for Hulyaypole); elsewhere, where the script is not Latin, the name
    without its marks (Khan Yunis for Khān Yūnis, Rylsk for Ryl’sk).

    >>> shown_name("Khān Yūnis", "PS", ())
    'Khan Yunis'
    """
    if country == "UA":
        return _national(name, alternates) or _plain(name)
    return name if name.isascii() or country not in TRANSLITERATED - _FRENCH else _plain(name)


def _national(name: str, alternates: Sequence[str]) -> str | None:
    """Give the Latin alternate that is what the national system makes of a Cyrillic one, and sounds like *name*."""
    latin = {other.lower(): other for other in reversed(alternates) if other.isascii()}
    if name.lower() in latin:
        del latin[name.lower()]
    cyrillic = sorted((other for other in alternates if not other.isascii()), key=_is_not_surely_ukrainian)
    made = dict.fromkeys(written for other in cyrillic if (written := national(other)))
    if name.lower() in made:
        return None
    fitting = (latin[written] for written in made if written in latin)
    return next((other for other in fitting if skeleton(other) == skeleton(name)), None)


def _is_not_surely_ukrainian(name: str) -> bool:
    """Sort names with letters that Russian lacks before the others."""
    return _UKRAINIAN.search(name.lower()) is None


def _plain(name: str) -> str:
    """Take off a name the marks of transliteration."""
    letters = unicodedata.normalize("NFD", _SIGNS.sub("", name))
    return unicodedata.normalize("NFC", "".join(char for char in letters if unicodedata.category(char) != "Mn"))
