"""The search of each edition, in a real browser under the policy that ships."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from aimaq.base.languages.word_keys import word_keys
from tools.browser import PHONE, axe, visitor
from tools.built import LANGUAGES, PREFIXES, ROOT, Site, words

#: A word as no text of the edition has it.
INFLECTED = {"ru": "инвестициями", "kk": "инвестициялардың", "en": "invested"}
NOTHING = {"ru": "ничего не найдено", "kk": "ештеңе табылмады", "en": "Nothing has been found"}


def found(tab: Tab) -> list[str]:
    """The addresses of the results, once there are any."""
    tab.locator(".search-results a").first.wait_for()
    links: list[str] = tab.locator(".search-results a").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    return links


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_are_found_in_other_forms(site: Site, browser: Browser, lang: str) -> None:
    """Excerpts quote the pages, figures included; nothing is refused. ``test_search_words`` has a table of words."""
    query = INFLECTED[lang]
    with visitor(browser, site) as guest:
        tab = guest.go(f"/{PREFIXES[lang]}search/?q={query}")
        links = found(tab)
        assert links and all(link in site.by_address and site.by_address[link].lang == lang for link in links)
        expect(tab.get_by_role("status")).to_have_text(re.compile(rf"\D+: {len(links)}$"))
        for link, title in zip(links, tab.locator(".search-results a").all_text_contents(), strict=True):
            assert words(title) in words(site.by_address[link].root.findtext("head/title") or "")
        for link, excerpt in zip(links, tab.locator(".search-excerpt").all_text_contents(), strict=True):
            assert excerpt.strip() and not re.search("[\ue000-\uf8ff]", excerpt)
            # What an excerpt quotes stands on the page, figures included.
            text = words(site.by_address[link].main.text_content())
            numbers = re.findall(r"\d[\d\u00a0]*", words(excerpt))
            assert all(number.strip() in text for number in numbers), (excerpt, numbers)
        assert tab.locator(".search-results mark").count()
        assert not guest.complaints and not guest.foreign and not guest.absent


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reader_without_a_mouse_searches_and_is_told(
    site: Site, browser: Browser, node_tools: Path, lang: str
) -> None:
    """Type, Enter, the count is announced, Tab goes to the results; the address can be shared; Back works."""
    script = node_tools / "axe-core/axe.min.js"
    with visitor(browser, site, viewport=PHONE) as guest:
        tab = guest.go(f"/{PREFIXES[lang]}search/")
        status, box = tab.get_by_role("status"), tab.get_by_role("searchbox")
        expect(status).to_have_text("")
        assert not [url for url in guest.requests if "/search/1/" in url]  # the index is loaded on use
        box.focus()
        tab.keyboard.type("ъъъъ")
        tab.keyboard.press("Enter")
        expect(status).to_contain_text(NOTHING[lang])
        assert not axe(tab, script)
        tab.keyboard.press("ControlOrMeta+a")
        tab.keyboard.type(INFLECTED[lang])
        tab.keyboard.press("Enter")
        links = found(tab)
        assert f"q={INFLECTED[lang]}" in tab.evaluate("decodeURIComponent(location.search)")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.getAttribute('href')") == links[0]
        assert not axe(tab, script)
        assert tab.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
        tab.go_back()
        expect(status).to_contain_text(NOTHING[lang])
        assert not guest.complaints


def test_without_script_the_archive_is_offered(site: Site, browser: Browser) -> None:
    with visitor(browser, site, java_script_enabled=False) as guest:
        guest.tab.goto(f"{site.url}/search/")
        assert guest.tab.locator("noscript .search-note").is_visible()
        assert not guest.tab.get_by_role("searchbox").is_visible()
        assert guest.tab.locator('.search-note a[href="/archive/"]').is_visible()


def test_an_index_that_does_not_come_is_told(site: Site, browser: Browser) -> None:
    with visitor(browser, site) as guest:
        guest.tab.route("**/search/start.json", lambda route: route.abort())
        guest.go("/search/?q=парк")
        expect(guest.tab.get_by_role("status")).to_contain_text("Поиск сейчас не работает")


def test_other_pages_load_nothing_of_it(site: Site) -> None:
    for page in site.pages:
        scripts = " ".join(page.root.xpath("//script/@src"))
        assert ("/search." in scripts) == page.address.endswith("/search/"), page.address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_holds_no_figure_and_the_cards_hold_all(site: Site, lang: str) -> None:
    """What a figure prints stands in files that a refill writes: an index never has a value that has moved."""
    folder = site.output / f"{PREFIXES[lang]}search"
    start = json.loads((folder / "start.json").read_text("utf-8"))
    index: dict[str, list[int]] = {}
    assert start["volumes"] == 1
    names = json.loads((folder / "1/texts.json").read_text("utf-8"))
    for letter in (*"abcdefghijklmnopqrstuvwxyz", "other"):
        keys = json.loads((folder / f"1/{letter}.json").read_text("utf-8"))
        assert all(key.startswith(letter) or not key[0].isalpha() for key in keys)
        index |= keys
    assert len(names) == len([page for page in site.pages if page.lang == lang and is_text(page.address, lang)])
    portfolio = names.index("news/project-portfolio")
    printed = site.by_address[f"/{PREFIXES[lang]}news/project-portfolio/"].root.xpath(
        '//div[@class="prose"]//data[contains(@class, "indicator")]/@value'
    )
    held = {key for key, pairs in index.items() if portfolio in pairs[::2]}
    large = [value for value in printed if len(value) > 3]
    assert large and not held & set(large)
    card = json.loads((folder / "texts/news/project-portfolio.json").read_text("utf-8"))
    figures = json.loads((folder / "1/figures.json").read_text("utf-8"))[portfolio]
    for text in (card["text"], "\n".join(figures)):
        assert set(large) <= {key for keys in word_keys(lang).keys(text) for key in keys}
    assert not re.search("[\ue000-\uf8ff]", "".join(path.read_text("utf-8") for path in folder.rglob("*.json")))


def is_text(address: str, lang: str) -> bool:
    """Whether the page is one that an editor has written."""
    slug = address.removeprefix(f"/{PREFIXES[lang]}").strip("/")
    folder, name = ("news", slug.removeprefix("news/")) if slug.startswith("news/") else ("pages", slug)
    if slug.startswith("people/"):
        folder, name = "people", slug.removeprefix("people/")
    return (ROOT / f"content/{folder}/{name}.{lang}.md").exists()
