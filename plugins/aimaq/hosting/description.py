"""What a host has to do, in one frozen value: every file for a host is written from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

__all__ = ["COMMON_TYPES", "UNKNOWN_TYPE", "Description", "Redirect", "Rule", "Server", "expression"]

#: That of files whose ending says nothing (RFC 2046, 4.5.1): a browser keeps them and does not show them.
UNKNOWN_TYPE = "application/octet-stream"
#: What hosts make of a file's ending by themselves (IANA's media types); servers are told all the same.
COMMON_TYPES = {
    "/": "text/html; charset=utf-8",
    "/*/": "text/html; charset=utf-8",
    "/*.html": "text/html; charset=utf-8",
    "/*.css": "text/css; charset=utf-8",
    "/*.js": "text/javascript; charset=utf-8",
    "/*.txt": "text/plain; charset=utf-8",
    "/*.csv": "text/csv; charset=utf-8",
    "/*.json": "application/json",
    "/*.xml": "application/xml",
    "/*.svg": "image/svg+xml",
    "/*.png": "image/png",
    "/*.jpg": "image/jpeg",
    "/*.jpeg": "image/jpeg",
    "/*.gif": "image/gif",
    "/*.webp": "image/webp",
    "/*.avif": "image/avif",
    "/*.webmanifest": "application/manifest+json",
    "/*.woff2": "font/woff2",
    "/*.pdf": "application/pdf",
    "/*.zip": "application/zip",
    "/*.ics": "text/calendar; charset=utf-8",
    "/*.mp3": "audio/mpeg",
    "/*.mp4": "video/mp4",
    "/*.webm": "video/webm",
    "/*.vtt": "text/vtt; charset=utf-8",
    "/*.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "/*.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "/*.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "/*.odt": "application/vnd.oasis.opendocument.text",
    "/*.ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Headers of the addresses that ``pattern`` matches: root-relative, with at most one ``*`` for any characters."""

    pattern: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Redirect:
    """From an address of this site, decoded, to one of this site or another; ``line`` is that of the file."""

    source: str
    target: str
    status: int
    line: int


@dataclass(frozen=True, slots=True)
class Server:
    """Where things stand on a machine of one's own; ``brotli`` says that nginx has its module."""

    root: str
    certificate: str
    key: str
    brotli: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """All that hosts have to know of a site.

    The first of ``rules`` is for all addresses; where several match, a header of a later one takes the place of an
    earlier one's. ``types`` are media types by pattern, and again the last that matches counts. ``not_found`` maps
    the beginning of addresses to the page that answers, with status 404, for those that do not exist. ``hidden`` are
    files of the site that are for hosts only.
    """

    site_url: str
    rules: tuple[Rule, ...]
    types: Mapping[str, str]
    redirects: tuple[Redirect, ...]
    not_found: Mapping[str, str]
    hidden: tuple[str, ...]
    server: Server

    @property
    def host(self) -> str:
        """The name of the site's host, without a port."""
        return urlsplit(self.site_url).hostname or ""

    @property
    def secure_url(self) -> str:
        """The site's address as servers answer for it: by HTTPS."""
        return f"https://{urlsplit(self.site_url).netloc}"

    @property
    def varying(self) -> tuple[str, ...]:
        """The headers that not all addresses have alike."""
        return tuple(dict.fromkeys(name for rule in self.rules[1:] for name in rule.headers))

    def headers(self, address: str) -> dict[str, str]:
        """Return the headers of a file that exists, its media type among them, by its root-relative address."""
        found = {"Content-Type": UNKNOWN_TYPE}
        for rule in self.rules:
            if re.search(expression(rule.pattern), address):
                found |= rule.headers
        for pattern, media_type in self.types.items():
            if re.search(expression(pattern), address):
                found["Content-Type"] = media_type
        return found

    def stored(self, path: str) -> dict[str, str]:
        """Return what object storage keeps beside a file and sends with it; ``path`` is relative to the site."""
        headers = self.headers(f"/{path}")
        return {name: headers[name] for name in ("Content-Type", "Cache-Control")}


@cache
def expression(pattern: str) -> str:
    """Return a pattern as a regular expression that Python, PCRE (nginx) and RE2 (Caddy) understand alike."""
    return (
        "^"
        + ".*".join(re.escape(part) for part in pattern.removesuffix("*").split("*"))
        + ("" if pattern.endswith("*") else "$")
    )
