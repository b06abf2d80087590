"""Links of articles and pages: where they stand in a text, and which of them lead nowhere."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from pelican.contents import Content

from aimaq.base.problems import Problem, suggest
from aimaq.base.web_addresses import address_fault
from aimaq.newsroom.content.names import parse_name
from aimaq.newsroom.settings import Newsroom

__all__ = [
    "address_of",
    "anchors_in",
    "intrasite_path",
    "lines_of",
    "link_problems",
    "linked_file",
    "links_in",
    "too_early",
    "written_addresses",
]

# Python-Markdown escapes < and > wherever they are not markup; raw HTML may quote with either mark.
LINK = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:href|src|poster|cite)\s*=\s*(["'])(.*?)\1""", re.DOTALL)
ANCHOR = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)\s*=\s*["']([^"']+)["']""")
INTRASITE = re.compile(r"[{|](?P<what>\w+)[|}](?P<path>.*)", re.DOTALL)
SLOT = "\ue000"
HOST = re.compile(r"(?:[\w-]+\.)+[a-zа-я]{2,}(?:[/?:].*)?", re.IGNORECASE)
MAIL = re.compile(r"[^@/\s]+@[^@/\s]+")
WEB_ADDRESS = 'a web address begins with "https://", as the browser shows it'

Answer = tuple[str, str]
"""What is wrong and what to do; twice "" for a link that is right."""
RIGHT: Answer = ("", "")


def links_in(html: str, body: str, first_line: int) -> tuple[tuple[str, int], ...]:
    """Return each address that a text's ``html`` links to, with each line of its Markdown that holds it.

    An address that is written differently there gets ``first_line``, that of the body. One that holds a slot is
    left out: nobody knows yet what it will be.
    """
    addresses = dict.fromkeys(unescape(match[2]).strip() for match in LINK.finditer(html))
    return tuple(
        (address, line)
        for address in addresses
        if SLOT not in address
        for line in lines_of(address, body, first_line) or [first_line]
    )


def anchors_in(html: str) -> tuple[str, ...]:
    """Return what a link to this text may have after its ``#``."""
    return tuple(dict.fromkeys(unescape(name) for name in ANCHOR.findall(html)))


def lines_of(address: str, body: str, first_line: int) -> list[int]:
    """Return the numbers of the lines of a Markdown text that hold an address; ``first_line`` is that of the text."""
    pattern = re.compile(rf"""[(<"':=\s]{re.escape(address)}(?=[)>"'\s]|$)""")
    return [number for number, line in enumerate(body.split("\n"), first_line) if pattern.search(line)]


def link_problems(
    contents: Iterable[Any], context: Mapping[str, Any], written: Iterable[str], room: Newsroom
) -> list[Problem]:
    """Return a problem for each link that leads nowhere. A link to a text that has a problem itself is right.

    ``written`` are the addresses that generators are going to write.
    """
    contents = [content for content in contents if hasattr(content, "links")]
    site = _Site(contents, context, frozenset(written), room)
    return [
        Problem(room.shown(content.source_path), message, line, hint=hint)
        for content in contents
        for link, line in content.links
        for message, hint in [site.answer(link, content)]
        if message
    ]


def written_addresses(contents: Iterable[Any], written: Iterable[str]) -> frozenset[str]:
    """Return the root-relative addresses of all that is written, except attachments.

    ``written`` are those of generators, to which this adds those of texts.
    """
    texts = (address_of(content) for content in contents if content.status == "published")
    return frozenset(written).union(texts)


