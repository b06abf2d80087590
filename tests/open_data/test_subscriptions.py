"""A feed for each figure: every release once, under a permanent id, with its kind."""

import json
from datetime import datetime

import feedparser
import pytest
from lxml import etree

from aimaq.figures.ledger import Ledger, parse_date
from aimaq.figures.open_data.feeds import ENTRIES
from tools.built import LANGUAGES, PREFIXES, Json, Site
from tools.templates import example

from .conftest import PUBLICATION, Written

ATOM = "{http://www.w3.org/2005/Atom}"


def items(written: Written, key: str, lang: str) -> list[Json]:
    found: list[Json] = json.loads(written.files[f"{PUBLICATION.feed(key, lang)}.json"])["items"]
    return found


def test_there_is_one_entry_a_release_the_newest_first(written: Written) -> None:
    """Each leads to the address of its release, and the ids are those of no other entry of the site."""
    ids: set[str] = set()
    for key in written.ledger.indicators:
        whole = json.loads(written.files[f"/api/indicators/{key}.json"])
        for lang in PUBLICATION.languages:
            found = items(written, key, lang)
            days = [datetime.fromisoformat(item["date_published"]) for item in found]
            assert days == sorted(days, reverse=True)
            expected = {each["url"][lang]: each for each in whole["releases"]}
            assert {item["url"] for item in found} == set(expected)
            for item in found:
                assert item["date_published"].startswith(expected[item["url"]]["released"])
                assert expected[item["url"]]["text"][lang] in item["title"]
            assert ids.isdisjoint(item["id"] for item in found)
            ids.update(item["id"] for item in found)
    assert len(whole["releases"]) <= ENTRIES


def test_an_entry_is_called_what_it_is(written: Written) -> None:
    """An update has no name of its own; a plan and a correction are marked in the title and the categories."""
    names = {item["url"].rpartition("#")[2]: (item["title"], item.get("tags")) for item in items(written, "jobs", "en")}
    assert names["r-2021-2022-02-01"] == ('Jobs & "posts": 2,500\u00a0jobs', None)
    assert names["r-2021-2022-02-01-2"] == ('Correction: Jobs & "posts": 2,520\u00a0jobs', ["Correction"])
    assert names["r-2025-2021-03-01"] == ('Plan: Jobs & "posts": 5,000\u00a0jobs (4,800–5,200)', ["Plan"])
    corrected = next(each for each in items(written, "jobs", "en") if each["url"].endswith("r-2021-2022-03-10"))
    assert corrected["summary"] == (
        "2,522\u00a0jobs (2021), released 10 March 2022. The value released before was 2,520. One more park."
    )


def test_of_one_day_the_last_comes_first(written: Written) -> None:
    order = [item["url"].rpartition("#")[2] for item in items(written, "jobs", "ru")]
    assert order.index("r-2021-2022-02-01-2") == order.index("r-2021-2022-02-01") - 1


def test_what_was_in_a_feed_stays_as_it_was(ledger: Ledger, written: Written) -> None:
    """A later release adds an entry and changes none: no old item looks new in a reader."""
    for day in ("2021-12-31", "2022-02-01", "2022-12-31"):
        before = Written(ledger.known(parse_date(day)))
        for key in ledger.indicators:
            now = {item["id"]: item for item in items(written, key, "kk")}
            for item in items(before, key, "kk"):
                assert now[item["id"]] == item


@pytest.mark.parametrize(("ending", "version"), [("rss.xml", "rss20"), ("atom.xml", "atom10")])
def test_a_feed_without_an_entry_is_a_feed(written: Written, ending: str, version: str) -> None:
    """An indicator that has no value yet can be subscribed to."""
    text = written.files[f"{PUBLICATION.feed('unknown-yet', 'en')}.{ending}"]
    parsed = feedparser.parse(text.encode())
    assert (parsed.bozo, parsed.version, parsed.entries) == (False, version, [])
    assert items(written, "unknown-yet", "en") == []


def test_titles_and_notes_are_escaped_once(written: Written) -> None:
    """A label with markup in it is text in every format."""
    feed = etree.fromstring(written.files[f"{PUBLICATION.feed('jobs', 'ru')}.atom.xml"].encode())
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iterfind(f"{ATOM}entry")]
    assert titles and all("Рабочие места <новые> и «старые»" in str(title) for title in titles)
    assert "<новые>" in items(written, "jobs", "ru")[0]["title"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_indicators_page_announces_its_feeds(site: Site, lang: str) -> None:
    """In its head for programs, and with visible links for people."""
    page = example(site, "indicator", lang)
    key = page.address.rstrip("/").rpartition("/")[2]
    expected = {f"/{PREFIXES[lang]}feeds/indicators/{key}.{ending}" for ending in ("rss.xml", "atom.xml", "json")}
    assert expected <= set(page.root.xpath('head/link[@rel="alternate"][@type]/@href'))
    assert expected <= set(page.root.xpath("//main//a/@href"))
    assert all(site.serves(address) for address in expected)
