"""Editors' own corrections, on a site without figures: the same notice, list and feeds, with no slot."""

import json
import re
from pathlib import Path

import feedparser
import pytest

from .conftest import Build, article, page

SITE = "https://press.aimaq.example"
TEXT = "Имя директора написано неверно: верно <Алишер> & Ко."
KAZAKH = "Күні қате жазылған."
FILES = {
    "news/a.ru.md": article("Первая", date="2024-05-06 10:00", corrections=f"[{{date: 2024-06-01, text: '{TEXT}'}}]"),
    "news/a.en.md": article("First", date="2024-05-06 10:00"),
    "news/b.kk.md": article(
        "Екінші",
        date="2024-05-07",
        modified="2024-07-01",
        corrections=f"\n- {{date: 2024-06-02, text: {KAZAKH}}}\n- {{date: 2024-06-02, text: Тағы бір қате.}}",
    ),
    "news/c.ru.md": article("Третья", date="2024-05-08"),
    "pages/about.ru.md": page(corrections="[{date: 2024-06-03, text: Адрес был прежний.}]"),
}


@pytest.fixture
def output(build: Build) -> Path:
    return build(FILES)


def test_the_notice_stands_on_the_text_that_had_the_mistake(output: Path) -> None:
    """In that language only; plain text is escaped; a page may have one too."""
    text = (output / "news/a/index.html").read_text("utf-8")
    assert "1 июня 2024\u00a0г." in text and "&lt;Алишер&gt; &amp; Ко." in text
    assert '"correction": [{"@type": "CorrectionComment"' in text and '"datePublished": "2024-06-01"' in text
    assert '"dateModified": "2024-06-01T00:00:00+05:00"' in text
    assert '<p>↻ <time datetime="2024-06-01">1 июня 2024\u00a0г.</time></p>' in text
    for name in ("en/news/a/index.html", "news/c/index.html"):
        other = (output / name).read_text("utf-8")
        assert 'role="note"' not in other and "CorrectionComment" not in other and "↻" not in other
    assert "Адрес был прежний." in (output / "about/index.html").read_text("utf-8")


def test_a_change_by_hand_that_is_newer_than_the_correction_counts(output: Path) -> None:
    text = (output / "kk/news/b/index.html").read_text("utf-8")
    assert KAZAKH in text and '<p>↻ <time datetime="2024-07-01">' in text
    [item] = json.loads((output / "kk/feeds/all.json").read_text("utf-8"))["items"]
    assert item["date_modified"] == "2024-07-01T00:00:00+05:00"


def test_the_list_names_texts_of_other_languages_that_the_edition_lacks(output: Path) -> None:
    """The Russian list holds the Kazakh story's corrections, for there is no Russian version; the newest come first."""
    for name, expected in {
        "corrections/index.html": [
            "about-2024-06-03",
            "kk-news-b-2024-06-02",
            "kk-news-b-2024-06-02-2",
            "news-a-2024-06-01",
        ],
        "kk/corrections/index.html": [
            "about-2024-06-03",
            "kk-news-b-2024-06-02",
            "kk-news-b-2024-06-02-2",
            "news-a-2024-06-01",
        ],
        "en/corrections/index.html": ["about-2024-06-03", "kk-news-b-2024-06-02", "kk-news-b-2024-06-02-2"],
    }.items():
        text = (output / name).read_text("utf-8")
        assert re.findall(r'<li id="([^"]+)">', text) == expected, name
    assert '<a href="/kk/news/b/" lang="kk">Екінші</a>' in (output / "corrections/index.html").read_text("utf-8")


def test_the_feeds_tell_of_each_correction_and_of_the_change_of_the_story(output: Path) -> None:
    feed = json.loads((output / "feeds/corrections.json").read_text("utf-8"))
    last = feed["items"][-1]
    assert last["id"] == "tag:press.aimaq.example,2024-06-01:corrections/news-a-2024-06-01.ru"
    assert last["url"] == f"{SITE}/corrections/#news-a-2024-06-01"
    assert last["title"].endswith(": Первая")
    assert last["summary"] == TEXT and last["date_published"] == "2024-06-01T00:00:00+05:00"
    assert f'<a href="{SITE}/news/a/"' in last["content_html"]
    for kind in ("rss", "atom"):
        own = feedparser.parse((output / f"feeds/corrections.{kind}.xml").read_bytes())
        assert not own.bozo and [entry.id for entry in own.entries] == [item["id"] for item in feed["items"]]
        stories = feedparser.parse((output / f"feeds/all.{kind}.xml").read_bytes())
        [story] = [entry for entry in stories.entries if entry.link.endswith("/news/a/")]
        assert story.published_parsed[:5] == (2024, 5, 6, 5, 0)
        assert story.updated_parsed[:5] == (2024, 5, 31, 19, 0)
        assert "Алишер" in story.content[0].value
        assert stories.feed.updated_parsed[:5] == (2024, 5, 31, 19, 0)
    sitemap = "".join(path.read_text("utf-8") for path in output.glob("sitemaps/*.xml"))
    assert re.search(rf"<loc>{SITE}/news/a/</loc>\s*<lastmod>2024-06-01T00:00:00\+05:00</lastmod>", sitemap)
    assert f"<loc>{SITE}/kk/corrections/</loc>" in sitemap


def test_a_site_without_corrections_has_an_empty_list_and_empty_feeds(build: Build) -> None:
    output = build({"news/c.ru.md": FILES["news/c.ru.md"]})
    assert "<li " not in (output / "corrections/index.html").read_text("utf-8")
    assert json.loads((output / "feeds/corrections.json").read_text("utf-8"))["items"] == []
    assert "1970-01-01" in (output / "feeds/corrections.atom.xml").read_text("utf-8")
