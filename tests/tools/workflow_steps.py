"""Runs a step of a workflow as a script, in a clone of a site, as a Git host does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["run_step"]

INSTALL = "python3 -m pip install --quiet --target .uv uv"


def run_step(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a script, with the tests' own program in place of the installed one (test_transcript installs)."""
    program = folder / ".uv/bin/uv"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'#!/bin/sh\nshift 2\nshift\nexec {sys.executable} -m aimaq "$@"\n')
    program.chmod(0o755)
    for script in folder.glob("deploy/*.sh"):
        script.write_text(script.read_text("utf-8").replace(INSTALL, "true"), "utf-8")
    own = {"GITHUB_OUTPUT": "/dev/null", "EVENT": "push", "CI_PIPELINE_SOURCE": "push"}
    call = ["bash", "-e", "-c", command.replace(INSTALL, "true")]
    return subprocess.run(call, cwd=folder, env={**os.environ, **own, **environment}, capture_output=True, text=True)
