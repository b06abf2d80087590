"""What a calendar learns of an event that it has already: everything that readers are told of it (RFC 5546, 2.1.5)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from .conftest import Build, article

ALMATY = ZoneInfo("Asia/Almaty")
TOLD = {
    "nothing": ({}, 0, datetime(2024, 5, 6, tzinfo=ALMATY), "CONFIRMED"),
    "a correction": (
        {"corrections": "[{date: 2024-05-08, text: Время было неверным.}]"},
        1,
        datetime(2024, 5, 8, tzinfo=ALMATY),
        "CONFIRMED",
    ),
    "an update and a correction": (
        {
            "updates": "[{date: 2024-05-09, text: Добавлен адрес.}]",
            "corrections": "[{date: 2024-05-08, text: Время было неверным.}]",
        },
        2,
        datetime(2024, 5, 9, tzinfo=ALMATY),
        "CONFIRMED",
    ),
    "a withdrawal": (
        {"withdrawn": "{date: 2024-05-10, reason: Это ошибка.}"},
        1,
        datetime(2024, 5, 10, tzinfo=ALMATY),
        "CANCELLED",
    ),
}


@pytest.mark.parametrize("told", TOLD)
def test_what_readers_are_told_is_newer_for_calendars(build: Build, told: str) -> None:
    fields, sequence, stamp, status = TOLD[told]
    event = article(kind="event", start="2031-06-10 11:00", place="Алматы", **fields)
    output = build({"news/open-day.ru.md": event})
    (found,) = Calendar.from_ical((output / "news/open-day/event.ics").read_bytes()).events
    assert (str(found["sequence"]), found.DTSTAMP, str(found["status"])) == (str(sequence), stamp, status)
