"""Puts new files into a folder: all of them or none, and never over an existing one."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from aimaq.base.files.hard_links import link_or_copy
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["copy_tree", "move_in", "stage"]


def copy_tree(source: Path, target: Path) -> None:
    """Replace ``target`` by a copy of ``source``, made of hard links where the file system has them."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir(parents=True, exist_ok=True)
        elif path.is_file():
            link_or_copy(path, copy)


def stage(folder: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write files, given as bytes or as files to copy, below ``folder``, and flush them; existing ones are replaced."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # it may be a hard link to another file, which has to stay as it is
        with path.open("xb") as file:
            if isinstance(data, Path):
                with data.open("rb") as source:
                    shutil.copyfileobj(source, file)
            else:
                file.write(data)
            file.flush()
            os.fsync(file.fileno())


def move_in(staged: Path, content: Path, new: Iterable[str], replaced: str = "") -> None:
    """Give the content folder the ``new`` files of ``staged``, then let one file take the place of an existing one.

    Each file appears whole. If one fails, those before it are removed and the error is raised. A file that has been
    created in the meantime raises ProblemsFound.
    """
    created: list[Path] = []
    try:
        for name in new:
            path = content / name
            for folder in reversed([parent for parent in path.parents if not parent.exists()]):
                folder.mkdir()
                created.append(folder)
            link_or_copy(staged / name, path)
            created.append(path)
        if replaced:
            path = content / replaced
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged / replaced, path)
    except BaseException as error:
        for path in reversed(created):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            name = str(error.filename2 or error.filename)
            raise ProblemsFound([Problem(name, tr("this file has been created in the meantime"))]) from None
        raise
