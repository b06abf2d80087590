"""How a reader comes to a story: topics, the archive, and feeds of both and of those who speak."""

import json
import re
from pathlib import Path

import pytest

from aimaq.base.problems import ProblemsFound

from .conftest import Build, article
from .test_build import links

PERSON = '---\nname: Асель Примерова\npost: директор\nsources: [{title: x, url: "https://example.org/"}]\n---\n'


def headings(path: Path) -> list[str]:
    return re.findall(r"<h[12]>(?:<a [^>]*>)?(.*?)(?:</a>)?</h[12]>", path.read_text("utf-8"))


def titles(path: Path) -> list[str]:
    return [item["title"] for item in json.loads(path.read_text("utf-8"))["items"]]


def test_a_topic_has_the_stories_of_its_edition_newest_first(build: Build) -> None:
    output = build(
        {
            "news/a.ru.md": article("Первая", date="2024-01-01", topics="[Инвестиции, Әлем]"),
            "news/b.ru.md": article("Вторая", date="2024-01-02", topics="[инвестиции]"),
            "news/b.kk.md": article("Екінші", date="2024-01-02", topics="[инвестиция]"),
            "news/b.en.md": article("Second", date="2024-01-02"),
            "news/c.ru.md": article(
                "Отозвана", date="2024-01-03", topics="[отзыв]", withdrawn="{date: 2024-01-04, reason: Ошибка.}"
            ),
        }
    )
    assert links(output / "topics/index.html") == ["/topics/investitsii/", "/topics/alem/"]
    assert headings(output / "topics/investitsii/index.html") == ["инвестиции"]  # as the newest story spells it
    assert links(output / "topics/investitsii/index.html") == ["/news/b/", "/news/a/"]
    assert links(output / "kk/topics/investitsiia/index.html") == ["/kk/news/b/"]
    assert titles(output / "feeds/topics/investitsii.json") == ["Вторая", "Первая"]
    # Only what the edition has: English has no topic, and nothing that is withdrawn stands in a list.
    assert not (output / "en/topics").exists() and not (output / "topics/otzyv").exists()
    assert set(re.findall(r'hreflang="(\w+)"', (output / "topics/index.html").read_text("utf-8"))) == {"ru", "kk"}
    # A topic is a word of one language: nobody says which word of another is the same.
    assert set(re.findall(r'hreflang="(\w+)"', (output / "topics/alem/index.html").read_text("utf-8"))) == {"ru"}


def test_pages_of_one_topic_are_never_those_of_another(build: Build) -> None:
    """Stock Pelican writes page 2 of "alt1" over the topic "alt12"."""
    many = {f"news/s{day}.ru.md": article(f"s{day}", date=f"2024-01-0{day}", topics="[alt1]") for day in range(1, 6)}
    output = build(
        {
            **many,
            "news/x.ru.md": article("x", date="2024-02-01", topics="[alt12]"),
            "news/y.ru.md": article("y", date="2024-02-02", topics="[page]"),
        },
        STORIES_PER_PAGE=2,
    )
    assert links(output / "topics/alt12/index.html") == ["/news/x/"]
    assert links(output / "topics/page/index.html") == ["/news/y/"]
    second = ["/news/s3/", "/news/s2/", "/topics/alt1/", "/topics/alt1/page/3/"]
    assert links(output / "topics/alt1/page/2/index.html") == second


def test_two_topics_with_one_address_are_named(build: Build) -> None:
    with pytest.raises(ProblemsFound) as raised:
        build(
            {
                "news/a.ru.md": article(topics="[Нұр, қала]"),
                "news/b.ru.md": article("Вторая", topics="[жоспар, Нур]"),
                "news/c.ru.md": article("Третья", topics='["№ 1", "…"]'),
                "news/d.kk.md": article("Төртінші", topics="[Нур]"),
            }
        )
    assert [str(problem) for problem in raised.value.problems] == [
        'content/news/b.ru.md:6:9: the topics "Нур" and "Нұр" (content/news/a.ru.md) have one address, "/topics/nur/"\n'
        "    write them alike, or call one of them something else",
        'content/news/c.ru.md:6:9: the topic "…" has no letter or digit\n'
        "    its address is made from its letters and digits: use some",
    ]


def test_the_archive_has_years_and_months(build: Build) -> None:
    output = build(
        {
            "news/a.ru.md": article("Первая", date="2023-07-31"),
            "news/b.ru.md": article("Вторая", date="2024-01-02"),
            "news/c.ru.md": article("Третья", date="2024-02-01"),
            "news/c.kk.md": article("Үшінші", date="2024-02-01"),
        }
    )
    assert links(output / "archive/index.html") == [
        "/archive/2024/",
        "/archive/2024/02/",
        "/archive/2024/01/",
        "/archive/2023/",
        "/archive/2023/07/",
    ]
    assert headings(output / "archive/2024/index.html") == ["2024", "Февраль", "Январь"]
    assert headings(output / "archive/2023/07/index.html") == ["Июль 2023\u00a0г."]
    assert headings(output / "kk/archive/2023/07/index.html") == ["2023\u00a0ж. шілде"]
    assert headings(output / "en/archive/2023/07/index.html") == ["July 2023"]
    assert links(output / "kk/archive/2024/index.html") == ["/kk/news/c/", "/news/b/"]


def test_who_speaks_has_a_feed(build: Build) -> None:
    """In each edition in which there is something in it."""
    output = build(
        {
            "people/primerova.ru.md": PERSON,
            "people/tikhiy.ru.md": PERSON,
            "news/a.ru.md": article("Первая", kind="briefing", speakers="[primerova]"),
            "news/b.en.md": article("Second", kind="briefing", speakers="[primerova]"),
        }
    )
    assert titles(output / "feeds/people/primerova.json") == ["Первая"]
    assert titles(output / "en/feeds/people/primerova.json") == ["Second"]
    assert {path.name for path in output.rglob("feeds/people/*.json")} == {"primerova.json"}
    assert not (output / "kk/feeds/people").exists()
