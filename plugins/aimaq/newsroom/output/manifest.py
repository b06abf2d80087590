"""The manifest of an edition: name, colours and icons for those who put the site on their phone's home screen.

W3C, Web Application Manifest (https://www.w3.org/TR/appmanifest/). The site stays a site: it opens in the browser.
"""

import json
from typing import Final

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
    content = {
        "name": edition.site_name,
        "description": edition.tagline,
        "lang": edition.lang,
        "id": edition.address(),
        "start_url": edition.address(),
        "scope": edition.address(),
        "display": "browser",
        "theme_color": paper,
        "background_color": paper,
        "icons": [
            {"src": f"/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
