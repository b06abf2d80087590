"""Write a new site into a folder that holds nothing yet."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, named

__all__ = ["check_folder", "write_site"]

#: What may stand in the folder already: a new repository, and what installs the program.
_MAY_STAND: Final = frozenset({".git", ".uv", ".venv", ".DS_Store", "Thumbs.db", "desktop.ini"})
_MOST_NAMED: Final = 3


def check_folder(folder: Path, shown: str) -> None:
    """Raise ``ProblemsFound`` if the folder holds anything, or if there is a file of its name."""
    if folder.is_dir():
        there = sorted(each.name for each in folder.iterdir() if each.name not in _MAY_STAND)
    elif folder.exists() or folder.is_symlink():
        raise ProblemsFound([Problem(shown, tr("there is a file of this name"), hint=tr("name another folder"))])
    else:
        there = []
    if there:
        hint = tr("name a new folder, or an empty one: nothing is ever overwritten")
        raise ProblemsFound(
            [Problem(shown, tr("this folder is not empty: %(names)s", names=named(there, _MOST_NAMED)), hint=hint)]
        )


def write_site(folder: Path, files: Mapping[str, bytes], shown: str) -> None:
    """Write the files into a folder that is new or empty: all of them or none.

    Raises ``ProblemsFound`` as :func:`check_folder` does.
    """
    check_folder(folder, shown)
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=".aimaq-new-", dir=folder))  # in the same file system
    moved: list[Path] = []
    try:
        for name, data in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for each in sorted(draft.iterdir()):
            target = folder / each.name
            each.rename(target)
            moved.append(target)
        draft.rmdir()
    except BaseException:
        for each in (*moved, draft):
            shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise
