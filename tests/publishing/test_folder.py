"""Releases in a folder and on a server: whole, linked, kept, rolled back, and clear about what is in the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.publishing.publish import list_releases, roll_back
from aimaq.publishing.targets.target_settings import find_target
from aimaq.settings.read import read_settings
from tools import faults, loopback, programs, versions
from tools.built import ROOT

Publish = Callable[..., str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    programs.require("rsync", "rsync")
    return tmp_path / "srv" / "press"


BOTH = pytest.mark.parametrize("target", ["folder", "server"], indirect=True)


@pytest.fixture
def target(request: pytest.FixtureRequest, root: Path) -> dict[str, Any]:
    """A folder of this machine, or the same behind a real sshd."""
    if getattr(request, "param", "folder") == "folder":
        return {"to": str(root), "keep": 3, "grace": 0, "max_deletions": "100%"}
    server: loopback.Sshd = request.getfixturevalue("sshd")
    return {
        "to": server.address(root),
        "ssh_config": str(server.config),
        "keep": 3,
        "grace": 0,
        "max_deletions": "100%",
    }


def rsync_under_strace(folder: Path, options: str) -> str:
    """Make a program ``rsync`` that runs the real one under strace; return a ``PATH`` that leads to it."""
    strace, rsync = faults.strace(), programs.require("rsync", "rsync")
    folder.mkdir()
    wrapper = folder / "rsync"
    wrapper.write_text(f'#!/bin/sh\nexec {strace} -o /dev/null {options} {rsync} "$@"\n')
    wrapper.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def found(target: dict[str, Any]) -> Any:
    return find_target(read_settings({"PUBLISH_TARGETS": {"web": target}}, ROOT), "web")


def served(root: Path) -> dict[str, bytes]:
    return versions.without_siblings(versions.tree(root / "current"))


def names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "releases").iterdir())


@BOTH
def test_a_release_is_the_site_and_shares_what_has_not_changed(
    publish: Publish, target: dict[str, Any], root: Path
) -> None:
    one = versions.files_of(1)
    assert f"{len(one)} added, 0 changed, 0 removed" in publish(target, one)
    assert served(root) == one
    two = {**one, "index.html": one["index.html"].replace(b"version 1<", b"version 2<")}
    report = publish(target, two)
    assert "0 added, 1 changed, 0 removed; 4 files sent" in report, "the page and its three siblings"
    assert served(root) == two
    first, second = (root / "releases" / name for name in names(root))
    assert len(second.name) == len("20261124T060000Z") and first.name < second.name
    for path in (each.relative_to(second) for each in second.rglob("*") if each.is_file()):
        shared = (first / path).exists() and (first / path).samefile(second / path)
        assert shared != path.name.startswith("index.html") or str(path.parent) != "."
    assert (second / "index.html").stat().st_mtime >= (first / "index.html").stat().st_mtime + 1


def test_the_same_size_and_time_do_not_hide_a_change(publish: Publish, target: dict[str, Any], root: Path) -> None:
    """A figure that changes from 2 522 to 2 523 leaves the length as it was."""
    files = {"index.html": b"<p>2 522 jobs</p>"}
    publish(target, files)
    publish(target, {"index.html": b"<p>2 523 jobs</p>"})
    assert served(root) == {"index.html": b"<p>2 523 jobs</p>"}


def test_nothing_new_makes_no_release_and_again_compares_every_file(
    publish: Publish, target: dict[str, Any], root: Path
) -> None:
    files = versions.files_of(1)
    publish(target, files)
    assert "has this site already" in publish(target, files)
    assert len(names(root)) == 1
    page = root / "current/about/index.html"
    page.unlink()
    page.write_bytes(b"somebody was here")
    assert "0 changed" in publish(target, files, again=True)
    assert served(root) == files


def test_so_many_releases_are_kept_and_the_styles_of_each(publish: Publish, target: dict[str, Any], root: Path) -> None:
    sheets = []
    for version in range(1, 6):
        files = versions.files_of(version)
        sheets.append(next(path for path in files if path.endswith(".css")))
        publish(target, files)
    assert len(names(root)) == 3
    present = [(root / "current" / sheet).is_file() for sheet in sheets]
    assert present == [False, False, True, True, True]
    assert (root / f"current/{sheets[3]}.gz").is_file()
    assert not any((root / "incoming").iterdir())
    assert sorted(path.name for path in (root / "manifests").iterdir()) == names(root)


def test_a_release_that_was_current_a_moment_ago_stays(publish: Publish, target: dict[str, Any], root: Path) -> None:
    for version in range(4):
        publish({**target, "keep": 1, "grace": 60}, versions.files_of(version))
    assert len(names(root)) == 4


@BOTH
def test_a_rollback_is_one_command_and_goes_both_ways(publish: Publish, target: dict[str, Any], root: Path) -> None:
    sites = [versions.files_of(version) for version in (1, 2, 3)]
    for files in sites:
        publish(target, files)
    first, second, third = names(root)
    assert roll_back(found(target), "") == f"web ({target['to']}) serves {second} again, instead of {third}."
    newer = next(path for path in sites[2] if path.endswith(".css"))
    assert (root / "current" / newer).is_file(), "a page of the newer release may still be open"
    assert {path: served(root)[path] for path in sites[1]} == sites[1]
    roll_back(found(target), "")
    assert (root / "current").resolve().name == first
    with pytest.raises(ProblemsFound, match="there is no release before the current one"):
        roll_back(found(target), "")
    with pytest.raises(ProblemsFound, match='there is no release "nonsense"'):
        roll_back(found(target), "nonsense")
    roll_back(found(target), third)
    assert list_releases(found(target)) == f"{third}  current\n{second}\n{first}"
    roll_back(found(target), first)
    fourth = versions.files_of(4)
    publish(target, fourth)
    assert {path: served(root)[path] for path in fourth} == fourth


@BOTH
def test_a_dry_run_touches_nothing(publish: Publish, target: dict[str, Any], root: Path) -> None:
    files = {"index.html": b"one", "old.html": b"old"}
    assert "2 added" in publish(target, files, dry_run=True)
    assert not root.exists()
    publish(target, files)
    before = sorted(root.rglob("*"))
    report = publish(target, {"index.html": b"two", "new.html": b"new"}, dry_run=True)
    assert report.split("\n")[1:] == ["  + new.html", "  ~ index.html", "  − old.html"]
    assert sorted(root.rglob("*")) == before


def test_too_many_deletions_are_refused(publish: Publish, target: dict[str, Any], root: Path) -> None:
    files = versions.files_of(1)
    publish(target, files)
    with pytest.raises(ProblemsFound, match="would be deleted"):
        publish({**target, "max_deletions": 3}, {"index.html": b"all is lost"})
    assert served(root) == files
    publish({**target, "max_deletions": 3}, {"index.html": b"as meant"}, allow_deletions=True)
    assert served(root)["index.html"] == b"as meant"


@BOTH
def test_a_folder_of_somebody_else_is_refused(publish: Publish, target: dict[str, Any], root: Path) -> None:
    root.mkdir(parents=True)
    (root / "thesis.doc").write_text("mine")
    with pytest.raises(ProblemsFound, match="holds files, and none that aimaq publish has put there"):
        publish(target, versions.files_of(1))
    assert [path.name for path in root.iterdir()] == ["thesis.doc"]


@BOTH
def test_a_killed_publication_is_continued(
    publish: Publish, target: dict[str, Any], root: Path, tmp_path: Path
) -> None:
    """The machine dies in the middle: readers keep the old site, and what was sent is not sent again.

    The rsync that sends stops for good (SIGSTOP) where it opens the 300th picture for the second time: to send it, when
    it has read all of them for their digests.
    """
    publish(target, {"index.html": b"old"})
    files = {f"media/{number:04}.jpg": os.urandom(20_000) for number in range(400)} | {"index.html": b"new"}
    site = versions.write(tmp_path / "large", files)
    code = (
        "import sys, json; from pathlib import Path\n"
        "from aimaq.publishing.targets.target_settings import find_target\n"
        "from aimaq.publishing.publish import publish_site\n"
        "from aimaq.publishing.targets.target_settings import PublishOptions\n"
        "from aimaq.settings.read import read_settings\n"
        "settings = read_settings({'PUBLISH_TARGETS': {'web': json.loads(sys.argv[1])}}, Path('.'))\n"
        "target = find_target(settings, 'web')\n"
        "publish_site(target, Path(sys.argv[2]), Path(sys.argv[3]), lambda path: {}, PublishOptions())\n"
    )
    arguments = [sys.executable, "-c", code, json.dumps(target), str(site), str(tmp_path / "cache")]
    stopping = "-P media/0300.jpg -P 0300.jpg -e inject=openat:signal=STOP:when=2"
    path = rsync_under_strace(tmp_path / "bin", stopping)
    environment = {**os.environ, "PATH": path}
    process = subprocess.Popen(arguments, env=environment, start_new_session=True)
    try:
        while sum(1 for _ in root.glob("incoming/*/media/[0-9]*.jpg")) < 250:  # some are still on their way then
            assert process.poll() is None
            time.sleep(0.01)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert served(root) == {"index.html": b"old"}
    arrived = sum(1 for _ in root.glob("incoming/*/media/[0-9]*.jpg"))
    assert 250 <= arrived <= 300, "it was killed in the middle"
    report = publish(target, files)
    sent = int(report.rpartition("; ")[2].split()[0])
    assert sent <= len(files) - arrived + 5, report
    assert served(root) == files
    assert not any((root / "incoming").iterdir())


def test_two_publications_at_once_do_not_mix(publish: Publish, target: dict[str, Any], root: Path) -> None:
    from aimaq.publishing.targets.target_host import TargetHost

    publish(target, {"index.html": b"one"})
    with pytest.raises(ProblemsFound, match="something else was published here in the meantime"):
        TargetHost(found(target)).run("switch", "0123456789abcdef", "20990101T000000Z", "another", "^$")
    assert served(root) == {"index.html": b"one"}


# What is in the way


def test_a_server_that_does_not_answer(publish: Publish, root: Path) -> None:
    with pytest.raises(ProblemsFound, match=r"(?s)Connection refused.*the server does not answer: is it up"):
        publish({"to": f"ssh://127.0.0.1:{loopback.free_port()}{root}"}, {"index.html": b"x"})


def test_a_server_without_a_name(publish: Publish, root: Path) -> None:
    with pytest.raises(ProblemsFound, match=r"(?s)Could not resolve hostname.*the server's name is not known"):
        publish({"to": f"ssh://no-such-host.invalid{root}"}, {"index.html": b"x"})


def test_a_key_that_the_server_does_not_know(publish: Publish, root: Path, sshd: loopback.Sshd) -> None:
    with pytest.raises(
        ProblemsFound, match=r"(?s)Permission denied \(publickey\).*the server accepts none of your keys"
    ):
        publish({"to": sshd.address(root), "ssh_config": str(sshd.stranger)}, {"index.html": b"x"})


def test_a_server_that_nobody_has_met(publish: Publish, root: Path, sshd: loopback.Sshd, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(sshd.config.read_text().replace("known_hosts", "no_such_file"))
    with pytest.raises(ProblemsFound, match=r"(?s)Host key verification failed.*connect once by hand"):
        publish({"to": sshd.address(root), "ssh_config": str(config)}, {"index.html": b"x"})


def path_without_rsync(folder: Path) -> str:
    folder.mkdir()
    for name in ("sh", "ls", "cat", "date", "sed", "readlink", "ssh", "mkdir"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return str(folder)


def test_no_rsync(publish: Publish, target: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", path_without_rsync(tmp_path / "bin"))
    with pytest.raises(ProblemsFound, match=r"(?s)there is no rsync on this machine.*install rsync"):
        publish(target, {"index.html": b"x"})


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(publish: Publish) -> None:
    with pytest.raises(ProblemsFound, match=r"(?s)Permission denied.*must be able to write"):
        publish({"to": "/proc/press"}, {"index.html": b"x"})


def test_a_full_disk(publish: Publish, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every folder that rsync makes at the target fails as on a full disk; readers keep what they had."""
    target = {"to": str(root), "max_deletions": "100%"}
    publish(target, {"index.html": b"old"})
    path = rsync_under_strace(tmp_path / "bin", "-f -e inject=mkdir,mkdirat:error=ENOSPC:when=2+")
    with monkeypatch.context() as patch:
        patch.setenv("PATH", path)
        with pytest.raises(ProblemsFound, match=r"(?s)No space left on device.*the target's disk is full"):
            publish(target, versions.files_of(1))
    assert served(root) == {"index.html": b"old"}
    publish(target, versions.files_of(1))
    assert {path: served(root)[path] for path in versions.files_of(1)} == versions.files_of(1)
