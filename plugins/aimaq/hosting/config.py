"""The description of a project's hosting, out of its settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.type_messages import worded
from aimaq.hosting.description import COMMON_TYPES, Description, Rule, Server
from aimaq.hosting.policy import POLICY, open_headers, page_headers, svg_styles
from aimaq.hosting.redirects import read_redirects
from aimaq.hosting.security import PATH as SECURITY_TXT
from aimaq.hosting.security import Security
from aimaq.settings.locate import setting_place

__all__ = ["Hosting", "read_hosting", "read_security"]

IMMUTABLE = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Hosting:
    """The ``description``, and what else the plugin needs: ``redirects`` is the shown path of their file."""

    description: Description
    security: Security | None
    redirects: str

    @property
    def addresses(self) -> tuple[str, ...]:
        """What is written into the site."""
        return (*self.description.hidden, *([SECURITY_TXT] if self.security else []))


class EditionSetting(msgspec.Struct):
    """What matters here of an entry of EDITIONS."""

    lang: str


class ServerSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The setting HOSTING_SERVER; "" is the usual place."""

    root: str = ""
    certificate: str = ""
    key: str = ""
    brotli: bool = False


def read_hosting(settings: Mapping[str, Any], scripts: Iterable[str]) -> Hosting:
    """Read the settings; ``scripts`` are the hashes of the theme's scripts, and paths are relative to ``PROJECT``.

    Raises ``ProblemsFound``.
    """
    root = Path(settings["PROJECT"])
    reader = _Reader(root)
    site_url = reader.take(settings, "SITEURL", str, "")
    host = urlsplit(site_url or "").hostname or "localhost"
    editions = reader.take(settings, "EDITIONS", tuple[EditionSetting, ...], ()) or ()
    default = reader.take(settings, "DEFAULT_LANG", str, "en")
    static = reader.take(settings, "THEME_STATIC_DIR", str, "theme")
    opened = reader.take(settings, "HOSTING_OPEN", tuple[str, ...], ()) or ()
    kept = reader.take(settings, "HOSTING_IMMUTABLE", tuple[str, ...], ()) or ()
    extra = reader.take(settings, "HOSTING_CSP", dict[str, tuple[str, ...]], {}) or {}
    apart = reader.take(settings, "HOSTING_CSP_AT", dict[str, dict[str, tuple[str, ...]]], {}) or {}
    types = reader.take(settings, "HOSTING_TYPES", dict[str, str], {}) or {}
    server = reader.take(settings, "HOSTING_SERVER", ServerSetting, {}) or ServerSetting()
    shown = reader.take(settings, "HOSTING_REDIRECTS", str, "content/data/redirects.txt")
    security = reader.take(settings, "HOSTING_SECURITY", Security | None, None)
    named = {"HOSTING_OPEN": opened, "HOSTING_IMMUTABLE": kept, "HOSTING_TYPES": types, "HOSTING_CSP_AT": apart}
    for name, patterns in named.items():
        hint = "letters, digits and ._-/, and one * for any characters"
        reader.check(settings, name, patterns, r"/[\w./-]*\*?[\w./-]*", 'an address such as "/api/*"', hint)
    reader.check(settings, "HOSTING_TYPES", types.values(), r"[\w.+-]+/[\w.+-]+(; [\w-]+=[\w-]+)?", "a media type")
    for name, directives in (("HOSTING_CSP", extra), *(("HOSTING_CSP_AT", each) for each in apart.values())):
        reader.check(settings, name, directives, r"[a-z-]+", 'a directive such as "media-src"')
        sources = [source for each in directives.values() for source in each]
        reader.check(settings, name, sources, r"""[^\s;,"\\$]+""", "a source such as \"'self'\"")
    paths = [server.root, server.certificate, server.key]
    reader.check(settings, "HOSTING_SERVER", paths, r"""(/[^\s"\\${}]+)?""", 'a path such as "/srv/press"')
    for address in security.wrong if security else ():
        reader.report(settings, "HOSTING_SECURITY", f'expected "https://…" or "mailto:…", found "{address}"')
    redirects, problems = read_redirects(root / shown, shown) if shown else ([], [])
    theme = root / settings["THEME"]
    try:
        overrides = (root / path for path in settings.get("THEME_TEMPLATES_OVERRIDES", ()))
        styles = svg_styles([theme / "templates", *overrides], root)
    except ProblemsFound as found:
        problems += found.problems
    if problems := [*reader.problems, *problems]:
        raise ProblemsFound(problems)
    prefixes = ["/" if each.lang == default else f"/{each.lang}/" for each in editions] or ["/"]
    hashes = tuple(sorted(scripts))
    description = Description(
        site_url=site_url,
        rules=(
            Rule("/*", page_headers(hashes, extra)),
            # Their names hold a hash of their content: one that has changed has another address.
            *(Rule(pattern, {"Cache-Control": IMMUTABLE}) for pattern in (f"/{static}/*", *kept)),
            *(Rule(pattern, _policy(page_headers(hashes, _joined(extra, own)))) for pattern, own in apart.items()),
            *(Rule(pattern, open_headers(styles)) for pattern in opened),
        ),
        types={**COMMON_TYPES, **types},
        redirects=tuple(redirects),
        not_found={prefix: f"{prefix}404.html" for prefix in sorted(prefixes)},
        hidden=("/_headers", "/_redirects"),
        server=Server(
            server.root or f"/srv/{host}/current",
            server.certificate or f"/etc/letsencrypt/live/{host}/fullchain.pem",
            server.key or f"/etc/letsencrypt/live/{host}/privkey.pem",
            server.brotli,
        ),
    )
    return Hosting(description, security, shown)


def read_security(settings: Mapping[str, Any]) -> tuple[Security | None, tuple[str, int | None]]:
    """Return the setting HOSTING_SECURITY and the place where it stands; raise ``ProblemsFound``."""
    reader = _Reader(Path(settings["PROJECT"]))
    security: Security | None = reader.take(settings, "HOSTING_SECURITY", Security | None, None)
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return security, setting_place(reader.root, "HOSTING_SECURITY", settings.get("HOSTING_SECURITY"))


def _joined(extra: Mapping[str, Sequence[str]], own: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return what all pages need and what some need besides, by directive."""
    return {name: (*extra.get(name, ()), *own.get(name, ())) for name in (*extra, *own)}


def _policy(headers: Mapping[str, str]) -> dict[str, str]:
    return {POLICY: headers[POLICY]}


class _Reader:
    """Takes settings one by one, and collects what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def take(self, settings: Mapping[str, Any], name: str, kind: Any, default: Any) -> Any:
        """Return a setting as ``kind``; None after reporting that it is not."""
        value = settings.get(name, default)
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            place, message = worded(str(error), value)
            self.report(settings, name, message, place=place)
            return None

    def check(
        self,
        settings: Mapping[str, Any],
        name: str,
        values: Iterable[str],
        right: str,
        expected: str,
        hint: str = "",
    ) -> None:
        """Report the values that would be something else in a server's configuration, or nothing."""
        for value in values:
            if not re.fullmatch(right, value, re.ASCII):
                self.report(settings, name, f'expected {expected}, found "{value}"', hint)

    def report(self, settings: Mapping[str, Any], name: str, message: str, hint: str = "", *, place: str = "") -> None:
        path, line = setting_place(self.root, name, settings.get(name))
        self.problems.append(Problem(path, f"{name}{place}: {message}", line, hint=hint))
