"""New files into a folder, all of them or none, and none over another."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["copy_tree", "move_in", "stage"]


def copy_tree(source: Path, target: Path) -> None:
    """Let ``target`` hold the files of ``source``: the same ones where the file system has hard links."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        elif path.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            _link(path, place)


def stage(folder: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write files, given by their paths below ``folder``, whole and to the disk. One that is there is replaced."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # never through a hard link into another file
        with path.open("xb") as file:
            if isinstance(data, Path):
                with data.open("rb") as source:
                    shutil.copyfileobj(source, file)
            else:
                file.write(data)
            file.flush()
            os.fsync(file.fileno())


def move_in(staged: Path, content: Path, new: Mapping[str, object], replaced: str = "") -> None:
    """Put staged files into the content folder; ``replaced`` is one that takes the place of what is there, at last.

    Each file appears whole. If one cannot be put there, those before it are taken back and the error is raised: a file
    that has come meanwhile is a ProblemsFound.
    """
    made: list[Path] = []
    try:
        for name in new:
            path = content / name
            for folder in reversed([each for each in path.parents if not each.exists()]):
                folder.mkdir()
                made.append(folder)
            _link(staged / name, path)
            made.append(path)
        if replaced:
            path = content / replaced
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged / replaced, path)
    except BaseException as error:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise ProblemsFound(
                [Problem(str(error.filename2 or error.filename), "this file has come meanwhile")]
            ) from None
        raise


def _link(source: Path, target: Path) -> None:
    """Let a file have a second name, where nothing may be yet; copy it where the file system has no such thing."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS):
            raise
        with source.open("rb") as read, target.open("xb") as written:
            shutil.copyfileobj(read, written)
