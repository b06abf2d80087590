"""Every item of a source is accounted for, and what is written is what the site takes."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from aimaq.base.problems import ProblemsFound
from aimaq.importing.convert.html_tree import Undecodable, decode
from aimaq.importing.plan import Plan
from aimaq.importing.report import Outcome, report_text
from aimaq.importing.sources.dates import find_date, front_matter_date
from aimaq.importing.sources.languages import language_by_letters, stated_language
from aimaq.newsroom.content.fields import ArticleFields
from aimaq.newsroom.content.frontmatter import read_document

from .conftest import SOURCES, Planned, page, text_of

ALMATY = ZoneInfo("Asia/Almaty")
WP = "{http://wordpress.org/export/1.2/}"


def reported(plan: Plan, kind: str) -> list[tuple[Outcome, str]]:
    return [(each.outcome, f"{each.name}: {each.note}") for each in plan.entries if each.kind == kind]


def test_every_item_of_an_export_is_in_the_report_text(planned: Planned) -> None:
    plan = planned(SOURCES / "export.xml", uploads=str(SOURCES / "uploads"))
    channel = etree.parse(SOURCES / "export.xml").getroot().find("channel")
    assert channel is not None
    counted = Counter(each.kind for each in plan.entries)
    items = channel.findall("item")
    types = Counter(item.findtext(f"{WP}post_type") or "" for item in items)
    assert counted["news"] + counted["post"] == types["post"]
    assert counted["page"] == types["page"]
    assert counted["attachment"] == types["attachment"]
    assert counted["menu"] == types["nav_menu_item"]
    assert counted["comment"] == sum(len(item.findall(f"{WP}comment")) for item in items)
    assert counted["category"] == len(channel.findall(f"{WP}category"))
    assert counted["author"] == len(channel.findall(f"{WP}author"))
    tags = {tag.findtext(f"{WP}tag_slug") for tag in channel.findall(f"{WP}tag")}
    assert counted["tag"] == len(tags)
    others = types.keys() - {"post", "page", "attachment", "nav_menu_item"}
    assert others and all(counted["block" if each == "wp_block" else each] >= types[each] for each in others)
    text = report_text(plan.entries)
    assert len(text.splitlines()) == len(plan.entries) + len({each.source for each in plan.entries}) + 1
    assert text.endswith(f"{sum(each.outcome is Outcome.LOST for each in plan.entries)} lost.")


def test_every_word_of_a_page_is_in_its_article_or_in_the_report_text(planned: Planned) -> None:
    plan = planned(SOURCES / "amp.html")
    (name,) = (name for name in plan.files if name.endswith(".md"))
    data = plan.files[name]
    assert isinstance(data, bytes)
    known = f"{data.decode()} {report_text(plan.entries)}"
    body = etree.HTML((SOURCES / "amp.html").read_text("utf-8")).find("body")
    assert body is not None
    words = [word.strip("«».,:") for text in body.itertext() for word in text.split()]
    assert len(words) > 60
    assert [word for word in words if word not in known] == []


def test_what_an_export_becomes(planned: Planned) -> None:
    plan = planned(SOURCES / "export.xml", uploads=str(SOURCES / "uploads"))
    assert sorted(plan.files) == [
        "media/2019/03/report.pdf",
        "media/2019/03/shop.png",
        "media/2019/03/vorota-1.png",
        "news/chernovik.ru.md",
        "news/novyi-tsekh.ru.md",
        "news/zhana-tsekh.kk.md",
        "pages/o-nas.ru.md",
    ]
    data = plan.files["news/novyi-tsekh.ru.md"]
    assert isinstance(data, bytes)
    zone = ZoneInfo("Asia/Almaty")
    document = read_document(data, "x.ru.md", ArticleFields, zone=zone, today=datetime(2026, 1, 1).date())
    assert document.problems == ()
    assert document.values["date"] == datetime(2019, 3, 4, 15, 30, tzinfo=ALMATY)
    assert document.values["modified"] == datetime(2019, 3, 5, 10, tzinfo=ALMATY)
    assert document.values["topics"] == ["Пресс-релизы", "Без рубрики", "рабочие места"]
    assert '![Цех изнутри]({static}/media/2019/03/shop.png "Фото: old.example.org")' in document.body
    assert "[О нас](/o-nas/)" in document.body
    assert "{{" not in document.body.replace("\\{{", "")
    draft = plan.files["news/chernovik.ru.md"]
    assert isinstance(draft, bytes) and b"status: draft" in draft and b"date: 2019-06-03" in draft
    page_text = plan.files["pages/o-nas.ru.md"]
    assert isinstance(page_text, bytes) and b"menu: true\norder: 3\n" in page_text
    assert "Общие слова.".encode() in page_text, "a block that several texts share"
    assert plan.redirects.startswith(
        "/2019/03/novyi-tsekh/ /news/novyi-tsekh/\n/2019/03/novyi-tsekh /news/novyi-tsekh/\n"
        "/shop/ /news/novyi-tsekh/\n/shop /news/novyi-tsekh/\n"
        "/kk/zhana-tsekh/ /kk/news/zhana-tsekh/\n/kk/zhana-tsekh /kk/news/zhana-tsekh/\n"
    )
    assert {each.kind for each in plan.losses([])} == {
        "shortcode",
        "block",
        "embed",
        "comment",
        "tribe_events",
        "attachment",
    }
    assert plan.losses(["all"]) == []
    assert {each.kind for each in plan.losses(["comment", "embed"])} == {
        "shortcode",
        "block",
        "tribe_events",
        "attachment",
    }


def test_sections_become_kinds_and_topics_by_a_mapping(planned: Planned, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text('kinds: {press: release}\ntopics: {"Без рубрики": "", jobs: занятость}\n', "utf-8")
    plan = planned(SOURCES / "export.xml", mapping=str(mapping))
    data = plan.files["news/novyi-tsekh.ru.md"]
    assert isinstance(data, bytes)
    assert "kind: release\n" in data.decode()
    assert 'topics: ["Пресс-релизы", "занятость"]\n' in data.decode()
    assert (Outcome.LEFT, "“Без рубрики”: the mapping removes it") in reported(plan, "category")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kinds: {a: event}", 'a story of the kind "event" needs start, place, which an old text does not have'),
        ("kinds: {a: pressrelease}", 'unknown kind "pressrelease"; did you mean "release"?'),
        ("kind: {a: news}", 'unknown field "kind"'),
        ("kinds: [", "this is not YAML"),
        ("topics: {a: 5}", "expected text, found a whole number"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(planned: Planned, tmp_path: Path, text: str, message: str) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text)
    with pytest.raises(ProblemsFound) as found:
        planned(SOURCES / "amp.html", mapping=str(mapping), lang="de", date="soon")
    assert message in str(found.value)
    assert "--lang" in str(found.value) and "--date" in str(found.value), "all problems at once"


def test_what_is_not_the_article_is_left_out_with_a_reason(planned: Planned) -> None:
    plan = planned(SOURCES / "amp.html")
    text = text_of(plan, "news/masterskaia-pereekhala.ru.md")
    for word in ("Exit", "Наверх", "комментарий", "Поделиться", "Похожее", "Читайте", "Политика", "©"):
        assert word not in text
    assert text.startswith(
        '![Двор мастерской]({static}/media/masterskaia-pereekhala/yard.png "Фото: news.example.org")'
        "\n\nДвор после переезда\n"
    )
    assert "3.  ремонт\n    -   крыша\n    -   стены\n4.  сад\n" in text
    assert {each.kind for each in plan.entries if each.outcome is Outcome.LEFT} == {
        *("author", "button", "byline", "comments", "file", "navigation", "related", "share", "title")
    }
    assert [each.name for each in plan.losses([])] == ["<amp-youtube> abc"]


PICTURE = '![б]({static}/media/proba/a.png "Фото: old.example.org")'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<img data-src="p_files/a.png" src="data:image/gif;base64,AA">', PICTURE.replace("б", "Проба пера")),
        ('<img srcset="p_files/no.png 2x, p_files/a.png 1x" alt="б">', PICTURE),
        ('<img src="p_files/a.png" alt="б"><noscript><img src="p_files/a.png"></noscript>', PICTURE),
        ('<p><a href="p_files/a.png"><img src="p_files/a-300x200.png" alt="б"></a></p>', PICTURE),
        ('<p>а</p><img src="https://cdn.example/b.png" alt="б">', "а"),
        ('<p>а</p><img src="p_files/../../secret.png">', "а"),
        ('<p>а <a href="javascript:alert(1)">б</a> <a href="#c">в</a> <a href="/other">г</a></p>', "а б в [г](https://old.example.org/other)"),
        ('<p>а</p><script>alert(1)</script><p onclick="x()">б<img src=x onerror=alert(1)></p>', "а\n\nб"),
        ("<p>а</p><p hidden>скрыто</p><p style='display: none'>скрыто</p>", "а"),
        ("<p>а</p><h3>Читайте также</h3><ul><li><a href='/x'>Другая</a></ul>", "а"),
        ("<p>а</p><p>Читайте также книгу, которую читали все.</p>", "а\n\nЧитайте также книгу, которую читали все."),
        ("<p>а\u202eб\x07в</p>", "абв"),
    ],
)  # fmt: skip
def test_parts_of_a_page(planned: Planned, body: str, text: str) -> None:
    picture = (SOURCES / "amp_files/yard.png").read_bytes()
    plan = planned({"in/p.html": page(body), "in/p_files/a.png": picture, "secret.png": picture})
    assert text_of(plan).strip() == text


def test_a_figure_typed_in_a_page_stays_as_it_is_typed(planned: Planned) -> None:
    plan = planned({"p.html": page("<p>Создано {{ jobs }} и 2 522 рабочих места, }} и \\{{ тоже.</p>")})
    assert text_of(plan) == "Создано \\{\\{ jobs \\}\\} и 2 522 рабочих места, \\}\\} и \\\\\\{\\{ тоже.\n"


def test_translations_share_a_slug(planned: Planned) -> None:
    links = (
        '<link rel="alternate" hreflang="ru" href="https://old.example.org/proba/">'
        '<link rel="alternate" hreflang="en" href="https://old.example.org/en/test/">'
    )
    other = page("<p>Plain English words, and more of them.</p>", links, "en").replace('/proba/">', '/en/test/">', 1)
    plan = planned({"a.html": page("<p>Простые русские слова, и ещё.</p>", links), "b.html": other})
    assert sorted(plan.files) == ["news/proba.en.md", "news/proba.ru.md"]
    assert "/en/test/ /en/news/proba/\n" in plan.redirects


def test_two_texts_with_one_name_get_two(planned: Planned) -> None:
    plan = planned({"a.html": page("<p>Раз.</p>"), "b.html": page("<p>Два.</p>")})
    assert sorted(plan.files) == ["news/proba-2.ru.md", "news/proba.ru.md"]
    assert reported(plan, "slug") == [(Outcome.CHANGED, "proba-2: another text of the source is “proba” already")]


def test_a_page_in_an_old_encoding_with_windows_line_ends(planned: Planned) -> None:
    old = page("<p>Один\r\nдва.</p>").replace("utf-8", "windows-1251").encode("cp1251")
    bare = page("<p>Три.</p>").replace('<meta charset="utf-8">', "").replace("/proba/", "/drugaia/").encode("cp1251")
    plan = planned({"old.html": old, "bare.html": bare})
    assert text_of(plan) == "Один\nдва.\n"
    assert text_of(plan, "news/drugaia.ru.md") == "Три.\n"
    assert [each.source for each in plan.entries if each.kind == "encoding"] == ["source/bare.html"]


@pytest.mark.parametrize("bad", [b'<meta charset="utf-8"><p>\xff\xfe\x98</p>', b"<p>\x98\xff</p>"])
def test_bytes_in_no_known_encoding_are_lost_with_a_reason(planned: Planned, bad: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(bad)
    plan = planned({"p.html": bad})
    assert [each.outcome for each in plan.entries] == [Outcome.LOST] and not plan.files


def test_a_malformed_page_is_read_as_browsers_read_it(planned: Planned) -> None:
    plan = planned({"p.html": page("<p>а<p>б<div><b>в<p>г</b><table><tr><td>д</table></i><li>е")})
    assert text_of(plan).split() == [
        "а",
        "б",
        "**в**",
        "г",
        "<table>",
        "<tbody><tr><td>д</td></tr></tbody></table>",
        "-",
        "е",
    ]
    assert not plan.losses([])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("2021-07-01T12:30:00+06:00", "2021-07-01T12:30+06:00"),
        ("2021-07-01T06:30:00.000Z", "2021-07-01T12:30+06:00"),
        ("2024-07-01 00:00:00", "2024-07-01"),
        ("31/12/2021", "2021-12-31"),
        ("07/07/2021", "2021-07-07"),
        ("01.07.2021 12:30", "2021-07-01T12:30+06:00"),
        ("Опубликовано 1 июля 2021", "2021-07-01"),
        ("2021 жылғы 1 шілде", "2021-07-01"),
        ("1 July 2021", "2021-07-01"),
        ("July 1, 2021", "2021-07-01"),
    ],
)
def test_dates(text: str, field: str) -> None:
    date = find_date(text, ALMATY)
    assert date is not None and front_matter_date(date) == field


@pytest.mark.parametrize(
    "text", ["", "вчера", "31.02.2021", "1 мюля 2021", "99999-01-01", "02/01/2026", "01/02/2026 10:30"]
)
def test_what_is_no_date(text: str) -> None:
    assert find_date(text, ALMATY) is None


def test_a_page_without_a_date_asks_for_one(planned: Planned) -> None:
    source = {"p.html": page("<p>а</p>").replace("article:published_time", "x")}
    assert "give it with --date" in report_text(planned(source).entries)
    data = planned(source, date="2020-05-06").files["news/proba.ru.md"]
    assert isinstance(data, bytes) and b"date: 2020-05-06\n" in data


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Өңдеу цехы ашылды, қала тұрғындары жұмысқа тұрды.", "kk"),
        ("Новый цех открылся, горожане вышли на работу.", "ru"),
        ("Новый цех открылся в посёлке Өтеген батыр, а горожане вышли на работу и остались ею довольны.", "ru"),
        ("A new workshop has opened its doors.", "en"),
        ("№ 5", ""),
    ],
)
def test_letters_tell_a_language(text: str, lang: str) -> None:
    assert language_by_letters(text, ("ru", "kk", "en")) == lang


def test_a_page_says_its_language() -> None:
    assert [stated_language(code, ("ru", "kk", "en")) for code in ("kk-KZ", "kz", "RU", "en_GB", "de", "")] == [
        *("kk", "kk", "ru", "en", "", "")
    ]
