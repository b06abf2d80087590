"""Sites that earlier versions of this repository have made go to the program as it is now."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tools.built import ROOT, aimaq
from tools.stories import write_stories
from tools.tar_archives import unpack

pytestmark = [pytest.mark.build, pytest.mark.slow]
#: A version that records what a site was written for, and one from before that.
WITH_RECORD, WITHOUT_RECORD = "c217b36", "84ed456"
OVERRIDES = {
    "templates/base.html": '{% extends "!theme/base.html" %}{% block comfort %}{% endblock %}',
    "styles/own.css": ".headlines-title { font-weight: 700; }\n",
}


def program(commit: str, folder: Path) -> Path:
    """Lay out the program of a commit; return the folder that Python imports it from."""
    archive = subprocess.run(["git", "archive", commit, "plugins", "theme"], cwd=ROOT, capture_output=True)
    if archive.returncode:
        pytest.skip(f"this clone does not have the commit {commit}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        unpack(files, folder)
    return folder / "plugins"


def run(program: Path, *arguments: str, project: Path) -> str:
    command = [sys.executable, "-P", "-m", "aimaq", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(program)}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("commit", [WITH_RECORD, WITHOUT_RECORD])
def test_a_site_of_an_earlier_version_builds_with_this_one(commit: str, tmp_path: Path) -> None:
    """A hundred articles, overrides and settings: no conflict, every article is there, and a second run is silent."""
    old = program(commit, tmp_path / "program")
    site = tmp_path / "press"
    options = ("--name", "City Office", "--url", "https://press.city.org", "--languages", "kk,en", "--host", "none")
    run(old, "new", str(site), *options, "--yes", project=tmp_path)
    write_stories(site, 100)
    for name, text in OVERRIDES.items():
        path = site / "overrides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write("HOME_STORIES = 5\n")
    run(old, "build", project=site)
    told = aimaq("upgrade", project=site)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "merge" not in told.stdout and str(tmp_path) not in told.stdout
    assert ("was not recorded" in told.stdout) == (commit == WITHOUT_RECORD)
    built = aimaq("build", project=site)
    assert built.returncode == 0, built.stdout + built.stderr
    assert len(list((site / "output/en/news").glob("story-*/index.html"))) == 100
    home = (site / "output/en/index.html").read_text("utf-8")
    assert home.count("/en/news/story-") and 'id="comfort"' not in home
    again = aimaq("upgrade", project=site)
    assert "nothing that this site uses has changed" in again.stdout
