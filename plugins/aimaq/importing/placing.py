"""Links and pictures of a text, led to where things are on the new site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from aimaq.base.web_addresses import LINK_SCHEMES, address_fault, scheme_of
from aimaq.importing.accounts import Outcome, shortened
from aimaq.importing.cleaning import Dropped
from aimaq.importing.html import visible_text
from aimaq.importing.media import Found, stem_of

__all__ = ["OldSite", "key_of", "place"]

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|zip|mp3|mp4|jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
#: Where scripts that load pictures late keep the address.
_LATE: Final = ("data-full-url", "data-orig-file", "data-large-file", "data-lazy-src", "data-src", "data-original")
_WIDTH = re.compile(r"^(\d+)[wx]$")


def key_of(address: str) -> str:
    """Return what all spellings of an old address share: without scheme, ``www.``, ``/amp`` and a slash at its end."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return address
    path = parts.path.rstrip("/").removesuffix("/amp").rstrip("/")
    return f"{host}{path}{'?' + parts.query if parts.query and parts.query != 'amp' else ''}"


@dataclass(frozen=True, slots=True)
class OldSite:
    """``moved`` maps keys of old addresses to new ones, ``hosts`` are names of the old site without ``www.``."""

    moved: Mapping[str, str]
    hosts: frozenset[str]


def place(
    body: Tag, title: str, credit: str, base: str, old: OldSite, find: Callable[[str], Found | str], dropped: Dropped
) -> None:
    """Lead the links and pictures of ``body`` to their new places; ``base`` is the text's old
    address, or "", its ``title`` stands for a picture of which nothing is said, and ``credit`` for who took it.

    ``find`` returns the file that was at an address, or why there is none.
    """
    _pictures(body, title, credit, base, find, dropped)
    for link in list(body.find_all("a")):
        _link(link, base, old, find, dropped)
    body.smooth()


def _pictures(
    body: Tag, title: str, credit: str, base: str, find: Callable[[str], Found | str], dropped: Dropped
) -> None:
    for picture in list(body.find_all("img")):
        addresses = list(_addresses(picture))
        found = [find(_absolute(address, base)) for address in addresses]
        file = next((each for each in found if isinstance(each, Found)), None)
        link = picture.find_parent("a")
        alt = " ".join(str(picture.get("alt") or "").split())
        if file is None:
            why = next((each for each in reversed(found) if isinstance(each, str)), "it has no address")
            shown = addresses[-1] if addresses else alt
            dropped("picture", shortened(shown, 120), Outcome.LOST, why)
            _without(picture, body)
            continue
        if file.target.lower().endswith(".gif"):
            dropped(
                "picture",
                shortened(file.path.name, 120),
                Outcome.LOST,
                "a GIF cannot stand in a text: make a PNG of it",
            )
            _without(picture, body)
            continue
        if not alt:
            figure = picture.find_parent("figure")
            alt = shortened(visible_text(figure), 300) if figure is not None else ""
            alt = alt or title
            why = f"it had no words for those who do not see it; “{shortened(alt)}” stands for them now"
            dropped("alt", file.path.name, Outcome.CHANGED, why)
        picture.attrs = {"src": f"{{static}}/{file.target}", "alt": alt, "title": credit}
        dropped(
            "credit", file.path.name, Outcome.CHANGED, f"who took it is not told; it says “{shortened(credit)}” now"
        )
        if link is not None and _PICTURE.search(urlsplit(str(link.get("href") or "")).path):
            link.unwrap()
        _apart(picture, body)


def _apart(picture: Tag, body: Tag) -> None:
    """Give a picture a paragraph of its own: before the block that it stands in if it begins that, else behind it."""
    block = picture
    while block.parent is not None and block.parent is not body:
        block = block.parent
    words = picture.find_all_previous(string=True)
    behind = any(block in each.parents and each.strip() for each in words)
    paragraph = Tag(name="p")
    (block.insert_after if behind else block.insert_before)(paragraph)
    parent = picture.parent
    paragraph.append(picture.extract())
    if parent is not None and parent is not body and not parent.get_text().strip() and not parent.find(True):
        _without(parent, body)


def _without(tag: Tag, body: Tag) -> None:
    """Take an element out, and the elements around it that hold nothing else."""
    parent = tag.parent
    tag.decompose()
    if parent is not None and parent is not body and not parent.get_text().strip() and not parent.find(True):
        _without(parent, body)


def _addresses(picture: Tag) -> Iterable[str]:
    """Yield the addresses that a picture may be at, its largest first."""
    found: list[str] = []
    link = picture.find_parent("a")
    if link is not None and _PICTURE.search(urlsplit(str(link.get("href") or "")).path):
        source = str(picture.get("src") or "")
        if stem_of(str(link["href"])) == stem_of(source) or not source or source.startswith("data:"):
            found.append(str(link["href"]))
    sets = " , ".join(str(picture.get(name) or "") for name in ("srcset", "data-srcset", "data-lazy-srcset"))
    sized = []
    for part in re.split(r"\s*,\s+|,(?=https?:)", sets):
        words = part.split()
        if words:
            width = _WIDTH.match(words[-1]) if len(words) > 1 else None
            sized.append((int(width[1]) if width else 0, words[0].rstrip(",")))
    found += [address for _, address in sorted(sized, key=lambda each: -each[0]) if address.strip(",")]
    found += [str(picture.get(name) or "") for name in (*_LATE, "src")]
    return dict.fromkeys(address.strip() for address in found if address.strip())


def _link(link: Tag, base: str, old: OldSite, find: Callable[[str], Found | str], dropped: Dropped) -> None:
    address = str(link.get("href") or "").strip()
    words = shortened(link.get_text())
    if not address or not (words or link.find("img")):
        link.unwrap()
        return
    if address.startswith("#"):
        dropped("link", f"“{words}” to {address}", Outcome.LEFT, "it led within its page, to a name that is no more")
        link.unwrap()
        return
    scheme = scheme_of(address)
    if scheme and scheme not in LINK_SCHEMES:
        dropped("link", f"“{words}”", Outcome.LEFT, f'a link to "{scheme}:" is not published; its words stay')
        link.unwrap()
        return
    whole = _absolute(address, base)
    target = old.moved.get(key_of(whole)) or old.moved.get(key_of(whole.partition("?")[0]))
    if target is not None:
        link.attrs = {"href": target}
        return
    if _FILE.search(urlsplit(whole.partition("#")[0]).path) and (_is_old(whole, old) or not scheme_of(whole)):
        file = find(whole)
        if isinstance(file, Found):
            link.attrs = {"href": f"{{static}}/{file.target}"}
            return
        dropped("file", shortened(whole, 120), Outcome.LOST, file)
    if not scheme_of(whole) or (fault := address_fault(whole)):
        why = fault if scheme_of(whole) else "the page does not say where it stood, so nobody knows where this leads"
        dropped("link", f"“{words}” to {shortened(whole, 120)}", Outcome.LOST, f"{why}; its words stay")
        link.unwrap()
        return
    link.attrs = {"href": whole}
    if _is_old(whole, old):
        dropped("link", f"“{words}” to {shortened(whole, 120)}", Outcome.CHANGED, "it still leads to the old site")


def _absolute(address: str, base: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address


def _is_old(address: str, old: OldSite) -> bool:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.") in old.hosts
    except ValueError:
        return False
