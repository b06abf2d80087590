"""The settings that hosting depends on, as one typed value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.type_messages import worded
from aimaq.hosting.security_txt import SecurityTxt, expiry_warning
from aimaq.settings.locate import setting_place

__all__ = ["HostingSettings", "ServerSettings", "read_hosting_settings", "security_txt_warnings"]

_PATTERN = r"/[\w./-]*\*?[\w./-]*"
_MEDIA_TYPE = r"[\w.+-]+/[\w.+-]+(; [\w-]+=[\w-]+)?"
_SOURCE = r"""[^\s;,"\\$]+"""
_PATH = r"""(/[^\s"\\${}]+)?"""


class Edition(msgspec.Struct, frozen=True):
    """The language of an entry of EDITIONS."""

    lang: str


class ServerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The setting HOSTING_SERVER; "" stands for the usual path."""

    root: str = ""
    certificate: str = ""
    key: str = ""
    brotli: bool = False


class HostingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Patterns are root-relative addresses with at most one ``*``; paths are relative to the project.

    ``csp`` and ``csp_at`` hold sources of the Content-Security-Policy by directive, for all pages and by pattern.
    ``redirects`` is "" for a site without a file of redirects.
    """

    site_url: str = msgspec.field(default="", name="SITEURL")
    editions: tuple[Edition, ...] = msgspec.field(default=(), name="EDITIONS")
    default_lang: str = msgspec.field(default="en", name="DEFAULT_LANG")
    theme: str = msgspec.field(default="theme", name="THEME")
    theme_overrides: tuple[str, ...] = msgspec.field(default=(), name="THEME_TEMPLATES_OVERRIDES")
    static_folder: str = msgspec.field(default="theme", name="THEME_STATIC_DIR")
    open_patterns: tuple[str, ...] = msgspec.field(default=(), name="HOSTING_OPEN")
    immutable_patterns: tuple[str, ...] = msgspec.field(default=(), name="HOSTING_IMMUTABLE")
    csp: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict, name="HOSTING_CSP")
    csp_at: dict[str, dict[str, tuple[str, ...]]] = msgspec.field(default_factory=dict, name="HOSTING_CSP_AT")
    media_types: dict[str, str] = msgspec.field(default_factory=dict, name="HOSTING_TYPES")
    server: ServerSettings = msgspec.field(default=ServerSettings(), name="HOSTING_SERVER")
    redirects: str = msgspec.field(default="content/data/redirects.txt", name="HOSTING_REDIRECTS")
    security: SecurityTxt | None = msgspec.field(default=None, name="HOSTING_SECURITY")

    @property
    def host(self) -> str:
        """The host's name in the site's address."""
        return urlsplit(self.site_url).hostname or "localhost"

    @property
    def prefixes(self) -> list[str]:
        """The address of each edition's home page, sorted."""
        return sorted("/" if each.lang == self.default_lang else f"/{each.lang}/" for each in self.editions) or ["/"]


def read_hosting_settings(settings: Mapping[str, object], project: Path) -> tuple[HostingSettings, list[Problem]]:
    """Return the typed settings, and what is wrong with them; a wrong setting gets its default."""
    values: dict[str, Any] = {}  # msgspec checks them against the struct's own types
    problems: list[Problem] = []

    def add_problem(name: str, message: str, hint: str = "") -> None:
        path, line = setting_place(project, name, settings.get(name))
        problems.append(Problem(path, message, line, hint=hint))

    for field in msgspec.structs.fields(HostingSettings):
        name = field.encode_name
        if name not in settings:
            continue
        try:
            values[field.name] = msgspec.convert(settings[name], field.type)
        except msgspec.ValidationError as error:
            place, message = worded(str(error), settings[name])
            add_problem(name, f"{name}{place}: {message}")
    typed = HostingSettings(**values)
    for name, message, hint in _mistakes(typed):
        add_problem(name, f"{name}: {message}", hint)
    return typed, problems


def security_txt_warnings(settings: Mapping[str, object], today: date) -> list[Problem]:
    """Return a warning if security.txt expires soon, or too late; raise ``ProblemsFound`` for a wrong setting.

    ``PROJECT`` is the project's folder.
    """
    project = Path(str(settings["PROJECT"]))
    name = "HOSTING_SECURITY"
    typed, problems = read_hosting_settings({name: settings.get(name)}, project)
    if problems:
        raise ProblemsFound(problems)
    message = expiry_warning(typed.security, today) if typed.security else ""
    path, line = setting_place(project, name, settings.get(name))
    hint = "see that its addresses are still right, and set HOSTING_SECURITY's expires to a day within a year"
    return [Problem(path, f"{name}: {message}", line, hint=hint)] if message else []


def _mistakes(settings: HostingSettings) -> Iterator[tuple[str, str, str]]:
    """Yield setting, message and advice for each value that would mean something else in a server's configuration."""

    def check(
        name: str, values: Iterable[str], regex: str, expected: str, hint: str = ""
    ) -> Iterator[tuple[str, str, str]]:
        for value in values:
            if not re.fullmatch(regex, value, re.ASCII):
                yield name, f'expected {expected}, found "{value}"', hint

    patterns: dict[str, Iterable[str]] = {
        "HOSTING_OPEN": settings.open_patterns,
        "HOSTING_IMMUTABLE": settings.immutable_patterns,
        "HOSTING_TYPES": settings.media_types,
        "HOSTING_CSP_AT": settings.csp_at,
    }
    for name, values in patterns.items():
        hint = "letters, digits and ._-/, and one * for any characters"
        yield from check(name, values, _PATTERN, 'an address such as "/api/*"', hint)
    yield from check("HOSTING_TYPES", settings.media_types.values(), _MEDIA_TYPE, "a media type")
    for name, directives in (("HOSTING_CSP", settings.csp), *(("HOSTING_CSP_AT", d) for d in settings.csp_at.values())):
        yield from check(name, directives, r"[a-z-]+", 'a directive such as "media-src"')
        sources = (source for sources in directives.values() for source in sources)
        yield from check(name, sources, _SOURCE, "a source such as \"'self'\"")
    paths = (settings.server.root, settings.server.certificate, settings.server.key)
    yield from check("HOSTING_SERVER", paths, _PATH, 'a path such as "/srv/press"')
    for address in settings.security.wrong_addresses if settings.security else ():
        yield "HOSTING_SECURITY", f'expected "https://…" or "mailto:…", found "{address}"', ""
