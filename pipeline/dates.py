"""Find the dates in a text and the days they mean, relative ones against the day of publication."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain

from pipeline import days
from pipeline.days import Interval
from pipeline.model import Span, WrittenDate

_DAY_WORDS: dict[str, tuple[int, int]] = {
    "today": (0, 0),
    "this morning": (0, 0),
    "this afternoon": (0, 0),
    "this evening": (0, 0),
    "tonight": (0, 0),
    "overnight": (-1, 0),
    "last night": (-1, 0),
    "yesterday": (-1, -1),
    "the day before yesterday": (-2, -2),
    "tomorrow": (1, 1),
    "сьогодні": (0, 0),
    "сегодня": (0, 0),
    "вчора": (-1, -1),
    "вчера": (-1, -1),
    "позавчора": (-2, -2),
    "позавчера": (-2, -2),
}
"""Words for days, as the first and the last of them counted from the day of publication."""
_PARTS = {
    "early": (1, 10),
    "beginning of": (1, 10),
    "start of": (1, 10),
    "mid": (11, 20),
    "middle of": (11, 20),
    "late": (21, 31),
    "end of": (21, 31),
    "first half of": (1, 15),
    "second half of": (16, 31),
    "first week of": (1, 7),
}
"""Words for parts of a month, as days of it."""
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_COUNTS |= {"eleven": 11, "twelve": 12, "a": 1, "an": 1, "couple of": 2, "a couple of": 2}
_COUNTS |= {"few": 3, "a few": 3, "several": 4}


def _either(words: "dict[str, object] | dict[str, int] | dict[str, tuple[int, int]] | tuple[str, ...]") -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)).replace(r"\ ", "[ ]")


def _first(words: tuple[str, ...]) -> str:
    """Make a set of first letters: most words need no closer look."""
    return f"[{''.join(sorted({word[0] for word in words}))}]"


_MONTH = _either(days.MONTH_WORDS)
_NUMBER = rf"\d{{1,3}}|{_either(_COUNTS)}"
_UNIT = "hour|day|week|month|year"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_JOIN = r"[ ]?(?:-|\u2013|\u2014|,[ ]and|,|and|to|through|or|&|/|і|та|и|по|до)[ ]?"
_LIST = rf"{_DAY}(?:{_JOIN}{_DAY}){{0,6}}"
_DOT = r"(?:\.(?=,?[ ][12]\d\d\d))?"
_YEAR = r"[12]\d{3}"
_YEAR_BEHIND = rf"(?:,?[ ](?P<%s>{_YEAR}))?"

_PATTERN = re.compile(
    rf"""
    (?<![\w.,:/-])
    (?:
        (?=\d)(?:
            (?P<iso>{_YEAR}-[01]\d-[0-3]\d)(?:[t ][0-2]\d:[0-5]\d(?::[0-5]\d)?z?)?
          | (?P<dotted>[0-3]?\d\.[01]?\d\.{_YEAR})
          | (?P<slashed>[0-3]?\d/[0-3]?\d/{_YEAR})
          | (?P<days>{_LIST})[ ](?:of[ ])?(?P<days_month>{_MONTH})\b{_DOT}{_YEAR_BEHIND % "days_year"}
        )
      | (?={_first(days.MONTH_WORDS)})(?P<month>{_MONTH})\b\.?(?:
            [ ](?P<month_days>{_LIST})\b{_YEAR_BEHIND % "month_year"}
          | (?:[ ]?[-\u2013][ ]?|[ ](?:to|through|until)[ ])(?P<month_last>{_MONTH})\b{_YEAR_BEHIND % "last_year"}
          | ,?[ ](?P<bare_year>{_YEAR})
        )
      | (?:the[ ])?(?P<part>{_either(_PARTS)})[ -](?P<part_month>{_MONTH})\b{_DOT}{_YEAR_BEHIND % "part_year"}
      | (?:(?P<side>earlier|later)[ ])?(?P<this>last|this|next)[ ](?P<this_unit>week|month|year)
      | (?:the[ ])?(?:last|past|previous)[ ](?:(?P<span_count>{_NUMBER})[ ])?(?P<span_unit>{_UNIT})s?
      | (?P<ago_count>{_NUMBER})[ ](?P<ago_unit>{_UNIT})s?[ ]ago
      | (?P<weekend_which>last|next|this|the)[ ]weekend
      | (?:(?P<which>last|next|this)[ ])?(?P<weekday>{_either(days.WEEKDAY_WORDS)})
      | (?P<day_word>{_either(_DAY_WORDS)})(?!(?<=overnight)[ ](?:on|into|to|from)\b)
      | (?:in|since|until|by|during|of|from|у|в|во|з|с)[ ](?:
            (?P<lone_month>{_MONTH})\b(?![ ]?[\d\u2013-]|[ ](?:to|through|until)[ ](?:{_MONTH})\b)
          | (?P<lone_year>(?:19|20)\d{{2}})(?![\d,.%]*\d|[ ](?:km|m|people|men|troops)\b)
          | (?P<slavic_weekday>{_either(days.SLAVIC_WEEKDAY_WORDS)})
        )
    )
    (?![\w])
    """,
    re.VERBOSE,
)
"""A date in a text in lower case: a pattern that had to look past case would take several times as long."""

_LED = ("lone_month", "lone_year", "slavic_weekday")
"""Groups whose date begins after the word that leads to it."""
# Every date holds one of these; the pattern, which is slow, looks only round them.
_LATIN_HINT = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("hour", "day", "week", "month", "year", "morning", "afternoon", "evening", "night", "tomorrow"),
)
"""Every hint in Latin letters holds one of these, or is a year; a plain search for them takes a fifth of the time."""

_DEEPEST = 6
"""Letters of a hint before that part of it, at most: "wednes"."""

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_YEARS = re.compile(rf"{_YEAR}(?!\d)")
_HINT = re.compile(
    rf"""
    (?<![^\W_])(?:
        (?:{_MONTH}|{_either(days.WEEKDAY_WORDS)}|{_UNIT}|weekend|today|tonight|yesterday|tomorrow|overnight)s?(?![^\W_])
      | (?<=this[ ])(?:morning|afternoon|evening)|(?<=last[ ])night
      | {_either(tuple(word for word in _DAY_WORDS if not word.isascii()))}
      | {_either(days.SLAVIC_WEEKDAY_WORDS)}
      | [12]\d{{3}}(?!\d)
    )
    """,
    re.VERBOSE,
)
_BEFORE, _BEHIND = 64, 32
_JOINED = 256
"""Characters behind a window in which a date with a year may be joined to one without; more than any such two take."""

_WORD = re.compile(r"\w+")
_OPENING = frozenset(
    word.split()[0]
    for word in (
        *(*days.MONTH_WORDS, *days.WEEKDAY_WORDS, *_PARTS, *_COUNTS, *_DAY_WORDS),
        *("the", "earlier", "later", "last", "this", "next", "past", "previous"),
        *("in", "since", "until", "by", "during", "of", "from", "у", "в", "во", "з", "с"),
    )
)
"""The words that a date without a digit at its front begins with."""

_MONTH_GROUPS = ("month", "month_last", "days_month", "part_month", "lone_month")
_SPAN_OF_DAYS = re.compile(r"[ ]?(?:-|\u2013|\u2014)[ ]?|[ ](?:to|through|until|till|по|до)[ ]", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|між|между)[ ](?:the[ ])?\Z", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|ever[ ]since)[ ](?:the[ ])?\Z", re.IGNORECASE)
_NIGHT = re.compile(r"\b(?:night|overnight)[ ](?:of|on|from)[ ](?:the[ ])?\Z", re.IGNORECASE)
_REACH = 24


def find_dates(text: str, published: date | None) -> Iterator[WrittenDate]:
    """Find each date written in *text*, as the interval of days it means.

    A date that leaves out its year, and every relative one ("on Monday", "over the last 10 days"),
    is counted from *published*: weekdays look back, a day without a year is the latest one that is
    not far ahead. Without a day of publication these are passed over. Two dates joined to a span
    ("from 28 February to 3 March") are one; "since Friday" lasts until *published*; the night of a
    day ends on the next.
    """
    if published is None and _YEARS.search(text) is None:
        return
    level = _level(text)
    for found, last, interval in _joined(text, level, published):
        start = _start(found)
        first_day, last_day = _stretched(interval, level[max(0, start - _REACH) : start], published)
        yield WrittenDate(span=Span(start=start, end=last.end()), first=first_day, last=last_day)


def _stretched(interval: Interval, before: str, published: date | None) -> Interval:
    """Let a date last as long as the words before it say."""
    first, last = interval
    if published and first <= published and _SINCE.search(before):
        return first, published
    return (first, last + timedelta(days=1)) if first == last < date.max and _NIGHT.search(before) else interval


_Found = re.Match[str]


def _joined(text: str, level: str, published: date | None) -> Iterator[tuple[_Found, _Found, Interval]]:
    """Give each date with the match it begins and the one it ends with."""
    held: tuple[_Found, Interval | None] | None = None
    windows = _windows(level) if published else _with_year(level)
    for found in chain.from_iterable(_matches(level, *window) for window in windows):
        interval = _interval(text, found, published)
        if held and interval and _is_span(level, held[0], found):
            # "28 February to 3 March 2022": what the first leaves out is counted from the second.
            first = _interval(text, held[0], None) or _interval(text, held[0], interval[0])
            if first and first[0] <= interval[1]:
                yield held[0], found, (first[0], interval[1])
                held = None
                continue
        if held and held[1]:
            yield held[0], held[0], held[1]
        held = found, interval
    if held and held[1]:
        yield held[0], held[0], held[1]


def _start(found: _Found) -> int:
    """Give where a date begins: after "in" and "since"."""
    return next((found.start(group) for group in _LED if found[group]), found.start())


def _is_span(level: str, first: _Found, last: _Found) -> bool:
    """Tell whether the words between two dates make one span of them."""
    if _start(last) - first.end() > _REACH:
        return False
    gap = level[first.end() : _start(last)]
    if gap in {" and ", " і ", " та ", " и "}:
        return bool(_BETWEEN.search(level[max(0, _start(first) - _REACH) : _start(first)]))
    return _SPAN_OF_DAYS.fullmatch(gap) is not None


def _level(text: str) -> str:
    """Make every letter small and every blank a space, one for one, so that a date may run over a line's end."""
    text = text.replace("İ", "i").lower()  # the one letter that is two when it is small
    for blank in "\n\r\t\u00a0\u202f\u2009":
        text = text.replace(blank, " ")
    return text


