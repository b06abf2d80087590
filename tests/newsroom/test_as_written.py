"""A text reaches its readers as its editor has written it, or its line is named: real builds of small sites."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import pytest

from aimaq import defaults
from aimaq.newsroom.markdown.converter import Converter
from aimaq.settings.schema import MarkdownSetting

from .conftest import Build, article
from .test_build import problems

PUBLISHED = {
    "numbers of years": (
        "2016. Создана.\n2021. Расширена.\n2023. Открыта.",
        '<ol start="2016">\n<li>Создана.</li>\n<li value="2021">Расширена.</li>\n<li value="2023">Открыта.</li>\n</ol>',
    ),
    "numbers down": (
        "3. в\n2. б\n1. а",
        '<ol start="3">\n<li>в</li>\n<li value="2">б</li>\n<li value="1">а</li>\n</ol>',
    ),
    "numbers of paragraphs": (
        "1. а\n\n2. б\n\n5. в",
        '<ol>\n<li>\n<p>а</p>\n</li>\n<li>\n<p>б</p>\n</li>\n<li value="5">\n<p>в</p>\n</li>\n</ol>',
    ),
    "numbers within numbers": (
        "1. а\n    4. б\n    7. в\n2. г",
        '<ol>\n<li>а<ol start="4">\n<li>б</li>\n<li value="7">в</li>\n</ol>\n</li>\n<li>г</li>\n</ol>',
    ),
    "a list after a paragraph": (
        "Меры:\n- аренда;\n- обучение.",
        "<p>Меры:</p>\n<ul>\n<li>аренда;</li>\n<li>обучение.</li>\n</ul>",
    ),
    "an indented list after a paragraph": ("Меры:\n    * аренда\n    * обучение", "<li>аренда</li>\n<li>обучение</li>"),
    "numbers after a paragraph": ("Меры:\n1. аренда\n2. обучение", "<ol>\n<li>аренда</li>\n<li>обучение</li>\n</ol>"),
    "a list after a paragraph in a quotation": ("> Меры:\n> - аренда", "<p>Меры:</p>\n<ul>\n<li>аренда</li>"),
    "a list within an item, by three spaces": ("1. а\n   - б\n2. в", "<li>а<ul>\n<li>б</li>\n</ul>\n</li>\n<li>в</li>"),
    "tabs": ("-\tа\n\t-\tб", "<ul>\n<li>а<ul>\n<li>б</li>\n</ul>\n</li>\n</ul>"),
    "dialogue": ("— Да.\n\n— Нет.", "<p>— Да.</p>\n<p>— Нет.</p>"),
    "a wrapped line that begins with a dash": ("Алматы\n— город.", "<p>Алматы\n— город.</p>"),
    "a wrapped line that begins with a year": ("создана в\n2016. Потом", "<p>создана в\n2016. Потом</p>"),
    "a wrapped line within brackets": ("(пункты 1,\n2) и далее", "<p>(пункты 1,\n2) и далее</p>"),
    "a wrapped line with a name": ("сказал\nА. Иванов", "<p>сказал\nА. Иванов</p>"),
    "a wrapped line with a sign": ("указ\n№ 5", "<p>указ\n№ 5</p>"),
    "lines that begin in italics": (
        "*Один.* Два.\n*Три.* Четыре.",
        "<p><em>Один.</em> Два.\n<em>Три.</em> Четыре.</p>",
    ),
    "forced breaks before signs": ("Меры:  \n– аренда  \n– обучение", "<p>Меры:<br>\n– аренда<br>\n– обучение</p>"),
    "a backslash at a line's end": ("Один\\\nдва", "<p>Один<br>\nдва</p>"),
    "a rule": ("Один\n\n---\n\nДва", "<p>Один</p>\n<hr>\n<p>Два</p>"),
    "circumflexes of a formula": ("a^2 + b^2 = c^2 и 2^3^4", "<p>a^2 + b^2 = c^2 и 2^3^4</p>"),
    "signs of a comparison": ("a == b и ~5 ~ 6, ~~ и ==", "<p>a == b и ~5 ~ 6, ~~ и ==</p>"),
    "a face": ("Ура ^_^ и ^__^", "<p>Ура ^_^ и ^__^</p>"),
    "signs in code": ("`~~6~~` и `==8==`", "<p><code>~~6~~</code> и <code>==8==</code></p>"),
    "signs in an address": ("https://a.kz/?a==b==", '<p><a href="https://a.kz/?a==b==">https://a.kz/?a==b==</a></p>'),
    "a comment between words": ("1 <!-- x -->2", "<p>1 2</p>"),
    "dimensions": ("60*90*120 см", "<p>60*90*120 см</p>"),
    "dimensions with two signs": ("2**3**4", "<p>2**3**4</p>"),
    "dimensions in bold": ("**60*90**", "<p><strong>60*90</strong></p>"),
    "a formula": ("a*b*c", "<p>a*b*c</p>"),
    "stars of a hotel": ("5* и 10* места", "<p>5* и 10* места</p>"),
    "a note's sign": ("тыс.* и (*) и (*)", "<p>тыс.* и (*) и (*)</p>"),
    "emphasis": ("*а* **Алматы**нда *Kaz*-та", "<p><em>а</em> <strong>Алматы</strong>нда <em>Kaz</em>-та</p>"),
    "a bare address": (
        "Эфир: https://a.kz/live_a_b/*c*?x=1&y=(2).",
        '<p>Эфир: <a href="https://a.kz/live_a_b/*c*?x=1&amp;y=(2)">https://a.kz/live_a_b/*c*?x=1&amp;y=(2)</a>.</p>',
    ),
    "a bare address in brackets": ("(https://a.kz/b)", '<p>(<a href="https://a.kz/b">https://a.kz/b</a>)</p>'),
    "a bare address in bold": ("**https://a.kz**", '<p><strong><a href="https://a.kz">https://a.kz</a></strong></p>'),
    "an address without a scheme": ("www.a.kz", '<p><a href="http://www.a.kz">www.a.kz</a></p>'),
    "a mail address": ("Пишите: a.b@c.kz.", '<p>Пишите: <a href="mailto:a.b@c.kz">a.b@c.kz</a>.</p>'),
    "an address that is a link": ("[https://a.kz](https://a.kz)", '<p><a href="https://a.kz">https://a.kz</a></p>'),
    "an address in a link of HTML": (
        '<a href="https://a.kz">https://a.kz</a>',
        '<p><a href="https://a.kz">https://a.kz</a></p>',
    ),
    "an address in code": ("`https://a.kz`", "<p><code>https://a.kz</code></p>"),
    "a link with spaces": ("[план](https://a.kz/план 1.pdf)", '<a href="https://a.kz/план%201.pdf">план</a>'),
    "a link with spaces and a title": ('[a](<https://a.kz/b c> "d")', '<a href="https://a.kz/b%20c" title="d">a</a>'),
    "an escape in a title": ('[план](https://a.kz "план\\_2024")', '<a href="https://a.kz" title="план_2024">план</a>'),
}

NAMED = {
    "1. а\n1. б": ('2: the number "1." stands twice in the list',),
    "01. а\n02. б": ('1: the number "01." of the list', '2: the number "02." of the list'),
    "9999999999. а": ('1: the number "9999999999." of the list',),
    "Меры:\n1) аренда\n2) обучение": ('2: the line begins with "1)"',),
    "1) аренда\n2) обучение": ('2: the line begins with "2)"',),
    "Меры:\nа) аренда\nб) обучение": ('2: the line begins with "а)"',),
    "Меры:\n(1) аренда\n(2) обучение": ('2: the line begins with "(1)"',),
    "Меры:\n– аренда;\n– обучение": ('2: the line begins with "–"',),
    "Меры\n— аренда\n— обучение": ('3: the line begins with "—"',),
    "Меры:\n-аренда\n-обучение": ('2: the line begins with "-"',),
    "Меры:\n-\u00a0аренда": ('2: the line begins with "-"',),
    "Меры:\n*аренда\n*обучение": ('2: the line begins with "*"',),
    "Меры\n• аренда": ('2: the line begins with "•"',),
    "Меры\n▪ аренда": ('2: the line begins with "▪"',),
    "Меры\n✅ аренда": ('2: the line begins with "✅"',),
    "Меры:\nI. Аренда": ('2: the line begins with "I."',),
    "Меры:\n2016. Создана": ('2: the line begins with "2016."',),
    "1.Аренда\n2.Обучение": ('2: the line begins with "2."',),
    "> Меры:\n> • аренда": ('2: the line begins with "•"',),
    "- Меры:\n    • аренда": ('2: the line begins with "•"',),
    "- а\n  - б\n  - в": ("2: the item is indented by 2 spaces",),
    "- а\n\n  - б": ("3: the item is indented by 2 spaces",),
    "- а\n\n  б": ("3: the paragraph is indented by 2 spaces",),
    "- а\n1. б": ("2: another kind of list begins here",),
    "31. 12. 2023 — день.": ("1: the line begins with two numbers",),
    "- \n\nТекст": ("1: the item of the list has no words",),
    "[x][y]\n\n[y]: https://a.kz/b c": ("1: no line says where", "3: the line looks like the address of a reference"),
    "####### Семь": ("1: a heading has no more than six levels",),
    "###": ("1: a heading without words",),
    "## \u00a0\n\nТекст": ("1: a heading without words",),
    "> ##": ("1: a heading without words",),
    "Текст\n---": ('1: the line "---" makes a heading of the line above it',),
    "Текст\n-": ('1: the line "-" makes a heading of the line above it',),
    "Текст\n===": ('1: the line "===" makes a heading of the line above it',),
    "#Алматы растёт": ('1: "#Алматы" at the beginning of a line',),
    "    Абзац с отступом.": ("1: the paragraph begins with four spaces",),
    "Текст\n\n\tАбзац": ("3: the paragraph begins with four spaces",),
    "- а\n\n    ```\n    код\n    ```": ("3: the line looks like the beginning or the end of code",),
    "Текст:\n| а | б |\n|---|---|\n| 1 | 2 |": ("2: the line looks like a row of a table",),
    "| а | б |\n| 1 | 2 |": ("1: the line looks like a row of a table",),
    "Год\tЦехов\tМест\n2023\t27\t3 320": ("1: tabs divide the lines into cells",),
    "Год\tМест\n2022\t{{ jobs }}": ("1: tabs divide the lines into cells",),
    "Всего:\nЦехов\t27\nМест\t3 320": ("2: tabs divide the lines into cells",),
    "| а | б |\n|---|---|\n| 1 | 2 | 3 |": ("3: the row has more cells than the table has headings",),
    "Слово[^1].": ('1: the footnote "[^1]" has no text',),
    "Слово.\n\n[^1]: По данным.": ('3: no sentence calls the footnote "[^1]"',),
    "Слово[^1].\n\n[^1]: А.\n\n[^1]: Б.": ('3: the footnote "[^1]" has 2 texts',),
    "А[^2]. Б[^1].\n\n[^1]: а\n[^2]: б": (
        '1: the footnote "[^1]" would be published with the number 2',
        '1: the footnote "[^2]" would be published with the number 1',
    ),
    "Было ~~6~~ цехов": ('1: "~~6~~" would be published with its signs',),
    "Было\n==8 цехов==, 10^6^ и ^7^": (
        '2: "==8 цехов==" would be published with its signs',
        '2: "^6^" would be published with its signs',
        '2: "^7^" would be published with its signs',
    ),
    "а\n\n1<!-- x -->2": ('3: without the comment "<!-- x -->", what stands on both sides of it would be one word',),
    "Слово^[по данным].": ("1: a footnote within the sentence",),
    "Рабочих меcт": ('1:11: the letter "c" in "меcт" is U+0063',),
    "ΟΤИ": ('1:3: the letter "И"',),
    "[план](https://a.kz/а\u00a0б)": ('1: the address "https://a.kz/а\u00a0б" holds U+00A0',),
}


def body(output: Path, slug: str) -> str:
    found = re.search(r"<main>(.*)</main>", (output / f"news/{slug}/index.html").read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_what_is_written_is_published(build: Build) -> None:
    """Lists, numbers, signs, addresses."""
    slugs = {name: f"text-{number}" for number, name in enumerate(PUBLISHED)}
    texts = {f"news/{slugs[name]}.ru.md": article(body=text) for name, (text, _) in PUBLISHED.items()}
    output = build(texts, TYPOGRAPHY=False)
    missing = {
        name: body(output, slugs[name])
        for name, (_, html) in PUBLISHED.items()
        if html not in body(output, slugs[name])
    }
    assert missing == {}
    for feed in output.rglob("*.xml"):
        ElementTree.parse(feed)
    for path in output.rglob("*.*"):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", path.read_text("utf-8")), path


def test_what_would_be_read_otherwise_is_named_with_its_line(build: Build) -> None:
    """All texts in one build, and nothing else is reported."""
    found = problems(build, {f"news/text-{number}.ru.md": article(body=text) for number, text in enumerate(NAMED)})
    expected = {f"news/text-{number}.ru.md": messages for number, messages in enumerate(NAMED.values())}
    for path, messages in expected.items():
        own = [each.removeprefix(f"content/{path}:") for each in found if each.startswith(f"content/{path}:")]
        assert len(own) == len(messages), (list(NAMED)[list(expected).index(path)], own)
        for message, told in zip(messages, own, strict=True):
            line, rest = message.split(":", 1)
            assert told.startswith(f"{int(line) + 7}:{rest}"), (message, told)
    assert len(found) == sum(map(len, expected.values()))


def test_a_footnote_is_on_the_page_and_in_feeds(build: Build) -> None:
    """With links there and back, named in the language of the text, and an address within it."""
    notes = "[^1]: По данным Бюро, https://stat.gov.kz.\n[^два]: Там же.\n\n    Ещё абзац."
    text = f"По плану[^1] и по факту[^два].\n\n{notes}"
    output = build({"news/x.ru.md": article(body=text)}, TYPOGRAPHY=False)
    html = body(output, "x")
    assert '<sup id="fnref-1"><a class="footnote-ref" href="#fn-1" aria-label="Сноска 1">1</a></sup>' in html
    assert '<li id="fn-1">\n<p>По данным Бюро, <a href="https://stat.gov.kz">https://stat.gov.kz</a>.' in html
    assert 'href="#fnref-1" aria-label="Назад к тексту, сноска 1">↩</a>' in html
    assert "<p>Ещё абзац." in html
    feed = ElementTree.parse(output / "feeds/all.rss.xml")
    assert "По данным Бюро" in ElementTree.tostring(feed.getroot(), "unicode")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"topics": "[Cпорт]"}, 'the letter "C" in "Cпорт" is U+0043 (LATIN CAPITAL LETTER C)'),
        ({"topics": r'["\u0043порт"]'}, 'the letter "C" in "Cпорт" is U+0043'),
        ({"summary": "Новая линия зaвода."}, 'the letter "a" in "зaвода" is U+0061'),
        ({"topics": f"[{'щ' * 60}]"}, "makes an address of 240 letters, more than 200"),
        ({"topics": f"[{'a' * 250}]"}, "makes an address of 250 letters, more than 200"),
    ],
)
def test_a_field_is_named_with_its_line(build: Build, fields: dict[str, str], message: str) -> None:
    """A word of two alphabets, and a topic that is too long for a file's name."""
    (found,) = problems(build, {"news/x.ru.md": article(**fields)})
    assert message in found
    assert found.startswith("content/news/x.ru.md:6:" if "topics" in fields else "content/news/x.ru.md:5:")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'`' * count}a " for count in range(1, 400)),
        "\\" * 200_000,
        "\\*" * 100_000,
        "«" * 100_000 + "»" * 100_000,
        "<!-- figure: " * 90 + "a\n" * 50_000,
        "https://a.kz/" + ")" * 200_000,
        "a" + " " * 250_000 + "figure:",
    ],
    ids=["back-ticks", "backslashes", "escapes", "quotation marks", "reasons", "an address", "spaces"],
)
def test_no_text_takes_long(text: str) -> None:
    """Each is converted at once, or refused with its line."""
    converter = Converter(cast(MarkdownSetting, defaults.MARKDOWN), trusts_html=False)
    start = time.process_time()
    found = converter.convert(text, "x.md", 1, str)
    assert time.process_time() - start < 5
    assert found.html or found.problems
