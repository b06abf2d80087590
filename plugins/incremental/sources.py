"""What a site is made from: digests of its settings, code, theme and content, as far as they matter to each step."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .inputs import Look, digest_of, libraries
from .transform import Transform

__all__ = ["Sources", "folders", "look_at"]


@dataclass(frozen=True, slots=True)
class Sources:
    """Digests of one look at a site's sources.

    ``code`` is that of settings, plugins and libraries, on which reading depends; ``base`` is that of all that any
    page depends on. ``content`` has each content file's by its path. ``look`` is the look itself.
    """

    project: Path
    code: str
    base: str
    content: Mapping[str, bytes]
    look: Look
    templates: Mapping[str, bytes]
    times: str

    def whole(self, included: Iterable[str]) -> str:
        """Return the digest of all that the site is composed from; texts have ``included`` these files."""
        files = {**self.content, **self.templates, **self.look.digests(map(Path, included))}
        return digest_of(self.project, files, self.base, self.times)

    def are_those_of(self, about: Mapping[str, str]) -> bool:
        """Tell whether what the last build composed its pages from is still the same."""
        return "inputs" in about and about["inputs"] == self.whole(json.loads(about.get("included", "[]")))


def look_at(project: Path, conf: str, settings: Mapping[str, Any], transform: Transform, look: Look) -> Sources:
    """Look at all files that the site is made from, but for the transform's own inputs."""
    content, theme, *plugins = folders(project, settings)
    overrides = [project / path for path in settings.get("THEME_TEMPLATES_OVERRIDES", ())]
    statics = [theme / path for path in settings.get("THEME_STATIC_PATHS", ())]  # they may lead out of the theme
    settings_files = [project / name for name in dict.fromkeys(("pelicanconf.py", conf))]
    themes, inside = look.digests([theme, *statics]), f"{theme / 'templates'}{os.sep}"
    rest = {path: digest for path, digest in themes.items() if not path.startswith(inside)}
    texts = look.digests([content], without=transform.inputs)
    read = {name: value for name, value in settings.items() if name not in transform.settings}
    plain = json.dumps(read, default=str, sort_keys=True)
    code = digest_of(project, look.digests([*plugins, *settings_files]), plain, libraries())
    return Sources(
        project,
        code,
        base=digest_of(project, rest, code, transform.shape),
        content=texts,
        look=look,
        templates={path: themes[path] for path in themes.keys() - rest.keys()} | look.digests(overrides),
        times=_times(settings, texts),
    )


def folders(project: Path, settings: Mapping[str, Any]) -> list[Path]:
    """Return the folders that a site is made from: content, theme, plugins."""
    return [project / path for path in (settings["PATH"], settings["THEME"], *settings.get("PLUGIN_PATHS", ()))]


def _times(settings: Mapping[str, Any], files: Iterable[str]) -> str:
    """Return the times of the files where these are what an article without a date is dated by, else nothing."""
    if settings.get("DEFAULT_DATE") != "fs":
        return ""
    return " ".join(str(os.stat(path).st_mtime_ns) for path in sorted(files))
