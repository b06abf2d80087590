"""sitemap.xml (sitemaps.org 0.9, with the alternates of xhtml:link) and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .config import Newsroom

__all__ = ["Entry", "robots", "sitemap"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in its languages; ``modified`` (RFC 3339) only where it is known when the text last changed."""

    addresses: Mapping[str, str]
    modified: Mapping[str, str] = field(default_factory=dict)


def sitemap(entries: Iterable[Entry], room: Newsroom) -> str:
    """Return the sitemap, in which every version names all versions, its own included, as Google asks."""
    root = Element(
        "urlset",
        {
            "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
            "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
        },
    )
    for entry in entries:
        versions = [
            room.editions[lang].version(entry.addresses[lang]) for lang in room.editions if lang in entry.addresses
        ]
        # The default edition comes first; without it, the first that exists is for everybody else.
        alternates = [(version.hreflang, version.url) for version in versions]
        alternates.append(("x-default", versions[0].url))
        for version in versions:
            url = SubElement(root, "url")
            SubElement(url, "loc").text = version.url
            if version.lang in entry.modified:
                SubElement(url, "lastmod").text = entry.modified[version.lang]
            for hreflang, href in alternates:
                SubElement(url, "xhtml:link", {"rel": "alternate", "hreflang": hreflang, "href": href})
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def robots(room: Newsroom) -> str:
    """Return robots.txt: everything may be read, and of a preview nothing."""
    if room.preview:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {room.site_url}/sitemap.xml\n"
