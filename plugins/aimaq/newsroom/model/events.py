"""When an event is: in words, for machines, and as a file for calendars. Nothing here asks what day it is today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from babel.dates import format_time

from aimaq.base.problems import Problem
from aimaq.base.slots import has_slots
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.settings import Newsroom

__all__ = ["Occasion", "calendar", "calendar_address", "calendar_problem", "occasion"]

PRODUCT = "-//Aimaq//newsroom//EN"


@dataclass(frozen=True, slots=True)
class Occasion:
    """The time of an event in one edition.

    Texts are for readers; ``end_text`` is "" where nothing is known or needed. ``start`` and ``end`` are by ISO 8601,
    as ``<time>`` and schema.org take them. ``opens`` and ``closes`` are moments by RFC 3339: before the first the event
    is coming, from the second on it is over. ``timed``: it is known from when until when it goes on. ``calendar`` is
    the address of its file for calendars.
    """

    start: str
    end: str
    start_text: str
    end_text: str
    zone: str
    opens: str
    closes: str
    timed: bool
    calendar: str


def occasion(article: Any, edition: Edition) -> Occasion:
    """Return when the event is that ``article`` announces."""
    start, end = article.start, getattr(article, "end", None)
    return Occasion(
        start=edition.iso(start),
        end=edition.iso(end) if end else "",
        start_text=_text(start, edition),
        end_text=_end_text(start, end, edition),
        zone=_zone(start) if _has_time(start) else "",
        opens=start.isoformat(),
        closes=_closes(start, end).isoformat(),
        timed=end is not None or not _has_time(start),
        calendar=calendar_address(article),
    )


def calendar_address(article: Any) -> str:
    """Return the root-relative address of an event's file for calendars: it stands at the article's own."""
    address: str = article.address
    return f"{address}event.ics" if address.endswith("/") else f"{address.removesuffix('.html')}.ics"


def calendar_problem(article: Any, room: Newsroom) -> Problem | None:
    """Tell that a title cannot stand in a calendar: nobody would ever update a figure there."""
    if not has_slots(article.title):
        return None
    line, column = article.source_lines["title"]
    message = "title: a figure in the title of an event would be copied into calendars, which nobody updates"
    hint = "quote it in the summary or in the text"
    return Problem(room.shown(article.source_path), message, line, column, hint=hint)


def calendar(article: Any, room: Newsroom) -> str:
    """Return the event by RFC 5545, in UTC; without the clock, for DTSTAMP is when the article was last changed."""
    from icalendar import Calendar, Event  # a site without events need not load it

    start, end = article.start, getattr(article, "end", None)
    event = Event()
    event.add("uid", f"{article.slug}.{article.lang}@{room.domain}")
    event.add("dtstamp", (article.modified or article.date).astimezone(UTC))
    event.add("summary", article.title)
    event.add("dtstart", start.astimezone(UTC) if _has_time(start) else start.date())
    if end and _has_time(start):
        event.add("dtend", (end if _has_time(end) else _closes(start, end)).astimezone(UTC))
    elif end:
        event.add("dtend", _closes(start, end).date())  # of days, the first after the event (RFC 5545, 3.6.1)
    event.add("location", ", ".join(filter(None, (article.place, article.street))))
    event.add("url", room.site_url + article.address)
    if not has_slots(article.summary):
        event.add("description", article.summary)
    event.add("status", {"scheduled": "CONFIRMED", "postponed": "TENTATIVE"}.get(article.state, "CANCELLED"))
    event.add("sequence", len(article.updates))
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add_component(event)
    text: str = whole.to_ical().decode()
    return text


def _has_time(moment: datetime) -> bool:
    return moment.time() != time()


def _closes(start: datetime, end: datetime | None) -> datetime:
    """Return the moment from which the event is over: without an end, when its last known day is."""
    if end and _has_time(end):
        return end
    last = end or start
    return datetime.combine(last.date() + timedelta(days=1), time(), start.tzinfo)


def _text(moment: datetime, edition: Edition) -> str:
    return f"{edition.date(moment)}, {_clock(moment, edition)}" if _has_time(moment) else edition.date(moment)


def _end_text(start: datetime, end: datetime | None, edition: Edition) -> str:
    if end is None or end == start:
        return ""
    if start.date() == end.date():
        return _clock(end, edition)
    return _text(end, edition)


def _clock(moment: datetime, edition: Edition) -> str:
    # Without its zone, or Babel would tell the time in UTC.
    return format_time(moment.replace(tzinfo=None), "short", locale=edition.locale)


def _zone(moment: datetime) -> str:
    """Return the difference from UTC, "UTC+5": the zone's name may mean another one next year, as in Almaty in 2024."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
