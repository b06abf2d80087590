"""The wheel holds everything: installed alone, it builds from content and settings what the repository builds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tools.built import ROOT, Site
from tools.licences import uv
from tools.versions import tree


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env={**os.environ, **environment}, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(uv(), "build", "--quiet", "--wheel", "--out-dir", folder, cwd=ROOT)
    [wheel] = folder.glob("aimaq-*.whl")
    return wheel


def test_it_holds_the_theme_the_schemas_and_no_site(wheel: Path) -> None:
    """Everything that the program reads, and no settings of a site."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        shipped = {"theme/templates/base.html", "theme/translations/kk.po", "figures/ledger/schema.json"}
        assert {f"aimaq/{name}" for name in shipped} <= names
        assert {name.partition("/")[0].partition("-")[0] for name in names} == {"aimaq"}
        assert not [name for name in names if name.endswith("conf.py")]


def test_installed_alone_it_builds_the_same_site(wheel: Path, site: Site, tmp_path: Path) -> None:
    """By `aimaq build` and by `pelican` alone, from a copy of the content and the settings."""
    project, venv = tmp_path / "site", tmp_path / "venv"
    shutil.copytree(ROOT / "content", project / "content")
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy2(ROOT / name, project)
    run(uv(), "venv", "--quiet", venv, cwd=tmp_path)
    run(uv(), "pip", "install", "--quiet", "--no-deps", "--python", venv / "bin/python", wheel, cwd=tmp_path)
    libraries = {"PYTHONPATH": sysconfig.get_path("purelib")}  # what the wheel needs, but not the repository's aimaq
    python = venv / "bin/python"
    place = run(python, "-c", "import aimaq; print(aimaq.__file__)", cwd=project, **libraries)
    assert Path(place.strip()).is_relative_to(venv)
    run(venv / "bin/aimaq", "build", cwd=project, **libraries)
    run(python, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "plain", cwd=project, **libraries)
    assert tree(project / "output") == tree(site.output)
    assert tree(project / "plain") == tree(site.output)
