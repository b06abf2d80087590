"""The site as it stood on an earlier day: what was not there yet is left out, and so are the links to it.

The setting AS_OF names the day. A text that is dated later comes back from the reader as a draft without words, marked
``later``, so that nobody finds fault with what it says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from aimaq.newsroom.content.text import Text
from aimaq.newsroom.links.targets import INTRASITE, linked_address, linked_file
from aimaq.newsroom.settings import Newsroom

__all__ = ["is_later", "known_fields", "later_metadata", "without_later_links"]

_FILE = re.compile(r"\{static\}([^\s)\"'>]+)")
_ANCHOR = re.compile(r"""<a\s(?:[^<>]*?\s)?href=(["'])(.*?)\1[^<>]*>(.*?)</a>""", re.DOTALL)


def is_later(values: Mapping[str, Any], newsroom: Newsroom) -> bool:
    """Return whether a text with these fields was published after the day that the site shows."""
    return newsroom.as_of is not None and "date" in values and values["date"].date() > newsroom.as_of


def known_fields(values: Mapping[str, Any], newsroom: Newsroom) -> dict[str, Any]:
    """Return the fields without what was added to the text after the day that the site shows."""
    if newsroom.as_of is None:
        return dict(values)
    day, known = newsroom.as_of, dict(values)
    if known.get("modified") and known["modified"].date() > day:
        del known["modified"]
    for name in {"updates", "corrections"} & known.keys():
        known[name] = [each for each in known[name] if each.date <= day]
    if known.get("withdrawn") and known["withdrawn"].date > day:
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


def without_later_links(texts: Sequence[Text], newsroom: Newsroom) -> list[Text]:
    """Return the texts with only the words of each link to a text that was not there yet."""
    later = {text.address for text in texts if text.later}
    if not later:
        return list(texts)
    by_path = {text.source_path: text.address for text in texts}

    def leads_there(link: str, page: Text) -> bool:
        return _target(link, page, by_path, newsroom) in later

    def words(page: Text, anchor: re.Match[str]) -> str:
        return anchor[3] if leads_there(unescape(anchor[2]).strip(), page) else anchor[0]

    return [
        replace(
            text,
            body=_ANCHOR.sub(partial(words, text), text.body),
            links=tuple(pair for pair in text.links if not leads_there(pair[0], text)),
        )
        for text in texts
    ]


def _target(link: str, page: Text, addresses: Mapping[str, str], newsroom: Newsroom) -> str:
    """Return the address on this site that a link leads to, or ""; ``addresses`` are those of texts by their files."""
    if match := INTRASITE.match(link):
        path = linked_file(match["path"], page, newsroom)
        return addresses.get(str(path), "") if match["what"] == "filename" else ""
    target = linked_address(link, page, newsroom).removesuffix("index.html")
    return target if not target or target.endswith("/") or Path(target).suffix else f"{target}/"
