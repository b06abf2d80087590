"""Feeds of a small site: ids for ever, absolute links, nothing from the clock."""

import io
import json
import re
from pathlib import Path

import feedparser
import pytest
from PIL import Image

from aimaq.base.problems import ProblemsFound
from aimaq.base.rss_atom_json_feeds import with_absolute_links

from .conftest import Build, article, page


def drawn() -> bytes:
    """A picture of six pixels by four."""
    stream = io.BytesIO()
    Image.new("RGB", (6, 4), "green").save(stream, "PNG")
    return stream.getvalue()


SITE = "https://press.aimaq.example"
FILES = {
    "news/b.ru.md": article(
        "A & <b>",
        date="2024-05-06 10:00",
        kind="briefing",
        body="[x](/about/) [y](#z) [z](https://a.kz/)\n\n"
        '![схема]({static}/media/a.png "Фото: А. & Б.")\n\n'
        '<a href="https://cdn.kz/" id="z">c</a>',
        topics="[планы]",
        modified="2024-05-07",
        summary='"Лид & <i>"',
    ),
    "news/a.ru.md": article("Первая", date="2023-01-02"),
    "news/a.en.md": article("First", date="2023-01-02"),
    "media/a.png": drawn(),
    "pages/about.ru.md": page(),
}


def ids(output: Path) -> dict[str, list[str]]:
    return {
        path.name: re.findall(r"tag:[^<\"]+", path.read_text("utf-8")) for path in sorted(output.glob("feeds/all.*"))
    }


def test_feedparser_accepts_every_feed(build: Build) -> None:
    """Empty ones too: Kazakh has no story of its own here."""
    output = build(FILES)
    found = sorted(output.rglob("feeds/*.xml"))
    assert len(found) == 3 * 8 * 2  # editions, feeds, formats
    for path in found:
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.version in ("rss20", "atom10")


def test_a_feed_holds_its_editions_own_stories_newest_first(build: Build) -> None:
    output = build(FILES)
    for name, titles in {
        "feeds/all": ["A & <b>", "Первая"],
        "feeds/briefings": ["A & <b>"],
        "feeds/news": ["Первая"],
        "en/feeds/all": ["First"],
        "kk/feeds/all": [],
    }.items():
        assert [item["title"] for item in json.loads((output / f"{name}.json").read_text("utf-8"))["items"]] == titles
        for kind in ("rss", "atom"):
            entries = feedparser.parse((output / f"{name}.{kind}.xml").read_bytes()).entries
            assert [entry.id for entry in entries] == [
                item["id"] for item in json.loads((output / f"{name}.json").read_text("utf-8"))["items"]
            ]


def test_ids_stay_when_title_text_kind_or_figure_change(build: Build) -> None:
    first = ids(build(FILES))
    assert first["all.atom.xml"] == [
        "tag:press.aimaq.example,2024-05-06:b.ru",
        "tag:press.aimaq.example,2023-01-02:a.ru",
    ]
    changed = article("Иначе", date="2024-05-06 11:00", kind="release", body="Другое.", modified="2025-01-01")
    assert ids(build({**FILES, "news/b.ru.md": changed})) == first


def test_content_is_whole_and_its_links_are_absolute(build: Build) -> None:
    output = build(FILES)
    (item, _) = json.loads((output / "feeds/all.json").read_text("utf-8"))["items"]
    pictures = [f"{SITE}/pictures/{path.name}" for path in output.glob("pictures/*.jpg")]
    assert item["content_html"] == (
        f'<p><a href="{SITE}/about/">x</a> <a href="{SITE}/news/b/#z">y</a> '
        f'<a href="https://a.kz/">z</a></p>\n<figure class="photo">'
        f'<img alt="схема" src="{pictures[0]}" srcset="{pictures[0]} 6w">'
        '<figcaption><span class="photo-credit">Фото: А. &amp; Б.</span></figcaption></figure>\n'
        '<p><a href="https://cdn.kz/" id="z">c</a></p>'
    )
    for kind in ("rss", "atom"):
        entry = feedparser.parse((output / f"feeds/all.{kind}.xml").read_bytes(), sanitize_html=False).entries[0]
        assert entry.content[0].value.replace(" />", ">") == item["content_html"]
        assert entry.link == f"{SITE}/news/b/"
    assert item["summary"] == "Лид & <i>"
    assert item["tags"] == ["планы"]


