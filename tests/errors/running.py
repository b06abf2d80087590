"""Running the cases of the table: the project that they break, the command that meets a mistake, and what it says."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from errors.table import Case, groups, made

from tools import built, forked

__all__ = ["good_project", "machine", "run", "said", "told_by", "told_in"]

FOOTER = re.compile(r"\n\d+ (problems?|ошибк[аи]|ошибок|қате); [^\n]+$")


def good_project(folder: Path) -> Path:
    """Return a project of five texts and three indicators, made in a new folder and built."""
    project = built.small_project(folder, own_theme=True)
    done = run(project, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def run(
    project: Path, command: str, before: Callable[[], None] | None = None, lang: str = "en"
) -> subprocess.CompletedProcess[str]:
    """Run ``aimaq …`` as an editor does; ``before`` takes effect when a program is started."""
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "1000", "AIMAQ_LANGUAGE": lang}
    if before is None:
        return forked.run(command.split(), project, environment)
    return subprocess.run(
        [*built.AIMAQ, *command.split()],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        preexec_fn=before,
    )


@contextmanager
def machine(case: Case, project: Path) -> Iterator[tuple[str, Callable[[], None] | None]]:
    """Bring the computer into the case's state; yield the command and what it is run with."""
    match case.machine:
        case "":
            yield case.command, None
        case "a port that is taken":
            with socket.create_server(("127.0.0.1", 0)) as server:
                yield case.command.replace("8000", str(server.getsockname()[1])), None
        case "a folder that may not be written to":
            closed = project / "closed"
            closed.mkdir()
            closed.chmod(0o555)
            try:
                yield case.command, _bow_to_permissions
            finally:
                closed.rmdir()
        case name:
            raise ValueError(f"unknown state of the machine: {name}")


def _bow_to_permissions() -> None:
    """Give up root's right to write everywhere (Linux: the capability CAP_DAC_OVERRIDE, number 1)."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1)  # PR_CAPBSET_DROP, which the command inherits


def said(done: subprocess.CompletedProcess[str], project: Path) -> str:
    """Return all that the command printed, but for its last line, which counts the problems."""
    return FOOTER.sub("", (done.stdout + done.stderr).strip()).replace(f"{project}/", "")


def told_by(case: Case, project: Path, lang: str = "en") -> tuple[str, int]:
    """Make the mistake; return all that the command says of it, as the table has it, and its exit code."""
    with machine(case, project) as (command, before), made(case, project):
        done = run(project, command, before, lang)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    port = re.search(r"--port (\d+)", command)
    return said(done, project).replace(port[1] if port else "8000", "8000"), done.returncode


def told_in(lang: str) -> dict[str, str]:
    """Return what commands say of each mistake in a language, by the cases' names."""
    with TemporaryDirectory() as folder:
        project = good_project(Path(folder, "project"))
        return {str(case): told_by(case, project, lang)[0] for group in groups() for case in group.cases}
