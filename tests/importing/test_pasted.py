"""What is pasted from Word, Excel, Google Docs and pages: structure stays, the rest is dropped with a word."""

import pytest

from aimaq.importing.convert.pasted import paste

from .conftest import render


def item(level: int, mark: str, words: str) -> str:
    """A paragraph that Word shows as an item of a list."""
    return (
        f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]>"
        f"<span style='mso-list:Ignore'>{mark}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"
        f"<![endif]>{words}<o:p></o:p></p>"
    )


WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>@list l0 {}</style></head><body>"
    "<!--StartFragment--><h1>Итоги<o:p></o:p></h1>"
    f"{item(1, '3.', 'Три')}\n{item(2, '·', 'внутри')}\n{item(1, '4.', 'Четыре')}\n"
    f"<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Жирно</b></p>{item(1, 'a)', 'буква')}"
    f"{item(1, 'а)', 'русская')}<!--EndFragment--></body></html>"
)
DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2><span style="font-weight:700">'
    'Раздел</span></h2><p><span style="font-weight:700">Жирно</span><span>, </span><span style="font-style:italic">'
    'курсив</span> м<span style="font-size:0.6em;vertical-align:super">2</span></p><ul><li aria-level="1"><p>а</p></li>'
    '<ul><li aria-level="2"><p>б</p></li></ul></ul></b>'
)
EXCEL = (
    "<html><head><style>td {color:black}</style></head><body><table border=0><col width=64><tr height=20>"
    "<td class=xl65>Год</td><td>Мест</td></tr><tr><td align=right x:num>2023</td>"
    "<td>3&nbsp;314,50</td></tr></table></body></html>"
)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            WORD,
            "## Итоги\n\n3.  Три\n    -   внутри\n4.  Четыре\n\n**Жирно**\n\n"
            '<ol type="a">\n<li value="1">буква</li></ol>\n\nа)   русская\n',
        ),
        (DOCS, "## Раздел\n\n**Жирно**, *курсив* м<sup>2</sup>\n\n-   а\n\n    -   б\n"),
        (EXCEL, "| Год | Мест |\n| --- | --- |\n| 2023 | 3 314,50 |\n"),
        ("<p>Слова <a href='https://example.org/a'>там</a></p>", "Слова [там](https://example.org/a)\n"),
        ("Просто слова", "Просто слова\n"),
        ("", ""),
    ],
)
def test_what_is_pasted_keeps_its_structure(html: str, markdown: str) -> None:
    assert " ".join(paste(html, render).markdown.replace("\u00a0", " ").split(" ")) == markdown


@pytest.mark.parametrize(
    ("html", "word"),
    [
        ("<p>а</p><script>x()</script>", "script"),
        ("<p>а</p><img src='file:///C:/x.png' alt='Двор'>", "Двор"),
        ("<p>а <a href='javascript:x()'>клик</a></p>", "клик"),
        ("<p>а</p><iframe src='https://v.example/1'></iframe>", "https://v.example/1"),
        ("<p>а а а а а а а а</p><div class=share>Поделиться</div>", "Поделиться"),
        ("<p>а</p><p style='display:none'>скрыто</p>", "скрыто"),
    ],
)
def test_what_is_dropped_is_said(html: str, word: str) -> None:
    pasted = paste(html, render)
    assert "а" in pasted.markdown
    assert [line for line in pasted.dropped if word in line], pasted.dropped
    assert "script" not in pasted.markdown and "iframe" not in pasted.markdown
