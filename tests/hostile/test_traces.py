"""A build reads and writes in its own folders and in Python's, whatever its texts and links ask for."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from hostile.places import put_entries, small_project

from tools.faults import run, strace

#: A call that names a path, below a folder that is open or the working one (strace -y shows which).
_CALL = re.compile(r'^\d+ +\w+\((?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
LINKS = """
[a]({static}/../../outside/secret.txt) [b]({static}/../outside/secret.txt) [c]({attach}/../../outside/secret.txt)
[d]({filename}/../../outside/secret.txt) [e]({static}/media/../../../outside/secret.txt) 
![f]({static}/../../outside/a.png)
[g](|static|/../../outside/secret.txt) [h]({static}/%2e%2e/%2e%2e/outside/secret.txt) [i]({static}/../../../etc/passwd)
[j]({static}/media/%2e%2e/%2e%2e/%2e%2e/outside/secret.txt) [k](../../../../outside/secret.txt) [l](file:///etc/passwd)
"""
HTML = """
<object data="{static}/../../outside/secret.txt"></object> <img src="{attach}/../../outside/a.png">
<form action='{static}/../../outside/secret.txt'></form> <meta content="{static}/../../../etc/passwd">
"""


def outside(project: Path, log: Path) -> set[str]:
    """Build under strace; return every path outside the project that a call has named, but for its parents."""
    done = run(
        [sys.executable, "-m", "aimaq", "build"],
        project,
        "-f",
        "-y",
        "-qq",
        "-e",
        "trace=%file,chdir",
        "-s",
        "4096",
        "-o",
        str(log),
    )
    assert "Traceback" not in done.said
    found = set()
    for line in log.read_text("utf-8", errors="replace").splitlines():
        if match := _CALL.match(line):
            path = os.path.normpath(os.path.join(match[1] or project, match[2]))
            # A pipe has no path, and the system's file about a process has its number.
            if path.startswith("/") and not path.startswith(f"{project}/") and not str(project).startswith(path):
                found.add(re.sub(r"^/proc/\d+/", "/proc/self/", path))
    return found


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What Python and the system look at in any build."""
    strace()
    folder = tmp_path_factory.mktemp("ordinary")
    found = outside(small_project(folder / "project"), folder / "log")
    assert found
    return found


@pytest.mark.parametrize("trusted", [False, True], ids=["sanitised", "trusted"])
def test_links_to_files_outside_are_not_even_looked_at(tmp_path: Path, ordinary: set[str], trusted: bool) -> None:
    """In texts, in fields, and in HTML that the setting trusts."""
    project = small_project(tmp_path / "project")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.txt").write_text("secret")
    story = project / "content/news/plans.ru.md"
    fields = "save_as: ../../outside/x.html\nsources: [{title: x, url: 'file:///etc/passwd'}]\n---\n\nСейчас"
    text = story.read_text("utf-8").replace("---\n\nСейчас", fields)
    story.write_text(text + LINKS + HTML, encoding="utf-8")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"\nNEWSROOM_TRUSTS_HTML = {trusted}\n")
    assert outside(project, tmp_path / "log") <= ordinary
    assert sorted(path.name for path in (tmp_path / "outside").iterdir()) == ["secret.txt"]


def test_symbolic_links_and_pipes_are_not_followed(tmp_path: Path, ordinary: set[str]) -> None:
    """Not even to tell where they lead."""
    project = small_project(tmp_path / "project")
    put_entries(project)
    assert outside(project, tmp_path / "log") <= ordinary
