"""What is seen from inside a build of Aimaq: where the time of a cold one goes, and how long a warm one takes.

Run as a process of its own, ``python -m bench.inside NAME SIZE SEED STEPS FOLDER``, with the project's plugins first
on Python's path; prints JSON.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .corpus import Corpus
from .figures import Figures
from .generators import GENERATORS, Project

__all__ = ["main"]

EDITS = 5
LIBRARY = "Python itself"
#: How many calls deep the time of Python's own library is followed to its caller.
DEPTH = 40


def main(name: str, size: str, seed: str, steps: str, folder: str) -> None:
    """Profile a cold build, then time warm ones after an edited article and after a changed figure."""
    project = Project(GENERATORS[name], Corpus(int(size), int(seed)), Path(folder), Figures(int(steps)), int(steps))
    os.chdir(project.folder)  # as the commands do
    project.clear()
    profile = cProfile.Profile()
    report = profile.runcall(_build, project)
    found = {
        "packages": _by_package(pstats.Stats(profile)),
        "stages": _stages(report),
        "article": _warm(project, project.edit_article),
        "figure": _warm(project, project.edit_figure),
    }
    print(json.dumps(found))


def _build(project: Project) -> Any:
    from aimaq.pipeline.build import build

    return build(project.folder, output=project.output, cache=project.folder / ".aimaq")


def _stages(report: Any) -> dict[str, float]:
    """Return the seconds of each stage, if the build tells them."""
    stages = getattr(report, "stages", None)
    return dict(stages) if isinstance(stages, Mapping) else {}


def _warm(project: Project, edit: Any) -> list[float]:
    seconds = []
    for _ in range(EDITS):
        edited = edit()
        start = time.monotonic()
        _build(project)
        seconds.append(time.monotonic() - start)
        assert edited.shown(), f"{edited.page.name} does not show the edit"
    return seconds


def _by_package(stats: pstats.Stats) -> dict[str, float]:
    """Return seconds by package; those of Python's own library belong to the package that called it.

    Where several have called a function, its time is shared out by the time that it took for each of them.
    """
    calls: dict[Any, Any] = stats.stats  # type: ignore[attr-defined]
    settled: defaultdict[str, float] = defaultdict(float)
    moving: dict[Any, float] = {function: own for function, (_, _, own, _, _) in calls.items()}
    for _ in range(DEPTH):
        following: dict[Any, float] = {}
        for function, seconds in moving.items():
            package = _package(function[0])
            callers = calls[function][4]
            whole = sum(cumulative for _, _, _, cumulative in callers.values())
            if package != LIBRARY or whole <= 0:
                settled[package] += seconds
                continue
            for caller, (_, _, _, cumulative) in callers.items():
                following[caller] = following.get(caller, 0.0) + seconds * cumulative / whole
        moving = following
    settled[LIBRARY] += sum(moving.values())
    return dict(sorted(settled.items(), key=lambda item: -item[1])[:12])


def _package(path: str) -> str:
    parts = Path(path).parts
    for folder in ("site-packages", "plugins"):
        if folder in parts:
            place = parts.index(folder) + 1
            # Of ours it is the room that tells where the time goes.
            return ".".join(parts[place : place + (2 if folder == "plugins" else 1)]).removesuffix(".py")
    if "importlib" in path:
        return "importing modules"
    return "templates" if path.endswith(".html") else LIBRARY


if __name__ == "__main__":
    main(*sys.argv[1:])
