"""Tell by the text between two names whether both stand in one list."""

from pipeline.arabic import arabic_words, plain, without_signs
from pipeline.lexicon import words

_COMMAS = (",", "،", ";")
_AND = words("places", "between names of a list")
_ARABIC_AND = arabic_words("between names of a list")
_ENDS = frozenset(["/", "-", "–", "to"])


def is_listed(between: str) -> bool:
    """Tell whether two names with this text between them are members of a list: a comma parts them, "and", or both.

    >>> is_listed(", and "), is_listed(" та "), is_listed("، و"), is_listed(" near ")
    (True, True, True, False)
    """
    return _lists(_bare(between))


def is_coordinated(between: str) -> bool:
    """Tell whether two names are members of a list or the ends of a way: "Lyman-Siversk", "Baidoa to Luuq"."""
    bare = _bare(between)
    return bare in _ENDS or _lists(bare)


def _bare(between: str) -> str:
    return (between if between.isascii() else without_signs(between)).strip().lower()


def _lists(bare: str) -> bool:
    comma = bare.startswith(_COMMAS)
    word = bare[1:].lstrip() if comma else bare
    return word in _AND or (comma and not word) or (not word.isascii() and plain(word) in _ARABIC_AND)
