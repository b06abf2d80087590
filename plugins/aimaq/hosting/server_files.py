"""Files for hosts that are not part of the site: configurations of servers, workflows of Git hosts."""

from collections.abc import Mapping
from pathlib import Path

from aimaq.base.problems import Problem
from aimaq.hosting.caddy import caddy
from aimaq.hosting.describe import read_published_hosting
from aimaq.hosting.hosting_description import HostingDescription
from aimaq.hosting.nginx import nginx
from aimaq.hosting.workflows import github_pages, gitlab_pages
from aimaq.settings.schema import Settings

__all__ = ["outdated_files", "published_server_files", "server_files"]


def server_files(description: HostingDescription, zone: str) -> dict[str, str]:
    """Return the text of each file by its name; workflows start after midnight in ``zone``."""
    return {
        "nginx.conf": nginx(description),
        "Caddyfile": caddy(description),
        "github/pages.yml": github_pages(zone),
        "gitlab/.gitlab-ci.yml": gitlab_pages(zone),
    }


def published_server_files(settings: Settings) -> dict[str, str]:
    """Return the text of each file for a host of the published site, by its name; raise ``ProblemsFound``."""
    return server_files(read_published_hosting(settings), settings.timezone)


def outdated_files(folder: Path, texts: Mapping[str, str], shown: str) -> list[Problem]:
    """Return a warning for each file that `aimaq hosting` wrote to ``folder`` and would write differently now."""
    hint = "run `aimaq hosting`, bring the file to where it is used, and reload the server"
    return [
        Problem(f"{shown}/{name}", "the site or its settings have changed since this file was written", hint=hint)
        for name, text in texts.items()
        if (folder / name).is_file() and (folder / name).read_bytes() != text.encode()
    ]
