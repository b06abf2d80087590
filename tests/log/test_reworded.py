"""Of a text that gets other words, the log is compared as in a build of the whole site."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.build.store import Store
from aimaq.figures.log_pages.entries_in_words import NEWEST
from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report
from tools.built import aimaq, small_project
from tools.versions import tree

from .conftest import STORY, write_story

pytestmark = pytest.mark.usefixtures("templates_compiled_once", "one_core")


def built(project: Path) -> Report:
    return build(project, output=project / "output", cache=project / ".aimaq")


def clean(project: Path) -> Report:
    return build(project, output=project / "clean", cache=project / "cache", fresh=True)


def stated(lines: Sequence[str]) -> list[Any]:
    """Return the entries without the moments at which they were found."""
    return [{**json.loads(line), "logged": ""} for line in lines]


def test_a_version_is_found_and_found_again(published: Path) -> None:
    """Other words are an entry, words after that another one in its place, and the words of before none."""
    assert built(published).unlogged == ()
    for words in ("The new park opened", "The newest park opened", "The park opened"):
        write_story(published, "en", body=STORY["en"][1].replace("The park opened", words))
        report = built(published)
        assert "fill" not in report.stages, "the whole site was composed"
        assert stated(report.unlogged) == stated(clean(published).unlogged)
        assert len(report.unlogged) == (words != "The park opened")
        assert tree(published / "output") == tree(published / "clean")


def test_a_number_that_was_published_stays(published: Path) -> None:
    built(published)
    write_story(published, "en", body=STORY["en"][1].replace("The park opened", "The new park opened"))
    assert len(built(published).unlogged) == 1
    write_story(published, "en", body=STORY["en"][1].replace("340 places", "341 places"))
    with pytest.raises(ProblemsFound, match="341 is new and 340 was published and is gone"):
        built(published)
    write_story(
        published, "en", body=STORY["en"][1].replace("12 workshops and 340 places", "340 workshops and 12 places")
    )
    with pytest.raises(ProblemsFound, match="or stand in another order"):
        built(published)


def test_a_text_that_the_newest_page_of_the_log_did_not_name_is_named_there(tmp_path: Path) -> None:
    """Its pages are composed with it, without the rest of the site; the words of before take the name away again."""
    project = small_project(tmp_path / "site")
    for number in range(NEWEST + 1):
        head = f"title: Story {number}\ndate: 2023-05-06\nkind: news\nsummary: In short.\n"
        (project / f"content/news/story-{number}.en.md").write_text(f"---\n{head}---\n\nWords.\n", "utf-8")
    done = aimaq("log", "begin", project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    built(project)
    lines = (project / "content/data/figures.log.jsonl").read_text("utf-8").splitlines()
    names = [entry["text"].partition("/")[2] for entry in map(json.loads, lines) if entry["type"] == "text"]
    oldest = next(name for name in names if name.startswith("story-"))
    assert len(names) - names.index(oldest) > NEWEST
    path = project / f"content/news/{oldest}.en.md"
    before = path.read_text("utf-8")
    for words in ("Other words.", "Words.", "Other words."):
        path.write_text(before.replace("Words.", words), "utf-8")
        report = built(project)
        assert "fill" not in report.stages, "the whole site was composed"
        assert stated(report.unlogged) == stated(clean(project).unlogged)
        assert tree(project / "output") == tree(project / "clean")
        assert composed(project / ".aimaq") == composed(project / "cache")


def composed(cache: Path) -> dict[str, str]:
    """Return the key of each page of the log, and of each feed of it, as the store in a cache folder has it."""
    with Store.open(cache / "store.sqlite") as store:
        return {path: key for path, key in store.output_keys().items() if "log" in path.split("/")}
