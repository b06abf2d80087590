"""Changes the links and pictures of a text from their old addresses to those on the new site."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urljoin

from bs4 import Tag

from aimaq.base.languages.messages import tr
from aimaq.base.web_addresses import LINK_SCHEMES, address_fault, scheme_of
from aimaq.importing.convert.field_words import field_line
from aimaq.importing.report import SourceReport, shortened
from aimaq.importing.sources.media_files import MediaFile, is_file, is_picture, size_independent_name
from aimaq.importing.sources.source_text import SourceText, host_of, split_address

__all__ = ["OldSite", "address_key", "relocate"]

#: Attributes in which lazy-loading scripts keep a picture's address.
_LAZY: Final = ("data-full-url", "data-orig-file", "data-large-file", "data-lazy-src", "data-src", "data-original")
_WIDTH = re.compile(r"^(\d{1,6})[wx]$")
#: The theme's words for a picture's credit.
_PHOTO: Final = {"ru": "Фото", "kk": "Фото"}


@dataclass(frozen=True, slots=True)
class OldSite:
    """``moved`` maps the keys of old addresses to new ones; ``hosts`` are names of the old site without ``www.``."""

    moved: Mapping[str, str]
    hosts: frozenset[str]


def address_key(address: str) -> str:
    """Return one key for all spellings of an address: with scheme, ``www.``, ``/amp``, last slash, ``%d0`` or not."""
    parts = split_address(address)
    path = unquote(parts.path).rstrip("/").removesuffix("/amp").rstrip("/")
    return f"{host_of(address)}{path}{'?' + parts.query if parts.query and parts.query != 'amp' else ''}"


def relocate(text: SourceText, old: OldSite, find: Callable[[str], MediaFile | str], report: SourceReport) -> None:
    """Change a text's links and pictures, or remove and report them; ``find`` returns a file, or why not."""
    relocation = _Relocation(text, old, find, report)
    for picture in list(text.body.find_all("img")):
        relocation.picture(picture)
    for link in list(text.body.find_all("a")):
        relocation.link(link)
    text.body.smooth()


@dataclass(frozen=True, slots=True)
class _Relocation:
    text: SourceText
    old: OldSite
    find: Callable[[str], MediaFile | str]
    report: SourceReport

    def picture(self, picture: Tag) -> None:
        addresses = _picture_addresses(picture)
        found = [self.find(self.absolute(address)) for address in addresses]
        file = next((each for each in found if isinstance(each, MediaFile)), None)
        alt = " ".join(str(picture.get("alt") or "").split())
        if file is None:
            why = next((each for each in reversed(found) if isinstance(each, str)), tr("it has no address"))
            self.report.lost("picture", shortened(addresses[-1] if addresses else alt, 120), why)
            self.remove(picture)
            return
        name = file.path.name
        if file.target.lower().endswith(".gif"):
            self.report.lost("picture", shortened(name, 120), tr("a GIF cannot stand in a text: make a PNG of it"))
            self.remove(picture)
            return
        if not alt:
            figure = picture.find_parent("figure")
            alt = (shortened(field_line(figure), 300) if figure is not None else "") or self.text.title
            why = tr("it had no alternative text; “%(alt)s” is used instead", alt=shortened(alt))
            self.report.changed("alt", name, why)
        credit = f"{_PHOTO.get(self.text.lang, 'Photo')}: {host_of(self.text.url) or self.text.source}"
        picture.attrs = {"src": f"{{static}}/{file.target}", "alt": alt, "title": credit}
        why = tr("its source does not state who took it; “%(credit)s” is used instead", credit=shortened(credit))
        self.report.changed("credit", name, why)
        link = picture.find_parent("a")
        if link is not None and is_picture(str(link.get("href") or "")):
            link.unwrap()
        self.separate(picture)

    def separate(self, picture: Tag) -> None:
        """Give a picture a paragraph of its own: before its block if the block begins with it, otherwise behind it."""
        block = picture
        while block.parent is not None and block.parent is not self.text.body:
            block = block.parent
        words = picture.find_all_previous(string=True)
        behind = any(block in string.parents and string.strip() for string in words)
        paragraph = Tag(name="p")
        (block.insert_after if behind else block.insert_before)(paragraph)
        parent = picture.parent
        paragraph.append(picture.extract())
        self.remove_if_empty(parent)

    def remove(self, tag: Tag) -> None:
        """Remove an element, and the elements around it that hold nothing else."""
        parent = tag.parent
        tag.decompose()
        self.remove_if_empty(parent)

    def remove_if_empty(self, tag: Tag | None) -> None:
        if tag is not None and tag is not self.text.body and not tag.get_text().strip() and not tag.find(True):
            self.remove(tag)

    def link(self, link: Tag) -> None:
        address = str(link.get("href") or "").strip()
        words = shortened(link.get_text())
        if not address or not (words or link.find("img")):
            link.unwrap()
            return
        if address.startswith("#"):
            why = tr("it led to a place on its page that is not there any more")
            self.report.left("link", tr("“%(words)s” to %(address)s", words=words, address=address), why)
            link.unwrap()
            return
        scheme = scheme_of(address)
        if scheme and scheme not in LINK_SCHEMES:
            self.report.left(
                "link", f"“{words}”", tr('a link to "%(scheme)s:" is not published; its words stay', scheme=scheme)
            )
            link.unwrap()
            return
        target = self.absolute(address)
        absolute = bool(scheme_of(target))
        is_old = host_of(target) in self.old.hosts
        moved = self.old.moved.get(address_key(target)) or self.old.moved.get(address_key(target.partition("?")[0]))
        if moved is not None:
            link.attrs = {"href": moved}
            return
        if is_file(target) and (is_old or not absolute):
            file = self.find(target)
            if isinstance(file, MediaFile):
                link.attrs = {"href": f"{{static}}/{file.target}"}
                return
            self.report.lost("file", shortened(target, 120), file)
        name = tr("“%(words)s” to %(target)s", words=words, target=shortened(target, 120))
        fault = (
            address_fault(target) if absolute else tr("the page does not state its address, so its links are unknown")
        )
        if fault:
            self.report.lost("link", name, tr("%(fault)s; its words stay", fault=fault))
            link.unwrap()
            return
        link.attrs = {"href": target}
        if is_old:
            self.report.changed("link", name, tr("it still leads to the old site"))

    def absolute(self, address: str) -> str:
        try:
            return urljoin(self.text.url, address)
        except ValueError:
            return address


def _picture_addresses(picture: Tag) -> list[str]:
    """Return the addresses at which a picture may be, the largest version first."""
    found: list[str] = []
    link = picture.find_parent("a")
    if link is not None and is_picture(str(link.get("href") or "")):
        source, large = str(picture.get("src") or ""), str(link["href"])
        if not source or source.startswith("data:") or size_independent_name(large) == size_independent_name(source):
            found.append(large)
    sets = " , ".join(str(picture.get(name) or "") for name in ("srcset", "data-srcset", "data-lazy-srcset"))
    sized: list[tuple[int, str]] = []
    for part in re.split(r"\s*,\s+|,(?=https?:)", sets):
        if words := part.split():
            width = _WIDTH.match(words[-1]) if len(words) > 1 else None
            sized.append((int(width[1]) if width else 0, words[0].rstrip(",")))
    found += [address for _, address in sorted(sized, key=lambda pair: -pair[0])]
    found += [str(picture.get(name) or "") for name in (*_LAZY, "src")]
    return list(dict.fromkeys(address.strip() for address in found if address.strip()))