def _windows(level: str) -> Iterator[tuple[int, int]]:
    """Give the stretches round the hints, whole words, joined where they meet."""
    start = end = 0
    for hint in _hints(level):
        if hint.start() - _BEFORE > end:
            if end:
                yield start, end
            start = max(end, level.find(" ", hint.start() - _BEFORE) + 1)
        tail = level.find(" ", hint.end() + _BEHIND, hint.end() + 2 * _BEHIND)
        end = tail if tail >= 0 else min(len(level), hint.end() + 2 * _BEHIND)
    if end:
        yield start, end


def _with_year(level: str) -> Iterator[tuple[int, int]]:
    """Give the windows that hold a year or stand close before one: other dates say no day without a publication."""
    return (window for window in _windows(level) if _YEARS.search(level, window[0], window[1] + _JOINED))


def _hints(level: str) -> Iterator[_Found]:
    """Find the hints of a text, in order."""
    if not level.isascii() and _CYRILLIC.search(level):
        yield from _HINT.finditer(level)
        return
    spots = [year.start() for year in _YEARS.finditer(level)]
    for part in _LATIN_HINT:
        at = level.find(part)
        while at >= 0:
            spots.append(at)
            at = level.find(part, at + 1)
    for spot in sorted(spots):
        start = spot
        while start > max(0, spot - _DEEPEST) and level[start - 1].isalnum():
            start -= 1
        if hint := _HINT.match(level, start):
            yield hint


