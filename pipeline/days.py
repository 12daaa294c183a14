"""Count days the way people speak of them: month and weekday words, weeks, months and years from a day on."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from dateutil.parser import parserinfo
from dateutil.relativedelta import MO, SA, relativedelta, weekday

Interval = tuple[date, date]
"""The first and the last day, both included."""

_SLAVIC_MONTHS = (
    "січня січні січень января январе январь",
    "лютого лютому лютий февраля феврале февраль",
    "березня березні березень марта марте март",
    "квітня квітні квітень апреля апреле апрель",
    "травня травні травень мая мае май",
    "червня червні червень июня июне июнь",
    "липня липні липень июля июле июль",
    "серпня серпні серпень августа августе август",
    "вересня вересні вересень сентября сентябре сентябрь",
    "жовтня жовтні жовтень октября октябре октябрь",
    "листопада листопаді листопад ноября ноябре ноябрь",
    "грудня грудні грудень декабря декабре декабрь",
)
_SLAVIC_WEEKDAYS = (
    "понеділок понедельник",
    "вівторок вторник",
    "середу среду",
    "четвер четверг",
    "п'ятницю п’ятницю пятницу",
    "суботу субботу",
    "неділю воскресенье",
)


_ENGLISH = parserinfo()


def _numbered(groups: tuple[str, ...], first: int) -> dict[str, int]:
    return {word: number for number, words in enumerate(groups, start=first) for word in words.split()}


_SLAVIC_MONTH = _numbered(_SLAVIC_MONTHS, 1)
_SLAVIC_WEEKDAY = _numbered(_SLAVIC_WEEKDAYS, 0)
MONTH_WORDS: Final = (*(word.lower() for words in parserinfo.MONTHS for word in words), *_SLAVIC_MONTH)
WEEKDAY_WORDS: Final = tuple(words[1].lower() for words in parserinfo.WEEKDAYS)
SLAVIC_WEEKDAY_WORDS: Final = tuple(_SLAVIC_WEEKDAY)

_STEPS: Mapping[str, relativedelta] = {
    "hour": relativedelta(hours=1),
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "year": relativedelta(years=1),
}
_AHEAD_DAYS = 120
_SPREAD_DAYS = {"hour": 0, "day": 0, "week": 3, "month": 15, "year": 182}
"""Half a unit: "three weeks ago" is no single day."""


def month_of(word: str) -> int:
    """Give the number of a month from one of `MONTH_WORDS`, in any case."""
    return _ENGLISH.month(word) or _SLAVIC_MONTH[word.lower()]


def weekday_of(word: str) -> int:
    """Give the number of a weekday, Monday 0, from one of its words, in any case."""
    number = _ENGLISH.weekday(word)
    return _SLAVIC_WEEKDAY[word.lower()] if number is None else number


def days_of_month(year: int, month: int, first: int, last: int) -> Interval:
    """Give days of a month, the last at most its end. Raises `ValueError` where it has no such days."""
    start = date(year, month, first)
    end = start + relativedelta(day=last)
    if end < start:
        message = "the days run backwards"
        raise ValueError(message)
    return start, end


def likely_year(month: int, near: date) -> int:
    """Give the year of a month named without one: the latest whose middle is at most four months ahead.

    Reports look back: in March, "in September" is last year's, "in June" may be this year's.
    """
    return near.year + 1 - next(back for back in range(3) if _ahead(near.year + 1 - back, month, near) <= _AHEAD_DAYS)


def _ahead(year: int, month: int, near: date) -> int:
    return (date(year, month, 15) - near).days


def weekday_near(number: int, which: str, near: date) -> date:
    """Give the day that a weekday means: the latest; "last" never today's, "this" this week's, "next" the one after."""
    latest = near + relativedelta(weekday=weekday(number, -1))
    if which == "last" and latest == near:
        return latest - timedelta(weeks=1)
    if which == "this":
        return week_of(near)[0] + timedelta(days=number)
    return latest + timedelta(weeks=1) if which == "next" else latest


def weekend_near(which: str, near: date) -> Interval:
    """Give the latest Saturday and its Sunday; "this" the one of this week, "next" the one after it."""
    if which in {"this", "next"}:
        saturday = week_of(near)[0] + timedelta(days=5, weeks=which == "next")
    else:
        saturday = near + relativedelta(weekday=SA(-1))
        if which == "last" and near <= saturday + timedelta(days=1):
            saturday -= timedelta(weeks=1)
    return saturday, saturday + timedelta(days=1)


def week_of(near: date) -> Interval:
    """Give the Monday and the Sunday round a day."""
    monday = near + relativedelta(weekday=MO(-1))
    return monday, monday + timedelta(days=6)


def period(unit: str, step: int, near: date) -> Interval:
    """Give the week, month or year *step* of them from that of a day."""
    there = near + step * _STEPS[unit]
    if unit == "week":
        return week_of(there)
    if unit == "month":
        return there + relativedelta(day=1), there + relativedelta(day=31)
    return there + relativedelta(month=1, day=1), there + relativedelta(month=12, day=31)


def back_from(count: int, unit: str, near: date) -> Interval:
    """Give the days of the last so many units, at least one day."""
    return min(near - timedelta(days=1), _before(count, unit, near)), near


def ago(count: int, unit: str, near: date) -> Interval:
    """Give the days that "three weeks ago" may mean, none after *near*."""
    middle = _before(count, unit, near)
    spread = timedelta(days=_SPREAD_DAYS[unit])
    return middle - spread, min(near, middle + spread)


def _before(count: int, unit: str, near: date) -> date:
    """Count back; hours from the end of the day, so that a day has 24 of them."""
    if unit == "hour":
        return near - timedelta(days=-(-count // 24))
    return near - count * _STEPS[unit]