def test_dates_have_the_zone_of_the_institution_and_none_comes_from_the_clock(build: Build) -> None:
    """Kazakhstan went from +06 to +05 on 2024-03-01."""
    output = build(FILES)
    rss = (output / "feeds/all.rss.xml").read_text("utf-8")
    assert re.findall(r"<pubDate>(.*?)</pubDate>", rss) == [
        "Mon, 06 May 2024 10:00:00 +0500",
        "Mon, 02 Jan 2023 00:00:00 +0600",
    ]
    assert "<lastBuildDate>Tue, 07 May 2024 00:00:00 +0500</lastBuildDate>" in rss
    atom = (output / "feeds/all.atom.xml").read_text("utf-8")
    assert re.findall(r"<updated>(.*?)</updated>", atom) == [
        "2024-05-07T00:00:00+05:00",
        "2024-05-07T00:00:00+05:00",
        "2023-01-02T00:00:00+06:00",
    ]
    assert "1970-01-01" in (output / "kk/feeds/all.atom.xml").read_text("utf-8")
    assert f'<atom:link rel="self" type="application/rss+xml" href="{SITE}/feeds/all.rss.xml" />' in rss
    assert re.findall(r"<atom:updated>(.*?)</atom:updated>", rss) == ["2024-05-07T00:00:00+05:00"]


def test_an_item_carries_its_files_pictures_and_author(build: Build) -> None:
    """A document with its number, a briefing with its recording, a photo report: in the words of each format."""
    photo = "{file: media/a.png, alt: Схема, credit: А. Б.}"
    output = build(
        {
            "media/a.png": drawn(),
            "media/order.pdf": b"%PDF-1.7 order",
            "media/talk.mp3": b"ID3 talk",
            "news/order.ru.md": article(
                "Приказ", "2024-05-03", "document", number="№ 12-П", issued="2024-05-02", issuer="Акимат",
                attachments="[{file: media/order.pdf, title: Текст приказа}]",
            ),
            "news/talk.ru.md": article(
                "Брифинг", "2024-05-02", "briefing", recording='"https://video.example/watch?v=1"',
                attachments="[{file: media/order.pdf, title: Слайды}, {file: media/talk.mp3, title: Запись}]",
                photo=photo,
            ),
            "news/seen.ru.md": article("Фоторепортаж", "2024-05-01", "photos", photos=f"[{photo}]"),
            "news/heard.ru.md": article("Эфир", "2024-04-30", "briefing", recording="https://cdn.example/a.mp4"),
        }
    )  # fmt: skip
    sizes = {path.name: path.stat().st_size for path in (output / "media").iterdir()}
    pdf, mp3, png = (f"{SITE}/media/{name}" for name in ("order.pdf", "talk.mp3", "a.png"))
    document, talk, seen, heard = json.loads((output / "feeds/all.json").read_text("utf-8"))["items"]
    assert document["authors"] == [{"name": "Акимат"}] and talk["authors"][0]["name"] == "Индустриальная зона – Алматы"
    for words in ("№ 12-П", "2 мая 2024", "Акимат", f'<a href="{pdf}">Текст приказа</a>'):
        assert words in document["content_html"]
    assert '<a href="https://video.example/watch?v=1">recording</a>' in talk["content_html"]
    assert document["attachments"] == [
        {"url": pdf, "mime_type": "application/pdf", "title": "Текст приказа", "size_in_bytes": sizes["order.pdf"]}
    ]
    assert [each["url"] for each in talk["attachments"]] == [png, pdf, mp3]
    assert heard["attachments"] == [{"url": "https://cdn.example/a.mp4", "mime_type": "video/mp4"}]
    assert seen["attachments"][0]["title"] == "Схема" and "image" not in document
    assert (output / seen["image"].removeprefix(f"{SITE}/")).is_file()

    rss = feedparser.parse((output / "feeds/all.rss.xml").read_bytes())
    assert [entry.title for entry in rss.entries] == ["Приказ", "Брифинг", "Фоторепортаж", "Эфир"]
    assert [entry.summary for entry in rss.entries] == ["Коротко."] * 4
    assert [entry.author for entry in rss.entries][:1] == ["Акимат"]
    # One enclosure, as the Best Practices of RSS ask: the recording before slides, and slides before a picture.
    assert [[(each.href, int(each.length), each.type) for each in entry.enclosures] for entry in rss.entries] == [
        [(pdf, sizes["order.pdf"], "application/pdf")],
        [(mp3, sizes["talk.mp3"], "audio/mpeg")],
        [(png, sizes["a.png"], "image/png")],
        [],
    ]
    assert [each["medium"] for each in rss.entries[1].media_content] == ["image", "document", "audio"]
    assert rss.entries[2].media_content[0] | {"fileSize": ""} == {
        "url": png, "type": "image/png", "medium": "image", "filesize": str(sizes["a.png"]), "fileSize": "",
        "width": "6", "height": "4",
    }  # fmt: skip
    assert rss.entries[2].media_thumbnail[0]["url"] == seen["image"]
    assert rss.entries[2].media_credit[0]["content"] == "А. Б."

    atom = feedparser.parse((output / "feeds/all.atom.xml").read_bytes())
    assert [[(each.href, each.get("length")) for each in entry.enclosures] for entry in atom.entries] == [
        [(pdf, str(sizes["order.pdf"]))],
        [(png, str(sizes["a.png"])), (pdf, str(sizes["order.pdf"])), (mp3, str(sizes["talk.mp3"]))],
        [(png, str(sizes["a.png"]))],
        [("https://cdn.example/a.mp4", None)],
    ]
    assert atom.entries[0].author == "Акимат" and atom.entries[2].media_thumbnail[0]["url"] == seen["image"]
    for old, new in zip(rss.entries, atom.entries, strict=True):
        assert old.content[0].value == new.content[0].value


