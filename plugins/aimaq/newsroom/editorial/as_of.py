"""The site as it stood on an earlier day: what was not there yet is left out, and so are the links to it.

The setting AS_OF names the day. A text that is dated later comes back from the reader as a draft without words, marked
``later``, so that nobody finds fault with what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from aimaq.newsroom.links.targets import INTRASITE, address_of, intrasite_path
from aimaq.newsroom.settings import Newsroom

__all__ = ["is_later", "known_fields", "later_metadata", "without_later_links"]

_FILE = re.compile(r"\{static\}([^\s)\"'>]+)")
_ANCHOR = re.compile(r"""<a\s(?:[^<>]*?\s)?href=(["'])(.*?)\1[^<>]*>(.*?)</a>""", re.DOTALL)


def is_later(values: Mapping[str, Any], room: Newsroom) -> bool:
    """Tell whether a text with these fields was published after the day that the site shows."""
    return room.as_of is not None and "date" in values and values["date"].date() > room.as_of


def known_fields(values: Mapping[str, Any], room: Newsroom) -> dict[str, Any]:
    """Return the fields without what was added to the text after the day that the site shows."""
    if room.as_of is None:
        return dict(values)
    known = dict(values)
    if known.get("modified") and known["modified"].date() > room.as_of:
        del known["modified"]
    for name in ("updates", "corrections"):
        if name in known:
            known[name] = [each for each in known[name] if each.date <= room.as_of]
    if known.get("withdrawn") and known["withdrawn"].date > room.as_of:
        del known["withdrawn"]
    return known


def later_metadata(values: Mapping[str, Any], shown: str, body: str) -> dict[str, Any]:
    """Return what is kept of a text that was not there yet: enough to know its address and its files by."""
    files = [each.file for name in ("attachments", "photos") for each in values.get(name, ())]
    files += [values["photo"].file] if values.get("photo") else []
    return {
        "title": shown,
        "summary": "",
        "date": values["date"],
        "status": "draft",
        "later": True,
        "named_files": (*files, *(match.lstrip("/") for match in _FILE.findall(body))),
        "source_lines": {},
        "body_line": 1,
        "links": (),
        "anchors": (),
    }


def without_later_links(contents: Iterable[Any], context: Mapping[str, Any], room: Newsroom) -> None:
    """Leave only the words of each link to a text that was not there yet."""
    contents = list(contents)
    later = {address_of(content) for content in contents if getattr(content, "later", False)}
    if not later:
        return
    for content in contents:
        content._content = _ANCHOR.sub(partial(_words_of, content, later, context, room), content._content or "")
        if hasattr(content, "links"):
            content.links = tuple(
                pair for pair in content.links if _target(pair[0], content, context, room) not in later
            )


def _words_of(page: Any, later: Set[str], context: Mapping[str, Any], room: Newsroom, anchor: re.Match[str]) -> str:
    """Return what stands in a link that leads to one of ``later``, and any other link as it is."""
    leads_there = _target(unescape(anchor[2]).strip(), page, context, room) in later
    return anchor[3] if leads_there else anchor[0]


def _target(link: str, page: Any, context: Mapping[str, Any], room: Newsroom) -> str:
    """Return the address on this site that a link leads to, or ""."""
    if match := INTRASITE.match(link):
        text = None
        if match["what"] == "filename":
            text = context["generated_content"].get(intrasite_path(unquote(urlsplit(match["path"]).path), page, room))
        return address_of(text) if text is not None else ""
    try:
        parts = urlsplit(link.removeprefix(room.site_url) or "/")
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return ""
    target = unquote(urljoin(address_of(page), parts.path)).removesuffix("index.html")
    return target if target.endswith("/") or Path(target).suffix else f"{target}/"
