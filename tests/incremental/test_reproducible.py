"""Builds are reproducible: what surrounds a build does not change a byte of the site.

Our own site, with its theme, its content and all plugins, is built in a process of its own, with one thing in its
surroundings changed at a time; what comes out is compared with one build, byte for byte.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tools import programs
from tools.built import copy_project
from tools.versions import tree

#: Builds like ``aimaq build``, and prints the report's counts as JSON. Arguments: the folder of output and cache, the
#: order in which the file system is to list its files, the number of cores, the umask.
BUILD = """
import json, os, sys
from pathlib import Path

folder, order, cores, umask = sys.argv[1:]
os.umask(int(umask, 8))
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(cores)])
scandir, listdir = os.scandir, os.listdir


class Listing:
    def __init__(self, path):
        with scandir(path) as entries:
            self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=order == "backwards"))

    def __iter__(self):
        return self.entries

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass


os.scandir = lambda path=".": Listing(path)
os.listdir = lambda path=".": sorted(listdir(path), reverse=order == "backwards")
from aimaq.pipeline.build import build

settings = {"INDICATORS_TODAY": "2027-03-01", "NEWSROOM_TODAY": "2027-03-01"}
report = build(Path("."), output=Path(folder, "output"), cache=Path(folder, "cache"), overrides=settings)
print(json.dumps([report.refilled, report.composed, sorted(report.changes.paths)]))
"""


@dataclass(frozen=True)
class Surroundings:
    """Where and how a build runs: its environment, its folder, and what the runner above is told."""

    environment: Mapping[str, str] = field(default_factory=lambda: {"PYTHONHASHSEED": "1", "TZ": "UTC"})
    folder: str = "one"
    order: str = "forwards"
    cores: int = 1
    umask: str = "022"


def _other_locale() -> str:
    """Return a locale with commas in numbers and names of its own for months, if this machine has one."""
    if shutil.which("locale") is None:
        return "C"
    names = subprocess.run(["locale", "-a"], capture_output=True, encoding="utf-8", errors="replace").stdout.split()
    return next((name for name in sorted(names, reverse=True) if not name.startswith(("C", "POSIX", "en"))), "C")


_ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
_ELSEWHERE = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": _other_locale(), "LANG": _other_locale()}
VARIATIONS = {
    "hash seed": Surroundings({"PYTHONHASHSEED": "4242", "TZ": "UTC"}),
    "time zone and locale": Surroundings({"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", **_ASCII}),
    "order of files, umask": Surroundings(order="backwards", umask="077"),
    "cores": Surroundings(cores=2),
    "all at once, in another folder": Surroundings(
        _ELSEWHERE, "a folder/with a long name, Қазақша & <all>", "backwards", 2, "027"
    ),
}


def run(project: Path, surroundings: Surroundings) -> tuple[bool, int, list[str]]:
    """Build in these surroundings; return whether nothing was composed, how many pages were, and what changed."""
    names = ("PYTHONPATH", "LANG", "LC_ALL", "LC_CTYPE", "LANGUAGE", "TZ")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    arguments = [str(project.parent), surroundings.order, str(surroundings.cores), surroundings.umask]
    done = subprocess.run(
        [sys.executable, "-c", BUILD, *arguments],
        cwd=project,
        env={**environment, **surroundings.environment},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    assert done.returncode == 0, done.stderr
    refilled, composed, changed = json.loads(done.stdout)
    return refilled, composed, changed


def built(folder: Path, surroundings: Surroundings) -> Path:
    """Build a copy of our site in a folder of its own; return the output."""
    home = folder / surroundings.folder
    home.mkdir(parents=True)
    run(copy_project(home / "project"), surroundings)
    return home / "output"


@pytest.fixture(scope="module")
def wanted(shared_folder: Path) -> dict[str, bytes]:
    """The site as it comes out of plain surroundings."""
    home = programs.once(shared_folder, "reproducible", lambda folder: built(folder, Surroundings()))
    return tree(home / "one/output")


@pytest.mark.parametrize("name", VARIATIONS)
def test_the_surroundings_change_no_byte(tmp_path: Path, wanted: dict[str, bytes], name: str) -> None:
    """Pages, feeds, data files, charts, the stylesheet's name: all are made from the project's files alone."""
    if VARIATIONS[name].cores > len(os.sched_getaffinity(0)):
        pytest.skip("this machine has one core")
    assert len(wanted) > 300
    found = tree(built(tmp_path, VARIATIONS[name]))
    assert found.keys() == wanted.keys()
    assert not [path for path, data in found.items() if data != wanted[path]]


def test_an_edit_composes_the_same_pages_in_other_surroundings(tmp_path: Path) -> None:
    """What the last build remembers holds in any process: neither a hash seed nor an order makes it compose more."""
    project = copy_project(tmp_path / "project")
    article = project / "content/news/small-industrial-parks.en.md"
    assert run(project, Surroundings())[1] > 300
    counts, changes = [], []
    for surroundings in (Surroundings(), VARIATIONS["all at once, in another folder"]):
        article.write_text(article.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
        _, composed, changed = run(project, surroundings)
        counts.append(composed)
        changes.append(sorted(changed))
    assert changes[0] == changes[1]
    assert counts[0] == counts[1] < 30
    assert run(project, Surroundings()) == (True, 0, [])
