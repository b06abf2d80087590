"""What the bench says of `aimaq serve` is timed until a reader has it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.corpus import Corpus
from bench.generators import GENERATORS, Project
from bench.measure import memory_of
from bench.serving import SITE, serving


def test_an_edit_is_timed_until_its_page_is_there(tmp_path: Path) -> None:
    project = Project(GENERATORS["newsroom"], Corpus(20), tmp_path / "site")
    project.make()
    with serving(project) as served:
        assert memory_of(served.session) > 10_000_000
        for edit in (project.edit_article, project.edit_figure):
            made = edit()
            shown, built = served.seconds(made)
            assert 0 < shown <= built
            assert replace(made, page=project.folder / SITE / made.page.relative_to(project.output)).shown()
    assert memory_of(served.session) == 0
