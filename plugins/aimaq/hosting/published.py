"""The hosting of the published site, from its settings and its theme."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimaq.base.safe_folders import check_folders
from aimaq.hosting.describe import read_hosting
from aimaq.hosting.hosting_description import HostingDescription
from aimaq.hosting.server_files import server_files
from aimaq.newsroom.theme.assets import read_assets
from aimaq.settings.read import read_settings

__all__ = ["published_server_files", "read_published_hosting"]


def read_published_hosting(settings: Mapping[str, Any], root: Path) -> HostingDescription:
    """Return the description for a host of the published site of the project ``root``; raise ``ProblemsFound``."""
    check_folders(settings, root)
    assets = read_assets(str(root / settings["THEME"]), settings.get("THEME_STATIC_PATHS", ("static",)))
    scripts = [asset.integrity for name, asset in assets.items() if name.endswith(".js")]
    return read_hosting(read_settings(settings, root), scripts).description


def published_server_files(settings: Mapping[str, Any], root: Path) -> dict[str, str]:
    """Return the text of each file for a host of the published site, by its name."""
    return server_files(read_published_hosting(settings, root), settings["TIMEZONE"])
