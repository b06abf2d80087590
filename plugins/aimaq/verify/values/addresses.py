"""Addresses on the site: where it says that it stands, and which pages are those of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

__all__ = ["Addresses", "addresses_in", "is_key"]


@dataclass(frozen=True, slots=True)
class Addresses:
    """``base`` is the path of the home page; ``keys`` has the figure of each page, by its path."""

    base: str = "/"
    keys: Mapping[str, str] = field(default_factory=dict)

    def path(self, address: str) -> str:
        """Return an address, absolute or root-relative, as a path below the home page without slashes at its ends."""
        return unquote(urlsplit(address).path).removeprefix(self.base).strip("/")

    def key(self, address: str) -> str:
        """Return the figure whose page an address is, "" if it is none's."""
        return self.keys.get(self.path(address), "")


def addresses_in(catalogue: object) -> Addresses:
    """Return what ``api/indicators.json`` says of addresses; nothing where it has another form."""
    found = catalogue.get("indicators") if isinstance(catalogue, dict) else None
    indicators = found if isinstance(found, dict) else {}
    base, keys = "/", {}
    for key, each in indicators.items():
        data = each.get("data") if isinstance(each, dict) else ""
        path = unquote(urlsplit(data).path) if isinstance(data, str) else ""
        if path.endswith(f"/api/indicators/{key}.json"):
            base = path.removesuffix(f"api/indicators/{key}.json")
    addresses = Addresses(base)
    for key, each in indicators.items():
        pages = each.get("url") if isinstance(each, dict) else {}
        for address in pages.values() if isinstance(pages, dict) else ():
            keys[addresses.path(str(address))] = key
    return Addresses(base, keys)


def is_key(text: str) -> bool:
    """Return whether a text may be the key of a figure, and so a part of a path."""
    return bool(text) and "/" not in text and not text.startswith(".")
