"""The command `aimaq` in this process: the same parser and functions, without a second for each new Python."""

from __future__ import annotations

from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from aimaq.cli import run

__all__ = ["Done", "command"]


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def command(project: Path, *arguments: str) -> Done:
    """Run ``aimaq …`` in ``project``, the folder of a site."""
    out, err = StringIO(), StringIO()
    with chdir(project), redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    return Done(code, out.getvalue(), err.getvalue())
