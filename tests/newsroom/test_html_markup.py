"""Finished HTML is judged as a browser takes it: what is accepted, a browser's parser reads as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from aimaq.newsroom.checks.html_markup import read_markup
from aimaq.newsroom.markdown.markup import THEME_IDS, heading_id
from tools.built import ROOT

WRONG: dict[str, tuple[str, str | tuple[str, ...]]] = {
    "an element that stays open": ("<div><p>a</p>", "<div> is not closed"),
    "crossed elements": ("<p><b><i>a</b></i></p>", "<i> is not closed before </b>"),
    "an end tag alone": ("<main></div></main>", "</div> closes nothing"),
    "a list in a paragraph": ("<p>a<ul><li>b</li></ul></p>", "</p> ends no paragraph: what stands in it has ended it"),
    "a block among words": ("<span><div>a</div></span>", "<div> stands in <span>, which may hold only words"),
    "an item without a list": ("<div><li>a</li></div>", "<li> stands in <div>"),
    "a word in a list": ("<ul><a href='/'>a</a></ul>", "<a> stands directly in <ul>"),
    "a cell without a row": ("<table><td>a</td></table>", "<td> stands directly in <table>"),
    "a row outside of a table": ("<div><tr><td>a</td></tr></div>", "<tr> stands in <div>"),
    "a link in a link": ("<a href='/a'><span><a href='/b'>b</a></span></a>", "<a> stands in <a>, which is one thing"),
    "a button in a link": ("<a href='/a'><button>b</button></a>", "<button> stands in <a>, which is one thing"),
    "an id twice": ("<p id='a'></p><p id=a></p>", 'id="a" stands 2 times'),
    "an empty id": ("<p id=''></p>", "<p> has an id that is empty or holds a space"),
    "a label for nothing": ("<label for='x'>a</label>", 'names the element "x", which the page does not have'),
    "a picture without a text": ("<img src='a.png'>", "<img> has no alt"),
    "a picture without an address": ("<img alt='' src=''>", "<img> has no src"),
    "a link without an address": ("<a href=''>a</a>", "<a> has an empty href"),
    "an attribute twice": ("<p class='a' CLASS='b'></p>", "<p> has the attribute class twice"),
    # Which of the two depends on the version of Python's own parser.
    "a quotation mark too few": (
        """<p title="a>b</p><p title="c">d</p>""",
        ("a tag that does not end", "the attributes of <p> cannot be read"),
    ),
    "a tag that does not end": ("<p>a</p><p", "a tag that does not end"),
    "a comment that does not end": ("<p>a</p><!-- b", "a comment that does not end"),
    "an element closed like XML": ("<main><div/></main>", "<div/> does not end <div>"),
    "a page without a language": ("<html><body></body></html>", "<html> has no lang"),
    "an end tag of an empty element": ("<p>a<br></br></p>", "</br> of an element that has no end tag"),
    "a marker in a paragraph": ("<p>{{ jobs }}</p>", "the marker {{ jobs }} is published as it was typed"),
    "a marker in a title": ("<title>{{ jobs }}</title>", "the marker {{ jobs }} is published as it was typed"),
    "a marker in an attribute": ("<p title='{{ jobs }}'></p>", "the marker {{ jobs }} is published as it was typed"),
}
RIGHT = (
    "<!doctype html><html lang='en'><head><title>a > b</title></head><body><p>a</body></html>",
    "<ul><li>a<li>b</ul><dl><dt>a<dd>b<dt>c<dd>d</dl><p>a<p>b<div>c</div>",
    "<table><tr><th>a<td>b<tr><td>c</table><table><thead><tr><th>a</th></tr></thead><tbody></tbody></table>",
    "<svg viewBox='0 0 1 1'><path d='M0 0'/><a><text>x</text></a><use href='#b'/></svg>",
    "<script>if (a < b) { x = '</p>' }</script><style>p > a {}</style><textarea><p></textarea>",
    "<p>a<br>b<br/>c <img src=x alt=''><input disabled></p><!-- <div> --><a name=x></a>",
    "<p>{{ jobs }}</p><pre><code>{{ jobs }}</code></pre>",
    "<details><summary>a</summary><p>b</p></details><a href='/a'><div><h2>b</h2></div></a>",
)


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_found(name: str) -> None:
    """Each is named, and where it stands."""
    text, message = WRONG[name]
    faults = [fault.message for fault in read_markup(text).faults]
    assert faults and any(fault.startswith(message) for fault in faults), faults


@pytest.mark.parametrize("text", RIGHT)
def test_what_the_standard_allows_is_accepted(text: str) -> None:
    """End tags that may be left out, elements of SVG, scripts, a marker that the same page shows as code."""
    assert not read_markup(text).faults


def test_addresses_and_identifiers_are_collected() -> None:
    """As they are meant: without references of characters, each picture of a set."""
    markup = read_markup(
        """<a id="x" href="/a?b=1&amp;c=2">a</a><img srcset="/1.png 1x, /2.png 2x" src="/0.png" alt="">"""
        """<form action=/send><video poster='/p.jpg'></video></form>"""
        """<script type="application/ld+json">{"a": 1}</script>"""
    )
    assert markup.links == {"/a?b=1&c=2", "/1.png", "/2.png", "/0.png", "/send", "/p.jpg"}
    assert markup.ids == {"x"}
    ((offset, data),) = markup.data
    assert data == '{"a": 1}' and offset > 100


def test_a_heading_does_not_take_an_id_of_the_theme() -> None:
    """Else the link over the menu led to a heading, or the heading's own link to the theme's element."""
    templates = (ROOT / "theme/templates").rglob("*.html")
    ids = {each for path in templates for each in re.findall(r'\sid="([a-z-]+)"', path.read_text("utf-8"))}
    assert ids <= THEME_IDS
    assert heading_id("Main", "-") == "main-section" and heading_id("Mains", "-") == "mains"


NAMES = (
    "div",
    "p",
    "ul",
    "ol",
    "li",
    "a",
    "span",
    "b",
    "table",
    "tr",
    "td",
    "h2",
    "section",
    "dl",
    "dt",
    "dd",
    "button",
)
TAGS = st.lists(
    st.one_of(
        st.sampled_from(NAMES).map(lambda name: f"<{name}>"),
        st.sampled_from(NAMES).map(lambda name: f"</{name}>"),
        st.sampled_from(("x", "<br>", "<!-- c -->")),
    ),
    max_size=12,
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> str:
    """Well-nested elements, which may still stand in the wrong place."""
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from((*NAMES, "")))
        inside = draw(trees(depth=depth - 1)) if depth else "x"
        parts.append(f"<{name}>{inside}</{name}>" if name else "x")
    return "".join(parts)


@settings(max_examples=300, deadline=None)
@given(st.one_of(trees(), TAGS.map("".join)))
def test_a_browser_reads_what_is_accepted_as_it_is_written(inside: str) -> None:
    """Lexbor, a parser by the standard, builds the tree that the tags say: nothing moved, closed, dropped or added."""
    if read_markup(inside).faults:
        return
    body = LexborHTMLParser(f"<!doctype html><html><head></head><body>{inside}</body></html>").body
    assert body is not None
    assert list(_elements(body)) == list(_starts(inside))


def _starts(text: str) -> Iterator[str]:
    for part in text.split("<")[1:]:
        name = part.partition(">")[0]
        if not name.startswith(("/", "!")):
            yield name


def _elements(node: LexborNode) -> Iterator[str]:
    for child in node.iter():
        if child.tag not in ("tbody", "-comment"):  # a table gets a body where none is written
            yield str(child.tag)
        yield from _elements(child)
