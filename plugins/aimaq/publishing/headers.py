"""What an object in a bucket is served with: its media type, and how long it may be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from mimetypes import MimeTypes

from aimaq.publishing.site import is_immutable

__all__ = ["Headers", "default_headers"]

#: From a path of the site to ``Content-Type`` and ``Cache-Control``.
Headers = Callable[[str], Mapping[str, str]]

_FOR_EVER, _ASK = "public, max-age=31536000, immutable", "no-cache"
#: What a browser reads as text has to say in which encoding; the rest is what Python's table lacks.
_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


def default_headers(path: str) -> dict[str, str]:
    """Return what holds for any site: what never changes is kept for a year, for the rest a browser asks each time."""
    ending = f".{path.rpartition('.')[2].lower()}"
    # Python's own table: what a machine's /etc/mime.types says is another matter on each machine.
    media_type = _TYPES.get(ending) or MimeTypes().guess_type(path)[0] or "application/octet-stream"
    return {"Content-Type": media_type, "Cache-Control": _FOR_EVER if is_immutable(path) else _ASK}
