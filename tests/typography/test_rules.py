"""What editors type becomes what newspapers print; nothing that is said changes."""

from __future__ import annotations

import re
import time
from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from aimaq.base.languages.known_languages import LANGUAGES
from aimaq.base.slots import Slot, encode
from aimaq.newsroom.typography.html_text import typeset_html, typeset_text
from aimaq.newsroom.typography.rules import Rules, rules_of
from aimaq.newsroom.typography.sentence_ends import with_full_stop

GOLDEN = yaml.safe_load(Path(__file__).with_name("golden.yaml").read_text("utf-8"))
CASES = [
    pytest.param(lang, typed, printed.replace("~", "\u00a0"), [*chain(*left)], id=f"{lang}-{typed}")
    for lang, cases in GOLDEN.items()
    for typed, printed, *left in cases
]
SLOT = encode(Slot("jobs | number", "ru", "2023-07-31", "a.md:1:1"))


def rules(lang: str) -> Rules:
    found = rules_of(lang)
    assert found
    return found


@pytest.mark.parametrize(("lang", "typed", "printed", "left"), CASES)
def test_it_is_printed_as_newspapers_do(lang: str, typed: str, printed: str, left: list[str]) -> None:
    found = typeset_text(typed, rules(lang))
    assert found.text == printed
    assert [words for _, words in found.doubts] == left


@pytest.mark.parametrize(
    ("typed", "others_stay"), (('Он: "да и "нет", и "всё"', True), ('Он: "да', False), ('Пожар" и "другое"', False))
)
def test_a_mark_that_nothing_closes_says_so_where_others_stay_straight(typed: str, others_stay: bool) -> None:
    found = typeset_text(typed, rules("ru"))
    (doubt,) = (doubt for doubt, _ in found.doubts)
    assert ("other pairs" in doubt.message) == others_stay
    assert typed[doubt.offset] == '"' and ("«" in found.text) == (typed.count('"') == 3 and not others_stay)


def test_every_language_that_is_known_has_examples() -> None:
    assert GOLDEN.keys() == LANGUAGES.keys()
    assert rules_of("fr") is None


HTML = {
    "marks over emphasis": ('<p>"<em>Алатау</em>" и "а"</p>', "<p>«<em>Алатау</em>» и~«а»</p>"),
    "each block by itself": ('<p>"Без конца</p>\n<p>"Ряд"</p>', '<p>"Без конца</p>\n<p>«Ряд»</p>'),
    "cells": ('<tr><td>"а"</td><td>-</td><td>2016-2022</td></tr>', "<tr><td>«а»</td><td>-</td><td>2016–2022</td></tr>"),
    "a wrapped line": ("<p>в\nгороде и\nв зоне</p>", "<p>в~городе и~в~зоне</p>"),
    "code": ('<p>а <code>a - "b"</code> и "в"</p>', '<p>а~<code>a - "b"</code> и~«в»</p>'),
    "a block of code": ('<pre><code>в городе - "x"...</code></pre>', '<pre><code>в городе - "x"...</code></pre>'),
    "attributes": (
        '<h2 id="в-городе - x"><a href="/a - b/" title="в - г">в - г</a></h2>',
        '<h2 id="в-городе - x"><a href="/a - b/" title="в - г">в~— г</a></h2>',
    ),
    "an address that is a link": ('<a href="http://a.kz">http://a.kz/1-2 - x</a>',) * 2,
    "references": ("<p>a &lt;- b &amp; 5 - в &quot;</p>", "<p>a &lt;- b &amp; 5~— в~&quot;</p>"),
    "a footnote's number": (
        '<p>"а"<sup id="fnref-1"><a href="#fn-1">1</a></sup> - в</p>',
        '<p>«а»<sup id="fnref-1"><a href="#fn-1">1</a></sup>~— в</p>',
    ),
    "powers": ("<p>10<sup>-3</sup> м<sup>2</sup></p>",) * 2,
    "slots": (f'<p>"{SLOT}" - в {SLOT} млн</p>', f"<p>«{SLOT}»~— в~{SLOT}~млн</p>"),
    "a forced break": ("<p>Да.<br>\n— Нет... В зоне<br>в</p>", "<p>Да.<br>\n—~Нет… В~зоне<br>в</p>"),
    "comments": ('<!-- a - "b" --><p>а - б</p>', '<!-- a - "b" --><p>а~— б</p>'),
}  # fmt: skip


