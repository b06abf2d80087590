"""The parts of a release: people, attachments, updates, related stories, withdrawal, contact, closing words."""

import hashlib
import json
import re

import feedparser
import pytest

from tools.built import LANGUAGES, PREFIXES, Page, Site, words

PLANT = {"ru": "О заводе", "kk": "Зауыт туралы", "en": "About the plant"}


def story(site: Site, slug: str, lang: str) -> Page:
    return site.by_address[f"/{PREFIXES[lang]}news/{slug}/"]


def slugs(addresses: list[str]) -> list[str]:
    return [address.rstrip("/").rpartition("/")[2] for address in addresses]


def texts(page: Page, name: str) -> list[str]:
    return [words(each.text_content()) for each in page.root.find_class(name)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_attachment_is_told_by_type_size_and_checksum(kinds: Site, lang: str) -> None:
    """Of the very bytes that the link leads to."""
    page = story(kinds, "full-release", lang)
    media = json.loads(page.structured[0])["@graph"][0]["associatedMedia"]
    items = page.root.xpath('//*[contains(@class, "attachments-list")]/li')
    assert len(items) == len(media) == 2
    for item, told in zip(items, media, strict=True):
        data = kinds.file(item.xpath("string(.//a/@href)")).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        assert words(item.find_class("attachment-sum")[0].xpath("string(.//code)")) == digest == told["sha256"]
        assert told["contentSize"] == f"{len(data)} B"
    sizes = {"ru": "PDF, 1,3 МБ", "kk": "PDF, 1,3 МБ", "en": "PDF, 1.3 MB"}
    assert texts(page, "attachment-facts")[0] == sizes[lang]
    assert len(kinds.file("/media/report.pdf").read_bytes()) == 1_280_009


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_persons_page_lists_all_that_was_said(kinds: Site, lang: str) -> None:
    """Newest first; what is there in Russian only is offered in Russian."""
    page = kinds.by_address[f"/{PREFIXES[lang]}people/engineer/"]
    links = page.root.xpath('//*[contains(@class, "mentions")]//a')
    assert slugs([each.get("href") for each in links]) == ["full-release", "briefing", "only-russian"]
    assert links[-1].get("href") == "/news/only-russian/"
    assert links[-1].get("lang") == (None if lang == "ru" else "ru")
    (profile, _) = json.loads(page.structured[0])["@graph"]
    assert profile["@type"] == "ProfilePage" and profile["mainEntity"]["name"] == words(page.one("//h1/text()"))
    assert "2024" in texts(page, "person-known")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_speakers_lead_to_their_pages(kinds: Site, lang: str) -> None:
    page = story(kinds, "full-release", lang)
    addresses = page.root.xpath('//*[contains(@class, "speakers-list")]//a/@href')
    assert addresses == [f"/{PREFIXES[lang]}people/{slug}/" for slug in ("press-officer", "engineer")]
    told = json.loads(page.structured[0])["@graph"][0]["mentions"]
    assert [each["url"] for each in told] == [kinds.url + address for address in addresses]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_releases_and_announcements_end_with_contact_and_closing_words(kinds: Site, lang: str) -> None:
    """In the edition's language; the text is no page of its own and is in no list."""
    for slug, closes in (("full-release", True), ("open-day", True), ("briefing", False), ("tour", False)):
        page = story(kinds, slug, lang)
        assert [words(each) for each in page.root.xpath('//*[@id="boilerplate"]/text()')] == [PLANT[lang]] * closes
        assert (
            page.root.xpath('//*[@class="contact-ways"]//a/@href')
            == ["mailto:press@example.kz", "tel:+77270000000"] * closes
        )
    assert not kinds.serves(f"/{PREFIXES[lang]}parts/boilerplate/")
    assert not any("boilerplate" in name for name in kinds.texts)


def test_a_story_may_name_another_contact(kinds: Site) -> None:
    assert story(kinds, "old-rules", "en").root.xpath('//*[@class="contact-ways"]//a/@href') == [
        "mailto:engineer@example.kz"
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_updates_stand_newest_first_and_change_the_date_of_the_story(kinds: Site, lang: str) -> None:
    page = story(kinds, "full-release", lang)
    assert page.root.xpath('//*[@class="updates-date"]/@datetime') == ["2024-05-05", "2024-05-03"]
    assert page.one('//*[@class="article-modified"]/time/@datetime') == "2024-05-05"
    items = json.loads(kinds.texts[f"{PREFIXES[lang]}feeds/releases.json"])["items"]
    assert [each["date_modified"][:10] for each in items] == ["2024-05-05"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_withdrawn_story_stays_at_its_address_and_says_so(kinds: Site, lang: str) -> None:
    """As GOV.UK does: the words stay, above them stand day and reason; search engines and lists let it go."""
    page = story(kinds, "old-rules", lang)
    (notice,) = page.root.find_class("withdrawal")
    assert notice.xpath(".//time/@datetime") == ["2024-02-01"]
    assert page.root.find_class("prose")
    assert page.root.xpath('head/meta[@name="robots"]/@content') == ["noindex"]
    assert json.loads(page.structured[0])["@graph"][0]["creativeWorkStatus"] == "Withdrawn"
    assert "old-rules" not in kinds.sitemaps
    for place in ("", "news/"):
        assert page.address not in kinds.by_address[f"/{PREFIXES[lang]}{place}"].root.xpath("//main//a/@href")
    years = [each for each in kinds.pages if re.fullmatch(rf"/{PREFIXES[lang]}archive/\d+/", each.address)]
    (entry,) = [item for year in years for item in year.root.xpath(f'//li[.//a[@href="{page.address}"]]')]
    assert entry.find_class("withdrawal-mark")
    for other in kinds.pages:
        if other.lang == lang:
            assert page.address not in other.root.xpath('//*[contains(@class, "mentions")]//a/@href')


@pytest.mark.parametrize("lang", LANGUAGES)
def test_subscribers_are_told_of_a_withdrawal(kinds: Site, lang: str) -> None:
    """The item keeps its id, its title says so first, and it is as new as the withdrawal."""
    feed = feedparser.parse(kinds.texts[f"{PREFIXES[lang]}feeds/all.atom.xml"])
    assert feed.bozo == 0
    (item,) = (each for each in feed.entries if each.link.endswith("/old-rules/"))
    assert item.title.startswith({"ru": "Отозвано: ", "kk": "Қайтарып алынды: ", "en": "Withdrawn: "}[lang])
    assert item.id == f"tag:press.aimaq.example,2023-02-01:old-rules.{lang}"
    assert item.updated[:10] == "2024-02-01"
    assert "2024" in item.content[0].value.partition("</div>")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_related_stories_share_most_first(kinds: Site, lang: str) -> None:
    """Two people, then one person and a topic, weigh more than a topic; nothing is related to itself."""
    page = story(kinds, "full-release", lang)
    found = slugs(page.root.xpath('//*[@aria-labelledby="related"]//li//a/@href'))
    assert found == ["open-day", "briefing", "only-russian" if lang == "ru" else "tour"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_dateline_names_place_and_day(kinds: Site, lang: str) -> None:
    expected = {"ru": "Алматы, 2 мая 2024 г.", "kk": "Алматы, 2024 ж. 2 мамыр", "en": "Almaty, 2 May 2024"}
    assert texts(story(kinds, "full-release", lang), "dateline") == [expected[lang]]


def test_the_sitemap_lists_people_and_their_list(kinds: Site) -> None:
    found = set(kinds.mapped)
    assert {f"{kinds.url}/kk/people/", f"{kinds.url}/people/engineer/"} <= found
    assert not any(re.search(r"/parts/|\.ics$", each) for each in found)
