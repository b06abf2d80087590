"""Publishing: one whole site at every instant, and unchanged files left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from incremental.publish import publish_files, publish_tree


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_the_output_becomes_exactly_the_new_site(tmp_path: Path) -> None:
    """New files appear, changed ones change, and what is gone leaves nothing behind."""
    output = write(tmp_path / "output", {"a.html": "1", "b/c.html": "2", "old/d.html": "3"})
    changes = publish_tree(write(tmp_path / "staged", {"a.html": "1", "b/c.html": "new", "e.html": "4"}), output)
    assert tree(output) == {"a.html": "1", "b/c.html": "new", "e.html": "4"}
    assert (changes.added, changes.changed, changes.removed) == (("e.html",), ("b/c.html",), ("old/d.html",))
    assert {path.name for path in tmp_path.iterdir()} == {"output", "staged"}


def test_an_unchanged_file_keeps_inode_and_time(tmp_path: Path) -> None:
    """rsync and object stores upload only what changed."""
    output = write(tmp_path / "output", {"a.html": "1", "b.html": "2"})
    before = (output / "a.html").stat()
    publish_tree(write(tmp_path / "staged", {"a.html": "1", "b.html": "3"}), output)
    after = (output / "a.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_an_unchanged_site_is_not_touched(tmp_path: Path) -> None:
    """Nothing to publish, nothing exchanged."""
    output = write(tmp_path / "output", {"a.html": "1"})
    before = output.stat().st_ino
    assert not publish_tree(write(tmp_path / "staged", {"a.html": "1"}), output)
    assert not publish_files({"a.html": b"1"}, output)
    assert output.stat().st_ino == before


def test_only_the_named_files_change(tmp_path: Path) -> None:
    """A refill rewrites what quotes the figure; the old file is never written through a shared inode."""
    output = write(tmp_path / "output", {"a.html": "1", "b/c.html": "2"})
    with (output / "b/c.html").open() as reader:
        changes = publish_files({"b/c.html": b"new"}, output)
        assert reader.read() == "2"
    assert tree(output) == {"a.html": "1", "b/c.html": "new"}
    assert changes.changed == ("b/c.html",)


@pytest.mark.parametrize("leftover", [".output.next"])
def test_a_killed_build_is_healed_by_the_next(tmp_path: Path, leftover: str) -> None:
    """What a build left half-way is swept away."""
    output = write(tmp_path / "output", {"a.html": "1"})
    write(tmp_path / leftover, {"junk.html": "x"})
    publish_tree(write(tmp_path / "staged", {"a.html": "2"}), output)
    assert tree(output) == {"a.html": "2"}
    assert not (tmp_path / leftover).exists()
