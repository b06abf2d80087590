"""The dashboard: groups, what is newest, and a filter, of which each figure is a part once."""

import json

import pytest
from playwright.sync_api import Browser

from tools.browser import visitor
from tools.built import LANGUAGES, PREFIXES, ROOT, Site


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_figure_stands_once_in_the_group_that_the_ledger_names(site: Site, lang: str) -> None:
    ledger = json.loads((ROOT / "content/data/indicators.json").read_text("utf-8"))
    labels = {key: group[lang] for key, group in ledger["groups"].items()}
    page = site.page(f"/{PREFIXES[lang]}indicators/")
    shown = {
        (link.get("href"), group.findtext("h2"))
        for group in page.root.find_class("group")
        for link in group.xpath(".//h3/a")
    }
    wanted = {
        (f"/{PREFIXES[lang]}indicators/{key}/", labels[each["group"]]) for key, each in ledger["indicators"].items()
    }
    assert shown == wanted
    assert len(page.root.xpath("//h3[contains(@class, 'card-label')]")) == len(wanted)
    jumps = page.root.xpath("//nav[contains(@class, 'groups')]//a")
    assert {page.root.xpath(f"string(//*[@id='{link.get('href')[1:]}'])") for link in jumps} == set(labels.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_newest_values_are_first(site: Site, lang: str) -> None:
    """Five, by the day on which they came out: no other current value is newer."""
    page = site.page(f"/{PREFIXES[lang]}indicators/")
    days = page.root.xpath("//section[contains(@class, 'newest')]//time/@datetime")
    data = json.loads(site.texts["api/indicators.json"])["indicators"].values()
    released = sorted((each["current"]["released"] for each in data if each["current"]), reverse=True)
    assert days == released[:5]


def test_the_filter_leaves_what_has_the_words(site: Site, browser: Browser) -> None:
    """By the words that a reader sees, in any case; groups without a figure go; emptied, it shows all again."""
    with visitor(browser, site, viewport={"width": 360, "height": 780}) as guest:
        tab = guest.go("/en/indicators/")
        cards, all_of_them = tab.locator(".indicators > li:visible"), tab.locator(".indicators > li").count()
        assert cards.count() == all_of_them
        tab.get_by_label("Find in this list").fill("WAGE")
        assert [text.splitlines()[0] for text in cards.all_inner_texts()] == ["Average monthly wage in Kazakhstan"]
        assert tab.locator(".group:visible").count() == 1
        assert tab.locator("#filter-told").inner_text() == "Results found: 1"
        tab.get_by_label("Find in this list").fill("")
        assert cards.count() == all_of_them


def test_nothing_is_shown_on_a_phone_that_does_not_apply(site: Site, browser: Browser) -> None:
    """A note on the age of a value is hidden until it is true."""
    with visitor(browser, site, viewport={"width": 360, "height": 780}, java_script_enabled=False) as guest:
        tab = guest.go("/en/indicators/")
        assert tab.locator(".indicators [hidden]").count() > 0
        assert tab.locator(".indicators [hidden]:visible").count() == 0
