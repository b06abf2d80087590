"""What is written says what the source says: no word is lost, none is added, none becomes a sign of Markdown."""

import re
from html import escape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

from aimaq.figures.text.markdown_extension import MarkerExtension
from aimaq.importing.convert.cleaning import clean
from aimaq.importing.convert.html_tree import parse
from aimaq.importing.convert.normalising import add_paragraphs, normalise
from aimaq.importing.convert.to_markdown import to_markdown
from aimaq.importing.report import SourceReport
from aimaq.newsroom.markdown.markup import with_newsroom_markup
from aimaq.newsroom.markdown.sanitising import sanitise

from .conftest import SETTINGS, render

#: As the site reads texts: with markers, which no imported text may hold.
CONFIGURED = with_newsroom_markup(SETTINGS["MARKDOWN"])
SITE = Markdown(**{**CONFIGURED, "extensions": [*CONFIGURED["extensions"], MarkerExtension()]})
SIGNS = ["*", "_", "**", "`", "```", "~~~", "#", "##", "+", "-", "---", "===", "1.", "2)", ">", "|", "| --- |", "<b>"]
SIGNS += ["&amp;", "&lt;", "[a]", "[a]: b", "*[a]: b", "![a](b)", "[TOC]", ":", ": a", "\\", "\\*", "{{", "}}", "!"]
SIGNS += ["{{ jobs }}", "\\{{ jobs }}", "{{ jobs | genitive }}", "https://example.org/a_b_c", "<", "a<b", "&", "$1"]
SIGNS += ["<!--", "-->", "<?", "]]>", "{: .a }", "=", "....", "«a»", "№ 5", "100 %", "\xa0", "a\xa0b", "=)", "[^1]"]
WORD = st.one_of(st.sampled_from(SIGNS), st.text("абвыңқ ABz09", min_size=1, max_size=6).filter(str.strip))
TEXT = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
PHRASES = ["strong", "em", "b", "i", "span", "u", "sup", "sub", "del", "code", "small"]
INLINE = st.recursive(
    TEXT.map(escape),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(PHRASES), inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
        inner.map(lambda text: f'<a href="https://example.org/(a)?b=c&amp;d">{text}</a>'),
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map("<br>".join),
    ),
    max_leaves=5,
)


def _items(tag: str, texts: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{text}</li>' for text in texts)}</{tag}>"


def _table(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    cells = ["".join(f"<td>{cell}</td>" for cell in [*row, *[""] * (width - len(row))]) for row in rows]
    head = cells[0].replace("<td>", "<th>").replace("</td>", "</th>")
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in cells[1:])}</tbody></table>"
    )


BLOCK = st.recursive(
    st.one_of(
        st.tuples(st.sampled_from(["p", "p", "p", "div", "h1", "h2", "h3", "h6", "center", "address"]), INLINE).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        ),
        st.lists(st.lists(INLINE, min_size=1, max_size=3), min_size=2, max_size=3).map(_table),
        INLINE,
        TEXT.map(lambda text: f"<pre>{escape(text)}\n  {escape(text)}</pre>"),
        st.tuples(INLINE, INLINE).map(lambda pair: f"<dl><dt>{pair[0]}</dt><dd>{pair[1]}</dd></dl>"),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda texts: f"<blockquote>{''.join(texts)}</blockquote>"),
        st.tuples(st.sampled_from(["ul", "ol"]), st.lists(inner, min_size=1, max_size=3)).map(
            lambda pair: _items(*pair)
        ),
        st.lists(inner, min_size=1, max_size=3).map(lambda texts: f"<div>{''.join(texts)}</div>"),
    ),
    max_leaves=4,
)


def brought(html: str, old_editor: bool = False) -> str:
    """HTML of an article as Markdown."""
    soup = parse(f"<body>{html}</body>")
    assert soup.body is not None
    if old_editor:
        add_paragraphs(soup.body, soup)
    clean(soup.body, "", SourceReport(""))
    normalise(soup.body, BeautifulSoup("", "lxml"))
    return to_markdown(soup.body, render)[0]


