"""What a composed page is made from, as messages name it."""

import os
from collections.abc import Callable
from pathlib import Path

from aimaq.build.composition import Composition

__all__ = ["source_of"]


def source_of(composition: Composition, project: Path) -> Callable[[str], str]:
    """Return a function that returns the template of a page and the text that it shows; "" if there is none."""

    def source(path: str) -> str:
        if path not in composition.jobs:
            return ""
        template, context = composition.jobs[path].template, composition.jobs[path].context
        files = [template.filename] if template else []
        shown = next((context[name] for name in ("story", "text", "article", "page") if name in context), None)
        files.append(getattr(shown, "source_path", None))
        return " and ".join(os.path.relpath(file, project).replace(os.sep, "/") for file in files if file)

    return source
