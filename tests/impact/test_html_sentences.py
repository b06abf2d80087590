"""A page's sentences are those that a reader sees."""

from __future__ import annotations

import pytest

from aimaq.base.slots import Slot, encode
from aimaq.figures.impact.html_sentences import Block, blocks, differences, sentence_at, sentences

SLOT = encode(Slot("jobs", "en"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One. Two!</p><p>Three</p>", ["One.", "Two!", "Three"]),
        ("31 декабря 2022 г. открыли 5 парков. Дальше.", ["31 декабря 2022 г. открыли 5 парков.", "Дальше."]),
        ("«Да.» Нет. А. Сатыбалдиев сказал.", ["«Да.»", "Нет.", "А. Сатыбалдиев сказал."]),
        ("a&nbsp;&amp; <b>b</b><br>c", ["a\u00a0& b", "c"]),
        ("<tr><th>Jobs</th> <td><p>10</p><p>new</p></td></tr>", ["Jobs | 10 new"]),
        ("<dl><dt>Status</dt><dd>actual</dd></dl>", ["Status: actual"]),
        ("<svg><svg><text>1</text></svg><text>2</text></svg>x<script>y</script><!-- z -->", ["x"]),
        ("5 jobs <small hidden data-a='1'>(then 4)</small>, more", ["5 jobs, more"]),
        ('<img alt="a > b">x', ["x"]),
    ],
)
def test_sentences(html: str, expected: list[str]) -> None:
    assert sentences(html) == expected


def test_blocks_are_those_that_quote_figures_in_the_body() -> None:
    body = f"<h1>{SLOT}</h1>rest {SLOT}<p>none</p><p class='a'>{SLOT}</p><script>{SLOT}</script>"
    page = f"<title>{SLOT}</title><body>{body}"
    assert [block.name for block in blocks(page)] == ["h1", "", "p"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"First one. Doubled.{SLOT} Another.", "Doubled."),
        (f"First one. Doubled {SLOT} here. Another.", "Doubled here."),
        (f"{SLOT}Doubled. Another.", "Doubled."),
        (f"First one. Last one.{SLOT}", "Last one."),
        (f"<td>Cell</td><p>Doubled.{SLOT}</p>", "Doubled."),
        (SLOT, ""),
    ],
)
def test_the_sentence_beside_an_assertion(html: str, expected: str) -> None:
    found = sentence_at(Block("p", html), 0, lambda text: text.replace(SLOT, ""))
    assert " ".join(found.split()) == expected


def test_differences_are_pairs_where_sentences_correspond() -> None:
    assert list(differences(["a", "b", "c"], ["a", "B", "c"])) == [("b", "B")]
    assert list(differences(["a"], ["a", "new"])) == [("", "new")]
    assert list(differences(["x", "y"], ["z"])) == [("x · y", "z")]
