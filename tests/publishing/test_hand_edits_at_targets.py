"""What was published and edited by hand is refused in a fresh clone at each kind of target, which stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from log.conftest import STORY, write_story
from log.test_hand_edits import EDITS, STORY_EDITS

from tools import logged_site as sites
from tools.logged_site import Place

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a story in three languages, whose log has just been begun."""
    project = tmp_path_factory.mktemp("begun") / "site"
    return sites.begin_with_caches(project, lambda folder: [write_story(folder, lang) for lang in STORY])


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_a_ledger_edited_by_hand_is_not_published(published: tuple[Path, Place], tmp_path: Path, edit: str) -> None:
    project, place = published
    site = sites.clone(project, tmp_path / "clone", project.parent / "caches")
    head = place.head
    change, _, message = EDITS[edit]
    change(site)
    assert message in sites.refused(site, "publish")
    assert place.head == head


@pytest.mark.parametrize("edit", STORY_EDITS, ids=str)
def test_a_story_edited_by_hand_is_not_published(published: tuple[Path, Place], tmp_path: Path, edit: str) -> None:
    project, place = published
    site = sites.clone(project, tmp_path / "clone", project.parent / "caches")
    head = place.head
    change, message = STORY_EDITS[edit]
    change(site, "ru")
    assert message in sites.refused(site, "publish")
    assert place.head == head
