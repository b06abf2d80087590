"""Nothing that an item of an export holds is lost in silence, and a faulty item is a loss of its own."""

from pathlib import Path

import pytest

from aimaq.importing.plan import Plan
from aimaq.importing.report import Outcome, report_text
from aimaq.importing.sources.read_sources import MAX_BYTES

from .conftest import SOURCES, Planned, text_of

HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"'
    ' xmlns:other="https://example.org/other">'
)
BODY = "<content:encoded><![CDATA[<p>Слово раз.</p>]]></content:encoded>"


def item(
    content: str = BODY, more: str = "", title: str = "Проба", name: str = "proba", date: str = "2020-01-02"
) -> str:
    return (
        f"<item><title>{title}</title><link>https://old.example.org/{name}/</link>{content}"
        f"<wp:post_id>1</wp:post_id><wp:post_date_gmt>{date} 03:04:05</wp:post_date_gmt>"
        f"<wp:post_name>{name}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{more}</item>"
    )


def export(*items: str, before: str = "") -> str:
    return f"{before}{HEAD}<channel><title>x</title><language>ru</language>{''.join(items)}</channel></rss>"


def losses(plan: Plan) -> list[str]:
    return [each.kind for each in plan.entries if each.outcome is Outcome.LOST]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<content:encoded>&lt;p&gt;Слово<!-- x --> раз.&lt;/p&gt;</content:encoded>", ["Слово раз."]),
        ("<content:encoded><![CDATA[<p>Слово ]]><!-- x --><![CDATA[раз.</p>]]></content:encoded>", ["Слово раз."]),
        ("<content:encoded><![CDATA[<p>Сло]]><![CDATA[во раз.</p>]]></content:encoded>", ["Слово раз."]),
        ("<content:encoded><![CDATA[<p>Слово]]> раз.&lt;/p&gt;</content:encoded>", ["Слово раз."]),
        ("<content:encoded><?php x ?>&lt;p&gt;Слово<?php y ?> раз.&lt;/p&gt;</content:encoded>", ["Слово раз."]),
        ("<content:encoded><p>Слово <b>раз</b>.</p><p>И два.</p></content:encoded>", ["Слово **раз**.", "И два."]),
        ('<content:encoded><p xmlns="http://www.w3.org/1999/xhtml">Слово раз.</p></content:encoded>', ["Слово раз."]),
        ("<content:encoded>Слово <other:em>раз.</other:em> Два.</content:encoded>", ["раз.", "Два."]),
        (f"{BODY}<content:encoded><![CDATA[<p>Слово два.</p>]]></content:encoded>", ["Слово раз.", "Слово два."]),
        (f"<content:encoded/>{BODY}", ["Слово раз."]),
        (f"{BODY}{BODY}", ["Слово раз."]),
    ],
)
def test_no_word_of_an_item_is_lost(planned: Planned, content: str, words: list[str]) -> None:
    plan = planned({"e.xml": export(item(content))})
    text = text_of(plan)
    assert all(each in text for each in words), text
    assert text.count("Слово раз.") <= 1
    assert not losses(plan)


@pytest.mark.parametrize(
    "more",
    [
        "<title>Другой заголовок</title>",
        "<description>Пересказ словами</description>",
        "<other:lead>Лид другого модуля</other:lead>",
        "<wp:subtitle>Подзаголовок</wp:subtitle>",
        "слова прямо в элементе",
        "<excerpt:encoded>раз</excerpt:encoded><excerpt:encoded>два</excerpt:encoded>",
        "<other:encoded>текст</other:encoded>",
        "<wrapper><content:encoded>внутри</content:encoded></wrapper>",
    ],
)
def test_words_in_an_unknown_place_are_a_loss(planned: Planned, more: str) -> None:
    plan = planned({"e.xml": export(item(more=more))})
    assert "news/proba.ru.md" in plan.files and losses(plan) == ["element"]


def test_items_of_a_second_channel_or_outside_of_it_are_read(planned: Planned) -> None:
    second = item(title="Вторая", name="vtoraia")
    third = item(title="Третья", name="tretia")
    text = export(item()).replace("</rss>", f"<channel>{second}</channel>{third}</rss>")
    assert sorted(planned({"e.xml": text}).files) == ["news/proba.ru.md", "news/tretia.ru.md", "news/vtoraia.ru.md"]


TYPES = [
    "<!DOCTYPE rss>",
    "<!-- <rss> --><!DOCTYPE rss [<!ENTITY a 'b'>]>",
    f"<!-- {HEAD} --><!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'>",
    f"<!-- {'x' * 9000} <rss --><!DOCTYPE\nrss PUBLIC 'a' 'file:///etc/passwd'>",
    "<?x <rss ?><!DOCTYPE rss [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]>",
]


