"""Commands at once wait for each other, and none loses what another one does."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tools import faults, scenarios
from tools.scenarios import BUILD, COMMAND, LEDGER, Files, Newsroom


def start(command: list[str], folder: Path) -> subprocess.Popen[str]:
    """Start a command as a terminal does: in a group of its own, which Ctrl+C goes to, and which heeds it.

    Whatever runs the tests may ignore it, as what a shell starts with ``&`` does, and its children would, too.
    """
    return subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def setting(value: int) -> list[str]:
    """The command that records a value for a year of its own."""
    return [*COMMAND, "set", "jobs", str(value), "--period", f"{value}", "--source", "https://x.example/"]


def recorded(room: Newsroom) -> list[tuple[str, int]]:
    """Period and value of every observation of the jobs."""
    ledger = json.loads((room.project / LEDGER).read_text("utf-8"))
    return [(each["period"], each["value"]) for each in ledger["indicators"]["jobs"]["observations"]]


def test_two_builds_at_once_wait_for_each_other(room: Newsroom, old: Files, edited: Files) -> None:
    """The second looks at the content only when the first has ended, and both make the same site."""
    scenarios.edit(room.project)
    with (room.project / ".aimaq/lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        two = [start(BUILD, room.project) for _ in range(2)]
        with pytest.raises(subprocess.TimeoutExpired):
            two[0].wait(2)
        assert two[1].poll() is None
        assert room.site() == old
    said = [process.communicate()[0] for process in two]
    assert [process.returncode for process in two] == [0, 0]
    assert sorted("nothing has changed" in each for each in said) == [False, True]
    assert room.site() == edited


def test_what_is_recorded_at_once_is_all_recorded_while_the_site_is_built(room: Newsroom, old: Files) -> None:
    """Eight values by eight processes, and a build beside them: no value is lost, and the next build has them all."""
    before = recorded(room)
    years = range(2013, 2021)
    scenarios.edit(room.project)
    processes = [start(setting(year), room.project) for year in years[:4]]
    processes.append(start(BUILD, room.project))
    processes += [start(setting(year), room.project) for year in years[4:]]
    ends = [(process.communicate()[1], process.returncode) for process in processes]
    assert all(status == 0 for _, status in ends), ends
    assert sorted(recorded(room)) == sorted([*before, *((str(year), year) for year in years)])
    room.build()
    assert room.site() == room.clean() != old


def test_a_command_that_records_waits_for_another(room: Newsroom, old: Files) -> None:
    """While somebody holds the ledger, nothing is read that could be out of date when it is written."""
    with (room.project / ".aimaq/ledger.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = start(setting(2019), room.project)
        pulling = start([*COMMAND, "pull", "--accept", "--key", "enterprises", "--from", "rows.csv"], room.project)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(2)
        assert pulling.poll() is None
        head = "period,value,status,released,source_title,source_url\n"
        row = "2023-12-31,31,actual,2024-02-01,K,https://x.kz/c\n"
        (room.project / "rows.csv").write_text(head + row, encoding="utf-8")
        path = room.project / LEDGER
        path.write_text(path.read_text("utf-8").replace("3320", "3330"), encoding="utf-8")  # what the holder writes
    assert [process.wait() for process in (waiting, pulling)] == [0, 0], (waiting.stderr, pulling.stderr)
    text = path.read_text("utf-8")
    assert "3330" in text and '"2019"' in text and '"2023-12-31"' in text


@pytest.mark.parametrize("part", range(3))
def test_a_build_that_is_stopped_says_so_in_one_line(room: Newsroom, old: Files, edited: Files, part: int) -> None:
    """Ctrl+C at any time: one line, no traceback, one whole site, and the next build goes on."""
    scenarios.edit(room.project)
    began = time.monotonic()
    # The first time it is caught where it has taken the lock: strace stops it there, and it goes on with the signal.
    stopping = [faults.strace(), "-o", os.devnull, "-e", "inject=flock:signal=STOP:when=1"]
    process = start([*([] if part else stopping), *BUILD], room.project)
    while not held(room.project / ".aimaq/lock") and process.poll() is None:
        time.sleep(0.02)
    time.sleep(part * (time.monotonic() - began) / 2)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        os.killpg(process.pid, signal.SIGCONT)
    said, complained = process.communicate()
    if "Site composed" not in said:
        stopped = "Stopped. All files are whole: as they were before, or as they were to be.\n"
        assert (said, complained) == ("", stopped)
        assert process.returncode in (130, -signal.SIGINT)  # the signal may come once more, as Python ends
    assert "Traceback" not in complained
    assert room.site() in (old, edited)
    room.build()
    assert room.site() == edited
    assert process.returncode or part, "the build was over before it could be stopped"


def held(path: Path) -> bool:
    """Tell whether somebody holds the lock."""
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
