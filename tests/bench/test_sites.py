"""Every generator writes the same site from the same corpus, and shows the same edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import programs
from bench.compare import differences, files, kinds
from bench.corpus import Corpus
from bench.generators import GENERATORS, Project
from bench.measure import timed


def _built(name: str, folder: Path) -> Project:
    try:
        command = GENERATORS[name].cold()
    except programs.Missing as error:
        pytest.skip(str(error))
    project = Project(GENERATORS[name], Corpus(60), folder / name)
    project.make()
    timed(command, project.folder)
    return project


@pytest.fixture(scope="module")
def aimaq(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return _built("aimaq", tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize("name", ["pelican", "hugo", "eleventy"])
def test_another_generator_writes_the_same_files(name: str, aimaq: Project, tmp_path: Path) -> None:
    """Page for page and feed for feed, but for the indicators' own pages."""
    other = _built(name, tmp_path)
    assert differences({"Aimaq": aimaq.output, name: other.output}) == []
    assert len(files(other.output)) > 60
    assert len(files(aimaq.output, own=True)) > len(files(aimaq.output))


def test_a_build_shows_each_edit(aimaq: Project) -> None:
    """What the bench waits for is what a reader sees; before the build it is not there."""
    edits = [edit() for edit in (aimaq.edit_article, aimaq.edit_figure, aimaq.edit_template)]
    assert not any(edit.shown() for edit in edits)
    timed(aimaq.generator.warm(), aimaq.folder)
    assert all(edit.shown() for edit in edits)


def test_no_slot_or_shortcode_is_left_in_a_finished_site(aimaq: Project) -> None:
    """Neither braces nor private-use characters reach a reader."""
    for path in aimaq.output.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "{{" not in text and not any("\ue000" <= letter <= "\uf8ff" for letter in text)


def test_hugo_has_the_products_kinds_of_files(tmp_path: Path) -> None:
    """As many stories, texts and pages of the archive; other lists and feeds are divided otherwise."""
    ours, theirs = (kinds(_built(name, tmp_path).output) for name in ("newsroom", "hugo-newsroom"))
    for kind in ("pages of stories", "plain texts of stories"):
        assert theirs[kind] == ours[kind] == 60
    for kind in ("feeds of sections and topics", "lists of sections", "topics", "archive"):
        assert theirs[kind] > 0.7 * ours[kind], kind  # three sections have no story here
    assert theirs["search"] > 60
    assert [kind for kind, count in theirs.items() if not count and ours[kind]] == [
        "figures and open data",
        "corrections",
        "stories for news agencies",
        "pictures for shared links",
        "page for the press",
        "styles, scripts, fonts",
    ]
