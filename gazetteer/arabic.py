"""Give the spellings under which news knows an Arabic name that GeoNames writes letter by letter."""

import re
from itertools import product

ARABIC_COUNTRIES = frozenset(
    {
        "AE", "BH", "DJ", "DZ", "EG", "EH", "ER", "IL", "IQ", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA",
        "SA", "SD", "SO", "SY", "TD", "TN", "YE",
    }
)  # fmt: skip
"""Countries whose names reach Latin letters from Arabic."""

_ARTICLE = re.compile(r"\b(?:al|a(dh|sh|th|[dnrstz])(?= \1)) ")
_FIRST_ARTICLE = re.compile(r"(?:al|a(dh|sh|th|[dnrstz])(?= \1)) (?=[a-z]{6})")
_WORDS = (
    (re.compile(r"^tall ?(?=[a-z]{3})"), ("tall ", "tell ", "tal ")),
    (re.compile(r"\bbayt\b"), ("bayt", "beit")),
    (re.compile(r"\bdayr\b"), ("dayr", "deir")),
    (re.compile(r"\bayn\b"), ("ayn", "ain")),
    (re.compile(r"\bshaykh"), ("shaykh", "sheikh")),
    (re.compile(r"\bumm\b"), ("umm", "um")),
    (re.compile(r"\bjabal\b"), ("jabal", "jebel")),
    (re.compile(r"(?<=[a-z]{3}a)h$"), ("h", "")),
    (re.compile(r"iyy?a(?=h?$)"), ("iya", "iyya")),
)
_PLAIN = re.compile(r"[a-z' ]+")
_MOST = 24


def respelt(key: str, *, bare: bool) -> list[str]:
    """Give other spellings of a folded name: sun letters (ash Sharqat) as al and el, Tall as Tell, Bayt as Beit.

    With *bare* the article is left off too, where six letters or more follow.

    >>> respelt("tall rif'at", bare=False)
    ['tell rifat', 'tal rifat']
    """
    if _PLAIN.fullmatch(key) is None:
        return []
    plain = " ".join(key.replace("'", "").split())
    forms = [plain]
    for pattern, spellings in _WORDS:
        if pattern.search(plain):
            forms = [pattern.sub(spelling, form) for form, spelling in product(forms, spellings)][:_MOST]
    if _ARTICLE.search(plain):
        articled = [_ARTICLE.sub(f"{article} ", form) for form in forms for article in ("al", "el")]
        forms += articled + [_FIRST_ARTICLE.sub("", form, count=1) for form in forms if bare]
    return [form for form in dict.fromkeys(forms) if form != key]
