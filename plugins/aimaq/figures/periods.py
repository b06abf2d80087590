"""Periods, which observations describe: a day, a month, a quarter or a year; also dates and moments.

The forms are the part of SDMX's ObservationalTimePeriod that public institutions report by.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal, Self

__all__ = [
    "DATE_FORM",
    "MOMENT_FORM",
    "PERIOD_FORMS",
    "Period",
    "WrongYear",
    "check_year",
    "parse_date",
    "parse_moment",
]

DATE_FORM = "a date such as 2022-12-31"
PERIOD_FORMS = "a day (2022-12-31), a month (2022-12), a quarter (2022-Q4) or a year (2022)"

MOMENT_FORM = "a day and a time such as 2022-12-31 10:00"

_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([01][0-9]|2[0-3]):([0-5][0-9])")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_KINDS: Final[dict[int, Literal["day", "month", "year"]]] = {10: "day", 7: "month", 4: "year"}


#: Other years are slips of the keyboard. The calendar's ends have no day before or after them, nor all time zones.
_FIRST_YEAR, _LAST_YEAR = 1000, 2999


class WrongYear(ValueError):
    """The message names the year, and the years that a date may have."""


def check_year(year: int, text: str) -> None:
    """Raise ``WrongYear`` if the year, which stands in ``text``, is not one that a date may have."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise WrongYear(f'"{text}": the year is {year:04}; years are {_FIRST_YEAR} to {_LAST_YEAR}')


def parse_date(text: str) -> date:
    """Read ``YYYY-MM-DD``, the only form in the ledger; raise ValueError that says what is wrong."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f'"{text}" is not a date; write {DATE_FORM}')
    return _date(text, *map(int, found.groups()))


def parse_moment(text: str) -> datetime:
    """Read ``YYYY-MM-DD HH:MM``, which names no time zone; raise ValueError that says what is wrong."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(f'"{text}" is not a moment; write {MOMENT_FORM}')
    return datetime.combine(parse_date(found[1]), time(int(found[2]), int(found[3])))


def _date(text: str, year: int, month: int, day: int) -> date:
    if year < 1:
        raise ValueError(f'"{text}": there is no year {year:04}')
    check_year(year, text)
    if not 1 <= month <= 12:
        raise ValueError(f'"{text}": there is no month {month:02}; months are 01 to 12')
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise ValueError(f'"{text}": there is no day {day:02}; {year:04}-{month:02} has days 01 to {length}')
    return date(year, month, day)


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Period:
    """A span of whole days, ``first`` to ``last``, and the ``text`` that names it in the ledger.

    Periods are ordered by their last day, then by their first: 2022, 2022-Q4, 2022-12, 2022-12-31.
    """

    last: date
    first: date
    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one of PERIOD_FORMS; raise ValueError that says what is wrong and what would be right."""
        found = _PERIOD.fullmatch(text)
        if found is None:
            raise ValueError(f'"{text}" is not a period; write {PERIOD_FORMS}')
        year = int(found["year"])
        if found["day"]:
            first = last = _date(text, year, int(found["month"]), int(found["day"]))
        elif found["month"]:
            first = _date(text, year, int(found["month"]), 1)
            last = _end_of_month(first)
        elif found["quarter"]:
            first = _date(text, year, 3 * int(found["quarter"]) - 2, 1)
            last = _end_of_month(first.replace(month=first.month + 2))
        else:
            first = _date(text, year, 1, 1)
            last = first.replace(month=12, day=31)
        return cls(text=text, first=first, last=last)

    @property
    def kind(self) -> Literal["day", "month", "quarter", "year"]:
        """Which of PERIOD_FORMS the text has."""
        return "quarter" if "Q" in self.text else _KINDS[len(self.text)]

    def contains(self, other: Period) -> bool:
        """Return whether every day of ``other`` is a day of this period."""
        return self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        return self.text


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
