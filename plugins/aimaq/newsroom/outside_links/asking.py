"""Ask one address of another site whether it is there, and say what the answer means."""

import http.client
import ipaddress
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Final
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from aimaq.base.languages.messages import tr
from aimaq.base.problems import shortened
from aimaq.base.web_addresses import host_of, is_web_address
from aimaq.figures.pull.fetch import MOST_REDIRECTS, MOST_SECONDS, EveryStatus, FetchError, in_time

__all__ = ["AGENT", "HEADERS", "REDIRECTS", "Answer", "Verdict", "ascii_address", "ask", "is_private"]

#: Moved for good, and moved for now (RFC 9110, 15.4).
_PERMANENT: Final = frozenset((301, 308))
REDIRECTS: Final = _PERMANENT | {302, 303, 307}
_GONE: Final = frozenset((404, 410))
_BUSY: Final = frozenset((429, 503))
#: Characters of an address that stay as they are (RFC 3986); a percent sign begins an escape already.
_SAFE: Final = "/:@!$&'()*+,;=%~-._?"
#: The name by which a robots.txt may speak of us.
AGENT: Final = "Aimaq"
HEADERS: Final = {"User-Agent": f"{AGENT} (link check)", "Accept": "*/*"}


class Verdict(Enum):
    """What an answer means for the readers of a link."""

    GOOD = "good"
    MOVED = "moved"
    GONE = "gone"
    REFUSED = "refused"
    LATER = "later"
    SKIPPED = "skipped"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict and why, in words; ``new`` is the address to which it has moved for good, or "".

    ``status`` is that of the server's answer, 0 if there was none. ``wait`` is for how many seconds a busy server asks
    to be left alone.
    """

    verdict: Verdict
    why: str = ""
    new: str = ""
    status: int = 0
    wait: float = 0


def ask(address: str, *, seconds: float = MOST_SECONDS) -> Answer:
    """Ask an address, and those to which it redirects, each for its head only if that is enough.

    Takes at most ``seconds``. Addresses of private networks are not asked.
    """
    try:
        return in_time(seconds, lambda: _followed(urldefrag(address)[0], seconds))
    except FetchError as slow:
        return Answer(Verdict.LATER, str(slow))


def _followed(address: str, seconds: float) -> Answer:
    url, moved, is_permanent = address, "", True
    for _ in range(MOST_REDIRECTS + 1):
        if is_private(url):
            return Answer(Verdict.PRIVATE, tr("it leads into a private network, which readers cannot reach"))
        found = _answer(url, seconds)
        if isinstance(found, Answer):
            if found.verdict is Verdict.GOOD and moved:
                return Answer(Verdict.MOVED, tr("it has moved for good"), moved, found.status)
            return found
        status, target = found
        try:
            url = urldefrag(urljoin(url, target))[0]
        except ValueError:
            url = ""
        if not is_web_address(ascii_address(url)):
            return Answer(Verdict.LATER, tr('it redirects to "%(found)s"', found=shortened(target)), status=status)
        is_permanent = is_permanent and status in _PERMANENT
        moved = url if is_permanent else moved
    return Answer(
        Verdict.LATER, tr("it redirects more than %(most)s times, or in a circle", most=MOST_REDIRECTS), status=status
    )


def _answer(url: str, seconds: float) -> Answer | tuple[int, str]:
    """Return the answer of a server, or the status and the address of its redirect."""
    for method in ("HEAD", "GET"):
        try:
            status, target, wait = _request(url, method, seconds)
        except urllib.error.URLError as error:
            return _unreachable(error.reason)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if method == "GET":  # some servers break off where they are asked for a head
                return _unreachable(error)
            continue
        if status in REDIRECTS and target:
            return status, target
        if status < 300 or status in _BUSY:
            break
    words = f"{status} {http.client.responses.get(status, '')}".strip()
    why = tr("the server answers %(answer)s", answer=words)
    if status < 300:
        return Answer(Verdict.GOOD, status=status)
    if status in _GONE:
        return Answer(Verdict.GONE, why, status=status)
    refused = status < 500 and status != http.client.REQUEST_TIMEOUT
    return Answer(Verdict.REFUSED if refused else Verdict.LATER, why, status=status, wait=wait)


def _request(url: str, method: str, seconds: float) -> tuple[int, str, float]:
    """Return the status, the address of a redirect, and the seconds to wait; the body is not read."""
    request = urllib.request.Request(ascii_address(url), headers=HEADERS, method=method)
    with urllib.request.build_opener(EveryStatus()).open(request, timeout=seconds) as response:
        headers = response.headers
        return response.status, headers.get("Location", ""), _seconds_of(headers.get("Retry-After", ""))


def _seconds_of(text: str) -> float:
    """Return the seconds of a header Retry-After (RFC 9110, 10.2.3), 0 if there is none."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0


def _unreachable(reason: object) -> Answer:
    """Return what it means that there is no answer: a name that nobody has is gone, anything else may pass."""
    if isinstance(reason, socket.gaierror) and reason.errno in (socket.EAI_NONAME, _NO_ADDRESS):
        return Answer(Verdict.GONE, tr("there is no host of this name"))
    if isinstance(reason, ssl.SSLError):
        return Answer(Verdict.LATER, tr("its certificate is not valid: %(reason)s", reason=shortened(str(reason))))
    detail = getattr(reason, "strerror", None) or reason
    return Answer(Verdict.LATER, tr("it cannot be reached: %(detail)s", detail=shortened(str(detail))))


#: A name without an address; not all systems have it.
_NO_ADDRESS: Final = getattr(socket, "EAI_NODATA", socket.EAI_NONAME)


def is_private(url: str) -> bool:
    """Tell whether an address is of a private network or this machine, by its number, its name or what that stands for.

    A proxy finds the hosts of others by itself, and its names are not looked up here.
    """
    host = host_of(url)
    if host == "localhost" or ("." not in host and ":" not in host):
        return True
    proxies = urllib.request.getproxies()
    if urlsplit(url).scheme in proxies and not urllib.request.proxy_bypass(host):
        return any(not each.is_global for each in _numbers(host))
    try:
        found = socket.getaddrinfo(_ascii_host(host), None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return False  # asking says what is wrong
    return any(not ipaddress.ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found)


def _numbers(host: str) -> Iterator[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        yield ipaddress.ip_address(host)
    except ValueError:
        return


def ascii_address(url: str) -> str:
    """Return an address as it is sent: letters of other alphabets by their codes (RFC 3987, 3.1)."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    place = parts.netloc.replace(host, _ascii_host(host)) if not host.isascii() else parts.netloc
    return urlunsplit((parts.scheme, place, quote(parts.path, _SAFE) or "/", quote(parts.query, _SAFE), ""))


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
