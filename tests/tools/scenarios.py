"""What is struck, and how: a small newsroom, and commands that change something in it, each time from the start."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec
from pull.server import Server

from aimaq.pipeline.build import build
from tools import faults
from tools.built import AIMAQ, small_project

COMMAND = list(AIMAQ)
BUILD = [*COMMAND, "build"]
SET = [*COMMAND, "set", "jobs", "4321", "--period", "2025-12-31", "--source", "https://x.example"]
PULL = [*COMMAND, "pull", "--accept"]
LEDGER = "content/data/indicators.json"
LOG = "content/data/figures.log.jsonl"
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one strike: ``hit`` tells whether it was one, ``whole`` whether what people have is the old state or
    the new one in all bytes, ``healed`` whether the next run of the command made the new one."""

    point: faults.Point
    outcome: faults.Outcome
    hit: bool
    whole: str
    healed: bool

    @property
    def clear(self) -> bool:
        """Whether the command went on to the right end, or told what is wrong and left the old state."""
        if self.outcome.status == 0:
            return self.whole == "new"
        # `aimaq set` goes on to tell what the value changes on the site, and can fail in that.
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


class Built:
    """The site, its idle twin and the cache as a build has left them, to be laid out again without building.

    A build never writes into a file of the two trees that is there already, so links keep what was in it. The cache
    knows the two folders by their inodes, which have to be the same ones, and by the time of the list of their files.
    """

    def __init__(self, room: Newsroom) -> None:
        self.project, self.kept = room.project, room.folder / "built"
        shutil.rmtree(self.kept, ignore_errors=True)
        self.inodes = {name: (self.project / name).stat().st_ino for name in _TREES}
        for name in _TREES:
            shutil.copytree(self.project / name, self.kept / name, copy_function=os.link)
        shutil.copytree(self.project / ".aimaq", self.kept / ".aimaq")
        shutil.copy2(self.project / _LIST, self.kept)

    def restored(self) -> bool:
        """Lay them out; return False, having done nothing, if one of the folders is no longer there."""
        folders = {path.stat().st_ino: path for path in self.project.iterdir() if path.is_dir()}
        if not folders.keys() >= set(self.inodes.values()):
            return False
        aside = [folders[inode].rename(self.project / f".{inode}") for inode in self.inodes.values()]
        for name in _TREES:
            shutil.rmtree(self.project / name, ignore_errors=True)
        for path, name in zip(aside, self.inodes, strict=True):
            tree = path.rename(self.project / name)
            _emptied(tree)
            shutil.copytree(self.kept / name, tree, copy_function=os.link, dirs_exist_ok=True)
        _emptied(self.project / ".aimaq")
        shutil.copytree(self.kept / ".aimaq", self.project / ".aimaq", dirs_exist_ok=True)
        shutil.copy2(self.kept / _LIST, self.project)
        return True


_TREES = ("output", ".output.idle")
_LIST = ".output.files"