class _Site:
    """All that a link may lead to: what the build is going to write."""

    def __init__(
        self, contents: Iterable[Any], context: Mapping[str, Any], written: frozenset[str], room: Newsroom
    ) -> None:
        self.room, self.context, self.written = room, context, written
        self.texts = {address_of(content): content for content in contents}
        self.broken = frozenset(problem.path for problem in room.problems)
        names = (parse_name(path, room.languages) for path in self.broken)
        self.broken_slugs = frozenset(name.slug for name in names if not isinstance(name, Problem))
        files = (f"/{file.save_as}" for file in context["staticfiles"])
        self.addresses: frozenset[str] = written_addresses(contents, written).union(files)
        self.guess = cache(self._guess)

    def answer(self, link: str, page: Any) -> Answer:
        """Tell what is wrong with a link of an article or a page, and what to do."""
        text = self.texts.get(link)
        if link in self.addresses and (text is None or text.hold is None):  # the usual case, which has to be fast
            return RIGHT
        if match := INTRASITE.match(link):
            return self._intrasite(match["what"], match["path"], page)
        if fault := address_fault(link):
            return fault, WEB_ADDRESS
        parts = urlsplit(link.removeprefix(self.room.site_url) or "/")
        if parts.scheme:
            return RIGHT
        if not link:
            return "a link without an address", "write it between the round brackets"
        base = address_of(page)
        target = unquote(urljoin(base, parts.path) if parts.path else base)
        return self._address(target, link, unquote(parts.fragment), page)

    def _address(self, target: str, link: str, fragment: str, page: Any) -> Answer:
        text = self.texts.get(target)
        if text is not None and not self._is_broken(text) and (answer := too_early(page, text, f'"{link}"')):
            return answer
        if text is not None and (text.status == "published" or text.hold or self._is_broken(text)):
            return self._anchor(text, fragment)
        if target.removesuffix("index.html") in self.addresses or self._is_foreign(target):
            return RIGHT
        if Path(target.rstrip("/")).name in self.broken_slugs:
            return RIGHT
        message = f'nothing is published at "{link}"'
        if target.endswith(".md"):
            return message, f'a text is linked by its address, or by its file: "{{filename}}{link}"'
        if HOST.fullmatch(link):
            return message, WEB_ADDRESS
        if MAIL.fullmatch(link):
            return message, f"an e-mail address is written <{link}>"
        if self._first_part(target) in self.room.static_paths:
            return message, f"look at the name's spelling in {self._folders()}"
        if f"{target}/" in self.addresses:
            return message, f'the address is "{target}/"'
        near = self.guess(target)
        return message, f'did you mean "{near}"?' if near else "copy the address from the browser"

    def _intrasite(self, what: str, value: str, page: Any) -> Answer:
        if what not in ("filename", "static"):
            return f"a link to {{{what}}} is not supported", "use {filename} for a text and {static} for a file"
        parts = urlsplit(value)
        path = unquote(parts.path)
        target = linked_file(path, page, self.room)
        if what == "static":
            if not any(target.is_relative_to(self.room.content / folder) for folder in self.room.static_paths):
                return f'"{path}" is not in {self._folders()}', "a file to link to belongs there"
            return RIGHT if target.is_file() else (f'the file "{path}" does not exist', "look at the name's spelling")
        if self.room.shown(target) in self.broken:
            return RIGHT
        linked = self.context["generated_content"].get(intrasite_path(path, page, self.room))
        if linked is None:
            return f'the text "{path}" does not exist', "a path is relative to this file, or begins with / for content/"
        if answer := too_early(page, linked, f'the text "{path}"'):
            return answer
        return self._anchor(linked, unquote(parts.fragment))

    def _anchor(self, text: Any, fragment: str) -> Answer:
        """Check what stands after ``#``: a heading of the text, or something that the theme puts on each page."""
        if fragment in ("", "top") or fragment in text.anchors or fragment in self._theme_anchors:
            return RIGHT
        if self._is_broken(text):
            return RIGHT
        options = suggest(fragment, text.anchors).removeprefix("; ")
        return (
            f'"#{fragment}" leads to no heading of {self.room.shown(text.source_path)}',
            options or "that text has no heading: take the part from # on away",
        )

    @cached_property
    def _theme_anchors(self) -> frozenset[str]:
        templates = (self.room.theme / "templates").rglob("*.html")
        return frozenset(name for path in templates for name in anchors_in(path.read_text("utf-8", errors="replace")))

    def _is_broken(self, text: Any) -> bool:
        return self.room.shown(text.source_path) in self.broken

    def _is_foreign(self, target: str) -> bool:
        """Tell whether an address is another plugin's that has not said what it is going to write."""
        first = self._first_part(target)
        return first in self.room.other_slugs and first not in self._listed

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(map(self._first_part, self.written))

    def _first_part(self, address: str) -> str:
        parts = [part for part in address.split("/") if part]
        return next((part for part in parts if part not in self.room.editions), "")

    def _folders(self) -> str:
        return " or ".join(self.room.shown(self.room.content / folder) for folder in self.room.static_paths)

    def _guess(self, target: str) -> str:
        near = difflib.get_close_matches(target, self.addresses, n=1, cutoff=0.75)
        return near[0] if near else ""


def too_early(page: Any, text: Any, shown: str) -> Answer | None:
    """Tell, where a page is published before the ``text`` that it links to, what is wrong and what to do."""
    if text.hold is None or (page.hold is not None and page.hold.outlasts(text.hold)):
        return None
    if text.hold.until is None:
        return f"{shown} is {text.hold}", "publish it, or take the link out"
    return f"{shown} is {text.hold}, and this text is published before", "take the link out, or publish both together"


def intrasite_path(path: str, page: Any, room: Newsroom) -> str:
    """Return the path below the content folder that ``{filename}`` on a page means, or "" for one outside it."""
    target = linked_file(path, page, room)
    return target.relative_to(room.content).as_posix() if target.is_relative_to(room.content) else ""


def linked_file(path: str, page: Any, room: Newsroom) -> Path:
    base = room.content if path.startswith("/") else Path(page.source_path).parent
    return Path(os.path.normpath(base / path.lstrip("/")))


def address_of(content: Any) -> str:
    """Return the root-relative address of a text, for a draft that which it would have."""
    if hasattr(content, "address"):
        return str(content.address)
    # Not `url`, which for a draft is that of Pelican's folder of drafts.
    url: str = Content._expand_settings(content, "url" if content.in_default_lang else "lang_url")
    return f"/{url}"
