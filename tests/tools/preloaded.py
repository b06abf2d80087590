"""The editors' commands in processes that have everything loaded: a run costs what the command does, not its start.

A run is a fork of this process that waits until strace has attached itself, and then goes on as the real ``aimaq``: it
makes the system calls that the command makes from there on. What of them changes the disk is the same, call by call, as
in a process of its own; ``reliability`` makes sure of that before it strikes.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
import jinja2.nodes

from aimaq.cli import run as run_command
from tools.faults import Outcome, strace

__all__ = ["remember_templates", "run", "settle"]


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


def remember_templates() -> None:
    """From now on, let this process and its forks parse and compile a template's text once.

    What Jinja makes of a text depends on that and on the environment's options alone; it is most of what a build of so
    small a site costs.
    """
    parse, compile_ = jinja2.Environment.parse, jinja2.Environment.compile
    trees: dict[tuple[Any, ...], bytes] = {}
    codes: dict[tuple[Any, ...], Any] = {}

    def remembered_tree(env: jinja2.Environment, source: str, *rest: Any) -> jinja2.nodes.Template:
        key = (_options(env), source, *rest)
        if key not in trees:
            new = parse(env, source, *rest)
            new.set_environment(None)  # type: ignore[arg-type]  # as a new node, which has none yet
            trees[key] = pickle.dumps(new)
        tree: jinja2.nodes.Template = pickle.loads(trees[key])  # a copy each time: who looks at a tree may change it
        tree.set_environment(env)
        return tree

    def remembered_code(env: jinja2.Environment, source: str, *rest: Any) -> Any:
        key = (_options(env), source, *rest)
        if key not in codes:
            codes[key] = compile_(env, source, *rest)
        return codes[key]

    jinja2.Environment.parse = remembered_tree  # type: ignore[assignment, method-assign]  # *rest is all the others
    jinja2.Environment.compile = remembered_code  # type: ignore[assignment, method-assign]  # *rest is all the others


def _options(env: jinja2.Environment) -> tuple[Any, ...]:
    names = (env.extensions, env.filters, env.tests)
    how = (env.trim_blocks, env.lstrip_blocks, env.keep_trailing_newline, str(env.autoescape), env.undefined)
    return (*how, *(tuple(sorted(each)) for each in names))
