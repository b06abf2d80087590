"""What a built site consists of, read by a real HTML5 parser (lexbor) that the site's own code does not use."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Skeleton", "prose", "site_skeletons", "skeleton", "visible"]

#: Tag, names of attributes, schemes of addresses, of each element in the order of the document.
Skeleton = list[tuple[str, tuple[str, ...], tuple[str, ...]]]
ADDRESSES = frozenset({"href", "src", "srcset", "action", "formaction", "data", "poster", "cite", "background", "ping"})
_SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):")


def skeleton(root: LexborNode | None, *, without: str = "") -> Skeleton:
    """Return the elements below and with ``root``; what matches the selector ``without`` is taken out first."""
    if root is None:
        return []
    if without:
        for node in root.css(without):
            node.decompose()
    return [_bones(node) for node in root.traverse()]


def _bones(node: LexborNode) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    attributes = node.attributes
    addresses = (re.sub(r"[\t\n\r]", "", attributes[name] or "") for name in sorted(attributes.keys() & ADDRESSES))
    schemes = tuple(match[1].lower() if (match := _SCHEME.match(each)) else "" for each in addresses)
    return node.tag or "", tuple(sorted(attributes)), schemes


def prose(page: bytes) -> LexborNode:
    """Return the element that holds an article's text."""
    found = LexborHTMLParser(page.decode()).css_first(".prose")
    assert found is not None
    return found


def visible(page: bytes, selector: str) -> str:
    """Return the words of the first element that matches."""
    found = LexborHTMLParser(page.decode()).css_first(selector)
    assert found is not None, selector
    return " ".join(found.text().split())


def site_skeletons(output: Path) -> dict[str, Any]:
    """Return the skeleton of each file of the site that is a page, a feed, a picture, data or a calendar, by its path.

    The text of an article, which Markdown makes, is left out of pages and feeds; so are related stories, which are
    other ones where topics are others.
    """
    found: dict[str, Any] = {}
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if path.suffix == ".html":
            tree = LexborHTMLParser(path.read_text("utf-8"))
            data = [_shape(json.loads(node.text())) for node in tree.css('script[type="application/ld+json"]')]
            found[name] = (skeleton(tree.root, without=".prose > *, .related"), data)
        elif path.suffix in (".xml", ".svg"):
            bones = [(str(each.tag), tuple(sorted(map(str, each.attrib)))) for each in etree.parse(str(path)).iter()]
            # A picture breaks long texts into lines, an element each.
            found[name] = sorted(set(bones)) if path.suffix == ".svg" else bones
        elif path.suffix in (".json", ".jsonld", ".webmanifest"):
            found[name] = _shape(json.loads(path.read_text("utf-8")))
        elif path.suffix == ".ics":
            found[name] = [
                re.split("[:;]", line)[0] for line in path.read_bytes().decode().replace("\r\n ", "").split("\r\n")
            ]
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as rows:
                found[name] = [len(row) for row in csv.reader(rows)]
    return found


def _shape(value: Any) -> Any:
    """Return JSON without its texts and numbers."""
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_shape(each) for each in value]
    return type(value).__name__
