"""A small site as it was published twice: with its log begun, and after a correction in public."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.signed_note import Checkpoint, Note
from aimaq.figures.log.tiles import WIDTH, bundle, hash_tiles, read_bundle, tile_path
from tools.built import aimaq, small_project

__all__ = ["ORIGIN", "Copies", "Files", "entry_tiles", "in_memory", "lines_of", "publish", "run"]

ORIGIN = "press.aimaq.example/api/log"

PLAN = {
    "period": "2025", "value": 40, "status": "plan", "released": "2023-01-15",
    "source": {"title": "Kazinform", "url": "https://inform.kz/c"},
}  # fmt: skip
CORRECTION = ("correct", "enterprises", "28", "--period", "2022-12-31", "--why", "One had been left out.")


class Copies:
    """Two copies of the published site: ``old``, and ``new`` after a correction."""

    def __init__(self, folder: Path) -> None:
        """Build and publish in a folder."""
        self.old, self.new = folder / "old", folder / "new"
        project = small_project(folder / "project")
        ledger = project / "content/data/indicators.json"
        data = json.loads(ledger.read_text("utf-8"))
        data["indicators"]["enterprises"]["observations"].append(PLAN)
        ledger.write_text(json.dumps(data, ensure_ascii=False, indent=2), "utf-8")
        (project / "content/media/plan.csv").write_text("workshops,20\n", "utf-8")
        (project / "content/media/rooms.csv").write_text("rooms,7\n", "utf-8")
        for text in (project / "content/news").glob("growth.*.md"):
            fields = "attachments:\n  - {file: media/plan.csv, title: Plan}\n"
            whole = text.read_text("utf-8").replace("kind: news\n", f"kind: news\n{fields}", 1)
            text.write_text(f"{whole}\n[rooms.csv]({{static}}/media/rooms.csv)\n", "utf-8")
        with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
            conf.write("NEWSROOM_SEARCH = False\n")
        run(project, "log", "begin")
        for copy in (self.old, self.new):
            run(project, "build")
            shutil.copytree(project / "output", copy)
            if copy is self.old:
                run(project, *CORRECTION)


@dataclass(frozen=True)
class Files:
    """A site in memory."""

    files: Mapping[str, bytes]
    name: str = "memory"

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def listed(self) -> Iterable[str] | None:
        return sorted(self.files)


def in_memory(folder: Path) -> Files:
    return Files(
        {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    )


def run(project: Path, *arguments: str) -> None:
    """Run a command that has to succeed."""
    done = aimaq(*arguments, project=project)
    assert done.returncode == 0, done.stdout + done.stderr


def lines_of(site: Path) -> list[bytes]:
    [path] = (site / "api/log/tile/entries/000.p").iterdir()
    return read_bundle(path.read_bytes())


def entry_tiles(lines: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every bundle of a log."""
    for begin in range(0, len(lines), WIDTH):
        part = lines[begin : begin + WIDTH]
        yield tile_path("entries", begin // WIDTH, len(part)), bundle(part)


def publish(site: Path, lines: Sequence[bytes], origin: str = ORIGIN) -> Note:
    """Put another log into a copy, whole and with a head of its own."""
    shutil.rmtree(site / "api/log")
    tree = Tree(map(leaf_hash, lines))
    for path, data in (*hash_tiles(tree), *entry_tiles(lines)):
        file = site / "api/log" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    head = Note(str(Checkpoint(origin, len(lines), tree.root())))
    (site / "api/log/checkpoint").write_bytes(str(head).encode())
    return head
