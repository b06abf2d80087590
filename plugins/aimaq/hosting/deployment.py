"""The recipe of each host: files beside the site's own, and what is left to do at the host."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from aimaq.base.addresses.site_folder import folder_of
from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.files.public_modes import public_umask
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.figures.pull.sources import database_variables
from aimaq.hosting.caddy import caddy
from aimaq.hosting.hosting_description import HostingDescription
from aimaq.hosting.nginx import nginx
from aimaq.hosting.workflow_parts import IMAGE
from aimaq.hosting.workflows import GITLAB_FILE, SiteBuild, site_workflows
from aimaq.settings.schema import Settings

__all__ = ["HOSTS", "Recipe", "Written", "container_nginx", "is_ours", "recipe_of", "site_build", "write_recipe"]

#: What each of our files says of itself, in one of its first lines.
_OURS = re.compile(rb"\A(#!.*\n)?#.*[Ww]ritten by `aimaq (hosting|deploy)`")
_SCRIPT = "deploy/build.sh"
_CI = ".gitlab-ci.yml"
_DEBIAN = "ca-certificates python3 python3-pip"
#: The port of a container, which needs no right to listen there.
_PORT = 8080


@dataclass(frozen=True, slots=True)
class Recipe:
    """``files`` by their paths below the project's folder; ``steps`` are sentences on what to do at the host."""

    files: Mapping[str, str]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The paths of the files that were written, or would be, and the sentences on what is left to do."""

    paths: tuple[str, ...]
    steps: tuple[str, ...]


def site_build(settings: Settings) -> SiteBuild:
    """Return how a host builds the published site: with PDFs, if its ``pyproject.toml`` asks for that extra."""
    project = settings.project
    plain = SiteBuild(
        settings.siteurl,
        sources=database_variables(project / settings.indicators_sources, root=project),
        languages=tuple(dict.fromkeys((settings.default_lang, *settings.languages))),
        has_figures=(project / settings.indicators_path).is_file(),
    )
    try:
        table = tomllib.loads((project / "pyproject.toml").read_text("utf-8")).get("project", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return plain
    needed = [each for each in table.get("dependencies", ()) if re.match(r"aimaq\s*\[", str(each))]
    extras = {part.strip() for each in needed for part in str(each).partition("[")[2].partition("]")[0].split(",")}
    return replace(plain, with_pdfs=bool(extras & {"pdf", "all"}))


def recipe_of(host: str, description: HostingDescription, build: SiteBuild) -> Recipe:
    """Return the recipe of a host; raise ``ProblemsFound`` for an unknown one."""
    if host not in _RECIPES:
        raise ProblemsFound(
            [Problem("aimaq deploy", tr('unknown host "%(host)s"', host=host) + suggest(host, _RECIPES))]
        )
    return _RECIPES[host](description, build)


def write_recipe(project: Path, recipe: Recipe, *, dry_run: bool = False) -> Written:
    """Write the files in place; a file that somebody else has written stays as it is.

    A ``.gitlab-ci.yml`` can include ours, and the steps say how. Raises ``ProblemsFound`` for any other.
    """
    problems, steps = [], list(recipe.steps)
    files = dict(recipe.files)
    for name in recipe.files:
        path = project / name
        if is_ours(path):
            continue
        if name == _CI and path.is_file():
            del files[name]
            if GITLAB_FILE not in path.read_text("utf-8", errors="replace"):
                steps.insert(
                    0,
                    tr(
                        '%(ci)s is yours, and stays as it is: add "include: [{local: %(gitlab_file)s}]" to it.',
                        ci=_CI,
                        gitlab_file=GITLAB_FILE,
                    ),
                )
        else:
            hint = tr("move it away, or take from `aimaq deploy --dry-run` what you need")
            problems.append(
                Problem(name, tr("aimaq deploy has not written this file, and would replace it"), hint=hint)
            )
    if problems:
        raise ProblemsFound(problems)
    if not dry_run:
        with public_umask():
            for name, text in files.items():
                (project / name).parent.mkdir(parents=True, exist_ok=True)
                write_atomically(project / name, text.encode())
    return Written(tuple(files), tuple(steps))


def is_ours(path: Path) -> bool:
    """Tell whether a file may be written: there is none, or one that we have written."""
    if path.is_symlink() or not path.exists():
        return not path.is_symlink()
    return path.is_file() and bool(_OURS.match(path.read_bytes()))


def _github(description: HostingDescription, build: SiteBuild) -> Recipe:
    steps = (
        tr("Commit the files, and push them to the branch main."),
        tr("On GitHub: Settings, Pages, Source: GitHub Actions."),
        *_address(build, tr("Settings, Pages, Custom domain")),
        *_github_proposals(build),
        tr("GitHub Pages sends no headers of ours and knows no redirects."),
    )
    return Recipe(site_workflows("github", build), steps)


def _github_proposals(build: SiteBuild) -> tuple[str, ...]:
    if build.sources is None and not build.has_figures:
        return ()
    allow = tr("On GitHub: Settings, Actions, General: allow GitHub Actions to create pull requests.")
    listed = ", ".join(build.sources or ())
    return (
        (allow, tr("On GitHub: Settings, Environments, sources: the secrets %(listed)s.", listed=listed))
        if listed
        else (allow,)
    )


def _gitlab_proposals(build: SiteBuild) -> tuple[str, ...]:
    if build.sources is None and not build.has_figures:
        return ()
    listed = "".join(f", {name}" for name in build.sources or ())
    token = tr(
        "On GitLab: Settings, CI/CD, Variables, masked: AIMAQ_PUSH_TOKEN (a project access token)%(listed)s.",
        listed=listed,
    )
    form = tr("On GitLab: Settings, CI/CD, Variables: let developers use pipeline variables, in which a form is sent.")
    nightly = tr(
        'On GitLab: Build, Pipeline schedules, another one with "17 1 * * *" and the variable AIMAQ_PULL=true.'
    )
    return (token, *([form] if build.has_figures else []), *([nightly] if build.sources is not None else []))


def _gitlab(description: HostingDescription, build: SiteBuild) -> Recipe:
    steps = (
        tr("Commit the files, and push them to the default branch."),
        *_address(build, tr("Deploy, Pages, New domain")),
        tr('On GitLab: Build, Pipeline schedules, a new one with "8,23,38,53 * * * *".'),
        tr('On GitLab: Build, Pipeline schedules, one each week with "41 3 * * 1" and the variable AIMAQ_LINKS=true.'),
        *_gitlab_proposals(build),
        tr("GitLab Pages sends no headers of ours."),
    )
    return Recipe(site_workflows("gitlab", build), steps)


def _address(build: SiteBuild, place: str) -> tuple[str, ...]:
    """Return what to do for the address; project pages below a folder have theirs already."""
    return (
        ()
        if folder_of(build.url)
        else (tr("%(place)s: %(url)s, with HTTPS enforced.", place=place, url=build.url.partition("://")[2]),)
    )


def _cloudflare(description: HostingDescription, build: SiteBuild) -> Recipe:
    steps = (
        tr("Commit the file, and push it."),
        tr(
            "On Cloudflare: Workers & Pages, Create, Pages, connect the repository; build command: sh "
            "%(script)s, output folder: public, environment variable: PYTHON_VERSION = 3.12.",
            script=_SCRIPT,
        ),
        tr("Custom domains: %(host)s.", host=description.host),
        _HOOK,
    )
    return Recipe({_SCRIPT: _script(build)}, steps)


def _netlify(description: HostingDescription, build: SiteBuild) -> Recipe:
    settings = f"""\
