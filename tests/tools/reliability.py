"""What a build leaves behind when it is struck down at any system call, or finds its cache damaged, as measured.

``python tests/tools/reliability.py`` does all of it and writes ``docs/reliability.md``; with ``--log FILE`` it can be
stopped and goes on later. tests/incremental does a part of it in every run, by commands in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

if __name__ == "__main__":
    _ROOT = Path(__file__).resolve().parents[2]
    sys.path.insert(0, str(_ROOT / "tests"))

from tools import damage, faults, preloaded, remembered_templates, scenarios
from tools.built import ROOT
from tools.damage import GOLDEN
from tools.scenarios import SCENARIOS, STRIKES, Newsroom, Scenario, open_to

#: A build remembers no digest of a file that has been written in the last 3 s, and its store is smaller for that.
AT_REST = 4.0  # seconds
DOCUMENT = ROOT / "docs/reliability.md"
STRUCK = """\
<!-- Measured by `python tests/tools/reliability.py`, which writes this file. -->

# What a build leaves behind when it is struck down

- [Killed, or refused by the disk](#killed-or-refused-by-the-disk)
- [A damaged cache](#a-damaged-cache)
- [Two at once](#two-at-once)
- [A disk that may only be read](#a-disk-that-may-only-be-read)
- [A clock that jumps](#a-clock-that-jumps)
- [Ctrl+C](#ctrlc)

## Killed, or refused by the disk

A small newsroom of two editions is changed and built under strace, which counts the system calls by which the command,
in all of its processes, changes the disk: files that are opened for writing, writes, renames, links, folders, what is
brought to the disk, the cache's own. Then the same is done again, once for each of these calls: the command is killed
there, or the call fails, and strace says that it did.

So that thousands of strikes take hours and not days, the struck commands are forked from a process that has Python's
modules loaded and the theme's templates parsed. They run on one core, where a command does in one process what it does
on more in two that race. Before and after, each is compared with the command as people start it: both change the disk
by the same calls, one for one. The tests of every run strike at commands as people start them, on all cores.

*Whole*: what people have afterwards is, in every byte, the old site or the new one (before a first build: none at all);
for `aimaq set` and `aimaq pull` the same of the ledger, and for `aimaq pull` of the copy of what the source said.
*Healed*: the next run of the command makes the new one, in every byte. *Reported*: the command goes on to the right
end, or says in at most three lines what is wrong, without a traceback, and leaves the old site (or ledger).

*Calls*: those that change the disk, and of these the ones that a full or a broken disk refuses.

| what runs | what happens | calls | struck | whole | healed | reported |
| --- | --- | --- | --- | --- | --- | --- |
"""
DAMAGED = """
## A damaged cache

The newsroom is built, something happens to the cache's file, `.aimaq/store.sqlite`, the content changes, and the
newsroom is built again. *Right*: the site is that of a build without any memory, in every byte. *Well*: after one
build more, nothing is said of the cache any longer. The bytes at which the file was damaged lie all over it.

| what changes | the cache | tries | right | well |
| --- | --- | --- | --- | --- |
"""
REST = """
## Two at once

Commands wait for each other. Two builds: the second looks at the content when the first has ended. Eight `aimaq set`
and a build, started together: all eight values are recorded, and the next build has them. `aimaq pull --accept` holds
the ledger from reading to writing; without `--accept` it holds it only after the answer, and records nothing if
somebody else has recorded meanwhile. The system lets go of a lock when its process ends, however it ends.

## A disk that may only be read

Content, theme and plugins are never written to. Where the site, the cache or the folder around them may not be written,
the build says which file and why, and the site stays as it was.

## A clock that jumps

What has changed is seen from the content of files, never from one time being later than another, so a file from the
future or from the past is seen like any other. A clock that has been set back by more than an hour since the last build
makes the next one compose everything anew: what was read on a later day had been judged by that day. So
the site is that of a clean build by the clock of now.

## Ctrl+C

A command that is stopped says so in one line and ends with status 130. The site is the old one or the new one, and the
next build goes on from there.
"""


@dataclass(frozen=True, slots=True)
class Strike:
    """One line of the log: the strike at the call ``number`` of ``calls`` of a row, and what came of it.

    ``bad`` is "" or tells what came out badly.
    """

    what: str
    how: str
    calls: int
    number: int
    hit: bool
    whole: bool
    healed: bool
    reported: bool
    bad: str

    @property
    def row(self) -> tuple[str, str]:
        return self.what, self.how


def measure_strikes(log: Path, only: str, most: int | None, jobs: int) -> None:
    """Strike at all calls of the scenarios whose names contain ``only``; add what comes of it to the ``log``.

    What is in the log is not done again. ``most`` is how many calls of a row to strike at; ``jobs`` how many processes
    share the work.
    """
    names = [name for name in SCENARIOS if only in name]
    shares = [[sys.executable, __file__, "--share", f"{job}/{jobs}", "--log", str(log)] for job in range(jobs)]
    options = [*(["--most", str(most)] if most else [])]
    for name in names:
        processes = [
            subprocess.Popen([*share, *options, "--only", name], env={**os.environ, "PYTHONHASHSEED": "0"})
            for share in shares
        ]
        for process in processes:
            if process.wait():
                sys.exit(f"{name}: a process that struck has failed")


def share_of_strikes(folder: Path, log: Path, what: str, most: int | None, share: int, jobs: int) -> None:
    """Do one of ``jobs`` shares of the strikes of a scenario, on one core.

    There a command does in one process what it does on more in two that race, so that its calls are always the same.
    """
    mine = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {mine[share % len(mine)]})
    remembered_templates.remember()
    room = Newsroom(folder)
    time.sleep(AT_REST)
    scenario = SCENARIOS[what](room, preloaded.run)
    scenario.start = faults.run
    as_ever = scenarios.signature(scenario.again())
    scenario.start = preloaded.run
    assert scenarios.signature(scenario.points) == as_ever, "the calls are not those of the command as people start it"
    preloaded.settle()
    done = {(each.row, each.number) for each in logged(log)}
    for how, number, calls in _in_turn(scenario, most)[share::jobs]:
        if ((what, how), number) in done:
            continue
        trial = scenario.strike(open_to(scenario, how)[number], STRIKES[how][0])
        reported = STRIKES[how][0] == "SIGKILL" or trial.clear
        well = trial.hit and trial.whole != "neither" and trial.healed and reported
        bad = "" if well else f"{trial.whole} {trial.point.line} {trial.outcome}"
        strike = Strike(what, how, calls, number, trial.hit, trial.whole != "neither", trial.healed, reported, bad)
        with log.open("a", encoding="utf-8") as lines:
            lines.write(f"{json.dumps(asdict(strike), ensure_ascii=False)}\n")
    assert scenarios.signature(scenario.again()) == as_ever, "the calls have changed in the meantime"


def _in_turn(scenario: Scenario, most: int | None) -> list[tuple[str, int, int]]:
    """Return how to strike, the number of the call, and how many there are, so that any first part is spread evenly."""
    found: list[tuple[float, str, int, int]] = []
    for how in STRIKES:
        calls = len(open_to(scenario, how))
        turns = sorted((number * GOLDEN % 1, how, number, calls) for number in range(calls))
        found += turns[:most]
    return [each[1:] for each in sorted(found)]


def logged(log: Path) -> list[Strike]:
    """Return what is in the log."""
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    return [Strike(**json.loads(line)) for line in lines]


def rows_of(strikes: Sequence[Strike]) -> dict[tuple[str, str], str]:
    """Return a row of the table for each kind of strike."""
    found: dict[tuple[str, str], list[Strike]] = {}
    for each in strikes:
        found.setdefault(each.row, []).append(each)
    rows = {}
    for (what, how), trials in found.items():
        count = len(trials)
        kept, healed, reported = (
            sum(getattr(each, name) for each in trials) for name in ("whole", "healed", "reported")
        )
        shown = "—" if STRIKES[how][0] == "SIGKILL" else f"{reported} of {count}"
        cells = (what, how, trials[0].calls, count, f"{kept} of {count}", f"{healed} of {count}", shown)
        rows[what, how] = f"| {' | '.join(map(str, cells))} |\n"
    return rows


def measure_damages(folder: Path, tries: int) -> dict[tuple[str, str], str]:
    """Damage the cache at so many bytes of it, and as a whole; return the table's rows."""
    room = Newsroom(folder)
    rows = {}
    for what, change in damage.CHANGES.items():
        damaging = damage.Damaging(room, change)
        found = {how: [damaging.at(each, do) for each in damage.shares(tries)] for how, do in damage.AT_A_BYTE.items()}
        found |= {how: [damaging.whole(do)] for how, (do, _) in damage.TO_ALL.items()}
        for how, trials in found.items():
            count = len(trials)
            right, well = sum(each.right for each in trials), sum(each.well for each in trials)
            rows[what, how] = f"| {what} | {how} | {count} | {right} of {count} | {well} of {count} |\n"
            for each in trials:
                if not (each.right and each.well):
                    print(f"{what}: {each}", file=sys.stderr, flush=True)
    return rows


def write(strikes: Mapping[tuple[str, str], str], damages: Mapping[tuple[str, str], str]) -> None:
    """Write the document; rows that have not been measured now stay as they are."""
    text = DOCUMENT.read_text("utf-8")
    struck, damaged = ({**_rows(text, table), **new} for table, new in ((STRUCK, strikes), (DAMAGED, damages)))
    first = [struck.get((what, how), "") for what in SCENARIOS for how in STRIKES]
    second = [damaged.get((what, how), "") for what in damage.CHANGES for how in (*damage.AT_A_BYTE, *damage.TO_ALL)]
    DOCUMENT.write_text("".join((STRUCK, *first, DAMAGED, *second, REST)), encoding="utf-8")


def _rows(text: str, table: str) -> dict[tuple[str, str], str]:
    """Return the rows of a table in the document, by their first two cells."""
    head = "\n".join(table.strip().splitlines()[-2:])
    lines = text.partition(f"{head}\n")[2].partition("\n\n")[0].splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines]
    return {(each[0], each[1]): f"{line}\n" for each, line in zip(cells, lines, strict=True)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", default="", help='"the first", "an edit", "figure", "set", "pull", "cache" (else all)'
    )
    parser.add_argument("--most", type=int, help="strike at no more than so many calls a row (else at all)")
    parser.add_argument("--tries", type=int, default=100, help="damage the cache at so many bytes a row")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="strike with so many processes")
    parser.add_argument("--log", type=Path, help="keep what came of each strike there, and go on from what is there")
    parser.add_argument("--share", help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aimaq-") as scratch:
        records = options.log or Path(scratch, "log")
        if options.share:
            job, jobs = map(int, options.share.split("/"))
            share_of_strikes(Path(scratch), records, options.only, options.most, job, jobs)
            sys.exit()
        if options.only != "cache":
            measure_strikes(records, options.only, options.most, options.jobs)
        damages = measure_damages(Path(scratch), options.tries) if options.only in ("", "cache") else {}
        write(rows_of(logged(records)), damages)
    badly = [each.bad for each in logged(records) if each.bad]
    print("\n".join(badly))
    sys.exit(1 if badly else 0)
