"""The three commands of docs/start.md lead from an empty folder, with Python and pip alone, to a built site.

They run word for word; only their times may differ. Packages come from the index that pip is set to here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tools.built import ROOT, Site
from tools.licences import uv

TEXT = (ROOT / "docs/start.md").read_text(encoding="utf-8")
[TRANSCRIPT] = re.findall(r"^```console\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
#: Seconds: with everything that has to be downloaded.
LIMIT = 120


def without_times(text: str) -> str:
    return re.sub(r"\d+\.\d s", "N s", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel alone."""
    folder = tmp_path_factory.mktemp("start")
    call = [str(uv()), "build", "--quiet", "--wheel", "--out-dir", str(folder)]
    subprocess.run(call, cwd=ROOT, capture_output=True, check=True)
    (folder / ".gitignore").unlink(missing_ok=True)
    assert [path.suffix for path in folder.iterdir()] == [".whl"]
    return folder


def test_the_commands_print_what_the_document_shows(folder: Path) -> None:
    commands = re.findall(r"^\$ (.*)$", TRANSCRIPT, re.MULTILINE)
    assert len(commands) == 3
    # Neither our environment nor our uv: only Python and what its pip is set to.
    environment = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    environment["PATH"] = os.pathsep.join(
        part for part in os.environ["PATH"].split(os.pathsep) if not (Path(part) / "aimaq").exists()
    )
    assert shutil.which("aimaq", path=environment["PATH"]) is None
    shown, began = "", time.monotonic()
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        shown += f"$ {command}\n{done.stdout}"
    assert time.monotonic() - began < LIMIT
    assert without_times(shown) == without_times(TRANSCRIPT)
    site = Site(folder / "press/output")
    assert site.page("/").one("head/title/text()").strip() == "City Office"
    # The site carries what its workflow installs, and Git keeps which.
    assert list((folder / "press/wheels").glob("aimaq-*.whl")) and (folder / "press/uv.lock").is_file()
