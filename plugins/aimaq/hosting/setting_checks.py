"""Check the settings of hosting beyond their types: values that would mean something else in a host's file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aimaq.base.problems import Problem
from aimaq.hosting.security_txt import wrong_addresses
from aimaq.settings.read import setting_problem
from aimaq.settings.schema import Settings

__all__ = ["hosting_setting_problems"]

_PATTERN = r"/[\w./-]*\*?[\w./-]*"
_MEDIA_TYPE = r"[\w.+-]+/[\w.+-]+(; [\w-]+=[\w-]+)?"
_SOURCE = r"""[^\s;,"\\$]+"""
_PATH = r"""(/[^\s"\\${}]+)?"""


def hosting_setting_problems(settings: Settings) -> list[Problem]:
    """Return a problem for each wrong value in a setting HOSTING_…."""
    return [
        setting_problem(settings.project, name, settings.given.get(name), message, hint)
        for name, message, hint in _mistakes(settings)
    ]


def _mistakes(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Yield setting, message and advice."""
    patterns: dict[str, Iterable[str]] = {
        "HOSTING_OPEN": settings.hosting_open,
        "HOSTING_IMMUTABLE": settings.hosting_immutable,
        "HOSTING_TYPES": settings.hosting_types,
        "HOSTING_CSP_AT": settings.hosting_csp_at,
    }
    for name, values in patterns.items():
        hint = "letters, digits and ._-/, and one * for any characters"
        yield from _check(name, values, _PATTERN, 'an address such as "/api/*"', hint)
    yield from _check("HOSTING_TYPES", settings.hosting_types.values(), _MEDIA_TYPE, "a media type")
    policies = [("HOSTING_CSP", settings.hosting_csp)]
    policies += [("HOSTING_CSP_AT", policy) for policy in settings.hosting_csp_at.values()]
    for name, policy in policies:
        yield from _check(name, policy, r"[a-z-]+", 'a directive such as "media-src"')
        sources = (source for sources in policy.values() for source in sources)
        yield from _check(name, sources, _SOURCE, "a source such as \"'self'\"")
    server = settings.hosting_server
    paths = (server.root, server.certificate, server.key)
    yield from _check("HOSTING_SERVER", paths, _PATH, 'a path such as "/srv/press"')
    for address in wrong_addresses(settings.hosting_security) if settings.hosting_security else ():
        yield "HOSTING_SECURITY", f'expected "https://…" or "mailto:…", found "{address}"', ""


def _check(
    name: str, values: Iterable[str], regex: str, expected: str, hint: str = ""
) -> Iterator[tuple[str, str, str]]:
    for value in values:
        if not re.fullmatch(regex, value, re.ASCII):
            yield name, f'expected {expected}, found "{value}"', hint
