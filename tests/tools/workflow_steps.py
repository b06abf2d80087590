"""Runs a step of a workflow as a script, in a clone of a site, as a Git host does."""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import forked

__all__ = ["run_step"]

INSTALL = "python3 -m pip install --quiet --target .uv uv"
#: Stands for `uv run … aimaq`: has the tests run the command, and ends as it does.
_UV = """\
#!/bin/sh
shift 3
pwd > {calls}/folder
env -0 > {calls}/environment
printf '%s\\0' "$@" > {calls}/arguments
echo > {calls}/asked
read -r status < {calls}/answered
cat {calls}/out
cat {calls}/err >&2
exit "$status"
"""


def run_step(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a script, with the tests' own program in place of the installed one (test_transcript installs)."""
    for script in folder.glob("deploy/*.sh"):
        script.write_text(script.read_text("utf-8").replace(INSTALL, "true"), "utf-8")
    own = {"GITHUB_OUTPUT": "/dev/null", "EVENT": "push", "CI_PIPELINE_SOURCE": "push"}
    call = ["bash", "-e", "-c", command.replace(INSTALL, "true")]
    with (
        _calls(folder / ".uv/bin/uv") as (calls, asked, answered),
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as err,
    ):
        script_run = subprocess.Popen(
            call, cwd=folder, env={**os.environ, **own, **environment}, stdout=out, stderr=err, stdin=subprocess.DEVNULL
        )
        while script_run.poll() is None:
            if select.select([asked], [], [], 0.05)[0]:
                os.read(asked, 1)
                os.write(answered, f"{_status(calls)}\n".encode())
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(call, script_run.returncode, out.read(), err.read())


@contextmanager
def _calls(uv: Path) -> Iterator[tuple[Path, int, int]]:
    """Put our program at ``uv``; yield the folder of its calls, the pipe in which it asks, and that of our answers."""
    with tempfile.TemporaryDirectory() as name:
        calls = Path(name)
        uv.parent.mkdir(parents=True, exist_ok=True)
        uv.write_text(_UV.format(calls=calls))
        uv.chmod(0o755)
        pipes = []
        for pipe in (calls / "asked", calls / "answered"):
            os.mkfifo(pipe)
            pipes.append(os.open(pipe, os.O_RDWR))  # open both ways, it neither ends nor waits for the other side
        try:
            yield calls, pipes[0], pipes[1]
        finally:
            for descriptor in pipes:
                os.close(descriptor)


def _status(calls: Path) -> int:
    """Run the command as the script has called it, for our program to print what it said; return its exit status."""
    arguments = (calls / "arguments").read_text("utf-8").split("\0")[:-1]
    exported = (calls / "environment").read_text("utf-8").split("\0")[:-1]
    environment = dict(line.split("=", 1) for line in exported)
    done = forked.run(arguments, Path((calls / "folder").read_text("utf-8").rstrip("\n")), environment)
    (calls / "out").write_text(done.stdout, "utf-8")
    (calls / "err").write_text(done.stderr, "utf-8")
    return done.returncode