def read(html: str) -> str:
    """What a reader sees of HTML, without white space, by a parser that the code under test does not use."""
    tree = LexborHTMLParser(f"<body>{html}</body>")
    body = tree.body
    return "".join((body.text(deep=True) if body else "").split())


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=4).map("\n".join))
def test_nothing_is_lost_and_nothing_added(html: str) -> None:
    markdown = brought(html)
    shown = SITE.reset().convert(markdown)
    assert "\ue000" not in shown, "a marker"
    assert read(shown) == read(html), markdown
    assert sanitise(shown)[1] == ()


KEPT = """
<p>один <strong>два</strong> три</p>                          | один **два** три
<p>м<sup>2</sup>, H<sub>2</sub>O, <s>нет</s></p>               | м<sup>2</sup>, H<sub>2</sub>O, <del>нет</del>
<h1>а</h1><h2>б</h2>                                           | ## а¶¶### б
<h2>а</h2><h4>б</h4>                                           | ## а¶¶#### б
<ul><li>а<ol><li>б</ol><li>в</ul>                              | -   а¶    1.  б¶-   в
<ol start="9"><li>а<li>б</ol>                                  | 9.  а¶10. б
<blockquote><p>а<p>б</blockquote>                              | > а¶>¶> б
<p><a href="https://a.example/x_(y)">имя</a></p>               | [имя](<https://a.example/x_(y)>)
<p>а<br>б</p>                                                  | а  ¶б
<p>1. а</p><p># б</p><p>- в</p>                                | 1\\. а¶¶\\# б¶¶\\- в
<p>{{ jobs }} и }}</p>                                         | \\{\\{ jobs \\}\\} и \\}\\}
<p><code>{{ jobs }}</code></p>                                 | `{{ jobs }}`
<table><tr><th>а<th>б<tr><td>1<td>2|3</table>                  | | а | б |¶| --- | --- |¶| 1 | 2\\|3 |
<p><b>а</b><b>б</b></p>                                        | **аб**
<ol><li value=3>а<li>б<li value=9>в</ol>                       | 3.  а¶4.  б¶9.  в
<ol reversed><li>а<li>б</ol>                                   | 2.  а¶1.  б
<ol reversed start=9><li>а<li value=3>б</ol>                   | 9.  а¶3.  б
<ol type=a start=3><li>а<li>б</ol>                             | <ol start="3" type="a">¶<li>а</li>¶<li>б</li></ol>
<ol style="list-style-type: upper-roman"><li>а</ol>            | <ol type="I">¶<li>а</li></ol>
<ol type=1><li>а</ol>                                          | 1.  а
<ol><li value=2>а<li value=2>б</ol>                            | <ol>¶<li value="2">а</li>¶<li value="2">б</li></ol>
<ul><li>а<ol type=i><li>б</ol></ul>                            | <ul>¶<li>а<ol type="i">¶<li>б</li></ol></li></ul>
<p>а<hr>б</p>                                                  | а¶¶* * *¶¶б
<pre>а  б</pre>                                                | ```¶а  б¶```
"""


@pytest.mark.parametrize(
    ("html", "markdown"), [re.split(r"\s+\| (?=\S)", row, maxsplit=1) for row in KEPT.split("\n") if row]
)
def test_forms_are_kept(html: str, markdown: str) -> None:
    assert brought(html) == markdown.replace("\\\\", "\\").replace("¶", "\n") + "\n"


@settings(max_examples=60, deadline=None)
@given(st.lists(INLINE.filter(lambda text: "<br>" not in text and text.count("<a ") < 2), min_size=1, max_size=4))
def test_the_old_editors_blank_lines_divide_paragraphs(texts: list[str]) -> None:
    markdown = brought("\r\n\r\n".join(texts).replace("\r\n", "\n"), old_editor=True)
    shown: Any = LexborHTMLParser(SITE.reset().convert(markdown))
    assert ["".join(each.text().split()) for each in shown.css("p")] == [
        text for text in ("".join(read(each).split()) for each in texts) if text
    ]