# How Netlify builds the site. Written by `aimaq deploy`. See docs/hosting.md.
[build]
  command = "sh {_SCRIPT}"
  publish = "public"
[build.environment]
  PYTHON_VERSION = "3.12"
"""
    steps = (
        tr("Commit the files, and push them."),
        tr("On Netlify: Add new site, Import an existing project; leave asset optimisation off."),
        tr("Domain management: %(host)s.", host=description.host),
        _HOOK,
    )
    return Recipe({_SCRIPT: _script(build), "netlify.toml": settings}, steps)


_HOOK = tr(
    "A build hook of the host: have a scheduler call it when next-change.json says so (docs/live-and-staleness.md)."
)


def _script(build: SiteBuild) -> str:
    """Return the script that builds the site into ``public``, as hosts serve it from the root of their address."""
    folder = folder_of(build.url)
    # These hosts read their own files at the root only.
    nested = f"mkdir -p public{folder.rpartition('/')[0]}\nmv output public{folder}\n"
    nested += f"mv public{folder}/_headers public{folder}/_redirects public/\n"
    return f"""\
#!/bin/sh
# Builds the site into the folder public. Written by `aimaq deploy`. See docs/hosting.md.
set -eu
rm -rf public output
{build.command.replace(" && ", chr(10))}
{nested if folder else "mv output public" + chr(10)}"""


def _nginx(description: HostingDescription, build: SiteBuild) -> Recipe:
    return Recipe({"hosting/nginx.conf": nginx(description)}, (_SERVER.format("nginx", "hosting/nginx.conf"), _PUBLISH))


def _caddy(description: HostingDescription, build: SiteBuild) -> Recipe:
    return Recipe({"hosting/Caddyfile": caddy(description)}, (_SERVER.format("Caddy", "hosting/Caddyfile"), _PUBLISH))


_SERVER = tr("On the server, as docs/hosting.md says for {}: bring {} there, and reload it.")
_PUBLISH = tr(
    "`aimaq publish` brings the site to the server; from a timer, also what has become due (docs/publishing.md)."
)


def _object_storage(description: HostingDescription, build: SiteBuild) -> Recipe:
    steps = (
        tr(
            "In publishconf.py: PUBLISH_TARGETS with the bucket; in pyproject.toml: aimaq[publish,s3], "
            "for PDFs also pdf."
        ),
        tr(
            "On GitHub: Settings, Environments, object-storage: the secrets AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY."
        ),
        *_github_proposals(build),
        tr("Commit the files, and push them to the branch main."),
        tr("Before the bucket stands a CDN with the headers of output/_headers: docs/hosting.md says which."),
    )
    return Recipe(site_workflows("object-storage", build), steps)


def _container(description: HostingDescription, build: SiteBuild) -> Recipe:
    packages = " ".join((_DEBIAN, *build.packages))
    update = "apt-get update -qq && apt-get install -y -qq --no-install-recommends"
    dockerfile = f"""\
