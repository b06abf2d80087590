"""The hosting of the published site, from its settings and its theme."""

from __future__ import annotations

from aimaq.base.safe_folders import check_folders
from aimaq.hosting.describe import read_hosting
from aimaq.hosting.hosting_description import HostingDescription
from aimaq.hosting.server_files import server_files
from aimaq.newsroom.theme.assets import read_assets
from aimaq.settings.schema import Settings

__all__ = ["published_server_files", "read_published_hosting"]


def read_published_hosting(settings: Settings) -> HostingDescription:
    """Return the description for a host of the site that is published with these settings; raise ``ProblemsFound``."""
    check_folders(settings.given, settings.project)
    assets = read_assets(str(settings.project / settings.theme), settings.theme_static_paths)
    scripts = [asset.integrity for name, asset in assets.items() if name.endswith(".js")]
    return read_hosting(settings, scripts).description


def published_server_files(settings: Settings) -> dict[str, str]:
    """Return the text of each file for a host of the published site, by its name."""
    return server_files(read_published_hosting(settings), settings.timezone)
