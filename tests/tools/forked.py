"""The command `aimaq` in a process of its own that has everything loaded: a run costs what the command does.

A run is a fork of the tests' process, which has imported Pelican and the program once; each run of ``python -m aimaq``
would import them again, which takes longer than most commands.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2.nodes  # noqa: F401  loaded once, before any fork

import aimaq.pelican.run  # noqa: F401
from aimaq.cli import run as run_command
from aimaq.pelican.hooks import build, figures, hosting, newsroom  # noqa: F401

__all__ = ["run"]


def run(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run ``aimaq …`` in a folder, with ``environment`` added."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if not pid:
            _run_and_exit(arguments, folder, environment or {}, out.fileno(), err.fileno())
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess(["aimaq", *arguments], status, *texts)


def _run_and_exit(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    out: int,
    err: int,
) -> None:
    status = 70  # EX_SOFTWARE: something that the command itself does not report
    try:
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  open until the process ends
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.environ.update(environment)
        status = run_command(arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
