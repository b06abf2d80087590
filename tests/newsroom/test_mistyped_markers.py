"""What an editor has typed for a marker, and what has braces and brackets for another reason."""

from __future__ import annotations

from time import process_time

import pytest

from aimaq.figures.text.mistyped_markers import mistyped_markers


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("{ { jobs } }", "jobs"),
        ("{ { jobs | genitive }}", "jobs | genitive"),
        ("{ {занятость} }", "занятость"),
        ("{jobs}", "jobs"),
        ("{ jobs @ 2022 | number }", "jobs @ 2022 | number"),
        ("{Jobs-created}", "Jobs-created"),
        ("[[jobs]]", "jobs"),
        ("[[ jobs | genitive ]]", "jobs | genitive"),
        ("{% jobs %}", "jobs"),
        ("｛｛ jobs ｝｝", "jobs"),
    ],
)
def test_it_is_named_with_its_place_and_what_to_write(typed: str, inside: str) -> None:
    (problem,) = mistyped_markers(f"Слова.\nЗдесь {typed}, и дальше.", "a.md", 7)
    assert (problem.line, problem.column) == (8, 7)
    assert f'"{typed}"' in problem.message and f"{{{{ {inside} }}}}" in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "{{ jobs }} и {{jobs}}, {{ jobs | with: новое/новых }}",
        r"\{jobs}, \[[jobs]], \{{ jobs }}",
        "[текст]({filename}/news/a.ru.md) и ![фото]({static}/media/a.jpg)",
        "## Слова {#anchor}",
        "Слова {: .class }",
        "[[1]](https://example.org), [[link]](https://example.org), [[link]][a]",
        "множество {1, 2}, {x}, {}",
        "{date: 2023-05-06}",
        "${jobs}",
    ],
)
def test_other_braces_and_brackets_stay(text: str) -> None:
    assert not list(mistyped_markers(text, "a.md"))


@pytest.mark.parametrize("piece", ["{", "{ ", "{ {", "[[", "[[a|", "{a", "{a|", "{%", "{%a", "｛", "｛a", "}"])
def test_long_runs_are_read_in_linear_time(piece: str) -> None:
    """A hundred thousand of them take some hundredths of a second; in squared time it would be minutes."""
    started = process_time()
    list(mistyped_markers(piece * 100_000, "a.md"))
    assert process_time() - started < 2
