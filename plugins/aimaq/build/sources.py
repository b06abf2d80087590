"""What a site is made from: digests of its settings, code, theme and content, as far as they matter to each step."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aimaq.build.file_digests import Look, digest_of, libraries
from aimaq.build.transform import Transform

__all__ = ["Files", "Rest", "Sources", "folders", "look_at"]

#: The installed package: a changed program composes everything anew.
_PROGRAM = Path(__file__).parents[1]


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


@dataclass(frozen=True, slots=True)
class Files:
    """All files that a site is made from, each with its digest, as one look has found them."""

    project: Path
    settings: Mapping[str, Any]
    look: Look
    content: Mapping[str, bytes]
    theme: Mapping[str, bytes]
    overrides: Mapping[str, bytes]
    code: Mapping[str, bytes]
    libraries: str
    now: datetime

    def sources(self, transform: Transform) -> Sources:
        """Return what matters to each step, but for the transform's own inputs."""
        inside = f"{self.project / self.settings['THEME'] / 'templates'}{os.sep}"
        templates = {path: digest for path, digest in self.theme.items() if path.startswith(inside)}
        rest = {path: digest for path, digest in self.theme.items() if path not in templates}
        texts = self.look.without(self.content, transform.inputs)
        read = {name: value for name, value in self.settings.items() if name not in transform.settings}
        code = digest_of(self.project, self.code, _plain(read), self.libraries)
        return Sources(
            self.project,
            code,
            base=digest_of(self.project, rest, code, transform.shape),
            content=texts,
            look=self.look,
            templates={**templates, **self.overrides},
            times=_times(self.settings, texts),
        )

    def whole(self, others: Iterable[str]) -> str:
        """Return one digest of all this, of the files ``others``, and of the day."""
        zone = ZoneInfo(self.settings.get("TIMEZONE", "UTC"))
        return digest_of(
            self.project,
            {**self.content, **self.theme, **self.overrides, **self.code, **self.look.digests(map(Path, others))},
            _plain(self.settings),
            self.libraries,
            _times(self.settings, self.content),
            str(self.now.astimezone(zone).date()),
        )


@dataclass(frozen=True, slots=True)
class Rest:
    """What tells that there is nothing to build: as long as ``whole`` is the same as after the last build.

    It covers the ``others`` as well: files outside of the folders that are looked at, of which only the last build
    knows that the site is made from them.
    """

    files: Files
    others: Sequence[str]
    whole: str

    @classmethod
    def of(cls, files: Files, about: Mapping[str, str]) -> Rest:
        """Return it as the files are now, by what is known ``about`` the last build."""
        others = json.loads(about.get("others", "[]"))
        return cls(files, others, files.whole(others))

    def told(self, paths: Iterable[str]) -> dict[str, str]:
        """Return what to tell about a build that has read the files ``paths``.

        Where it is the first to know of some of the others, they have been looked at by nobody: the next one does.
        """
        files = self.files
        known = files.content.keys() | files.theme.keys() | files.overrides.keys() | files.code.keys()
        others = sorted(set(paths) - known)
        return {"others": json.dumps(others), "whole": self.whole if others == self.others else ""}


def look_at(project: Path, conf: str, settings: Mapping[str, Any], look: Look, now: datetime) -> Files:
    """Look at all files that the site is made from; ``now`` says what day it is."""
    content, theme, *plugins = folders(project, settings)
    statics = [theme / path for path in settings.get("THEME_STATIC_PATHS", ())]  # they may lead out of the theme
    settings_files = [project / name for name in dict.fromkeys(("pelicanconf.py", conf))]
    return Files(
        project,
        settings,
        look,
        content=look.digests([content]),
        theme=look.digests([theme, *statics]),
        overrides=look.digests(project / path for path in settings.get("THEME_TEMPLATES_OVERRIDES", ())),
        code=look.digests([_PROGRAM, *plugins, *settings_files]),
        libraries=libraries(),
        now=now,
    )


def _plain(settings: Mapping[str, Any]) -> str:
    return json.dumps(settings, default=str, sort_keys=True)


def folders(project: Path, settings: Mapping[str, Any]) -> list[Path]:
    """Return the folders that a site is made from: content, theme, plugins."""
    return [project / path for path in (settings["PATH"], settings["THEME"], *settings.get("PLUGIN_PATHS", ()))]


def _times(settings: Mapping[str, Any], files: Iterable[str]) -> str:
    """Return the times of the files where these are what an article without a date is dated by, else nothing."""
    if settings.get("DEFAULT_DATE") != "fs":
        return ""
    return " ".join(str(os.stat(path).st_mtime_ns) for path in sorted(files))
