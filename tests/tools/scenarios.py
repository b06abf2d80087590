"""What is struck, and how: a small newsroom, and commands that change something in it, each time from the start."""

from __future__ import annotations

import compileall
import json
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec
from pull.server import Server

from incremental.build import build
from tools import faults
from tools.built import ROOT

INV = [sys.executable, "-m", "invoke"]
BUILD = [*INV, "build"]
SET = [*INV, "set", "jobs", "4321", "--period", "2025-12-31", "--source", "https://x.example"]
PULL = [*INV, "pull", "--accept"]
LEDGER = "content/data/indicators.json"
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one strike: ``whole`` tells whether what people have is the old state or the new one in all bytes,
    ``healed`` whether the next run of the command made the new one."""

    point: faults.Point
    outcome: faults.Outcome
    whole: str
    healed: bool

    @property
    def clear(self) -> bool:
        """Whether the command went on to the right end, or told what is wrong and left the old state."""
        if self.outcome.status == 0:
            return self.whole == "new"
        # `inv set` goes on to tell what the value changes on the site, and can fail in that.
        true = self.whole == "old" or "the value has been recorded" in self.outcome.said
        return is_clear(self.outcome.complained) and true


#: What the machine says of a fault.
REASONS = {
    "ENOSPC": "No space left on device",
    "EIO": "Input/output error",
    "EROFS": "Read-only file system",
    "EACCES": "Permission denied",
    "EFBIG": "File too large",
    "SQLITE_CANTOPEN": "It cannot be opened",
    "SQLITE_READONLY": "It cannot be written",
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
        compileall.compile_dir(self.project / "plugins", quiet=1)  # struck commands write no bytecode
        shutil.copytree(ROOT / "tests/errors/content", self.project / "content")
        media = self.project / "content/media"
        media.mkdir(exist_ok=True)
        for name in ("kept", "replaced", "deleted"):
            (media / f"{name}.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><title>{name}</title></svg>")
        self.folder = folder
        self.store = self.project / ".aimaq/store.sqlite"
        faults.copied(self.project / "content", folder / "content")

    def site(self) -> Files:
        """Return what readers have."""
        return tree(self.project / "output")

    def build(self) -> tuple[str, ...]:
        """Build as ``inv build`` does; return the remarks."""
        return build(self.project, output=self.project / "output", cache=self.project / ".aimaq").remarks

    def clean(self) -> Files:
        """Return the site of the present content, built without any memory."""
        build(self.project, output=self.folder / "clean", cache=self.folder / "clean-cache", fresh=True)
        return tree(self.folder / "clean")

    def nothing(self) -> None:
        """Let there be no site and no cache."""
        for name in ("output", ".output.idle", ".aimaq"):
            shutil.rmtree(self.project / name, ignore_errors=True)

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


class Scenario(Protocol):
    """A command that is run from the same state as often as one likes; ``points`` are all calls to strike at."""

    points: list[faults.Point]

    def strike(self, point: faults.Point, fault: str) -> Trial:
        """Strike the command, look at what is there, run it again, look again, and go back to the first state."""


class FirstBuild:
    """Strikes at the first ``inv build`` of all, where there is neither a site nor a cache."""

    def __init__(self, room: Newsroom) -> None:
        self.room = room
        room.restore()
        self.new = room.clean()
        room.nothing()
        self.points = faults.points(BUILD, room.project, below=room.project)
        assert room.site() == self.new
        room.nothing()

    def strike(self, point: faults.Point, fault: str) -> Trial:
        outcome = faults.strike(BUILD, self.room.project, point, fault)
        left = self.room.site()
        self.room.build()
        healed = self.room.site() == self.new
        self.room.nothing()
        return Trial(point, outcome, whole(left, {}, self.new), healed)


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

    command = SET

    def __init__(self, room: Newsroom) -> None:
        room.restore()
        room.build()
        self.project, self.ledger = room.project, room.project / LEDGER
        self.old = self._kept()
        self.points = faults.points(self.command, self.project, below=self.project)
        self.new = self._kept()
        assert self.old != self.new
        self._back()

    def strike(self, point: faults.Point, fault: str) -> Trial:
        outcome = faults.strike(self.command, self.project, point, fault)
        state = whole(self._kept(), self.old, self.new)
        if state == "old":
            faults.run(self.command, self.project)
        healed = self._kept() == self.new
        self._back()
        return Trial(point, outcome, state, healed)

    def _kept(self) -> Files:
        return {LEDGER: self.ledger.read_bytes()}

    def _back(self) -> None:
        self.ledger.write_bytes(self.old[LEDGER])


class Pulling(Recording):
    """Strikes at ``inv pull``: the ledger, and the copy of what the source says, that of before or that of now."""

    command = PULL

    def __init__(self, room: Newsroom) -> None:
        server = Server()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        room.restore()
        source = {"url": f"{server.url}/enterprises.csv", "format": "csv"}
        sources = {"sources": {"enterprises": source}}
        (room.project / "content/data/sources.json").write_text(json.dumps(sources), "utf-8")
        rows = (
            "period,value,status,released,source_title,source_url\n2022-12-31,27,actual,2023-02-01,K,https://x.kz/b\n"
        )
        self.before = rows.encode()
        self.now = f"{rows}2023-12-31,31,actual,2024-02-01,K,https://x.kz/c\n".encode()
        server.bodies["/enterprises.csv"] = self.before
        room.build()
        shutil.rmtree(room.project / ".aimaq/pull", ignore_errors=True)
        first = faults.run(PULL, room.project)
        assert "Nothing is new" in first.said, first.said
        (self.copy,) = (room.project / ".aimaq/pull").iterdir()
        self.first_copy = self.copy.read_bytes()
        server.bodies["/enterprises.csv"] = self.now
        self.project, self.ledger = room.project, room.project / LEDGER
        self.old = self._kept()
        self.points = faults.points(PULL, self.project, below=self.project)
        self.new = self._kept()
        assert self.old != self.new and self._body() == self.now
        self._back()

    def _kept(self) -> Files:
        """Return the ledger; and nothing at all, which is neither old nor new, if the copy is not whole."""
        return {LEDGER: self.ledger.read_bytes()} if self._body() in (self.before, self.now) else {}

    def _body(self) -> bytes:
        try:
            return bytes(msgspec.msgpack.decode(self.copy.read_bytes())["body"])
        except (OSError, msgspec.DecodeError):
            return b""

    def _back(self) -> None:
        super()._back()
        shutil.rmtree(self.copy.parent)
        self.copy.parent.mkdir()
        self.copy.write_bytes(self.first_copy)


def whole(found: Files, old: Files, new: Files) -> str:
    """Tell which of the two the files are, in all bytes."""
    return "old" if found == old else "new" if found == new else "neither"


#: What is struck.
SCENARIOS: dict[str, Callable[[Newsroom], Scenario]] = {
    "the first `inv build`": FirstBuild,
    "`inv build` after an edit": lambda room: Building(room, edit),
    "`inv build` after a changed figure": lambda room: Building(room, change_a_figure),
    "`inv set`": Recording,
    "`inv pull`": Pulling,
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
