"""Tell a hub and search engines what a publication has changed, by WebSub (W3C) and IndexNow, where the settings ask.

Readers have the site by then, so what goes wrong here is said and changes nothing.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from aimaq.base.languages.messages import tr
from aimaq.base.rss_atom_json_feeds import EXTENSIONS
from aimaq.base.web_addresses import host_of
from aimaq.publishing.difference import Difference
from aimaq.publishing.log.post import NoAnswer, post
from aimaq.settings.schema import Settings

__all__ = ["announce"]

#: How many feeds a request names, and how many addresses IndexNow takes at once (indexnow.org/documentation).
_FEEDS: Final = 100
_ADDRESSES: Final = 10_000


def announce(settings: Settings, folder: Path, difference: Difference) -> Iterator[str]:
    """Send what has changed in the site in ``folder``; yield a sentence on each service."""
    changed = (*difference.added, *difference.changed)
    if hub := settings.websub_hub:
        feeds = [_address(settings, path) for path in changed if _names(folder / path, hub)]
        if feeds:
            requests = [feeds[start : start + _FEEDS] for start in range(0, len(feeds), _FEEDS)]
            bodies = [[("hub.mode", "publish"), *(("hub.url", feed) for feed in each)] for each in requests]
            wrong = _sent(hub, [urlencode(each).encode() for each in bodies], "application/x-www-form-urlencoded")
            yield wrong or tr(
                "The hub %(address)s was told of changed feeds: %(number)s.", address=hub, number=len(feeds)
            )
    if key := settings.indexnow_key:
        paths = [each for each in (*changed, *difference.removed) if each.endswith(".html") and _is_page(each)]
        pages = [_address(settings, path) for path in paths][:_ADDRESSES]
        if pages:
            service = settings.indexnow_service
            known = {"host": host_of(settings.siteurl), "key": key, "keyLocation": f"{settings.siteurl}/{key}.txt"}
            body = json.dumps(known | {"urlList": pages}, ensure_ascii=False).encode()
            wrong = _sent(service, [body], "application/json; charset=utf-8")
            yield wrong or tr("%(address)s was told of changed pages: %(number)s.", address=service, number=len(pages))


def _is_page(path: str) -> bool:
    """Return whether a file has an address of its own, as the page for those that do not exist has not."""
    return path.rpartition("/")[2] != "404.html"


def _names(path: Path, hub: str) -> bool:
    """Return whether a file is a feed that names the hub."""
    if not path.name.endswith(EXTENSIONS):
        return False
    with path.open(encoding="utf-8") as file:
        return hub in file.read(4000)


def _address(settings: Settings, path: str) -> str:
    return f"{settings.siteurl}/{quote(path.removesuffix('index.html'))}"


def _sent(address: str, bodies: list[bytes], media_type: str) -> str:
    """Send each body in turn until one is refused; return what went wrong, or ""."""
    for body in bodies:
        try:
            status = post(address, body, media_type).status
        except NoAnswer as error:
            why = str(error)
        else:
            if 200 <= status < 300:
                continue
            why = tr("the server answers %(answer)s", answer=status)
        return tr(
            "%(address)s was not told what changed: %(why)s. The site is published all the same.",
            address=address,
            why=why,
        )
    return ""
