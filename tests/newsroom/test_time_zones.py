"""Old time-zone data on the machine move no embargo and change no file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from aimaq.base.installed import libraries
from tools.built import small_project
from tools.versions import tree

#: Before tzdata 2024a Almaty was at UTC+6: the embargo until 10:00 ends at 05:00 UTC, by the old data at 04:00.
BUILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from aimaq.pipeline.build import build
project, target, minute = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
now = datetime(2025, 6, 2, 4, 30 + minute, tzinfo=UTC)
build(project, output=project / target, cache=project / f".{target}", now=now)
"""

_FOUND = find_spec("tzdata")
assert _FOUND and _FOUND.origin
DATA = Path(_FOUND.origin).parent / "zoneinfo"


@pytest.fixture
def old_data(tmp_path: Path) -> Path:
    """A folder of zone files in which Almaty has the rules of another place, six hours from Greenwich."""
    folder = tmp_path / "zoneinfo"
    for name in ("Asia/Almaty", "UTC"):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        source = "Asia/Dhaka" if name == "Asia/Almaty" else name
        shutil.copy(DATA / source, target)
    return folder


def python(code: str, *arguments: str, zones: Path | None) -> str:
    environment = {**os.environ, "PYTHONTZPATH": str(zones)} if zones else dict(os.environ)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_forged_data_are_those_that_python_would_use(old_data: Path) -> None:
    """The test's own test: Python by itself believes them, and with the program it does not."""
    code = "from datetime import datetime; from zoneinfo import ZoneInfo; import sys\n"
    show = "print(datetime(2025, 6, 2, tzinfo=ZoneInfo('Asia/Almaty')).utcoffset())"
    assert python(code + show, zones=old_data) == "6:00:00"
    assert python(f"{code}import aimaq\n{show}", zones=old_data) == "5:00:00"
    assert python(f"{code}ZoneInfo('Asia/Almaty'); import aimaq\n{show}", zones=old_data) == "5:00:00"


def test_an_embargo_holds_on_a_machine_with_old_data(old_data: Path, tmp_path: Path) -> None:
    """Half an hour before its end by the law, and half an hour after it by the old data, the text is not public."""
    project = small_project(tmp_path / "project")
    text = project / "content/news/plans.ru.md"
    text.write_text(
        re.sub(r"(?m)^date:.*$", "date: 2025-06-02\nembargo: 2025-06-02 10:00", text.read_text("utf-8"), count=1),
        "utf-8",
    )
    for target, zones in (("right", None), ("old", old_data)):
        python(BUILD, str(project), target, "0", zones=zones)
    assert not (project / "old/news/plans").exists()
    assert tree(project / "old") == tree(project / "right")


def test_the_version_of_the_data_is_an_input_of_a_build() -> None:
    """Another version of the package composes the site anew."""
    assert f"tzdata-{version('tzdata')}.dist-info" in libraries()
