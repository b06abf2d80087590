"""Periods, which observations describe: a day, a month, a quarter, a half-year, a year or months of one.

Also dates and moments. The forms are the part of SDMX's ObservationalTimePeriod that public institutions report by; the
months of a year that a report adds up (January to September) are an ISO 8601 interval, with the separator for names of
files: "2022-01--09".
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal, Self

from aimaq.base.languages.messages import Message, tr

__all__ = [
    "DATE_FORM",
    "MOMENT_FORM",
    "PERIOD_FORMS",
    "PREVIOUS",
    "YEAR_BEFORE",
    "Kind",
    "Period",
    "WrongYear",
    "check_year",
    "parse_date",
    "parse_moment",
]

DATE_FORM = Message("a date such as 2022-12-31")
PERIOD_FORMS = Message(
    "a day (2022-12-31), a month (2022-12), a quarter (2022-Q4), a half-year (2022-S2), months "
    "(2022-01--09) or a year (2022)"
)

MOMENT_FORM = Message("a day and a time such as 2022-12-31 10:00")

_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([01][0-9]|2[0-3]):([0-5][0-9])")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PERIOD = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-Q(?P<quarter>[1-4])|-S(?P<half>[12])|-(?P<month>[0-9]{2})(?:--(?P<until>[0-9]{2})|-(?P<day>[0-9]{2}))?)?"
)

#: Between the first and the last of some months.
_MONTHS: Final = "--"

PREVIOUS: Final = "previous"
"""In the place of a period: the one before, of those that a figure has."""
YEAR_BEFORE: Final = "year-before"
"""In the place of a period: the same one of the year before."""

Kind = Literal["day", "month", "quarter", "half-year", "months", "year"]
"""Which of PERIOD_FORMS a period has."""


#: Other years are slips of the keyboard. The calendar's ends have no day before or after them, nor all time zones.
_FIRST_YEAR, _LAST_YEAR = 1000, 2999


class WrongYear(ValueError):
    """The message names the year, and the years that a date may have."""


def check_year(year: int, text: str) -> None:
    """Raise ``WrongYear`` if the year, which stands in ``text``, is not one that a date may have."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise WrongYear(
            tr(
                '"%(text)s": the year is %(year)s; years are %(first_year)s to %(last_year)s',
                text=text,
                year=f"{year:04}",
                first_year=_FIRST_YEAR,
                last_year=_LAST_YEAR,
            )
        )


def parse_date(text: str) -> date:
    """Read ``YYYY-MM-DD``, the only form in the ledger; raise ValueError that says what is wrong."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(tr('"%(text)s" is not a date; write %(date_form)s', text=text, date_form=DATE_FORM))
    return _date(text, *map(int, found.groups()))


def parse_moment(text: str) -> datetime:
    """Read ``YYYY-MM-DD HH:MM``, which names no time zone; raise ValueError that says what is wrong."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(tr('"%(text)s" is not a moment; write %(moment_form)s', text=text, moment_form=MOMENT_FORM))
    return datetime.combine(parse_date(found[1]), time(int(found[2]), int(found[3])))


def _date(text: str, year: int, month: int, day: int) -> date:
    if year < 1:
        raise ValueError(tr('"%(text)s": there is no year %(year)s', text=text, year=f"{year:04}"))
    check_year(year, text)
    if not 1 <= month <= 12:
        raise ValueError(
            tr('"%(text)s": there is no month %(month)s; months are 01 to 12', text=text, month=f"{month:02}")
        )
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise ValueError(
            tr(
                '"%(text)s": there is no day %(day)s; %(year)s-%(month)s has days 01 to %(length)s',
                text=text,
                day=f"{day:02}",
                year=f"{year:04}",
                month=f"{month:02}",
                length=length,
            )
        )
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
            raise ValueError(
                tr('"%(text)s" is not a period; write %(period_forms)s', text=text, period_forms=PERIOD_FORMS)
            )
        year = int(found["year"])
        if found["day"]:
            day = _date(text, year, int(found["month"]), int(found["day"]))
            return cls(text=text, first=day, last=day)
        if found["quarter"]:
            begin = 3 * int(found["quarter"]) - 2
            end = begin + 2
        elif found["half"]:
            begin = 6 * int(found["half"]) - 5
            end = begin + 5
        elif found["month"]:
            begin = int(found["month"])
            end = int(found["until"] or begin)
        else:
            begin, end = 1, 12
        first = _date(text, year, begin, 1)
        last = _end_of_month(_date(text, year, end, 1))
        if found["until"]:
            _check_months(text, year, begin, end)
        return cls(text=text, first=first, last=last)

    @property
    def kind(self) -> Kind:
        """Which of PERIOD_FORMS the text has."""
        if self.first == self.last:
            return "day"
        return "months" if _MONTHS in self.text else _KINDS[self.months]

    @property
    def months(self) -> int:
        """The number of calendar months that it spans; a day stands in one."""
        return self.last.month - self.first.month + 1

    def year_before(self) -> str:
        """Return the text of the same period of the year before; that of 29 February is 28 February."""
        year = int(self.text[:4]) - 1
        leap_day = self.kind == "day" and (self.first.month, self.first.day) == (2, 29)
        return f"{year:04}-02-28" if leap_day else f"{year:04}{self.text[4:]}"

    def contains(self, other: Period) -> bool:
        """Return whether every day of ``other`` is a day of this period."""
        return self.first <= other.first and other.last <= self.last

    def speaks_for(self, other: Period) -> bool:
        """Return whether a value for ``other`` may stand for this period: for it itself, or for a day inside it.

        A day has a level, and the last one is that of a year; what a quarter adds up is not what its year does.
        """
        return self == other or (other.kind == "day" and self.contains(other))

    def is_like(self, other: Period) -> bool:
        """Return whether values for the two can be compared: both are as long, or one describes a day."""
        return "day" in (self.kind, other.kind) or self.months == other.months

    def precedes(self, later: Period) -> bool:
        """Return whether it ends before ``later`` does, and is like it: a quarter is not compared with a year."""
        return self.last < later.last and self.is_like(later)

    def __str__(self) -> str:
        return self.text


_KINDS: Final[dict[int, Kind]] = {1: "month", 3: "quarter", 6: "half-year", 12: "year"}


def _check_months(text: str, year: int, first: int, last: int) -> None:
    """Raise ValueError for months that are not in order, or that are a quarter, a half-year or a year by name."""
    if last <= first:
        raise ValueError(
            tr('"%(text)s": the months are not in order; write the first one, "--" and the last one', text=text)
        )
    count = last - first + 1
    name = {3: f"Q{(first + 2) // 3}", 6: f"S{(first + 5) // 6}", 12: ""}.get(count)
    if name is not None and (first - 1) % count == 0:
        raise ValueError(
            tr('"%(text)s" is named %(name)s', text=text, name="-".join(filter(None, (f"{year:04}", name))))
        )


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
