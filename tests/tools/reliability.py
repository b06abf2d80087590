"""What a build leaves behind when it is struck down at any system call, or finds its cache damaged, as measured.

``python tests/tools/reliability.py`` does all of it and writes ``docs/reliability.md``; tests/incremental does a part
of it in every run.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    _ROOT = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(_ROOT / "plugins"), str(_ROOT / "tests")]

from tools import damage
from tools.built import ROOT
from tools.scenarios import SCENARIOS, STRIKES, Newsroom, open_to, struck

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

A small newsroom is changed and built under strace, which counts the system calls by which the command, in all of its
processes, changes the disk: files that are opened for writing, writes, renames, links, folders, what is brought to the
disk, the cache's own. Then the same is done again, once for each call that is struck: the command is killed there, or
the call fails. Where fewer calls were struck than there are, they were spread evenly over the run; `inv test --nightly`
strikes at every one.

*Whole*: what people have afterwards is, in every byte, the old site or the new one (before a first build: none at all);
for `inv set` and `inv pull` the same of the ledger, and for `inv pull` of the copy of what the source had said, too.
*Healed*: the next run of the command makes the new one, in every byte. *Told*: the command goes on to the right end, or
says in at most three lines what is wrong, without a traceback, and leaves the old site (or ledger).

*Calls*: all that change the disk, and of these the ones that a full or a broken disk refuses.

| what runs | what happens | calls | struck | whole | healed | told |
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

Commands wait for each other. Two builds: the second looks at the content when the first has ended. Eight `inv set` and
a build, started together: all eight values are recorded, and the next build has them. `inv pull --accept` holds the
ledger from reading to writing; without `--accept` it holds it only after the answer, and records nothing if somebody
else has recorded meanwhile. The system lets go of a lock when its process ends, however it ends.

## A disk that may only be read

Content, theme and plugins are never written to. Where the site, the cache or the folder around them may not be written,
the build says which file and why, and the site stays as it was.

## A clock that jumps

What has changed is told by the content of files, never by one time being later than another, so a file from the future
or from the past is seen like any other. A clock that has been set back by more than an hour since the last build makes
the next one compose everything anew: what was read on a later day had been judged by that day. So the site is that of a
clean build by the clock of now.

## Ctrl+C

A command that is stopped says so in one line and ends with status 130. The site is the old one or the new one, and the
next build goes on from there.
"""


def main(folder: Path, most: int | None = None, tries: int = 100) -> int:
    """Measure, and write the document; return how much came out badly.

    ``most`` is how many calls of a row to strike at (None: all); ``tries`` how many bytes to damage.
    """
    room = Newsroom(folder)
    strikes, bad = _strikes(room, most)
    damages, worse = _damages(room, tries)
    DOCUMENT.write_text("".join((STRUCK, *strikes, DAMAGED, *damages, REST)), encoding="utf-8")
    return bad + worse


def _strikes(room: Newsroom, most: int | None) -> tuple[list[str], int]:
    rows: list[str] = []
    bad = 0
    for what, make in SCENARIOS.items():
        scenario = make(room)
        for how, (fault, _) in STRIKES.items():
            trials = list(struck(scenario, how, most))
            count = len(trials)
            told = "—" if fault == "SIGKILL" else f"{sum(each.clear for each in trials)} of {count}"
            kept = f"{sum(each.whole != 'neither' for each in trials)} of {count}"
            healed = f"{sum(each.healed for each in trials)} of {count}"
            _tell(rows, f"| {what} | {how} | {len(open_to(scenario, how))} | {count} | {kept} | {healed} | {told} |")
            for each in trials:
                if each.whole == "neither" or not each.healed or not (fault == "SIGKILL" or each.clear):
                    bad += 1
                    print(f"  {each.whole} healed={each.healed} {each.point.line} {each.outcome}", flush=True)
    return rows, bad


def _damages(room: Newsroom, tries: int) -> tuple[list[str], int]:
    rows: list[str] = []
    bad = 0
    for what, change in damage.CHANGES.items():
        damaging = damage.Damaging(room, change)
        found = {how: [damaging.at(each, do) for each in damage.shares(tries)] for how, do in damage.AT_A_BYTE.items()}
        found |= {how: [damaging.whole(do)] for how, (do, _) in damage.TO_ALL.items()}
        for how, trials in found.items():
            count = len(trials)
            right, well = sum(each.right for each in trials), sum(each.well for each in trials)
            _tell(rows, f"| {what} | {how} | {count} | {right} of {count} | {well} of {count} |")
            for each in trials:
                if not (each.right and each.well):
                    bad += 1
                    print(f"  {each}", flush=True)
    return rows, bad


def _tell(rows: list[str], row: str) -> None:
    rows.append(f"{row}\n")
    print(row, flush=True)


if __name__ == "__main__":
    import argparse
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, help="strike at no more than so many calls a row (else at all)")
    parser.add_argument("--tries", type=int, default=100, help="damage the cache at so many bytes a row")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aimaq-") as scratch:
        sys.exit(1 if main(Path(scratch), options.most, options.tries) else 0)
