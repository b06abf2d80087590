"""Sitemaps: divided where the protocol says so, and Google's of the last two days."""

import runpy
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from pelican import Pelican, signals

from aimaq.newsroom.output.sitemap import Entry, sitemap_index, sitemaps
from aimaq.newsroom.settings import Newsroom, read_newsroom
from aimaq.pelican.state import build_of
from aimaq.settings.read import read_settings

from .conftest import ROOT, Build, article

SITE = "https://press.aimaq.example"
MAP, NEWS = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.google.com/schemas/sitemap-news/0.9}"


def locations(text: str) -> list[str | None]:
    return [each.findtext(f"{MAP}loc") for each in ElementTree.fromstring(text)]


@pytest.fixture
def room() -> Newsroom:
    settings = runpy.run_path(str(ROOT / "pelicanconf.py"))
    return read_newsroom(read_settings(settings, ROOT), datetime.now(UTC))


def test_a_sitemap_is_divided_by_addresses_and_by_bytes(room: Newsroom) -> None:
    entries = [Entry({"ru": f"/news/s{number}/", "en": f"/en/news/s{number}/"}) for number in range(5)]
    by_number = dict(sitemaps(entries, room, most=2))
    assert list(by_number) == [f"sitemaps/{name}.xml" for name in ("ru", "ru-2", "ru-3", "en", "en-2", "en-3")]
    assert [url for text in list(by_number.values())[:3] for url in locations(text)] == [
        f"{SITE}/news/s{number}/" for number in range(5)
    ]
    one = len(next(iter(dict(sitemaps(entries[:1], room)).values())).encode())
    by_size = dict(sitemaps(entries, room, largest=one))
    assert all(len(text.encode()) < 2 * one for text in by_size.values())
    assert len([name for name in by_size if "ru" in name]) == 5
    assert locations(sitemap_index(by_number, room)) == [f"{SITE}/{name}" for name in by_number]


def test_news_are_the_stories_of_the_last_two_days(build: Build) -> None:
    """By the day of the build; not what was withdrawn, nor what has an approximate day."""
    files = {
        "news/today.ru.md": article("Сегодня & завтра", date="2024-05-06"),
        "news/today.kk.md": article("Бүгін", date="2024-05-06"),
        "news/eve.ru.md": article("Вчера", date="2024-05-05 18:00"),
        "news/about.ru.md": article("Около", date="2024-05-06", date_approximate="true"),
        "news/gone.ru.md": article("Нет", date="2024-05-05", withdrawn="{date: 2024-05-06, reason: Ошибка.}"),
        "news/old.ru.md": article("Давно", date="2024-05-04"),
    }
    moments: set[tuple[datetime, str]] = set()

    def keep_moments(pelican: Pelican) -> None:
        moments.update(build_of(pelican.settings).findings.moments)

    with signals.finalized.connected_to(keep_moments):
        output = build(files, NEWSROOM_TODAY="2024-05-06")
    news = ElementTree.parse(output / "sitemaps/news.xml").getroot()
    assert [url.findtext(f"{MAP}loc") for url in news] == [
        f"{SITE}/news/today/",
        f"{SITE}/kk/news/today/",
        f"{SITE}/news/eve/",
    ]
    told = [
        [each.text for each in url.iter() if each.tag.startswith(NEWS) and (each.text or "").strip()] for url in news
    ]
    assert told[0] == ["Индустриальная зона – Алматы", "ru", "2024-05-06T00:00:00+05:00", "Сегодня & завтра"]
    assert told[1][1] == "kk" and told[2][2] == "2024-05-05T18:00:00+05:00"
    assert f"{SITE}/sitemaps/news.xml" in locations((output / "sitemap.xml").read_text("utf-8"))
    # The build knows when the next one is due.
    assert {(f"{moment:%d %H}", reason) for moment, reason in moments} == {
        ("08 00", "news-sitemap"),
        ("07 18", "news-sitemap"),
    }


def test_without_news_there_is_no_sitemap_of_them(build: Build) -> None:
    output = build({"news/old.ru.md": article(date="2024-05-04")}, NEWSROOM_TODAY="2024-05-09")
    assert sorted(path.name for path in output.glob("sitemaps/*")) == ["en.xml", "kk.xml", "ru.xml"]
    assert len(locations((output / "sitemap.xml").read_text("utf-8"))) == 3
