"""Derive the description of a site's hosting from its settings, its redirects and its theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from aimaq.base.problems import ProblemsFound
from aimaq.hosting.hosting_description import COMMON_TYPES, HostingDescription, Redirect, Rule, Server
from aimaq.hosting.redirects import read_redirects
from aimaq.hosting.security_headers import POLICY, Sources, open_headers, page_headers, svg_style_hashes
from aimaq.hosting.security_txt import PATH as SECURITY_TXT
from aimaq.hosting.setting_checks import hosting_setting_problems
from aimaq.settings.schema import SecuritySetting, Settings

__all__ = ["Hosting", "read_hosting"]

_IMMUTABLE = "public, max-age=31536000, immutable"
#: Files for hosts only, which no server sends.
_HIDDEN = ("/_headers", "/_redirects")


@dataclass(frozen=True, slots=True)
class Hosting:
    """The description, the contents of security.txt, and the path of the file of redirects for messages."""

    description: HostingDescription
    security: SecuritySetting | None
    redirects: str

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the files that a build writes for hosts."""
        return (*self.description.hidden, *([SECURITY_TXT] if self.security else []))


def read_hosting(settings: Settings, script_hashes: Iterable[str]) -> Hosting:
    """Return the hosting of a site whose pages may run the scripts with these hashes.

    Raises ``ProblemsFound`` for the settings, the file of redirects and the theme's SVG files.
    """
    project, path = settings.project, settings.hosting_redirects
    problems = hosting_setting_problems(settings)
    redirects, redirect_problems = read_redirects(project / path, path) if path else ([], [])
    overrides = (project / folder for folder in settings.theme_templates_overrides)
    style_hashes, style_problems = svg_style_hashes([project / settings.theme / "templates", *overrides], project)
    if problems := [*problems, *redirect_problems, *style_problems]:
        raise ProblemsFound(problems)
    description = _describe(settings, redirects, tuple(sorted(script_hashes)), style_hashes)
    return Hosting(description, settings.hosting_security, path)


def _describe(
    settings: Settings, redirects: Iterable[Redirect], scripts: Sequence[str], styles: Sequence[str]
) -> HostingDescription:
    """Return the description; ``scripts`` and ``styles`` are hashes."""
    languages = [edition.lang for edition in settings.editions or ()]
    prefixes = ["/" if lang == settings.default_lang else f"/{lang}/" for lang in languages] or ["/"]
    # The names of these files hold a hash of their content: a changed file has another address.
    immutable = (f"/{settings.theme_static_dir}/*", *settings.hosting_immutable)
    csp, server = settings.hosting_csp, settings.hosting_server
    host = urlsplit(settings.siteurl).hostname or "localhost"
    return HostingDescription(
        site_url=settings.siteurl,
        rules=(
            Rule("/*", page_headers(scripts, csp)),
            *(Rule(pattern, {"Cache-Control": _IMMUTABLE}) for pattern in immutable),
            *(
                Rule(pattern, {POLICY: page_headers(scripts, _joined(csp, sources))[POLICY]})
                for pattern, sources in settings.hosting_csp_at.items()
            ),
            *(Rule(pattern, open_headers(styles)) for pattern in settings.hosting_open),
        ),
        types={**COMMON_TYPES, **settings.hosting_types},
        redirects=tuple(redirects),
        not_found={prefix: f"{prefix}404.html" for prefix in sorted(prefixes)},
        hidden=_HIDDEN,
        server=Server(
            server.root or f"/srv/{host}/current",
            server.certificate or f"/etc/letsencrypt/live/{host}/fullchain.pem",
            server.key or f"/etc/letsencrypt/live/{host}/privkey.pem",
            server.brotli,
        ),
    )


def _joined(base: Sources, additional: Sources) -> dict[str, tuple[str, ...]]:
    """Return the sources of both by directive."""
    return {name: (*base.get(name, ()), *additional.get(name, ())) for name in (*base, *additional)}
