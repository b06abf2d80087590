"""Undo of what was recorded and has neither been committed nor published.

Each recording leaves a note in the cache: the ledger as it was, and how long the log was. What readers or colleagues
may have seen is not undone: it is corrected in public.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.processes.git import git
from aimaq.figures.ledger.read import ledger_text
from aimaq.figures.ledger.record import Recording
from aimaq.figures.log import log_file
from aimaq.figures.log.log_file import Log, read_log
from aimaq.pipeline.figure_log import log_files_of
from aimaq.pipeline.project import Project

__all__ = ["Undoable", "note_recording", "undo", "undoable"]

#: How many recordings can be undone, one after the other.
MOST: Final = 20
_IN_PUBLIC: Final = Message("What was wrong in public is corrected in public: `aimaq correct`.")


class Undoable(msgspec.Struct, frozen=True):
    """A recording: what it was, the ledger before it and the digest of it after, the log's length before and after."""

    summary: str
    before: str
    after: str
    logged_before: int
    logged_after: int


def note_recording(project: Project, recording: Recording, summary: str, logged: tuple[int, int]) -> None:
    """Keep what undoing a recording needs; ``logged`` are the numbers of entries in the log before and after it."""
    _keep(project, [*_recorded(project), Undoable(summary, recording.old, _digest(recording.new), *logged)][-MOST:])


def undoable(project: Project) -> Undoable | None:
    """Return the recording that would be undone, None if there is none or if the ledger has been edited since."""
    settings = project.settings()
    recorded = _recorded(project) if settings.indicators_path else []
    return recorded[-1] if recorded and _digest(ledger_text(settings)[0]) == recorded[-1].after else None


def undo(project: Project, *, write: bool = True, meant: str = "") -> Undoable:
    """Take back the last recording, in the ledger and in the log, if ``write`` is true, and return it.

    ``meant`` is the digest of the ledger after the recording that somebody has looked at, "" if nobody has. Raises
    ``ProblemsFound``, and then nothing has been changed.
    """
    settings = project.settings()
    with project.ledger_lock():
        last = undoable(project)
        if last is None:
            message = tr("there is nothing to undo: nothing was recorded here, or the ledger has been edited since")
            raise ProblemsFound([Problem(settings.indicators_path or "aimaq undo", message, hint=_IN_PUBLIC)])
        if meant and last.after != meant:
            message = tr("%(what)s has been recorded since", what=last.summary)
            hint = tr("Nothing was taken back. Look again at what was recorded last.")
            raise ProblemsFound([Problem(settings.indicators_path, message, hint=hint)])
        ledger, files = project.root / settings.indicators_path, log_files_of(settings)
        log = read_log(files) if files else None
        _check_private(last, ledger, settings.indicators_path, log)
        if not write:
            return last
        write_atomically(ledger.resolve(), last.before.encode(), durable=True)
        if files and log:
            log_file.rewrite(files, log.lines[: last.logged_before])
            files.known.forget()
        _keep(project, _recorded(project)[:-1])
    return last


def _check_private(last: Undoable, ledger: Path, shown: str, log: Log | None) -> None:
    """Raise ``ProblemsFound`` if somebody else may have seen what was recorded."""
    if log and log.published > last.logged_before:
        message = tr("%(what)s has been published", what=last.summary)
        raise ProblemsFound([Problem(shown, message, hint=_IN_PUBLIC)])
    if log and len(log.lines) != last.logged_after:
        message = tr("the log has got other entries since %(what)s was recorded", what=last.summary)
        raise ProblemsFound([Problem(shown, message, hint=_IN_PUBLIC)])
    if _committed(ledger) == last.after:
        message = tr("%(what)s has been committed, and others may have it", what=last.summary)
        raise ProblemsFound([Problem(shown, message, hint=tr("Take the commit back if nobody has it; else correct."))])


def _committed(ledger: Path) -> str:
    """Return the digest of the file in the last commit, "" where there is none."""
    printed = git(ledger.parent, "show", f"HEAD:./{ledger.name}")
    return "" if printed is None else sha256(printed).hexdigest()


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _place(project: Project) -> Path:
    return project.cache / "recorded.json"


def _recorded(project: Project) -> Sequence[Undoable]:
    """Return what can be undone, the last at the end; a file that is missing or damaged offers nothing."""
    try:
        return msgspec.json.decode(_place(project).read_bytes(), type=list[Undoable])
    except (OSError, msgspec.DecodeError):
        return []


def _keep(project: Project, recorded: Sequence[Undoable]) -> None:
    place = _place(project)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(place, msgspec.json.encode(recorded))
