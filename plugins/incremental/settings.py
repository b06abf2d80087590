"""A site's settings, read without Pelican: the settings file is plain data, so running it is enough."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

__all__ = ["plain_settings"]


def plain_settings(project: Path, conf: str) -> dict[str, Any]:
    """Return the upper-case names that the settings file defines.

    Raises whatever the file raises. Paths in it stay relative to the project, as written.
    """
    path = str(project)
    sys.path.insert(0, path)  # publishconf.py imports from pelicanconf.py beside it
    try:
        names = runpy.run_path(str(project / conf))
    finally:
        sys.path.remove(path)
        sys.modules.pop("pelicanconf", None)
    return {name: value for name, value in names.items() if name.isupper()}
