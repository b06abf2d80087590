"""Addresses on the site: where it says that it stands, and which pages are those of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

__all__ = ["Addresses", "addresses_in", "entries_in", "is_key", "path_in"]


@dataclass(frozen=True, slots=True)
class Addresses:
    """``base`` is the path of the home page; ``keys`` has the figure of each page, by its path. ``host`` may be ""."""

    base: str = "/"
    keys: Mapping[str, str] = field(default_factory=dict)
    host: str = ""

    def path(self, address: str) -> str:
        """Return an address, absolute or root-relative, as a path below the home page without slashes at its ends."""
        return unquote(path_in(address)).removeprefix(self.base).strip("/")

    def is_own(self, address: str) -> bool:
        """Return whether an address, absolute or root-relative, is one of this site."""
        try:
            return urlsplit(address).netloc in ("", self.host)
        except ValueError:
            return False

    def key(self, address: str) -> str:
        """Return the figure whose page an address is, "" if it is none's."""
        return self.keys.get(self.path(address), "")


def path_in(address: str) -> str:
    """Return the path of an address, "" of what is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def addresses_in(catalogue: object) -> Addresses:
    """Return what ``api/indicators.json`` says of addresses; nothing where it has another form."""
    indicators = entries_in(catalogue)
    base, host, keys = "/", "", {}
    for key, each in indicators.items():
        data = each.get("data")
        path = unquote(urlsplit(data).path) if isinstance(data, str) else ""
        if path.endswith(f"/api/indicators/{key}.json"):
            base, host = path.removesuffix(f"api/indicators/{key}.json"), urlsplit(str(data)).netloc
    addresses = Addresses(base)
    for key, each in indicators.items():
        pages = each.get("url")
        for address in pages.values() if isinstance(pages, dict) else ():
            keys[addresses.path(str(address))] = key
    return Addresses(base, keys, host)


def entries_in(catalogue: object) -> dict[str, dict[str, object]]:
    """Return the indicators of ``api/indicators.json`` by their keys; nothing where it has another form."""
    found = catalogue.get("indicators") if isinstance(catalogue, dict) else None
    entries = found.items() if isinstance(found, dict) else ()
    return {key: each for key, each in entries if isinstance(each, dict)}


def is_key(text: str) -> bool:
    """Return whether a text may be the key of a figure, and so a part of a path."""
    return bool(text) and not set(text) & {"/", "\\"} and not text.startswith(".")
