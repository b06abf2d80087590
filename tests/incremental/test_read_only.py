"""A disk, or a part of it, that may not be written: the real kernel's refusals."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tools import faults, scenarios
from tools.scenarios import BUILD, SET, Files, Newsroom, is_clear

#: Root may write what nobody else may, so as root the commands run as a user without rights.
NOBODY = ["env", "HOME=/nonexistent", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
NOBODY = NOBODY if os.geteuid() == 0 else []


@pytest.fixture(scope="module")
def room() -> Iterator[Newsroom]:
    """A newsroom in a folder that the user without rights can get to, which pytest's own are not."""
    with TemporaryDirectory(prefix="aimaq-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        room = Newsroom(folder)
        probe = faults.run([*NOBODY, *BUILD, "--help"], room.project)
        if probe.status:
            pytest.skip(f"a user without rights cannot run this Python: {probe.said}")
        yield room


@contextmanager
def read_only(*paths: Path) -> Iterator[None]:
    """Let nobody write to the folders, and all that is in them."""
    inside = [each for path in paths for each in (path, *path.rglob("*"))]
    modes = {each: each.stat().st_mode for each in inside}
    for each in inside:
        each.chmod(modes[each] & ~0o222)
    try:
        yield
    finally:
        for each, mode in modes.items():
            each.chmod(mode)


def run(room: Newsroom, command: list[str]) -> faults.Outcome:
    """Run the command as a user without rights, to whom the project belongs."""
    if NOBODY:
        for path in (room.project, *room.project.rglob("*")):
            os.chown(path, 65534, 65534)
    return faults.run([*NOBODY, *command], room.project)


def test_content_that_may_only_be_read_is_built(room: Newsroom, old: Files, edited: Files) -> None:
    scenarios.edit(room.project)
    names = ("content", "theme")
    with read_only(*(room.project / name for name in names)):
        outcome = run(room, BUILD)
    assert outcome.status == 0, outcome.said
    assert room.site() == edited


@pytest.mark.parametrize("place", ["the site", "the cache", "the project"])
def test_what_may_not_be_written_is_named_and_the_site_stays(
    room: Newsroom, old: Files, edited: Files, place: str
) -> None:
    scenarios.edit(room.project)
    project = room.project
    paths = {
        "the site": [project / "output", project / ".output.idle"],
        "the cache": [project / ".aimaq"],
        "the project": [project],
    }
    with read_only(*paths[place]):
        outcome = run(room, BUILD)
    assert outcome.status == 1, outcome.said
    assert is_clear(outcome.complained), outcome.complained
    assert str(project) in outcome.complained
    assert "the site that was there has not been touched" in outcome.complained
    assert room.site() == old
    room.build()
    assert room.site() == edited


def test_the_first_build_into_a_folder_that_may_not_be_written(room: Newsroom) -> None:
    target = room.folder / "closed"
    target.mkdir(exist_ok=True)
    with read_only(target):
        outcome = run(room, [*BUILD, "--output", str(target / "site")])
    assert outcome.status == 1 and is_clear(outcome.complained), outcome.said
    assert list(target.iterdir()) == []
    shutil.rmtree(target)


def test_a_project_in_a_folder_that_may_not_be_searched_is_told(room: Newsroom, old: Files) -> None:
    closing = ["sh", "-c", 'chmod 0 .. && exec "$@"', "sh"]  # from inside, since nobody gets there afterwards
    try:
        outcome = faults.run([*closing, *NOBODY, *BUILD], room.project)
    finally:
        room.folder.chmod(0o755)
    assert outcome.status == 1 and is_clear(outcome.complained), outcome.said
    assert f"{room.project}/pelicanconf.py: the file cannot be read: Permission denied" in outcome.complained
    assert room.site() == old


def test_a_ledger_that_may_not_be_written_is_told(room: Newsroom, old: Files) -> None:
    ledger = room.project / scenarios.LEDGER
    before = ledger.read_bytes()
    with read_only(room.project / "content"):
        outcome = run(room, SET)
    assert outcome.status == 1 and is_clear(outcome.complained), outcome.said
    assert "content/data/indicators.json: the file cannot be written: Permission denied" in outcome.complained
    assert ledger.read_bytes() == before
