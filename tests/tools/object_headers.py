"""Headers of a site's objects as a simple host would set them: media type, and how long a browser may keep them."""

from __future__ import annotations

from mimetypes import MimeTypes

from aimaq.publishing.built_site import is_immutable

_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


def object_headers(path: str) -> dict[str, str]:
    """What never changes is kept for a year, the rest is asked for each time."""
    ending = f".{path.rpartition('.')[2].lower()}"
    media_type = _TYPES.get(ending) or MimeTypes().guess_type(path)[0] or "application/octet-stream"
    caching = "public, max-age=31536000, immutable" if is_immutable(path) else "no-cache"
    return {"Content-Type": media_type, "Cache-Control": caching}
