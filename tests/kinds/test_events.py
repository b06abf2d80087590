"""Announcements of events: times with their zone, calendars, and what is coming, on or over."""

import datetime
import json
import re
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, expect

from tools.browser import visitor
from tools.built import LANGUAGES, PREFIXES, Site, words

ALMATY = ZoneInfo("Asia/Almaty")
TIMES = {
    "ru": "10 июня 2031 г., 11:00 – 12:30 UTC+5",
    "kk": "2031 ж. 10 маусым, 11:00 – 12:30 UTC+5",
    "en": "10 June 2031, 11:00 – 12:30 UTC+5",
}
STATES = {"ru": ("Предстоит", "Идёт сейчас", "Завершено"), "en": ("Coming", "On now", "Over")}
BEFORE, DURING, AFTER = "2031-06-10T10:59:00+05:00", "2031-06-10T11:00:00+05:00", "2031-06-10T12:30:00+05:00"


def calendar(site: Site, slug: str, lang: str = "ru") -> tuple[bytes, Calendar]:
    data = site.file(f"/{PREFIXES[lang]}news/{slug}/event.ics").read_bytes()
    return data, Calendar.from_ical(data)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_when_and_where_with_the_zone(kinds: Site, lang: str) -> None:
    page = kinds.by_address[f"/{PREFIXES[lang]}news/open-day/"]
    (when,) = page.root.find_class("event-when")
    assert words(when.text_content()).replace("\u2009", " ") == TIMES[lang]
    assert when.xpath(".//time/@datetime") == ["2031-06-10T11:00+05:00", "2031-06-10T12:30+05:00"]
    (news, _) = json.loads(page.structured[0])["@graph"]
    assert news["about"]["startDate"] == "2031-06-10T11:00+05:00"
    assert news["about"]["eventStatus"] == "https://schema.org/EventScheduled"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calendar_file_is_right_by_rfc_5545(kinds: Site, lang: str) -> None:
    """One event with the properties that have to be there, in lines of 75 octets; linked from the page."""
    data, found = calendar(kinds, "open-day", lang)
    assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (event,) = found.events
    page = kinds.by_address[f"/{PREFIXES[lang]}news/open-day/"]
    assert datetime.datetime(2031, 6, 10, 11, 0, tzinfo=ALMATY) == event.DTSTART
    assert datetime.datetime(2031, 6, 10, 12, 30, tzinfo=ALMATY) == event.DTEND
    assert str(event["summary"]) == words(page.one("//h1/text()"))
    assert (str(event["url"]), str(event["status"])) == (page.canonical, "CONFIRMED")
    assert str(event["uid"]) == f"open-day.{lang}@press.aimaq.example"
    assert "event.ics" in page.one('//*[@class="event-calendar"]/a/@href')
    # Not the clock: when the announcement was last changed.
    assert datetime.datetime(2024, 5, 6, tzinfo=ALMATY) == event.DTSTAMP


def test_an_event_of_days_ends_in_a_calendar_on_the_day_after(kinds: Site) -> None:
    """RFC 5545, 3.6.1: DTEND is not part of the event."""
    _, found = calendar(kinds, "forum")
    (event,) = found.events
    assert (datetime.date(2024, 3, 20), datetime.date(2024, 3, 23)) == (event.DTSTART, event.DTEND)


def test_what_was_called_off_says_so_everywhere(kinds: Site) -> None:
    """On the page and in lists without a script, in feeds, in calendars and to machines."""
    page = kinds.by_address["/news/briefing-cancelled/"]
    assert [words(each.text_content()) for each in page.root.find_class("event-state")] == ["Отменено"]
    assert not page.root.xpath('//*[contains(@class, "event-state")][@hidden]')
    (news, _) = json.loads(page.structured[0])["@graph"]
    assert news["about"]["eventStatus"] == "https://schema.org/EventCancelled"
    (event,) = calendar(kinds, "briefing-cancelled")[1].events
    assert str(event["status"]) == "CANCELLED"
    items = json.loads(kinds.texts["feeds/events.json"])["items"]
    (item,) = (each for each in items if each["url"] == page.canonical)
    assert "Отменено" in item["content_html"]


@pytest.mark.parametrize("lang", STATES)
@pytest.mark.parametrize(("moment", "shown"), [(BEFORE, 0), (DURING, 1), (AFTER, 2)])
def test_readers_see_whether_it_is_coming_on_or_over(
    kinds: Site, browser: Browser, lang: str, moment: str, shown: int
) -> None:
    """On its page and in lists, on the reader's day, with the same built files; it changes while a page is open."""
    with visitor(browser, kinds, timezone_id="America/New_York") as guest:
        guest.tab.clock.install(time=datetime.datetime.fromisoformat(moment))
        for place in ("news/open-day/", "events/"):
            tab = guest.go(f"/{PREFIXES[lang]}{place}")
            row = tab.locator("main").locator("article").filter(has=tab.locator('a[href*="open-day"], .event')).first
            expect(row.locator(".event-state:visible").first).to_have_text(STATES[lang][shown])
        # Nothing on these pages is live but the mark: there is nothing to ask for.
        assert not [url for url in guest.requests if "/api/" in url]


def test_an_open_page_moves_on_by_itself(kinds: Site, browser: Browser) -> None:
    with visitor(browser, kinds) as guest:
        guest.tab.clock.install(time=datetime.datetime.fromisoformat(BEFORE))
        tab = guest.go("/en/news/open-day/")
        expect(tab.locator(".event-state:visible")).to_have_text("Coming")
        tab.clock.run_for("01:05")
        expect(tab.locator(".event-state:visible")).to_have_text("On now")


def test_without_a_script_nothing_is_said_that_may_be_wrong(kinds: Site, browser: Browser) -> None:
    with visitor(browser, kinds, java_script_enabled=False) as guest:
        guest.tab.goto(f"{kinds.url}/en/news/open-day/")
        assert guest.tab.locator(".event-state:visible").count() == 0
        assert guest.tab.locator(".event-when").is_visible()


def test_feeds_hold_no_mark_that_only_a_script_can_set(kinds: Site) -> None:
    for name, text in kinds.texts.items():
        if "feeds/" in name:
            assert "data-until" not in text and not re.search(r"event-state", text), name