def _matches(level: str, start: int, end: int) -> Iterator[_Found]:
    """Yield the dates of a window as `finditer` would, in a third of the time: only words that begin one are tried."""
    reach = start
    for word in _WORD.finditer(level, start, end):
        if word.start() < reach or not (word[0][0].isdigit() or word[0] in _OPENING):
            continue
        if found := _PATTERN.match(level, word.start(), end):
            reach = found.end()
            yield found


def _interval(text: str, found: _Found, near: date | None) -> Interval | None:
    if any(found[group] and found[group].isascii() and text[found.start(group)].islower() for group in _MONTH_GROUPS):
        return None  # "to march 10 km", "they may 5 times"
    try:
        for group, read in _WHOLE.items():
            if found[group]:
                return read(found, near)
        for group, read_from in _RELATIVE.items():
            if found[group]:
                return read_from(found, near) if near else None
    except (ValueError, OverflowError):  # the 31st of February
        return None
    return None


# Dates that name their day.


def _iso(found: _Found, _: date | None) -> Interval:
    day = date.fromisoformat(found["iso"])
    return day, day


def _dotted(found: _Found, _: date | None) -> Interval:
    day, month, year = map(int, found["dotted"].split("."))
    return days.days_of_month(year, month, day, day)


def _slashed(found: _Found, _: date | None) -> Interval | None:
    """Read "28/03/2023" and "03/28/2023"; "03/04/2023" may mean either of two days and is none."""
    one, two, year = map(int, found["slashed"].split("/"))
    if one != two and max(one, two) <= 12:
        return None
    day, month = (one, two) if two <= 12 else (two, one)
    return days.days_of_month(year, month, day, day)


