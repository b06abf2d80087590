"""No command deletes or replaces what Aimaq has not written: the real commands, on folders of somebody else."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from aimaq.base.files.replaced_folders import record_files, replaced_folder
from tools.built import aimaq, give_address, small_project

#: Each command that replaces a folder which its user names, and files of hers there: her own site among them.
COMMANDS = ("build", "build --publish", "build --fresh", "build --as-of 2025-01-01", "pdf")
THEIRS = {"index.html": "<p>My own site.", "photos/a.jpg": "not yours", "letter.txt": "Салем"}
PROTECTED = {
    "/": "the output folder is the root of the file system",
    "{home}": "the output folder is your home folder, or holds it",
    "{home}/..": "the output folder is your home folder, or holds it",
    ".": "the output folder would take the place of the project's own files",
    "..": "the output folder would take the place of the project's own files",
    "content": "the output folder would take the place of the project's own files",
    "content/media/new": "the output folder would take the place of the project's own files",
    "theme": "the output folder would take the place of the project's own files",
    ".git/hooks": "the output folder is a part of a Git repository's own files",
    "clone": "the output folder is a Git repository",
    "publishconf.py": "the output folder is a file",
    "to-content": "the output folder would take the place of the project's own files",
    "to-root": "the output folder is the root of the file system",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = give_address(small_project(tmp_path_factory.mktemp("folders") / "home" / "site", own_theme=True))
    (project / "clone/.git").mkdir(parents=True)
    (project / ".git").mkdir()
    (project / "to-content").symlink_to("content")
    (project / "to-root").symlink_to("/")
    return project


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def lay_out(folder: Path) -> Path:
    for name, text in THEIRS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("place", PROTECTED)
@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_takes_the_place_of_a_protected_folder(
    project: Path, command: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = project.parent
    monkeypatch.setenv("HOME", str(home / "empty"))
    (home / "empty").mkdir(exist_ok=True)
    before = files(project)
    done = aimaq(*command.split(), "--output", place.format(home=home / "empty"), project=project)
    # The folder above an empty home is that of the project too.
    expected = {PROTECTED[place], PROTECTED[".."]} if place == "{home}/.." else {PROTECTED[place]}
    if place == "..":
        expected.add(PROTECTED["{home}"])
    assert done.returncode == 1, done.stdout
    assert any(f": {each}\n" in done.stderr for each in expected), done.stderr
    assert files(project) == before and (home / "empty").is_dir()


@pytest.mark.parametrize("how", ["folder", "link", "store"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_of_somebody_else_is_left_as_it_is(project: Path, tmp_path: Path, command: str, how: str) -> None:
    """Also where a link leads to it, and where an earlier build has left its cache beside it."""
    folder = lay_out(tmp_path / "hers")
    if how == "link":
        (tmp_path / "link").symlink_to(folder)
    if how == "store":
        record_files(folder, ["index.html"])
    before = files(tmp_path)
    place = tmp_path / ("link" if how == "link" else "hers")
    done = aimaq(*command.split(), "--output", str(place), project=project)
    assert done.returncode == 1 and not done.stdout
    assert "this folder holds something else, which would be deleted: " in done.stderr
    assert "letter.txt" in done.stderr and "photos/a.jpg" in done.stderr
    assert {name: data for name, data in files(tmp_path).items() if ".cache/" not in name} == before


def test_what_is_added_to_a_built_site_is_never_deleted(tmp_path: Path) -> None:
    """A file, a link to a folder; also after the cache, the store and the site have been copied or deleted."""
    project = small_project(tmp_path / "site")
    assert aimaq("build", project=project).returncode == 0
    (project / "output/report.pdf").write_bytes(b"the only copy")
    (project / "content/news/growth.ru.md").write_text(
        (project / "content/news/growth.ru.md").read_text("utf-8") + "\nЕщё.\n", "utf-8"
    )
    for options in ((), ("--fresh",)):
        done = aimaq("build", *options, project=project)
        assert done.stderr.startswith("output: this folder holds something else, which would be deleted: report.pdf\n")
    assert (project / "output/report.pdf").read_bytes() == b"the only copy"
    (project / "output/report.pdf").rename(project / "report.pdf")
    (project / "output/album").symlink_to(project / "content")
    assert "deleted: album\n" in aimaq("build", project=project).stderr
    (project / "output/album").unlink()
    (project / "output/.DS_Store").write_bytes(b"a file manager was here")
    assert aimaq("build", project=project).returncode == 0


@pytest.mark.parametrize("what", [".aimaq", ".output.idle", ".output.files", "copied"])
def test_our_own_site_is_known_when_caches_are_gone(tmp_path: Path, what: str) -> None:
    project = small_project(tmp_path / "site")
    assert aimaq("build", project=project).returncode == 0
    if what == "copied":
        shutil.copytree(project, tmp_path / "copy", symlinks=True)
        project = tmp_path / "copy"
    elif (project / what).is_dir():
        shutil.rmtree(project / what)
    else:
        (project / what).unlink()
    (project / "content/news/growth.ru.md").touch()
    done = aimaq("build", "--fresh", project=project)
    assert (done.returncode, done.stderr) == (0, "")


def test_pdf_replaces_what_it_has_written(project: Path, tmp_path: Path) -> None:
    for text in ("one", "two"):
        with replaced_folder(tmp_path / "site", "site") as draft:
            (draft / "a").mkdir()
            (draft / f"a/{text}.txt").write_text(text)
    assert files(tmp_path / "site") == {"a/two.txt": b"two"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.files", "site"]


def test_hosting_replaces_its_own_files_alone(project: Path, tmp_path: Path) -> None:
    assert aimaq("hosting", "--output", str(tmp_path / "hosting"), project=project).returncode == 0
    assert aimaq("hosting", "--output", str(tmp_path / "hosting"), project=project).returncode == 0
    (tmp_path / "hosting/Caddyfile").write_text("our.own.example {\n}\n")
    (tmp_path / "hosting/nginx.conf").unlink()
    (tmp_path / "hosting/nginx.conf").symlink_to(project / "publishconf.py")
    before, settings = files(tmp_path), (project / "publishconf.py").read_text()
    done = aimaq("hosting", "--output", str(tmp_path / "hosting"), project=project)
    message = "aimaq hosting has not written this file, and would replace it"
    assert done.stderr.count(message) == 2 and done.returncode == 1
    assert files(tmp_path) == before and (project / "publishconf.py").read_text() == settings


def test_a_site_is_not_published_into_the_project(project: Path) -> None:
    """A project has a folder .aimaq, a target a file of that name."""
    (project / ".aimaq").mkdir(exist_ok=True)
    done = aimaq("publish", str(project), "--site", "nothing", project=project)
    assert done.returncode == 1
    (project / "finished").mkdir(exist_ok=True)
    (project / "finished/index.html").write_text("<p>x")
    done = aimaq("publish", str(project), "--site", "finished", project=project)
    assert "the folder holds files, and none that aimaq publish has put there" in done.stderr
    assert not (project / "releases").exists()


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_what_is_published_has_one_mode_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    """In the output, in a folder target; the cache keeps what the umask asks for."""
    before = os.umask(umask)
    try:
        project = give_address(small_project(tmp_path / "site"))
        (tmp_path / "target").mkdir()
        assert aimaq("build", "--output", "new/folder", project=project).returncode == 0
        assert aimaq("build", project=project).returncode == 0
        done = aimaq("publish", str(tmp_path / "target"), "--site", "output", project=project)
        assert done.returncode == 0, done.stderr
        assert aimaq("hosting", project=project).returncode == 0
    finally:
        os.umask(before)
    for place in (project / "output", project / "new", project / "hosting", tmp_path / "target"):
        for path in (place, *place.rglob("*")):
            if not path.is_symlink() and ".cache/" not in path.as_posix() and not path.name.endswith(".cache"):
                mode = stat.S_IMODE(path.stat().st_mode)
                hidden = path.name.startswith(".folder.") and path.name.endswith((".files", ".idle"))
                if path == tmp_path / "target":  # which somebody made with this umask: others may read it now
                    assert mode | 0o020 == 0o775
                else:
                    assert hidden or mode == (0o755 if path.is_dir() else 0o644), f"{path}: {mode:o}"
    if umask == 0o077:
        assert stat.S_IMODE((project / ".aimaq").stat().st_mode) == 0o700


def test_plain_pelican_publishes_with_the_same_modes(tmp_path: Path) -> None:
    project = small_project(tmp_path / "site")
    before = os.umask(0o077)
    try:
        command = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "plain"]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    for path in (project / "plain", *(project / "plain").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path