@pytest.mark.parametrize("before", TYPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1251"])
def test_a_document_type_is_refused_in_any_encoding(planned: Planned, before: str, encoding: str) -> None:
    name = encoding if encoding == "windows-1251" else encoding[:6].removesuffix("-")
    text = f"<?xml version='1.0' encoding='{name}'?>{export(item(), before=before)}"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    plan = planned({"e.xml": mark + text.encode(encoding)})
    assert not plan.files and losses(plan) == ["file"]
    sound = planned({"e.xml": mark + text.replace(before, "").encode(encoding)})
    assert list(sound.files) == ["news/proba.ru.md"]


def test_an_export_that_is_too_large_is_a_loss(planned: Planned, tmp_path: Path) -> None:
    """A sparse file takes no room."""
    source = tmp_path / "big.xml"
    source.write_text(export(item()), "utf-8")
    with source.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    plan = planned(source)
    assert losses(plan) == ["file"] and "more than 500000000 bytes" in report_text(plan.entries)


@pytest.mark.parametrize("date", ["0001-01-01", "0000-00-00", "9999-12-31", "2020-02-31", "soon"])
def test_a_date_that_is_none_asks_for_one(planned: Planned, date: str) -> None:
    source = {"e.xml": export(item(date=date), item(title="Вторая", name="vtoraia"))}
    plan = planned(source)
    assert list(plan.files) == ["news/vtoraia.ru.md"] and losses(plan) == ["post"]
    assert "give it with --date" in report_text(plan.entries)
    assert "news/proba.ru.md" in planned(source, date="2020-05-06").files


@pytest.mark.parametrize("date", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_page_with_such_a_date_says_so(planned: Planned, date: str) -> None:
    from .conftest import page

    plan = planned({"p.html": page("<p>а</p>").replace("2020-02-03", date), "q.html": page("<p>б</p>")})
    assert list(plan.files) == ["news/proba.ru.md"] and losses(plan) == ["page"]


@pytest.mark.parametrize("slug", ["search", "archive", "media", "feeds", "releases"])
def test_a_reserved_slug_gets_a_number(planned: Planned, slug: str) -> None:
    page_item = item(name=slug).replace(">post<", ">page<")
    plan = planned({"e.xml": export(page_item, item(name=slug))})
    assert f"pages/{slug}-2.ru.md" in plan.files and f"news/{slug}.ru.md" in plan.files
    assert f"slug {slug}-2: the site has its own pages at “{slug}” already" in report_text(plan.entries)


def test_topics_without_an_address_of_their_own_are_losses(planned: Planned) -> None:
    names = ["!!!", "☂☂", "C++", "C#", "Экономика"]
    terms = "".join(
        f'<category domain="category" nicename="n{number}">{name}</category>' for number, name in enumerate(names)
    )
    declared = "".join(
        f"<wp:category><wp:category_nicename>n{number}</wp:category_nicename><wp:cat_name>{name}</wp:cat_name></wp:category>"
        for number, name in enumerate(names)
    )
    plan = planned({"e.xml": export(declared, item(more=terms))})
    data = plan.files["news/proba.ru.md"]
    assert isinstance(data, bytes) and 'topics: ["C++", "Экономика"]' in data.decode()
    assert sorted(losses(plan)) == ["category", "category", "topic"]


def test_a_long_name_of_a_file_is_cut(planned: Planned) -> None:
    picture = (SOURCES / "amp_files/yard.png").read_bytes()
    from .conftest import page

    name = "щ" * 100
    plan = planned({"p.html": page(f'<p>а</p><img src="p_files/{name}.png" alt="б">'), f"p_files/{name}.png": picture})
    assert all(len(part) < 200 for path in plan.files for part in path.split("/"))
    assert len(plan.files) == 2


@pytest.mark.parametrize("cut", [40, 60])
def test_a_picture_that_the_build_cannot_decode_is_a_loss_of_the_picture(planned: Planned, cut: int) -> None:
    from .conftest import page

    whole = (SOURCES / "amp_files/yard.png").read_bytes()
    plan = planned({"p.html": page('<p>а</p><img src="p_files/a.png" alt="б">'), "p_files/a.png": whole[:cut]})
    assert list(plan.files) == ["news/proba.ru.md"] and losses(plan) == ["picture"]


VIDEO = "https://video.example/watch?v=1&amp;t=2"
LINK = "[https://video.example/watch?v=1&amp;t=2](https://video.example/watch?v=1&t=2)"


@pytest.mark.parametrize(
    "content",
    [
        f"Раз.\n\n{VIDEO}\n\nДва.",
        f"Раз.\r\n{VIDEO}\r\nДва.",
        f"<p>Раз.</p><p>{VIDEO}</p><p>Два.</p>",
        f"Раз.\n\n[embed]{VIDEO}[/embed]\n\nДва.",
        f'Раз. [embed width="5" height="4"] {VIDEO} [/embed] Два.',
        f'<!-- wp:paragraph --><p>Раз.</p><!-- /wp:paragraph --><!-- wp:embed {{"url":"{VIDEO}"}} -->\n'
        f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n{VIDEO}\n</div></figure>\n'
        "<!-- /wp:embed --><!-- wp:paragraph --><p>Два.</p><!-- /wp:paragraph -->",
        f"<!-- wp:core-embed/youtube --><figure>{VIDEO}</figure><!-- /wp:core-embed/youtube --><p>Раз.</p><p>Два.</p>",
    ],
)
def test_an_address_that_was_shown_as_a_player_becomes_a_link(planned: Planned, content: str) -> None:
    plan = planned({"e.xml": export(item(f"<content:encoded><![CDATA[{content}]]></content:encoded>"))})
    assert LINK in text_of(plan) and "Раз." in text_of(plan) and "Два." in text_of(plan)
    (entry,) = (each for each in plan.entries if each.kind == "embed")
    assert entry.outcome is Outcome.CHANGED and entry.name.startswith(VIDEO)


@pytest.mark.parametrize("comment", ["<!--more-->", "<!--more Читать далее-->", "<!--nextpage-->", "<!-- набросок -->"])
@pytest.mark.parametrize("form", ["Раз.\n\n%s\n\nДва.", "<p>Раз.</p>%s<p>Два.</p>", "Раз.%s\n\nДва."])
def test_comments_of_html_are_no_text(planned: Planned, comment: str, form: str) -> None:
    content = f"<content:encoded><![CDATA[{form % comment}]]></content:encoded>"
    assert text_of(planned({"e.xml": export(item(content))})) == "Раз.\n\nДва.\n"