def _part(found: _Found, near: date | None) -> Interval | None:
    first, last = _PARTS[found["part"]]
    return _in_month(found["part_year"], found["part_month"], first, last, near)


def _days_then_month(found: _Found, near: date | None) -> Interval | None:
    return _in_month(found["days_year"], found["days_month"], *_ends(found["days"]), near)


def _month_then_days(found: _Found, near: date | None) -> Interval | None:
    return _in_month(found["month_year"], found["month"], *_ends(found["month_days"]), near)


def _months(found: _Found, near: date | None) -> Interval | None:
    last = _in_month(found["last_year"], found["month_last"], 1, 31, near)
    first = _in_month(found["last_year"], found["month"], 1, 31, near)
    if first is None or last is None or first[0] <= last[1]:
        return (first[0], last[1]) if first and last else None
    return days.days_of_month(first[0].year - 1, first[0].month, 1, 31)[0], last[1]  # December to January


def _month_and_year(found: _Found, near: date | None) -> Interval | None:
    return _in_month(found["bare_year"], found["month"], 1, 31, near)


def _lone_month(found: _Found, near: date | None) -> Interval | None:
    return _in_month(None, found["lone_month"], 1, 31, near)


def _lone_year(found: _Found, _: date | None) -> Interval:
    year = int(found["lone_year"])
    return date(year, 1, 1), date(year, 12, 31)


def _in_month(year: str | None, word: str, first: int, last: int, near: date | None) -> Interval | None:
    """Give days of a month; without a year those of the likeliest one."""
    month = days.month_of(word)
    if year:
        return days.days_of_month(int(year), month, first, last)
    return days.days_of_month(days.likely_year(month, near), month, first, last) if near else None


def _ends(listed: str) -> tuple[int, int]:
    """Give the first and the last day of a list: "3, 4 and 6" are 3 to 6."""
    numbers = [int(number) for number in re.findall(r"\d+", listed)]
    return min(numbers), max(numbers)


# Dates counted from another.


def _this(found: _Found, near: date) -> Interval:
    interval = days.period(found["this_unit"], _STEP[found["this"]], near)
    side = found["side"]
    if found["this"] != "this" or not side:
        return interval
    return (interval[0], near) if side == "earlier" else (near, interval[1])


_STEP = {"last": -1, "this": 0, "next": 1}


def _span_back(found: _Found, near: date) -> Interval:
    return days.back_from(_count(found["span_count"] or "one"), found["span_unit"], near)


def _ago(found: _Found, near: date) -> Interval:
    return days.ago(_count(found["ago_count"]), found["ago_unit"], near)


def _weekend(found: _Found, near: date) -> Interval:
    return days.weekend_near(found["weekend_which"], near)


def _on_weekday(found: _Found, near: date) -> Interval:
    day = days.weekday_near(days.weekday_of(found["weekday"]), found["which"] or "", near)
    return day, day


def _on_slavic_weekday(found: _Found, near: date) -> Interval:
    day = days.weekday_near(days.weekday_of(found["slavic_weekday"]), "", near)
    return day, day


def _day_word(found: _Found, near: date) -> Interval:
    first, last = _DAY_WORDS[found["day_word"]]
    return near + timedelta(days=first), near + timedelta(days=last)


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _COUNTS[words]


_WHOLE: dict[str, Callable[[_Found, date | None], Interval | None]] = {
    "iso": _iso,
    "dotted": _dotted,
    "slashed": _slashed,
    "part": _part,
    "days": _days_then_month,
    "month_days": _month_then_days,
    "month_last": _months,
    "bare_year": _month_and_year,
    "lone_month": _lone_month,
    "lone_year": _lone_year,
}
_RELATIVE: dict[str, Callable[[_Found, date], Interval]] = {
    "this": _this,
    "span_unit": _span_back,
    "ago_count": _ago,
    "weekend_which": _weekend,
    "weekday": _on_weekday,
    "slavic_weekday": _on_slavic_weekday,
    "day_word": _day_word,
}
