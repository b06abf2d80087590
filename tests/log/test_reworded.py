"""Of a text that gets other words, the log is compared as in a build of the whole site."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report
from tools.versions import tree

from .conftest import STORY, write_story


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
