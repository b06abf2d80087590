"""When and where an event is: for readers, for machines, and as a file for calendars; independent of today's date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_time

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.base.slots import has_slots
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.settings import Newsroom

if TYPE_CHECKING:
    from aimaq.newsroom.model.views import StoryView

__all__ = ["Event", "calendar", "calendar_address", "calendar_problem", "event_of"]

PRODUCT = "-//Aimaq//newsroom//EN"


@dataclass(frozen=True, slots=True)
class Event:
    """Time and place of an event in one edition.

    Texts are for readers; ``end_text`` is "" where nothing is known or needed. ``start`` and ``end`` are by ISO 8601,
    as ``<time>`` and schema.org take them. ``opens`` and ``closes`` are moments by RFC 3339: before the first the event
    is coming, from the second on it is over. ``timed``: both its beginning and its end are known. ``calendar`` is the
    address of its file for calendars. ``state`` is scheduled, postponed or cancelled; ``street``, ``online`` and
    ``registration`` may be "". ``starts`` and ``ends`` are the moments that the text names.
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
    place: str
    street: str
    online: str
    registration: str
    state: str
    starts: datetime
    ends: datetime | None


def event_of(text: Text, edition: Edition) -> Event | None:
    """Return when and where the event is that a text announces; None if it announces none."""
    start, end = text.start, text.end
    if text.kind != "event" or start is None:
        return None
    return Event(
        start=edition.iso(start),
        end=edition.iso(end) if end else "",
        start_text=_text(start, edition),
        end_text=_end_text(start, end, edition),
        zone=_zone(start) if _has_time(start) else "",
        opens=start.isoformat(),
        closes=_closes(start, end).isoformat(),
        timed=end is not None or not _has_time(start),
        calendar=calendar_address(text.address),
        place=text.place,
        street=text.street,
        online=text.online,
        registration=text.registration,
        state=text.state,
        starts=start,
        ends=end,
    )


def calendar_address(address: str) -> str:
    """Return the root-relative address of the calendar file of the event at ``address``."""
    return f"{address}event.ics" if address.endswith("/") else f"{address.removesuffix('.html')}.ics"


def calendar_problem(text: Text, newsroom: Newsroom) -> Problem | None:
    """Report an event whose title quotes a figure, which nobody could update in a calendar."""
    if not has_slots(text.title):
        return None
    message = tr("title: a figure in the title of an event would be copied into calendars, which nobody updates")
    hint = tr("quote it in the summary or in the text")
    return Problem(newsroom.shown(text.source_path), message, *text.position("title"), hint=hint)


def calendar(story: StoryView, event: Event, newsroom: Newsroom) -> str:
    """Return the event by RFC 5545, in UTC; DTSTAMP is the story's last change, never the clock's time.

    SEQUENCE grows with everything that readers are told of it: by that and by DTSTAMP a calendar knows that what it
    has is older (RFC 5546, 2.1.5). An announcement that was withdrawn leaves calendars.
    """
    import icalendar  # a site without events need not load it

    start, end = event.starts, event.ends
    corrected = [date.fromisoformat(day) for day, _ in story.subject.corrections]
    changes = [story.modified or story.date, *(datetime.combine(day, time(), newsroom.zone) for day in corrected)]
    entry = icalendar.Event()
    entry.add("uid", f"{story.id.partition(':')[2]}.{story.lang}@{newsroom.domain}{newsroom.folder}")
    entry.add("dtstamp", max(changes).astimezone(UTC))
    entry.add("summary", story.title)
    entry.add("dtstart", start.astimezone(UTC) if _has_time(start) else start.date())
    if end and _has_time(start):
        entry.add("dtend", (end if _has_time(end) else _closes(start, end)).astimezone(UTC))
    elif end:
        entry.add("dtend", _closes(start, end).date())  # of days, the first after the event (RFC 5545, 3.6.1)
    entry.add("location", ", ".join(filter(None, (event.place, event.street))))
    entry.add("url", newsroom.site_url + story.address)
    if not has_slots(story.summary):
        entry.add("description", story.summary)
    state = "withdrawn" if story.withdrawn else event.state
    entry.add("status", {"scheduled": "CONFIRMED", "postponed": "TENTATIVE"}.get(state, "CANCELLED"))
    entry.add("sequence", len(story.updates) + len(corrected) + (story.withdrawn is not None))
    whole = icalendar.Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add_component(entry)
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
