"""The calendar file of an event (RFC 5545): its numbers and its moments, against the event's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.stories.story_page import StoryPage, numbers_in
from aimaq.verify.values.html_text import one_line

__all__ = ["check_calendar"]

_KIND: Final = "values in calendars"
_ESCAPED: Final = re.compile(r"\\([nN]|.)", re.DOTALL)
_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")


def check_calendar(file: str, data: bytes, page: StoryPage, headline: str) -> Iterator[Comparison]:
    """Yield what was compared in a calendar."""
    wanted = {"SUMMARY": f" {' '.join(numbers_in(headline))} ", "DESCRIPTION": page.digits, "LOCATION": page.digits}
    has_event = False
    for number, name, value in _properties(data):
        place = f"line {number}"
        has_event |= name == "DTSTART"
        if name in wanted:
            digits = " ".join(numbers_in(value))
            is_right = (
                f" {digits} " == wanted[name] if name == "SUMMARY" else not digits or f" {digits} " in wanted[name]
            )
            shown = f'the headline is "{headline}"' if name == "SUMMARY" else "the page itself says otherwise"
            wrong = disagreeing(_KIND, file, place, f'{name} is "{one_line(value)}"', shown)
            yield agreeing(_KIND, file) if is_right else wrong
        elif name in ("DTSTART", "DTEND") and page.moments:
            moments = _moments(name, page.moments)
            is_right = (moment := _moment(value)) is not None and moment in moments
            shown = f"the page has {' to '.join(page.moments)}"
            yield agreeing(_KIND, file) if is_right else disagreeing(_KIND, file, place, f"{name} is {value}", shown)
    if not has_event:
        yield disagreeing(_KIND, file, "", "it has no event", "it is the calendar file of its page")


def _properties(data: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield the number of the line, the name and the text of each property; long lines go on behind a space."""
    lines: list[tuple[int, bytes]] = []
    for number, line in enumerate(data.splitlines(), 1):
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1] = lines[-1][0], lines[-1][1] + line[1:]
        else:
            lines.append((number, line))
    for number, line in lines:
        head, _, value = line.decode("utf-8", errors="replace").partition(":")
        text = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
        yield number, head.partition(";")[0].upper(), text


def _moment(text: str) -> date | datetime | None:
    """Return a day or a moment in UTC as calendars write it, None of what is none."""
    found = _MOMENT.fullmatch(text)
    try:
        if found is None or (found[4] and not found[7]):
            return None
        day = date(*(int(each) for each in found.groups()[:3]))
        if not found[4]:
            return day
        return datetime(day.year, day.month, day.day, int(found[4]), int(found[5]), int(found[6]), tzinfo=UTC)
    except ValueError:
        return None


def _moments(name: str, stated: tuple[str, ...]) -> list[date | datetime]:
    """Return what a property may have: the beginning, or the end; days end with the day after (RFC 5545, 3.6.1)."""
    try:
        found = [datetime.fromisoformat(each) if "T" in each else date.fromisoformat(each) for each in stated]
    except ValueError:
        return []
    if name == "DTSTART":
        return found[:1]
    begin, end = found[0], found[-1]
    if isinstance(end, datetime):
        return [end]
    after = end + timedelta(days=1)
    if isinstance(begin, datetime):
        return [datetime(after.year, after.month, after.day, tzinfo=begin.tzinfo)]
    return [after]
