"""Whatever strikes a build, readers have one whole site, the next build heals, and people are told in plain words.

The real commands run under strace, which kills them, or lets a call fail, at calls by which they change the disk. An
ordinary run strikes at some of them, spread evenly; ``AIMAQ_FAULTS=all`` at every one. What docs/reliability.md shows
is measured by tests/tools/reliability.py.
"""

from __future__ import annotations

import os

import pytest

from tools import faults, preloaded, scenarios
from tools.built import ROOT
from tools.damage import AT_A_BYTE, CHANGES, TO_ALL
from tools.scenarios import BUILD, SCENARIOS, STRIKES, Files, Newsroom, is_clear

#: How many calls of a row are struck at (None: all).
MOST = None if os.environ.get("AIMAQ_FAULTS") == "all" else 1


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_strike_leaves_one_whole_site_and_the_next_run_heals(room: Newsroom, name: str) -> None:
    """Killed, or refused by a full or a broken disk, at any call that changes the disk."""
    faults.strace()
    scenario = SCENARIOS[name](room, faults.run if MOST else preloaded.run)
    for how in STRIKES:
        for trial in scenarios.struck(scenario, how, MOST):
            # Two processes lay out a first build's folders and files; how many calls each of them makes is a race.
            # How many pages a database writes is not the same in each run, either.
            is_race = trial.point.name in ("mkdir", "chmod") or "sqlite-wal" in trial.point.line
            assert trial.hit or is_race, (how, trial.point)
            assert trial.whole in ("old", "new"), (how, trial.point)
            assert trial.healed, (how, trial.point)
            assert STRIKES[how][0] == "SIGKILL" or trial.clear, (how, trial)


@pytest.mark.parametrize("options", [[], ["--fresh"]], ids=["", "on all cores"])
def test_a_file_that_is_written_in_part_is_never_published(room: Newsroom, old: Files, options: list[str]) -> None:
    """A disk that is nearly full takes a part of what is written and says so only by the number of bytes."""
    article = room.project / "content/news/growth.en.md"
    article.write_text(article.read_text("utf-8") + "\n" + "A long story. " * 20_000, "utf-8")
    outcome = faults.run([*BUILD, *options], room.project, file_size=200_000)
    assert outcome.status == 1 and is_clear(outcome.complained), outcome.said
    assert room.site() == old
    room.build()
    assert room.site() == room.clean()


# Where two processes lay out folders, how many calls each of them makes is a race.
@pytest.mark.usefixtures("one_core")
def test_a_first_site_that_gets_no_twin_is_published_all_the_same(room: Newsroom) -> None:
    """It is there by then, so nobody is told that it is not; later builds lay out the twin."""
    room.restore()
    room.nothing()
    points = room.points(BUILD, faults.run)
    twin = [each for each in points if each.name == "mkdir" and '"./.output.idle"' in each.line][-1]
    room.nothing()
    outcome, hit = faults.strike(BUILD, room.project, twin, "ENOSPC")
    assert hit and outcome.status == 0, outcome.said
    assert room.site() == room.clean()
    scenarios.edit(room.project)
    room.build()
    assert room.site() == room.clean()
    room.restore()


def test_a_disk_that_becomes_read_only_is_told(room: Newsroom, old: Files) -> None:
    """As the kernel does to a disk with errors: the site stays, and the message names the file and the reason."""
    scenarios.edit(room.project)
    room.keep_change()
    names = "?mkdir,mkdirat,?rmdir,?link,linkat,?unlink,unlinkat,?rename,?renameat,renameat2"
    outcome = faults.fail_always(BUILD, room.project, names, "EROFS")
    assert outcome.status == 1 and is_clear(outcome.complained), outcome.said
    assert "Read-only file system; the site that was there has not been touched." in outcome.complained
    assert room.site() == old


def test_the_tables_in_the_documentation_are_good_ones() -> None:
    """docs/reliability.md has a row for each scenario and strike, and for each damage, and in no row less than all."""
    text = (ROOT / "docs/reliability.md").read_text("utf-8")
    rows = [row.strip("| ").split(" | ") for row in text.splitlines() if row.startswith("| ")]
    struck = [row for row in rows if row[1] in STRIKES]
    assert [row[:2] for row in struck] == [[what, how] for what in SCENARIOS for how in STRIKES]
    for _, _, calls, count, *results in struck:
        assert 0 < int(count) == int(calls)
        assert set(results) <= {f"{count} of {count}", "—"}
    damaged = [row for row in rows if row[1] in (*AT_A_BYTE, *TO_ALL)]
    assert [row[:2] for row in damaged] == [[what, how] for what in CHANGES for how in (*AT_A_BYTE, *TO_ALL)]
    for _, _, count, *results in damaged:
        assert set(results) == {f"{count} of {count}"}
