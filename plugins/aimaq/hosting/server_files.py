"""Files for hosts that are not part of the site: configurations of servers, workflows of Git hosts."""

from collections.abc import Mapping
from pathlib import Path

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.files.public_modes import public_umask
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.hosting.caddy import caddy
from aimaq.hosting.deployment import container_nginx, is_ours, site_build
from aimaq.hosting.describe import read_published_hosting
from aimaq.hosting.hosting_description import HostingDescription
from aimaq.hosting.nginx import nginx
from aimaq.hosting.workflows import SiteBuild, github_pages, gitlab_pages
from aimaq.settings.schema import Settings

__all__ = ["outdated_files", "published_server_files", "server_files", "write_server_files"]


def server_files(description: HostingDescription, build: SiteBuild) -> dict[str, str]:
    """Return the text of each file by its name; workflows do what ``build`` says."""
    return {
        "nginx.conf": nginx(description),
        "Caddyfile": caddy(description),
        "container/nginx.conf": container_nginx(description),
        "github/pages.yml": github_pages(build),
        "gitlab/.gitlab-ci.yml": gitlab_pages(build),
    }


def published_server_files(settings: Settings) -> dict[str, str]:
    """Return the text of each file for a host of the published site, by its name; raise ``ProblemsFound``."""
    return server_files(
        read_published_hosting(settings),
        site_build(settings),
    )


def write_server_files(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write the files into a folder, in the place of earlier ones; return their paths.

    Raises ``ProblemsFound`` if one of them would take the place of a file that somebody else has written.
    """
    paths = {folder / name: text.encode() for name, text in texts.items()}
    hint = tr("choose another folder with --output, or move the file away")
    problems = [
        Problem(path.as_posix(), tr("aimaq hosting has not written this file, and would replace it"), hint=hint)
        for path in paths
        if not is_ours(path)
    ]
    if problems:
        raise ProblemsFound(problems)
    with public_umask():
        for path, data in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
    return list(paths)


def outdated_files(folder: Path, texts: Mapping[str, str], shown: str) -> list[Problem]:
    """Return a warning for each file that `aimaq hosting` wrote to ``folder`` and would write differently now."""
    hint = tr("run `aimaq hosting`, bring the file to where it is used, and reload the server")
    return [
        Problem(f"{shown}/{name}", tr("the site or its settings have changed since this file was written"), hint=hint)
        for name, text in texts.items()
        if (folder / name).is_file() and (folder / name).read_bytes() != text.encode()
    ]
