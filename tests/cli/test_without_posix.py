"""What Windows and macOS lack is taken away: a site is made, built and checked all the same, with the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.built import ROOT, aimaq

#: Run before the command: no fork, locks and users of POSIX, links, exchange of two names, sockets in files; no file is
#: renamed over another one, and no name is one that Windows cannot have (learn.microsoft.com, "Naming Files").
WITHOUT = """
import ctypes, errno, os, re, socket, sys

def refuse(*arguments, **options):
    raise OSError(errno.EPERM, "Operation not permitted")

rename = os.rename

def rename_to_new(one, other, **options):
    if os.path.lexists(other):
        raise FileExistsError(errno.EEXIST, "File exists", other)
    rename(one, other, **options)

UNFIT = re.compile(r"[<>:|?*\\x00-\\x1f]|[ .]$|^(con|prn|aux|nul|com[0-9]|lpt[0-9])([.]|$)", re.IGNORECASE)

def judge(event, arguments):
    if event in ("open", "os.mkdir", "os.rename") and isinstance(arguments[event == "os.rename"], (str, os.PathLike)):
        path = os.fspath(arguments[event == "os.rename"])
        if isinstance(path, str) and UNFIT.search(os.path.basename(path.rstrip("/"))):
            raise OSError(errno.EINVAL, "Invalid argument", path)

for name in ("fcntl", "resource", "pty", "pwd", "grp", "termios", "syslog"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "mkfifo", "geteuid", "getuid", "chown", "uname", "sched_getaffinity", "statvfs"):
    if hasattr(os, name):
        delattr(os, name)
os.symlink = os.link = refuse
os.rename = rename_to_new
sys.addaudithook(judge)
del socket.AF_UNIX
ctypes.CDLL = lambda *arguments, **options: object()

from aimaq.cli import run

sys.exit(run(sys.argv[1:]))
"""
OPTIONS = ("--name", "City Office", "--url", "https://press.city.org", "--languages", "en,ru", "--zone", "UTC", "--yes")


def _without_posix(*arguments: str, project: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT, *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)


def _done(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_is_made_built_and_checked(tmp_path: Path) -> None:
    """The folder is the same as on this system, and so is the one of a second build after an edit."""
    sites: list[dict[str, bytes]] = []
    for name, run in (("here", aimaq), ("there", _without_posix)):
        folder = tmp_path / name
        folder.mkdir()
        _done(run("new", "press", *OPTIONS, project=folder))
        press = folder / "press"
        _done(run("build", project=press))
        story = press / "content/news/first-story.en.md"
        story.write_text(story.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
        assert "changed" in _done(run("build", project=press))
        assert "No problems" in _done(run("check", project=press))
        sites.append(_files(press / "output"))
    here, there = sites
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []


@pytest.mark.parametrize("name", ["fork", "fcntl", "resource", "pwd"])
def test_nothing_takes_these_for_granted(name: str) -> None:
    """Modules of the program import what only POSIX has where they use it, with something else in its place."""
    for path in (ROOT / "plugins").rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            assert not line.startswith((f"import {name}", f"from {name} import", f"from os import {name}")), path
