"""Code in Markdown is found as CommonMark has it, and in linear time."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.contradictions.content_file import ContentFile, read_text
from aimaq.figures.text.code import code_spans, is_within, without_code
from aimaq.figures.text.exemptions import without_reasons


@given(st.text("`ab \n", max_size=30))
def test_spans_are_those_of_commonmark(text: str) -> None:
    """The oracle is the rule as one pattern, which takes quadratic time."""
    pattern = r"(?<!`)(`+)(?!`)(?:[^\n]|\n(?![ ]*\n))+?(?<!`)\1(?!`)"
    assert code_spans(text) == [match.span() for match in re.finditer(pattern, text)]


@given(st.text("`~ab \n", max_size=60))
def test_without_code_keeps_every_place(text: str) -> None:
    """What stays stands where it stood."""
    blank = without_code(text)
    assert len(blank) == len(text)
    assert all(new in (" ", old) for new, old in zip(blank, text, strict=True))
    spans = code_spans(text)
    assert all(is_within(spans, at) == any(begin <= at < end for begin, end in spans) for at in range(len(text)))


def test_reasons_in_code_stay() -> None:
    """Only the comment outside of the code is removed."""
    assert without_reasons("`<!-- figure: a b -->` x <!-- figure: a b --> y") == "`<!-- figure: a b -->` x y"
    assert without_reasons("a\n<!-- figure: a b -->\nb") == "a\nb"


def test_the_check_sees_footnotes_and_no_code() -> None:
    """The text of a footnote is prose, its name is not; indented lines in a list are prose, others are code."""
    text = "А[^1].\n\n[^1]: Всего 27.\n\n`28`\n\n- а\n\n    29\n\nб\n\n    30\n\n[a]: /31\n"
    prose = read_text(ContentFile("x.ru.md", "x", "ru", text)).prose.replace("\0", "")
    assert [number for number in ("[^1]", "27", "28", "29", "30", "31") if number in prose] == ["27", "29"]


def test_growing_runs_take_no_time() -> None:
    """They took more than a minute."""
    text = "".join(f"{'`' * count}a " for count in range(1, 400))
    start = time.process_time()
    without_reasons(f"figure: {text}")
    read_text(ContentFile("x.ru.md", "x", "ru", text))
    without_code(text)
    assert time.process_time() - start < 2
