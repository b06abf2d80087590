"""Pages of every kind of story, and of people: valid, accessible, whole, whatever parts they have."""

import json
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tools.browser import DESKTOP, PHONE, axe, visitor
from tools.built import LANGUAGES, PREFIXES, Page, Site, words
from tools.validators import dead_links, html_messages
from tools.vocabulary import vocabulary_problems

SLUGS = ("open-day", "briefing-cancelled", "full-release", "tour", "rules", "old-rules", "briefing")
PLACES = (*(f"news/{slug}/" for slug in SLUGS), "events/", "people/", "people/engineer/", "archive/")
TYPES = {
    "open-day": "NewsArticle",
    "full-release": "NewsArticle",
    "briefing": "NewsArticle",
    "tour": "ImageGallery",
    "rules": "DigitalDocument",
    "old-rules": "NewsArticle",
}


def story(site: Site, slug: str, lang: str) -> Page:
    return site.by_address[f"/{PREFIXES[lang]}news/{slug}/"]


def test_every_page_is_valid_html(kinds: Site, node_tools: Path) -> None:
    messages = html_messages(kinds, node_tools)
    assert not messages, "\n".join(messages[:40])


def test_every_link_leads_somewhere(kinds: Site) -> None:
    assert not dead_links(kinds)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing(kinds: Site, browser: Browser, node_tools: Path, lang: str) -> None:
    """No violation on a phone and on a desktop, in the light and the dark scheme; with the checksums open."""
    found: list[str] = []
    with visitor(browser, kinds) as guest:
        for place in PLACES:
            tab = guest.go(f"/{PREFIXES[lang]}{place}")
            tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            for size in (PHONE, DESKTOP):
                tab.set_viewport_size(size)
                scheme: Literal["light", "dark"] = "light" if size == PHONE else "dark"
                tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                lines = axe(tab, node_tools / "axe-core/axe.min.js")
                found += [f"{lang} {place} {size['width']} px {scheme}: {line}" for line in lines]
                if size == PHONE and tab.evaluate("document.scrollingElement.scrollWidth") > PHONE["width"]:
                    found.append(f"{lang} {place} scrolls sideways")
        assert not guest.complaints and not guest.foreign
    assert not found, "\n".join(found)


def test_json_ld_is_what_schema_org_defines(kinds: Site, node_tools: Path, tmp_path: Path) -> None:
    """Each kind is the type that it is to schema.org, with properties that the type has."""
    documents = {
        f"{page.address} ({number})": json.loads(text)
        for page in kinds.pages
        for number, text in enumerate(page.structured)
    }
    for slug, kind in TYPES.items():
        for lang in LANGUAGES:
            graph = documents[f"{story(kinds, slug, lang).address} (0)"]["@graph"]
            assert [node["@type"] for node in graph] == [kind, "BreadcrumbList"]
    problems = vocabulary_problems(documents, tmp_path, node_tools)
    assert not problems, "\n".join(problems[:40])


def test_nothing_of_a_field_becomes_markup(kinds: Site) -> None:
    """A title of an attachment in angle brackets, an ampersand in an update."""
    page = story(kinds, "full-release", "ru")
    assert "Отчёт о пуске <линии>" in words(page.root.find_class("attachments-list")[0].text_content())
    assert "Уточнён адрес цеха & время." in words(page.root.find_class("updates-list")[0].text_content())
    files = json.loads(page.structured[0])["@graph"][0]["associatedMedia"]
    assert words(files[0]["name"]) == "Отчёт о пуске <линии>"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_kind_without_a_story_has_no_entry_in_the_menu_and_a_page_that_says_so(site: Site, lang: str) -> None:
    """Its address stays good, for links and subscriptions; search engines are not asked to look at it."""
    for slug in ("events", "photos", "documents"):
        address = f"/{PREFIXES[lang]}{slug}/"
        page = site.by_address[address]
        assert page.root.find_class("empty-state") and page.one("//h1/text()")
        assert page.root.xpath('head/meta[@name="robots"][@content="noindex"]')
        assert address not in site.page(f"/{PREFIXES[lang]}").root.xpath("//header//a/@href")
        assert f"{address}</loc>" not in site.sitemaps
        assert site.serves(f"/{PREFIXES[lang]}feeds/{slug}.rss.xml")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_kind_with_a_story_is_in_the_menu(kinds: Site, lang: str) -> None:
    menu = kinds.page(f"/{PREFIXES[lang]}").root.xpath("//header//a/@href")
    assert {f"/{PREFIXES[lang]}{slug}/" for slug in ("events", "photos", "documents")} <= set(menu)
