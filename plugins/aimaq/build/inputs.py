"""What a site is made from: digests of its settings, code, theme and content, as far as each step depends on them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aimaq.base.installed import libraries
from aimaq.base.overrides import INPUTS
from aimaq.build.file_digests import FileDigests, digest_of
from aimaq.build.last_build import LastBuild
from aimaq.build.transform import Transform
from aimaq.settings.pelican_settings import PelicanSettings

__all__ = ["ComposingInputs", "Inputs", "input_folders"]

#: The installed package: a changed program composes everything anew.
_PROGRAM = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class ComposingInputs:
    """Digests of what composed pages depend on.

    ``code`` is that of settings, plugins and libraries, on which reading depends; ``base`` is that of everything that
    all pages depend on. ``content`` and ``templates`` have the digest of each file by its path.
    """

    project: Path
    code: str
    base: str
    content: Mapping[str, bytes]
    templates: Mapping[str, bytes]
    times: str
    digests: FileDigests

    def digest(self, included: Iterable[str]) -> str:
        """Return one digest of everything that the site is composed from; texts include the files ``included``."""
        files = {**self.content, **self.templates, **self.digests.of(map(Path, included))}
        return digest_of(self.project, files, self.base, self.times)

    def are_those_of(self, last: LastBuild) -> bool:
        """Return whether the last build composed its pages from the same inputs."""
        return bool(last.composing_inputs) and last.composing_inputs == self.digest(json.loads(last.included))


@dataclass(frozen=True, slots=True)
class Inputs:
    """All inputs of a build. There is nothing to build while their ``digest`` is that of the last build.

    ``outside`` are files outside of the folders that are digested, of which only the last build knows that the site is
    made from them.
    """

    project: Path
    settings: PelicanSettings
    digests: FileDigests
    now: datetime
    content: Mapping[str, bytes]
    theme: Mapping[str, bytes]
    overrides: Mapping[str, bytes]
    code: Mapping[str, bytes]
    outside: Sequence[str]
    libraries: str

    @classmethod
    def of(
        cls, project: Path, conf: str, settings: PelicanSettings, digests: FileDigests, now: datetime, last: LastBuild
    ) -> Inputs:
        """Digest all files that the site is made from; ``now`` is the moment of the build."""
        content, theme, *plugins = input_folders(project, settings)
        statics = [theme / path for path in settings.get("THEME_STATIC_PATHS", ())]  # they may lead out of the theme
        settings_files = [project / name for name in dict.fromkeys(("pelicanconf.py", conf))]
        return cls(
            project,
            settings,
            digests,
            now,
            content=digests.of([content]),
            theme=digests.of([theme, *statics, *(project / path for path in INPUTS)]),
            overrides=digests.of(project / path for path in settings.get("THEME_TEMPLATES_OVERRIDES", ())),
            code=digests.of([_PROGRAM, *plugins, *settings_files]),
            outside=json.loads(last.outside),
            libraries=libraries(),
        )

    def digest(self) -> str:
        """Return one digest of all files and settings, of the libraries, and of the day."""
        zone = ZoneInfo(self.settings.get("TIMEZONE", "UTC"))
        return digest_of(
            self.project,
            {**self._files(), **self.digests.of(map(Path, self.outside))},
            _plain(self.settings),
            self.libraries,
            _times(self.settings, self.content),
            str(self.now.astimezone(zone).date()),
        )

    def outside_of(self, paths: Iterable[str]) -> list[str]:
        """Return, in order, those of the files ``paths``, which a build has read, that are outside of the folders."""
        return sorted(set(paths) - self._files().keys())

    def for_composing(self, transform: Transform) -> ComposingInputs:
        """Return what composing depends on: everything except the transform's own inputs."""
        inside = f"{self.project / self.settings['THEME'] / 'templates'}{os.sep}"
        templates = {path: digest for path, digest in self.theme.items() if path.startswith(inside)}
        rest = {path: digest for path, digest in self.theme.items() if path not in templates}
        content = self.digests.without(self.content, transform.inputs)
        read = {name: value for name, value in self.settings.items() if name not in transform.settings}
        code = digest_of(self.project, self.code, _plain(read), self.libraries)
        base = digest_of(self.project, rest, code, transform.composing_key)
        times = _times(self.settings, content)
        return ComposingInputs(self.project, code, base, content, {**templates, **self.overrides}, times, self.digests)

    def _files(self) -> dict[str, bytes]:
        return {**self.content, **self.theme, **self.overrides, **self.code}


def input_folders(project: Path, settings: PelicanSettings) -> list[Path]:
    """Return the folders that a site is made from: content, theme, plugins."""
    return [project / path for path in (settings["PATH"], settings["THEME"], *settings.get("PLUGIN_PATHS", ()))]


def _plain(settings: PelicanSettings) -> str:
    return json.dumps(settings, default=str, sort_keys=True)


def _times(settings: PelicanSettings, files: Iterable[str]) -> str:
    """Return the times of the files if they date the articles that have no date, else nothing."""
    if settings.get("DEFAULT_DATE") != "fs":
        return ""
    return " ".join(str(os.stat(path).st_mtime_ns) for path in sorted(files))
