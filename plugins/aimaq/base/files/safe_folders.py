"""Refuses folders of sources that hold links, pipes or other special files, before any of it is read.

Pelican follows symbolic links, so one to ``/etc`` would be published, and one to its own folder would be read without
end. Reading a named pipe would not end either. Only names are checked; nothing is opened.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import translate
from pathlib import Path
from typing import Any

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, raise_any

__all__ = ["check_folders", "folder_problems"]


def check_folders(settings: Mapping[str, Any], project: Path) -> None:
    """Raise ProblemsFound with everything that the content and the theme may not hold; a folder may be missing."""
    ignored = tuple(settings.get("IGNORE_FILES", ()))
    folders = [project / settings[name] for name in ("PATH", "THEME") if isinstance(settings.get(name), str)]
    raise_any([problem for folder in folders for problem in folder_problems(folder, project, ignored)])


def folder_problems(folder: Path, project: Path, ignored: Iterable[str] = ()) -> Iterator[Problem]:
    """Yield a problem for each entry below ``folder`` that is neither a file nor a folder, or whose name is not UTF-8.

    Names that match a pattern in ``ignored`` are skipped, and so is a missing folder. The folder itself may be a link.
    """
    base = f"{project}{os.sep}"
    # All in one: a large site has ten thousand files.
    is_ignored = re.compile("|".join(translate(os.path.normcase(pattern)) for pattern in ignored) or r"(?!)").match
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            if is_ignored(os.path.normcase(entry.name)):
                continue
            if entry.name.isascii() and entry.is_file(follow_symlinks=False):
                continue
            shown = entry.path.removeprefix(base).replace(os.sep, "/")
            if not _is_text(entry.name):
                hint = tr("rename it; a file in Cyrillic from an old archive is unpacked anew with the right encoding")
                yield Problem(shown, tr("the name is not UTF-8"), hint=hint)
            elif entry.is_symlink():
                hint = tr("put the file itself there: a link may lead to what is not meant to be published")
                yield Problem(
                    shown,
                    tr('a symbolic link (to "%(target)s") is not followed', target=os.readlink(entry.path)),
                    hint=hint,
                )
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif not entry.is_file(follow_symlinks=False):
                yield Problem(shown, tr("this is neither a file nor a folder"), hint=tr("delete it"))


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
