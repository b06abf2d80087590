"""Whatever strikes a build, readers have one whole site, the next build heals, and people are told in plain words.

The real commands run under strace, which kills them, or lets a call fail, at calls by which they change the disk. An
ordinary run strikes at some of them, spread evenly; ``AIMAQ_FAULTS=all`` at every one, as docs/reliability.md shows.
"""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from incremental.build import Report, build
from tools import faults, reliability
from tools.built import ROOT
from tools.reliability import BUILD, SCENARIOS, STRIKES, Newsroom, is_clear

#: How many calls of a row an ordinary run strikes at: composing takes longer than finishing anew or recording.
MOST = dict(zip(SCENARIOS, (1, 2, 2), strict=True))
ALL = os.environ.get("AIMAQ_FAULTS") == "all"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """One newsroom for the module; each test finds it with its first content, built."""
    return Newsroom(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture
def old(room: Newsroom) -> dict[str, bytes]:
    """The site before a change."""
    room.restore()
    room.build()
    return room.site()


@pytest.fixture(scope="module")
def edited(room: Newsroom) -> dict[str, bytes]:
    """The site of the content as ``reliability.edit`` leaves it, made by a clean build."""
    room.restore()
    reliability.edit(room.project)
    site = room.clean()
    room.restore()
    return site


def built(room: Newsroom) -> Report:
    return build(room.project, output=room.project / "output", cache=room.project / ".aimaq")


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_strike_leaves_one_whole_site_and_the_next_run_heals(room: Newsroom, name: str) -> None:
    """Killed, or refused by a full or a broken disk, at any call that changes the disk."""
    faults.strace()
    scenario = SCENARIOS[name](room)
    killed = 0
    for how in STRIKES:
        for trial in reliability.struck(scenario, how, None if ALL else MOST[name]):
            assert trial.whole in ("old", "new"), (how, trial.point)
            assert trial.healed, (how, trial.point)
            if STRIKES[how][0] == "SIGKILL":
                killed += trial.outcome.status == -9
            else:
                assert trial.clear, (how, trial)
    assert killed, "strace has not killed anything"


@pytest.mark.parametrize("options", [[], ["--fresh"]], ids=["", "on all cores"])
def test_a_file_that_is_written_in_part_is_never_published(
    room: Newsroom, old: dict[str, bytes], options: list[str]
) -> None:
    """A disk that is nearly full takes a part of what is written and says so only by the number of bytes."""
    article = room.project / "content/news/growth.en.md"
    article.write_text(article.read_text("utf-8") + "\n" + "A long story. " * 20_000, "utf-8")
    outcome = faults.run([*BUILD, *options], room.project, file_size=200_000)
    assert outcome.status == 1 and is_clear(outcome.said), outcome.said
    assert room.site() == old
    room.build()
    assert room.site() == room.clean()


def test_a_read_only_disk_is_told(room: Newsroom, old: dict[str, bytes]) -> None:
    """The site stays, and the message names the file and the reason."""
    reliability.edit(room.project)
    names = "?mkdir,mkdirat,?rmdir,?link,linkat,?unlink,unlinkat,?rename,?renameat,renameat2"
    outcome = faults.fail_always(BUILD, room.project, names, "EROFS")
    assert outcome.status == 1 and is_clear(outcome.said), outcome.said
    assert "Read-only file system; the site that was there has not been touched." in outcome.said
    assert room.site() == old


def test_two_builds_at_once_wait_for_each_other(
    room: Newsroom, old: dict[str, bytes], edited: dict[str, bytes]
) -> None:
    """The second looks at the content only when the first has ended, and both make the same site."""
    reliability.edit(room.project)
    with (room.project / ".aimaq/lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = {"cwd": room.project, "stdout": subprocess.PIPE, "encoding": "utf-8"}
        two = [subprocess.Popen(BUILD, **command) for _ in range(2)]  # type: ignore[call-overload]
        with pytest.raises(subprocess.TimeoutExpired):
            two[0].wait(2)
        assert two[1].poll() is None
        assert room.site() == old
    said = [process.communicate()[0] for process in two]
    assert [process.returncode for process in two] == [0, 0]
    assert sorted("nothing has changed" in each for each in said) == [False, True]
    assert room.site() == edited


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def of_another_version(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def of_another_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE bookmarks (address TEXT)")
    database.close()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut in half": cut,
    "overwritten": lambda path: path.write_bytes(b"not a database " * 5000),
    "of another version": of_another_version,
    "of another program": of_another_program,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_cache_that_cannot_be_used_is_said_in_one_line_and_made_anew(
    room: Newsroom, old: dict[str, bytes], edited: dict[str, bytes], name: str
) -> None:
    """A cache is never trusted more than the content, and never stops a build."""
    reliability.edit(room.project)
    DAMAGES[name](room.project / ".aimaq/store.sqlite")
    report = built(room)
    (remark,) = report.remarks
    assert re.fullmatch(r"The cache in \.aimaq could not be used \([a-z ]+\) and has been made anew\.", remark)
    assert room.site() == edited != old
    assert built(room).remarks == ()


def test_the_command_says_it_too(room: Newsroom, old: dict[str, bytes]) -> None:
    """In its second line."""
    cut(room.project / ".aimaq/store.sqlite")
    outcome = faults.run(BUILD, room.project)
    assert outcome.status == 0 and room.site() == old
    assert outcome.said.splitlines()[1].startswith("The cache in .aimaq could not be used (it is damaged)")


def test_no_lost_page_of_the_cache_reaches_the_site(room: Newsroom, old: dict[str, bytes]) -> None:
    """Each page of the database in turn is lost (all zeros), and a figure has changed: the site is a clean build's."""
    reliability.change_a_figure(room.project)
    room.keep_change()
    clean = room.clean()
    path = room.project / ".aimaq/store.sqlite"
    count = path.stat().st_size // 4096
    noticed = 0
    for number in range(0, count, 1 if ALL else -(-count // 5)):
        room.restore()
        built(room)
        with path.open("r+b") as file:
            file.seek(number * 4096)
            file.write(bytes(4096))
        room.redo()
        noticed += bool(built(room).remarks)
        assert room.site() == clean != old, number
    assert noticed


def test_the_table_in_the_documentation_is_a_good_one() -> None:
    """docs/reliability.md has a row for each scenario and strike, and in no row less than all."""
    text = (ROOT / "docs/reliability.md").read_text("utf-8")
    rows = [row.strip("| ").split(" | ") for row in text.splitlines() if row.startswith("| `inv")]
    assert [row[:2] for row in rows] == [[what, how] for what in SCENARIOS for how in STRIKES]
    for _, _, calls, struck, *results in rows:
        assert 0 < int(struck) <= int(calls)
        assert set(results) <= {f"{struck} of {struck}", "—"}
