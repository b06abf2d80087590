"""What ends a command early, in an editor's words."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from aimaq.base.languages.messages import system_reason, tr, tr_number

if TYPE_CHECKING:
    from aimaq.base.problems import Problem
    from aimaq.pipeline.project import Project

__all__ = [
    "STOPPED",
    "Failure",
    "current_project",
    "explained",
    "file_in",
    "folder_of",
    "port_explained",
    "problems_explained",
    "problems_text",
]

STOPPED: Final = tr("Stopped. All files are whole: as they were before, or as they were to be.")


#: The names of variables of the environment that hold what nobody may read.
_SECRET_NAME: Final = re.compile(r"SECRET|TOKEN|PASSW|ACCESS_KEY|API_KEY|CREDENTIAL", re.IGNORECASE)
_SHORTEST_SECRET: Final = 6  # characters


class Failure(Exception):
    """Ends a command with a message for its user and an exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def current_project() -> Project:
    """Return the project whose folder the working directory is, or lies in; raise ``Failure`` if there is none."""
    from aimaq.pipeline.project import CONF, Project

    here = Path.cwd()
    try:
        root = next((folder for folder in (here, *here.parents) if (folder / CONF).is_file()), None)
    except OSError as error:  # a folder that this user may not search
        reason = tr("the file cannot be read: %(reason)s", reason=system_reason(error))
        raise Failure(f"{error.filename}: {reason}") from None
    if root is None:
        raise Failure(
            tr(
                "%(file)s: this settings file is missing\n    run aimaq in the folder of a site, where it stands",
                file=CONF,
            )
        )
    return Project(root)


def folder_of(project: Project, given: str, default: str) -> Path:
    """Return the folder that the user named, or else the one of that name in the project, as short as it can be."""
    return Path(given or os.path.relpath(project.root / default))


def file_in(project: Project, given: str) -> str:
    """Return the name of a file that the user named, relative to the project; an address on the web stays as it is."""
    if not given or "://" in given or Path.cwd() == project.root:
        return given
    return Path(os.path.relpath(given, project.root)).as_posix()


@contextmanager
def port_explained(port: str) -> Iterator[None]:
    """Raise ``Failure`` where a server cannot use the port."""
    try:
        yield
    except (OSError, OverflowError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else ""
        reason = reason or tr("a port is a number from 1 to 65535")
        raise Failure(
            tr("port %(port)s: %(reason)s; choose another one with --port", port=port, reason=reason)
        ) from None


@contextmanager
def problems_explained(kept: str = tr("the site that was there has not been touched")) -> Iterator[None]:
    """Turn what is raised into a ``Failure`` that an editor can read; ``kept`` says what has not been changed."""
    try:
        yield
    except (Failure, click.ClickException):
        raise
    except (KeyboardInterrupt, EOFError):
        raise Failure(STOPPED, 130) from None
    except Exception as error:
        raise Failure(explained(error, kept)) from None


def explained(error: Exception, kept: str) -> str:
    """Return what went wrong in an editor's words; the details of a surprise go to a file, not to the screen."""
    from aimaq.base.problems import ProblemsFound

    if isinstance(error, ProblemsFound):
        return problems_text(error.problems, kept)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or tr('this machine')}: {system_reason(error)}; {kept}."
    message = _without_credentials(str(error).strip().rpartition("\n")[2] or type(error).__name__)
    try:
        path = Path(os.path.relpath(current_project().root), ".aimaq/error.txt")
    except Failure:
        return tr(
            "Something unexpected: %(message)s\n    Show this to an engineer; %(kept)s.", message=message, kept=kept
        )
    try:
        path.parent.mkdir(exist_ok=True)
        details = _without_credentials("".join(traceback.format_exception(error)))
        path.write_text(details, encoding="utf-8", errors="backslashreplace")
    except OSError:  # what was unexpected may be the disk
        return tr(
            "Something unexpected: %(message)s\n    Show this to an engineer; %(kept)s.", message=message, kept=kept
        )
    return tr(
        "Something unexpected: %(message)s\n    Show %(path)s to an engineer; %(kept)s.",
        message=message,
        path=path.as_posix(),
        kept=kept,
    )


def _without_credentials(text: str) -> str:
    """Return a text without the values of the environment's passwords, tokens and keys."""
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST_SECRET and _SECRET_NAME.search(name):
            text = text.replace(value, "…")
    return text


def problems_text(problems: Sequence[Problem], kept: str) -> str:
    """Return the problems in their order, a paragraph each, and how many they are."""
    count = tr_number("%(number)s problem", "%(number)s problems", len(problems))
    return "\n".join([*map(str, problems), f"{count}; {kept}."])
