"""A clock that jumps, forwards or backwards, between builds: the next build is a clean one's equal in every byte.

libfaketime shows the commands another time than the kernel, which is what a jump looks like. What is
"today" may change what is published, but then in both alike.
"""

from __future__ import annotations

import os
import shutil
import time

import pytest

from tools import faults, scenarios
from tools.programs import require
from tools.scenarios import BUILD, Files, Newsroom, tree

DAY = 86_400


def at(days: int, *command: str) -> list[str]:
    """The command on a machine whose clock is so many days wrong."""
    return [require("faketime", "faketime"), "-f", f"{days:+}d", *command]


def built(room: Newsroom, days: int) -> None:
    """Build by such a clock; the kernel, whose clock is right, would have dated the cache by it too."""
    outcome = faults.run(at(days, *BUILD), room.project)
    assert outcome.status == 0, outcome.said
    then = time.time() + days * DAY
    os.utime(room.store, (then, then))


def clean(room: Newsroom, days: int) -> Files:
    """What a build without any memory makes, by the same clock."""
    target = room.folder / "elsewhere"
    outcome = faults.run(at(days, *BUILD, "--fresh", "--output", str(target)), room.project)
    assert outcome.status == 0, outcome.said
    return tree(target)


def test_after_jumps_forwards_and_backwards_the_site_is_a_clean_builds(room: Newsroom, old: Files) -> None:
    """An article and a figure change at each jump, to texts of the same length."""
    article = room.project / "content/news/growth.en.md"
    for number, days in enumerate((3, -3)):
        article.write_text(article.read_text("utf-8") + f"\nSentence {number}.\n", "utf-8")
        built(room, days)
        article.write_text(article.read_text("utf-8").replace(f"Sentence {number}", f"Sentence {number + 5}"), "utf-8")
        scenarios.change_a_figure(room.project)
        built(room, days)
        assert f"Sentence {number + 5}" in (room.project / "output/en/news/growth/index.html").read_text("utf-8")
    assert room.site() == clean(room, -3) != old


@pytest.mark.parametrize("days", [-400, 400])
def test_the_times_of_files_are_of_no_account(room: Newsroom, old: Files, edited: Files, days: int) -> None:
    """Files from the future and from the past, as a jump, an archive or a colleague's machine leaves them."""
    scenarios.edit(room.project)
    then = time.time() + days * DAY
    for path in (room.project / "content").rglob("*"):
        os.utime(path, (then, then))
    room.build()
    assert room.site() == edited
    # The same size and the same time, and other words.
    article = room.project / "content/news/growth.en.md"
    article.write_text(article.read_text("utf-8").replace("As was said", "As we wrote"), "utf-8")
    os.utime(article, (then, then))
    room.build()
    assert "As we wrote" in (room.project / "output/en/news/growth/index.html").read_text("utf-8")


def test_a_text_of_tomorrow_is_taken_back_when_the_clock_has_gone_back(room: Newsroom, old: Files) -> None:
    """It had been published, by a clock that was wrong: now it waits for its day, as in a clean build."""
    article = room.project / "content/news/tomorrow.ru.md"
    shutil.copy(room.project / "content/news/plans.ru.md", article)
    tomorrow = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 2 * DAY))
    lines = article.read_text("utf-8").splitlines(keepends=True)
    article.write_text("".join(f"date: {tomorrow}\n" if line.startswith("date:") else line for line in lines), "utf-8")
    built(room, 4)
    assert "news/tomorrow/index.html" in room.site()
    assert faults.run(BUILD, room.project).status == 0
    assert "news/tomorrow/index.html" not in room.site()
    assert room.site() == clean(room, 0)
