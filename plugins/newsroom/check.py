"""The checks that need no build."""

from __future__ import annotations

import runpy
from pathlib import Path

from support.catalogs import missing, read_catalogs
from support.problems import Problem

__all__ = ["interface_problems"]


def interface_problems(project: Path) -> list[Problem]:
    """Return what the interface's texts lack: a message without its translation in some language."""
    theme = project / "theme"
    languages = sorted(path.stem for path in (theme / "translations").glob("*.po"))
    catalogs = read_catalogs(theme / "translations", languages, root=project)
    kinds = runpy.run_path(str(project / "pelicanconf.py"))["NEWSROOM_KINDS"]
    return missing(
        theme / "templates",
        catalogs,
        root=project,
        python=sorted((project / "plugins").rglob("*.py")),
        extra=[kind["label"] for kind in kinds],
    )
