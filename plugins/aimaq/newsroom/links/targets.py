"""Where a link leads: the addresses of texts, files in the content folder, texts that are published later."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from aimaq.base.addresses.site_folder import on_site
from aimaq.base.languages.messages import Message, tr
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.settings import Newsroom

__all__ = [
    "LinkFault",
    "intrasite_path",
    "linked_address",
    "linked_file",
    "static_path",
    "too_early",
    "written_addresses",
]

INTRASITE = re.compile(r"[{|](?P<what>\w+)[|}](?P<path>.*)", re.DOTALL)
WEB_ADDRESS = Message('a web address begins with "https://", as the browser shows it')


class LinkFault(NamedTuple):
    """What is wrong with a link, and what to do."""

    message: str
    hint: str


def too_early(text: Text, linked: Text, shown: str) -> LinkFault | None:
    """Return the fault of a link to a text that is published later than the text with the link; None if it is not.

    ``shown`` is how the message names the ``linked`` text.
    """
    if linked.hold is None or (text.hold is not None and text.hold.outlasts(linked.hold)):
        return None
    if linked.hold.until is None:
        return LinkFault(
            tr("%(shown)s is %(hold)s", shown=shown, hold=linked.hold), tr("publish it, or take the link out")
        )
    message = tr("%(shown)s is %(hold)s, and this text is published before", shown=shown, hold=linked.hold)
    return LinkFault(message, tr("take the link out, or publish both together"))


def intrasite_path(link: str, text: Text, newsroom: Newsroom) -> str:
    """Return the path below the content folder that ``{filename}`` before ``link`` means, or "" for one outside it."""
    target = linked_file(link, text, newsroom)
    return target.relative_to(newsroom.content).as_posix() if target.is_relative_to(newsroom.content) else ""


def linked_file(link: str, text: Text, newsroom: Newsroom) -> Path:
    """Return the absolute path of the file that ``{filename}`` or ``{static}`` before ``link`` in a text means."""
    return _file(link, text, newsroom.content)


def linked_address(link: str, text: Text, newsroom: Newsroom) -> str:
    """Return the root-relative address on this site that a link in a text leads to; "" for any other link."""
    return _address(link, text, newsroom.site_url)


def static_path(link: str, text: Text, content: Path, site_url: str) -> str:
    """Return the path below the ``content`` folder of the file that a link leads to; "" for one to no such file.

    It names the file by ``{static}`` or by its address: both are the same below the two folders.
    """
    match = INTRASITE.match(link)
    if match is None:
        return _address(link, text, site_url).lstrip("/")
    file = _file(match["path"], text, content)
    return file.relative_to(content).as_posix() if match["what"] == "static" and file.is_relative_to(content) else ""


def _file(link: str, text: Text, content: Path) -> Path:
    path = unquote(urlsplit(link).path)
    base = content if path.startswith("/") else Path(text.source_path).parent
    return Path(os.path.normpath(base / path.lstrip("/")))


def _address(link: str, text: Text, site_url: str) -> str:
    try:
        parts = urlsplit(on_site(link, site_url))
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else unquote(urljoin(text.address, parts.path))


def written_addresses(texts: Iterable[Text], own: Iterable[str]) -> frozenset[str]:
    """Return the root-relative addresses of the published texts, and the site's ``own``; attachments are not in it."""
    return frozenset(own).union(text.address for text in texts if text.status == "published")
