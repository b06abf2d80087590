"""What a host's robots.txt lets a link check ask, and how long it is to wait between two requests (RFC 9309)."""

import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Final
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from aimaq.base.languages.messages import tr
from aimaq.base.web_addresses import is_web_address
from aimaq.figures.pull.fetch import MOST_REDIRECTS, EveryStatus, FetchError, in_time
from aimaq.newsroom.outside_links.asking import AGENT, HEADERS, REDIRECTS, ascii_address, is_private

__all__ = ["Rules", "read_rules"]

#: What is read of a file at most; the RFC asks for half of a megabyte (2.5).
_MOST_BYTES: Final = 512_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for addresses with one scheme and host; ``refusal`` is why none may be asked, "" if some may.

    ``pause`` is in seconds, 0 if the file names none.
    """

    parser: RobotFileParser | None = None
    refusal: str = ""
    pause: float = 0

    def skips(self, address: str) -> str:
        """Return why an address is not to be asked, "" if it may be."""
        if self.refusal or self.parser is None or self.parser.can_fetch(AGENT, ascii_address(address)):
            return self.refusal
        return tr("the robots.txt of its host asks programs not to look at it")


def read_rules(address: str, seconds: float) -> Rules:
    """Read the rules for an address. A host that cannot be reached has none: asking it will say what is wrong."""
    parts = urlsplit(address)
    url = f"{parts.scheme}://{parts.netloc}/robots.txt"
    if is_private(url):
        return Rules()
    try:
        status, text = in_time(seconds, lambda: _read(url, seconds))
    except (OSError, ValueError, HTTPException, FetchError):
        return Rules()
    if status >= 500:  # "the crawler MUST assume complete disallow" (2.3.1.4)
        why = tr("its host cannot show its robots.txt now: it answers %(status)s", status=status)
        return Rules(refusal=why)
    if status >= 300:
        return Rules()
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return Rules(parser, pause=float(parser.crawl_delay(AGENT) or 0))


def _read(url: str, seconds: float) -> tuple[int, str]:
    """Return the status and the text, of where a few redirects lead (RFC 9309, 2.3.1.2)."""
    status = 0
    for _ in range(MOST_REDIRECTS + 1):
        request = urllib.request.Request(ascii_address(url), headers=HEADERS)
        with urllib.request.build_opener(EveryStatus()).open(request, timeout=seconds) as response:
            status, target = response.status, response.headers.get("Location", "")
            if status < 300:
                return status, response.read(_MOST_BYTES).decode("utf-8", "replace")
        if status not in REDIRECTS or not is_web_address(url := urljoin(url, target)) or is_private(url):
            break
    return status, ""
