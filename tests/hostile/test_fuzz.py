"""Whatever stands in a field or in a text: pages consist of what the template and the list of allowed HTML wrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast, get_origin

import msgspec
import pytest
from hostile.conftest import Built
from hostile.pages import site_skeletons, skeleton
from hostile.places import FIELDS, LEDGER, NARROW, PLAIN, WEB, WORDS, Case, put_kinds, small_project
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

from aimaq import defaults
from aimaq.base.web_addresses import LINK_SCHEMES, address_fault, is_web_address, scheme_of
from aimaq.newsroom.content import fields
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.markdown.addresses import encoded
from aimaq.newsroom.markdown.inline_signs import with_links
from aimaq.newsroom.markdown.limits import excess
from aimaq.newsroom.markdown.markup import with_newsroom_markup
from aimaq.newsroom.markdown.sanitising import ATTRIBUTES, ELEMENTS, sanitise
from aimaq.settings.schema import MarkdownSetting

PIECES = """
< > " ' & ; ` = / \\ % $ # [ ] ( ) ! * _ ^ | ~ : , . {% %} {# #} ${x} %s {0} <b> </b> <script> </script> </title> </p>
</article> <!-- --> ]]> <![CDATA[ <?x ?> onclick= style= href="javascript:alert(1)" javascript: data: // \\u003c %3C &lt;
&#60; &#x3c; &amp;lt; &quot; &nbsp <svg <img src=x onerror=alert(1)> " autofocus onfocus=alert(1) x=" ' x=' é Ж Ә ≈ ع
""".split()  # noqa: E501  pieces of markup, as they are typed, are not a table of quoted strings
words = st.lists(st.sampled_from([*PIECES, " ", "слово", "\u00a0"]), min_size=1, max_size=12).map("".join)
#: Between two alphabets, which no word may have.
MEETING = re.compile(r"(?<=[A-Za-zé])(?=[а-яЖӘ])|(?<=[а-яЖӘ])(?=[A-Za-zé])")
#: Neither empty, nor a formula in a table, nor a marker, nor a space by its name: cases.yaml shows such refusals.
texts = words.map(lambda text: MEETING.sub("-", f"а{text}я")).filter(
    lambda text: not re.search(r";\W*[=+@-]|\{\{|\}\}|&nbsp;", text)
)
paths = st.text(st.sampled_from("abc/?&=;'()*!$,+%20#~.-_éЖ"), max_size=30)
urls = st.builds("https://{}.kz/{}".format, st.sampled_from(["a", "xn--80a", "пресс"]), paths).filter(is_web_address)

PLACES = [place for place in (*FIELDS, *LEDGER) if place not in ("alt", "caption")] * 3
SLOTS = [Case(place, "", "", number=number) for number, place in enumerate(PLACES)]


def filling(text: Callable[[], str], url: Callable[[], str]) -> Callable[[str], str]:
    """Return what fills the fields of all kinds; topics are the same everywhere, since each has a page of its own."""
    topic = text()
    return lambda name: url() if name in WEB else topic if name == "topics" else text()


@pytest.fixture(scope="module")
def plain(built: Callable[..., Built]) -> Built:
    return built(SLOTS, plain=True, fill=filling(lambda: PLAIN, lambda: "https://a.kz/x"))


def test_every_field_that_holds_words_or_an_address_is_filled(tmp_path: Path) -> None:
    """Front matter of every kind of story, of people, pages and parts; a field that comes is missed here."""
    project = small_project(tmp_path / "project")
    filled = put_kinds(project, lambda name: PLAIN)
    structs = [each for each in vars(fields).values() if isinstance(each, type) and issubclass(each, msgspec.Struct)]
    structs += [kind.fields for kind in KINDS.values()]
    names = {
        field.name
        for struct in structs
        for field in msgspec.structs.fields(struct)
        if field.type is str or field.type == list[str] or get_origin(field.type) is Literal
    }
    assert names == WORDS | WEB | NARROW
    assert filled == WORDS | WEB


@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # an example is a whole site: fifty texts at once
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_no_field_can_write_markup(built: Callable[..., Built], plain: Built, data: st.DataObject) -> None:
    """All fields of all kinds of story, people, pages and parts; the ledger's texts; the names of the site."""
    chosen = [
        replace(
            slot,
            text=data.draw(urls if slot.place.endswith("-url") else texts)
            + (f" {slot.slug}" if slot.place == "topic" else ""),
        )
        for slot in SLOTS
    ]
    done = built(chosen, fill=filling(lambda: data.draw(texts), lambda: data.draw(urls)))
    assert done.returncode == 0, done.said
    found, expected = site_skeletons(done.output), site_skeletons(plain.output)
    assert found.keys() == expected.keys()
    for name, own in found.items():
        assert own == expected[name], name


@pytest.fixture(scope="module")
def md() -> Markdown:
    return Markdown(**with_newsroom_markup(cast("MarkdownSetting", defaults.MARKDOWN)))


HTML = """
<p> </p> <div> </div> <b> </b> <a> </a> <a\xa0href="javascript:alert(1)"> <a\xa0href="https://a.kz/"> <a\xa0href='data:x'> <table> </table> <tr>
<td> </td> <ul> <li> </ul> <img\xa0src="/x"\xa0onerror="x"> <img\xa0src=x> <script> </script> <style> </style> <svg> </svg> <math> <mtext>
https://a.kz/b www.a.kz a@b.kz [x](/a\xa0b^c)
<title> </title> <textarea> </textarea> <noscript> </noscript> <template> </template> <iframe\xa0srcdoc="<b>"> <form> <input>
<select> <option> <!-- --> --!> <!--> <![CDATA[ ]]> <?x ?> <!x> <plaintext> <xmp> </xmp> <p\xa0title="</p><script>x</script>"> " ' > < =
& &lt; &#x3c; &#xE000; &#0; &colon; javascript: [x](javascript:alert(1)) [x](https://a.kz/) ![x](/a.png\xa0"t") [y] [y]:\xa0vbscript:x
`x` ``` \n \n\n \xa0\xa0\xa0\xa0 ## > * - 1. | a|b\n-|- *[x]:\xa0y\n x y : \\ _ ** <x-y> </x-y> <a/href=x> <b/onclick=x> <br/> <hr> <h1>
""".split()  # noqa: E501  as above
fragments = st.lists(st.sampled_from([*HTML, " ", "\n\n"]), max_size=14).map(
    lambda each: "".join(each).replace("\xa0", " ")
)

#: Nodes that are no elements; the one without a name is a processing instruction, a comment in HTML.
UNSEEN = ("-text", "-comment", "")


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=fragments)
@example("<!--><mtext>-->").via("Python's parser reads a comment where HTML has none")
@example("<!--x--!><mtext>")
def test_no_text_can_hold_what_is_not_on_the_list(md: Markdown, text: str) -> None:
    """And nothing is lost in silence: without a loss, a browser sees in what is published what it would have seen."""
    if excess(text, "x.md", 1):
        return
    written = md.reset().convert(text)
    clean, losses = sanitise(written)
    published = with_links(encoded(clean))
    tree = LexborHTMLParser(f"<!DOCTYPE html><body><article>{published}</article>")
    article = tree.css_first("article")
    assert article is not None
    bones = [each for each in skeleton(article)[1:] if each[0] not in UNSEEN]
    assert len(tree.css("body > *")) == 1, "it broke out of the article"
    for tag, attributes, schemes in bones:
        assert tag in ELEMENTS | {"tbody"}
        assert set(attributes) <= ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        assert set(schemes) <= {"", *LINK_SCHEMES}
    assert "<!--" not in published
    if not losses:
        raw = LexborHTMLParser(f"<!DOCTYPE html><body><article>{written}</article>").css_first("article")
        before = Counter(each for each in skeleton(raw)[1:] if each[0] not in UNSEEN)
        lost = before - Counter(bones)
        # Parsers repeat these where they close what is not closed, each in its own way.
        assert not [each for each in lost if each[0] not in ("p", "b", "a") or each[1]], lost


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("javscriptdahm:/\\\t\n\x01 @?#[]{}.%&;0ǅ\u200b\u202e"), max_size=40))
@example("\n\x01javascript:alert(1)")
def test_no_address_passes_that_a_browser_would_run(address: str) -> None:
    """The oracle is the standard's first steps: strip, drop tabs and line breaks, read the scheme."""
    seen = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(0x21)))))
    scheme = match[1].lower() if (match := re.match(r"([a-zA-Z][a-zA-Z0-9+.\-]*):", seen)) else ""
    assert scheme_of(address) == scheme
    if not address_fault(address):
        assert scheme in ("", *LINK_SCHEMES)
        assert not re.match(r"[/\\]{2}", seen)
    if is_web_address(address):
        assert scheme in ("http", "https")
