"""The manifest of an edition: name, colours and icons for those who put the site on their phone's home screen.

W3C, Web Application Manifest (https://www.w3.org/TR/appmanifest/). The site stays a site: it opens in the browser.
"""

import json
from typing import Final

from aimaq.base.addresses.site_folder import folder_of, in_folder
from aimaq.newsroom.model.editions import Edition

__all__ = ["MANIFEST", "manifest"]

MANIFEST: Final = "site.webmanifest"
_ICONS: Final = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


def manifest(edition: Edition, paper: str) -> str:
    """Return the file's text; ``paper`` is the colour of light pages."""
    folder = folder_of(edition.site_url)
    start = in_folder(edition.address(), folder)
    content = {
        "name": edition.site_name,
        "description": edition.tagline,
        "lang": edition.lang,
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "browser",
        "theme_color": paper,
        "background_color": paper,
        "icons": [
            {"src": in_folder(f"/{name}", folder), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
