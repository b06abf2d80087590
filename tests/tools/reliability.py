"""What a build leaves behind when it is struck down at any of its system calls, as measured.

``python tests/tools/reliability.py`` strikes at all of them and writes ``docs/reliability.md``; tests/incremental does
a part of it in every run.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    _ROOT = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(_ROOT / "plugins"), str(_ROOT / "tests")]

from incremental.build import build
from tools import faults
from tools.built import ROOT

DOCUMENT = ROOT / "docs/reliability.md"
BUILD = [sys.executable, "-m", "invoke", "build"]
SET = [sys.executable, "-m", "invoke", "set", "jobs", "4321", "--period", "2025-12-31", "--source", "https://x.example"]
LEDGER = "content/data/indicators.json"
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one strike: ``whole`` tells whether what readers have is the old site or the new one in all bytes,
    ``healed`` whether the next run of the command made the new one."""

    point: faults.Point
    outcome: faults.Outcome
    whole: str
    healed: bool

    @property
    def clear(self) -> bool:
        """Whether the command went on to the right end, or told what is wrong and left the old site."""
        if self.outcome.status == 0:
            return self.whole == "new"
        # `inv set` goes on to tell what the value changes on the site, and can fail in that.
        true = self.whole == "old" or "the value has been recorded" in self.outcome.said
        return is_clear(self.outcome.said) and true


#: What the machine says of a fault.
REASONS = {
    "ENOSPC": "No space left on device",
    "EIO": "Input/output error",
    "EROFS": "Read-only file system",
    "EFBIG": "File too large",
    "SQLITE_CANTOPEN": "It cannot be opened",
}


def is_clear(said: str) -> bool:
    """Tell whether a message on a machine's fault is short, in an editor's words, and names the fault."""
    if len(said.strip().splitlines()) > 3 or "Traceback" in said or "unexpected" in said:
        return False
    return any(reason in said for reason in REASONS.values())


class Newsroom:
    """A small newsroom that is built, changed, struck, built again, and changed back; each strike finds it the same."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.project.mkdir(parents=True)
        for name in ("theme", "plugins"):
            shutil.copytree(ROOT / name, self.project / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pelicanconf.py", "publishconf.py", "tasks.py"):
            shutil.copy(ROOT / name, self.project)
        shutil.copytree(ROOT / "tests/errors/content", self.project / "content")
        media = self.project / "content/media"
        media.mkdir(exist_ok=True)
        for name in ("kept", "replaced", "deleted"):
            (media / f"{name}.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><title>{name}</title></svg>")
        self.folder = folder
        faults.copied(self.project / "content", folder / "content")

    def site(self) -> Files:
        """Return what readers have."""
        return tree(self.project / "output")

    def build(self) -> None:
        """Build as ``inv build`` does."""
        build(self.project, output=self.project / "output", cache=self.project / ".aimaq")

    def clean(self) -> Files:
        """Return the site of the present content, built without any memory."""
        build(self.project, output=self.folder / "clean", cache=self.folder / "clean-cache", fresh=True)
        return tree(self.folder / "clean")

    def keep_change(self) -> None:
        """Remember the present content as the changed one."""
        faults.copied(self.project / "content", self.folder / "changed")

    def redo(self) -> None:
        """Let the content be the changed one."""
        faults.copied(self.folder / "changed", self.project / "content")

    def restore(self) -> None:
        """Let the content be the first one."""
        faults.copied(self.folder / "content", self.project / "content")


def tree(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(project: Path) -> None:
    """One article changes, one comes, one goes, and so do attachments."""
    news, media = project / "content/news", project / "content/media"
    changed = news / "growth.en.md"
    changed.write_text(changed.read_text("utf-8") + "\nAs was said, {{ jobs @ published }}.\n", "utf-8")
    shutil.copy(news / "plans.ru.md", news / "added.ru.md")
    (news / "growth.kk.md").unlink()
    (media / "replaced.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (media / "added.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><title>added</title></svg>")
    (media / "deleted.svg").unlink()


def change_a_figure(project: Path) -> None:
    """One value of the ledger changes, and nothing else."""
    path = project / LEDGER
    ledger = json.loads(path.read_text("utf-8"))
    ledger["indicators"]["jobs"]["observations"][-1]["value"] += 1
    path.write_text(json.dumps(ledger, ensure_ascii=False, indent=2), "utf-8")


class Building:
    """Strikes at ``inv build`` after a change of the content."""

    def __init__(self, room: Newsroom, change: Callable[[Path], None]) -> None:
        self.room = room
        room.restore()
        room.build()
        self.old = room.site()
        change(room.project)
        room.keep_change()
        self.new = room.clean()
        assert self.old != self.new
        room.build()
        self._back()
        room.redo()  # from the second time on, the idle tree has always the same to catch up with
        self.points = faults.points(BUILD, room.project, below=room.project)
        assert room.site() == self.new
        self._back()

    def strike(self, point: faults.Point, fault: str) -> Trial:
        """Make the change, strike the build of it, look at what is there, build again, and change back."""
        self.room.redo()
        outcome = faults.strike(BUILD, self.room.project, point, fault)
        left = self.room.site()
        self.room.build()
        healed = self.room.site() == self.new
        self._back()
        return Trial(point, outcome, whole(left, self.old, self.new), healed and self.room.site() == self.old)

    def _back(self) -> None:
        self.room.restore()
        self.room.build()


class Recording:
    """Strikes at ``inv set``: the ledger is what must be whole."""

    def __init__(self, room: Newsroom) -> None:
        room.restore()
        room.build()
        self.project, self.ledger = room.project, room.project / LEDGER
        self.old = self.ledger.read_bytes()
        self.points = faults.points(SET, self.project, below=self.project)
        self.new = self.ledger.read_bytes()
        assert self.old != self.new
        self.ledger.write_bytes(self.old)

    def strike(self, point: faults.Point, fault: str) -> Trial:
        """Strike the recording, look at the ledger, and record again if it has not been recorded."""
        outcome = faults.strike(SET, self.project, point, fault)
        left = self.ledger.read_bytes()
        state = whole({LEDGER: left}, {LEDGER: self.old}, {LEDGER: self.new})
        if state == "old":
            faults.run(SET, self.project)
        healed = self.ledger.read_bytes() == self.new
        self.ledger.write_bytes(self.old)
        return Trial(point, outcome, state, healed)


def whole(found: Files, old: Files, new: Files) -> str:
    """Tell which of the two the files are, in all bytes."""
    return "old" if found == old else "new" if found == new else "neither"


Scenario = Building | Recording
#: What is struck.
SCENARIOS: dict[str, Callable[[Newsroom], Scenario]] = {
    "`inv build` after an edit": lambda room: Building(room, edit),
    "`inv build` after a changed figure": lambda room: Building(room, change_a_figure),
    "`inv set`": Recording,
}
#: How it is struck, and at which calls (None: at all).
STRIKES: dict[str, tuple[str, frozenset[str] | None]] = {
    "killed (SIGKILL)": ("SIGKILL", None),
    "the disk is full (ENOSPC)": ("ENOSPC", faults.FILLING),
    "the disk is broken (EIO)": ("EIO", faults.BREAKING),
}


def struck(scenario: Scenario, strike: str, most: int | None = None) -> Iterator[Trial]:
    """Strike at all calls, or at no more than ``most``, spread evenly."""
    points = open_to(scenario, strike)
    step = 1 if most is None else -(-len(points) // most)
    for point in points[step // 2 :: step]:
        yield scenario.strike(point, STRIKES[strike][0])


def open_to(scenario: Scenario, strike: str) -> list[faults.Point]:
    """Return the calls that can be struck in this way."""
    names = STRIKES[strike][1]
    return [point for point in scenario.points if names is None or point.name in names]


HEAD = """\
<!-- Measured by `python tests/tools/reliability.py`, which writes this file. -->

