"""The values of a settings file, with the checks that come before anything else is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aimaq.base.files.safe_folders import check_folders
from aimaq.base.problems import ProblemsFound
from aimaq.settings.load import check_settings, plain_settings

if TYPE_CHECKING:
    from aimaq.settings.schema import Settings

__all__ = ["checked_values", "typed_settings"]


def checked_values(project: Path, conf: str, overrides: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the settings of the file ``conf``, which is executed, with ``overrides`` in their place.

    Raises ``ProblemsFound`` for settings with which no build is possible. A newsroom's folders are checked too, before
    a link in them is followed.
    """
    values = {**plain_settings(project, conf), **(overrides or {})}
    try:
        check_settings(values, project, conf)
        if "aimaq" in values.get("PLUGINS", ()):
            check_folders(values, project)
    except (ProblemsFound, TypeError):
        typed_settings(values, project)  # names the setting of the wrong type
        raise
    return values


def typed_settings(values: Mapping[str, Any], project: Path) -> Settings:
    """Return the settings, of the right types; raise ``ProblemsFound``."""
    from aimaq.settings.read import read_settings  # a build with nothing to do does not wait for this import

    return read_settings(values, project)
