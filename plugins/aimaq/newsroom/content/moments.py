"""Dates and times as front matter writes them (ISO 8601)."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

__all__ = ["DATE_FORMS", "parse_moment"]

DATE_FORMS = 'a date such as 2021-07-01, "2021-07-01 12:30" or 2021-07-01T12:30+05:00'
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?: ?(Z|[+-]\d\d:?\d\d))?)?")


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """Read ``YYYY-MM-DD``, optionally with a time and a zone (ISO 8601), into a moment in ``zone``.

    Raises ValueError for any other form and for a date that does not exist.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError("not a date")
    moment = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}{match[3] or ''}")
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
