"""Dates and periods as running text prints them, with CLDR's names of months, by Babel.

CLDR's own long dates abbreviate the word for year ("31 декабря 2022 г.", "2022 ж. 31 желтоқсан"), which suits a form
or a table. Running text spells the word out and declines it, so languages have patterns of their own; the
names of months, and their genitive in a date, are CLDR's. Languages without patterns of their own use CLDR's.
"""

from datetime import date
from functools import lru_cache
from typing import Final

from babel import dates

from aimaq.base.languages.known_languages import language_of
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.periods import Period

__all__ = ["format_date", "format_period"]

_SKELETONS: Final = {"month": "yMMMM", "quarter": "yQQQ", "year": "y"}
_ROMAN: Final = ("I", "II", "III", "IV")


def format_date(day: date, lang: str) -> str:
    """Return a date in full: "31 декабря 2022 года", "2022 жылғы 31 желтоқсан", "31 December 2022".

    Raises ValueError when CLDR has no such language.
    """
    return _format(Period(text=day.isoformat(), first=day, last=day), lang)


@lru_cache(maxsize=4096)
def format_period(text: str, lang: str) -> str:
    """Return a period of the ledger as running text, in the nominative.

    ``text`` is a day ("2022-12-31"), a month ("2022-12": "декабрь 2022 года"), a quarter ("2022-Q4":
    "IV квартал 2022 года", "2022 жылғы IV тоқсан", "Q4 2022"), a half-year ("2022-S2": "II полугодие 2022 года"),
    months ("2022-01--09": "январь–сентябрь 2022 года") or a year ("2022": "2022 год", "2022 жыл").
    Raises ValueError for any other text, for a date that does not exist, and for an unknown language.
    """
    return _format(Period.parse(text), lang)


@lru_cache(maxsize=4096)
def _format(period: Period, lang: str) -> str:
    locale, kind, day = locale_of(lang), period.kind, period.last
    pattern = language_of(lang).dates.get(kind)
    if pattern is not None:
        number = (day.month - 1) // period.months + 1
        first = dates.format_date(period.first, "LLLL" if "LLLL" in pattern else "MMMM", locale)
        values = {"{roman}": _ROMAN[number - 1] if number <= len(_ROMAN) else "", "{number}": str(number)}
        for name, value in {**values, "{first}": f"'{first}'"}.items():
            pattern = pattern.replace(name, value)
        return dates.format_date(day, pattern, locale)
    if kind == "day":
        return dates.format_date(day, "long", locale)
    if kind in _SKELETONS:
        return dates.format_skeleton(_SKELETONS[kind], day, locale=locale)
    return dates.format_interval(period.first, day, "yMMMM", locale=locale)
