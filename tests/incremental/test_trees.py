"""The site and its idle twin: one whole site at every instant, and unchanged files left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from aimaq.base.files.replaced_folders import record_files
from aimaq.build.site_trees import SiteTrees


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def trees(tmp_path: Path) -> SiteTrees:
    """A site of three files, its idle twin laid out."""
    write(tmp_path / "output", {"a.html": "1", "b/c.html": "2", "old/d.html": "3"})
    trees = SiteTrees(tmp_path / "output")
    trees.make_idle()
    return trees


def publish(trees: SiteTrees, files: dict[str, str], gone: tuple[str, ...] = ()) -> None:
    for path, text in files.items():
        trees.write(path, text.encode())
    for path in gone:
        trees.remove(path)
    trees.exchange()


def test_what_is_written_and_dropped_is_the_new_site(trees: SiteTrees) -> None:
    """New files appear, changed ones change, and what is gone leaves neither a file nor an empty folder."""
    publish(trees, {"b/c.html": "new", "e/f.html": "4"}, gone=("old/d.html",))
    assert tree(trees.site) == {"a.html": "1", "b/c.html": "new", "e/f.html": "4"}
    assert not (trees.site / "old").exists()


def test_the_old_site_is_never_written_through_a_shared_inode(trees: SiteTrees) -> None:
    """Until the exchange, and for a reader who has a file open even after it, the old bytes stand."""
    with (trees.site / "b/c.html").open() as reader:
        trees.write("b/c.html", b"new")
        assert (trees.site / "b/c.html").read_text() == "2"
        trees.exchange()
        assert reader.read() == "2"
    assert (trees.site / "b/c.html").read_text() == "new"


def test_an_unchanged_file_keeps_inode_and_time(trees: SiteTrees) -> None:
    """rsync and object stores upload only what changed."""
    before = (trees.site / "a.html").stat()
    publish(trees, {"b/c.html": "new"})
    after = (trees.site / "a.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_the_idle_tree_catches_up_with_what_has_changed_since_it_was_the_site(trees: SiteTrees) -> None:
    """After two publications the files of the first one are right as well."""
    publish(trees, {"a.html": "first", "n/new.html": "first"}, gone=("old/d.html",))
    for path in ("a.html", "n/new.html", "old/d.html"):
        trees.update(path)
    publish(trees, {"b/c.html": "second"})
    assert tree(trees.site) == {"a.html": "first", "b/c.html": "second", "n/new.html": "first"}


def test_the_first_site_needs_no_old_one(tmp_path: Path) -> None:
    """There may be nothing to exchange with yet."""
    trees = SiteTrees(tmp_path / "output")
    trees.make_idle()
    publish(trees, {"a.html": "1"})
    assert tree(trees.site) == {"a.html": "1"}


def test_a_deleted_or_copied_folder_is_another_one(trees: SiteTrees, tmp_path: Path) -> None:
    """The identity tells when the idle tree may not be trusted."""
    before = trees.identity()
    assert SiteTrees(tmp_path / "output").identity() == before
    record_files(trees.site, trees.files())
    listed = trees.identity()
    trees.touch()
    assert len({before, listed, trees.identity()}) == 3
    trees.site.rename(tmp_path / "moved")
    write(trees.site, {"a.html": "1"})
    assert trees.identity() != before
