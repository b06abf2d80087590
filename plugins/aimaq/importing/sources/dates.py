"""Finds dates in the forms in which saved pages write them."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from aimaq.figures.periods import check_year

__all__ = ["find_date", "front_matter_date"]

_ISO = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?")
_DOTTED = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b(?:\D{1,4}(\d{1,2}):(\d\d))?")
_MONTHS: Final = 12
_NAMED = re.compile(r"\b(\d{1,2})[ \u00a0]+([^\W\d]+)[ \u00a0,]+(\d{4})(?:\D{1,6}(\d{1,2}):(\d\d))?|"
                    r"\b(\d{4})[ \u00a0]*(?:жылғы|ж\.)[ \u00a0]+(\d{1,2})[ \u00a0]+([^\W\d]+)|"
                    r"\b([A-Za-z]+)[ \u00a0]+(\d{1,2}),[ \u00a0]+(\d{4})")  # fmt: skip


def find_date(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the first date in a text, in ``zone``, or None; midnight means that only the day is known.

    Forms: ISO 8601, ``01.07.2021``, ``31/12/2021``, «1 июля 2021», «2021 жылғы 1 шілде», “1 July 2021”, “July 1, 2021”.
    """
    try:
        date = _find(" ".join(text.split()), zone)
        if date is not None:
            check_year(date.year, text)
    except (ValueError, OverflowError):  # no such day, or none that our texts may have
        return None
    return date


def _find(text: str, zone: ZoneInfo) -> datetime | None:
    if match := _ISO.search(text):
        date = datetime.fromisoformat(match[0].replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
        return date.astimezone(zone) if date.tzinfo else date.replace(tzinfo=zone)
    if match := _DOTTED.search(text):
        numbers = [int(group or 0) for group in match.groups()]
        if "/" in match[0] and numbers[0] != numbers[1] and max(numbers[:2]) <= _MONTHS:
            return None  # 02/01 is the second of January in Europe, and the first of February in America
        return datetime(numbers[2], numbers[1], numbers[0], numbers[3], numbers[4], tzinfo=zone)
    for match in _NAMED.finditer(text):
        day, name, year, hour, minute = match.group(1, 2, 3, 4, 5)
        if match[6]:
            day, name, year = match.group(7, 8, 6)
        elif match[9]:
            day, name, year = match.group(10, 9, 11)
        if month := _months().get(name.casefold()):
            return datetime(int(year), month, int(day), int(hour or 0), int(minute or 0), tzinfo=zone)
    return None


def front_matter_date(date: datetime) -> str:
    """Return a date as front matter has it; midnight is a day without a time."""
    return date.isoformat(timespec="minutes") if date.hour or date.minute else date.date().isoformat()


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {
        name.casefold().rstrip("."): number
        for lang in ("ru", "kk", "en")
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, lang).items()
    }
