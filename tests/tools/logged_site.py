"""A small site with a log, in a Git repository, and ways to look at the log at a target of each kind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.built import aimaq, give_address, small_project

LINES, HEAD = "content/data/figures.log.jsonl", "content/data/figures.log.checkpoint"
LEDGER = "content/data/indicators.json"


@dataclass(frozen=True)
class Place:
    """A target, and where readers get its files: ``read`` returns None for what is not there."""

    address: str
    settings: str
    read: Callable[[str], bytes | None]
    write: Callable[[str, bytes | None], None]

    @property
    def head(self) -> bytes:
        """The published head."""
        data = self.read("api/log/checkpoint")
        assert data is not None, "there is a log"
        return data

    @property
    def size(self) -> int:
        """How many entries are published."""
        return int(self.head.split(b"\n")[1])


def folder_place(folder: Path, address: str, ssh_config: str = "") -> Place:
    """A folder, here or reached by SSH; to compress its files well takes longer than all the rest."""

    def read(path: str) -> bytes | None:
        file = folder / "current" / path
        return file.read_bytes() if file.is_file() else None

    def write(path: str, data: bytes | None) -> None:
        file = folder / "current" / path
        file.unlink(missing_ok=True)
        if data is not None:
            file.write_bytes(data)

    ssh = f', "ssh_config": "{ssh_config}"' if ssh_config else ""
    return Place(address, f'{{"to": "{address}", "compress": ["gz"]{ssh}}}', read, write)


def bucket_place(bucket: Any, endpoint: str) -> Place:
    """A bucket of boto3's."""

    def read(path: str) -> bytes | None:
        found = [each for each in bucket.objects.filter(Prefix=path) if each.key == path]
        return found[0].get()["Body"].read() if found else None

    def write(path: str, data: bytes | None) -> None:
        if data is None:
            bucket.Object(path).delete()
        else:
            bucket.put_object(Key=path, Body=data)

    settings = f'{{"to": "s3://{bucket.name}", "endpoint": "{endpoint}", "region": "us-east-1"}}'
    return Place(f"s3://{bucket.name}", settings, read, write)


def git(project: Path, *arguments: str) -> str:
    """Run Git as somebody."""
    identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=project, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def commit(project: Path, message: str) -> None:
    """Commit everything."""
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", message)


def begin(project: Path, write: Callable[[Path], object] = lambda _: None) -> Path:
    """A small site whose log has just been begun, committed; ``write`` writes more texts before that."""
    give_address(small_project(project))
    write(project)
    with (project / "publishconf.py").open("a", encoding="utf-8") as conf:
        conf.write("PUBLISH_PRESS = False\n")
    (project / ".gitignore").write_text(".aimaq\n__pycache__\n")
    git(project, "init", "--quiet")
    ran(project, "log", "begin")
    commit(project, "Begin the log")
    return project


def begin_with_caches(project: Path, write: Callable[[Path], object] = lambda _: None) -> Path:
    """Such a site that has also been built for a publication once, so that its copies need not make all anew."""
    begin(project, write)
    point_to(project, folder_place(project / "none", str(project.with_name("none"))))
    ran(project, "publish", "--dry-run")
    git(project, "checkout", "--quiet", "publishconf.py")
    return project


def point_to(project: Path, place: Place) -> Path:
    """Give a project this target as its only one."""
    with (project / "publishconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f'PUBLISH_TARGETS = {{"web": {place.settings}}}\n')
    return project


def clone(project: Path, target: Path) -> Path:
    """A fresh clone, without any cache."""
    git(project.parent, "clone", "--quiet", str(project), str(target))
    return target


def copy(project: Path, target: Path) -> Path:
    """A copy, with its cache."""
    shutil.copytree(project, target, symlinks=True, ignore=shutil.ignore_patterns(".aimaq"))
    if (project / ".aimaq").exists():
        _copy_caches(project / ".aimaq", target / ".aimaq")
    return target


def _copy_caches(caches: Path, target: Path) -> None:
    """Copy caches; what is replaced as a whole when it changes, as built files are, is the same file here and there."""

    def link_or_copy(source: str, place: str) -> str:
        if source.endswith((".sqlite", "-wal", "-shm", "lock")) or "/.aimaq/log/" in source:
            return shutil.copy2(source, place)
        os.link(source, place)
        return place

    shutil.copytree(caches, target, symlinks=True, copy_function=link_or_copy)


def ran(project: Path, *arguments: str) -> str:
    """What `aimaq …` prints; it has to succeed."""
    done = aimaq(*arguments, project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refused(project: Path, *arguments: str) -> str:
    """What `aimaq …` says as it refuses."""
    done = aimaq(*arguments, project=project)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "unexpected" not in done.stderr, done.stderr
    return done.stderr


def record(project: Path, key: str, value: str, period: str) -> None:
    """Record a figure as an editor does."""
    ran(
        project, "set", key, value, "--period", period, "--source", "https://stat.example/a", "--released", "2026-11-01"
    )


def type_observation(project: Path, key: str, value: int, period: str) -> None:
    """Type an observation into the ledger by hand, as the last one of an indicator."""
    path = project / LEDGER
    text = path.read_text("utf-8")
    begin = text.index(f'"{key}"')
    end = re.compile(r"\n      \]").search(text, begin)
    assert end is not None
    source = '{"title": "stat.example", "url": "https://stat.example/a"}'
    new = (
        f'{{"period": "{period}", "value": {value}, "status": "actual", "released": "2026-11-01", "source": {source}}}'
    )
    path.write_text(f"{text[: end.start()]},\n        {new}{text[end.start() :]}", "utf-8")


def lines_of(project: Path) -> list[str]:
    """The lines of the project's log."""
    return (project / LINES).read_text("utf-8").splitlines()


def write_lines(project: Path, lines: list[str]) -> None:
    """Replace the project's log."""
    (project / LINES).write_text("".join(f"{line}\n" for line in lines), "utf-8")
