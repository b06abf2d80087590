"""What a folder of sources may hold: files and folders. Anything else is refused before it is touched.

Pelican follows symbolic links wherever they lead, so one to ``/etc`` would be published, and one to the folder that it
stands in would be read for ever. A named pipe would be waited for. Names are looked at, nothing is opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["check_folders", "folder_problems"]


def check_folders(settings: Mapping[str, Any], project: Path) -> None:
    """Raise ProblemsFound with all that neither the content nor the theme may hold; one may be absent."""
    ignored = tuple(settings.get("IGNORE_FILES", ()))
    folders = [project / settings[name] for name in ("PATH", "THEME") if isinstance(settings.get(name), str)]
    if problems := [problem for folder in folders for problem in folder_problems(folder, project, ignored)]:
        raise ProblemsFound(problems)


def folder_problems(folder: Path, project: Path, ignored: Iterable[str] = ()) -> Iterator[Problem]:
    """Yield a problem for each entry below ``folder`` that is neither a file nor a folder, or whose name is no text.

    Names that match the patterns ``ignored`` are passed over, and so is a folder that is not there. The folder itself
    may be a link.
    """
    base = f"{project}{os.sep}"
    patterns = tuple(ignored)
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            if any(fnmatch(entry.name, pattern) for pattern in patterns):
                continue
            shown = entry.path.removeprefix(base).replace(os.sep, "/")
            if not _is_text(entry.name):
                hint = "rename it; a file in Cyrillic from an old archive is unpacked anew with the right encoding"
                yield Problem(shown, "the name is not UTF-8", hint=hint)
            elif entry.is_symlink():
                hint = "put the file itself there: a link may lead to what is not meant to be published"
                yield Problem(shown, f'a symbolic link (to "{os.readlink(entry.path)}") is not followed', hint=hint)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif not entry.is_file(follow_symlinks=False):
                yield Problem(shown, "this is neither a file nor a folder", hint="delete it")


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