# The site in a container, served by nginx on port {_PORT}, by HTTP. Written by `aimaq deploy`. See docs/hosting.md.
# debian:bookworm-slim
FROM {IMAGE} AS build
RUN {update} {packages}
WORKDIR /site
COPY . .
RUN {build.command}
RUN .uv/bin/uv run --no-dev aimaq hosting --output hosting

FROM {IMAGE}
RUN {update} nginx-light && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled/default
COPY --from=build /site/hosting/container/nginx.conf /etc/nginx/conf.d/site.conf
COPY --from=build /site/output /srv/site
EXPOSE {_PORT}
CMD ["nginx", "-g", "daemon off;"]
"""
    ignored = "# Written by `aimaq deploy`.\n.git\n.aimaq\n.uv\n.venv\n.output*\nhosting\noutput*\npublic\n"
    steps = (
        "docker build -t press . && docker run -p 8080:8080 press",
        tr("TLS is what stands before the container: it sends our headers, and expects HTTPS there."),
        tr("Build the image again when next-change.json says so (docs/live-and-staleness.md)."),
    )
    return Recipe({"Dockerfile": dockerfile, ".dockerignore": ignored}, steps)


def container_nginx(description: HostingDescription) -> str:
    """Return the configuration of nginx in the container: by HTTP, with the site in ``/srv/site``."""
    server = msgspec.structs.replace(description.server, root="/srv/site", brotli=False)
    return nginx(replace(description, server=server), port=_PORT)


_RECIPES: Mapping[str, Callable[[HostingDescription, SiteBuild], Recipe]] = {
    "github-pages": _github,
    "gitlab-pages": _gitlab,
    "cloudflare": _cloudflare,
    "netlify": _netlify,
    "nginx": _nginx,
    "caddy": _caddy,
    "object-storage": _object_storage,
    "container": _container,
}
HOSTS = tuple(_RECIPES)
