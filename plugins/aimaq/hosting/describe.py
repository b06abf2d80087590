"""Derive the description of a site's hosting from its settings, its redirects and its theme."""

import re
from collections.abc import Iterable, Iterator, Sequence

from aimaq.base.addresses.site_folder import folder_of
from aimaq.base.files.safe_folders import check_folders
from aimaq.base.languages.messages import tr
from aimaq.base.problems import raise_any
from aimaq.base.web_addresses import host_of
from aimaq.hosting.hosting_description import COMMON_TYPES, LOG_TILES, LOG_TYPES, HostingDescription, Redirect, Rule
from aimaq.hosting.redirects import read_redirects
from aimaq.hosting.security_headers import (
    POLICY,
    SHOWN_ELSEWHERE,
    Sources,
    open_headers,
    page_headers,
    svg_style_hashes,
)
from aimaq.hosting.security_txt import contacts
from aimaq.newsroom.theme.assets import read_assets
from aimaq.settings.colours import recolouring_of
from aimaq.settings.read import setting_problem
from aimaq.settings.schema import ServerSetting, Settings

__all__ = ["read_hosting", "read_published_hosting"]

_IMMUTABLE = "public, max-age=31536000, immutable"
_URI = r"(https://|mailto:|tel:|openpgp4fpr:|dns:)(?u:[^\s\x00-\x1f]+)"
_PATTERN = r"/[\w./-]*\*?[\w./-]*"
_MEDIA_TYPE = r"[\w.+-]+/[\w.+-]+(; [\w-]+=[\w-]+)?"
_SOURCE = r"""[^\s;,"\\$]+"""
_PATH = r"""(/[^\s"\\${}]+)?"""
#: Files for hosts only, which no server sends.
_HIDDEN = ("/_headers", "/_redirects")
#: Pictures in all sizes, and the files that articles hand out: feeds refer to both.
_IN_FEEDS = ("/pictures/*", "/media/*")
_FEED_TYPES = {
    "/*.jsonld": "application/ld+json",
    "/*.rss.xml": "application/rss+xml",
    "/*.atom.xml": "application/atom+xml",
}


def read_hosting(settings: Settings, script_hashes: Iterable[str]) -> HostingDescription:
    """Return the hosting of a site whose pages may run the scripts with these hashes; raise ``ProblemsFound``."""
    project, path = settings.project, settings.hosting_redirects
    problems = [
        setting_problem(project, name, settings.given.get(name), message, hint)
        for name, message, hint in _mistakes(settings)
    ]
    redirects, redirect_problems = read_redirects(project / path, path) if path else ([], [])
    style_hashes, style_problems = svg_style_hashes(
        reversed(settings.template_folders), project, recolouring_of(settings).apply
    )
    raise_any([*problems, *redirect_problems, *style_problems])
    return _describe(settings, redirects, tuple(sorted(script_hashes)), style_hashes)


def read_published_hosting(settings: Settings) -> HostingDescription:
    """Return the description for a host of the site that is published with these settings; raise ``ProblemsFound``."""
    check_folders(settings.given, settings.project)
    theme = str(settings.project / settings.theme)
    folder = folder_of(settings.siteurl)
    assets = read_assets(theme, settings.theme_static_paths, settings.project, folder=folder)
    scripts = [asset.integrity for name, asset in assets.items() if name.endswith(".js")]
    return read_hosting(settings, scripts)