# What a build leaves behind when it is struck down

A small newsroom is changed and built under strace, which counts the system calls by which the command, in all of its
processes, changes the disk: files that are opened for writing, writes, renames, links, folders, what is brought to the
disk, the cache's own. Then the same is done again, once for each call that is struck: the command is killed there, or
the call fails. Of very many calls, so many are struck as the table says, spread evenly; `inv test --nightly` strikes at
all.

*Whole*: what readers have afterwards is, in every byte, the old site or the new one (for `inv set`, the ledger).
*Healed*: the next run of the command makes the new one, in every byte. *Told*: the command goes on to the right end, or
says in at most three lines what is wrong, without a traceback, and leaves the old site (or ledger).

*Calls*: all that change the disk, and of these the ones that a full or a broken disk refuses.

| what runs | what happens | calls | struck | whole | healed | told |
| --- | --- | --- | --- | --- | --- | --- |
"""


def main(folder: Path, most: int | None = None) -> int:
    """Strike at all calls (at ``most`` of each row) and write the table; return how many strikes came out badly."""
    rows: list[str] = []
    bad = 0
    room = Newsroom(folder)
    for what, make in SCENARIOS.items():
        scenario = make(room)
        for how in STRIKES:
            trials = list(struck(scenario, how, most))
            count = len(trials)
            fatal = STRIKES[how][0] == "SIGKILL"
            told = "—" if fatal else f"{sum(each.clear for each in trials)} of {count}"
            kept = f"{sum(each.whole != 'neither' for each in trials)} of {count}"
            healed = f"{sum(each.healed for each in trials)} of {count}"
            calls = len(open_to(scenario, how))
            rows.append(f"| {what} | {how} | {calls} | {count} | {kept} | {healed} | {told} |\n")
            print(rows[-1], end="", flush=True)
            for each in trials:
                if each.whole == "neither" or not each.healed or not (fatal or each.clear):
                    bad += 1
                    print(f"  {each.whole} healed={each.healed} {each.point.line} {each.outcome}", flush=True)
    DOCUMENT.write_text(HEAD + "".join(rows), encoding="utf-8")
    return bad


if __name__ == "__main__":
    import argparse
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, help="strike at no more than so many calls a row (else at all)")
    with tempfile.TemporaryDirectory(prefix="aimaq-") as scratch:
        sys.exit(1 if main(Path(scratch), parser.parse_args().most) else 0)
