"""A cache is never trusted more than the content: whatever becomes of its file, the site is a clean build's."""

from __future__ import annotations

import os
import re
import sqlite3

import pytest

from aimaq.base.problems import ProblemsFound
from tools import faults, scenarios
from tools.damage import AT_A_BYTE, CHANGES, TO_ALL, Damaging, shares
from tools.scenarios import BUILD, Files, Newsroom

pytestmark = pytest.mark.usefixtures("one_core")

#: At how many bytes an ordinary run damages the file; ``AIMAQ_FAULTS=all`` at many more.
MANY = 100 if os.environ.get("AIMAQ_FAULTS") == "all" else 1


@pytest.fixture(scope="module", params=CHANGES)
def damaging(room: Newsroom, request: pytest.FixtureRequest) -> Damaging:
    """What changes between the damage and the next build."""
    return Damaging(room, CHANGES[request.param])


@pytest.mark.parametrize("name", AT_A_BYTE)
def test_damage_at_any_byte_leaves_a_clean_site(damaging: Damaging, name: str) -> None:
    """The file is cut off, a bit of it is another, a page is lost: the site is right, and the cache is well again."""
    for share in shares(MANY):
        trial = damaging.at(share, AT_A_BYTE[name])
        assert trial.right, trial
        assert trial.well, trial
        if name == "is cut off at a byte" and trial.place:
            (remark,) = trial.noticed
            assert re.fullmatch(r"The cache in \.aimaq could not be used \([a-z ]+\) and has been made anew\.", remark)


@pytest.mark.parametrize("name", TO_ALL)
def test_another_file_in_its_place_is_not_believed(room: Newsroom, name: str) -> None:
    """It is said in one line, and made anew."""
    damage, is_said = TO_ALL[name]
    trial = Damaging(room, CHANGES["a changed figure"]).whole(damage)
    assert trial.right and trial.well, trial
    assert len(trial.noticed) == is_said


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE uses SET figure = 'jobr' WHERE figure = 'jobs' AND path = 'index.html'",
        "DELETE FROM texts WHERE path = 'index.html'",
        "DELETE FROM stale",
        "UPDATE stale SET paths = substr(paths, 5)",
        "UPDATE about SET value = 'x' WHERE name = 'included'",
    ],
)
def test_a_row_that_is_lost_or_another_is_noticed(room: Newsroom, old: Files, statement: str) -> None:
    """SQLite itself does not miss it; a page would keep an old figure for ever."""
    CHANGES["a changed figure"](room.project)
    room.build()  # from now on, the idle tree is behind
    with sqlite3.connect(room.store) as database:
        assert database.execute(statement).rowcount
    database.close()
    CHANGES["a changed figure"](room.project)
    assert room.build() == ("The cache in .aimaq could not be used (it is damaged) and has been made anew.",)
    assert room.site() == room.clean() != old


def test_a_cache_that_is_put_back_does_not_know_what_a_later_build_left(room: Newsroom, old: Files) -> None:
    """A backup is older than the idle tree: a story of the build that failed in between would be published."""
    kept = room.store.read_bytes()
    template = room.project / "theme/templates/section.html"
    before = template.read_bytes()
    scenarios.edit(room.project)
    template.write_text("{{ adress }}", encoding="utf-8")
    with pytest.raises(ProblemsFound):
        room.build()
    template.write_bytes(before)
    room.restore()
    room.store.write_bytes(kept)
    for _ in range(2):
        CHANGES["a changed figure"](room.project)
        room.build()
        assert room.site() == room.clean() != old


def test_the_command_says_it_too(room: Newsroom, old: Files) -> None:
    """In its second line."""
    AT_A_BYTE["is cut off at a byte"](room.store, 5000)
    outcome = faults.run(BUILD, room.project)
    assert outcome.status == 0 and room.site() == old
    assert outcome.said.splitlines()[1].startswith("The cache in .aimaq could not be used (it is damaged)")
