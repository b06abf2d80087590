"""``aimaq log show``: the entries of a figure or a text, each with what it changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.figures.log.entries import Begin, Entry, Figure, Release, Text, canonical, changed
from aimaq.figures.log.history import history, in_few_words
from aimaq.figures.log.log_file import Log
from tools.built import aimaq

NOW = "2026-11-28T07:00:00Z"
FIGURE = Figure(logged=NOW, key="jobs", label="a")
FIRST = Release(
    logged=NOW,
    key="jobs",
    period="2025",
    value="88",
    status="actual",
    kind="release",
    released="2026-01-01",
    source="a",
)
PLAN = changed(FIRST, status="plan", value="95")
CORRECTED = changed(FIRST, kind="correction", value="90", released="2026-02-01", source="b", why="Two were missing")
STORY = Text(
    logged=NOW,
    text="article/park",
    lang="ru",
    version=1,
    change="published",
    numbers=("12", "340"),
    words="a",
    pins={"jobs": "88"},
)
UPDATED = changed(
    STORY, version=2, change="updated", numbers=("14", "340"), words="b", pins={"jobs": "90"}, notices=("updated:1",)
)
ENTRIES: tuple[Entry, ...] = (
    Begin(logged=NOW, origin="example.org/log"),
    FIGURE,
    FIRST,
    PLAN,
    CORRECTED,
    STORY,
    changed(STORY, lang="kk"),
    changed(FIRST, amends=2, why="The address moved", source="c"),
    UPDATED,
    changed(FIGURE, amends=1, label="b", why="A misprint"),
    changed(STORY, text="article/jobs"),
    Text(logged=NOW, text="article/park", lang="ru", version=3, change="removed"),
)
LOG = Log("figures.log.jsonl", tuple(map(canonical, ENTRIES)), ENTRIES)


def shown(name: str) -> dict[int, tuple[str, ...]]:
    return {each.index: each.changes for each in history(LOG, name)}


def test_a_figure_is_shown_with_its_values_before_and_its_amendments() -> None:
    """A plan is no predecessor of an actual value; a story with the same name as a figure is shown too."""
    assert shown("jobs") == {
        1: (),
        2: (),
        3: (),
        4: ("value: 88 → 90",),
        7: ("other source",),
        9: ("other label",),
        10: (),
    }


@pytest.mark.parametrize("name", ["park", "article/park"])
def test_a_text_is_shown_in_all_its_languages(name: str) -> None:
    """What is new and what is gone, in numbers, figures and notices; a removal has nothing that could differ."""
    assert shown(name) == {
        5: (),
        6: (),
        8: ("other words", "numbers: +14, −12", "{{ jobs }}: 88 → 90", "notice to readers: updated"),
        11: (),
    }


def test_a_file_stands_for_one_language() -> None:
    """The path may be given from anywhere."""
    assert list(shown("content/news/park.kk.md")) == [6]
    assert list(shown("park.ru.md")) == [5, 8, 11]


def test_without_a_name_everything_is_shown() -> None:
    """In the order of the log."""
    assert [each.entry for each in history(LOG)] == list(ENTRIES)


def test_an_unknown_name_is_a_problem_with_the_likest_one() -> None:
    """The log's own kinds of entries have no names."""
    for name, hint in (("parks", 'did you mean "park"?'), ("begin", "")):
        with pytest.raises(ProblemsFound) as found:
            history(LOG, name)
        assert f'there is no entry of "{name}"' in found.value.problems[0].message
        assert hint in found.value.problems[0].message


def test_each_kind_of_entry_has_a_few_words() -> None:
    """No entry is empty, and a release has its number."""
    assert in_few_words(CORRECTED) == "correction jobs 2025 = 90, released on 2026-02-01"
    assert all(map(in_few_words, ENTRIES))


def test_the_command_prints_lines_and_json(published: Path) -> None:
    """The JSON has the entries as the log has them."""
    lines = aimaq("log", "show", "jobs", project=published)
    assert lines.returncode == 0 and "correction jobs 2022-12-31 = 3320" in lines.stdout
    printed = json.loads(aimaq("log", "show", "content/news/park.ru.md", "--json", project=published).stdout)
    log = (published / "content/data/figures.log.jsonl").read_text("utf-8").splitlines()
    assert printed and all(json.loads(log[each["index"]]).items() <= each["entry"].items() for each in printed)
    assert {(each["entry"]["text"], each["entry"]["lang"]) for each in printed} == {("article/park", "ru")}


def test_an_entry_that_is_not_published_says_so(published: Path) -> None:
    """Its head does not state it yet."""
    recorded = aimaq(
        "set", "jobs", "4000", "--period", "2024-12-31", "--source", "https://inform.kz/d", project=published
    )
    assert recorded.returncode == 0, recorded.stderr
    last = aimaq("log", "show", "jobs", project=published).stdout.splitlines()
    assert any("2024-12-31 = 4000" in line and line.endswith("; not published yet") for line in last)


def test_without_a_log_the_command_says_how_to_begin_one(published: Path) -> None:
    """Not an empty list."""
    for name in ("jsonl", "checkpoint"):
        (published / f"content/data/figures.log.{name}").unlink()
    (published / ".aimaq/log/checkpoint").unlink(missing_ok=True)
    done = aimaq("log", "show", project=published)
    assert done.returncode == 1 and "aimaq log begin" in done.stderr
