"""The three commands of docs/start.md lead from an empty folder, with Python and pip alone, to a built site.

They run word for word. Packages come from the index that pip is set to here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from tools.built import ROOT, Site
from tools.licences import uv
from tools.versions import tree

TEXT = (ROOT / "docs/start.md").read_text(encoding="utf-8")
[TRANSCRIPT] = re.findall(r"^```console\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
#: Seconds: with everything that has to be downloaded.
LIMIT = 120


def without_counts(text: str) -> str:
    """Return a text without the time of a build, and the number of its files, which grows with the theme."""
    return re.sub(r"in \d+\.\d s: \d+ added", "in N s: N added", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel alone."""
    folder = tmp_path_factory.mktemp("start")
    call = [str(uv()), "build", "--quiet", "--wheel", "--out-dir", str(folder)]
    subprocess.run(call, cwd=ROOT, capture_output=True, check=True)
    (folder / ".gitignore").unlink(missing_ok=True)
    assert [path.suffix for path in folder.iterdir()] == [".whl"]
    return folder


def shell(command: str, folder: Path) -> str:
    """Run a command of a shell with neither our environment nor our uv: only Python and what its pip is set to."""
    environment = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    environment["PATH"] = os.pathsep.join(
        part for part in os.environ["PATH"].split(os.pathsep) if not (Path(part) / "aimaq").exists()
    )
    assert shutil.which("aimaq", path=environment["PATH"]) is None
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_commands_print_what_the_document_shows(folder: Path) -> None:
    commands = re.findall(r"^\$ (.*)$", TRANSCRIPT, re.MULTILINE)
    assert len(commands) == 3
    began = time.monotonic()
    shown = "".join(f"$ {command}\n{shell(command, folder)}" for command in commands)
    assert time.monotonic() - began < LIMIT
    assert without_counts(shown) == without_counts(TRANSCRIPT)
    site = Site(folder / "press/output")
    assert site.page("/").one("head/title/text()").strip() == "City Office"
    # The site carries what its workflow installs, and Git keeps which.
    assert list((folder / "press/wheels").glob("aimaq-*.whl")) and (folder / "press/uv.lock").is_file()


def test_the_workflows_check_and_publish_a_clean_clone(folder: Path) -> None:
    """The steps that the host runs, as a script, make the site that was built beside."""
    press, clone = folder / "press", folder / "clone"
    author = "-c user.name=Editor -c user.email=editor@press.example.org"
    shell(f"git init -q && git add -A && git {author} commit -qm Begin && git clone -q . {clone}", press)
    for name, said in (("check", "No problems: "), ("pages", "Site composed")):
        workflow = yaml.safe_load((clone / f".github/workflows/{name}.yml").read_text("utf-8"))
        steps = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
        assert steps and said in "".join(shell(f"export GITHUB_OUTPUT=/dev/null; {step}", clone) for step in steps)
    assert tree(clone / "output") == tree(press / "output")