def _emptied(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


class Newsroom:
    """A small newsroom that is built, changed, struck, built again, and changed back; each strike finds it the same."""

    def __init__(self, folder: Path) -> None:
        self.project = small_project(folder / "project", own_theme=True)
        with (self.project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
            # Sections without a story and a third edition add calls of no other kind.
            conf.write("\nNEWSROOM_KINDS = NEWSROOM_KINDS[:1]\nEDITIONS = [EDITIONS[0], EDITIONS[2]]\n")
            conf.write('FALLBACK_LANGUAGES = ("ru", "en")\nINDICATORS_PREFIXES = {"ru": "", "en": "en/"}\n')
        (self.project / "content/news/growth.kk.md").unlink()
        ledger = self.project / LEDGER
        ledger.write_text(
            json.dumps(_without("kk", json.loads(ledger.read_text("utf-8"))), ensure_ascii=False), "utf-8"
        )
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
        """Build as ``aimaq build`` does; return the remarks."""
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

    def points(self, command: Sequence[str], start: faults.Run) -> list[faults.Point]:
        """Run the command, and return all calls to strike at."""
        return faults.points(command, self.project, below=self.project, start=start)


def _without(key: str, value: Any) -> Any:
    """Return data without what is under a key, at any depth."""
    if isinstance(value, dict):
        return {name: _without(key, each) for name, each in value.items() if name != key}
    return [_without(key, each) for each in value] if isinstance(value, list) else value


def tree(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(project: Path) -> None:
    """One article changes, one comes, one goes, and so do attachments."""
    news, media = project / "content/news", project / "content/media"
    changed = news / "growth.en.md"
    changed.write_text(changed.read_text("utf-8") + "\nAs was said, {{ jobs @ published }}.\n", "utf-8")
    shutil.copy(news / "growth.ru.md", news / "added.ru.md")
    (news / "plans.ru.md").unlink()
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
    """A command that is run from the same state as often as one likes; ``points`` are all calls to strike at.

    ``start`` is how it is run."""

    points: list[faults.Point]
    start: faults.Run

    def again(self) -> list[faults.Point]:
        """Run the command to its end and go back to the first state; return all calls, the same as ever."""

    def strike(self, point: faults.Point, fault: str) -> Trial:
        """Strike the command, look at what is there, run it again, look again, and go back to the first state."""


class FirstBuild:
    """Strikes at the first ``aimaq build`` of all, where there is neither a site nor a cache."""

    def __init__(self, room: Newsroom, start: faults.Run) -> None:
        self.room, self.start = room, start
        room.restore()
        self.new = room.clean()
        room.nothing()
        self.points = self.again()

    def again(self) -> list[faults.Point]:
        points = self.room.points(BUILD, self.start)
        assert self.room.site() == self.new
        self.room.nothing()
        return points

    def strike(self, point: faults.Point, fault: str) -> Trial:
        outcome, hit = faults.strike(BUILD, self.room.project, point, fault, self.start)
        left = self.room.site()
        self.room.build()
        healed = self.room.site() == self.new
        self.room.nothing()
        return Trial(point, outcome, hit, whole(left, {}, self.new), healed)


class Building:
    """Strikes at ``aimaq build`` after a change of the content."""

    def __init__(self, room: Newsroom, start: faults.Run, change: Callable[[Path], None]) -> None:
        self.room, self.start = room, start
        room.restore()
        self.old = room.clean()
        change(room.project)
        room.keep_change()
        self.new = room.clean()
        assert self.old != self.new
        self._lay_out()
        self.points = self.again()

    def again(self) -> list[faults.Point]:
        self.room.redo()
        points = self.room.points(BUILD, self.start)
        assert self.room.site() == self.new
        self._back()
        return points

    def strike(self, point: faults.Point, fault: str) -> Trial:
        self.room.redo()
        outcome, hit = faults.strike(BUILD, self.room.project, point, fault, self.start)
        left = self.room.site()
        self.room.build()
        healed = self.room.site() == self.new
        self._back()
        return Trial(point, outcome, hit, whole(left, self.old, self.new), healed and self.room.site() == self.old)

    def _back(self) -> None:
        self.room.restore()
        if not self.built.restored():
            self._lay_out()

    def _lay_out(self) -> None:
        """Build from nothing, always in the same way, so that the cache's pages lie where they have always lain."""
        self.room.nothing()
        for content in (self.room.restore, self.room.redo, self.room.restore):
            content()  # from the second time on, the idle tree has always the same to catch up with
            self.room.build()
        self.built = Built(self.room)


class Recording:
    """Strikes at ``aimaq set``: the ledger is what must be whole."""

    command = SET

    def __init__(self, room: Newsroom, start: faults.Run) -> None:
        self.room, self.start = room, start
        room.restore()
        room.build()
        self.ledger = room.project / LEDGER
        self._prepare()
        self.old = self._kept()
        for _ in range(2):  # from the third time on, it finds the same in the cache
            start(self.command, room.project)
            self._back()
        self.points = room.points(self.command, start)
        self.new = self._kept()
        assert self.old != self.new
        self._back()

    def again(self) -> list[faults.Point]:
        points = self.room.points(self.command, self.start)
        assert self._kept() == self.new
        self._back()
        return points

    def strike(self, point: faults.Point, fault: str) -> Trial:
        outcome, hit = faults.strike(self.command, self.room.project, point, fault, self.start)
        state = whole(self._kept(), self.old, self.new)
        if state == "old":
            self.start(self.command, self.room.project)
        healed = self._kept() == self.new
        self._back()
        return Trial(point, outcome, hit, state, healed)

    def _prepare(self) -> None:
        """Lay out what the command needs beside the ledger."""

    def _kept(self) -> Files:
        return {LEDGER: self.ledger.read_bytes()}

    def _back(self) -> None:
        self.ledger.write_bytes(self.old[LEDGER])


class RecordingWithLog(Recording):
    """Strikes at ``aimaq set`` in a newsroom that has a log: ledger and log are what must be whole.

    The ledger is written first. A log that lacks what it has is brought up to date by ``aimaq log append``, or by the
    next publication; nothing is lost, and nothing is there twice.
    """

    def _prepare(self) -> None:
        begun = self.start([*COMMAND, "log", "begin"], self.room.project)
        assert begun.status == 0, begun.said
        self.log = self.room.project / LOG
        files = (self.log, self.log.with_name("figures.log.checkpoint"))
        self.first = {path: path.read_bytes() for path in files}

    def strike(self, point: faults.Point, fault: str) -> Trial:
        outcome, hit = faults.strike(self.command, self.room.project, point, fault, self.start)
        kept = self._kept()
        state = whole(kept, self.old, self.new)
        if kept[LEDGER] == self.new[LEDGER] and kept[LOG] in _beginnings(self.old[LOG], self.new[LOG]):
            state = "new"
        self.start(self.command if state == "old" else [*COMMAND, "log", "append"], self.room.project)
        healed = self._kept() == self.new and self.log.read_bytes().endswith(b"\n")
        self._back()
        return Trial(point, outcome, hit, state, healed)

    def _kept(self) -> Files:
        """Return the ledger, and the whole lines of the log without the moments at which they were appended."""
        lines = self.log.read_bytes().rpartition(b"\n")[0]
        return {LEDGER: self.ledger.read_bytes(), LOG: re.sub(rb'"logged":"[^"]*"', b"", lines)}

    def _back(self) -> None:
        super()._back()
        for path, data in self.first.items():
            path.write_bytes(data)


def _beginnings(old: bytes, new: bytes) -> list[bytes]:
    """Return the old lines, and those with one of the new ones more, and so on."""
    first, lines = old.count(b"\n") + 1, new.split(b"\n")
    return [b"\n".join(lines[:count]) for count in range(first, len(lines) + 1)]


class Pulling(Recording):
    """Strikes at ``aimaq pull``: the ledger, and the copy of what the source says, that of before or that of now."""

    command = PULL

    def __init__(self, room: Newsroom, start: faults.Run) -> None:
        self.room, self.start = room, start
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
        first = start(PULL, room.project)
        assert "Nothing is new" in first.said, first.said
        (self.copy,) = (room.project / ".aimaq/pull").iterdir()
        self.first_copy = self.copy.read_bytes()
        server.bodies["/enterprises.csv"] = self.now
        self.ledger = room.project / LEDGER
        self.old = self._kept()
        self.points = room.points(PULL, start)
        self.new = self._kept()
        assert self.old != self.new and self._body() == self.now
        self._back()

    def _kept(self) -> Files:
        """Return the ledger without the moment at which the source was asked, which is another each time.

        Nothing at all, which is neither old nor new, if the copy is not whole.
        """
        if self._body() not in (self.before, self.now):
            return {}
        return {LEDGER: _ASKED.sub(rb"\1", self.ledger.read_bytes())}

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
SCENARIOS: dict[str, Callable[[Newsroom, faults.Run], Scenario]] = {
    "the first `aimaq build`": FirstBuild,
    "`aimaq build` after an edit": lambda room, start: Building(room, start, edit),
    "`aimaq build` after a changed figure": lambda room, start: Building(room, start, change_a_figure),
    "`aimaq set`": Recording,
    "`aimaq set` with a log": RecordingWithLog,
    "`aimaq pull`": Pulling,
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


def signature(points: Sequence[faults.Point]) -> list[str]:
    """Return the calls without what differs from run to run: descriptors, random names, the order of two processes."""
    lines = (point.line.partition(" = ")[0].partition(" <unfinished")[0].rstrip(")") for point in points)
    return sorted(_RANDOM.sub(r"\1\2.…", _DESCRIPTOR.sub("<", line)) for line in lines)


_ASKED = re.compile(rb'("pulled": \{"at": )"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"')
_DESCRIPTOR = re.compile(r"\b\d+<")
_RANDOM = re.compile(r"(\.json|\.checkpoint)\.\w+\b|(?<=/made/..)(/\w+)\.\d+\b")
