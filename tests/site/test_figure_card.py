"""The card at a quoted figure: its value, date, source and history, without leaving the page."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tools.browser import DESKTOP, PHONE, Visitor, axe, visitor
from tools.built import LANGUAGES, PREFIXES, Site

CLOSE = {"ru": "Закрыть", "kk": "Жабу", "en": "Close"}
#: A story of 2025 that quotes the enterprises of 2023 as they were, and as they are.
STORY = "news/plans-2025/"


def story(guest: Visitor, lang: str) -> Page:
    return guest.go(f"/{PREFIXES[lang]}{STORY}")


def card(tab: Page) -> Locator:
    return tab.locator("#figure-card")


def link(tab: Page, key: str) -> Locator:
    return tab.locator(f"a.figure[href$='/indicators/{key}/']").first


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_card_says_what_the_figure_s_own_page_says(site: Site, browser: Browser, lang: str) -> None:
    """Nothing is fetched before it is asked for; every line of value, source and history is the page's."""
    with visitor(browser, site) as guest:
        tab = story(guest, lang)
        asked = len(guest.requests)
        figure = link(tab, "enterprises")
        assert figure.get_attribute("aria-haspopup") == "dialog"
        figure.click()
        expect(card(tab)).to_be_visible()
        assert not [url for url in guest.requests[:asked] if "figure-card" in url]
        *parts, page = guest.requests[asked:]
        assert page == f"{site.url}/{PREFIXES[lang]}indicators/enterprises/"
        assert sorted(url.rpartition(".")[2] for url in parts if "figure-card" in url) == ["css", "js"]
        name = card(tab).locator(".figure-card-label").inner_text()
        shown = contents(card(tab))
        card(tab).get_by_role("link", name=name).click()
        tab.wait_for_url(f"{site.url}/{PREFIXES[lang]}indicators/enterprises/")  # until all of it is there
        assert tab.locator(".indicator-label").inner_text() == name
        assert contents(tab.locator("main")) == shown
        assert guest.complaints == guest.foreign == guest.absent == []


def contents(place: Locator) -> list[list[str]]:
    """Every word of value, source and history, however wide the column is, and where their links lead."""
    parts = place.locator(".summary, .releases")
    links: list[str] = parts.locator("a").evaluate_all("all => all.map(a => a.href)")
    return [*(text.split() for text in parts.all_inner_texts()), links]


def test_a_figure_quoted_as_it_was_is_marked_in_the_history(site: Site, browser: Browser) -> None:
    figure = json.loads(site.file("/api/indicators/jobs-in-plan.json").read_text("utf-8"))
    released = [str(each["value"]) for each in figure["observations"]]
    with visitor(browser, site) as guest:
        tab = story(guest, "en")
        link(tab, "jobs-in-plan").click()
        expect(card(tab)).to_be_visible()
        marked = card(tab).locator("tr[aria-current=true] data").evaluate_all("all => all.map(each => each.value)")
        quoted = link(tab, "jobs-in-plan").locator("data").get_attribute("value")
        assert marked == [value for value in released if value == quoted] != []
        tab.keyboard.press("Escape")
        expect(card(tab)).to_be_hidden()
        tab.locator("a.figure:has(data[data-form=as-of]:not([data-at]))").first.click()
        expect(card(tab)).to_be_visible()
        assert card(tab).locator("tr[aria-current]").count() == 0


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_read_by_keyboard_and_stays_in_the_window(
    site: Site, browser: Browser, node_tools: Path, lang: str, size: dict[str, int]
) -> None:
    """Enter opens it with the focus inside, Escape and its button bring the reader back; axe finds nothing."""
    with visitor(browser, site, viewport=size) as guest:  # type: ignore[arg-type] # a size of Playwright's
        tab = story(guest, lang)
        figures = tab.locator("a.figure")
        for place in (0, figures.count() - 1):
            figures.nth(place).press("Enter")
            expect(card(tab)).to_be_focused()
            left, right = card(tab).evaluate("e => [e.getBoundingClientRect().left, e.getBoundingClientRect().right]")
            assert 0 <= left < right <= size["width"]
            assert card(tab).evaluate("e => e.scrollWidth <= e.clientWidth"), "the card scrolls sideways"
            tab.keyboard.press("Escape")
            expect(card(tab)).to_be_hidden()
            expect(figures.nth(place)).to_be_focused()
        figures.first.press("Enter")
        expect(card(tab)).to_be_focused()
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert axe(tab, node_tools / "axe-core/axe.min.js") == []
        card(tab).get_by_role("button", name=CLOSE[lang]).click()
        expect(card(tab)).to_be_hidden()
        assert guest.complaints == []


def test_a_click_beside_it_closes_it_and_a_second_figure_takes_its_place(site: Site, browser: Browser) -> None:
    with visitor(browser, site) as guest:
        tab = story(guest, "ru")
        link(tab, "parks-next").click()
        expect(card(tab)).to_be_visible()
        first = card(tab).locator(".figure-card-label").inner_text()
        tab.locator("h1").click(position={"x": 1, "y": 1})
        expect(card(tab)).to_be_hidden()
        link(tab, "jobs-next").click()
        expect(card(tab)).to_be_visible()
        assert card(tab).locator(".figure-card-label").inner_text() != first


def test_the_link_leads_to_the_page_where_there_is_no_card(site: Site, browser: Browser) -> None:
    """Without a script, without an answer, and where a reader asks for a new tab."""
    target = f"{site.url}/indicators/enterprises/"
    with visitor(browser, site, java_script_enabled=False) as guest:
        tab = story(guest, "ru")
        assert not card(tab).is_visible()
        link(tab, "enterprises").click()
        tab.wait_for_url(target)
    with visitor(browser, site) as guest:
        tab = story(guest, "ru")
        with tab.context.expect_page() as opened:
            link(tab, "enterprises").click(modifiers=["Control"])
        assert opened.value.url in ("about:blank", target)
        assert not card(tab).is_visible()
    with visitor(browser, site) as guest:
        tab = story(guest, "ru")
        tab.route(target, lambda route: route.fallback() if route.request.is_navigation_request() else route.abort())
        with tab.expect_navigation(url=target):
            link(tab, "enterprises").click()
