"""The editors' commands in processes that have everything loaded: a run costs what the command does, not its start.

A run is a fork of this process that waits until strace has attached itself, and then goes on as the real ``aimaq``: it
makes the system calls that the command makes from there on. What of them changes the disk is the same, call by call, as
in a process of its own; ``reliability`` makes sure of that before it strikes.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from aimaq.cli import run as run_command
from tools import remembered_templates
from tools.faults import Outcome, strace

__all__ = ["run", "settle"]


def run(command: Sequence[str], folder: Path, *tracing: str) -> Outcome:
    """Run a command, ``aimaq …``, in a folder, under strace if there are options for it."""
    waiting, going = os.pipe()
    ended, living = os.pipe()  # every process that the command starts holds its end of it, too
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        pid = os.fork()
        if not pid:
            os.close(going)
            os.close(ended)
            _go_on_as(command[3:], folder, waiting, said.fileno(), complained.fileno())
        os.close(waiting)
        os.close(living)
        try:
            tracer = _attached(pid, tracing) if tracing else None
        finally:
            os.close(going)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.read(ended, 1)
        os.close(ended)
        if tracer:
            tracer.communicate()
        texts = []
        for file in (said, complained):
            file.seek(0)
            texts.append(file.read().decode())
    return Outcome(status, "".join(texts), texts[1])


def _attached(pid: int, tracing: Sequence[str]) -> subprocess.Popen[str]:
    tracer = subprocess.Popen([strace(), *tracing, "-p", str(pid)], stderr=subprocess.PIPE, encoding="utf-8")
    assert tracer.stderr is not None
    answer = tracer.stderr.readline()
    assert "attached" in answer, answer
    return tracer


def _go_on_as(arguments: Sequence[str], folder: Path, waiting: int, said: int, complained: int) -> None:
    """Be the command, and never return."""
    status = 70
    try:
        os.read(waiting, 1)  # comes to its end when strace is there
        os.close(waiting)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(complained, 2)
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(each, mode, encoding="utf-8") for each, mode in enumerate("rww"))
        sys.dont_write_bytecode = True
        remembered_templates.remember()
        os.chdir(folder)
        try:
            status = run_command(arguments)
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def settle() -> None:
    """Let the garbage collector pass over everything that exists by now, here and in forks, which share its memory."""
    gc.collect()
    gc.freeze()
