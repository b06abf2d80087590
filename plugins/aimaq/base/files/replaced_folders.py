"""Folders that a command replaces as a whole: never one that holds what Aimaq has not written there.

Beside such a folder stands a list of the files in it, ``.NAME.files``. A file that is not in the list is somebody
else's, and the folder is refused. The list is made before the files, so that an interrupted command is recognized.
"""

import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.files.public_modes import make_public
from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem, ProblemsFound, named

__all__ = [
    "check_contents",
    "check_place",
    "files_below",
    "list_state",
    "record_files",
    "recorded_files",
    "refuse_foreign",
    "replaced_folder",
    "shown_in",
    "touch_list",
]

#: What file managers leave in folders that they show.
_LEFTOVERS: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_HINT: Final = Message("choose another one with --output")


def check_place(folder: Path, project: Path, inputs: Iterable[Path]) -> None:
    """Raise ``ProblemsFound`` where no folder may be replaced.

    ``folder`` and ``project`` are absolute, without symbolic links; ``inputs`` are the folders that a site is made
    from.
    """
    real = [each.resolve() for each in inputs]
    message = ""
    if folder == Path(folder.anchor):
        message = tr("the output folder is the root of the file system")
    elif Path.home().resolve().is_relative_to(folder):
        message = tr("the output folder is your home folder, or holds it")
    elif project.is_relative_to(folder) or any(
        each.is_relative_to(folder) or folder.is_relative_to(each) for each in real
    ):
        message = tr("the output folder would take the place of the project's own files")
    elif ".git" in folder.parts:
        message = tr("the output folder is a part of a Git repository's own files")
    elif folder.exists() and not folder.is_dir():
        message = tr("the output folder is a file")
    elif (folder / ".git").exists():
        message = tr("the output folder is a Git repository")
    elif folder.is_mount():
        message = tr("the output folder is a file system of its own, which cannot be replaced: name a folder in it")
    if message:
        raise ProblemsFound([Problem(shown_in(project, folder), message, hint=_HINT)])


def check_contents(folder: Path, shown: str) -> None:
    """Raise ``ProblemsFound`` if the folder, ``shown`` so in the message, holds what no command has written there."""
    refuse_foreign(folder, shown, files_below(folder))


def refuse_foreign(folder: Path, shown: str, paths: Iterable[str], known: Collection[str] = ()) -> None:
    """Raise ``ProblemsFound`` if one of the ``paths`` below the folder is of a file that no command has written there.

    ``known`` are paths of files that are ours beside those of the folder's list.
    """
    unknown = [path for path in paths if path not in known and path.rpartition("/")[2] not in _LEFTOVERS]
    foreign = sorted(set(unknown) - recorded_files(folder)) if unknown else []
    if foreign:
        names = named(foreign, 3 if len(foreign) == 3 else 2)
        message = tr("this folder holds something else, which would be deleted: %(names)s", names=names)
        hint = tr("%(hint)s, or move these files away; readers get what is in content/media", hint=_HINT)
        raise ProblemsFound([Problem(shown, message, hint=hint)])


def shown_in(project: Path, folder: Path) -> str:
    """Return a folder as messages name it: relative to the project, if it is in it."""
    return (folder.relative_to(project) if folder.is_relative_to(project) else folder).as_posix()


def recorded_files(folder: Path) -> set[str]:
    """Return the paths in the folder's list; none if there is no list, or a damaged one."""
    try:
        paths = json.loads(_list_of(folder).read_bytes())
    except (OSError, ValueError):
        return set()
    return {each for each in paths if isinstance(each, str)} if isinstance(paths, list) else set()


def record_files(folder: Path, paths: Iterable[str]) -> None:
    """Write the folder's list."""
    write_atomically(_list_of(folder), json.dumps(sorted(paths), indent=0).encode())


def touch_list(folder: Path) -> None:
    """Give the folder's list, if there is one, another :func:`list_state`."""
    with suppress(FileNotFoundError):
        os.utime(_list_of(folder))


def list_state(folder: Path) -> str:
    """Return a text that changes whenever the folder's list is written, touched or deleted."""
    try:
        return str(_list_of(folder).stat().st_mtime_ns)
    except FileNotFoundError:
        return "-"


def files_below(folder: Path) -> Iterator[str]:
    """Yield the path of everything below the folder that is not a folder; no symbolic link is followed."""
    folders = [(str(folder), "")]
    while folders:
        path, prefix = folders.pop()
        try:
            entries = list(os.scandir(path))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, f"{prefix}{entry.name}/"))
            else:
                yield f"{prefix}{entry.name}"


@contextmanager
def replaced_folder(folder: Path, shown: str) -> Iterator[Path]:
    """Yield a new folder that takes the place of ``folder`` when the block has ended without an exception.

    Raises ``ProblemsFound``, before and after the block, if ``folder`` holds what is not ours.
    """
    check_contents(folder, shown)
    draft, old = (folder.with_name(f".{folder.name}.aimaq-{name}") for name in ("new", "old"))
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        yield draft
        make_public(draft)
        check_contents(folder, shown)
        written = set(files_below(draft))
        record_files(folder, written | recorded_files(folder))
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    with suppress(OSError):  # the longer list does for the next time
        record_files(folder, written)


def _list_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.files")
