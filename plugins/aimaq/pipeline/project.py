"""The folder of one site: its settings and its caches."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aimaq.base.problems import Problem
    from aimaq.settings.schema import Settings

__all__ = ["CONF", "Project", "languages_of", "today"]

CONF, PUBLISH_CONF = "pelicanconf.py", "publishconf.py"


@dataclass(frozen=True, slots=True)
class Project:
    """A site in the folder ``root``, an absolute path."""

    root: Path

    @property
    def cache(self) -> Path:
        """The cache of the site in ``output``, and of the commands; it may be deleted at any time."""
        return self.root / ".aimaq"

    @property
    def shared_cache(self) -> Path:
        """The cache of pictures and other expensive files, for all output folders."""
        return self.cache / "made"

    @property
    def published_conf(self) -> str:
        """Return the settings file of the published site: where nothing differs in it, there is one for both."""
        return PUBLISH_CONF if (self.root / PUBLISH_CONF).exists() else CONF

    def settings(self, conf: str = CONF) -> Settings:
        """Return the settings of the file ``conf``; raise ``ProblemsFound``."""
        from aimaq.settings.load import plain_settings
        from aimaq.settings.read import read_settings

        return read_settings(plain_settings(self.root, conf), self.root)

    def publication_problems(self) -> list[Problem]:
        """Return what keeps the site from being published; raise ``ProblemsFound`` for settings of the wrong form."""
        from aimaq.settings.publishable import publication_problems

        return list(publication_problems(self.settings(self.published_conf), self.settings()))

    def output_folder(self, path: Path) -> Path:
        """Return a folder to write a site into, absolute and without links; raise ``ProblemsFound`` if it cannot be."""
        from aimaq.base.files.replaced_folders import check_place

        try:
            folder = path.resolve()
        except (OSError, RuntimeError):  # RuntimeError: links that lead to each other, up to Python 3.12
            folder = path.absolute()
        check_place(folder, self.root, ())
        return folder

    def folder_to_replace(self, path: Path, settings: Settings) -> Path:
        """Return :meth:`output_folder`, after a look at the settings' folders and at what the folder holds already."""
        from aimaq.base.files.replaced_folders import check_contents, check_place, shown_in
        from aimaq.build.inputs import input_folders

        folder = self.output_folder(path)
        check_place(folder, self.root, input_folders(self.root, settings.given))
        check_contents(folder, shown_in(self.root, folder))
        return folder

    def ledger_lock(self) -> AbstractContextManager[None]:
        """Return a lock for recording: of two commands at once, the second reads what the first has written."""
        from aimaq.base.files.lock import locked

        return locked(self.cache / "ledger.lock")


def languages_of(settings: Settings) -> tuple[str, ...]:
    """Return the languages that the ledger must have."""
    return tuple(settings.indicators_prefixes)


def today(settings: Settings) -> date:
    """Return the day up to which figures are public."""
    from aimaq.figures.fill.today import moment_of

    return moment_of(settings, datetime.now(UTC)).date()