def _describe(
    settings: Settings, redirects: Iterable[Redirect], scripts: Sequence[str], styles: Sequence[str]
) -> HostingDescription:
    """Return the description; ``scripts`` and ``styles`` are hashes."""
    prefixes = ["/" if lang == settings.default_lang else f"/{lang}/" for lang in settings.languages] or ["/"]
    # The names of these files hold a hash of their content, or how much of the log they hold: a changed file has
    # another address. The log's head has one address, and the rules of pages.
    immutable = (f"/{settings.theme_static_dir}/*", *settings.hosting_immutable, LOG_TILES)
    csp, server = settings.hosting_csp, settings.hosting_server
    if settings.sign:  # which brings a manifest
        csp = _joined(csp, {"manifest-src": ("'self'",)})
    feeds = {**_FEED_TYPES, **{f"{prefix}feeds/*.json": "application/feed+json" for prefix in prefixes}}
    host = host_of(settings.siteurl) or "localhost"
    return HostingDescription(
        site_url=settings.siteurl,
        rules=(
            Rule("/*", page_headers(scripts, csp)),
            *(Rule(pattern, {"Cache-Control": _IMMUTABLE}) for pattern in immutable),
            *(Rule(pattern, SHOWN_ELSEWHERE) for pattern in _IN_FEEDS),
            *(
                Rule(pattern, {POLICY: page_headers(scripts, _joined(csp, sources))[POLICY]})
                for pattern, sources in settings.hosting_csp_at.items()
            ),
            *(
                Rule(pattern, open_headers(styles, has_pictures=bool(settings.sign)))
                for pattern in settings.hosting_open
            ),
        ),
        types={**COMMON_TYPES, **LOG_TYPES, **feeds, **settings.hosting_types},
        redirects=tuple(redirects),
        not_found={prefix: f"{prefix}404.html" for prefix in sorted(prefixes)},
        hidden=_HIDDEN,
        server=ServerSetting(
            server.root or f"/srv/{host}/current",
            server.certificate or f"/etc/letsencrypt/live/{host}/fullchain.pem",
            server.key or f"/etc/letsencrypt/live/{host}/privkey.pem",
            server.brotli,
        ),
    )


def _joined(base: Sources, additional: Sources) -> dict[str, tuple[str, ...]]:
    """Return the sources of both by directive."""
    return {
        name: tuple(dict.fromkeys((*base.get(name, ()), *additional.get(name, ())))) for name in (*base, *additional)
    }


def _mistakes(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Yield setting, message and advice for values that would mean something else in a host's file."""
    patterns: dict[str, Iterable[str]] = {
        "HOSTING_OPEN": settings.hosting_open,
        "HOSTING_IMMUTABLE": settings.hosting_immutable,
        "HOSTING_TYPES": settings.hosting_types,
        "HOSTING_CSP_AT": settings.hosting_csp_at,
    }
    for name, values in patterns.items():
        hint = tr("letters, digits and ._-/, and one * for any characters")
        yield from _check(name, values, _PATTERN, tr('an address such as "/api/*"'), hint)
    yield from _check("HOSTING_TYPES", settings.hosting_types.values(), _MEDIA_TYPE, tr("a media type"))
    policies = [("HOSTING_CSP", settings.hosting_csp)]
    policies += [("HOSTING_CSP_AT", policy) for policy in settings.hosting_csp_at.values()]
    for name, policy in policies:
        yield from _check(name, policy, r"[a-z-]+", tr('a directive such as "media-src"'))
        sources = (source for sources in policy.values() for source in sources)
        yield from _check(name, sources, _SOURCE, tr("a source such as \"'self'\""))
    server = settings.hosting_server
    paths = (server.root, server.certificate, server.key)
    yield from _check("HOSTING_SERVER", paths, _PATH, tr('a path such as "/srv/press"'))
    if (security := settings.hosting_security) and (folder := folder_of(settings.siteurl)):
        hint = tr("delete the setting, and ask those who run %(host)s to publish one", host=host_of(settings.siteurl))
        yield (
            "HOSTING_SECURITY",
            tr("security.txt stands at the root of a host (RFC 9116, 3), and this site in %(folder)s/", folder=folder),
            hint,
        )
    elif security:
        if not contacts(settings):
            hint = tr('name "https://…" or "mailto:…", or give CONTACT an email')
            yield "HOSTING_SECURITY", tr("security.txt needs a contact, and there is none"), hint
        # URIs, those of the web with HTTPS (RFC 9116, 2.5)
        lists = (security.contact, security.policy, security.acknowledgments, security.encryption, security.hiring)
        addresses = (address for addresses in lists for address in addresses)
        yield from _check("HOSTING_SECURITY", addresses, _URI, tr('"https://…" or "mailto:…"'))


def _check(
    name: str, values: Iterable[str], regex: str, expected: str, hint: str = ""
) -> Iterator[tuple[str, str, str]]:
    for value in values:
        if not re.fullmatch(regex, value, re.ASCII):
            yield name, tr('expected %(expected)s, found "%(value)s"', expected=expected, value=value), hint
