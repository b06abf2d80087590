"""What is not a part of the site: configurations of servers, workflows of Git hosts."""

from __future__ import annotations

from aimaq.hosting.caddy import caddy
from aimaq.hosting.description import Description
from aimaq.hosting.nginx import nginx
from aimaq.hosting.workflows import github_pages, gitlab_pages

__all__ = ["server_files"]


def server_files(description: Description, zone: str) -> dict[str, str]:
    """Return the text of each file by its name; builds start after midnight in ``zone``."""
    return {
        "nginx.conf": nginx(description),
        "Caddyfile": caddy(description),
        "github/pages.yml": github_pages(zone),
        "gitlab/.gitlab-ci.yml": gitlab_pages(zone),
    }
