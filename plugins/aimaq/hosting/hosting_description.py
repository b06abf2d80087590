"""The description of a site's hosting: the one value from which every file for a host is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlsplit

from aimaq.base.addresses.site_folder import folder_of, in_folder
from aimaq.base.web_addresses import host_of
from aimaq.figures.log.check import PREFIX
from aimaq.settings.schema import ServerSetting

__all__ = [
    "COMMON_TYPES",
    "LOG_TILES",
    "LOG_TYPES",
    "UNKNOWN_TYPE",
    "HostingDescription",
    "Redirect",
    "Rule",
    "pattern_regex",
]

#: For files with an unknown ending (RFC 2046, 4.5.1): a browser saves them and does not show them.
UNKNOWN_TYPE = "application/octet-stream"
#: Media types (IANA) by pattern that cloud hosts know themselves; configurations of servers state them.
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
    "/*.ico": "image/x-icon",
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
#: Hashes and entries of the log, which never change.
LOG_TILES = f"/{PREFIX}/tile/*"
#: Media types of the log's files, by which cloud hosts do not know them.
LOG_TYPES = {
    f"/{PREFIX}/checkpoint": "text/plain; charset=utf-8",
    f"/{PREFIX}/*.tsr": "application/timestamp-reply",
    LOG_TILES: UNKNOWN_TYPE,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Headers of the addresses that match ``pattern``: root-relative, with at most one ``*`` for any characters."""

    pattern: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Redirect:
    """From a path of this site, decoded, to an address of this site or another; ``line`` is its line in the file."""

    source: str
    target: str
    status: int
    line: int


@dataclass(frozen=True, slots=True)
class HostingDescription:
    """What a host needs to know about a site, whose addresses begin at its home page: "/news/".

    The first of ``rules`` matches all addresses; of several that match, the last one with a header sets it. ``types``
    are media types by pattern; the last match counts. ``not_found`` maps prefixes of addresses to the page that is sent
    with status 404 for an address that does not exist. ``hidden`` are files of the site that no reader may get.
    """

    site_url: str
    rules: tuple[Rule, ...]
    types: Mapping[str, str]
    redirects: tuple[Redirect, ...]
    not_found: Mapping[str, str]
    hidden: tuple[str, ...]
    server: ServerSetting

    @property
    def folder(self) -> str:
        """The folder in the site's address, "/press"; "" for a site at the root of its host."""
        return folder_of(self.site_url)

    @property
    def in_folder(self) -> "HostingDescription":
        """The same with all addresses as readers use them: below the site's folder."""
        if not (folder := self.folder):
            return self
        return replace(
            self,
            rules=tuple(replace(rule, pattern=folder + rule.pattern) for rule in self.rules),
            types={folder + pattern: kind for pattern, kind in self.types.items()},
            redirects=tuple(
                replace(each, source=folder + each.source, target=in_folder(each.target, folder))
                for each in self.redirects
            ),
            not_found={folder + prefix: folder + page for prefix, page in self.not_found.items()},
            hidden=tuple(folder + path for path in self.hidden),
        )

    @property
    def host(self) -> str:
        """The host's name, without a port."""
        return host_of(self.site_url)

    @property
    def secure_url(self) -> str:
        """The site's address with the scheme ``https``."""
        return f"https://{urlsplit(self.site_url).netloc}"

    @property
    def varying(self) -> tuple[str, ...]:
        """The headers that differ between addresses."""
        return tuple(dict.fromkeys(name for rule in self.rules[1:] for name in rule.headers))

    def headers(self, address: str) -> dict[str, str]:
        """Return the headers of an existing file, its media type included, by its root-relative address."""
        found = {"Content-Type": UNKNOWN_TYPE}
        for rule in self.rules:
            if re.search(pattern_regex(rule.pattern), address):
                found |= rule.headers
        for pattern, media_type in self.types.items():
            if re.search(pattern_regex(pattern), address):
                found["Content-Type"] = media_type
        return found

    def stored(self, path: str) -> dict[str, str]:
        """Return the headers that object storage keeps for a file; ``path`` is relative to the site."""
        headers = self.headers(f"/{path}")
        return {name: headers[name] for name in ("Content-Type", "Cache-Control")}


@cache
def pattern_regex(pattern: str) -> str:
    """Return a pattern as a regular expression with one meaning in Python, PCRE (nginx) and RE2 (Caddy)."""
    end = "" if pattern.endswith("*") else "$"
    return "^" + ".*".join(map(re.escape, pattern.removesuffix("*").split("*"))) + end
