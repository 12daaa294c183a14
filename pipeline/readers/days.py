"""The facts a format tells beside its text: days of publication and web addresses."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_LONGEST_LINK = 2_000
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan січня января",
            "february feb лютого февраля",
            "march mar березня марта",
            "april apr квітня апреля",
            "may травня мая",
            "june jun червня июня",
            "july jul липня июля",
            "august aug серпня августа",
            "september sep sept вересня сентября",
            "october oct жовтня октября",
            "november nov листопада ноября",
            "december dec грудня декабря",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)")
_DAY_FIRST_WORDS = re.compile(r"(?P<day>\d{1,2})[-\s.]{1,3}(?P<month>[^\W\d_]{3,12})[-\s.,]{1,3}(?P<year>\d{4})(?!\d)")
_MONTH_FIRST_WORDS = re.compile(r"(?P<month>[^\W\d_]{3,12})[-\s.]{1,3}(?P<day>\d{1,2})[\s.,]{1,3}(?P<year>\d{4})(?!\d)")
_SLASHED = re.compile(r"(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<year>\d{4})(?!\d)")


def day_of(value: object) -> date | None:
    """Give the day that *value* tells without doubt: a date, ISO, 28.03.2023, 28 March 2023, the date line of a mail.

    None for anything else, 03/04/2023 among it: `day_of_slashes` needs to know which comes first.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()[:60] if isinstance(value, str) else ""
    for pattern in (_ISO, _PACKED, _DOTTED, _DAY_FIRST_WORDS, _MONTH_FIRST_WORDS):
        if (found := pattern.match(text)) is not None:
            return _day(found["year"], found["month"], found["day"])
    return _day_of_mail(text)


def day_of_slashes(text: str, *, day_first: bool) -> date | None:
    """Give the day of 28/03/2023 or 03/28/2023."""
    found = _SLASHED.match(text.strip()[:60])
    if found is None:
        return None
    day, month = (found["one"], found["two"]) if day_first else (found["two"], found["one"])
    return _day(found["year"], month, day)


def day_first(texts: Sequence[str]) -> bool | None:
    """Tell from a whole column of 28/03/2023 or 03/28/2023 which comes first; None where it stays open."""
    found = [match for text in texts if (match := _SLASHED.match(text.strip()[:60])) is not None]
    ones, twos = any(int(match["one"]) > 12 for match in found), any(int(match["two"]) > 12 for match in found)
    return ones if ones != twos else None


def http_link(text: str | None) -> str | None:
    """Give a web address fit to be shown as a link; None for anything but http and https."""
    if text is None or len(text) > _LONGEST_LINK or not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname and parts.username is None else None


def is_address(text: str) -> bool:
    """Tell a web address, or any other with a scheme, from the path of a file."""
    scheme, mark, _ = text.partition("://")
    return bool(mark) and scheme[:1].isalpha() and all(one.isalnum() or one in "+.-" for one in scheme)


def host_of(link: str | None) -> str | None:
    """Give the host of a web address, without www."""
    host = urlsplit(link).hostname if link is not None else None
    return host.removeprefix("www.") if host else None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else _MONTHS.get(month.lower())
    try:
        return date(int(year), number or 0, int(day))
    except ValueError:
        return None


def _day_of_mail(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