@pytest.mark.parametrize("name", HTML)
def test_only_the_words_of_html_are_touched(name: str) -> None:
    html, printed = HTML[name]
    assert typeset_html(html, rules("ru")).text == printed.replace("~", "\u00a0") if html != printed else html


WORDS = ["в", "и", "не", "же", "да", "город", "Алматы", "А.", "Б.", "г.", "т.", "д.", "Mr", "don't", "5", "12", "2016",
         "2022", "000", "1,5", "млн", "%", "№", "км", "июля", "{{ jobs }}", "{{ jobs | number }}", "a.b@c.kz",
         "https://a.kz/1-2"]  # fmt: skip
SIGNS = [
    '"',
    "'",
    "-",
    "--",
    "—",
    "–",
    "...",
    ".",
    ",",
    " ",
    "  ",
    "\n",
    "\u00a0",
    "«",
    "»",
    "„",
    "“",
    "”",
    "(",
    ")",
    "/",
]
TYPED = st.lists(st.sampled_from(WORDS + SIGNS * 2), max_size=30).map("".join) | st.text("аб5 -\"'.«»“\u00a0\n")
LANGS = st.sampled_from(sorted(LANGUAGES))
#: What typography may change.
SET = re.compile("[\\s\"'«»„“”‚‘’—–.…-]")


@given(TYPED, LANGS)
def test_no_letter_no_digit_and_no_other_sign_changes(typed: str, lang: str) -> None:
    printed = typeset_text(typed, rules(lang)).text
    assert SET.sub("", printed) == SET.sub("", typed)
    assert printed.replace("…", "...").count(".") == typed.replace("…", "...").count(".")


@given(TYPED, LANGS)
@example('\'\'"""5', "en")
def test_what_is_printed_stays_when_it_is_set_again(typed: str, lang: str) -> None:
    """And it is in doubt, or not, as before; where one mark has no other, what is said of its neighbours may differ."""
    once = typeset_text(typed, rules(lang))
    again = typeset_text(once.text, rules(lang))
    assert again.text == once.text
    assert bool(again.doubts) == bool(once.doubts)


@given(st.lists(TYPED, max_size=4), LANGS)
def test_markup_stays_and_blocks_do_not_touch_each_other(texts: list[str], lang: str) -> None:
    """Paragraphs are set as they would be alone, and what is no word comes through as it is."""
    html = "".join(f'<p class="a - b">{text}</p>\n<hr title=\'"\'>' for text in texts)
    alone = "".join(f'<p class="a - b">{typeset_html(text, rules(lang)).text}</p>\n<hr title=\'"\'>' for text in texts)
    assert typeset_html(html, rules(lang)).text == alone


def test_a_long_text_without_sense_takes_no_long_time() -> None:
    """Each of these would take minutes if some pattern looked at every pair of places."""
    began = time.process_time()
    for part in ("a.", "1,", "1\u00a0", '"', "'", "- ", "5-", "<b", "<code>", "a@", "{{", "А. ", ". . ", "&"):
        typeset_html(part * 30_000, rules("ru"))
    assert time.process_time() - began < 30


@pytest.mark.parametrize(
    ("words", "ended"),
    (
        ("", ""),
        ("Цех", "Цех."),
        ("Цех. ", "Цех."),
        ("Аймақтың «Нұр» цехы", "Аймақтың «Нұр» цехы."),
        ("Цех «Нур»", "Цех «Нур»."),
        ("Кто там?", "Кто там?"),
        ("“Who is there?”", "“Who is there?”"),
        ("Говорит: «Работаем…»", "Говорит: «Работаем…»"),
        ("The shop (2024)", "The shop (2024)."),
        ("Снято в 2024 г.", "Снято в 2024 г."),
        ("Первый день,", "Первый день,"),
        (f"Выпуск: {SLOT}", f"Выпуск: {SLOT}."),
    ),
)
def test_a_caption_ends_as_a_sentence_with_one_stop(words: str, ended: str) -> None:
    assert with_full_stop(words) == ended
    assert with_full_stop(ended) == ended
