"""The commands: `uv run inv --list` names them, `uv run inv --help build` explains one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Context, Exit, task

if TYPE_CHECKING:
    from incremental.build import Report

PROJECT = Path(__file__).resolve().parent
CACHE = ".aimaq"
# Our plugins are plain packages in a folder; Pelican finds them by PLUGIN_PATHS, Python by this.
sys.path.insert(0, str(PROJECT / "plugins"))


@contextmanager
def problems_explained() -> Iterator[None]:
    """Print problems as an editor wants to read them and exit with 1; a surprise goes to a file, not to the screen."""
    from support.problems import ProblemsFound

    try:
        yield
    except ProblemsFound as found:
        count = len(found.problems)
        end = "1 problem" if count == 1 else f"{count} problems"
        raise Exit(f"{found}\n{end}; the site that was there has not been touched.", code=1) from None
    except OSError as error:
        raise Exit(f"{error.filename or 'this machine'}: {error.strerror or error}", code=1) from None


def build_site(output: str, *, conf: str = "pelicanconf.py", fresh: bool = False) -> Report:
    """Build into ``output``; the cache of each output folder is its own."""
    from incremental.build import build

    target = Path(output).resolve()
    cache = PROJECT / CACHE if target == PROJECT / "output" else target.with_name(f".{target.name}.cache")
    return build(PROJECT, output=target, cache=cache, conf=conf, fresh=fresh)


def told(report: Report) -> str:
    """Return a build's report in one line."""
    changes = report.changes
    done = "composed" if report.composed else "refilled"
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed"
    return f"Site {done} in {report.seconds:.1f} s: {counts if changes else 'nothing has changed'}."


@task(help={"output": "the folder to build into", "fresh": "compose every page anew", "publish": "use publishconf.py"})
def build(c: Context, output: str = "output", fresh: bool = False, publish: bool = False) -> None:
    """Build the site."""
    with problems_explained():
        print(told(build_site(output, conf="publishconf.py" if publish else "pelicanconf.py", fresh=fresh)))


@task(help={"port": "the port on this machine"})
def serve(c: Context, port: int = 8000) -> None:
    """Build, serve on this machine, rebuild on every save and reload the browser."""
    from incremental.serve import Server, rebuild_on_change
    from support.problems import ProblemsFound

    def rebuild() -> str:
        try:
            print(told(build_site("output")))
        except ProblemsFound as found:
            print(found, file=sys.stderr)
            return str(found)
        return ""

    try:
        server = Server(PROJECT / "output", port)
    except OSError as error:
        raise Exit(f"port {port}: {error.strerror}; choose another one with --port", code=1) from None
    server.start()
    server.announce(rebuild())
    print(f"Open {server.url} (Ctrl+C to stop)", flush=True)
    names = ("content", "theme", "plugins", "pelicanconf.py")
    rebuild_on_change([PROJECT / name for name in names], rebuild, server)
