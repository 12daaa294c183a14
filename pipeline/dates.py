"""Find the dates in a text and the days they mean, relative ones against the day of publication."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pipeline.model import Span, WrittenDate

Interval = tuple[date, date]

_MONTH_NAMES = (
    "january jan січня января",
    "february feb лютого февраля",
    "march mar березня марта",
    "april apr квітня апреля",
    "may травня мая",
    "june jun червня июня",
    "july jul липня июля",
    "august aug серпня августа",
    "september sept sep вересня сентября",
    "october oct жовтня октября",
    "november nov листопада ноября",
    "december dec грудня декабря",
)
_MONTHS = {word: number for number, words in enumerate(_MONTH_NAMES, start=1) for word in words.split()}
_WEEKDAYS = {
    name: number
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
_DAY_WORDS = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "overnight": 0}
_DAY_WORDS |= {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2}
_THIRDS = {"early": (1, 10), "beginning of": (1, 10), "start of": (1, 10), "mid": (11, 20), "middle of": (11, 20)}
_THIRDS |= {"late": (21, 31), "end of": (21, 31)}
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_COUNTS |= {
    "eleven": 11,
    "twelve": 12,
    "a": 1,
    "an": 1,
    "couple of": 2,
    "a couple of": 2,
    "few": 3,
    "a few": 3,
    "several": 4,
}
_UNIT_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUMBER = "|".join(sorted(_COUNTS, key=len, reverse=True))
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_JOIN = r"[ ]?(?:-|\u2013|\u2014|,|and|to|through|or|&)[ ]?"
_DOT = r"(?:\.(?=,?[ ][12]\d\d\d))?"
_PERIOD_UNIT = "hour|day|week|month|year"

_PATTERN = re.compile(
    rf"""
    (?<![\w.,:/-])
    (?:
        (?P<iso>[12]\d{{3}}-[01]\d-[0-3]\d)
      | (?P<dotted>[0-3]?\d\.[01]?\d\.[12]\d{{3}})
      | (?P<third>early|mid|late|(?:the[ ])?(?:beginning|start|middle|end)[ ]of)[ -](?P<third_month>{_MONTH})\b{_DOT}
        (?:,?[ ](?P<third_year>[12]\d{{3}}))?
      | (?P<days_first>{_DAY})(?:{_JOIN}(?P<days_last>{_DAY}))?[ ](?:of[ ])?(?P<days_month>{_MONTH})\b{_DOT}
        (?:,?[ ](?P<days_year>[12]\d{{3}}))?
      | (?P<month_first>{_MONTH})\b\.?[ ](?P<month_day>{_DAY})\b(?:{_JOIN}(?P<month_last>{_DAY})\b)?
        (?:,?[ ](?P<month_year>[12]\d{{3}}))?
      | (?P<bare_month>{_MONTH})\b\.?,?[ ](?P<bare_year>[12]\d{{3}})
      | (?P<this>last|this|next|past)[ ](?P<this_unit>week|month|year)
      | (?:the[ ])?(?:last|past|previous)[ ](?P<span_count>\d{{1,3}}|{_NUMBER})[ ](?P<span_unit>{_PERIOD_UNIT})s?
      | (?P<ago_count>\d{{1,3}}|{_NUMBER})[ ](?P<ago_unit>day|week|month|year)s?[ ]ago
      | (?:(?P<which>last|next|this)[ ])?(?P<weekday>{"|".join(_WEEKDAYS)})
      | (?P<day_word>{"|".join(sorted(_DAY_WORDS, key=len, reverse=True))})
      | (?:in|since|until|by|during|of|from)[ ](?P<lone_month>{_MONTH})\b(?![ ]?\d)
      | (?:in|since|until|by|during|from)[ ](?P<lone_year>(?:19|20)\d{{2}})
        (?![\d,.%]*\d|[ ](?:km|m|people|men|troops)\b)
    )
    (?![\w])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Every date holds one of these; the pattern, which is slow, looks only round them.
_HINT = re.compile(
    rf"""
    (?<![^\W_])(?:
        (?:{_MONTH}|{"|".join(_WEEKDAYS)}|{_PERIOD_UNIT}|today|tonight|yesterday|tomorrow|overnight)s?(?![^\W_])
      | this[ ](?:morning|afternoon|evening)|last[ ]night
      | [12]\d{{3}}(?!\d)
    )
    """,
    re.VERBOSE,
)
_BEFORE, _AFTER = 48, 32
_MONTH_GROUPS = ("third_month", "days_month", "month_first", "bare_month", "lone_month")
_LEADING = re.compile(r"(?:in|since|until|by|during|of|from)[ ]", re.IGNORECASE)


def find_dates(text: str, published: date | None) -> Iterator[WrittenDate]:
    """Find each date written in *text*, as the interval of days it means.

    A date that leaves out its year, and every relative one ("on Monday", "over the last 10 days"),
    is counted from *published*: weekdays look back, a day without a year is the nearest one. Without
    a day of publication these are passed over.
    """
    level = _level(text)
    for found in (match for start, end in _windows(level) for match in _PATTERN.finditer(level, start, end)):
        interval = _interval(found, published)
        if interval is None:
            continue
        leading = _LEADING.match(found[0]) if found["lone_month"] or found["lone_year"] else None
        start = found.start() + (len(leading[0]) if leading else 0)
        yield WrittenDate(span=Span(start=start, end=found.end()), first=interval[0], last=interval[1])


