"""Markdown comes out as Python-Markdown itself writes it, whatever the text and the extensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from aimaq.figures.text.markdown_extension import MarkerExtension
from aimaq.pelican.markdown_patches import OURS, THEIRS

Convert = Callable[[str], str]

#: What means something to Python-Markdown, and words that mean nothing.
PIECES = st.sampled_from(
    ["*", "**", "_", "__", "`", "``", "\\", "[", "]", "(", ")", "![", "]: ", "<", ">", "<b>", "</b>",
     "<https://a.example>", "&amp;", "&", "#", "## ", "=", "===", "---", "- - -",
     "* ", "- ", "1. ", "> ", "|", " | ", "| --- |", "    ", "  \n", "\n",
     "\n\n", ":", "[^1]", "[^1]: ", "*[HTML]: ", "HTML", "~~~\n", "{{ jobs }}", "{: .x }", " ",
     "word", "слово", "1", "!"]
)  # fmt: skip
EXTENSIONS: dict[str, list[Any]] = {
    "none": [],
    "bench": ["meta", "sane_lists", "tables", MarkerExtension()],
    "extra": ["extra", "toc", "admonition", "smarty", "nl2br", "wikilinks", MarkerExtension()],
}


@pytest.fixture(scope="module", params=EXTENSIONS)
def both(request: pytest.FixtureRequest) -> Iterator[tuple[Convert, Convert]]:
    """Convert a text by Python-Markdown as it comes, and quickly."""
    before = {(kind, name): getattr(kind, name) for kind, name in OURS}
    instance = Markdown(extensions=EXTENSIONS[request.param])

    def convert(functions: dict[tuple[type, str], Any], text: str) -> str:
        use(functions)
        return instance.reset().convert(text)

    yield partial(convert, THEIRS), partial(convert, OURS)
    use(before)


def use(functions: dict[tuple[type, str], Any]) -> None:
    for (kind, name), function in functions.items():
        setattr(kind, name, function)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_the_result_is_python_markdowns(both: tuple[Convert, Convert], text: str) -> None:
    """Byte for byte."""
    plain, quick = both
    assert quick(text) == plain(text)
