"""What a built site consists of, read by a real HTML5 parser (lexbor) that the site's own code does not use."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
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


@cache
def site_skeletons(output: Path) -> dict[str, Any]:
    """Return the skeleton of each file of the site that is a page, a feed, a picture, data or a calendar, by its path.

    The text of an article, which Markdown makes, is left out of pages and feeds; so are related stories, which are
    other ones where topics are others. A site is read once.
    """
    found: dict[str, Any] = {}
    topics: dict[str, list[Any]] = {}
    for path in sorted(output.rglob("*")):
        bones = _bones_of_a_file(path)
        if bones is not None:
            name = path.relative_to(output).as_posix()
            general = _TOPIC.sub("*", name)
            if general == name:
                found[name] = bones
            else:
                topics.setdefault(general, []).append(bones)
    return found | {name: sorted(each, key=repr) for name, each in topics.items()}


#: The words of a part of the search index that begin with a letter.
_VOLUME = re.compile(r"/search/\d+/(?:[0-9a-z]|other)\.json$")
#: The address of a topic is made from its words.
_TOPIC = re.compile(r"(?<=\btopics/)[^/.]+(?=/|\.(?:rss|atom|json)\b)")


def _bones_of_a_file(path: Path) -> Any:
    """Return the skeleton of a file, None for one that has none."""
    match path.suffix:
        case ".html":
            tree = LexborHTMLParser(path.read_text("utf-8"))
            data = [_shape(json.loads(node.text())) for node in tree.css('script[type="application/ld+json"]')]
            return skeleton(tree.root, without=".prose > *, .related"), data
        case ".xml" | ".svg":
            bones = [(str(each.tag), tuple(sorted(map(str, each.attrib)))) for each in etree.parse(str(path)).iter()]
            # A picture breaks long texts into lines, an element each.
            return sorted(set(bones)) if path.suffix == ".svg" else bones
        case ".json" if _VOLUME.search(path.as_posix()):
            # Which words a site has follows from its texts: what a key may be is all that can be said.
            words = json.loads(path.read_text("utf-8"))
            assert all(re.fullmatch(r"[^\W_]+(?:\.\d+)*", word) for word in words)
            assert {kind for each in _shape([*words.values()]) for kind in each} <= {"int"}
            return None
        case ".json" | ".jsonld" | ".webmanifest":
            return _shape(json.loads(path.read_text("utf-8")))
        case ".ics":
            lines = path.read_bytes().decode().replace("\r\n ", "").split("\r\n")
            return [re.split("[:;]", line)[0] for line in lines]
        case ".csv":
            with path.open(encoding="utf-8-sig", newline="") as rows:
                return [len(row) for row in csv.reader(rows)]
    return None


def _shape(value: Any) -> Any:
    """Return JSON without its texts and numbers."""
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_shape(each) for each in value]
    return type(value).__name__
