"""Markers in Markdown: slots in prose, untouched in code."""

from __future__ import annotations

import pytest
from markdown import Markdown

from aimaq.base.slots import SLOT, slots_in
from aimaq.figures.text.markdown_extension import MarkerExtension
from aimaq.figures.text.misplaced import places_in


def convert(text: str, *extensions: str) -> str:
    return Markdown(extensions=[MarkerExtension(), "tables", "fenced_code", "toc", *extensions]).convert(text)


def bodies(html: str) -> list[str]:
    return [slot.body for slot in slots_in(html)]


@pytest.mark.parametrize(
    "text",
    [
        "Работают {{ jobs | genitive }}.",
        "**{{ jobs | genitive }}**",
        "[все {{ jobs | genitive }}](/x/)",
        "![{{ jobs | genitive }}](a.jpg)",
        '[x](/x/ "{{ jobs | genitive }}")',
        "| a |\n|---|\n| {{ jobs | genitive }} |",
        "- {{ jobs | genitive }}",
        "> {{ jobs | genitive }}",
        '<div title="{{ jobs | genitive }}"></div>',
        "## {{ jobs | genitive }}",
        "{{ jobs\n| genitive }}",
        "x[^1]\n\n[^1]: {{ jobs | genitive }}",
    ],
)
def test_a_marker_is_found_wherever_markdown_has_text(text: str) -> None:
    """No Markdown syntax splits a marker."""
    html = convert(text, "footnotes")
    assert [" ".join(body.split()) for body in bodies(html)] == ["jobs | genitive"]
    assert "{{" not in html


@pytest.mark.parametrize(
    "text",
    ["`{{ jobs }}`", "    \\{{ jobs }}", "```\n{{ jobs }}\n```", "<pre>{{ jobs }}</pre>", "~~~ html\n{{ jobs }}\n~~~"],
)
def test_code_is_never_touched(text: str) -> None:
    """A marker in a code span, in fenced or raw code stays the editor's text; so does an escaped one in any code."""
    html = convert(text)
    assert not bodies(html)
    assert "{{ jobs }}" in html


def test_code_is_escaped_like_any_code() -> None:
    """Putting the text back does not open a hole in the escaping."""
    assert "{{ assert jobs &gt; 1 &amp; &lt;b&gt; }}" in convert("`{{ assert jobs > 1 & <b> }}`")


def test_a_backslash_prints_the_marker() -> None:
    """An editor can write about markers."""
    assert convert(r"Пишите \{{ jobs }}.") == "<p>Пишите {{ jobs }}.</p>"


@pytest.mark.parametrize("text", ["{{ jobs", "jobs }}", "{{ jobs\n\nother }}"])
def test_a_lone_brace_pair_becomes_a_slot_that_cannot_be_read(text: str) -> None:
    """The check of all slots reports its place, and nothing raw is published."""
    html = convert(text)
    assert set(bodies(html)) <= {"{{", "}}"} and bodies(html)
    assert "{{" not in html and "}}" not in html


def test_line_and_column_are_those_of_the_source() -> None:
    """Fences, tables and HTML before a marker do not move it."""
    html = convert("```\nx\n```\n\n<div>\n</div>\n\nText {{ jobs }}")
    assert [slot.origin for slot in slots_in(html)] == ["8:6"]


def test_the_lines_of_meta_data_count() -> None:
    """Pelican's own reader removes the head first; the head itself is not changed."""
    markdown = Markdown(extensions=[MarkerExtension(), "meta"])
    html = markdown.convert("Title: {{ jobs }}\nDate: 2024-01-01\n\nText {{ jobs }}")
    assert [slot.origin for slot in slots_in(html)] == ["4:6"]
    assert markdown.Meta["title"] == ["{{ jobs }}"]  # type: ignore[attr-defined]


def test_a_heading_id_does_not_hold_a_figure() -> None:
    """The address of a section stays the same when a figure changes."""
    html = convert("## К 2025 году — {{ jobs }}\n\n## {{ jobs }}\n\n## {{ jobs }}")
    assert [part.split('"')[0] for part in html.split('id="')[1:]] == ["к-2025-году", "figure", "figure_1"]


def test_an_instance_that_is_reused_forgets_the_text_before() -> None:
    """One Markdown instance reads every article."""
    markdown = Markdown(extensions=[MarkerExtension()])
    first = markdown.convert("{{ a }}")
    assert bodies(markdown.reset().convert("x {{ b }}")) == ["b"]
    assert bodies(first) == ["a"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("> {{ jobs }}", True),
        ("<q>{{ jobs }}</q>", True),
        ("Он сказал: «Уже {{ jobs }}».", True),
        ("“{{ jobs }}” she said", True),
        ("ТОО «Зона» и {{ jobs }}", False),
        ("«незакрытая\n\n{{ jobs }}", False),
        ("«a «b» {{ jobs }}»", True),
    ],
)
def test_a_quotation_is_recognised(text: str, quoted: bool) -> None:
    """Blockquotes and quotation marks of the three languages make a quotation, within one block."""
    assert any(place.speech for place in places_in(convert(text)).values()) is quoted


def test_an_editor_cannot_forge_a_slot() -> None:
    """Private-use characters of the source never reach the page as a slot."""
    html = convert("\ue000jobs;ru;;;\ue001 \ue002\ue010\ue003")
    assert not SLOT.search(html)
