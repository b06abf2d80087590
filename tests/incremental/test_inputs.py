"""A look digests bytes; a file that the system tells nothing new of is not read again, and no change goes unnoticed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.base.installed import libraries
from aimaq.build import file_digests as inputs
from aimaq.build.file_digests import FileDigests, KnownDigest


def look(folder: Path, known: dict[str, KnownDigest]) -> tuple[dict[str, bytes], dict[str, KnownDigest]]:
    one = FileDigests(known)
    return one.of([folder]), one.current


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files that have come to rest, as far as a look can tell."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(b"one\n")
    return tmp_path


@pytest.fixture
def at_rest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files come to rest within a tenth of a second, still far more than a tick of this file system; and rest."""
    monkeypatch.setattr(inputs, "_RACY", 100_000_000)
    time.sleep(0.2)


@pytest.fixture
def never_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an hour be too short to trust what the system tells of a file, however slow the machine."""
    monkeypatch.setattr(inputs, "_RACY", 3600 * 10**9)


def with_the_old_time(change: Callable[[Path], None]) -> Callable[[Path], None]:
    def changed(path: Path) -> None:
        state = path.stat()
        change(path)
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    return changed


def replace(path: Path) -> None:
    path.with_name("new").write_bytes(b"two\n")
    os.replace(path.with_name("new"), path)


def swap(path: Path) -> None:
    other = path.with_name("b.md")
    other.write_bytes(b"two\n")
    shutil.copystat(path, other)
    os.replace(other, path)


CHANGES = {
    "rewritten": lambda path: path.write_bytes(b"two\n") and None,
    "replaced": replace,
    "swapped with a twin": swap,
    "cut short": lambda path: os.truncate(path, 1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(("rest", "known"), [("never_at_rest", 0), ("at_rest", 2)], ids=["at once", "after a rest"])
def test_a_change_that_keeps_size_and_time_is_noticed(
    request: pytest.FixtureRequest, folder: Path, change: Callable[[Path], None], rest: str, known: int
) -> None:
    """Nobody can set the time of a file's last change of any kind, and within one tick of it nothing is trusted."""
    request.getfixturevalue(rest)
    digests, seen = look(folder, {})
    assert len(seen) == known
    with_the_old_time(change)(folder / "a.md")
    assert look(folder, seen)[0][f"{folder}/a.md"] != digests[f"{folder}/a.md"]


@pytest.mark.usefixtures("at_rest")
def test_a_file_at_rest_is_read_once(folder: Path) -> None:
    """What a look has seen spares the next one the reading: even bytes that nobody may read any more are known."""
    digests, seen = look(folder, {})
    forged = {path: (state, b"as known") for path, (state, _) in seen.items()}
    again, kept = look(folder, forged)
    assert set(again.values()) == {b"as known"} and kept == forged
    assert look(folder, {})[0] == digests


@given(st.dictionaries(st.sampled_from(["a.md", "b.md", "c/d.md", "c/e.txt"]), st.binary(max_size=3)))
def test_digests_are_those_of_the_bytes(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    """Two files have one digest if they have the same bytes, and a look with a memory finds what one without does."""
    folder = tmp_path_factory.mktemp("look")
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    digests, seen = look(folder, {})
    assert digests == look(folder, seen)[0]
    assert set(digests) == {f"{folder}/{name}" for name in files}
    assert len(set(digests.values())) == len(set(files.values()))


def test_files_left_out_are_left_out_under_every_name(folder: Path) -> None:
    """The ledger is the transform's own, even where a link leads to it."""
    (folder / "link.md").symlink_to(folder / "a.md")
    one = FileDigests({})
    assert set(one.without(one.of([folder]), [folder / "a.md"])) == {f"{folder}/b.md"}


def test_all_that_is_installed_counts() -> None:
    """A plugin or an extension from a package may shape the output as well as Pelican does."""
    assert {"pelican", "markdown", "msgspec"} <= {name.partition("-")[0].lower() for name in libraries().split()}
