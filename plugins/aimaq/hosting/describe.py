"""Derive the description of a site's hosting from its settings, its redirects and its theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.hosting.hosting_description import COMMON_TYPES, HostingDescription, Rule, Server
from aimaq.hosting.hosting_settings import HostingSettings, read_hosting_settings
from aimaq.hosting.redirects import read_redirects
from aimaq.hosting.security_headers import POLICY, Sources, open_headers, page_headers, svg_style_hashes
from aimaq.hosting.security_txt import PATH as SECURITY_TXT
from aimaq.hosting.security_txt import SecurityTxt

__all__ = ["Hosting", "describe_hosting", "read_hosting"]

_IMMUTABLE = "public, max-age=31536000, immutable"
#: Files for hosts only, which no server sends.
_HIDDEN = ("/_headers", "/_redirects")


@dataclass(frozen=True, slots=True)
class Hosting:
    """The description, the contents of security.txt, and the path of the file of redirects for messages."""

    description: HostingDescription
    security: SecurityTxt | None
    redirects: str

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the files that a build writes for hosts."""
        return (*self.description.hidden, *([SECURITY_TXT] if self.security else []))


def read_hosting(settings: Mapping[str, object], script_hashes: Iterable[str]) -> Hosting:
    """Read the settings and describe the hosting; ``PROJECT`` is the project's folder. Raises ``ProblemsFound``."""
    project = Path(str(settings["PROJECT"]))
    typed, problems = read_hosting_settings(settings, project)
    hosting, more = describe_hosting(typed, project, script_hashes)
    if problems := [*problems, *more]:
        raise ProblemsFound(problems)
    return hosting


def describe_hosting(
    settings: HostingSettings, project: Path, script_hashes: Iterable[str]
) -> tuple[Hosting, list[Problem]]:
    """Return the hosting of a site whose pages may run the scripts with these hashes, and what is wrong with it.

    Problems are those of the file of redirects and of the theme's SVG files.
    """
    path = settings.redirects
    redirects, problems = read_redirects(project / path, path) if path else ([], [])
    folders = (project / settings.theme / "templates", *(project / folder for folder in settings.theme_overrides))
    style_hashes, style_problems = svg_style_hashes(folders, project)
    scripts = tuple(sorted(script_hashes))
    server, host = settings.server, settings.host
    description = HostingDescription(
        site_url=settings.site_url,
        rules=(
            Rule("/*", page_headers(scripts, settings.csp)),
            # The names of these files hold a hash of their content: a changed file has another address.
            *(
                Rule(pattern, {"Cache-Control": _IMMUTABLE})
                for pattern in (f"/{settings.static_folder}/*", *settings.immutable_patterns)
            ),
            *(
                Rule(pattern, {POLICY: page_headers(scripts, _joined(settings.csp, sources))[POLICY]})
                for pattern, sources in settings.csp_at.items()
            ),
            *(Rule(pattern, open_headers(style_hashes)) for pattern in settings.open_patterns),
        ),
        types={**COMMON_TYPES, **settings.media_types},
        redirects=tuple(redirects),
        not_found={prefix: f"{prefix}404.html" for prefix in settings.prefixes},
        hidden=_HIDDEN,
        server=Server(
            server.root or f"/srv/{host}/current",
            server.certificate or f"/etc/letsencrypt/live/{host}/fullchain.pem",
            server.key or f"/etc/letsencrypt/live/{host}/privkey.pem",
            server.brotli,
        ),
    )
    return Hosting(description, settings.security, path), [*problems, *style_problems]


def _joined(base: Sources, additional: Sources) -> dict[str, tuple[str, ...]]:
    """Return the sources of both by directive."""
    return {name: (*base.get(name, ()), *additional.get(name, ())) for name in (*base, *additional)}