def test_a_subscriber_sees_nothing_twice(build: Build) -> None:
    """A reader that remembers ids: a date is corrected, a file is renamed, and both say by what they were known."""
    remembered = ids(build(FILES))
    moved = {name: text for name, text in FILES.items() if not name.startswith("news/a.")}
    (build(FILES).parent / "content/news/a.ru.md").unlink()
    output = build(
        {
            **moved,
            "news/b.ru.md": article("A", date="2024-05-09", kind="briefing", id="2024-05-06:b"),
            "news/first.ru.md": article("Первая", date="2023-01-02", id="2023-01-02:a"),
        }
    )
    assert ids(output) == remembered


def test_feeds_name_the_hub_and_the_site_has_the_key_of_indexnow(build: Build) -> None:
    hub, key = "https://hub.example/", "0123456789abcdef"
    output = build(FILES, WEBSUB_HUB=hub, INDEXNOW_KEY=key)
    assert (output / f"{key}.txt").read_text("utf-8") == key
    for kind in ("rss", "atom"):
        parsed = feedparser.parse((output / f"feeds/all.{kind}.xml").read_bytes())
        assert [each.href for each in parsed.feed.links if each.rel == "hub"] == [hub]
    assert json.loads((output / "feeds/all.json").read_text("utf-8"))["hubs"] == [{"type": "WebSub", "url": hub}]


def test_a_key_that_search_engines_refuse_is_a_problem(build: Build) -> None:
    with pytest.raises(ProblemsFound, match="expected 8 to 128 Latin letters") as found:
        build(FILES, INDEXNOW_KEY="short", WEBSUB_HUB="hub.example")
    assert "WEBSUB_HUB" in str(found.value)


def test_no_more_stories_than_the_setting_says(build: Build) -> None:
    output = build(FILES, FEED_MAX_ITEMS=1)
    assert [len(found) for found in ids(output).values()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/x/">', '<a href="https://a.kz/x/">'),
        ("<a class=b href='/x/'>", "<a class=b href='https://a.kz/x/'>"),
        ('<a href="#n">', '<a href="https://a.kz/p/#n">'),
        ('<a href="//b.kz/">', '<a href="//b.kz/">'),
        ('<a href="mailto:a@b.kz">', '<a href="mailto:a@b.kz">'),
        ('<p>href="/x/"</p>', '<p>href="/x/"</p>'),
        ('&lt;a href="/x/"&gt;', '&lt;a href="/x/"&gt;'),
        ('<a href="/x/"><img src="/y"></a>', '<a href="https://a.kz/x/"><img src="https://a.kz/y"></a>'),
    ],
)
def test_relative_links_become_absolute(html: str, expected: str) -> None:
    assert with_absolute_links(html, "https://a.kz/p/", "https://a.kz") == expected