def _level(text: str) -> str:
    """Make every blank a space, one for one, so that a date may run over a line's end."""
    return text.translate({ord(blank): " " for blank in "\n\r\t\u00a0\u202f\u2009"})


def _windows(level: str) -> Iterator[tuple[int, int]]:
    """Give the stretches round the hints, whole words, joined where they meet."""
    start = end = 0
    for hint in _HINT.finditer(level.lower()):
        if hint.start() - _BEFORE > end:
            if end:
                yield start, end
            start = max(end, level.find(" ", hint.start() - _BEFORE) + 1)
        tail = level.find(" ", hint.end() + _AFTER, hint.end() + 2 * _AFTER)
        end = tail if tail >= 0 else min(len(level), hint.end() + 2 * _AFTER)
    if end:
        yield start, end


def _interval(found: re.Match[str], published: date | None) -> Interval | None:
    if any(found[group] and found[group][0].islower() and found[group].isascii() for group in _MONTH_GROUPS):
        return None  # "to march 10 km", "they may 5 times"
    for group, read in _READERS.items():
        if found[group]:
            try:
                return read(found, published)
            except (ValueError, OverflowError):  # the 31st of February
                return None
    return None


def _iso(found: re.Match[str], _: date | None) -> Interval:
    day = date.fromisoformat(found["iso"])
    return day, day


def _dotted(found: re.Match[str], _: date | None) -> Interval:
    day, month, year = map(int, found["dotted"].split("."))
    return date(year, month, day), date(year, month, day)


def _third(found: re.Match[str], published: date | None) -> Interval | None:
    first, last = _THIRDS[found["third"].lower().removeprefix("the ")]
    month = _MONTHS[found["third_month"].lower()]
    return _days(found["third_year"], month, first, last, published)


def _days_then_month(found: re.Match[str], published: date | None) -> Interval | None:
    first, last = _day(found["days_first"]), _day(found["days_last"] or found["days_first"])
    return _days(found["days_year"], _MONTHS[found["days_month"].lower()], first, last, published)


def _month_then_days(found: re.Match[str], published: date | None) -> Interval | None:
    first, last = _day(found["month_day"]), _day(found["month_last"] or found["month_day"])
    return _days(found["month_year"], _MONTHS[found["month_first"].lower()], first, last, published)


def _month_and_year(found: re.Match[str], published: date | None) -> Interval | None:
    return _days(found["bare_year"], _MONTHS[found["bare_month"].lower()], 1, 31, published)


def _lone_month(found: re.Match[str], published: date | None) -> Interval | None:
    return _days(None, _MONTHS[found["lone_month"].lower()], 1, 31, published)


def _lone_year(found: re.Match[str], _: date | None) -> Interval:
    year = int(found["lone_year"])
    return date(year, 1, 1), date(year, 12, 31)


def _this(found: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return None
    step = {"last": -1, "past": -1, "this": 0, "next": 1}[found["this"].lower()]
    unit = found["this_unit"].lower()
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    year, month = divmod(published.year * 12 + published.month - 1 + step, 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def _span_back(found: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return None
    days = _count(found["span_count"]) * _UNIT_DAYS[found["span_unit"].lower()]
    return published - timedelta(days=max(1, round(days))), published


def _ago(found: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return None
    unit = _UNIT_DAYS[found["ago_unit"].lower()]
    middle = published - timedelta(days=round(_count(found["ago_count"]) * unit))
    # "three weeks ago" is no single day: half a unit either side, and never after publication.
    spread = timedelta(days=int(unit // 2))
    return middle - spread, min(published, middle + spread)


def _on_weekday(found: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return None
    wanted = _WEEKDAYS[found["weekday"].lower()]
    back = timedelta(days=(published.weekday() - wanted) % 7)
    day = published - back + timedelta(weeks=(found["which"] or "").lower() == "next")
    return day, day


def _day_word(found: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return None
    day = published + timedelta(days=_DAY_WORDS[found["day_word"].lower()])
    return day, day


_READERS: dict[str, Callable[[re.Match[str], date | None], Interval | None]] = {
    "iso": _iso,
    "dotted": _dotted,
    "third": _third,
    "days_first": _days_then_month,
    "month_first": _month_then_days,
    "bare_month": _month_and_year,
    "this": _this,
    "span_count": _span_back,
    "ago_count": _ago,
    "weekday": _on_weekday,
    "day_word": _day_word,
    "lone_month": _lone_month,
    "lone_year": _lone_year,
}


def _days(year: str | None, month: int, first: int, last: int, published: date | None) -> Interval | None:
    """Give days of a month; without a year that of the nearest such month to the publication."""
    if year:
        return _month_days(int(year), month, first, last)
    if published is None:
        return None
    near = min(
        (published.year - 1, published.year, published.year + 1),
        key=lambda candidate: abs((date(candidate, month, 15) - published).days),
    )
    return _month_days(near, month, first, last)


def _month_days(year: int, month: int, first: int, last: int) -> Interval:
    end = monthrange(year, month)[1]
    if first > end or last < first:
        message = "no such days in that month"
        raise ValueError(message)
    return date(year, month, first), date(year, month, min(last, end))


def _day(words: str) -> int:
    return int(words.rstrip("stndrh"))


def _count(words: str) -> float:
    return float(words) if words.isdigit() else _COUNTS[words.lower()]
