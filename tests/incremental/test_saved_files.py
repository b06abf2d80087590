"""What is saved is seen, also when something else stands at the place since."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aimaq.pipeline.saved_files import saved_files


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "pelicanconf.py").write_text("", "utf-8")
    return tmp_path


@pytest.fixture
def saved(project: Path) -> Iterator[set[Path]]:
    watching = saved_files([project / name for name in ("content", "overrides", "pelicanconf.py")])
    assert next(watching) == set()
    return watching


def seen(saved: Iterator[set[Path]], path: Path) -> bool:
    """Whether the path is among what is told in the next ten seconds."""
    end = time.monotonic() + 10
    return any(path in paths for paths in iter(lambda: next(saved) if time.monotonic() < end else None, None))


def test_a_file_that_is_saved_by_renaming_is_seen_each_time(project: Path, saved: Iterator[set[Path]]) -> None:
    """As many editors and the desk do: what was watched is another file by then."""
    for text in ("SITENAME = 'a'", "SITENAME = 'b'", "SITENAME = 'c'"):
        (project / "new").write_text(text, "utf-8")
        os.replace(project / "new", project / "pelicanconf.py")
        assert seen(saved, project / "pelicanconf.py"), text


def test_a_folder_that_git_takes_away_and_puts_back_is_seen(project: Path, saved: Iterator[set[Path]]) -> None:
    shutil.rmtree(project / "content")
    assert seen(saved, project / "content")
    (project / "content").mkdir()
    assert seen(saved, project / "content")
    (project / "content/story.ru.md").write_text("", "utf-8")
    assert seen(saved, project / "content/story.ru.md")


def test_a_folder_that_is_made_later_is_seen(project: Path, saved: Iterator[set[Path]]) -> None:
    (project / "overrides").mkdir()
    (project / "overrides/sign.svg").write_text("", "utf-8")
    assert seen(saved, project / "overrides")
    (project / "overrides/font.woff2").write_bytes(b"")
    assert seen(saved, project / "overrides/font.woff2")
