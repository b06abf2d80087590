"""Editors' commands in this process: the same parser and the same tasks, without a second for each new Python."""

from __future__ import annotations

import importlib.util
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from invoke import Collection, Exit, Program

from tools.built import ROOT

__all__ = ["Done", "command"]


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def command(project: Path, *arguments: str) -> Done:
    """Run ``inv …`` in ``project``, a copy of this repository."""
    tasks = _tasks()
    tasks.PROJECT = project.resolve()
    out, err, code = StringIO(), StringIO(), 0
    with chdir(project), redirect_stdout(out), redirect_stderr(err):
        program = Program(namespace=Collection.from_module(tasks))
        program.create_config()
        program.parse_core(["inv", *arguments])
        program.parse_collection()
        program.parse_tasks()
        try:
            program.execute()
        except Exit as end:
            code = end.code
            if end.message:
                err.write(f"{end.message}\n")
    return Done(code, out.getvalue(), err.getvalue())


@cache
def _tasks() -> Any:
    spec = importlib.util.spec_from_file_location("tasks_in_process", ROOT / "tasks.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
